//! Owns the commands that begin with GS: size, pictures, symbols, status, cutting.

use super::super::command::{Command, Cut, Raster};
use super::Cursor;

impl Cursor<'_> {
    pub(super) fn gs(&mut self) -> Option<Command> {
        use Command as C;
        Some(match self.byte()? {
            b'!' => C::Size(self.byte()?),
            b'B' => C::Reverse(self.flag()?),
            b'H' => C::BarcodeText(self.byte()? & 0x0F),
            b'I' => C::SendIdentity(self.byte()?),
            b'L' => C::Margin(self.word()?),
            b'W' => C::AreaWidth(self.word()?),
            b'a' => C::AutoStatus(self.byte()?),
            b'f' => C::BarcodeFont(self.byte()? & 0x0F),
            b'h' => C::BarcodeHeight(self.byte()?),
            b'k' => return self.barcode(),
            b'r' => C::SendStatus(self.byte()?),
            b'v' => return self.raster(),
            b'w' => C::BarcodeModule(self.byte()?),
            b'V' => return self.cut(),
            b'(' => return self.gs_long(),
            b'8' => return self.gs_longer(),
            other => return self.gs_without_effect(other),
        })
    }

    fn gs_without_effect(&mut self, name: u8) -> Option<Command> {
        match name {
            b':' => self.ignored(0),
            b'/' | b'b' | b'j' | b'T' | b'E' => self.ignored(1),
            b'P' | b'$' | b'\\' => self.ignored(2),
            b'^' => self.ignored(3),
            // A picture kept in the printer: x × 8 by y × 8 dots.
            b'*' => {
                let (x, y) = (self.byte()?, self.byte()?);
                self.take(usize::from(x) * usize::from(y) * 8)?;
                Some(Command::Ignored(self.bytes[..2].to_vec()))
            }
            _ => self.unknown(),
        }
    }

    fn cut(&mut self) -> Option<Command> {
        let mode = self.byte()?;
        let feed = match mode {
            0 | 1 | 48 | 49 => None,
            65 | 66 => Some(self.byte()?),
            _ => return self.unknown(),
        };
        let partial = matches!(mode, 1 | 49 | 66);
        Some(Command::Cut(Cut { partial, feed }))
    }

    /// GS k m d… NUL, or GS k m n d…
    fn barcode(&mut self) -> Option<Command> {
        let kind = self.byte()?;
        let content = match kind {
            0..=6 => self.until_nul()?,
            65..=79 => {
                let length = self.byte()?;
                self.take(usize::from(length))?
            }
            _ => return self.unknown(),
        };
        Some(Command::Barcode { kind, content })
    }

    /// GS v 0 m xL xH yL yH d…: x counts bytes, y dots.
    fn raster(&mut self) -> Option<Command> {
        if self.byte()? != b'0' {
            return self.unknown();
        }
        let scale = match self.byte()? & 0x0F {
            0 => (1, 1),
            1 => (2, 1),
            2 => (1, 2),
            3 => (2, 2),
            _ => return self.unknown(),
        };
        let (bytes, height) = (self.size()?, self.size()?);
        let bits = self.take(bytes * height)?;
        Some(Command::Raster(Raster {
            width: bytes * 8,
            height,
            scale,
            bits,
        }))
    }

    /// GS ( x pL pH …
    fn gs_long(&mut self) -> Option<Command> {
        let name = self.byte()?;
        let length = self.size()?;
        let content = self.take(length)?;
        Some(match (name, content.as_slice()) {
            (b'k', content) => return self.symbol(content),
            (b'L', content) => return self.graphics(content),
            (b'H', [48, 48, a, b, c, d]) => Command::ProcessId([*a, *b, *c, *d]),
            (b'D', [20, settings @ ..]) => pulse_setting(settings)
                .unwrap_or_else(|| Command::Ignored(self.bytes[..3].to_vec())),
            (b'A' | b'C' | b'D' | b'E' | b'H' | b'K' | b'M' | b'N' | b'P' | b'Q' | b'V', _) => {
                Command::Ignored(self.bytes[..3].to_vec())
            }
            _ => Command::Unknown(self.bytes[..3].to_vec()),
        })
    }

    /// GS 8 L: graphics with a length of four bytes.
    fn gs_longer(&mut self) -> Option<Command> {
        if self.byte()? != b'L' {
            return self.unknown();
        }
        let (low, high) = (self.size()?, self.size()?);
        let content = self.take(high << 16 | low)?;
        self.graphics(&content)
    }

    /// GS ( k cn fn …: two-dimensional symbols; 49 is QR.
    fn symbol(&self, content: &[u8]) -> Option<Command> {
        Some(match content {
            [49, 65, model, _] => Command::QrModel(*model),
            [49, 67, dots] => Command::QrModule(*dots),
            [49, 69, level] => Command::QrLevel(*level),
            [49, 80, 48, content @ ..] => Command::QrStore(content.to_vec()),
            [49, 81, 48] => Command::QrPrint,
            [49, 82, 48] => Command::Ignored(vec![0x1D, b'(', b'k', 49, 82]),
            [kind, function, ..] => Command::Unknown(vec![0x1D, b'(', b'k', *kind, *function]),
            _ => Command::Unknown(vec![0x1D, b'(', b'k']),
        })
    }

    /// GS ( L m fn …: 112 stores a picture, 2 and 50 print it.
    fn graphics(&self, content: &[u8]) -> Option<Command> {
        Some(match content {
            [48, 2 | 50] => Command::PrintStored,
            [48, 112, rest @ ..] => match stored(rest) {
                Some(raster) => Command::StoreRaster(raster),
                None => Command::Unknown(vec![0x1D, b'(', b'L', 48, 112]),
            },
            [48, function, ..] => Command::Unknown(vec![0x1D, b'(', b'L', 48, *function]),
            _ => Command::Unknown(vec![0x1D, b'(', b'L']),
        })
    }
}

/// GS ( D 20 [a b]…: a 1 is the pulse of DLE DC4, b whether it is allowed.
fn pulse_setting(settings: &[u8]) -> Option<Command> {
    let pulse = settings.chunks_exact(2).find(|pair| pair[0] == 1)?;
    Some(Command::AllowPulse(pulse[1] & 1 == 1))
}

/// The picture of GS ( L 112; `None`: its lengths contradict each other, or it is coloured.
fn stored(content: &[u8]) -> Option<Raster> {
    let (head, bits) = content.split_at_checked(8)?;
    let &[48, across @ 1..=2, down @ 1..=2, 49, xl, xh, yl, yh] = head else {
        return None;
    };
    let width = usize::from(u16::from_le_bytes([xl, xh]));
    let height = usize::from(u16::from_le_bytes([yl, yh]));
    (bits.len() == width.div_ceil(8) * height).then(|| Raster {
        width,
        height,
        scale: (usize::from(across), usize::from(down)),
        bits: bits.to_vec(),
    })
}
