//! The terminal's own password, and byte strings that may hold it or a card number.
//!
//! Owns: redaction and zeroing. Must never: print, compare to a log, or serialise a secret.

use std::fmt;

use zeroize::Zeroizing;

/// A terminal password that is not six decimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a terminal password is exactly six decimal digits")]
pub struct PasswordError;

/// The six digits that open a terminal's commands to the register (ZVT: 3 bytes BCD).
#[derive(Clone, PartialEq, Eq)]
pub struct TerminalPassword(Zeroizing<[u8; 3]>);

impl TerminalPassword {
    /// Reads six ASCII digits.
    pub fn new(digits: &str) -> Result<Self, PasswordError> {
        let bytes = digits.as_bytes();
        if bytes.len() != 6 || !bytes.iter().all(u8::is_ascii_digit) {
            return Err(PasswordError);
        }
        let mut bcd = Zeroizing::new([0u8; 3]);
        for (place, pair) in bcd.iter_mut().zip(bytes.chunks_exact(2)) {
            *place = (pair[0] - b'0') << 4 | (pair[1] - b'0');
        }
        Ok(Self(bcd))
    }

    /// The digits as packed BCD, for the wire only.
    pub(crate) fn bcd(&self) -> &[u8; 3] {
        &self.0
    }
}

impl fmt::Debug for TerminalPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TerminalPassword(redacted)")
    }
}

/// Bytes as they stand on the wire: zeroed on drop, and never shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct WireBytes(Zeroizing<Vec<u8>>);

impl WireBytes {
    /// Takes the bytes over; they are zeroed when this value goes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for a port or a decoder.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for WireBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WireBytes({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_six_digits_and_never_shown() {
        let password = TerminalPassword::new("123456").unwrap();
        assert_eq!(password.bcd(), &[0x12, 0x34, 0x56]);
        assert!(!format!("{password:?}").contains("12"));
        for bad in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(TerminalPassword::new(bad), Err(PasswordError), "{bad}");
        }
    }

    #[test]
    fn wire_bytes_are_not_printed() {
        assert_eq!(
            format!("{:?}", WireBytes::new(vec![0x41; 3])),
            "WireBytes(3 bytes)"
        );
    }
}
