//! The devices beside the terminal: their kinds, their drivers by name, and the state of a link.
//!
//! Owns: the registry. Must never: hold a protocol's bytes.

use std::time::SystemTime;

use crate::displays::DisplayProtocol;
use crate::port::{OpenError, SerialFraming};
use crate::scales::ScaleProtocol;

/// What a device beside the terminal is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeripheralKind {
    /// Prints receipts and kicks the drawer.
    Printer,
    /// Weighs goods.
    Scale,
    /// Two lines for the customer.
    Display,
    /// Reads codes, on a serial line.
    Scanner,
}

/// A driver in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeripheralDriver {
    /// What its devices are for.
    pub kind: PeripheralKind,
    /// Its stable name in settings, for example `escpos`.
    pub name: &'static str,
    /// The TCP port its devices listen on, where there is a custom.
    pub tcp_port: Option<u16>,
    /// The line speed its devices start with, in bits per second.
    pub baud: u32,
    /// The framing its devices start with.
    pub framing: SerialFraming,
}

/// Receipt printers, [`printers`](crate::printers).
pub const ESCPOS: PeripheralDriver = PeripheralDriver {
    kind: PeripheralKind::Printer,
    name: "escpos",
    tcp_port: Some(9_100),
    baud: 38_400,
    framing: SerialFraming::N8_1,
};
/// Toledo scales, [`ScaleProtocol::Toledo8217`].
pub const TOLEDO_8217: PeripheralDriver = PeripheralDriver {
    kind: PeripheralKind::Scale,
    name: "toledo8217",
    tcp_port: None,
    baud: 9_600,
    framing: SerialFraming::E7_1,
};
/// CAS scales, [`ScaleProtocol::Cas`].
pub const CAS: PeripheralDriver = PeripheralDriver {
    name: "cas",
    framing: SerialFraming::N8_1,
    ..TOLEDO_8217
};
/// Pole displays, [`DisplayProtocol::Cd5220`].
pub const CD5220: PeripheralDriver = PeripheralDriver {
    kind: PeripheralKind::Display,
    name: "cd5220",
    tcp_port: None,
    baud: 9_600,
    framing: SerialFraming::N8_1,
};
/// Pole displays, [`DisplayProtocol::Epson`].
pub const EPSON_DISPLAY: PeripheralDriver = PeripheralDriver {
    name: "epson_display",
    ..CD5220
};
/// Serial scanners, [`scanners`](crate::scanners).
pub const SCANNER: PeripheralDriver = PeripheralDriver {
    kind: PeripheralKind::Scanner,
    name: "scanner",
    ..CD5220
};

/// Every driver of a device beside the terminal.
pub const PERIPHERAL_DRIVERS: &[PeripheralDriver] =
    &[ESCPOS, TOLEDO_8217, CAS, CD5220, EPSON_DISPLAY, SCANNER];

impl PeripheralDriver {
    /// The driver with this name in settings.
    pub fn named(name: &str) -> Option<&'static PeripheralDriver> {
        PERIPHERAL_DRIVERS.iter().find(|driver| driver.name == name)
    }

    /// What a scale driver speaks; `None` for the other kinds.
    pub fn scale_protocol(&self) -> Option<ScaleProtocol> {
        [ScaleProtocol::Toledo8217, ScaleProtocol::Cas]
            .into_iter()
            .find(|protocol| protocol.driver().name == self.name)
    }

    /// What a display driver speaks; `None` for the other kinds.
    pub fn display_protocol(&self) -> Option<DisplayProtocol> {
        [DisplayProtocol::Cd5220, DisplayProtocol::Epson]
            .into_iter()
            .find(|protocol| protocol.driver().name == self.name)
    }
}

/// The state of the link to a device beside the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeripheralLink {
    /// The port is open, the device has not answered yet.
    Connecting,
    /// The device answers. Displays and scanners never speak by themselves: their port is open.
    Ready,
    /// The port is open, but the device does not answer: switched off, or the wrong speed.
    Silent {
        /// Since when.
        since: SystemTime,
    },
    /// The port is not there; the driver goes on trying.
    Away {
        /// Since when.
        since: SystemTime,
    },
    /// The port may not be opened, or another program has it; the driver goes on trying.
    Refused {
        /// For the technician.
        why: String,
    },
}

impl PeripheralLink {
    /// The state after a port did not open.
    pub(crate) fn of_fault(fault: &OpenError) -> Self {
        match fault {
            OpenError::Absent(_) | OpenError::Failed(..) => Self::Away {
                since: SystemTime::now(),
            },
            OpenError::InUse(_) | OpenError::Denied(_) | OpenError::Unsupported(_) => {
                Self::Refused {
                    why: fault.to_string(),
                }
            }
        }
    }
}

/// Why a probe found no device.
#[derive(Debug, thiserror::Error)]
pub enum PeripheralProbeError {
    /// The port did not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The port opened, but no such device answered within the time.
    #[error("the port is open, but no such device answers")]
    Silent,
    /// The device went away while it was asked.
    #[error("the device was unplugged or closed the connection")]
    Gone,
}

/// What was told about a link last, so that only changes are told.
#[derive(Debug, Default)]
pub(crate) struct ToldLink(Option<PeripheralLink>);

impl ToldLink {
    /// The state if it is news. The same trouble keeps its first `since`.
    pub(crate) fn news(&mut self, state: PeripheralLink) -> Option<PeripheralLink> {
        let same = match (&self.0, &state) {
            (Some(PeripheralLink::Silent { .. }), PeripheralLink::Silent { .. })
            | (Some(PeripheralLink::Away { .. }), PeripheralLink::Away { .. }) => true,
            (told, state) => told.as_ref() == Some(state),
        };
        if same {
            return None;
        }
        self.0 = Some(state.clone());
        Some(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_driver_is_found_by_its_name() {
        for driver in PERIPHERAL_DRIVERS {
            assert_eq!(PeripheralDriver::named(driver.name), Some(driver));
            let speaks = driver.scale_protocol().is_some();
            assert_eq!(speaks, driver.kind == PeripheralKind::Scale);
            let speaks = driver.display_protocol().is_some();
            assert_eq!(speaks, driver.kind == PeripheralKind::Display);
        }
        assert_eq!(PeripheralDriver::named("zvt"), None);
    }

    #[test]
    fn only_news_is_told() {
        let mut told = ToldLink::default();
        let away = || PeripheralLink::Away {
            since: SystemTime::now(),
        };
        assert!(told.news(away()).is_some());
        assert_eq!(told.news(away()), None);
        assert!(told.news(PeripheralLink::Ready).is_some());
        assert_eq!(told.news(PeripheralLink::Ready), None);
    }
}
