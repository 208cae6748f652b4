//! Owns the bitmaps (BMP) inside an APDU: their lengths, and how values are packed.

use crate::tlv;

/// Why the fields of a command could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadField {
    /// The terminal does not know this bitmap (`84 83`).
    Unknown(u8),
    /// The value does not fit the bytes left.
    Short(u8),
}

enum Size {
    Fixed(usize),
    /// `Fx Fy`
    Two,
    /// `Fx Fy Fz`
    Three,
    Container,
}

fn size(tag: u8) -> Option<Size> {
    Some(match tag {
        0x01..=0x03 | 0x05 | 0x19 | 0x27 | 0x8A | 0x8C | 0xA0 => Size::Fixed(1),
        0xD0..=0xD3 | 0xF0 | 0xF9..=0xFD => Size::Fixed(1),
        0x0D | 0x0E | 0x17 | 0x3A | 0x49 | 0x87 => Size::Fixed(2),
        0x0B | 0x0C | 0x37 | 0x3D | 0x88 | 0xAA => Size::Fixed(3),
        0x29 => Size::Fixed(4),
        0xBA => Size::Fixed(5),
        0x04 => Size::Fixed(6),
        0x3B => Size::Fixed(8),
        0x2A => Size::Fixed(15),
        0x22 | 0x23 | 0x2D | 0x4C | 0x8B | 0xA7 | 0xE0..=0xEB | 0xF1..=0xF8 => Size::Two,
        0x24 | 0x2E | 0x3C | 0x60 | 0x9A | 0xAF => Size::Three,
        0x06 => Size::Container,
        _ => return None,
    })
}

/// Reads a chain of bitmaps; each value without its length bytes.
pub fn fields(mut bytes: &[u8]) -> Result<Vec<(u8, &[u8])>, BadField> {
    let mut found = Vec::new();
    while let Some((&tag, rest)) = bytes.split_first() {
        let (len, rest) = match size(tag).ok_or(BadField::Unknown(tag))? {
            Size::Fixed(len) => Some((len, rest)),
            Size::Two => digits(rest, 2),
            Size::Three => digits(rest, 3),
            Size::Container => tlv::read_length(rest),
        }
        .ok_or(BadField::Short(tag))?;
        found.push((tag, rest.get(..len).ok_or(BadField::Short(tag))?));
        bytes = &rest[len..];
    }
    Ok(found)
}

fn digits(bytes: &[u8], count: usize) -> Option<(usize, &[u8])> {
    let (head, rest) = bytes.split_at_checked(count)?;
    let len = head.iter().try_fold(0, |len, byte| {
        let digit = byte & 0x0F;
        (byte & 0xF0 == 0xF0 && digit < 10).then(|| len * 10 + usize::from(digit))
    })?;
    Some((len, rest))
}

/// The value of the first bitmap with this tag.
pub fn find<'a>(fields: &[(u8, &'a [u8])], tag: u8) -> Option<&'a [u8]> {
    fields
        .iter()
        .find(|(t, _)| *t == tag)
        .map(|(_, value)| *value)
}

/// Packs a number as BCD, two digits a byte; higher digits are cut.
pub fn bcd(value: u64, bytes: usize) -> Vec<u8> {
    let mut left = value;
    let mut packed = vec![0; bytes];
    for byte in packed.iter_mut().rev() {
        *byte = (((left / 10 % 10) << 4) | (left % 10)) as u8;
        left /= 100;
    }
    packed
}

/// Reads BCD; `None` when a nibble is not a decimal digit.
pub fn number(bytes: &[u8]) -> Option<u64> {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .try_fold(0u64, |value, digit| {
            (digit < 10).then(|| value.checked_mul(10)?.checked_add(u64::from(digit)))?
        })
}

/// Packs a card number for BMP 22: `*` becomes E, `D` and `=` the separator, F fills.
pub fn card_digits(text: &str) -> Vec<u8> {
    let mut nibbles: Vec<u8> = text
        .chars()
        .filter_map(|c| match c {
            '0'..='9' => Some(c as u8 - b'0'),
            '*' => Some(0xE),
            'D' | '=' => Some(0xD),
            _ => None,
        })
        .collect();
    if nibbles.len() % 2 == 1 {
        nibbles.push(0xF);
    }
    nibbles
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

/// A chain of bitmaps being written.
#[derive(Debug, Default)]
pub struct Chain(pub Vec<u8>);

impl Chain {
    /// A bitmap of fixed size; the caller gives exactly its bytes.
    pub fn fixed(&mut self, tag: u8, value: &[u8]) -> &mut Self {
        self.0.push(tag);
        self.0.extend(value);
        self
    }

    /// A bitmap with a two-digit length; the value is cut at 99 bytes.
    pub fn two(&mut self, tag: u8, value: &[u8]) -> &mut Self {
        let value = &value[..value.len().min(99)];
        let len = value.len() as u8;
        self.0.extend([tag, 0xF0 | (len / 10), 0xF0 | (len % 10)]);
        self.0.extend(value);
        self
    }

    /// A bitmap with a three-digit length; the value is cut at 999 bytes.
    pub fn three(&mut self, tag: u8, value: &[u8]) -> &mut Self {
        self.0.push(tag);
        self.0.extend(lllvar(value));
        self
    }

    /// BMP 06 around TLV objects; nothing when there are none.
    pub fn container(&mut self, objects: &[u8]) -> &mut Self {
        if !objects.is_empty() {
            self.0.push(0x06);
            self.0.extend(tlv::length(objects.len()));
            self.0.extend(objects);
        }
        self
    }
}

/// A value behind a three-digit length, as in `05 01`'s completion.
pub fn lllvar(value: &[u8]) -> Vec<u8> {
    let value = &value[..value.len().min(999)];
    let len = value.len();
    let digit = |n: usize| 0xF0 | (n % 10) as u8;
    [&[digit(len / 100), digit(len / 10), digit(len)], value].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chain_there_and_back() {
        let mut chain = Chain::default();
        chain
            .fixed(0x04, &bcd(11_000, 6))
            .two(0x22, &card_digits("411111******111"));
        chain
            .three(0x3C, b"hello")
            .container(&tlv::object(0x1F1F, &[0, 1]));
        let fields = fields(&chain.0).unwrap();
        assert_eq!(number(find(&fields, 0x04).unwrap()), Some(11_000));
        let pan = [0x41, 0x11, 0x11, 0xEE, 0xEE, 0xEE, 0x11, 0x1F];
        assert_eq!(find(&fields, 0x22), Some(&pan[..]));
        assert_eq!(find(&fields, 0x3C), Some(&b"hello"[..]));
        assert_eq!(
            tlv::find(find(&fields, 0x06).unwrap(), 0x1F1F),
            Some(&[0, 1][..])
        );
    }

    #[test]
    fn bad_chains() {
        assert_eq!(fields(&[0x77]), Err(BadField::Unknown(0x77)));
        assert_eq!(fields(&[0x04, 0, 0]), Err(BadField::Short(0x04)));
        assert_eq!(
            fields(&[0x22, 0xF0, 0x01, 0x41]),
            Err(BadField::Short(0x22))
        );
        assert_eq!(number(&[0x1A]), None);
    }
}
