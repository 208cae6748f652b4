//! The protocols of scales by name.
//!
//! Owns: the list. Must never: hold a protocol's bytes.

use crate::peripherals::{CAS, PeripheralDriver, TOLEDO_8217};

/// What a scale speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScaleProtocol {
    /// Mettler-Toledo 8217 and the many that copy it.
    Toledo8217,
    /// CAS PD and ER, "type 5" and copies.
    Cas,
}

impl ScaleProtocol {
    /// Its line in the registry.
    pub fn driver(self) -> &'static PeripheralDriver {
        match self {
            Self::Toledo8217 => &TOLEDO_8217,
            Self::Cas => &CAS,
        }
    }
}
