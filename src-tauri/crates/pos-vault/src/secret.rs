//! The two secret types. They never print, never serialise, and are zeroed on drop.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

/// A 32-byte key. Kept on the heap so that moving it leaves no copy behind on the stack.
pub struct Secret32(Box<[u8; 32]>);

impl Secret32 {
    /// Takes over `bytes` and zeroes the caller's copy.
    pub fn take(bytes: &mut [u8; 32]) -> Self {
        let mut boxed = Box::new([0_u8; 32]);
        boxed.copy_from_slice(bytes);
        bytes.zeroize();
        Self(boxed)
    }

    /// A key filled by `fill`, in place.
    pub(crate) fn filled<E>(fill: impl FnOnce(&mut [u8; 32]) -> Result<(), E>) -> Result<Self, E> {
        let mut key = Self(Box::new([0_u8; 32]));
        fill(&mut key.0)?;
        Ok(key)
    }

    /// `None` unless `bytes` is exactly 32 long.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut boxed = Box::new([0_u8; 32]);
        if bytes.len() != boxed.len() {
            return None;
        }
        boxed.copy_from_slice(bytes);
        Some(Self(boxed))
    }

    /// The key itself. Do not copy it into anything that is not zeroed.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for Secret32 {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret32(..)")
    }
}

/// A secret typed by a person (password, PIN, passphrase, recovery phrase) or a random handle.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes over `text`; the buffer is zeroed on drop.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Do not copy it into anything that is not zeroed.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text in Unicode NFKC (NIST SP 800-63B-4, 3.1.1.2), so that a keyboard in full-width
    /// mode or another way of composing an accent gives the same secret.
    pub(crate) fn normalised(&self) -> Zeroizing<String> {
        // Room for the longest expansion usual in text, so that growing leaves no copies.
        let mut text = Zeroizing::new(String::with_capacity(self.0.len() * 4));
        text.extend(self.0.nfkc());
        text
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_is_redacted() {
        let mut bytes = *b"0123456789abcdef0123456789abcdef";
        let key = Secret32::take(&mut bytes);
        assert_eq!(bytes, [0; 32], "the caller's copy is zeroed");
        assert_eq!(format!("{key:?}"), "Secret32(..)");
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "Secret(..)");
    }

    #[test]
    fn full_width_typing_is_the_same_secret() {
        assert_eq!(*Secret::new("１２３ａ").normalised(), "123a");
        assert_eq!(*Secret::new("e\u{301}").normalised(), "\u{e9}");
    }
}
