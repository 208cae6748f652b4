//! An order from its turn to its end, and the kicks between.
//!
//! Owns: when a document may go out and when it is printed. Must never: let a byte out after
//! the printer said stop.

use std::time::{Duration, Instant};

use super::{Action, CONFIRM_LIMIT, DONE_LIMIT, KICK_POLL, Session, Speech};
use crate::printers::escpos::codec::{CLEAR_BUFFERS, Query, kick_at_once, kick_in_turn};
use crate::printers::escpos::job::{Job, Stage};
use crate::printers::{KickEnd, PrintEvent, PrintFailure};

impl Session {
    /// Takes the next order and looks whether the printer can print.
    pub(super) fn begin(&mut self, now: Instant) {
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
    pub(super) fn checked(&mut self, online: bool, now: Instant) {
        if online && self.hindrance().is_none() {
            self.start_writing();
        } else {
            self.round = Query::ALL[1..].iter().copied().collect();
            self.ask(now);
        }
    }

    pub(super) fn start_writing(&mut self) {
        if let Some(job) = &mut self.job {
            job.stage = Stage::Writing;
            self.round.clear();
            self.write_next();
        }
    }

    pub(super) fn write_next(&mut self) {
        if let Some(job) = &self.job
            && !self.piece_in_hand
        {
            self.piece_in_hand = true;
            self.out.push(Action::Document(job.next_piece().to_vec()));
        }
    }

    /// An order is over before it began.
    pub(super) fn refuse(&mut self, why: PrintFailure, now: Instant) {
        if let Some(job) = self.job.take() {
            self.fail(job.order.id, job.written, why);
        }
        self.begin(now);
    }

    /// The printer stopped within a document, or before it had worked it off.
    pub(super) fn stop_hindered(&mut self, now: Instant) {
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
    /// must not be taken for it: the host prints it again, and marked. Nobody confirms this, so
    /// it is done again after a reconnect, until something is printed.
    pub(super) fn clear(&mut self) {
        self.command(&CLEAR_BUFFERS);
        self.owed = 0;
    }

    /// Ends the order once the printer has worked it off and answers.
    pub(super) fn confirm(&mut self, now: Instant) {
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
    pub(super) fn waited_for_confirmation(&mut self, waited: Duration, now: Instant) {
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

    pub(super) fn carry_out_kicks(&mut self, now: Instant) {
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
}
