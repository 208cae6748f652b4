//! Owns the APDU: class, instruction, length, data. Knows nothing of meaning.

/// One application block. `code` is class and instruction, such as `0x0601`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apdu {
    pub code: u16,
    pub data: Vec<u8>,
}

/// How the length is written on the way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LengthForm {
    /// One byte up to 254, else `FF lo hi`.
    #[default]
    Shortest,
    /// Always `FF lo hi`, which the specification allows for short data too.
    Extended,
}

impl Apdu {
    pub fn new(code: u16, data: impl Into<Vec<u8>>) -> Self {
        Self {
            code,
            data: data.into(),
        }
    }

    /// The bytes as they stand between the frame marks or on TCP.
    /// Data is cut at 65,535 bytes, the most that the length can say.
    pub fn encode(&self, form: LengthForm) -> Vec<u8> {
        let len = u16::try_from(self.data.len()).unwrap_or(u16::MAX);
        let mut bytes = self.code.to_be_bytes().to_vec();
        match (form, u8::try_from(len)) {
            (LengthForm::Shortest, Ok(short)) if short < 0xFF => bytes.push(short),
            _ => {
                bytes.push(0xFF);
                bytes.extend(len.to_le_bytes());
            }
        }
        bytes.extend(&self.data[..usize::from(len)]);
        bytes
    }

    /// Cuts one APDU off the front: it and the number of bytes it took.
    /// `None` while bytes are missing.
    pub fn cut(bytes: &[u8]) -> Option<(Self, usize)> {
        let (head, len) = match bytes {
            [_, _, 0xFF, low, high, ..] => (5, usize::from(u16::from_le_bytes([*low, *high]))),
            [_, _, 0xFF, ..] => return None,
            [_, _, len, ..] => (3, usize::from(*len)),
            _ => return None,
        };
        let data = bytes.get(head..head + len)?.to_vec();
        Some((
            Self {
                code: u16::from_be_bytes([bytes[0], bytes[1]]),
                data,
            },
            head + len,
        ))
    }

    /// Reads a frame that must hold exactly one APDU.
    pub fn whole(bytes: &[u8]) -> Option<Self> {
        Self::cut(bytes)
            .filter(|(_, used)| *used == bytes.len())
            .map(|(apdu, _)| apdu)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        for (len, head) in [(0, 3), (1, 3), (254, 3), (255, 5), (256, 5), (65_535, 5)] {
            let apdu = Apdu::new(0x040F, vec![0x55; len]);
            for (form, head) in [(LengthForm::Shortest, head), (LengthForm::Extended, 5)] {
                let mut bytes = apdu.encode(form);
                assert_eq!(bytes.len(), head + len);
                assert_eq!(Apdu::whole(&bytes).as_ref(), Some(&apdu));
                for cut in 0..bytes.len().min(300) {
                    assert_eq!(Apdu::cut(&bytes[..cut]), None);
                }
                bytes.push(0x80);
                assert_eq!(Apdu::cut(&bytes).map(|(_, used)| used), Some(head + len));
                assert_eq!(Apdu::whole(&bytes), None);
            }
        }
    }
}
