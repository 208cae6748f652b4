//! What each message of the terminal does to the session.
//!
//! Source: ZVT PA00P015, 2.2 and chapter 3. Owns: the answers to the terminal. Must never:
//! answer a result before the host has stored it.

use super::job::{AbortStep, PRINT_LINES_MAX, Stage, Work};
use super::{Awaiting, Session};
use crate::pan::CardAlarm;
use crate::port::trace::Direction;
use crate::readers::zvt::actions::{
    Action, BUSY_REPEAT_MS, STATUS_REPEAT_MS, SessionEvent, T4_MS, Timer,
};
use crate::readers::zvt::codes::intermediate;
use crate::readers::zvt::commands::Command;
use crate::readers::zvt::link::Block;
use crate::readers::zvt::messages::{Asked, Completion, Message, decode};
use crate::readers::{
    Identity, OrderEnd, OrderId, Outcome, PrintLine, Progress, Refusal, ResultCode, TerminalResult,
    TerminalStatus, UnknownWhy,
};
use crate::secret::WireBytes;

/// `84 9C`: busy, come again.
const BUSY: ResultCode = ResultCode(0x9C);
/// `6B`: the terminal does not know this till.
pub(super) const NOT_REGISTERED: ResultCode = ResultCode(0x6B);
/// `84 83`: we cannot do that.
const NOT_POSSIBLE: ResultCode = ResultCode(0x83);
/// Flags of a registration's completion.
const NEEDS_INITIALISATION: u8 = 0x01;
const NEEDS_DIAGNOSIS: u8 = 0x02;

impl Session {
    pub(super) fn unit(&mut self, bytes: &WireBytes, crossed: bool) {
        let asked = self.job.as_ref().map_or(Asked::Other, |job| job.asked());
        let Some(message) = decode(bytes.as_slice(), asked) else {
            return;
        };
        let wire = SessionEvent::Wire(Direction::FromDevice, message.name(), message.summary());
        self.event(wire);
        if crossed && self.repeat_of_last(&message) {
            return;
        }
        self.last = Some((message.clone(), None));
        match message {
            Message::Positive => self.positive(),
            Message::Negative(code) => self.negative(code),
            Message::Result(result) => self.result(result),
            Message::Intermediate {
                code,
                minutes,
                card_alarm,
            } => {
                self.intermediate(code, minutes);
                self.alarm(card_alarm);
            }
            Message::Completion(found) => self.completion(*found),
            Message::Abort {
                code,
                text,
                card_alarm,
            } => self.aborted(code, text, card_alarm),
            Message::Print(lines) => self.print(lines),
            Message::SetClock => self.answer(Command::Positive),
            Message::DialUp => {
                self.restart_t4();
                self.answer(Command::Negative(NOT_POSSIBLE));
            }
            // While the terminal is no master, unknown bytes are a maker's greeting.
            Message::Other(..) => {
                if self.running() {
                    self.answer(Command::Negative(NOT_POSSIBLE));
                }
            }
        }
    }

    /// The terminal missed our acknowledgement and sent its block again: answer as before.
    fn repeat_of_last(&mut self, message: &Message) -> bool {
        match &self.last {
            Some((last, answer)) if last == message => {
                if let Some(command) = *answer {
                    self.say(command, Block::Answer);
                }
                true
            }
            _ => false,
        }
    }

    fn answer(&mut self, command: Command) {
        if let Some((_, answer)) = &mut self.last {
            *answer = Some(command);
        }
        self.say(command, Block::Answer);
    }

    fn running(&self) -> bool {
        self.job
            .as_ref()
            .is_some_and(|job| job.stage == Stage::Running)
    }

    fn positive(&mut self) {
        let Some(job) = &mut self.job else { return };
        match (job.stage, job.abort) {
            (Stage::Answer, _) => self.accepted(),
            (Stage::Running, AbortStep::Sent) => {
                job.abort = AbortStep::Answered;
                self.out.push(Action::StopTimer(Timer::AbortAnswer));
                self.progress(Progress::AbortAccepted);
            }
            (Stage::Busy | Stage::Running, _) => {}
        }
    }

    fn negative(&mut self, code: ResultCode) {
        let Some(job) = &mut self.job else { return };
        match (job.stage, job.abort) {
            (Stage::Answer, _) => self.refused(code),
            (Stage::Running, AbortStep::Sent) => {
                job.abort = AbortStep::None;
                self.out.push(Action::StopTimer(Timer::AbortAnswer));
                self.progress(Progress::AbortRefused(code));
            }
            (Stage::Busy | Stage::Running, _) => {}
        }
    }

