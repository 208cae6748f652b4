//! USB printers as device files (`/dev/usb/lp0`, the kernel's `usblp`).
//!
//! Owns: opening without blocking and waiting for the file. Must never: truncate or create one.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;

use super::{OpenError, Patience, Port, READ_TICK, ReadStep, WriteFault, read_step, write_whole};

struct PrinterFile(File);

impl Port for PrinterFile {
    fn read(&mut self, buffer: &mut [u8], patience: Patience) -> ReadStep {
        if patience == Patience::Tick && !wait(&self.0, PollFlags::IN) {
            return ReadStep::Quiet;
        }
        match self.0.read(buffer) {
            // An empty USB packet, not an end: an unplugged printer answers ENODEV. Some
            // printers send them without a pause, so the rest of the tick passes here.
            Ok(0) => {
                if patience == Patience::Tick {
                    wait(&self.0, PollFlags::PRI);
                }
                ReadStep::Quiet
            }
            answer => read_step(answer),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteFault> {
        write_whole(self, bytes)
    }
}

impl Write for PrinterFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !wait(&self.0, PollFlags::OUT) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Waits a tick for the file. `false`: not yet. A fault is left for the read or write to tell.
fn wait(file: &File, what: PollFlags) -> bool {
    let tick = Timespec {
        tv_sec: 0,
        tv_nsec: READ_TICK.as_nanos() as _,
    };
    poll(&mut [PollFd::new(file, what)], Some(&tick)) != Ok(0)
}

/// Opens a printer's device file. The kernel lets in one program at a time.
pub(super) fn open(path: &str) -> Result<Box<dyn Port>, OpenError> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(OFlags::NONBLOCK.bits() as i32)
        .open(path)
        .map_err(|fault| explain(path, &fault))?;
    let is_device = file
        .metadata()
        .is_ok_and(|m| m.file_type().is_char_device());
    if !is_device {
        return Err(OpenError::Failed(path.to_owned(), "no device".to_owned()));
    }
    Ok(Box::new(PrinterFile(file)))
}

fn explain(path: &str, fault: &io::Error) -> OpenError {
    let name = path.to_owned();
    match fault.kind() {
        io::ErrorKind::PermissionDenied => OpenError::Denied(name),
        io::ErrorKind::NotFound => OpenError::Absent(name),
        io::ErrorKind::ResourceBusy => OpenError::InUse(name),
        _ => match fault
            .raw_os_error()
            .map(rustix::io::Errno::from_raw_os_error)
        {
            // The file is left over, the printer is not.
            Some(rustix::io::Errno::NODEV | rustix::io::Errno::NXIO) => OpenError::Absent(name),
            _ => OpenError::Failed(name, fault.to_string()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_printer_is_not_opened() {
        let absent = open("/dev/usb/no-such-printer");
        assert!(matches!(absent.err(), Some(OpenError::Absent(_))));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("lp0");
        std::fs::write(&file, b"kept").unwrap();
        let plain = open(file.to_str().unwrap());
        assert!(matches!(plain.err(), Some(OpenError::Failed(..))));
        assert_eq!(std::fs::read(&file).unwrap(), b"kept");
    }
}
