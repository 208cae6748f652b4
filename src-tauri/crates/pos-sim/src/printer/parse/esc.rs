//! Owns the commands that begin with ESC.

use super::super::command::{Command, Cut, Kick};
use super::Cursor;

/// ESC 2: an eighth of an inch and a bit, 30 dots of 1/8 mm.
const DEFAULT_LINE_SPACING: u8 = 30;

impl Cursor<'_> {
    pub(super) fn esc(&mut self) -> Option<Command> {
        use Command as C;
        Some(match self.byte()? {
            b' ' => C::Spacing(self.byte()?),
            b'!' => C::PrintMode(self.byte()?),
            b'$' => C::Position(self.word()?),
            b'\\' => C::Move(self.word()?.cast_signed()),
            b'-' => C::Underline(self.byte()? & 0x0F),
            b'2' => C::LineSpacing(DEFAULT_LINE_SPACING),
            b'3' => C::LineSpacing(self.byte()?),
            b'@' => C::Initialise,
            b'D' => C::Tabs(self.until_nul()?),
            b'E' | b'G' => C::Bold(self.flag()?),
            b'J' => C::FeedDots(self.byte()?),
            b'M' => C::Font(self.byte()? & 0x0F),
            b'a' => C::Align(self.byte()? & 0x0F),
            b'd' => C::FeedLines(self.byte()?),
            b'p' => self.pulse()?,
            b't' => C::CodePage(self.byte()?),
            b'{' => C::UpsideDown(self.flag()?),
            b'*' => self.bit_image()?,
            b'i' | b'm' => C::Cut(Cut {
                partial: true,
                feed: None,
            }),
            b'(' => return self.long(),
            other => return self.esc_without_effect(other),
        })
    }

    /// ESC p m t1 t2: the times are in steps of 2 ms.
    fn pulse(&mut self) -> Option<Command> {
        let pin = match self.byte()? {
            0 | 48 => 2,
            1 | 49 => 5,
            _ => return self.unknown(),
        };
        let on_ms = u16::from(self.byte()?) * 2;
        self.byte()?;
        Some(Command::Kick(Kick { pin, on_ms }))
    }

    /// ESC * m nL nH d…
    fn bit_image(&mut self) -> Option<Command> {
        let mode = self.byte()?;
        let bytes_a_column = match mode {
            0 | 1 => 1,
            32 | 33 => 3,
            _ => return self.unknown(),
        };
        let columns = self.size()?;
        let columns = self.take(columns * bytes_a_column)?;
        Some(Command::BitImage { mode, columns })
    }

    fn esc_without_effect(&mut self, name: u8) -> Option<Command> {
        match name {
            b'S' | b'L' | b'<' => self.ignored(0),
            b'%' | b'=' | b'?' | b'K' | b'R' | b'T' | b'U' | b'V' | b'e' | b'r' | b'u' => {
                self.ignored(1)
            }
            b'W' => self.ignored(8),
            b'c' => match self.byte()? {
                b'3' | b'4' | b'5' => self.ignored(1),
                _ => self.unknown(),
            },
            b'&' => self.own_characters(),
            _ => self.unknown(),
        }
    }

    /// ESC & y c1 c2 [x d…]…: each character has a width and that many columns.
    fn own_characters(&mut self) -> Option<Command> {
        let (rows, first, last) = (self.byte()?, self.byte()?, self.byte()?);
        for _ in first..=last {
            let width = self.byte()?;
            self.take(usize::from(width) * usize::from(rows))?;
        }
        Some(Command::Ignored(self.bytes[..2].to_vec()))
    }

    /// ESC ( x pL pH …, GS ( x …, FS ( x …: their length is in them.
    pub(super) fn long(&mut self) -> Option<Command> {
        self.byte()?;
        let name = self.bytes[..self.at].to_vec();
        let length = self.size()?;
        self.take(length)?;
        Some(Command::Ignored(name))
    }
}
