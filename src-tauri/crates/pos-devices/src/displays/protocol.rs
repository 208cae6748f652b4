//! The protocols of pole displays by name.
//!
//! Owns: the list. Must never: hold a protocol's bytes.

use crate::peripherals::{CD5220, EPSON_DISPLAY, PeripheralDriver};

/// What a display speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisplayProtocol {
    /// CD5220 and the many that copy it.
    Cd5220,
    /// Epson DM-D.
    Epson,
}

impl DisplayProtocol {
    /// Its line in the registry.
    pub fn driver(self) -> &'static PeripheralDriver {
        match self {
            Self::Cd5220 => &CD5220,
            Self::Epson => &EPSON_DISPLAY,
        }
    }
}
