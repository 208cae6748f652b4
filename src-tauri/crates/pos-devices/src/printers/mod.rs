//! Receipt printers: transport, live status, drawer kick. What the bytes say is not ours.
//!
//! Owns: the words between host and printer driver, the handle to an open printer. Must never:
//! start an order on a printer that says it cannot print, or call one printed that the printer
//! did not take.
//!
//! ```text
//! Printer::start(address, settings, listener)   opens on a thread of its own, reconnects
//!   .submit(PrintOrder { id, bytes })           → on_print: FirstByteOut, then Printed | Failed
//!   .kick(DrawerKick { pin, on_ms, off_ms })    → on_kick: Sent | NotSent
//!   .close()
//! probe(address, framing, timeout)              who is there?
//! ```

pub mod escpos;
mod listener;
mod status;

use std::sync::Arc;
use std::time::Duration;

pub use listener::{DrawerKick, DrawerPin, KickEnd, PrintEvent, PrintFailure, PrinterListener};
pub use status::{Paper, PinLevel, PrinterError, PrinterStatus};

use crate::line::{DeviceClosed, LineThread};
use crate::peripherals::{ESCPOS, PeripheralProbeError};
use crate::port::{Address, SerialFraming};

/// The host's id of a print order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PrintOrderId(pub u128);

/// One document for the paper.
#[derive(Clone, PartialEq, Eq)]
pub struct PrintOrder {
    /// Comes back in every event.
    pub id: PrintOrderId,
    /// ESC/POS, beginning with `ESC @` and ending with whole commands.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for PrintOrder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PrintOrder({:?}, {} B)", self.id, self.bytes.len())
    }
}

/// How to talk to a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrinterSettings {
    /// How its serial line is framed.
    pub framing: SerialFraming,
    /// Which level of the drawer connector's pin 3 means "open": it depends on the drawer's
    /// switch. `None`: no drawer, or not known; the status then says nothing about one.
    pub drawer_open_level: Option<PinLevel>,
    /// The printer is asked to tell changes by itself (`GS a`), beside being asked each second.
    pub automatic_status: bool,
}

impl Default for PrinterSettings {
    fn default() -> Self {
        Self {
            framing: ESCPOS.framing,
            drawer_open_level: None,
            automatic_status: true,
        }
    }
}

/// What the handle tells the thread.
#[derive(Debug)]
pub(crate) enum PrinterWord {
    Print(PrintOrder),
    Kick(DrawerKick),
}

/// An open printer. Dropping it asks the driver to close, without waiting.
#[derive(Debug)]
pub struct Printer {
    line: LineThread<PrinterWord>,
}

impl Printer {
    /// Opens a printer. Answers at once: the driver's own thread connects, reconnects and tells
    /// the listener.
    pub fn start(
        address: Address,
        settings: PrinterSettings,
        listener: Arc<dyn PrinterListener>,
    ) -> Self {
        Self {
            line: escpos::start(address, settings, listener),
        }
    }

    /// Posts an order; they are printed one at a time, in this sequence. Its end comes to the
    /// listener exactly once, also when the printer is away.
    pub fn submit(&self, order: PrintOrder) -> Result<(), DeviceClosed> {
        self.line.post(PrinterWord::Print(order))
    }

    /// Kicks a drawer open, before all orders that have not begun. Works without paper too.
    pub fn kick(&self, kick: DrawerKick) -> Result<(), DeviceClosed> {
        self.line.post(PrinterWord::Kick(kick))
    }

    /// Closes the port and waits for the thread. Orders that have not ended fail.
    pub fn close(self) {
        self.line.close();
    }
}

/// Who a printer says it is. All fields may be missing: cheap printers answer only some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterIdentity {
    /// `GS I 66`.
    pub maker: Option<String>,
    /// `GS I 67`.
    pub model: Option<String>,
    /// `GS I 69`: the characters of other scripts that it holds, for example `CHINA GB18030`.
    pub language_font: Option<String>,
    /// It names itself a simulator (in its maker or model name).
    pub simulator: bool,
}

/// Who is at `address`? Asks for a status (each ESC/POS printer answers) and for its names, and
/// closes the port again. For pairing. Blocks for at most `timeout` after the port opened. A
/// printer has one connection only: close an open [`Printer`] first.
pub fn probe(
    address: &Address,
    framing: SerialFraming,
    timeout: Duration,
) -> Result<PrinterIdentity, PeripheralProbeError> {
    escpos::probe(address, framing, timeout)
}
