//! Discovery: which ports there are, and what is probably behind them.
//!
//! Owns: the table of USB vendors. Must never: open a port. A guess by vendor is a hint to the
//! technician; only talking to a device says what it is. Pseudo-terminals are never listed.

use std::path::Path;

use serialport::{SerialPortInfo, SerialPortType};

/// What a vendor's devices usually are (vendor ids: Debian `usb.ids`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceKind {
    /// Pays by itself: Ingenico, Sagem Monétel, Verifone, PAX, Castles, FEIG.
    PaymentTerminal,
    /// Only reads cards: ID TECH, MagTek, ACS.
    CardReader,
    /// Newland.
    Scanner,
    /// Mettler-Toledo.
    Scale,
    /// Epson, Star, Bixolon, Citizen.
    ReceiptPrinter,
    /// Posiflex, Logic Controls.
    CustomerDisplay,
    /// A serial port or a vendor that is not in the table.
    Unknown,
}

/// Which [`Address`](super::Address) a found port makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundAs {
    /// [`Address::Serial`](super::Address::Serial).
    Serial,
    /// [`Address::Device`](super::Address::Device): a USB printer.
    Device,
}

/// A port that a device may be on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPort {
    /// What kind of address `path` is.
    pub found_as: FoundAs,
    /// What to put into the address.
    pub path: String,
    /// USB vendor id.
    pub usb_vendor: Option<u16>,
    /// USB product id.
    pub usb_product: Option<u16>,
    /// USB serial number: finds the device again after a replug.
    pub usb_serial: Option<String>,
    /// As the device names itself.
    pub manufacturer: Option<String>,
    /// As the device names itself.
    pub product: Option<String>,
    /// A guess from the vendor id.
    pub likely: DeviceKind,
}

/// Lists the serial ports and USB printers of this computer, likely payment terminals first.
pub fn discover() -> Vec<FoundPort> {
    let mut found: Vec<FoundPort> = ports()
        .into_iter()
        .filter(|port| is_callout(&port.port_name))
        .map(describe)
        .chain(printers(Path::new("/sys/class/usbmisc")))
        .collect();
    found.sort_by(|a, b| {
        let rank = |port: &FoundPort| port.likely != DeviceKind::PaymentTerminal;
        (rank(a), &a.path).cmp(&(rank(b), &b.path))
    });
    found
}

/// All ports, or none where the system cannot list them.
pub(super) fn ports() -> Vec<SerialPortInfo> {
    // The sysfs listing panics where /sys is not mounted (small containers).
    if cfg!(target_os = "linux") && !std::path::Path::new("/sys/class/tty").is_dir() {
        return Vec::new();
    }
    serialport::available_ports().unwrap_or_default()
}

/// macOS lists each port twice: `cu.*` opens at once, `tty.*` waits for a carrier.
pub(super) fn is_callout(path: &str) -> bool {
    !(cfg!(target_os = "macos") && path.starts_with("/dev/tty."))
}

fn describe(port: SerialPortInfo) -> FoundPort {
    let path = port.port_name;
    match port.port_type {
        SerialPortType::UsbPort(usb) => FoundPort {
            found_as: FoundAs::Serial,
            path,
            usb_vendor: Some(usb.vid),
            usb_product: Some(usb.pid),
            usb_serial: usb.serial_number,
            manufacturer: usb.manufacturer,
            product: usb.product,
            likely: likely(usb.vid),
        },
        SerialPortType::PciPort | SerialPortType::BluetoothPort | SerialPortType::Unknown => {
            FoundPort {
                found_as: FoundAs::Serial,
                path,
                usb_vendor: None,
                usb_product: None,
                usb_serial: None,
                manufacturer: None,
                product: None,
                likely: DeviceKind::Unknown,
            }
        }
    }
}

/// USB printers by the kernel's list of them. None where there is no such list.
fn printers(list: &Path) -> Vec<FoundPort> {
    let entries = std::fs::read_dir(list).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names
        .filter(|name| name.starts_with("lp"))
        .map(|name| printer(list, &name))
        .collect()
}

/// A printer's USB ids stand one folder above its interface.
fn printer(list: &Path, name: &str) -> FoundPort {
    let usb = list.join(name).join("device/..");
    let read = |what: &str| {
        let text = std::fs::read_to_string(usb.join(what)).ok()?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let id = |what: &str| u16::from_str_radix(&read(what)?, 16).ok();
    FoundPort {
        found_as: FoundAs::Device,
        path: format!("/dev/usb/{name}"),
        usb_vendor: id("idVendor"),
        usb_product: id("idProduct"),
        usb_serial: read("serial"),
        manufacturer: read("manufacturer"),
        product: read("product"),
        // It calls itself a printer, whoever made it.
        likely: DeviceKind::ReceiptPrinter,
    }
}

fn likely(vendor: u16) -> DeviceKind {
    match vendor {
        0x0b00 | 0x0f14 | 0x0780 | 0x11ca | 0x2fb8 | 0x0ca6 | 0x0ab1 => DeviceKind::PaymentTerminal,
        0x0acd | 0x0801 | 0x072f => DeviceKind::CardReader,
        0x1eab => DeviceKind::Scanner,
        0x0eb8 => DeviceKind::Scale,
        0x04b8 | 0x0519 | 0x1504 | 0x1343 | 0x2730 => DeviceKind::ReceiptPrinter,
        0x0d3a | 0x0fa8 => DeviceKind::CustomerDisplay,
        _ => DeviceKind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use serialport::UsbPortInfo;

    use super::*;

    #[test]
    fn a_usb_port_is_described_by_its_vendor() {
        let found = describe(SerialPortInfo {
            port_name: "/dev/ttyACM0".to_owned(),
            port_type: SerialPortType::UsbPort(UsbPortInfo {
                vid: 0x0b00,
                pid: 0x0061,
                serial_number: Some("A1".to_owned()),
                manufacturer: Some("Ingenico".to_owned()),
                product: Some("Telium".to_owned()),
            }),
        });
        assert_eq!(found.likely, DeviceKind::PaymentTerminal);
        assert_eq!(found.usb_serial.as_deref(), Some("A1"));
        assert_eq!(likely(0xffff), DeviceKind::Unknown);
    }

    #[test]
    #[cfg(unix)]
    fn a_usb_printer_is_described_by_its_files() {
        let folder = tempfile::tempdir().unwrap();
        let usb = folder.path().join("usb1/1-2");
        let list = folder.path().join("usbmisc");
        std::fs::create_dir_all(usb.join("1-2:1.0")).unwrap();
        std::fs::create_dir_all(list.join("lp0")).unwrap();
        std::fs::create_dir_all(list.join("hiddev0")).unwrap();
        std::os::unix::fs::symlink(usb.join("1-2:1.0"), list.join("lp0/device")).unwrap();
        for (name, text) in [("idVendor", "04b8\n"), ("idProduct", "0202\n")] {
            std::fs::write(usb.join(name), text).unwrap();
        }
        let found = printers(&list);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "/dev/usb/lp0");
        let ids = (found[0].usb_vendor, found[0].usb_product);
        assert_eq!(ids, (Some(0x04b8), Some(0x0202)));
        assert_eq!(found[0].found_as, FoundAs::Device);
        assert_eq!(found[0].usb_serial, None);
        assert_eq!(printers(&folder.path().join("none")), []);
    }

    #[test]
    fn listing_never_fails() {
        discover();
    }
}
