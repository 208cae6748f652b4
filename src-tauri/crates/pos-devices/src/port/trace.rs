//! The wire log: one masked, decoded line for every message.
//!
//! Owns: the shape of a line. Must never: carry raw bytes; a line is made from decoded messages,
//! which hold no clear card number. Whoever keeps lines stamps them: a line has no clock.

/// Which way a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the register to the device.
    ToDevice,
    /// From the device to the register.
    FromDevice,
}

/// One line of the wire log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireLine {
    /// Which way it went.
    pub direction: Direction,
    /// The message by its protocol name, for example `04 0F status information`.
    pub name: String,
    /// What it says, masked.
    pub summary: String,
}
