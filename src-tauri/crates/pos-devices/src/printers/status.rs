//! What a printer says about itself.
//!
//! Owns: the status and whether one can print in it. Must never: guess what was not said.

use super::PrintFailure;

/// The level of an electric line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinLevel {
    /// Bit 0.
    Low,
    /// Bit 1.
    High,
}

/// How much paper there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// Enough.
    Ok,
    /// A few slips more.
    NearEnd,
    /// None.
    Out,
}

/// What is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrinterError {
    /// The cutter is stuck.
    Cutter,
    /// Has to be mended or switched off and on.
    Unrecoverable,
    /// Passes by itself: the head is too hot.
    Recoverable,
    /// It says that there is one, but not which.
    Other,
}

/// The state of a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrinterStatus {
    /// It takes orders. Offline also while somebody holds the feed button.
    pub online: bool,
    /// Paper.
    pub paper: Paper,
    /// The cover stands open.
    pub cover_open: bool,
    /// The drawer stands open; `None` where the settings do not say how to read the pin.
    pub drawer_open: Option<bool>,
    /// What is broken.
    pub error: Option<PrinterError>,
}

impl PrinterStatus {
    /// Why nothing can be printed now; `None` when it can.
    pub fn hindrance(&self) -> Option<PrintFailure> {
        if self.paper == Paper::Out {
            Some(PrintFailure::PaperOut)
        } else if self.cover_open {
            Some(PrintFailure::CoverOpen)
        } else if self.error.is_some() {
            Some(PrintFailure::Error)
        } else if !self.online {
            Some(PrintFailure::Offline)
        } else {
            None
        }
    }
}
