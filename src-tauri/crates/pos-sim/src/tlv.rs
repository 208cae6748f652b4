//! Owns the TLV container of BMP 06: tags of one or two bytes, BER lengths.

/// Writes one TLV object.
pub fn object(tag: u16, value: &[u8]) -> Vec<u8> {
    let mut bytes = match u8::try_from(tag) {
        Ok(tag) => vec![tag],
        Err(_) => tag.to_be_bytes().to_vec(),
    };
    bytes.extend(length(value.len()));
    bytes.extend(value);
    bytes
}

/// Writes a BER length: `00–7F`, `81 xx` or `82 hi lo`.
pub fn length(len: usize) -> Vec<u8> {
    match len {
        0..=0x7F => vec![len as u8],
        0x80..=0xFF => vec![0x81, len as u8],
        _ => {
            let [high, low] = u16::try_from(len).unwrap_or(u16::MAX).to_be_bytes();
            vec![0x82, high, low]
        }
    }
}

/// Reads a BER length: its value and the bytes after it.
pub fn read_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    match bytes {
        [len @ 0..=0x7F, rest @ ..] => Some((usize::from(*len), rest)),
        [0x81, len, rest @ ..] => Some((usize::from(*len), rest)),
        [0x82, high, low, rest @ ..] => {
            Some((usize::from(u16::from_be_bytes([*high, *low])), rest))
        }
        _ => None,
    }
}

/// Reads the objects of one level. `None` when they do not fit the bytes.
pub fn objects(mut bytes: &[u8]) -> Option<Vec<(u16, &[u8])>> {
    let mut found = Vec::new();
    while let Some((&first, rest)) = bytes.split_first() {
        let (tag, rest) = if first & 0x1F == 0x1F {
            let (&second, rest) = rest.split_first()?;
            (u16::from_be_bytes([first, second]), rest)
        } else {
            (u16::from(first), rest)
        };
        let (len, rest) = read_length(rest)?;
        found.push((tag, rest.get(..len)?));
        bytes = &rest[len..];
    }
    Some(found)
}

/// The value of the first object with this tag, on this level.
pub fn find(bytes: &[u8], tag: u16) -> Option<&[u8]> {
    objects(bytes)?
        .into_iter()
        .find(|(t, _)| *t == tag)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for len in [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF] {
            let value = vec![7; len];
            let bytes = [object(0x1F1F, &value), object(0x43, &[1])].concat();
            assert_eq!(find(&bytes, 0x1F1F), Some(&value[..]));
            assert_eq!(find(&bytes, 0x43), Some(&[1][..]));
            assert_eq!(objects(&bytes[..bytes.len() - 1]), None);
        }
        assert_eq!(object(0x25, &[0; 0x81])[..3], [0x25, 0x81, 0x81]);
        assert_eq!(object(0x25, &[0; 0x102])[..4], [0x25, 0x82, 0x01, 0x02]);
    }
}
