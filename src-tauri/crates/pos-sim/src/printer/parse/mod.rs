//! Owns the reading of ESC/POS: bytes to commands. It keeps nothing: bytes that are not yet a
//! whole command are handed in again with more behind them.

mod esc;
mod fs;
mod gs;
#[cfg(test)]
mod tests;

use super::command::Command;

/// A command and how many bytes it took; `None`: more bytes are needed.
pub fn next(bytes: &[u8], chinese: bool) -> Option<(Command, usize)> {
    let mut cursor = Cursor { bytes, at: 0 };
    let command = cursor.command(chinese)?;
    Some((command, cursor.at))
}

/// A place in the bytes of one command.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// A number of two bytes, the low one first.
    fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn size(&mut self) -> Option<usize> {
        self.word().map(usize::from)
    }

    fn take(&mut self, count: usize) -> Option<Vec<u8>> {
        let taken = self
            .bytes
            .get(self.at..self.at.checked_add(count)?)?
            .to_vec();
        self.at += count;
        Some(taken)
    }

    /// Up to the zero, which is taken too.
    fn until_nul(&mut self) -> Option<Vec<u8>> {
        let length = self.bytes[self.at..].iter().position(|byte| *byte == 0)?;
        let taken = self.take(length)?;
        self.at += 1;
        Some(taken)
    }

    fn flag(&mut self) -> Option<bool> {
        self.byte().map(|byte| byte & 1 == 1)
    }

    /// A command with so many parameter bytes that has no effect here. It is told by its name:
    /// the bytes before the parameters.
    fn ignored(&mut self, parameters: usize) -> Option<Command> {
        let name = self.bytes[..self.at].to_vec();
        self.take(parameters)?;
        Some(Command::Ignored(name))
    }

    /// What was read so far means nothing.
    fn unknown(&self) -> Option<Command> {
        Some(Command::Unknown(self.bytes[..self.at].to_vec()))
    }

    fn command(&mut self, chinese: bool) -> Option<Command> {
        match self.byte()? {
            0x09 => Some(Command::Tab),
            0x0A => Some(Command::LineFeed),
            0x0C => Some(Command::FormFeed),
            0x0D => Some(Command::CarriageReturn),
            0x10 => self.real_time(),
            0x18 => self.ignored(0),
            0x1B => self.esc(),
            0x1C => self.fs(),
            0x1D => self.gs(),
            // Fills the time of slow mechanics; every printer skips it.
            0x00 => Some(Command::RealTime),
            0x01..=0x1F | 0x7F => self.unknown(),
            lead @ 0x81..=0xFE if chinese => self.wide(lead),
            other => Some(Command::Char(other)),
        }
    }

    /// GB18030: a second byte that is a digit makes it four bytes long.
    fn wide(&mut self, lead: u8) -> Option<Command> {
        let mut code = vec![lead, self.byte()?];
        if code[1].is_ascii_digit() {
            code.extend(self.take(2)?);
        }
        Some(Command::Wide(code))
    }

    /// The commands that are done when they arrive. Here they are only skipped.
    fn real_time(&mut self) -> Option<Command> {
        match self.byte()? {
            0x04 => {
                let status = self.byte()?;
                match status {
                    1..=4 => Some(Command::RealTime),
                    7 | 8 | 18 => {
                        self.byte()?;
                        self.ignored(0)
                    }
                    _ => self.unknown(),
                }
            }
            0x05 => self.byte().map(|_| Command::RealTime),
            0x14 => match self.byte()? {
                1 | 2 => self.take(2).map(|_| Command::RealTime),
                3 => self.ignored(5),
                7 => self.ignored(1),
                8 => self.take(7).map(|_| Command::RealTime),
                _ => self.unknown(),
            },
            _ => self.unknown(),
        }
    }
}
