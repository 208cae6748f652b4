//! Recovery codes: ten random codes for the day when the second factor is lost.
//!
//! Each holds eighty random bits, so it cannot be guessed or tried through, whoever has the file:
//! a slow hash would add nothing and would take ten times as long at a sign-in, where each of the
//! ten would have to be tried. They are kept as HMAC-SHA-256 under the pepper, which is not in the
//! file.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::encoding::{base32, unbase32};
use crate::error::Result;
use crate::random::fill;
use crate::secret::{Secret, Secret32};

/// So many are made at once.
pub const CODES: usize = 10;
const CODE_BYTES: usize = 10;
const CODE_CHARS: usize = 16;

/// Fresh codes, in four groups of four letters and digits.
pub fn make() -> Result<Vec<Secret>> {
    (0..CODES).map(|_| make_one()).collect()
}

fn make_one() -> Result<Secret> {
    let mut bytes = Zeroizing::new([0; CODE_BYTES]);
    fill(&mut *bytes)?;
    let plain = base32(&*bytes);
    let mut text = Zeroizing::new(String::with_capacity(CODE_CHARS + 3));
    for (at, c) in plain.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push('-');
        }
        text.push(c);
    }
    Ok(Secret::new(std::mem::take(&mut *text)))
}

/// What is kept of a code; None when the text is none. Typing is forgiven: small letters, missing
/// dashes, and the digits that base32 leaves out because they look like letters.
pub fn keyed(pepper: &Secret32, user_id: &str, typed: &Secret) -> Option<[u8; 32]> {
    let typed = typed.normalised();
    let mut plain = Zeroizing::new(String::with_capacity(CODE_CHARS));
    for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        if plain.len() >= CODE_CHARS {
            return None;
        }
        plain.push(match c {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            other => other,
        });
    }
    let bytes = unbase32(&plain)?;
    if plain.len() != CODE_CHARS || bytes.len() != CODE_BYTES {
        return None;
    }
    let mut mac =
        Hmac::<Sha256>::new_from_slice(pepper.expose()).expect("HMAC takes a key of any length");
    let length = u64::try_from(user_id.len()).expect("a user id is short");
    mac.update(b"countertop recovery code 1");
    mac.update(&length.to_be_bytes());
    mac.update(user_id.as_bytes());
    mac.update(&bytes);
    Some(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::hex;
    use crate::random::make_key;

    #[test]
    fn ten_that_differ_each_known_however_it_is_typed() {
        let pepper = make_key().unwrap();
        let codes = make().unwrap();
        assert_eq!(codes.len(), CODES);
        let mut kept: Vec<_> = codes
            .iter()
            .map(|code| keyed(&pepper, "u1", code).unwrap())
            .collect();
        for (code, kept) in codes.iter().zip(&kept) {
            assert_eq!(code.expose().len(), 19);
            let small = code.expose().to_lowercase().replace('-', " ");
            assert_eq!(keyed(&pepper, "u1", &Secret::new(small)), Some(*kept));
            assert_ne!(keyed(&pepper, "u2", code), Some(*kept));
            assert_ne!(keyed(&make_key().unwrap(), "u1", code), Some(*kept));
        }
        kept.sort_unstable();
        kept.dedup();
        assert_eq!(kept.len(), CODES);
        for none in [
            "",
            "123456",
            "ABCD-EFGH-IJKL-MNO",
            "ABCD-EFGH-IJKL-MNOPQ",
            "ABCD-EFGH-IJK9",
        ] {
            assert_eq!(keyed(&pepper, "u1", &Secret::new(none)), None, "{none}");
        }
    }

    /// What is kept must go on being found.
    #[test]
    fn keyed_vector() {
        let pepper = Secret32::take(&mut [7; 32]);
        let kept = keyed(&pepper, "u1", &Secret::new("ABCD-EFGH-IJKL-MNOP")).unwrap();
        assert_eq!(
            hex(&kept),
            "2a76d48ab5c06a581c7954c70274e0ee1010b3bdb47f01f7f9ae022fc67c6ccc"
        );
    }
}
