//! Owns the pseudo-terminal: our end is the terminal's cable, the till opens
//! the other end like any serial port, and may close and open it at will.

use std::fs;
use std::io::{self, PipeWriter, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{
    OptionalActions, QueueSelector, ioctl_tiocnxcl, tcflush, tcgetattr, tcsetattr,
};

use super::{Input, Port, Wire};

/// A pseudo-terminal, and perhaps a symlink to it that outlives its number.
pub struct PtyPort {
    link: Option<PathBuf>,
    path: String,
    connection: u64,
    open: Option<(PipeWriter, JoinHandle<()>)>,
}

impl PtyPort {
    pub fn new(link: Option<PathBuf>) -> Self {
        Self {
            link,
            path: String::new(),
            connection: 0,
            open: None,
        }
    }

    fn unlink(&self) {
        if let Some(link) = &self.link
            && fs::read_link(link).is_ok_and(|to| to.as_os_str() == self.path.as_str())
        {
            // Removed by someone else is as good.
            let _ = fs::remove_file(link);
        }
    }

    fn relink(&self) -> io::Result<()> {
        let Some(link) = &self.link else {
            return Ok(());
        };
        if fs::symlink_metadata(link).is_ok_and(|found| found.is_symlink()) {
            fs::remove_file(link)?;
        }
        std::os::unix::fs::symlink(&self.path, link)
    }
}

impl Port for PtyPort {
    fn open(&mut self, inputs: &Sender<Input>) -> io::Result<()> {
        if self.open.is_some() {
            return Ok(());
        }
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let path = ptsname(&master, Vec::new())?;
        // The slave is held open: its settings and its master survive a till
        // that closes it, as a real cable does.
        let slave = rustix::fs::open(&path, OFlags::RDWR | OFlags::NOCTTY, Mode::empty())?;
        let mut settings = tcgetattr(&slave)?;
        settings.make_raw();
        tcsetattr(&slave, OptionalActions::Now, &settings)?;
        self.path = path.into_string().map_err(io::Error::other)?;
        self.relink()?;
        self.connection += 1;
        let id = self.connection;
        let wire = PtyWire {
            master: master.try_clone()?,
            slave: slave.try_clone()?,
        };
        let (wake, waker) = io::pipe()?;
        let inputs = inputs.clone();
        // Before anybody is told that it is ready: what is sent next must find the wire.
        if inputs.send(Input::Up(id, Box::new(wire))).is_err() {
            return Err(io::Error::other("the device is gone"));
        }
        let thread = thread::spawn(move || read(id, &master, &slave, wake, &inputs));
        self.open = Some((waker, thread));
        Ok(())
    }

    fn close(&mut self) {
        let Some((waker, thread)) = self.open.take() else {
            return;
        };
        self.unlink();
        drop(waker);
        // A panic of the reader has been printed; the port is closed either way.
        let _ = thread.join();
    }

    fn is_serial(&self) -> bool {
        true
    }

    fn address(&self) -> String {
        format!("pty {}", self.path)
    }
}

impl Drop for PtyPort {
    fn drop(&mut self) {
        self.close();
    }
}

/// Reads until the wake pipe closes.
fn read(
    id: u64,
    master: &OwnedFd,
    slave: &OwnedFd,
    mut wake: impl Read + AsFd,
    inputs: &Sender<Input>,
) {
    let mut buffer = [0; 4096];
    let second = Timespec {
        tv_sec: 1,
        tv_nsec: 0,
    };
    loop {
        let mut fds = [
            PollFd::new(master, PollFlags::IN),
            PollFd::new(&wake, PollFlags::IN),
        ];
        // A till that was killed leaves its exclusive lock behind, because the
        // line stays open here. It must not keep the next one out.
        let _ = ioctl_tiocnxcl(slave);
        match poll(&mut fds, Some(&second)) {
            Ok(0) | Err(rustix::io::Errno::INTR) => continue,
            Err(_) => return,
            Ok(_) => {}
        }
        if !fds[1].revents().is_empty() {
            // End of file: the port is being closed.
            let _ = wake.read(&mut [0]);
            return;
        }
        let Ok(read) = rustix::io::read(master, &mut buffer) else {
            return;
        };
        if inputs
            .send(Input::Bytes(id, buffer[..read].to_vec()))
            .is_err()
        {
            return;
        }
    }
}

struct PtyWire {
    master: OwnedFd,
    slave: OwnedFd,
}

impl Wire for PtyWire {
    fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        let patience = Timespec {
            tv_sec: 1,
            tv_nsec: 0,
        };
        while !bytes.is_empty() {
            let mut fds = [PollFd::new(&self.master, PollFlags::OUT)];
            if poll(&mut fds, Some(&patience))? == 0 {
                return Err(io::ErrorKind::TimedOut.into());
            }
            // No more than a pty takes at once, so that the write cannot block.
            let part = &bytes[..bytes.len().min(256)];
            let written = rustix::io::write(&self.master, part)?;
            bytes = &bytes[written..];
        }
        Ok(())
    }

    fn discard_unread(&mut self) {
        // Best effort: a line that cannot be flushed delivers old bytes.
        let _ = tcflush(&self.slave, QueueSelector::IFlush);
    }
}
