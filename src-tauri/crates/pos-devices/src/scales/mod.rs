//! Scales: what they weigh, and whether it stands still.
//!
//! Owns: the words between host and scale driver. Must never: call a weight stable that the
//! scale does not call so.

mod protocol;

pub use protocol::ScaleProtocol;