    /// The command was answered with `84 xx`.
    fn refused(&mut self, code: ResultCode) {
        self.out.push(Action::StopTimer(Timer::T3));
        let Some(job) = &mut self.job else { return };
        if job.moves_money() && self.link.command_repeated_blindly() {
            // The first copy may run; the refusal may be for the second.
            return self.lose(UnknownWhy::AmbiguousRefusal);
        }
        if code == BUSY {
            let Some(left) = job.busy_repeats_left.checked_sub(1) else {
                return self.command_refused(code, Refusal::StillBusy);
            };
            job.busy_repeats_left = left;
            job.stage = Stage::Busy;
            self.out
                .push(Action::StartTimer(Timer::BusyRepeat, BUSY_REPEAT_MS));
            let wanted = self
                .job
                .as_ref()
                .is_some_and(|job| job.abort == AbortStep::Wanted);
            return match wanted {
                true => self.finish(OrderEnd::Refused {
                    reason: Refusal::Withdrawn,
                }),
                false => self.progress(Progress::TerminalBusy),
            };
        }
        self.command_refused(code, Refusal::Code(code));
    }

    fn command_refused(&mut self, code: ResultCode, reason: Refusal) {
        let Some(job) = &self.job else { return };
        match job.work {
            Work::Register => {
                self.event(SessionEvent::RegistrationRefused(code));
                self.end_job();
                self.hang_up();
            }
            Work::Initialise | Work::Diagnose => {
                self.end_job();
                self.start_next();
            }
            // Old terminals do not know the status enquiry: the registration named them.
            Work::Identify => self.identify(Completion::default()),
            Work::Order(..) => {
                self.finish(OrderEnd::Refused { reason });
                if code == NOT_REGISTERED {
                    // It was restarted behind our back: introduce ourselves again.
                    self.hang_up();
                }
            }
        }
    }

    fn result(&mut self, result: Box<TerminalResult>) {
        if let Some((order, overdue)) = self.owner_of(&result) {
            if !overdue {
                self.accepted();
                self.restart_t4();
                let again = self.job.as_ref().and_then(|job| job.seen.as_ref()) == Some(&*result);
                if again {
                    return self.answer(Command::Positive);
                }
            }
            self.awaiting = Some(Awaiting::Stored {
                order,
                overdue,
                result: result.clone(),
            });
            self.event(SessionEvent::Result(order, result));
        }
        // A result that belongs to nothing we know is not acknowledged: the terminal then
        // repeats, keeps or reverses it, and tells it when it is asked for its last receipt.
    }

    /// Whose result is it: the running order's, or one that ended unknown?
    fn owner_of(&self, result: &TerminalResult) -> Option<(OrderId, bool)> {
        let fits = |amount: Option<i64>| match (amount, result.amount_minor) {
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => true,
        };
        let running = self.job.as_ref().and_then(|job| {
            let (id, order) = job.order()?;
            let ours = match job.stage {
                Stage::Running => true,
                Stage::Answer => fits(order.amount_minor()),
                Stage::Busy => false,
            };
            ours.then_some((id, false))
        });
        let overdue = || {
            self.overdue
                .filter(|(_, amount)| fits(*amount))
                .map(|(id, _)| (id, true))
        };
        running.or_else(overdue)
    }

    pub(super) fn result_stored(&mut self, order: OrderId, overdue: bool, result: TerminalResult) {
        if overdue {
            self.overdue = self.overdue.filter(|(id, _)| *id != order);
        } else if let Some(job) = &mut self.job {
            job.approved |= result.outcome == Outcome::Approved;
            job.seen = Some(result);
        }
        self.answer(Command::Positive);
    }

    pub(super) fn result_not_stored(&mut self, overdue: bool) {
        if !overdue {
            let why = UnknownWhy::NotStored;
            self.finish(OrderEnd::Unknown { why, sent: true });
        }
        self.hang_up();
    }

    fn intermediate(&mut self, code: u8, minutes: Option<u8>) {
        self.taken_by_acting();
        if let Some(job) = &mut self.job {
            job.t4_ms = match minutes {
                Some(minutes @ 1..) => u64::from(minutes) * 60_000,
                Some(0) => T4_MS,
                None => job.t4_ms,
            };
        }
        self.restart_t4();
        self.answer(Command::Positive);
        let (meaning, remove_card) = intermediate(code);
        self.progress(Progress::Intermediate {
            code,
            meaning,
            remove_card,
        });
    }

