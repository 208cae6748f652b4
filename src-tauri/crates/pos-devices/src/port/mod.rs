//! Ports: where bytes come in and go out. Serial, TCP and printer files look the same from here.
//!
//! Owns: opening, the read tick, whole writes, and what counts as a lost device. Must never:
//! look into the bytes.

use std::io;
use std::time::Duration;

pub mod discover;
mod framing;
#[cfg(unix)]
mod printer_file;
mod serial;
mod tcp;
pub mod trace;

pub use framing::{DataBits, FlowControl, Parity, SerialFraming, StopBits};

/// How long a read waits before it gives the thread back for orders and timers.
pub(crate) const READ_TICK: Duration = Duration::from_millis(50);

/// How long a read waits for bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// [`READ_TICK`]: the device is expected to speak.
    Tick,
    /// Hardly at all: only what is there already.
    Glance,
}

/// How long a write may be stuck before the device counts as gone (ZVT T2).
const WRITE_LIMIT: Duration = Duration::from_secs(5);

/// Where a device is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A serial port, a USB device that looks like one, or a pseudo-terminal.
    Serial {
        /// `/dev/ttyACM0`, `/dev/cu.usbmodem1`, `COM3`.
        path: String,
        /// Bits per second; 0 leaves the speed alone (a pseudo-terminal on macOS).
        baud: u32,
        /// When known, the port is found again by it, whatever its path has become.
        usb_serial: Option<String>,
    },
    /// A device in the network.
    Tcp {
        /// A name or an address.
        host: String,
        /// ZVT: 20007; receipt printers: 9100.
        port: u16,
    },
    /// A USB printer as a device file (Linux, `usblp`).
    Device {
        /// `/dev/usb/lp0`.
        path: String,
    },
}

/// Why a port did not open. Nothing has been sent in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No such port, host or USB device.
    #[error("there is no device at {0}")]
    Absent(String),
    /// Another program has it.
    #[error("{0} is in use by another program")]
    InUse(String),
    /// The user may not open it (Linux: group `dialout` or a udev rule).
    #[error("no permission to open {0}")]
    Denied(String),
    /// Device files of printers are a Linux matter.
    #[error("{0} is a device file, and this system has none for printers")]
    Unsupported(String),
    /// Anything else.
    #[error("{0} did not open: {1}")]
    Failed(String, String),
}

/// A write that did not go through whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteFault {
    /// Bytes the operating system took. Zero: the device cannot have seen any of them.
    pub written: usize,
}

/// What a read brought.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ReadStep {
    /// This many bytes are in the buffer.
    Bytes(usize),
    /// Nothing within the tick.
    Quiet,
    /// The device is gone.
    Gone,
}

/// An open port.
pub(crate) trait Port: Send {
    /// Reads what is there, waiting as long as `patience` says.
    fn read(&mut self, buffer: &mut [u8], patience: Patience) -> ReadStep;
    /// Writes all bytes or says how many went.
    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteFault>;
}

/// Opens the port at `address`, exclusively where the system can. Only a serial port minds the
/// `framing`.
pub(crate) fn open(address: &Address, framing: SerialFraming) -> Result<Box<dyn Port>, OpenError> {
    match address {
        Address::Serial {
            path,
            baud,
            usb_serial,
        } => serial::open(path, *baud, usb_serial.as_deref(), framing),
        Address::Tcp { host, port } => tcp::open(host, *port),
        #[cfg(unix)]
        Address::Device { path } => printer_file::open(path),
        #[cfg(not(unix))]
        Address::Device { path } => Err(OpenError::Unsupported(path.clone())),
    }
}

/// A read as the operating system answers it. `Ok(0)` is a disconnect on both kinds of port.
fn read_step(answer: io::Result<usize>) -> ReadStep {
    match answer {
        Ok(0) => ReadStep::Gone,
        Ok(count) => ReadStep::Bytes(count),
        Err(fault) => match fault.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted => {
                ReadStep::Quiet
            }
            _ => ReadStep::Gone,
        },
    }
}

/// Writes all of `bytes` through a writer whose own timeout is short.
fn write_whole(writer: &mut dyn io::Write, bytes: &[u8]) -> Result<(), WriteFault> {
    let begun = std::time::Instant::now();
    let mut written = 0;
    while written < bytes.len() {
        match writer.write(&bytes[written..]) {
            Ok(0) => return Err(WriteFault { written }),
            Ok(count) => written += count,
            Err(fault) => match fault.kind() {
                io::ErrorKind::TimedOut
                | io::ErrorKind::WouldBlock
                | io::ErrorKind::Interrupted
                    if begun.elapsed() < WRITE_LIMIT => {}
                _ => return Err(WriteFault { written }),
            },
        }
    }
    Ok(())
}
