//! A terminal that is stepped: its words, its deadlines, its last words.

use std::sync::Mutex;

use super::*;
use crate::port::WriteFault;
use crate::port::trace::WireLine;
use crate::readers::{
    Identity, IdentityVerdict, LinkState, OrderEnd, Progress, Refusal, ResultStored,
    TerminalResult, UnknownWhy,
};
use crate::secret::TerminalPassword;

const ID: OrderId = OrderId(7);
const SALE: TerminalOrder = TerminalOrder::Authorise {
    amount_minor: 1295,
    last_receipt_no: None,
};
const POSITIVE: [u8; 3] = [0x80, 0, 0];
/// Registered; asked for its status: terminal 29000001, ready.
const GREETING: [&[u8]; 4] = [
    &POSITIVE,
    &[0x06, 0x0F, 5, 0x29, 0x29, 0, 0, 1],
    &POSITIVE,
    &[0x06, 0x0F, 4, 0xF0, 0xF0, 0xF0, 0],
];

#[derive(Default)]
struct Ear {
    heard: Mutex<Vec<String>>,
}

impl Ear {
    fn note(&self, what: String) {
        self.heard.lock().unwrap().push(what);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }
}

impl TerminalListener for Ear {
    fn link(&self, state: LinkState) {
        self.note(format!("{state:?}"));
    }

    fn identity(&self, found: &Identity) -> IdentityVerdict {
        self.note(found.terminal_id.clone());
        IdentityVerdict::Accept
    }

    fn progress(&self, _: OrderId, _: Progress) {}

    fn result(&self, _: OrderId, result: TerminalResult) -> ResultStored {
        self.note(format!("{:?}", result.outcome));
        ResultStored::Stored
    }

    fn finished(&self, _: OrderId, end: OrderEnd) {
        self.note(match end {
            OrderEnd::Refused { reason } => format!("{reason:?}"),
            OrderEnd::Unknown { why, .. } => format!("{why:?}"),
            OrderEnd::Completed { .. } => "Completed".to_owned(),
            OrderEnd::Aborted { code, .. } => format!("{code:?}"),
        });
    }

    fn trace(&self, _: WireLine) {}
}

/// A line that keeps what was sent, or takes none of it.
#[derive(Default)]
struct Paper {
    sent: Vec<Vec<u8>>,
    broken: bool,
    hung_up: bool,
}

impl Wire for Paper {
    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteFault> {
        if self.broken {
            return Err(WriteFault { written: 0 });
        }
        self.sent.push(bytes.to_vec());
        Ok(())
    }

    fn hang_up(&mut self) {
        self.hung_up = true;
    }
}

fn ready() -> (Arc<Ear>, SteppedTerminal, Paper) {
    let ear = Arc::new(Ear::default());
    let settings = TerminalSettings::new(978, TerminalPassword::new("123456").unwrap());
    let address = Address::Tcp {
        host: "terminal".to_owned(),
        port: 20_007,
    };
    let terminal = SteppedTerminal::new(&address, settings, ear.clone());
    let mut wire = Paper::default();
    terminal.opened(0, &mut wire);
    for unit in GREETING {
        terminal.bytes(10, unit, &mut wire);
    }
    assert_eq!(ear.take(), ["Connecting", "29000001", "Ready"]);
    wire.sent.clear();
    (ear, terminal, wire)
}

#[test]
fn an_order_begins_when_it_is_stepped_and_t4_is_its_deadline() {
    let (ear, terminal, mut wire) = ready();
    terminal.submit(ID, SALE).unwrap();
    let other = OrderId(8);
    assert_eq!(
        terminal.submit(other, SALE),
        Err(SubmitError::Busy { running: ID })
    );
    assert_eq!((terminal.due_ms(), wire.sent.len()), (Some(0), 0));
    terminal.time(20, &mut wire);
    assert_eq!(wire.sent[0][..2], [0x06, 0x01]);
    assert_eq!(terminal.due_ms(), Some(5_020));
    terminal.bytes(30, &POSITIVE, &mut wire);
    assert_eq!(terminal.due_ms(), Some(180_030));
    terminal.time(180_029, &mut wire);
    assert_eq!(ear.take(), ["Busy"]);
    terminal.time(180_030, &mut wire);
    assert_eq!(ear.take(), ["NoResult"]);
    assert!(wire.hung_up && !terminal.is_open());
    assert_eq!((terminal.due_ms(), terminal.pause_ms()), (None, 250));
    assert_eq!(ear.take(), ["Away"]);
    terminal.submit(other, SALE).unwrap();
    terminal.time(180_040, &mut wire);
    assert_eq!(ear.take(), [format!("{:?}", Refusal::NotConnected)]);
}

#[test]
fn a_line_that_takes_nothing_refuses_the_order_for_certain() {
    let (ear, terminal, mut wire) = ready();
    wire.broken = true;
    terminal.submit(ID, SALE).unwrap();
    terminal.time(20, &mut wire);
    assert_eq!(ear.take(), ["Busy", "NotSent"]);
    assert!(wire.hung_up && !terminal.is_open());
}

#[test]
fn closing_ends_what_runs_and_what_waits() {
    let (ear, terminal, mut wire) = ready();
    terminal.submit(ID, SALE).unwrap();
    terminal.close(20, &mut wire);
    assert_eq!(ear.take(), [format!("{:?}", Refusal::NotConnected)]);
    assert!(terminal.is_closed() && wire.hung_up);

    let (ear, terminal, mut wire) = ready();
    terminal.submit(ID, SALE).unwrap();
    terminal.time(20, &mut wire);
    terminal.close(30, &mut wire);
    assert_eq!(
        ear.take(),
        ["Busy".to_owned(), format!("{:?}", UnknownWhy::Closed)]
    );
}

#[test]
fn the_pauses_between_tries_grow() {
    let (_, terminal, mut wire) = ready();
    terminal.gone(20, &mut wire);
    assert_eq!(terminal.pause_ms(), 250);
    let absent = OpenError::Absent("terminal".to_owned());
    let pauses: Vec<u64> = (0..6).map(|_| terminal.not_opened(&absent)).collect();
    assert_eq!(pauses, [500, 1_000, 2_000, 4_000, 4_000, 4_000]);
}
