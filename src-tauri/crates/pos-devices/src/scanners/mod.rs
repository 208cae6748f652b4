//! Scanners on a serial line (RS-232, or USB that looks like it): bytes in, codes out.
//!
//! Owns: the words between host and scanner driver, the handle to an open scanner. Must never:
//! hand on half a code, or two as one: what is not whole is dropped and scanned again.
//!
//! ```text
//! Scanner::start(address, ScannerSettings::default(), listener)   → on_code with each code
//!   .close()
//! ```

pub mod codes;
mod driver;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::line::LineThread;
use crate::peripherals::{PeripheralLink, SCANNER};
use crate::port::{Address, SerialFraming};

/// What a scanner sends after a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScannerSuffix {
    /// `0D`: how nearly all leave the works.
    Cr,
    /// `0A`.
    Lf,
    /// `0D 0A`.
    CrLf,
    /// `09`.
    Tab,
}

/// How to talk to a scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannerSettings {
    /// What ends a code.
    pub suffix: ScannerSuffix,
    /// What stands before each code and is no part of it; empty for nothing. An AIM identifier
    /// (`]E0`) need not be named here.
    pub prefix: String,
    /// A longer one is no code, in bytes.
    pub length_max: usize,
    /// How its serial line is framed.
    pub framing: SerialFraming,
}

impl Default for ScannerSettings {
    fn default() -> Self {
        Self {
            suffix: ScannerSuffix::Cr,
            prefix: String::new(),
            length_max: 256,
            framing: SCANNER.framing,
        }
    }
}

/// A code that was scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedCode {
    /// Without prefix, identifier and suffix; never empty.
    pub text: String,
    /// The AIM identifier (ISO/IEC 15424) when the scanner sends one: `]E0` is EAN-13.
    pub symbology: Option<String>,
}

/// The host's ear. A scanner speaks only when it scans: `Ready` means that its port is open.
pub trait ScannerListener: Send + Sync {
    /// The link changed.
    fn on_link(&self, link: PeripheralLink);
    /// A code was scanned.
    fn on_code(&self, code: ScannedCode);
    /// Bytes came that are no code: too long, broken, without an end. A wrong setting, if often.
    fn on_garbage(&self, bytes: usize);
}

/// An open scanner. Dropping it asks the driver to close, without waiting.
#[derive(Debug)]
pub struct Scanner {
    line: LineThread<std::convert::Infallible>,
}

impl Scanner {
    /// Opens a scanner. Answers at once: the driver's own thread connects, reconnects and tells
    /// the listener.
    pub fn start(
        address: Address,
        settings: ScannerSettings,
        listener: Arc<dyn ScannerListener>,
    ) -> Self {
        Self {
            line: driver::start(address, settings, listener),
        }
    }

    /// Closes the port and waits for the thread.
    pub fn close(self) {
        self.line.close();
    }
}
