//! Where the terminals of a world stand: the addresses that lead to a line.

use crate::cable::Medium;
use pos_app::ports::records::Address;

/// The port of the first simulated terminal on the network; the next ones follow.
const FIRST_PORT: u16 = 20_000;
/// What the serial ones are called, before their number.
const SERIAL: &str = "/dev/ttyWORLD";

/// The address of the terminal on a line.
pub fn line_address(line: usize, medium: Medium) -> Address {
    match medium {
        Medium::Serial => Address::Serial {
            path: format!("{SERIAL}{line}"),
            baud: 9_600,
            usb_serial: None,
        },
        Medium::Tcp => Address::Tcp {
            host: "terminal".into(),
            port: FIRST_PORT + u16::try_from(line).unwrap_or(0),
        },
    }
}

/// The line of an address.
pub fn line_at(address: &Address) -> Option<usize> {
    match address {
        Address::Tcp { port, .. } => line_of_port(*port),
        Address::Serial { path, .. } => line_of_path(path),
        Address::Device { .. } => None,
    }
}

/// The line of a driver's address.
pub fn line_driven(address: &pos_devices::Address) -> Option<usize> {
    match address {
        pos_devices::Address::Tcp { port, .. } => line_of_port(*port),
        pos_devices::Address::Serial { path, .. } => line_of_path(path),
        pos_devices::Address::Device { .. } => None,
    }
}

fn line_of_port(port: u16) -> Option<usize> {
    port.checked_sub(FIRST_PORT).map(usize::from)
}

fn line_of_path(path: &str) -> Option<usize> {
    path.strip_prefix(SERIAL)?.parse().ok()
}
