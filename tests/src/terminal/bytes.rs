//! Bytes of the protocol: decimals, checksum, units, fields, objects.
//!
//! Source: ZVT PA00P015 chapter 5 and PA00P016. Owns: the terminal's own reading of them.

/// Packed decimals, the last `len` pairs of digits.
pub fn packed(mut value: u64, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    for byte in bytes.iter_mut().rev() {
        let pair = value % 100;
        *byte = u8::try_from(pair / 10 * 16 + pair % 10).expect("two digits");
        value /= 100;
    }
    bytes
}

/// The number in packed decimals.
pub fn number(bytes: &[u8]) -> Option<u64> {
    bytes.iter().try_fold(0_u64, |sum, byte| {
        let (high, low) = (u64::from(byte >> 4), u64::from(byte & 15));
        (high < 10 && low < 10).then(|| sum * 100 + high * 10 + low)
    })
}

/// The checksum of a block: x^16+x^12+x^5+1 reflected, over the unit and the closing 03.
pub fn checksum(unit: &[u8]) -> [u8; 2] {
    let mut sum = 0_u16;
    for byte in unit.iter().chain(&[0x03]) {
        sum ^= u16::from(*byte);
        for _ in 0..8 {
            sum = match sum & 1 {
                1 => sum >> 1 ^ 0x8408,
                _ => sum >> 1,
            };
        }
    }
    [(sum & 0xFF) as u8, (sum >> 8) as u8]
}

/// A block for a serial line.
pub fn block(unit: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x10, 0x02];
    for byte in unit {
        bytes.push(*byte);
        if *byte == 0x10 {
            bytes.push(0x10);
        }
    }
    bytes.extend([0x10, 0x03]);
    bytes.extend(checksum(unit));
    bytes
}

/// A unit: two control bytes, the length (two bytes, low first, after FF), the data.
pub fn unit(class: u8, instr: u8, data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![class, instr];
    match u8::try_from(data.len()) {
        Ok(len) if len < 0xFF => bytes.push(len),
        _ => {
            bytes.push(0xFF);
            let len = u16::try_from(data.len()).expect("a unit has at most 65535 bytes");
            bytes.extend(len.to_le_bytes());
        }
    }
    bytes.extend(data);
    bytes
}

/// Where the data of a unit begins and where it ends, once that can be told.
pub fn extent(bytes: &[u8]) -> Option<(usize, usize)> {
    match *bytes {
        [_, _, 0xFF, low, high, ..] => Some((5, 5 + usize::from(u16::from_le_bytes([low, high])))),
        [_, _, 0xFF, ..] => None,
        [_, _, len, ..] => Some((3, 3 + usize::from(len))),
        _ => None,
    }
}

/// The data of a whole unit.
pub fn data(unit: &[u8]) -> &[u8] {
    extent(unit)
        .and_then(|(from, to)| unit.get(from..to))
        .unwrap_or(&[])
}

/// The value of a numbered field in a command's fields; None too where they cannot be read.
pub fn field(mut fields: &[u8], wanted: u8) -> Option<&[u8]> {
    while let Some((&bmp, rest)) = fields.split_first() {
        let (from, len) = match bmp {
            0x01 | 0x02 | 0x03 | 0x05 | 0x19 | 0x8A => (0, 1),
            0x0E | 0x3A | 0x49 | 0x87 => (0, 2),
            0x0B | 0x0C | 0x37 | 0xAA => (0, 3),
            0x04 => (0, 6),
            0x22 | 0x23 | 0x2D => (2, digits(rest.get(..2)?)),
            0x24 | 0x3C => (3, digits(rest.get(..3)?)),
            0x06 => object_len(rest)?,
            _ => return None,
        };
        let value = rest.get(from..from + len)?;
        if bmp == wanted {
            return Some(value);
        }
        fields = &rest[from + len..];
    }
    None
}

fn digits(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .fold(0, |sum, byte| sum * 10 + usize::from(byte & 15))
}

/// How many bytes an object's length takes, and the length.
fn object_len(bytes: &[u8]) -> Option<(usize, usize)> {
    match *bytes {
        [len @ ..=0x7F, ..] => Some((1, len.into())),
        [0x81, len, ..] => Some((2, len.into())),
        [0x82, high, low, ..] => Some((3, u16::from_be_bytes([high, low]).into())),
        _ => None,
    }
}

/// The value of an object, at the top or inside constructed ones.
pub fn object<'a>(mut objects: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    while let Some(first) = objects.first() {
        let tag_len = if first & 0x1F == 0x1F { 2 } else { 1 };
        let tag = objects.get(..tag_len)?;
        let (from, len) = object_len(&objects[tag_len..])?;
        let value = objects.get(tag_len + from..tag_len + from + len)?;
        if tag == wanted {
            return Some(value);
        }
        if first & 0x20 != 0
            && let Some(found) = object(value, wanted)
        {
            return Some(found);
        }
        objects = &objects[tag_len + from + len..];
    }
    None
}

/// An object.
pub fn put_object(to: &mut Vec<u8>, tag: &[u8], value: &[u8]) {
    to.extend(tag);
    match value.len() {
        len @ ..=0x7F => to.push(len as u8),
        len @ ..=0xFF => to.extend([0x81, len as u8]),
        len => {
            to.push(0x82);
            to.extend((len as u16).to_be_bytes());
        }
    }
    to.extend(value);
}
