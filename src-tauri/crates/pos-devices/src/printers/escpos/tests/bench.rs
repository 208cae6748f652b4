//! A session, a clock that stands until told, and a printer made of switches.

use std::time::{Duration, Instant};

use crate::printers::escpos::codec::{Answers, Heard};
use crate::printers::escpos::session::{Action, Session};
use crate::printers::{
    PrintEvent, PrintFailure, PrintOrder, PrintOrderId, PrinterSettings, PrinterStatus,
};

/// The four answers of a printer, and whether it answers at all.
pub struct Bench {
    pub session: Session,
    pub now: Instant,
    pub answers: [u8; 4],
    pub mute: bool,
    /// The connection is over: nothing goes out any more.
    pub gone: bool,
    pub tells_when_done: bool,
    /// Everything that went out since last looked.
    pub commands: Vec<Vec<u8>>,
    pub document: Vec<u8>,
    pub events: Vec<(u128, PrintEvent)>,
    pub other: Vec<Action>,
    pub statuses: Vec<PrinterStatus>,
}

pub const WELL: [u8; 4] = [0x12; 4];
pub const PAPER_OUT: [u8; 4] = [0x1A, 0x32, 0x12, 0x7E];
pub const COVER_OPEN: [u8; 4] = [0x1A, 0x16, 0x12, 0x12];

impl Bench {
    pub fn new(answers: [u8; 4]) -> Self {
        let now = Instant::now();
        let settings = PrinterSettings {
            automatic_status: false,
            ..PrinterSettings::default()
        };
        Self {
            session: Session::new(settings, false, now),
            now,
            answers,
            mute: false,
            gone: false,
            tells_when_done: true,
            commands: Vec::new(),
            document: Vec::new(),
            events: Vec::new(),
            other: Vec::new(),
            statuses: Vec::new(),
        }
    }

    /// A session that has greeted a printer in this state.
    pub fn greeted(answers: [u8; 4]) -> Self {
        let mut bench = Self::new(answers);
        bench.run();
        bench.commands.clear();
        bench
    }

    pub fn submit(&mut self, id: u128, bytes: &[u8]) {
        let order = PrintOrder {
            id: PrintOrderId(id),
            bytes: bytes.to_vec(),
        };
        self.session.submit(order, self.now);
    }

    /// Carries one action out, with the printer's answer to it. `false`: nothing to do.
    pub fn step(&mut self) -> bool {
        let actions = self.session.actions();
        let any = !actions.is_empty();
        for action in actions {
            match action {
                Action::Command(_) | Action::Document(_) if self.gone => {}
                Action::Command(bytes) => self.command(bytes),
                Action::Document(bytes) => {
                    self.document.extend_from_slice(&bytes);
                    self.session.wrote(bytes.len(), self.now);
                }
                Action::Print(id, event) => self.events.push((id.0, event)),
                Action::Status(status) => self.statuses.push(status),
                Action::Ready | Action::Silent | Action::Kick(..) => self.other.push(action),
            }
        }
        any
    }

    fn command(&mut self, bytes: Vec<u8>) {
        let answer = match bytes[..] {
            [0x10, 0x04, n] => Some(self.answers[usize::from(n) - 1]),
            [0x1D, 0x72, 1] if self.tells_when_done && self.answers[0] & 0x08 == 0 => Some(0),
            _ => None,
        };
        self.commands.push(bytes);
        if let Some(byte) = answer.filter(|_| !self.mute) {
            self.session.bytes(&[byte], self.now);
        }
    }

    /// Until nobody has anything to say.
    pub fn run(&mut self) {
        while self.step() || self.session.is_writing() {
            if self.session.is_writing() {
                self.session.tick(self.now);
            }
        }
    }

    /// Time passes in steps of 50 ms.
    pub fn pass(&mut self, ms: u64) {
        for _ in 0..ms / 50 {
            self.now += Duration::from_millis(50);
            self.session.tick(self.now);
            self.run();
        }
    }

    /// The ends since last asked.
    pub fn ends(&mut self) -> Vec<(u128, PrintEvent)> {
        let events = std::mem::take(&mut self.events);
        let first = |event: &PrintEvent| matches!(event, PrintEvent::FirstByteOut { .. });
        events.into_iter().filter(|(_, e)| !first(e)).collect()
    }
}

pub fn failed(written: usize, why: PrintFailure) -> PrintEvent {
    PrintEvent::Failed { written, why }
}

/// The answer of a printer as the codec hears it: guards the bench itself.
#[test]
fn the_bench_speaks_escpos() {
    for byte in WELL.into_iter().chain(PAPER_OUT).chain(COVER_OPEN) {
        assert_eq!(Answers::new().push(byte), Some(Heard::RealTime(byte)));
    }
}
