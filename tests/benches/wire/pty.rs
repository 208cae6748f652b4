//! A pseudo-terminal with a reader's end, the serial envelope of ZVT, and the floor: the same
//! bytes there and back with nothing between.

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use std::fs::File;
use std::io::{self, Read, Write};
use std::time::Instant;

const DLE: u8 = 0x10;
const STX: u8 = 0x02;
const ETX: u8 = 0x03;
const ACK: u8 = 0x06;

/// The reader's end of a cable. The till's end is held open too, as a real cable stays plugged.
pub struct Cable {
    line: File,
    till_end: File,
    pub path: String,
    waiting: Vec<u8>,
}

impl Cable {
    pub fn new() -> io::Result<Cable> {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let path = ptsname(&master, Vec::new())?;
        let slave = rustix::fs::open(&path, OFlags::RDWR | OFlags::NOCTTY, Mode::empty())?;
        let mut settings = tcgetattr(&slave)?;
        settings.make_raw();
        tcsetattr(&slave, OptionalActions::Now, &settings)?;
        Ok(Cable {
            line: File::from(master),
            till_end: File::from(slave),
            path: path.into_string().map_err(io::Error::other)?,
            waiting: Vec::new(),
        })
    }

    /// The till's end, for the floor only.
    pub fn till_end(&self) -> io::Result<File> {
        self.till_end.try_clone()
    }

    fn byte(&mut self) -> io::Result<u8> {
        if self.waiting.is_empty() {
            let mut buffer = [0; 1024];
            let count = self.line.read(&mut buffer)?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.waiting.extend(buffer[..count].iter().rev());
        }
        self.waiting
            .pop()
            .ok_or(io::ErrorKind::UnexpectedEof.into())
    }

    /// Sends a message; answers when its last byte was on the line.
    pub fn say(&mut self, unit: &[u8]) -> io::Result<Instant> {
        self.line.write_all(&framed(unit))?;
        let sent = Instant::now();
        while self.byte()? != ACK {}
        Ok(sent)
    }

    /// The next message; acknowledged as a block.
    pub fn hear(&mut self) -> io::Result<Vec<u8>> {
        let unit = self.whole()?;
        self.line.write_all(&[ACK])?;
        Ok(unit)
    }

    /// The next message and when its last byte had come.
    pub fn hear_at(&mut self) -> io::Result<(Vec<u8>, Instant)> {
        let unit = self.whole()?;
        let heard = Instant::now();
        self.line.write_all(&[ACK])?;
        Ok((unit, heard))
    }

    fn whole(&mut self) -> io::Result<Vec<u8>> {
        let mut unit = Vec::new();
        while self.byte()? != STX {}
        loop {
            match self.byte()? {
                DLE => match self.byte()? {
                    ETX => break,
                    doubled => unit.push(doubled),
                },
                plain => unit.push(plain),
            }
        }
        let crc = [self.byte()?, self.byte()?];
        if u16::from_le_bytes(crc) == checksum(&unit) {
            Ok(unit)
        } else {
            Err(io::Error::other("a frame with a wrong checksum"))
        }
    }

    /// The floor: a frame of `there` bytes, an answer of `back` bytes by a thread that does
    /// nothing else.
    pub fn ping(&mut self, there: &[u8], back: usize) -> io::Result<std::time::Duration> {
        let start = Instant::now();
        self.line.write_all(there)?;
        for _ in 0..back {
            self.byte()?;
        }
        Ok(start.elapsed())
    }
}

/// Answers each frame of `there` bytes with `back` bytes, until the cable is cut.
pub fn echo(mut till_end: File, there: usize, back: usize) {
    let (mut frame, answer) = (vec![0; there], vec![0x55; back]);
    while till_end.read_exact(&mut frame).is_ok() && frame[0] != 0 {
        if till_end.write_all(&answer).is_err() {
            return;
        }
    }
}

/// ZVT PA00P016: DLE STX, doubled DLE, DLE ETX, CRC low byte first.
pub fn framed(unit: &[u8]) -> Vec<u8> {
    let mut frame = vec![DLE, STX];
    for byte in unit {
        frame.push(*byte);
        if *byte == DLE {
            frame.push(DLE);
        }
    }
    frame.extend([DLE, ETX]);
    frame.extend(checksum(unit).to_le_bytes());
    frame
}

/// CRC-16/KERMIT over the message and ETX.
fn checksum(unit: &[u8]) -> u16 {
    unit.iter().chain([&ETX]).fold(0_u16, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0x8408
            } else {
                crc >> 1
            }
        })
    })
}
