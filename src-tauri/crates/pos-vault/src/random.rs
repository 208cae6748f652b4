//! Randomness, from the operating system only.

use base64ct::{Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

use crate::error::{Result, VaultError};
use crate::secret::{Secret, Secret32};

/// Fills `bytes` from the operating system.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|_| VaultError::NoRandomness)
}

/// `N` random bytes. Fails only when the operating system has no randomness to give.
pub fn random_bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0_u8; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// An opaque handle of 256 random bits, 43 characters of base64url. For sessions.
pub fn random_token() -> Result<Secret> {
    let bytes = Zeroizing::new(random_bytes::<32>()?);
    Ok(Secret::new(Base64UrlUnpadded::encode_string(&*bytes)))
}

/// A fresh random key.
pub(crate) fn make_key() -> Result<Secret32> {
    Secret32::filled(|bytes| fill(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_differ() {
        let (a, b) = (random_token().unwrap(), random_token().unwrap());
        assert_eq!(a.expose().len(), 43);
        assert_ne!(a.expose(), b.expose());
        assert!(
            a.expose()
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || b"-_".contains(&c))
        );
    }
}
