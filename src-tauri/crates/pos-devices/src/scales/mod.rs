//! Scales: what they weigh, and whether it stands still.
//!
//! Owns: the words between host and scale driver, the handle to an open scale. Must never: call
//! a weight stable that the scale does not call so, or give an empty pan as a weight.
//!
//! ```text
//! Scale::start(address, ScaleSettings::new(protocol), listener)
//!   .weigh(patience) -> Reading        blocks: a standing weight, or why there is none
//!   .watch(true)                       → on_reading with each change, while a screen asks
//!   .adjust(Tare | Zero | ClearTare) -> Adjusted
//!   .close()
//! probe(address, settings, timeout)    does a scale answer?
//! ```

mod cas;
mod driver;
mod protocol;
pub mod session;
#[cfg(test)]
mod tests;
mod toledo8217;

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

pub use protocol::{Adjustment, Reading, ScaleProtocol};

use crate::line::{DeviceClosed, LineThread};
use crate::peripherals::{PeripheralLink, PeripheralProbeError};
use crate::port::{Address, SerialFraming};

/// How much longer than asked a caller may wait for the driver's thread.
const SLACK: Duration = Duration::from_secs(1);

/// How to talk to a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScaleSettings {
    /// What it speaks.
    pub protocol: ScaleProtocol,
    /// How its serial line is framed.
    pub framing: SerialFraming,
}

impl ScaleSettings {
    /// The custom of a protocol.
    pub fn new(protocol: ScaleProtocol) -> Self {
        Self {
            protocol,
            framing: protocol.driver().framing,
        }
    }
}

/// What became of an adjustment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjusted {
    /// The scale did it.
    Done,
    /// It did not: the pan moves, or holds too much for it.
    Refused,
    /// The protocol has no word for it: press the key on the scale.
    NotSupported,
    /// The scale does not answer.
    NoAnswer,
}

/// The host's ear. Called on the driver's thread, one call at a time. It must not call
/// [`Scale::weigh`] or [`Scale::adjust`], which wait for that thread.
pub trait ScaleListener: Send + Sync {
    /// The link changed.
    fn on_link(&self, link: PeripheralLink);
    /// The pan changed, while it is watched.
    fn on_reading(&self, reading: Reading);
}

/// What the handle tells the thread.
#[derive(Debug)]
pub(crate) enum ScaleWord {
    Weigh(Instant, Sender<Reading>),
    /// Not after this time: a tare that nobody waits for any more falsifies the next weight.
    Adjust(Adjustment, Instant, Sender<Adjusted>),
    Watch(bool),
}

/// An open scale. Dropping it asks the driver to close, without waiting.
#[derive(Debug)]
pub struct Scale {
    line: LineThread<ScaleWord>,
}

impl Scale {
    /// Opens a scale. Answers at once: the driver's own thread connects, reconnects and tells
    /// the listener.
    pub fn start(
        address: Address,
        settings: ScaleSettings,
        listener: Arc<dyn ScaleListener>,
    ) -> Self {
        Self {
            line: driver::start(address, settings, listener),
        }
    }

    /// Weighs. Waits up to `patience` for a weight that stands still; answers at once when
    /// there will be none: an empty pan, too much, too little, no scale.
    pub fn weigh(&self, patience: Duration) -> Reading {
        let (answer, reading) = channel();
        let word = ScaleWord::Weigh(Instant::now() + patience, answer);
        match self.line.post(word) {
            // The thread may be connecting and late.
            Ok(()) => reading
                .recv_timeout(patience + SLACK)
                .unwrap_or(Reading::NoAnswer),
            Err(DeviceClosed) => Reading::NoAnswer,
        }
    }

    /// Tare, zero or clear the tare. Blocks for the scale's answer, two seconds at most.
    pub fn adjust(&self, adjustment: Adjustment) -> Adjusted {
        let (answer, adjusted) = channel();
        let word = ScaleWord::Adjust(adjustment, Instant::now() + SLACK, answer);
        match self.line.post(word) {
            Ok(()) => adjusted
                .recv_timeout(2 * SLACK)
                .unwrap_or(Adjusted::NoAnswer),
            Err(DeviceClosed) => Adjusted::NoAnswer,
        }
    }

    /// Weighs all the time and tells the listener each change, until switched off.
    pub fn watch(&self, on: bool) -> Result<(), DeviceClosed> {
        self.line.post(ScaleWord::Watch(on))
    }

    /// Closes the port and waits for the thread.
    pub fn close(self) {
        self.line.close();
    }
}

/// Does a scale answer at `address`? Its protocols have no names, so a reading is all there is.
/// For pairing. Blocks for at most `timeout` after the port opened.
pub fn probe(
    address: &Address,
    settings: ScaleSettings,
    timeout: Duration,
) -> Result<Reading, PeripheralProbeError> {
    driver::probe(address, settings, timeout)
}
