//! Serial ports: exclusive, framed as the driver says.
//!
//! Owns: finding a USB device again after a replug. Must never: open another device instead.

use std::io;
use std::time::Duration;

use serialport::{ErrorKind, SerialPort, SerialPortInfo, SerialPortType};

use super::{
    OpenError, Patience, Port, READ_TICK, ReadStep, SerialFraming, WriteFault, discover, read_step,
    write_whole,
};

struct Serial(Box<dyn SerialPort>);

impl Port for Serial {
    fn read(&mut self, buffer: &mut [u8], patience: Patience) -> ReadStep {
        let wait = match patience {
            Patience::Tick => READ_TICK,
            // Zero means "for ever" to some systems.
            Patience::Glance => Duration::from_millis(1),
        };
        if self.0.timeout() != wait && self.0.set_timeout(wait).is_err() {
            return ReadStep::Gone;
        }
        read_step(self.0.read(buffer))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteFault> {
        if self.0.timeout() != READ_TICK && self.0.set_timeout(READ_TICK).is_err() {
            return Err(WriteFault { written: 0 });
        }
        write_whole(&mut self.0, bytes)
    }
}

/// Opens a serial port. A pseudo-terminal takes any framing and minds none.
pub(super) fn open(
    path: &str,
    baud: u32,
    usb_serial: Option<&str>,
    framing: SerialFraming,
) -> Result<Box<dyn Port>, OpenError> {
    let path = match usb_serial {
        Some(serial) => find(&discover::ports(), path, serial)
            .ok_or_else(|| OpenError::Absent(format!("USB serial number {serial}")))?,
        None => path.to_owned(),
    };
    let port = serialport::new(&path, baud)
        .data_bits(framing.data_bits.into())
        .parity(framing.parity.into())
        .stop_bits(framing.stop_bits.into())
        .flow_control(framing.flow.into())
        .exclusive(true)
        .timeout(READ_TICK)
        .open()
        .map_err(|fault| explain(&path, &fault))?;
    Ok(Box::new(Serial(port)))
}

/// The path that the device with this USB serial number has now. The old path is used only
/// where the system lists no ports at all: never open another device instead.
fn find(ports: &[SerialPortInfo], path: &str, serial: &str) -> Option<String> {
    if ports.is_empty() {
        return Some(path.to_owned());
    }
    let is_it = |port: &&SerialPortInfo| match &port.port_type {
        SerialPortType::UsbPort(usb) => {
            usb.serial_number.as_deref() == Some(serial) && discover::is_callout(&port.port_name)
        }
        SerialPortType::PciPort | SerialPortType::BluetoothPort | SerialPortType::Unknown => false,
    };
    ports.iter().find(is_it).map(|port| port.port_name.clone())
}

fn explain(path: &str, fault: &serialport::Error) -> OpenError {
    let path = path.to_owned();
    match fault.kind() {
        ErrorKind::Io(io::ErrorKind::PermissionDenied) => OpenError::Denied(path),
        ErrorKind::Io(io::ErrorKind::NotFound) => OpenError::Absent(path),
        ErrorKind::Io(io::ErrorKind::WouldBlock | io::ErrorKind::ResourceBusy) => {
            OpenError::InUse(path)
        }
        ErrorKind::NoDevice if std::path::Path::new(&path).exists() => OpenError::InUse(path),
        ErrorKind::NoDevice => OpenError::Absent(path),
        ErrorKind::InvalidInput | ErrorKind::Unknown | ErrorKind::Io(_) => {
            OpenError::Failed(path, fault.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use serialport::UsbPortInfo;

    use super::*;

    fn usb(path: &str, serial: &str) -> SerialPortInfo {
        let port_type = SerialPortType::UsbPort(UsbPortInfo {
            vid: 0x0b00,
            pid: 1,
            serial_number: Some(serial.to_owned()),
            manufacturer: None,
            product: None,
        });
        SerialPortInfo {
            port_name: path.to_owned(),
            port_type,
        }
    }

    #[test]
    fn a_replugged_device_is_found_by_its_serial_number_and_no_other_is_taken() {
        let ports = [usb("/dev/ttyACM0", "B"), usb("/dev/ttyACM1", "A")];
        assert_eq!(
            find(&ports, "/dev/ttyACM0", "A").as_deref(),
            Some("/dev/ttyACM1")
        );
        assert_eq!(find(&ports[..1], "/dev/ttyACM0", "A"), None);
        assert_eq!(
            find(&[], "/dev/ttyACM0", "A").as_deref(),
            Some("/dev/ttyACM0")
        );
    }

    #[test]
    fn a_port_that_is_not_there_says_so() {
        let answer = open("/dev/no-such-port", 9_600, None, SerialFraming::N8_2);
        assert!(matches!(answer.err(), Some(OpenError::Absent(_))));
    }
}
