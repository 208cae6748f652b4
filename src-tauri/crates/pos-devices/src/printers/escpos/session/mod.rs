//! One connection to a printer: what to ask, when an order may begin, when it is printed.
//!
//! Owns: the state machine and its times. Sans-I/O: bytes, results of writes and the time come
//! in, actions go out. Must never: begin an order on a printer that says it cannot print, put a
//! status request into the middle of a document, or end an order twice.

mod asking;
mod printing;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::codec::{Answers, Heard, Query, TELL_WHEN_DONE};
use super::job::{Job, Stage};
use super::state::State;
use crate::printers::{
    DrawerKick, KickEnd, PrintEvent, PrintFailure, PrintOrder, PrintOrderId, PrinterSettings,
    PrinterStatus,
};

/// How often an idle printer is asked.
pub const IDLE_POLL: Duration = Duration::from_secs(1);
/// How often it is asked while it works an order off.
pub const BUSY_POLL: Duration = Duration::from_millis(250);
/// A real-time request is answered within this, or was lost.
pub const ANSWER_LIMIT: Duration = Duration::from_secs(1);
/// After a kick the drawer's switch is looked at again.
pub const KICK_POLL: Duration = Duration::from_millis(150);
/// A printer that has not said within this time that it has worked a document off, and has never
/// said so before, never does.
pub const DONE_LIMIT: Duration = Duration::from_secs(5);
/// A document that is not confirmed after this time is not: the longest slips take half of it.
pub const CONFIRM_LIMIT: Duration = Duration::from_secs(40);
/// So many lost answers in a row: the printer is silent.
const LOST_ANSWERS_MAX: u32 = 2;

/// What the thread has to do, in this sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Write these bytes; they are no part of an order.
    Command(Vec<u8>),
    /// Write the next bytes of the order, then tell [`Session::wrote`].
    Document(Vec<u8>),
    /// The printer answers.
    Ready,
    /// The printer answers no more.
    Silent,
    /// The state changed.
    Status(PrinterStatus),
    /// Something happened to an order.
    Print(PrintOrderId, PrintEvent),
    /// Something happened to a kick.
    Kick(DrawerKick, KickEnd),
}

/// Whether the printer speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speech {
    /// It was asked for the first time on this connection.
    Greeted,
    Speaks,
    Silent,
}

/// One connection.
#[derive(Debug)]
pub struct Session {
    settings: PrinterSettings,
    answers: Answers,
    state: State,
    told: Option<PrinterStatus>,
    speech: Speech,
    asked: Option<(Query, Instant)>,
    /// What is still to be asked in this round.
    round: VecDeque<Query>,
    lost_answers: u32,
    next_poll: Instant,
    job: Option<Job>,
    /// The thread has a piece of the document in hand.
    piece_in_hand: bool,
    orders: VecDeque<PrintOrder>,
    kicks: VecDeque<DrawerKick>,
    /// [`TELL_WHEN_DONE`] requests that are not answered.
    owed: u32,
    /// The printer has been seen to answer [`TELL_WHEN_DONE`], or not to.
    tells_when_done: Option<bool>,
    /// The printer may still wait for the rest of a document.
    interrupted: bool,
    out: Vec<Action>,
}

impl Session {
    /// A connection that was just made. `interrupted`: the one before broke within a document,
    /// so that the printer may still wait for the rest of it.
    pub fn new(settings: PrinterSettings, interrupted: bool, now: Instant) -> Self {
        let mut session = Self {
            settings,
            answers: Answers::new(),
            state: State::default(),
            told: None,
            speech: Speech::Greeted,
            asked: None,
            round: VecDeque::new(),
            lost_answers: 0,
            next_poll: now,
            job: None,
            piece_in_hand: false,
            orders: VecDeque::new(),
            kicks: VecDeque::new(),
            owed: 0,
            tells_when_done: None,
            interrupted,
            out: Vec::new(),
        };
        session.round.push_back(Query::Printer);
        session.ask(now);
        session
    }

    /// The next bytes of a document are to be written at once.
    pub fn is_writing(&self) -> bool {
        matches!(&self.job, Some(job) if job.stage == Stage::Writing)
    }

    /// The printer owes an answer.
    pub fn is_waiting(&self) -> bool {
        self.asked.is_some() || (self.owed > 0 && self.job.is_some())
    }

