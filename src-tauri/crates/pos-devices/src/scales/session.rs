//! One connection to a scale: who asks next, and who waits for the answer.
//!
//! Owns: the state machine and its times. Sans-I/O. Must never: give a reading that was taken
//! before it was asked for.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::protocol::{Adjustment, Ask, Dialogue, Reading, Step, Told};
use super::{Adjusted, ScaleProtocol};

/// Toledo: at least 200 ms between two commands; the others do not mind.
pub const ASK_PAUSE: Duration = Duration::from_millis(220);
/// A scale that nobody asks is asked now and then, to know that it is there.
pub const IDLE_PAUSE: Duration = Duration::from_secs(5);
/// An answer comes within this, or was lost.
pub const ANSWER_LIMIT: Duration = Duration::from_millis(800);
/// So many lost answers in a row: the scale is silent.
const LOST_ANSWERS_MAX: u32 = 2;

/// Who asked for a weight or an adjustment.
pub type Ticket = u64;

/// What the thread has to do, in this sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Write these bytes.
    Send(Vec<u8>),
    /// The scale answers.
    Ready,
    /// The scale answers no more.
    Silent,
    /// The pan changed, while it is watched.
    Changed(Reading),
    /// The answer to a [`Session::weigh`].
    Weighed(Ticket, Reading),
    /// The answer to a [`Session::adjust`].
    Adjusted(Ticket, Adjusted),
}

#[derive(Debug)]
struct Weighing {
    ticket: Ticket,
    since: Instant,
    until: Instant,
    last: Reading,
}

/// One connection.
#[derive(Debug)]
pub struct Session {
    dialogue: Dialogue,
    asked: Option<(Ask, Instant)>,
    next_ask: Instant,
    next_idle: Instant,
    lost_answers: u32,
    /// It answered last time; `None`: it has not been asked often enough to know.
    speaks: Option<bool>,
    watched: bool,
    told: Option<Reading>,
    weighings: Vec<Weighing>,
    adjustments: VecDeque<(Ticket, Adjustment)>,
    out: Vec<Action>,
}

impl Session {
    /// A connection that was just made.
    pub fn new(protocol: ScaleProtocol, watched: bool, now: Instant) -> Self {
        Self {
            dialogue: protocol.dialogue(),
            asked: None,
            next_ask: now,
            next_idle: now,
            lost_answers: 0,
            speaks: None,
            watched,
            told: None,
            weighings: Vec::new(),
            adjustments: VecDeque::new(),
            out: Vec::new(),
        }
    }

