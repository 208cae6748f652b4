//! Owns the commands that begin with FS: Chinese characters.

use super::super::command::Command;
use super::Cursor;

impl Cursor<'_> {
    pub(super) fn fs(&mut self) -> Option<Command> {
        use Command as C;
        Some(match self.byte()? {
            b'&' => C::Chinese(true),
            b'.' => C::Chinese(false),
            b'!' => C::ChineseMode(self.byte()?),
            b'-' => C::ChineseUnderline(self.byte()? & 0x0F),
            b'S' => C::ChineseSpacing(self.byte()?, self.byte()?),
            b'W' => C::ChineseQuadruple(self.flag()?),
            b'C' => return self.ignored(1),
            b'p' => return self.ignored(2),
            b'2' => return self.ignored(2 + 72),
            b'(' => return self.long(),
            _ => return self.unknown(),
        })
    }
}
