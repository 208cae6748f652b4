//! ZVT: registers and payment terminals of the German-speaking markets (see README.md).
//!
//! Owns: the driver's entry in the registry. Must never: reach outside this folder except for
//! the words of `readers`, ports and masking.

pub mod actions;
pub mod apdu;
mod bmp;
mod codes;
pub mod commands;
pub(super) mod conversation;
mod driver;
mod fields;
pub mod framing;
pub mod link;
pub mod messages;
pub mod session;
mod tlv;

#[cfg(test)]
mod tests;

use super::{Driver, DriverKind};

/// This driver's line in the registry.
pub(super) const DRIVER: Driver = Driver {
    kind: DriverKind::Zvt,
    name: "zvt",
    tcp_port: 20_007,
    baud: 9_600,
    open: driver::open,
    probe: driver::probe,
};
