//! One connection to a printer: what to ask, when an order may begin, when it is printed.
//!
//! Owns: the state machine and its times. Sans-I/O: bytes, results of writes and the time come
//! in, actions go out. Must never: begin an order on a printer that says it cannot print, put a
//! status request into the middle of a document, or end an order twice.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::super::{
    DrawerKick, KickEnd, PrintEvent, PrintFailure, PrintOrder, PrintOrderId, PrinterSettings,
    PrinterStatus,
};
use super::codec::{
    AUTOMATIC_STATUS_ON, Answers, CLEAR_BUFFERS, Heard, Query, TELL_WHEN_DONE, kick_at_once,
    kick_in_turn,
};
use super::job::{Job, Stage};
use super::state::{State, is_online};

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

    /// The bytes of the last [`Action::Document`] are out.
    pub fn wrote(&mut self, count: usize, now: Instant) {
        self.piece_in_hand = false;
        let Some(job) = &mut self.job else {
            return;
        };
        if job.written == 0 {
            let event = PrintEvent::FirstByteOut { at: now };
            self.out.push(Action::Print(job.order.id, event));
        }
        job.written += count;
        self.interrupted = true;
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

    /// The connection is over; `written`: bytes of the last [`Action::Document`] that got out.
    pub fn lost(&mut self, written: usize) {
        if let Some(mut job) = self.job.take() {
            job.written += written;
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

    /// Asks the next question of the round, never within a document.
    fn ask(&mut self, now: Instant) {
        if self.asked.is_some() || self.is_writing() {
            return;
        }
        let Some(query) = self.round.pop_front() else {
            return;
        };
        self.asked = Some((query, now));
        self.command(&query.bytes());
    }

    fn answered(&mut self, byte: u8, now: Instant) {
        // An answer that nobody waits for is a late one: whose, is not known.
        let Some((query, _)) = self.asked.take() else {
            return;
        };
        self.lost_answers = 0;
        if self.speech != Speech::Speaks {
            self.speech = Speech::Speaks;
            self.out.push(Action::Ready);
            if self.interrupted {
                self.clear();
            }
            if self.settings.automatic_status {
                self.command(&AUTOMATIC_STATUS_ON);
            }
            self.round = Query::ALL[1..].iter().copied().collect();
        }
        self.state.answered(query, byte);
        match self.job.as_mut().map(|job| &mut job.stage) {
            Some(Stage::Checking) if query == Query::Printer => {
                self.checked(is_online(byte), now);
            }
            Some(Stage::Confirming { answered, .. }) => {
                *answered = true;
                self.confirm(now);
            }
            Some(Stage::Checking | Stage::Writing) | None => {}
        }
        if self.round.is_empty() && self.asked.is_none() {
            self.round_ended(now);
        } else {
            self.ask(now);
        }
    }

    /// All questions of a round are answered.
    fn round_ended(&mut self, now: Instant) {
        let busy = self.job.as_ref().is_some_and(|job| !job.is_checking());
        self.next_poll = now + if busy { BUSY_POLL } else { IDLE_POLL };
        self.tell_status();
        let hindrance = self.hindrance();
        match self.job.as_mut().map(|job| &mut job.stage) {
            Some(Stage::Confirming { well, .. }) => {
                *well = hindrance.is_none();
                self.confirm(now);
                self.stop_hindered(now);
            }
            Some(Stage::Checking) => match hindrance {
                Some(why) => self.refuse(why, now),
                None => self.start_writing(),
            },
            Some(Stage::Writing) | None => {}
        }
        self.carry_out_kicks(now);
        self.begin(now);
    }

    /// Takes the next order and looks whether the printer can print.
    fn begin(&mut self, now: Instant) {
        if self.job.is_some() || self.speech != Speech::Speaks || self.told.is_none() {
            return;
        }
        let Some(order) = self.orders.pop_front() else {
            return;
        };
        self.job = Some(Job::new(order));
        self.round.retain(|query| *query != Query::Printer);
        self.round.push_front(Query::Printer);
        self.ask(now);
    }

    /// The question before an order is answered. A printer that takes orders has neither an
    /// open cover nor an end of paper; only when that is not so, the reason is asked.
    fn checked(&mut self, online: bool, now: Instant) {
        if online && self.hindrance().is_none() {
            self.start_writing();
        } else {
            self.round = Query::ALL[1..].iter().copied().collect();
            self.ask(now);
        }
    }

    fn start_writing(&mut self) {
        if let Some(job) = &mut self.job {
            job.stage = Stage::Writing;
            self.round.clear();
            self.write_next();
        }
    }

    fn write_next(&mut self) {
        if let Some(job) = &self.job
            && !self.piece_in_hand
        {
            self.piece_in_hand = true;
            self.out.push(Action::Document(job.next_piece().to_vec()));
        }
    }

    /// An order is over before it began.
    fn refuse(&mut self, why: PrintFailure, now: Instant) {
        if let Some(job) = self.job.take() {
            self.fail(job.order.id, job.written, why);
        }
        self.begin(now);
    }

    /// The printer stopped within a document, or before it had worked it off.
    fn stop_hindered(&mut self, now: Instant) {
        let Some(why) = self.hindrance() else {
            return;
        };
        let Some(job) = self.job.take_if(|job| !job.is_checking()) else {
            return;
        };
        if std::mem::take(&mut self.piece_in_hand) {
            // It was handed out by these same bytes and has not gone out yet.
            self.out
                .retain(|action| !matches!(action, Action::Document(_)));
        }
        self.fail(job.order.id, job.written, why);
        self.clear();
        self.begin(now);
    }

    /// The rest of a broken document must not come out when the paper is back, and the next one
    /// must not be taken for it: the host prints it again, and marked.
    fn clear(&mut self) {
        self.command(&CLEAR_BUFFERS);
        self.interrupted = false;
        self.owed = 0;
    }

    /// Ends the order once the printer has worked it off and answers.
    fn confirm(&mut self, now: Instant) {
        let tells = self.tells_when_done;
        let done = self.owed == 0;
        let Some(job) = self.job.take_if(|job| done && job.is_printed(tells)) else {
            return;
        };
        self.interrupted = false;
        self.out
            .push(Action::Print(job.order.id, PrintEvent::Printed));
        self.carry_out_kicks(now);
        self.begin(now);
    }

    /// The document is out for this long and not confirmed.
    fn waited_for_confirmation(&mut self, waited: Duration, now: Instant) {
        if self.tells_when_done.is_none() && waited >= DONE_LIMIT {
            // It answers requests, but not this one: an older or a cheaper printer.
            self.tells_when_done = Some(false);
            self.owed = 0;
            self.confirm(now);
        }
        if waited >= CONFIRM_LIMIT
            && let Some(job) = self.job.take()
        {
            self.fail(job.order.id, job.written, PrintFailure::LinkLost);
            self.clear();
            self.begin(now);
        }
    }

    fn carry_out_kicks(&mut self, now: Instant) {
        match self.speech {
            Speech::Silent => {
                for kick in std::mem::take(&mut self.kicks) {
                    self.out.push(Action::Kick(kick, KickEnd::NotSent));
                }
            }
            Speech::Speaks if !self.is_writing() && self.told.is_some() => {
                let free = self.job.as_ref().is_none_or(Job::is_checking);
                let in_turn = free && self.hindrance().is_none();
                for kick in std::mem::take(&mut self.kicks) {
                    let bytes = match in_turn {
                        true => kick_in_turn(&kick),
                        false => kick_at_once(&kick),
                    };
                    self.command(&bytes);
                    self.out.push(Action::Kick(kick, KickEnd::Sent));
                    self.next_poll = self.next_poll.min(now + KICK_POLL);
                }
            }
            Speech::Greeted | Speech::Speaks => {}
        }
    }

    fn answer_lost(&mut self, now: Instant) {
        self.asked = None;
        self.round.clear();
        self.lost_answers += 1;
        self.next_poll = now;
        if self.lost_answers < LOST_ANSWERS_MAX {
            return;
        }
        if self.speech != Speech::Silent {
            self.speech = Speech::Silent;
            self.told = None;
            self.state = State::default();
            self.out.push(Action::Silent);
        }
        if let Some(job) = self.job.take() {
            self.fail(job.order.id, job.written, PrintFailure::Offline);
        }
        self.owed = 0;
        self.fail_waiting(PrintFailure::Offline);
    }

    fn tell_status(&mut self) {
        let status = self.state.status(self.settings.drawer_open_level);
        if let Some(status) = status
            && self.told != Some(status)
        {
            self.told = Some(status);
            self.out.push(Action::Status(status));
        }
    }
}
