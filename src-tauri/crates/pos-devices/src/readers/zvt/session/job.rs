//! The command that runs: what it is, how far it came, what it brought.
//!
//! Owns: the facts from which an end is decided. Must never: decide it.

use crate::readers::zvt::actions::{BUSY_REPEATS_MAX, T4_MS};
use crate::readers::zvt::commands::Command;
use crate::readers::zvt::messages::Asked;
use crate::readers::{OrderId, Outcome, PrintLine, TerminalOrder, TerminalResult};

/// No receipt has more lines; an end of day of a busy shop has some hundreds.
pub(super) const PRINT_LINES_MAX: usize = 5_000;

/// What a command is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// First step of connecting.
    Register,
    /// The terminal asked for it when it was registered.
    Initialise,
    /// The terminal asked for it when it was registered.
    Diagnose,
    /// Last step of connecting.
    Identify,
    /// The host's order.
    Order(OrderId, TerminalOrder),
}

impl Work {
    pub(super) fn command(self) -> Command {
        match self {
            Self::Register => Command::Register,
            Self::Initialise => Command::Initialise,
            Self::Diagnose => Command::Order(TerminalOrder::Diagnosis),
            Self::Identify => Command::Order(TerminalOrder::Status),
            Self::Order(_, order) => Command::Order(order),
        }
    }
}

/// How far a command came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Sent, not answered.
    Answer,
    /// The terminal was busy; it will be sent again.
    Busy,
    /// The terminal is the master.
    Running,
}

/// How far an abort came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AbortStep {
    /// Nobody wants one.
    None,
    /// As soon as the command was taken.
    Wanted,
    /// Sent, not answered.
    Sent,
    /// Answered.
    Answered,
}

/// The running command.
#[derive(Debug)]
pub(super) struct Job {
    pub work: Work,
    pub stage: Stage,
    pub abort: AbortStep,
    /// The link acknowledged the command (on TCP: it was written).
    pub delivered: bool,
    /// Something was written since the command was given to the link: it may have left.
    pub left: bool,
    pub busy_repeats_left: u8,
    pub t4_ms: u64,
    /// The last result that was stored and acknowledged.
    pub seen: Option<TerminalResult>,
    /// One of the results was an approval.
    pub approved: bool,
    pub lines: Vec<PrintLine>,
}

impl Job {
    pub(super) fn new(work: Work) -> Self {
        Self {
            work,
            stage: Stage::Answer,
            abort: AbortStep::None,
            delivered: false,
            left: false,
            busy_repeats_left: BUSY_REPEATS_MAX,
            t4_ms: T4_MS,
            seen: None,
            approved: false,
            lines: Vec::new(),
        }
    }

    pub(super) fn order(&self) -> Option<(OrderId, TerminalOrder)> {
        match self.work {
            Work::Order(id, order) => Some((id, order)),
            Work::Register | Work::Initialise | Work::Diagnose | Work::Identify => None,
        }
    }

    pub(super) fn order_id(&self) -> Option<OrderId> {
        self.order().map(|(id, _)| id)
    }

    pub(super) fn moves_money(&self) -> bool {
        self.order().is_some_and(|(_, order)| order.moves_money())
    }

    /// What a completion has to be read as.
    pub(super) fn asked(&self) -> Asked {
        match self.work {
            Work::Identify | Work::Order(_, TerminalOrder::Status) => Asked::Status,
            Work::Register | Work::Initialise | Work::Diagnose | Work::Order(..) => Asked::Other,
        }
    }

    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.seen.as_ref().map(|seen| seen.outcome)
    }

    /// Only what takes a card can be aborted, once at a time, and not after an approval.
    pub(super) fn may_abort(&self) -> bool {
        self.moves_money()
            && !self.approved
            && matches!(self.abort, AbortStep::None | AbortStep::Wanted)
    }
}