    /// What has to be done, in sequence.
    pub fn actions(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.out)
    }

    /// The scale owes an answer, or will be asked in a moment.
    pub fn is_busy(&self) -> bool {
        self.asked.is_some() || !self.weighings.is_empty() || self.watched
    }

    /// Weigh until something definite comes, or until then.
    pub fn weigh(&mut self, ticket: Ticket, until: Instant, now: Instant) {
        if self.speaks == Some(false) {
            self.out.push(Action::Weighed(ticket, Reading::NoAnswer));
            return;
        }
        self.weighings.push(Weighing {
            ticket,
            since: now,
            until,
            last: Reading::NoAnswer,
        });
        self.tick(now);
    }

    /// Adjust the scale.
    pub fn adjust(&mut self, ticket: Ticket, adjustment: Adjustment, now: Instant) {
        if self.speaks == Some(false) {
            self.out.push(Action::Adjusted(ticket, Adjusted::NoAnswer));
            return;
        }
        self.adjustments.push_back((ticket, adjustment));
        self.tick(now);
    }

    /// Tell each change of the pan, or no more.
    pub fn watch(&mut self, on: bool, now: Instant) {
        self.watched = on;
        self.told = None;
        self.tick(now);
    }

    /// Bytes came.
    pub fn bytes(&mut self, bytes: &[u8], now: Instant) {
        for byte in bytes {
            match self.dialogue.push(*byte) {
                Some(Step::Send(bytes)) => self.out.push(Action::Send(bytes)),
                Some(Step::Told(told)) => self.told(told, now),
                None => {}
            }
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Instant) {
        if let Some((ask, at)) = self.asked
            && now.saturating_duration_since(at) >= ANSWER_LIMIT
        {
            self.answer_lost(ask, now);
        }
        let (over, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut self.weighings)
            .into_iter()
            .partition(|weighing| weighing.until <= now);
        self.weighings = waiting;
        for weighing in over {
            let answer = Action::Weighed(weighing.ticket, weighing.last);
            self.out.push(answer);
        }
        if self.asked.is_none() && now >= self.next_ask {
            self.ask(now);
        }
    }

    /// The connection is over.
    pub fn lost(&mut self) {
        self.fail_waiting();
    }

    fn ask(&mut self, now: Instant) {
        let ask = if let Some((ticket, adjustment)) = self.adjustments.front().copied() {
            let ask = Ask::Adjust(adjustment);
            if let Some(bytes) = self.dialogue.ask(ask) {
                self.send(ask, bytes, now);
            } else {
                self.adjustments.pop_front();
                let answer = Action::Adjusted(ticket, Adjusted::NotSupported);
                self.out.push(answer);
            }
            return;
        } else if !self.weighings.is_empty() || self.watched || now >= self.next_idle {
            Ask::Weigh
        } else {
            return;
        };
        if let Some(bytes) = self.dialogue.ask(ask) {
            self.send(ask, bytes, now);
        }
    }

    fn send(&mut self, ask: Ask, bytes: Vec<u8>, now: Instant) {
        self.asked = Some((ask, now));
        self.next_ask = now + ASK_PAUSE;
        self.next_idle = now + IDLE_PAUSE;
        self.out.push(Action::Send(bytes));
    }

    fn told(&mut self, told: Told, now: Instant) {
        let Some((ask, at)) = self.asked.take() else {
            return;
        };
        self.lost_answers = 0;
        if self.speaks != Some(true) {
            self.speaks = Some(true);
            self.out.push(Action::Ready);
        }
        match (told, ask) {
            (Told::Reading(reading), Ask::Weigh) => self.weighed(reading, at),
            (Told::Adjusted(done), Ask::Adjust(_)) => {
                let end = match done {
                    true => Adjusted::Done,
                    false => Adjusted::Refused,
                };
                self.adjusted(end);
            }
            // Asked again after the pause.
            (Told::Nothing | Told::Reading(_) | Told::Adjusted(_), _) => {}
        }
        self.tick(now);
    }

    fn weighed(&mut self, reading: Reading, asked_at: Instant) {
        for mut weighing in std::mem::take(&mut self.weighings) {
            let fresh = asked_at >= weighing.since;
            if fresh {
                weighing.last = reading;
            }
            if fresh && reading.is_definite() {
                self.out.push(Action::Weighed(weighing.ticket, reading));
            } else {
                self.weighings.push(weighing);
            }
        }
        self.tell(reading);
    }

    fn adjusted(&mut self, end: Adjusted) {
        if let Some((ticket, _)) = self.adjustments.pop_front() {
            self.out.push(Action::Adjusted(ticket, end));
        }
    }

    fn tell(&mut self, reading: Reading) {
        if self.watched && self.told != Some(reading) {
            self.told = Some(reading);
            self.out.push(Action::Changed(reading));
        }
    }

    fn answer_lost(&mut self, ask: Ask, now: Instant) {
        self.asked = None;
        (self.next_ask, self.next_idle) = (now, now);
        match ask {
            // Not asked twice: the first one may have been heard.
            Ask::Adjust(_) => self.adjusted(Adjusted::NoAnswer),
            Ask::Weigh => {}
        }
        self.lost_answers += 1;
        if self.lost_answers < LOST_ANSWERS_MAX {
            return;
        }
        if self.speaks != Some(false) {
            self.speaks = Some(false);
            self.out.push(Action::Silent);
        }
        self.tell(Reading::NoAnswer);
        self.fail_waiting();
    }

    fn fail_waiting(&mut self) {
        for weighing in std::mem::take(&mut self.weighings) {
            let answer = Action::Weighed(weighing.ticket, Reading::NoAnswer);
            self.out.push(answer);
        }
        for (ticket, _) in std::mem::take(&mut self.adjustments) {
            self.out.push(Action::Adjusted(ticket, Adjusted::NoAnswer));
        }
    }
}
