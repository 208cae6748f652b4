//! PINs: six to eight digits, hashed with a key from the vault.
//!
//! A million PINs are soon tried by whoever holds the database, so each hash also takes the
//! pepper, which is not in the database. A PIN works only where the vault opens.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::Result;
use crate::kdf::Cost;
use crate::password::{differs_from, hash_bytes, verify_bytes};
use crate::secret::{Secret, Secret32};

/// The fewest digits.
pub const MIN_DIGITS: usize = 6;
/// The most digits.
pub const MAX_DIGITS: usize = 8;

/// Shapes on the pad, and dates of fame, that the other rules do not see.
const COMMON: &[&str] = &[
    "147258",
    "258369",
    "147258369",
    "159753",
    "159357",
    "357159",
    "753159",
    "147369",
    "258456",
    "112358",
    "314159",
    "271828",
    "520131",
    "5201314",
    "131452",
    "1314520",
    "168168",
    "142536",
    "102030",
    "010203",
    "741852",
    "852963",
    "963852",
    "789456",
    "456123",
    "123789",
    "147896",
];

/// Why a new PIN is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinWeakness {
    /// Not six to eight digits.
    #[error("a PIN has {MIN_DIGITS} to {MAX_DIGITS} digits")]
    NotSixToEightDigits,
    /// One digit or group repeated, or its mirror.
    #[error("it repeats itself")]
    Repeats,
    /// Digits in order, up or down.
    #[error("its digits are in order")]
    Sequence,
    /// Begins or ends with a year from 1900 to 2099.
    #[error("it contains a year")]
    Year,
    /// Commonly chosen.
    #[error("too many people choose it")]
    TooCommon,
}

/// Hashes a PIN: Argon2id (19 MiB, two passes) over HMAC-SHA-256(pepper, user, PIN). A PHC string.
///
/// `user_id` binds the hash to its row: copied to another user it verifies nothing.
pub fn hash(pepper: &Secret32, user_id: &str, pin: &Secret) -> Result<String> {
    hash_bytes(&*keyed(pepper, user_id, pin), Cost::PIN)
}

/// Whether `pin` is the one behind `phc`, for this user and this pepper.
pub fn verify(pepper: &Secret32, user_id: &str, pin: &Secret, phc: &str) -> Result<bool> {
    verify_bytes(&*keyed(pepper, user_id, pin), phc)
}

/// Takes as long as [`verify`] and is never right: for a user who has no PIN.
pub fn verify_absent(pepper: &Secret32, user_id: &str, pin: &Secret) -> Result<bool> {
    hash(pepper, user_id, pin).map(|_| false)
}

/// Whether `phc` was made at another cost than today's.
pub fn needs_rehash(phc: &str) -> bool {
    differs_from(phc, Cost::PIN)
}

/// Checks a new PIN.
pub fn check(pin: &Secret) -> Result<(), PinWeakness> {
    let text = pin.normalised();
    let digits = text.as_bytes();
    let fits = (MIN_DIGITS..=MAX_DIGITS).contains(&digits.len());
    if !fits || !digits.iter().all(u8::is_ascii_digit) {
        return Err(PinWeakness::NotSixToEightDigits);
    }
    if repeats(digits) {
        return Err(PinWeakness::Repeats);
    }
    if is_sequence(digits) {
        return Err(PinWeakness::Sequence);
    }
    let (head, tail) = (&digits[..4], &digits[digits.len() - 4..]);
    if [head, tail]
        .into_iter()
        .any(|four| four.starts_with(b"19") || four.starts_with(b"20"))
    {
        return Err(PinWeakness::Year);
    }
    if COMMON.contains(&text.as_str()) {
        return Err(PinWeakness::TooCommon);
    }
    Ok(())
}

/// A group of up to half the length over and over, pairs (112233), three of six alike, a mirror.
fn repeats(digits: &[u8]) -> bool {
    let grouped =
        (1..=digits.len() / 2).any(|size| digits.iter().zip(&digits[size..]).all(|(a, b)| a == b));
    let pairs = digits.len().is_multiple_of(2) && digits.chunks(2).all(|pair| pair[0] == pair[1]);
    let distinct = digits
        .iter()
        .enumerate()
        .filter(|(i, d)| !digits[..*i].contains(d))
        .count();
    let mirrored = digits.iter().eq(digits.iter().rev());
    grouped || pairs || mirrored || distinct < 3
}

