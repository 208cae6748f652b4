//! Serial ports: 8N2, no handshake, exclusive.
//!
//! Owns: finding a USB device again after a replug. Must never: open another device instead.

use std::io;
use std::time::Duration;

use serialport::{DataBits, ErrorKind, FlowControl, Parity, SerialPort, SerialPortType, StopBits};

use super::{
    OpenError, Patience, Port, READ_TICK, ReadStep, WriteFault, discover, read_step, write_whole,
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

/// Opens a serial port with the ZVT line settings: 8 data bits, no parity, 2 stop bits.
pub(super) fn open(
    path: &str,
    baud: u32,
    usb_serial: Option<&str>,
) -> Result<Box<dyn Port>, OpenError> {
    let path = match usb_serial {
        Some(serial) => find(path, serial)?,
        None => path.to_owned(),
    };
    let port = serialport::new(&path, baud)
        .data_bits(DataBits::Eight)
        .parity(Parity::None)
        .stop_bits(StopBits::Two)
        .flow_control(FlowControl::None)
        .exclusive(true)
        .timeout(READ_TICK)
        .open()
        .map_err(|fault| explain(&path, &fault))?;
    Ok(Box::new(Serial(port)))
}

/// The path that the device with this USB serial number has now. The old path is used only
/// where the system lists no USB ports at all.
fn find(path: &str, serial: &str) -> Result<String, OpenError> {
    let ports = discover::ports();
    let mut any_usb = false;
    for port in &ports {
        if let SerialPortType::UsbPort(usb) = &port.port_type {
            any_usb = true;
            if usb.serial_number.as_deref() == Some(serial) && discover::is_callout(&port.port_name)
            {
                return Ok(port.port_name.clone());
            }
        }
    }
    match any_usb || !ports.is_empty() {
        true => Err(OpenError::Absent(format!("USB serial number {serial}"))),
        false => Ok(path.to_owned()),
    }
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
