//! Bitmaps: the numbered fields of ZVT messages and how long each one is.
//!
//! Source: ZVT PA00P015, chapter 5 (the table of bitmaps). Owns: the table and the walk. Must
//! never: guess the length of a field that is not in the table, unless it says it itself.

use super::tlv;

/// How a field's length is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    /// Always this many bytes.
    Fixed(usize),
    /// Two bytes `Fx Fy`: decimal digits in the low half bytes.
    Ll,
    /// Three bytes `Fx Fy Fz`.
    Lll,
    /// As in TLV (BMP 06 only).
    Tlv,
}

/// A step of the walk over fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// A field and its value.
    Field(u8, &'a [u8]),
    /// A field that is not in the table, but says its length and was stepped over.
    Skipped(u8),
    /// A field that is unknown or cut short: the walk ends here.
    Stuck(u8),
}

/// Walks over the fields of a message.
#[derive(Debug, Clone)]
pub struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// Begins at the first field number.
    pub fn new(data: &'a [u8]) -> Self {
        Self(data)
    }

    fn stuck(&mut self, bmp: u8) -> Option<Step<'a>> {
        self.0 = &[];
        Some(Step::Stuck(bmp))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        let (&bmp, rest) = self.0.split_first()?;
        match length_of(bmp) {
            Some(length) => match split(rest, length) {
                Some((value, rest)) => {
                    self.0 = rest;
                    Some(Step::Field(bmp, value))
                }
                None => self.stuck(bmp),
            },
            // Three or two bytes F0–F9 are almost surely a length; it is believed only if the
            // rest then reads cleanly to its end.
            None => match [Length::Lll, Length::Ll]
                .into_iter()
                .filter_map(|length| split(rest, length))
                .find(|(_, rest)| reads_cleanly(rest))
            {
                Some((_, rest)) => {
                    self.0 = rest;
                    Some(Step::Skipped(bmp))
                }
                None => self.stuck(bmp),
            },
        }
    }
}

/// Reads `Fx Fy Fz <text>` at the start: the software version in an answer to `05 01`.
pub fn split_lll(data: &[u8]) -> Option<(&[u8], &[u8])> {
    split(data, Length::Lll)
}

fn reads_cleanly(mut rest: &[u8]) -> bool {
    while let Some((&bmp, tail)) = rest.split_first() {
        match length_of(bmp).and_then(|length| split(tail, length)) {
            Some((_, tail)) => rest = tail,
            None => return false,
        }
    }
    true
}

fn split(rest: &[u8], length: Length) -> Option<(&[u8], &[u8])> {
    let (head, len) = match length {
        Length::Fixed(len) => (0, len),
        Length::Ll => (2, decimal(rest.get(..2)?)?),
        Length::Lll => (3, decimal(rest.get(..3)?)?),
        Length::Tlv => tlv::length(rest)?,
    };
    let body = rest.get(head..)?;
    (len <= body.len()).then(|| body.split_at(len))
}

fn decimal(digits: &[u8]) -> Option<usize> {
    digits.iter().try_fold(0, |sum, byte| match byte {
        0xF0..=0xF9 => Some(sum * 10 + usize::from(byte & 0x0F)),
        _ => None,
    })
}

fn length_of(bmp: u8) -> Option<Length> {
    use Length::{Fixed, Ll, Lll, Tlv};
    Some(match bmp {
        0x01 | 0x02 | 0x03 | 0x05 | 0x19 | 0x27 => Fixed(1),
        0x04 => Fixed(6),
        0x06 => Tlv,
        0x0B | 0x0C | 0x37 | 0x3D | 0x88 | 0xAA => Fixed(3),
        0x0D | 0x0E | 0x17 | 0x3A | 0x49 | 0x87 => Fixed(2),
        0x22 | 0x23 | 0x2D | 0x4C | 0x8B | 0xA7 | 0xD1 => Ll,
        0x24 | 0x2E | 0x3C | 0x60 | 0x9A | 0xAF => Lll,
        0x29 | 0x70 | 0x71 => Fixed(4),
        0x2A => Fixed(15),
        0x3B | 0xEB => Fixed(8),
        0x72..=0x75 | 0x8A | 0x8C | 0xA0 | 0xD0 | 0xD2 | 0xD3 => Fixed(1),
        0xBA => Fixed(5),
        0xE0 | 0xE9 | 0xEA | 0xF0 | 0xF9..=0xFD => Fixed(1),
        0xE1..=0xE8 | 0xF1..=0xF8 => Ll,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn walk(data: &[u8]) -> Vec<Step<'_>> {
        Fields::new(data).collect()
    }

    #[test]
    fn the_walk_over_fields() {
        let table: &[(&[u8], &[Step<'_>])] = &[
            (
                &[0x27, 0x00, 0x87, 0x00, 0x01],
                &[Step::Field(0x27, &[0x00]), Step::Field(0x87, &[0x00, 0x01])],
            ),
            (
                &[0x8B, 0xF0, 0xF2, 0x41, 0x00],
                &[Step::Field(0x8B, &[0x41, 0x00])],
            ),
            (
                &[0x06, 0x02, 0x41, 0x00, 0x27, 0x05],
                &[Step::Field(0x06, &[0x41, 0x00]), Step::Field(0x27, &[0x05])],
            ),
            // Unknown, but self-describing: what follows is kept.
            (
                &[0x27, 0x00, 0x99, 0xF0, 0xF0, 0xF1, 0xAB, 0x87, 0x00, 0x01],
                &[
                    Step::Field(0x27, &[0x00]),
                    Step::Skipped(0x99),
                    Step::Field(0x87, &[0x00, 0x01]),
                ],
            ),
            // Unknown: what came before is kept.
            (
                &[0x27, 0x00, 0x99, 0x01, 0x02],
                &[Step::Field(0x27, &[0x00]), Step::Stuck(0x99)],
            ),
            // Cut short.
            (&[0x04, 0x00, 0x00], &[Step::Stuck(0x04)]),
            (&[0x8B, 0xF9, 0xF9, 0x41], &[Step::Stuck(0x8B)]),
            (&[0x8B, 0x12, 0x34], &[Step::Stuck(0x8B)]),
        ];
        for (data, steps) in table {
            assert_eq!(walk(data), *steps, "{data:02X?}");
        }
    }

    proptest! {
        #[test]
        fn the_walk_ends(data in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(walk(&data).len() <= data.len());
        }
    }
}
