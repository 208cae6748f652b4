//! The questions to a printer and its answers.
//!
//! Owns: one question at a time, so that an answer is known by its turn: all four look alike.
//! Must never: ask within a document.

use std::time::Instant;

use super::{Action, BUSY_POLL, IDLE_POLL, LOST_ANSWERS_MAX, Session, Speech};
use crate::printers::PrintFailure;
use crate::printers::escpos::codec::{AUTOMATIC_STATUS_ON, Query};
use crate::printers::escpos::job::Stage;
use crate::printers::escpos::state::{State, is_online};

impl Session {
    /// Asks the next question of the round, never within a document.
    pub(super) fn ask(&mut self, now: Instant) {
        if self.asked.is_some() || self.is_writing() {
            return;
        }
        let Some(query) = self.round.pop_front() else {
            return;
        };
        self.asked = Some((query, now));
        self.command(&query.bytes());
    }

    pub(super) fn answered(&mut self, byte: u8, now: Instant) {
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
    pub(super) fn round_ended(&mut self, now: Instant) {
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

    pub(super) fn answer_lost(&mut self, now: Instant) {
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

    pub(super) fn tell_status(&mut self) {
        let status = self.state.status(self.settings.drawer_open_level);
        if let Some(status) = status
            && self.told != Some(status)
        {
            self.told = Some(status);
            self.out.push(Action::Status(status));
        }
    }
}
