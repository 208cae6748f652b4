//! Where the one terminal stands.

use crate::cable::Medium;
use pos_app::ports::records::Address;

/// The address of the one terminal.
pub fn address(medium: Medium) -> Address {
    match medium {
        Medium::Serial => Address::Serial {
            path: "/dev/ttyTERMINAL".into(),
            baud: 9_600,
            usb_serial: None,
        },
        Medium::Tcp => Address::Tcp {
            host: "terminal".into(),
            port: 20_007,
        },
    }
}