    /// The printer may still wait for the rest of a document.
    pub fn is_interrupted(&self) -> bool {
        self.interrupted
    }

    /// What has to be done, in sequence.
    pub fn actions(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.out)
    }

    /// The host submits an order.
    pub fn submit(&mut self, order: PrintOrder, now: Instant) {
        if self.speech == Speech::Silent {
            self.fail(order.id, 0, PrintFailure::Offline);
            return;
        }
        self.orders.push_back(order);
        self.begin(now);
    }

    /// The host kicks a drawer.
    pub fn kick(&mut self, kick: DrawerKick, now: Instant) {
        self.kicks.push_back(kick);
        self.carry_out_kicks(now);
    }

    /// Bytes came.
    pub fn bytes(&mut self, bytes: &[u8], now: Instant) {
        for byte in bytes {
            match self.answers.push(*byte) {
                Some(Heard::RealTime(byte)) => self.answered(byte, now),
                Some(Heard::Automatic(bytes)) => {
                    self.state.automatic(bytes);
                    self.tell_status();
                    self.stop_hindered(now);
                }
                Some(Heard::Done(_)) => {
                    if self.owed > 0 {
                        self.owed -= 1;
                        self.tells_when_done = Some(true);
                        self.confirm(now);
                    }
                }
                Some(Heard::Name(_)) | None => {}
            }
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Instant) {
        if let Some((_, at)) = self.asked
            && now.saturating_duration_since(at) >= ANSWER_LIMIT
        {
            self.answer_lost(now);
        }
        if let Some(waited) = self.job.as_ref().and_then(|job| job.confirming_for(now)) {
            self.waited_for_confirmation(waited, now);
        }
        if self.is_writing() {
            self.write_next();
        } else if now >= self.next_poll && self.asked.is_none() {
            match self.speech {
                Speech::Speaks => self.round.extend(Query::ALL),
                Speech::Greeted | Speech::Silent => self.round.push_back(Query::Printer),
            }
            self.ask(now);
        }
    }

    /// So many bytes of the last [`Action::Document`] are out, and the port takes no more.
    pub fn wrote_in_part(&mut self, count: usize, now: Instant) {
        self.piece_in_hand = false;
        let Some(job) = self.job.as_mut().filter(|_| count > 0) else {
            return;
        };
        if job.written == 0 {
            let event = PrintEvent::FirstByteOut { at: now };
            self.out.push(Action::Print(job.order.id, event));
        }
        job.written += count;
        self.interrupted = true;
    }

    /// The bytes of the last [`Action::Document`] are out.
    pub fn wrote(&mut self, count: usize, now: Instant) {
        self.wrote_in_part(count, now);
        let Some(job) = &mut self.job else {
            return;
        };
        if job.written < job.order.bytes.len() {
            return;
        }
        job.stage = Stage::Confirming {
            since: now,
            answered: false,
            well: false,
        };
        if self.tells_when_done != Some(false) {
            self.owed += 1;
            self.command(&TELL_WHEN_DONE);
        }
        self.round.clear();
        self.round.extend(Query::ALL);
        self.ask(now);
        self.carry_out_kicks(now);
    }

    /// The connection is over.
    pub fn lost(&mut self) {
        if let Some(job) = self.job.take() {
            let why = self.hindrance().unwrap_or(PrintFailure::LinkLost);
            self.fail(job.order.id, job.written, why);
        }
        self.fail_waiting(PrintFailure::LinkLost);
    }

    fn fail_waiting(&mut self, why: PrintFailure) {
        for order in std::mem::take(&mut self.orders) {
            self.fail(order.id, 0, why);
        }
        for kick in std::mem::take(&mut self.kicks) {
            self.out.push(Action::Kick(kick, KickEnd::NotSent));
        }
    }

    fn fail(&mut self, id: PrintOrderId, written: usize, why: PrintFailure) {
        let event = PrintEvent::Failed { written, why };
        self.out.push(Action::Print(id, event));
    }

    fn command(&mut self, bytes: &[u8]) {
        self.out.push(Action::Command(bytes.to_vec()));
    }

    fn hindrance(&self) -> Option<PrintFailure> {
        let status = self.state.status(self.settings.drawer_open_level)?;
        status.hindrance()
    }
}
