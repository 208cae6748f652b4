//! What the pure layers want done, and the timers they run.
//!
//! Owns: the vocabulary between link, session and driver. Must never: do anything itself.

use crate::port::trace::Direction;
use crate::readers::{
    Identity, OrderEnd, OrderId, Progress, ResultCode, TerminalResult, TerminalStatus,
};
use crate::secret::WireBytes;

/// The timers of the protocol (ZVT PA00P016), and three of our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// Between two bytes of a block.
    T1,
    /// From a block to its acknowledgement.
    T2,
    /// From a command to its answer.
    T3,
    /// From the answer to the completion; starts again with each sign of life.
    T4,
    /// Until a command that met a busy terminal is sent again.
    BusyRepeat,
    /// Until a terminal that asked to wait is asked again.
    StatusRepeat,
    /// From an abort to its answer.
    AbortAnswer,
}

impl Timer {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::T1,
        Self::T2,
        Self::T3,
        Self::T4,
        Self::BusyRepeat,
        Self::StatusRepeat,
        Self::AbortAnswer,
    ];
}

/// T1 in milliseconds.
pub const T1_MS: u64 = 200;
/// T2 in milliseconds.
pub const T2_MS: u64 = 5_000;
/// T3 in milliseconds, unless the settings say otherwise.
pub const T3_MS: u64 = 5_000;
/// T4 in milliseconds, unless the terminal says otherwise.
pub const T4_MS: u64 = 180_000;
/// How often a block is repeated after a NAK, T1 or T2.
pub const BLOCK_REPEATS_MAX: u8 = 2;
/// After `84 9C` a command is sent again in this time.
pub const BUSY_REPEAT_MS: u64 = 2_000;
/// How often a command is sent to a busy terminal: a minute long.
pub const BUSY_REPEATS_MAX: u8 = 30;
/// After the terminal statuses 9C and DC it is asked again in this time.
pub const STATUS_REPEAT_MS: u64 = 2_000;

/// Something for the driver to do, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Write these bytes.
    Send(WireBytes),
    /// Start a timer, or start it again.
    StartTimer(Timer, u64),
    /// Stop a timer.
    StopTimer(Timer),
    /// Tell the host.
    Event(SessionEvent),
    /// Close the port; connect again later.
    HangUp,
}

/// News for the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionEvent {
    /// The terminal said who it is. Answer with `Session::verdict`.
    Identified(Identity),
    /// Connected and idle.
    Ready,
    /// Connected, but the terminal asks to wait.
    Waiting(TerminalStatus),
    /// The terminal refused the registration.
    RegistrationRefused(ResultCode),
    /// A running order moves on.
    Progress(OrderId, Progress),
    /// A result. Answer with `Session::stored`.
    Result(OrderId, Box<TerminalResult>),
    /// An order ended.
    Finished(OrderId, OrderEnd),
    /// A line for the wire log: name and summary.
    Wire(Direction, String, String),
}
