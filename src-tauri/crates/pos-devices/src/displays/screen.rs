//! The two rows of a display: what stands there, and the bytes that change it.
//!
//! Sources: CD5220 manual, standard command list (`ESC @`, `CLR`, `ESC Q A`, `ESC Q B`,
//! `ESC *`); Epson DM-D110 specification (`US $`, `US X`, `ESC t`). Sans-I/O. Must never: send a
//! row that stands there already.

use super::{COLUMNS, DisplayProtocol, DisplaySettings};

type Row = [u8; COLUMNS];

/// What stands on a display.
#[derive(Debug)]
pub struct Screen {
    settings: DisplaySettings,
    /// `None`: not known, after the display was switched on.
    shown: Option<[Row; 2]>,
}

impl Screen {
    /// A display that was just connected.
    pub fn new(settings: DisplaySettings) -> Self {
        Self {
            settings,
            shown: None,
        }
    }

    /// The bytes that bring it to a known state: empty, overwriting, no cursor. Then [`change`]
    /// sends what is missing.
    ///
    /// [`change`]: Self::change
    pub fn reset(&mut self) -> Vec<u8> {
        self.shown = Some([[b' '; COLUMNS]; 2]);
        let brightness = self.settings.brightness.clamp(1, 4);
        let mut bytes = vec![0x1B, 0x40, 0x0C];
        match self.settings.protocol {
            // Its characters are set by switches; ESC t is no command of it.
            DisplayProtocol::Cd5220 => bytes.extend([0x1B, 0x2A, brightness]),
            DisplayProtocol::Epson => {
                bytes.extend([0x1F, 0x01, 0x1F, 0x43, 0, 0x1F, 0x58, brightness]);
                if let Some(page) = self.settings.charset.page() {
                    bytes.extend([0x1B, 0x74, page]);
                }
            }
        }
        bytes
    }

    /// The bytes that make it show these rows; none when it does already.
    pub fn change(&mut self, upper: &str, lower: &str) -> Vec<u8> {
        let wanted = [upper, lower].map(|text| self.settings.charset.row(text));
        let mut bytes = match self.shown {
            Some(_) => Vec::new(),
            None => self.reset(),
        };
        let shown = self.shown.unwrap_or([[b' '; COLUMNS]; 2]);
        for (number, (row, old)) in wanted.iter().zip(&shown).enumerate() {
            if row != old {
                self.row(number, row, old, &mut bytes);
            }
        }
        self.shown = Some(wanted);
        bytes
    }

    fn row(&self, number: usize, row: &Row, old: &Row, bytes: &mut Vec<u8>) {
        match self.settings.protocol {
            // After ESC Q it takes no other command but CLR: whole rows only.
            DisplayProtocol::Cd5220 => {
                bytes.extend([0x1B, 0x51, if number == 0 { b'A' } else { b'B' }]);
                bytes.extend(row);
                bytes.push(0x0D);
            }
            DisplayProtocol::Epson => {
                let differs = |at: &usize| row[*at] != old[*at];
                let first = (0..COLUMNS).find(differs).unwrap_or(0);
                let last = (0..COLUMNS).rfind(differs).unwrap_or(COLUMNS - 1);
                let (first, last) = match self.settings.charset {
                    // A change may begin within a wide character: from the row's start.
                    super::DisplayCharset::Gb18030 => (0, COLUMNS - 1),
                    _ => (first, last),
                };
                bytes.extend([0x1F, 0x24, first as u8 + 1, number as u8 + 1]);
                bytes.extend(&row[first..=last]);
            }
        }
    }
}
