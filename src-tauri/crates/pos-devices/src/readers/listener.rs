//! What a driver tells its host. All calls come from the driver's own thread, or from whoever
//! steps it.
//!
//! Owns: the order of telling. Must never: be called with a lock of the driver held.

use super::{
    Identity, IdentityVerdict, OrderEnd, OrderId, ResultCode, TerminalResult, TerminalStatus,
};
use crate::pan::CardAlarm;
use crate::port::trace::WireLine;

/// The state of the link to a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkState {
    /// The port is open, the terminal is being registered.
    Connecting,
    /// Connected and idle.
    Ready,
    /// An order is running.
    Busy,
    /// Connected, but the terminal asks to wait (a card is inserted, it is busy with itself).
    Waiting(TerminalStatus),
    /// Not there; the driver goes on trying.
    Away,
    /// It is there, but may not be used; the driver looks again from time to time.
    Refused(LinkRefusal),
}

/// Why a terminal that answers is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkRefusal {
    /// Another terminal stands on this port.
    WrongTerminal {
        /// The paired one, as the host named it.
        expected: String,
        /// The one that is there.
        found: Box<Identity>,
    },
    /// The terminal refused to register this till (wrong password, for example).
    Registration(ResultCode),
    /// The user may not open the port, or another program has it.
    Port(String),
}

/// What happens to an order on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The terminal took it: it is the master now.
    Accepted,
    /// The terminal is busy (`84 9C`); the order is sent again in two seconds.
    TerminalBusy,
    /// The terminal says what it is doing (`04 FF`).
    Intermediate {
        /// As sent.
        code: u8,
        /// What it means.
        meaning: IntermediateMeaning,
        /// It also asks for the card to be removed (code + 40).
        remove_card: bool,
    },
    /// An abort was sent. The order goes on until the terminal ends it.
    AbortSent,
    /// The terminal took the abort. The order still goes on until it ends.
    AbortAccepted,
    /// The terminal refused the abort.
    AbortRefused(ResultCode),
    /// The terminal did not answer the abort.
    AbortIgnored,
    /// A message other than a result carried a clear card number.
    CardAlarm(CardAlarm),
}

/// What an intermediate status means (`04 FF`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum IntermediateMeaning {
    AmountConfirmation,
    LookAtPinPad,
    WaitingForHost,
    AutomaticReversal,
    PostBookings,
    InsertCard,
    RemoveCard,
    PleaseWait,
    AutomaticEndOfDay,
    WrongPin,
    Approved,
    Declined,
    WaitingForCashier,
    AutomaticDiagnosis,
    Other,
}

/// Whether a result is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultStored {
    /// It is: the terminal may be told.
    Stored,
    /// It is not: the terminal is not acknowledged.
    NotStored,
}

/// The host's ear. Called on the driver's thread, one call at a time. It may submit the next
/// order from `finished` or `link`; it must not call [`Terminal::close`](super::Terminal::close).
pub trait TerminalListener: Send + Sync {
    /// The link changed.
    fn link(&self, state: LinkState);
    /// A terminal said who it is, at each connect and for each status order.
    fn identity(&self, found: &Identity) -> IdentityVerdict;
    /// Something happened to a running order.
    fn progress(&self, order: OrderId, step: Progress);
    /// A result came. Return only after it is on disk (or could not be put there): the terminal
    /// gets its acknowledgement from the answer. May come again for the same order, also after
    /// `finished(Unknown)`, when a terminal tells an overdue result.
    fn result(&self, order: OrderId, result: TerminalResult) -> ResultStored;
    /// The order ended. Exactly once for each.
    fn finished(&self, order: OrderId, end: OrderEnd);
    /// One line of the wire log.
    fn trace(&self, line: WireLine);
}
