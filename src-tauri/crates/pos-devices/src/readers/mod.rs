//! Terminals and readers: what a register may ask of them, and the registry of drivers.
//!
//! Owns: the words between host and driver, the handle to an open terminal. Must never: hold a
//! protocol's bytes (each driver is one folder) or decide what an unknown outcome means.

pub mod conformance;
mod handle;
mod identity;
mod listener;
mod order;
mod result;
mod stepped;
pub mod zvt;

use std::sync::Arc;
use std::time::Duration;

pub(crate) use handle::Control;
pub use handle::{SubmitError, Terminal};
pub use identity::{
    Identity, IdentityVerdict, RegistrationConfig, TerminalSettings, TerminalStatus,
};
pub use listener::{
    IntermediateMeaning, LinkRefusal, LinkState, Progress, ResultStored, TerminalListener,
};
pub use order::{OrderEnd, OrderId, Refusal, TerminalOrder, UnknownWhy};
pub use result::{
    Cvm, Outcome, PaymentKind, PrintLine, ReceiptKind, ResultCode, ResultMeaning, TamperSign,
    TerminalResult, TotalsLine,
};
pub use stepped::SteppedTerminal;
pub use zvt::conversation::Wire;

use crate::port::{Address, OpenError};

/// Which driver speaks to a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriverKind {
    /// ZVT, the protocol between registers and payment terminals of the German-speaking markets.
    Zvt,
}

/// A driver in the registry.
#[derive(Debug, Clone, Copy)]
pub struct Driver {
    /// Which one.
    pub kind: DriverKind,
    /// Its stable name in settings, for example `zvt`.
    pub name: &'static str,
    /// The TCP port its terminals listen on.
    pub tcp_port: u16,
    /// The line speed its terminals start with, in bits per second.
    pub baud: u32,
    /// Opens a terminal; answers at once, the driver's own thread connects.
    pub open: fn(Address, TerminalSettings, Arc<dyn TerminalListener>) -> Terminal,
    /// Connects once, asks who is there, and closes.
    pub probe: fn(&Address, &TerminalSettings, Duration) -> Result<Identity, ProbeError>,
}

/// Every driver: one line each.
pub const DRIVERS: &[Driver] = &[zvt::DRIVER];

impl Driver {
    /// The driver with this name in settings.
    pub fn named(name: &str) -> Option<&'static Driver> {
        DRIVERS.iter().find(|driver| driver.name == name)
    }
}

/// Why a probe found no terminal.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// The port did not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Something answered with a refusal.
    #[error("the terminal refused to register the till ({0})")]
    Refused(ResultCode),
    /// The port opened, but no terminal spoke within the time.
    #[error("the port is open, but no terminal answers")]
    Silent,
    /// The device went away while it was asked.
    #[error("the device was unplugged or closed the connection")]
    Gone,
}

/// Who is at `address`? Registers with it, asks its status, and closes the port again. For
/// pairing. Blocks for at most `timeout` after the port opened.
pub fn probe(
    address: &Address,
    settings: &TerminalSettings,
    timeout: Duration,
) -> Result<Identity, ProbeError> {
    (zvt::DRIVER.probe)(address, settings, timeout)
}
