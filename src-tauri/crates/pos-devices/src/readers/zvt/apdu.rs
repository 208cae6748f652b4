//! Application data units: `CLASS INSTR LEN DATA`, and the packed decimals inside.
//!
//! Source: ZVT PA00P015, 2.1. Owns: the length forms (one byte, or `FF lo hi`, little-endian).
//! Must never: allocate for a length that was only announced.

use crate::secret::WireBytes;

/// The longest unit: header with extended length and 65,535 bytes.
pub const APDU_MAX: usize = 5 + 0xFFFF;

/// A unit taken apart, still borrowed from its bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Apdu<'a> {
    /// First control byte.
    pub class: u8,
    /// Second control byte; the result code when the class is 84.
    pub instr: u8,
    /// What is there of the announced data.
    pub data: &'a [u8],
}

/// The whole length of the unit that starts with `header`; `None` while it cannot be told.
pub fn total_len(header: &[u8]) -> Option<usize> {
    match *header {
        [_, _, 0xFF, low, high, ..] => Some(5 + usize::from(u16::from_le_bytes([low, high]))),
        [_, _, 0xFF, ..] => None,
        [_, _, len, ..] => Some(3 + usize::from(len)),
        _ => None,
    }
}

/// Takes a unit apart. Lenient, because a result must not be refused for a wrong length byte:
/// missing data is simply missing, and a unit without a length byte has no data.
pub fn parse(bytes: &[u8]) -> Option<Apdu<'_>> {
    let (&class, rest) = bytes.split_first()?;
    let (&instr, rest) = rest.split_first()?;
    let (announced, data) = match *rest {
        [] => (0, rest),
        [0xFF, low, high, ..] => (usize::from(u16::from_le_bytes([low, high])), &rest[3..]),
        [0xFF, ..] => (0, &rest[rest.len()..]),
        [len, ..] => (usize::from(len), &rest[1..]),
    };
    Some(Apdu {
        class,
        instr,
        data: &data[..announced.min(data.len())],
    })
}

/// Puts a unit together. `data` is at most 65,535 bytes; this driver sends far less.
pub fn build(class: u8, instr: u8, data: &[u8]) -> WireBytes {
    let len = u16::try_from(data.len()).expect("no command of ours is longer than 65,535 bytes");
    let mut bytes = Vec::with_capacity(5 + data.len());
    bytes.extend([class, instr]);
    match u8::try_from(len) {
        Ok(short) if short < 0xFF => bytes.push(short),
        _ => {
            bytes.push(0xFF);
            bytes.extend(len.to_le_bytes());
        }
    }
    bytes.extend_from_slice(data);
    WireBytes::new(bytes)
}

/// Packed decimals as a number; `None` if a half byte is no digit or it is too long.
pub fn bcd(field: &[u8]) -> Option<u64> {
    let mut value: u64 = 0;
    for byte in field {
        for half in [byte >> 4, byte & 0x0F] {
            if half > 9 {
                return None;
            }
            value = value.checked_mul(10)?.checked_add(u64::from(half))?;
        }
    }
    Some(value)
}

/// Packed decimals as digits; half bytes above 9 are left out.
pub fn bcd_text(field: &[u8]) -> String {
    let halves = field.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    halves
        .filter(|half| *half <= 9)
        .map(|half| char::from(b'0' + half))
        .collect()
}

/// A number as packed decimals of `N` bytes; higher digits are cut off.
pub fn to_bcd<const N: usize>(mut value: u64) -> [u8; N] {
    let mut field = [0; N];
    for place in field.iter_mut().rev() {
        let pair = (value % 100) as u8;
        *place = ((pair / 10) << 4) | (pair % 10);
        value /= 100;
    }
    field
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn length_forms() {
        assert_eq!(total_len(&[0x06, 0x0F, 0x05]), Some(8));
        assert_eq!(total_len(&[0x06, 0x0F, 0xFF, 0x01]), None);
        assert_eq!(total_len(&[0x06, 0x0F, 0xFF, 0x01, 0x02]), Some(5 + 0x0201));
        assert_eq!(total_len(&[0x06, 0x0F]), None);
        assert_eq!(parse(&[0x80, 0x00]).map(|unit| unit.data.len()), Some(0));
        assert_eq!(
            parse(&[0x04, 0x0F, 0x09, 0x27, 0x00]).map(|u| u.data),
            Some(&[0x27, 0][..])
        );
        assert_eq!(build(6, 1, &[0; 0xFE]).as_slice()[..3], [6, 1, 0xFE]);
        assert_eq!(
            build(6, 1, &[0; 0xFF]).as_slice()[..5],
            [6, 1, 0xFF, 0xFF, 0x00]
        );
    }

    proptest! {
        #[test]
        fn a_unit_round_trips(
            class: u8, instr: u8, data in prop::collection::vec(any::<u8>(), 0..700),
        ) {
            let bytes = build(class, instr, &data);
            prop_assert_eq!(total_len(bytes.as_slice()), Some(bytes.as_slice().len()));
            let unit = parse(bytes.as_slice()).unwrap();
            prop_assert_eq!((unit.class, unit.instr, unit.data), (class, instr, &data[..]));
        }

        #[test]
        fn decimals_round_trip(value in 0u64..=999_999_999_999) {
            prop_assert_eq!(bcd(&to_bcd::<6>(value)), Some(value));
        }

        #[test]
        fn parsing_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            parse(&bytes);
            total_len(&bytes);
            bcd(&bytes);
            bcd_text(&bytes);
        }
    }
}
