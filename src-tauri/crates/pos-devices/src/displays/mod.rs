//! Pole displays: two lines of twenty characters for the customer.
//!
//! Owns: the words between host and display driver, the handle to an open display. Must never:
//! show what it was not given.
//!
//! ```text
//! Display::start(address, DisplaySettings::new(protocol), listener)
//!   .show("2 x Espresso", "5.00")    the newest wins; only what changed is sent
//!   .close()
//! ```

mod charset;
mod driver;
mod protocol;
pub mod screen;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use charset::DisplayCharset;
pub use protocol::DisplayProtocol;

use crate::line::{DeviceClosed, LineThread};
use crate::peripherals::PeripheralLink;
use crate::port::{Address, SerialFraming};

/// Characters in a row.
pub const COLUMNS: usize = 20;

/// How to talk to a display.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisplaySettings {
    /// What it speaks.
    pub protocol: DisplayProtocol,
    /// Which characters it holds.
    pub charset: DisplayCharset,
    /// Brightness, 1 to 4.
    pub brightness: u8,
    /// How its serial line is framed.
    pub framing: SerialFraming,
}

impl DisplaySettings {
    /// The custom of a protocol: code page 437, full brightness.
    pub fn new(protocol: DisplayProtocol) -> Self {
        Self {
            protocol,
            charset: DisplayCharset::Pc437,
            brightness: 4,
            framing: protocol.driver().framing,
        }
    }
}

/// The host's ear. A display never answers: `Ready` means that its port is open.
pub trait DisplayListener: Send + Sync {
    /// The link changed.
    fn on_link(&self, link: PeripheralLink);
}

/// What the handle tells the thread.
#[derive(Debug)]
pub(crate) struct Show {
    upper: String,
    lower: String,
}

/// An open display. Dropping it asks the driver to close, without waiting.
#[derive(Debug)]
pub struct Display {
    line: LineThread<Show>,
}

impl Display {
    /// Opens a display. Answers at once: the driver's own thread connects and reconnects, and
    /// shows again what was last to be shown.
    pub fn start(
        address: Address,
        settings: DisplaySettings,
        listener: Arc<dyn DisplayListener>,
    ) -> Self {
        Self {
            line: driver::start(address, settings, listener),
        }
    }

    /// Shows two rows. What is too long is cut, what the display's characters lack is written
    /// in those it has.
    pub fn show(&self, upper: &str, lower: &str) -> Result<(), DeviceClosed> {
        self.line.post(Show {
            upper: upper.to_owned(),
            lower: lower.to_owned(),
        })
    }

    /// Closes the port and waits for the thread. The rows stay as they are.
    pub fn close(self) {
        self.line.close();
    }
}
