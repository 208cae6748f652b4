//! The session: what may be said when, and what an end means. A pure state machine: bytes,
//! timers and the host's answers go in, actions come out.
//!
//! Source: ZVT PA00P015 chapter 2.2 and PA00P016. Owns: mastership, T3, T4, the rule that a
//! result is acknowledged only when it is stored. Must never: read a clock, touch a port, or
//! call anything definite that may have happened.

mod ending;
mod heard;
mod job;

use std::collections::VecDeque;

use super::actions::{Action, SessionEvent, T3_MS, T4_MS, Timer};
use super::commands::{Command, amount_fits};
use super::link::{Block, Heard, Link, Transport};
use super::messages::Message;
use crate::port::trace::Direction;
use crate::readers::{
    Identity, IdentityVerdict, OrderEnd, OrderId, Progress, Refusal, ResultStored, TerminalOrder,
    TerminalResult, TerminalSettings, UnknownWhy,
};
use crate::secret::WireBytes;
use job::{AbortStep, Job, Stage, Work};

/// How a port was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// It is gone; what was sent may have arrived.
    Gone,
    /// The port took none of the bytes of a `Send`.
    NothingWritten,
    /// The host closes the driver.
    Closed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// No port.
    Down,
    /// Registering, identifying, waiting.
    Connecting,
    /// Idle, or an order runs.
    Ready,
}

/// The host has to say something before anything else is heard.
#[derive(Debug)]
enum Awaiting {
    Verdict {
        status_order: Option<OrderId>,
        found: Identity,
    },
    Stored {
        order: OrderId,
        overdue: bool,
        result: Box<TerminalResult>,
    },
}

/// One terminal's session; lives on over reconnects.
#[derive(Debug)]
pub struct Session {
    settings: TerminalSettings,
    transport: Transport,
    link: Link,
    phase: Phase,
    job: Option<Job>,
    /// Steps of the connecting that are still to come.
    ahead: VecDeque<Work>,
    awaiting: Option<Awaiting>,
    inbox: VecDeque<Heard>,
    /// A money order that ended unknown: an overdue result is for it.
    overdue: Option<(OrderId, Option<i64>)>,
    /// The last message and what was answered: for repeats of a block.
    last: Option<(Message, Option<Command>)>,
    registered_id: String,
    /// The terminal knows receipt-number mirroring, by its own word since the last connect.
    mirrors: bool,
    out: Vec<Action>,
}

impl Session {
    /// A session without a port.
    pub fn new(settings: TerminalSettings, transport: Transport) -> Self {
        Self {
            settings,
            transport,
            link: Link::new(transport),
            phase: Phase::Down,
            job: None,
            ahead: VecDeque::new(),
            awaiting: None,
            inbox: VecDeque::new(),
            overdue: None,
            last: None,
            registered_id: String::new(),
            mirrors: false,
            out: Vec::new(),
        }
    }

    /// The port is open: register, and ask who is there.
    pub fn connected(&mut self) -> Vec<Action> {
        self.link = Link::new(self.transport);
        self.inbox.clear();
        self.awaiting = None;
        self.last = None;
        self.registered_id.clear();
        self.mirrors = false;
        self.phase = Phase::Connecting;
        self.ahead = VecDeque::from([Work::Register]);
        self.start_next();
        self.done()
    }

    /// Bytes came from the port.
    pub fn bytes(&mut self, bytes: &[u8]) -> Vec<Action> {
        if self.phase != Phase::Down {
            let actions = self.link.bytes(bytes, &mut self.inbox);
            self.out.extend(actions);
        }
        self.done()
    }

    /// A timer ran out.
    pub fn timer(&mut self, timer: Timer) -> Vec<Action> {
        match timer {
            Timer::T1 | Timer::T2 => {
                let actions = self.link.timer(timer, &mut self.inbox);
                self.out.extend(actions);
            }
            Timer::T3 => self.lose(UnknownWhy::NoAnswer),
            Timer::T4 => self.lose(UnknownWhy::NoResult),
            Timer::BusyRepeat => self.send_again(),
            Timer::StatusRepeat => {
                if self.phase == Phase::Connecting && self.job.is_none() {
                    self.start(Work::Identify);
                }
            }
            Timer::AbortAnswer => self.abort_ignored(),
        }
        self.done()
    }

    /// The host orders something. Its end always comes as an event.
    pub fn order(&mut self, id: OrderId, order: TerminalOrder) -> Vec<Action> {
        let refusal = if self.phase != Phase::Ready || self.job.is_some() {
            Some(Refusal::NotConnected)
        } else {
            let bad = order
                .amount_minor()
                .is_some_and(|amount| !amount_fits(amount))
                || matches!(
                    order,
                    TerminalOrder::Reverse {
                        receipt_no: 10_000..,
                        ..
                    }
                );
            bad.then_some(Refusal::BadAmount)
        };
        match refusal {
            Some(reason) => self.event(SessionEvent::Finished(id, OrderEnd::Refused { reason })),
            None => {
                if order.moves_money() {
                    self.overdue = None;
                }
                self.start(Work::Order(id, order));
            }
        }
        self.done()
    }

    /// The host wants an order given up. Only messages of the terminal tell whether it was.
    pub fn abort(&mut self, id: OrderId) -> Vec<Action> {
        if let Some(job) = self.job.as_mut().filter(|job| job.order_id() == Some(id)) {
            match job.stage {
                Stage::Busy => {
                    let reason = Refusal::Withdrawn;
                    self.finish(OrderEnd::Refused { reason });
                }
                Stage::Answer => job.abort = AbortStep::Wanted,
                Stage::Running => self.send_abort(),
            }
        }
        self.done()
    }