/// Up or down by one, past nine to zero, throughout or in two halves (123456, 098765, 123321).
fn is_sequence(digits: &[u8]) -> bool {
    let steps: Vec<u8> = digits.windows(2).map(|w| (10 + w[1] - w[0]) % 10).collect();
    let (first, second) = steps.split_at(digits.len() / 2 - 1);
    let even = |steps: &[u8]| steps.iter().all(|s| *s == 1) || steps.iter().all(|s| *s == 9);
    // The step between the halves does not count: 123654, 123789.
    even(&steps) || (even(first) && even(&second[1..]))
}

fn keyed(pepper: &Secret32, user_id: &str, pin: &Secret) -> Zeroizing<[u8; 32]> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(pepper.expose()).expect("HMAC takes a key of any length");
    let length = u64::try_from(user_id.len()).expect("a user id is short");
    mac.update(b"countertop pin 1");
    mac.update(&length.to_be_bytes());
    mac.update(user_id.as_bytes());
    mac.update(pin.normalised().as_bytes());
    Zeroizing::new(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::hex;
    use crate::random::make_key;

    #[test]
    fn bound_to_pepper_and_user() {
        let (pepper, other) = (make_key().unwrap(), make_key().unwrap());
        let pin = Secret::new("480917");
        let phc = hash(&pepper, "u1", &pin).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(verify(&pepper, "u1", &pin, &phc).unwrap());
        assert!(verify(&pepper, "u1", &Secret::new("４８０９１７"), &phc).unwrap());
        assert!(!verify(&pepper, "u1", &Secret::new("480918"), &phc).unwrap());
        assert!(!verify(&pepper, "u2", &pin, &phc).unwrap());
        assert!(!verify(&other, "u1", &pin, &phc).unwrap());
        assert!(!needs_rehash(&phc));
    }

    /// The keyed input is part of every stored hash and must never change.
    #[test]
    fn keyed_input_vector() {
        let pepper = Secret32::take(&mut [7; 32]);
        let keyed = keyed(&pepper, "u1", &Secret::new("480917"));
        assert_eq!(
            hex(&*keyed),
            "aa6c5006278114df042db3bc72a7e3d45a42eaf91ae8493f3d5c7104e8893af8"
        );
    }

    #[test]
    fn rules() {
        use PinWeakness::{NotSixToEightDigits, Repeats, Sequence, TooCommon, Year};
        let table: &[(&str, Result<(), PinWeakness>)] = &[
            ("", Err(NotSixToEightDigits)),
            ("48091", Err(NotSixToEightDigits)),
            ("480917362", Err(NotSixToEightDigits)),
            ("48o917", Err(NotSixToEightDigits)),
            ("٤٨٠٩١٧", Err(NotSixToEightDigits)),
            ("000000", Err(Repeats)),
            ("121212", Err(Repeats)),
            ("482482", Err(Repeats)),
            ("4824824", Err(Repeats)),
            ("112233", Err(Repeats)),
            ("484848", Err(Repeats)),
            ("448844", Err(Repeats)),
            ("123321", Err(Repeats)),
            ("123456", Err(Sequence)),
            ("12345678", Err(Sequence)),
            ("654321", Err(Sequence)),
            ("890123", Err(Sequence)),
            ("123654", Err(Sequence)),
            ("321789", Err(Sequence)),
            ("198407", Err(Year)),
            ("07041984", Err(Year)),
            ("482011", Err(Year)),
            ("147258", Err(TooCommon)),
            ("480917", Ok(())),
            ("7304815", Ok(())),
            ("60381457", Ok(())),
        ];
        for (pin, expected) in table {
            assert_eq!(check(&Secret::new(*pin)), *expected, "{pin}");
        }
    }

    /// The rules must leave the guesser nearly as much as they found.
    #[test]
    fn most_pins_remain() {
        let left = (0..1_000_000_u32)
            .filter(|n| check(&Secret::new(format!("{n:06}"))).is_ok())
            .count();
        assert!(left > 940_000, "{left}");
    }
}
