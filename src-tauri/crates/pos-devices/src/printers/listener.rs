//! What a printer driver tells its host. All calls come from the driver's own thread.
//!
//! Owns: the events. Must never: be called with a lock of the driver held.

use std::time::Instant;

use super::{PrintOrderId, PrinterStatus};
use crate::peripherals::PeripheralLink;

/// Why an order did not get on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintFailure {
    /// No printer, a silent one, or one that is offline for a reason it does not tell.
    Offline,
    /// No paper.
    PaperOut,
    /// The cover is open.
    CoverOpen,
    /// The printer has an error.
    Error,
    /// The link broke, or the driver was closed, before the printer had confirmed the order.
    LinkLost,
}

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintEvent {
    /// The operating system took the first bytes.
    FirstByteOut {
        /// When.
        at: Instant,
    },
    /// The end: all bytes are written, and the printer answered afterwards that all is well.
    Printed,
    /// The end: it is not known to be on paper.
    Failed {
        /// How many bytes the operating system took. Zero: certainly nothing was printed. All:
        /// it may be on paper, but the printer did not confirm it.
        written: usize,
        /// Why.
        why: PrintFailure,
    },
}

/// A plug of the drawer connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawerPin {
    /// Drawer 1.
    Two,
    /// Drawer 2.
    Five,
}

/// A pulse that opens a drawer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrawerKick {
    /// Which drawer.
    pub pin: DrawerPin,
    /// Length of the pulse in milliseconds, 2 to 510.
    pub on_ms: u16,
    /// Rest after it in milliseconds, at least as long as the pulse.
    pub off_ms: u16,
}

impl DrawerKick {
    /// What opens nearly every drawer: 100 ms, then 200 ms of rest.
    pub const USUAL: Self = Self {
        pin: DrawerPin::Two,
        on_ms: 100,
        off_ms: 200,
    };
}

/// What became of a kick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KickEnd {
    /// The pulse was ordered; only the drawer's switch tells whether it opened.
    Sent,
    /// The printer is not there: the drawer has to be opened with its key.
    NotSent,
}

/// The host's ear. Called on the driver's thread, one call at a time. It may submit the next
/// order or kick from any call.
pub trait PrinterListener: Send + Sync {
    /// The link changed.
    fn on_link(&self, link: PeripheralLink);
    /// The printer's state changed; also told once after each connect.
    fn on_status(&self, status: PrinterStatus);
    /// Something happened to an order. `Printed` or `Failed` comes exactly once for each.
    fn on_print(&self, order: PrintOrderId, event: PrintEvent);
    /// A kick was carried out or not. In the sequence of the kicks.
    fn on_kick(&self, kick: DrawerKick, end: KickEnd);
}