    /// The host's word on an identity.
    pub fn verdict(&mut self, verdict: &IdentityVerdict) -> Vec<Action> {
        if let Some(Awaiting::Verdict {
            status_order,
            found,
        }) = self.awaiting.take()
        {
            let lines = self.job.as_mut().map(|job| std::mem::take(&mut job.lines));
            if status_order.is_some() {
                let print_lines = lines.unwrap_or_default();
                self.finish(OrderEnd::Completed { print_lines });
            } else {
                self.end_job();
            }
            match verdict {
                IdentityVerdict::Refuse { .. } => self.hang_up(),
                IdentityVerdict::Accept if status_order.is_none() => self.identified(&found),
                IdentityVerdict::Accept => {}
            }
        }
        self.done()
    }

    /// The host's word on a result.
    pub fn stored(&mut self, stored: ResultStored) -> Vec<Action> {
        if let Some(Awaiting::Stored {
            order,
            overdue,
            result,
        }) = self.awaiting.take()
        {
            match stored {
                ResultStored::Stored => self.result_stored(order, overdue, *result),
                ResultStored::NotStored => self.result_not_stored(overdue),
            }
        }
        self.done()
    }

    /// The port took a whole `Send`.
    pub fn wrote(&mut self) {
        if let Some(job) = &mut self.job {
            job.left = true;
        }
    }

    /// The order that runs.
    pub fn running_order(&self) -> Option<OrderId> {
        self.job.as_ref().and_then(Job::order_id)
    }

    /// The port is gone.
    pub fn lost(&mut self, loss: Loss) -> Vec<Action> {
        self.port_lost(loss);
        self.done()
    }

    /// An order could start now.
    pub fn is_ready(&self) -> bool {
        self.phase == Phase::Ready && self.job.is_none()
    }

    /// Works off what was heard, and hands the actions over.
    fn done(&mut self) -> Vec<Action> {
        while self.awaiting.is_none() && self.phase != Phase::Down {
            let Some(heard) = self.inbox.pop_front() else {
                break;
            };
            match heard {
                Heard::Unit { bytes, crossed } => self.unit(&bytes, crossed),
                Heard::Delivered(block) => self.delivered(block),
                Heard::Undelivered(block) => self.undelivered(block),
            }
        }
        std::mem::take(&mut self.out)
    }

    fn event(&mut self, event: SessionEvent) {
        self.out.push(Action::Event(event));
    }

    fn progress(&mut self, step: Progress) {
        if let Some(id) = self.job.as_ref().and_then(Job::order_id) {
            self.event(SessionEvent::Progress(id, step));
        }
    }

    fn say(&mut self, command: Command, block: Block) {
        let wire = SessionEvent::Wire(Direction::ToDevice, command.name(), command.summary());
        self.event(wire);
        let unit: WireBytes = command.encode(&self.settings, self.mirrors);
        let actions = self.link.send(&unit, block, &mut self.inbox);
        self.out.extend(actions);
    }

    fn start(&mut self, work: Work) {
        self.job = Some(Job::new(work));
        self.say(work.command(), Block::Command);
    }

    fn start_next(&mut self) {
        if let Some(work) = self.ahead.pop_front() {
            self.start(work);
        }
    }

    /// A block arrived: from now on its answer is waited for.
    fn delivered(&mut self, block: Block) {
        let t3_ms = self.settings.answer_timeout_ms.unwrap_or(T3_MS);
        match (block, &mut self.job) {
            (Block::Command, Some(job)) if job.stage == Stage::Answer => {
                job.delivered = true;
                self.out.push(Action::StartTimer(Timer::T3, t3_ms));
            }
            (Block::Abort, Some(job)) if job.abort == AbortStep::Sent => {
                self.out.push(Action::StartTimer(Timer::AbortAnswer, t3_ms));
            }
            (Block::Command | Block::Abort | Block::Answer, _) => {}
        }
    }

    fn undelivered(&mut self, block: Block) {
        match block {
            Block::Abort => self.abort_ignored(),
            Block::Command | Block::Answer => self.lose(UnknownWhy::LinkErrors),
        }
    }

    fn send_again(&mut self) {
        if let Some(job) = self.job.as_mut().filter(|job| job.stage == Stage::Busy) {
            job.stage = Stage::Answer;
            job.delivered = false;
            job.left = false;
            let work = job.work;
            self.say(work.command(), Block::Command);
        }
    }

    fn send_abort(&mut self) {
        let Some(job) = &mut self.job else { return };
        if !job.may_abort() {
            return self.progress(Progress::AbortIgnored);
        }
        job.abort = AbortStep::Sent;
        self.progress(Progress::AbortSent);
        self.say(Command::Abort, Block::Abort);
    }

    fn abort_ignored(&mut self) {
        if let Some(job) = self.job.as_mut().filter(|job| job.abort == AbortStep::Sent) {
            job.abort = AbortStep::None;
            self.progress(Progress::AbortIgnored);
        }
    }

    /// The terminal took the command: it is the master now.
    fn accepted(&mut self) {
        let Some(job) = self.job.as_mut().filter(|job| job.stage != Stage::Running) else {
            return;
        };
        job.stage = Stage::Running;
        job.t4_ms = T4_MS;
        let abort_wanted = job.abort == AbortStep::Wanted;
        self.out.push(Action::StopTimer(Timer::T3));
        self.restart_t4();
        self.progress(Progress::Accepted);
        if abort_wanted {
            self.send_abort();
        }
    }

    fn restart_t4(&mut self) {
        if let Some(job) = self.job.as_ref().filter(|job| job.stage == Stage::Running) {
            self.out.push(Action::StartTimer(Timer::T4, job.t4_ms));
        }
    }
}
