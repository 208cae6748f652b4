//! Owns a till written by hand for these tests: its own framing, its own CRC
//! (by table), its own field reader. It shares nothing with the program.

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

pub const PATIENCE: Duration = Duration::from_secs(10);

enum Line {
    Tcp(TcpStream),
    Pty(File),
}

pub struct Ecr {
    line: Line,
    pub buffer: Vec<u8>,
    /// Answer `80 00 00` to these many `04 0F` only with silence.
    pub quiet_on_status: bool,
    /// Answer to `04 0F` instead of `80 00 00`, once each.
    pub answers_to_status: Vec<Vec<u8>>,
}

pub fn bytes(hex: &str) -> Vec<u8> {
    let hex: String = hex.split_whitespace().collect();
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

pub fn crc(data: &[u8]) -> u16 {
    let table: Vec<u16> = (0..256u16)
        .map(|n| (0..8).fold(n, |c, _| if c & 1 == 1 { c >> 1 ^ 0x8408 } else { c >> 1 }))
        .collect();
    data.iter().fold(0, |c, b| {
        c >> 8 ^ table[usize::from((c ^ u16::from(*b)) & 0xFF)]
    })
}

pub fn frame(apdu: &[u8]) -> Vec<u8> {
    let mut out = vec![0x10, 0x02];
    for b in apdu {
        out.push(*b);
        if *b == 0x10 {
            out.push(0x10);
        }
    }
    out.extend([0x10, 0x03]);
    let with_etx = [apdu, &[0x03]].concat();
    out.extend(crc(&with_etx).to_le_bytes());
    out
}

pub fn sale(minor: u64) -> Vec<u8> {
    let digits = bytes(&format!("{minor:012}"));
    [&bytes("06 01 0A 04")[..], &digits, &bytes("49 09 78")].concat()
}

/// The value of a bitmap of `04 0F`, by walking the fields in front of it.
pub fn field(apdu: &[u8], tag: u8) -> Option<Vec<u8>> {
    let mut at = if apdu[2] == 0xFF { 5 } else { 3 };
    while at < apdu.len() {
        let two = |at: usize| (apdu[at] & 15) as usize * 10 + (apdu[at + 1] & 15) as usize;
        let (skip, len) = match apdu[at] {
            0x27 | 0x19 | 0x8A => (1, 1),
            0x49 | 0x0D | 0x0E | 0x17 | 0x87 => (1, 2),
            0x0B | 0x0C | 0x88 | 0x37 => (1, 3),
            0x29 => (1, 4),
            0x04 => (1, 6),
            0x3B => (1, 8),
            0x2A => (1, 15),
            0x22 | 0x23 | 0x2D | 0x8B => (3, two(at + 1)),
            0x24 | 0x3C | 0x60 => (4, (apdu[at + 1] & 15) as usize * 100 + two(at + 2)),
            0x06 => match apdu[at + 1] {
                0x82 => (
                    4,
                    usize::from(apdu[at + 2]) << 8 | usize::from(apdu[at + 3]),
                ),
                0x81 => (3, usize::from(apdu[at + 2])),
                len => (2, usize::from(len)),
            },
            other => panic!("unknown field {other:02X} at {at} in {apdu:02X?}"),
        };
        if apdu[at] == tag {
            return Some(apdu[at + skip..at + skip + len].to_vec());
        }
        at += skip + len;
    }
    None
}

impl Ecr {
    pub fn connect(address: &str) -> Self {
        let line = match address.split_once(' ').unwrap() {
            ("tcp", at) => {
                let stream = TcpStream::connect(at).unwrap();
                stream.set_nodelay(true).unwrap();
                Line::Tcp(stream)
            }
            (_, path) => Line::Pty(File::options().read(true).write(true).open(path).unwrap()),
        };
        Self {
            line,
            buffer: vec![],
            quiet_on_status: false,
            answers_to_status: vec![],
        }
    }

    pub fn is_serial(&self) -> bool {
        matches!(self.line, Line::Pty(_))
    }

    pub fn write(&mut self, bytes: &[u8]) {
        match &mut self.line {
            Line::Tcp(stream) => stream.write_all(bytes).unwrap(),
            Line::Pty(file) => file.write_all(bytes).unwrap(),
        }
    }

    /// Reads what is there; false at the deadline or when the line ended.
    pub fn fill(&mut self, until: Instant) -> bool {
        let left = until.saturating_duration_since(Instant::now());
        let wait = Timespec {
            tv_sec: left.as_secs() as i64,
            tv_nsec: left.subsec_nanos().into(),
        };
        let mut part = [0; 4096];
        let read = match &mut self.line {
            Line::Tcp(stream) => {
                let mut fds = [PollFd::new(&*stream, PollFlags::IN)];
                match poll(&mut fds, Some(&wait)).unwrap() {
                    0 => 0,
                    _ => stream.read(&mut part).unwrap_or(0),
                }
            }
            Line::Pty(file) => {
                let mut fds = [PollFd::new(&*file, PollFlags::IN)];
                match poll(&mut fds, Some(&wait)).unwrap() {
                    0 => 0,
                    _ => file.read(&mut part).unwrap_or(0),
                }
            }
        };
        self.buffer.extend(&part[..read]);
        read > 0
    }

    /// One byte that is no frame: an ACK or a NAK.
    pub fn control_byte(&mut self, within: Duration) -> Option<u8> {
        let until = Instant::now() + within;
        while self.buffer.is_empty() {
            if !self.fill(until) {
                return None;
            }
        }
        Some(self.buffer.remove(0))
    }

    pub fn send(&mut self, apdu: &[u8]) {
        if !self.is_serial() {
            return self.write(apdu);
        }
        for _ in 0..3 {
            self.write(&frame(apdu));
            if self.control_byte(Duration::from_secs(3)) == Some(0x06) {
                return;
            }
        }
        panic!("no ACK for {apdu:02X?}");
    }

    /// The next block; acknowledged with ACK on a serial line.
    pub fn read(&mut self, within: Duration) -> Option<Vec<u8>> {
        let until = Instant::now() + within;
        loop {
            if let Some(apdu) = self.cut() {
                if self.is_serial() {
                    self.write(&[0x06]);
                }
                return Some(apdu);
            }
            if !self.fill(until) {
                return None;
            }
        }
    }

    fn cut(&mut self) -> Option<Vec<u8>> {
        if self.is_serial() {
            let (apdu, used) = unframe(&self.buffer)?;
            self.buffer.drain(..used);
            return Some(apdu);
        }
        let whole = match *self.buffer.get(2)? {
            0xFF => {
                5 + usize::from(u16::from_le_bytes([
                    *self.buffer.get(3)?,
                    *self.buffer.get(4)?,
                ]))
            }
            len => 3 + usize::from(len),
        };
        (self.buffer.len() >= whole).then(|| self.buffer.drain(..whole).collect())
    }

    /// Gives a command and answers every block until the terminal is done.
    /// All that came is given back, the first answer included.
    pub fn order(&mut self, command: &[u8]) -> Vec<Vec<u8>> {
        self.send(command);
        self.follow()
    }

    pub fn follow(&mut self) -> Vec<Vec<u8>> {
        let mut came = Vec::new();
        while let Some(apdu) = self.read(PATIENCE) {
            came.push(apdu.clone());
            match (apdu[0], apdu[1]) {
                (0x80, _) => {}
                (0x84, _) => break,
                (0x06, 0x0F | 0x1E) => {
                    self.send(&[0x80, 0, 0]);
                    break;
                }
                (0x04, 0x0F) if self.quiet_on_status => {}
                (0x04, 0x0F) if !self.answers_to_status.is_empty() => {
                    let answer = self.answers_to_status.remove(0);
                    self.send(&answer);
                }
                _ => self.send(&[0x80, 0, 0]),
            }
        }
        came
    }

    pub fn register(&mut self, config: u8) -> Vec<Vec<u8>> {
        let mut command = bytes("06 00 08 00 00 00 00 09 78 06 00");
        command[6] = config;
        self.order(&command)
    }

    /// `06 20`: send the status again, print nothing.
    pub fn repeat(&mut self) -> Option<Vec<u8>> {
        let came = self.order(&bytes("06 20 05 00 00 00 03 03"));
        came.into_iter().find(|apdu| apdu[..2] == [0x04, 0x0F])
    }
}

fn unframe(buffer: &[u8]) -> Option<(Vec<u8>, usize)> {
    let start = buffer.windows(2).position(|pair| pair == [0x10, 0x02])?;
    let mut apdu = Vec::new();
    let mut at = start + 2;
    loop {
        match (*buffer.get(at)?, buffer.get(at + 1)) {
            (0x10, Some(0x10)) => {
                apdu.push(0x10);
                at += 2;
            }
            (0x10, Some(0x03)) => break,
            (0x10, _) => return None,
            (byte, _) => {
                apdu.push(byte);
                at += 1;
            }
        }
    }
    let sum = u16::from_le_bytes([*buffer.get(at + 2)?, *buffer.get(at + 3)?]);
    assert_eq!(
        sum,
        crc(&[&apdu[..], &[0x03]].concat()),
        "CRC of {apdu:02X?}"
    );
    Some((apdu, at + 4))
}

/// The codes of what came: `80 00`, `04 FF 0A`, `04 0F`, `06 0F` and so on.
pub fn codes(came: &[Vec<u8>]) -> Vec<String> {
    let code = |apdu: &Vec<u8>| match (apdu[0], apdu[1]) {
        (0x04, 0xFF) | (0x06, 0x1E) => format!("{:02X}{:02X}:{:02X}", apdu[0], apdu[1], apdu[3]),
        _ => format!("{:02X}{:02X}", apdu[0], apdu[1]),
    };
    came.iter().map(code).collect()
}

/// The `04 0F` among what came.
pub fn status(came: &[Vec<u8>]) -> &Vec<u8> {
    came.iter()
        .find(|apdu| apdu[..2] == [0x04, 0x0F])
        .expect("a status information")
}