    fn print(&mut self, lines: Vec<PrintLine>) {
        self.taken_by_acting();
        // Not in the list of messages that restart T4, but a terminal that prints is alive, and
        // giving up in the middle of a receipt would make it reverse the payment.
        self.restart_t4();
        if let Some(job) = &mut self.job {
            let room = PRINT_LINES_MAX.saturating_sub(job.lines.len());
            job.lines.extend(lines.into_iter().take(room));
        }
        self.answer(Command::Positive);
    }

    /// Some terminals acknowledge only the block and then go on: that is an acceptance too. Not
    /// while connecting, where it is the rest of something older.
    fn taken_by_acting(&mut self) {
        if self
            .job
            .as_ref()
            .is_some_and(|job| job.order().is_some() && job.stage == Stage::Answer)
        {
            self.accepted();
        }
    }

    /// An end counts for the running command only if the terminal took it, or at least its
    /// serial block; anything else is the end of something older.
    fn end_is_ours(&mut self) -> bool {
        let serial = self.transport == super::Transport::Serial;
        self.job.as_ref().is_some_and(|job| match job.stage {
            Stage::Running => true,
            Stage::Answer => serial && job.delivered && job.order().is_some(),
            Stage::Busy => false,
        })
    }

    fn completion(&mut self, found: Completion) {
        self.answer(Command::Positive);
        if !self.end_is_ours() {
            return;
        }
        self.alarm(found.card_alarm.clone());
        self.mirrors |= found.mirrors;
        let Some(job) = &self.job else { return };
        match job.work {
            Work::Register => {
                self.registered_id = found.terminal_id.unwrap_or_default();
                if found.flags & NEEDS_INITIALISATION != 0 {
                    self.ahead.push_back(Work::Initialise);
                }
                if found.flags & NEEDS_DIAGNOSIS != 0 {
                    self.ahead.push_back(Work::Diagnose);
                }
                self.ahead.push_back(Work::Identify);
                self.end_job();
                self.start_next();
            }
            Work::Initialise | Work::Diagnose => {
                self.end_job();
                self.start_next();
            }
            Work::Identify => self.identify(found),
            Work::Order(_, crate::readers::TerminalOrder::Status) => self.identify(found),
            Work::Order(..) => self.completed(),
        }
    }

    fn aborted(&mut self, code: ResultCode, text: Option<String>, alarm: Option<CardAlarm>) {
        self.answer(Command::Positive);
        if !self.end_is_ours() {
            return;
        }
        self.alarm(alarm);
        match self.job.as_ref().map(|job| job.work) {
            Some(Work::Order(..)) => self.order_aborted(code, text),
            Some(_) => self.command_refused(code, Refusal::Code(code)),
            None => {}
        }
    }

    fn alarm(&mut self, alarm: Option<CardAlarm>) {
        if let Some(alarm) = alarm {
            self.progress(Progress::CardAlarm(alarm));
        }
    }

    /// Shows the host who is there, and waits for its verdict.
    fn identify(&mut self, found: Completion) {
        let status_order = self.job.as_ref().and_then(|job| job.order_id());
        let named = |text: &Option<String>| {
            let text = text.as_deref().unwrap_or_default().to_ascii_lowercase();
            text.contains("simulat") || text.contains("emulat")
        };
        let found = Identity {
            simulator: named(&found.model) || named(&found.software),
            terminal_id: found
                .terminal_id
                .unwrap_or_else(|| self.registered_id.clone()),
            serial_number: found.serial_number,
            model: found.model,
            software: found.software,
            status: TerminalStatus::from_code(found.status.unwrap_or(0)),
        };
        self.stop_job_timers();
        self.event(SessionEvent::Identified(found.clone()));
        self.awaiting = Some(Awaiting::Verdict {
            status_order,
            found,
        });
    }

    /// The host accepted the terminal at a connect.
    pub(super) fn identified(&mut self, found: &Identity) {
        if found.status.passes() {
            self.event(SessionEvent::Waiting(found.status));
            self.out
                .push(Action::StartTimer(Timer::StatusRepeat, STATUS_REPEAT_MS));
        } else {
            self.phase = super::Phase::Ready;
            self.event(SessionEvent::Ready);
        }
    }
}
