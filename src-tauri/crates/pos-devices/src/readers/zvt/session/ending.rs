//! How commands end: the exact line between "definitely not" and "unknown".
//!
//! Source: ZVT PA00P015 2.2.8 and 2.2.9. Only `04 0F` and `06 1E` tell the truth. Owns: every
//! `OrderEnd`. Must never: call a payment definite when the terminal may have taken it.

use super::heard::NOT_REGISTERED;
use super::job::{Job, Stage};
use super::{Loss, Phase, Session};
use crate::readers::zvt::actions::{Action, SessionEvent, Timer};
use crate::readers::{OrderEnd, Outcome, Refusal, ResultCode, UnknownWhy};

impl Session {
    /// Ends the running order, if there is one, and remembers an unknown payment.
    pub(super) fn finish(&mut self, end: OrderEnd) {
        let Some((id, order)) = self.job.as_ref().and_then(Job::order) else {
            return;
        };
        if order.moves_money() && matches!(end, OrderEnd::Unknown { .. }) {
            self.overdue = Some((id, order.amount_minor()));
        }
        self.end_job();
        self.event(SessionEvent::Finished(id, end));
    }

    /// Forgets the running command.
    pub(super) fn end_job(&mut self) {
        self.stop_job_timers();
        self.job = None;
    }

    pub(super) fn stop_job_timers(&mut self) {
        for timer in [Timer::T3, Timer::T4, Timer::BusyRepeat, Timer::AbortAnswer] {
            self.out.push(Action::StopTimer(timer));
        }
    }

    /// Closes the port. What was heard and not worked off is void; an order that still runs ends.
    pub(super) fn hang_up(&mut self) {
        let end = self
            .job
            .as_ref()
            .and_then(|job| lost_end(job, UnknownWhy::LinkLost));
        if let Some(end) = end {
            self.finish(end);
        }
        self.go_down();
        self.out.push(Action::HangUp);
    }

    fn go_down(&mut self) {
        self.phase = Phase::Down;
        self.job = None;
        self.ahead.clear();
        self.inbox.clear();
        self.awaiting = None;
        self.out.extend(Timer::ALL.map(Action::StopTimer));
    }

    /// The terminal does not answer any more, or cannot be understood.
    pub(super) fn lose(&mut self, why: UnknownWhy) {
        if let Some(end) = self.job.as_ref().and_then(|job| lost_end(job, why)) {
            self.finish(end);
        }
        if self.phase != Phase::Down {
            self.hang_up();
        }
    }

    pub(super) fn port_lost(&mut self, loss: Loss) {
        let end = self.job.as_ref().and_then(|job| match (loss, job.stage) {
            // Nothing of the command left the computer.
            (Loss::NothingWritten, Stage::Answer) if !job.left => Some(OrderEnd::Refused {
                reason: Refusal::NotSent,
            }),
            (Loss::Gone | Loss::NothingWritten, _) => lost_end(job, UnknownWhy::LinkLost),
            (Loss::Closed, Stage::Busy) => Some(OrderEnd::Refused {
                reason: Refusal::Closed,
            }),
            (Loss::Closed, _) => lost_end(job, UnknownWhy::Closed),
        });
        if let Some(end) = end {
            self.finish(end);
        }
        self.go_down();
    }

    /// `06 0F` for an order. It says that the terminal is done, not how the payment came out.
    pub(super) fn completed(&mut self) {
        let Some(job) = &mut self.job else { return };
        let print_lines = std::mem::take(&mut job.lines);
        let told = match (job.approved, job.outcome()) {
            (_, Some(Outcome::Approved)) | (false, Some(Outcome::Declined(_))) => true,
            (true, Some(Outcome::Declined(_))) | (_, Some(Outcome::Unclear) | None) => false,
        };
        let end = match told || !job.moves_money() {
            true => OrderEnd::Completed { print_lines },
            false => OrderEnd::Unknown {
                why: UnknownWhy::Unclear,
                sent: true,
            },
        };
        self.finish(end);
    }

    /// `06 1E` for an order.
    pub(super) fn order_aborted(&mut self, code: ResultCode, text: Option<String>) {
        let Some(job) = &mut self.job else { return };
        let print_lines = std::mem::take(&mut job.lines);
        let end = match (job.moves_money(), job.approved, job.outcome()) {
            (true, true, _) => OrderEnd::Unknown {
                why: UnknownWhy::AbortAfterApproval,
                sent: true,
            },
            // The decline was told already; the abort only closes it.
            (true, false, Some(Outcome::Declined(_))) => OrderEnd::Completed { print_lines },
            _ => OrderEnd::Aborted { code, text },
        };
        let unregistered = code == NOT_REGISTERED && matches!(end, OrderEnd::Aborted { .. });
        self.finish(end);
        if unregistered {
            self.hang_up();
        }
    }
}

/// How an order ends when nothing more will come.
fn lost_end(job: &Job, why: UnknownWhy) -> Option<OrderEnd> {
    let (_, order) = job.order()?;
    let print_lines = || job.lines.clone();
    let unknown = |why| OrderEnd::Unknown { why, sent: true };
    if job.stage == Stage::Busy {
        // `84 9C` was the last word: the terminal has not taken it.
        return Some(OrderEnd::Refused {
            reason: Refusal::NotConnected,
        });
    }
    Some(match (order, job.outcome()) {
        (_, _) if order.moves_money() && job.approved => unknown(UnknownWhy::EndLost),
        (_, Some(Outcome::Declined(_))) if order.moves_money() => OrderEnd::Completed {
            print_lines: print_lines(),
        },
        (_, _) => unknown(why),
    })
}
