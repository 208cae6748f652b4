//! Passwords: Argon2id in PHC strings, and the rules for a new one.
//!
//! Costs and lengths: OWASP Password Storage Cheat Sheet, PCI DSS 4.0.1 8.3.6, NIST SP 800-63B-4.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Params};
use zeroize::Zeroizing;

use crate::error::{Result, VaultError};
use crate::kdf::{Cost, Turn};
use crate::secret::Secret;

/// The shortest password.
pub const MIN_CHARS: usize = 12;
/// The longest: beyond it, typing is an attack on the hash.
pub const MAX_CHARS: usize = 128;

/// Common words that carry no strength, one a line, in lower case.
const COMMON: &str = include_str!("password/common.txt");

/// Why a new password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordWeakness {
    /// Under [`MIN_CHARS`].
    #[error("shorter than {MIN_CHARS} characters")]
    TooShort,
    /// Over [`MAX_CHARS`].
    #[error("longer than {MAX_CHARS} characters")]
    TooLong,
    /// The rule is on and letters or digits are missing.
    #[error("needs letters and digits")]
    NeedsLettersAndDigits,
    /// A common password, a row of keys, one thing repeated, or the user's own name.
    #[error("too easy to guess")]
    TooCommon,
}

/// The rules for a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// PCI DSS 8.3.6 asks for letters and digits; on by default.
    pub letters_and_digits: bool,
}

impl Default for PasswordRules {
    fn default() -> Self {
        Self {
            letters_and_digits: true,
        }
    }
}

/// Hashes a password with a fresh salt: 64 MiB, three passes, about 200 ms. A PHC string.
pub fn hash(password: &Secret) -> Result<String> {
    hash_bytes(password.normalised().as_bytes(), Cost::PASSWORD)
}

/// Whether `password` is the one behind `phc`. Takes as long as hashing did.
pub fn verify(password: &Secret, phc: &str) -> Result<bool> {
    verify_bytes(password.normalised().as_bytes(), phc)
}

/// Takes as long as [`verify`] and is never right: for a user who does not exist.
pub fn verify_absent(password: &Secret) -> Result<bool> {
    hash(password).map(|_| false)
}

/// Whether `phc` was made at another cost than today's, so that the next sign-in should hash anew.
pub fn needs_rehash(phc: &str) -> bool {
    differs_from(phc, Cost::PASSWORD)
}

/// Checks a new password. `names` are the user's and the shop's names, not to be built on.
pub fn check(
    password: &Secret,
    rules: PasswordRules,
    names: &[&str],
) -> Result<(), PasswordWeakness> {
    let text = password.normalised();
    let chars = text.chars().count();
    if chars < MIN_CHARS {
        return Err(PasswordWeakness::TooShort);
    }
    if chars > MAX_CHARS {
        return Err(PasswordWeakness::TooLong);
    }
    let mixed = text.chars().any(char::is_alphabetic) && text.chars().any(|c| c.is_ascii_digit());
    if rules.letters_and_digits && !mixed {
        return Err(PasswordWeakness::NeedsLettersAndDigits);
    }
    if is_guessable(&text, names) {
        return Err(PasswordWeakness::TooCommon);
    }
    Ok(())
}

/// What is left after taking out common words, names, runs and repeats has too little in it.
fn is_guessable(text: &str, names: &[&str]) -> bool {
    /// So many characters must be the person's own.
    const OWN_CHARS: usize = 5;
    let plain = Zeroizing::new(text.to_lowercase());
    let read_as_letters: Zeroizing<String> =
        Zeroizing::new(plain.chars().map(letter_for).collect());
    let names = names.iter().map(|name| name.to_lowercase());
    let mut words: Vec<String> = COMMON.lines().map(str::to_owned).chain(names).collect();
    words.retain(|word| word.chars().count() >= 3);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    [plain, read_as_letters].into_iter().any(|mut rest| {
        for word in &words {
            rest = Zeroizing::new(rest.replace(word.as_str(), "\0"));
        }
        own_chars(&rest) < OWN_CHARS
    })
}

/// Counts the characters that do not follow from the one before, or repeat an earlier one.
fn own_chars(text: &str) -> usize {
    let mut seen = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut before = '\0';
    for c in text.chars() {
        let step = (c as i64) - (before as i64);
        if c.is_alphanumeric() && !(-1..=1).contains(&step) && !seen.contains(&c) {
            seen.push(c);
        }
        before = c;
    }
    seen.len()
}

/// The letter that a digit or sign is commonly written for.
fn letter_for(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

pub(crate) fn hash_bytes(secret: &[u8], cost: Cost) -> Result<String> {
    let argon2 = cost.argon2()?;
    let _turn = Turn::take();
    let hash: PasswordHash = argon2
        .hash_password(secret)
        .map_err(|_| VaultError::Stretching)?;
    Ok(hash.to_string())
}

pub(crate) fn verify_bytes(secret: &[u8], phc: &str) -> Result<bool> {
    let hash = PasswordHash::new(phc).map_err(|_| VaultError::BadHash)?;
    // Also refuses costs that only a tampered file would ask for.
    let argon2 = cost_of(&hash).ok_or(VaultError::BadHash)?.argon2()?;
    if hash.salt.is_none() || hash.hash.is_none() {
        return Err(VaultError::BadHash);
    }
    let _turn = Turn::take();
    Ok(argon2.verify_password(secret, &hash).is_ok())
}

pub(crate) fn differs_from(phc: &str, cost: Cost) -> bool {
    PasswordHash::new(phc).ok().and_then(|hash| cost_of(&hash)) != Some(cost)
}

fn cost_of(hash: &PasswordHash) -> Option<Cost> {
    if Algorithm::try_from(hash.algorithm.as_str()).ok()? != Algorithm::Argon2id {
        return None;
    }
    let params = Params::try_from(hash).ok()?;
    Some(Cost {
        memory_kib: params.m_cost(),
        passes: params.t_cost(),
        lanes: params.p_cost(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_verify_rehash() {
        let right = Secret::new("till drawer 88 kestrel");
        let phc = hash(&right).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{phc}");
        assert!(verify(&right, &phc).unwrap());
        assert!(!verify(&Secret::new("till drawer 89 kestrel"), &phc).unwrap());
        assert!(!needs_rehash(&phc));
        assert_ne!(hash(&right).unwrap(), phc, "the salt is fresh");
    }

    /// A stored hash must go on working; this one was made by the reference `argon2` program.
    #[test]
    fn foreign_and_older_hashes() {
        let phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ\
                   $CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assert!(verify(&Secret::new("password"), phc).unwrap());
        assert!(!verify(&Secret::new("passwore"), phc).unwrap());
        assert!(needs_rehash(phc));
        for bad in [
            "",
            "password",
            "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ",
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ",
        ] {
            assert!(
                matches!(verify(&Secret::new("x"), bad), Err(VaultError::BadHash)),
                "{bad}"
            );
        }
        let greedy = phc.replace("m=65536", "m=4194304");
        assert!(matches!(
            verify(&Secret::new("x"), &greedy),
            Err(VaultError::Stretching)
        ));
    }

    #[test]
    fn rules() {
        use PasswordWeakness::{NeedsLettersAndDigits, TooCommon, TooLong, TooShort};
        let strict = PasswordRules::default();
        let table: &[(&str, Result<(), PasswordWeakness>)] = &[
            ("short1", Err(TooShort)),
            ("elevenchar1", Err(TooShort)),
            ("correct horse battery staple", Err(NeedsLettersAndDigits)),
            ("739104826611", Err(NeedsLettersAndDigits)),
            ("password1234", Err(TooCommon)),
            ("P@ssw0rd2024!", Err(TooCommon)),
            ("qwertyuiop123", Err(TooCommon)),
            ("1q2w3e4r5t6y", Err(TooCommon)),
            ("aaaaaaaaaaa1", Err(TooCommon)),
            ("abcdefghijk1", Err(TooCommon)),
            ("abcabcabcabc1", Err(TooCommon)),
            ("admin1admin1admin1", Err(TooCommon)),
            ("Lindqvist20251", Err(TooCommon)),
            ("welcome to countertop 1", Err(TooCommon)),
            ("correct 7 horse battery staple", Ok(())),
            ("kestrel-88-drawer", Ok(())),
            ("收银台前的三只黑猫在雨里睡觉88", Ok(())),
        ];
        for (text, expected) in table {
            let found = check(&Secret::new(*text), strict, &["Lindqvist", "Al"]);
            assert_eq!(found, *expected, "{text}");
        }
        let long = "kx7".repeat(100);
        assert_eq!(check(&Secret::new(long), strict, &[]), Err(TooLong));
        let loose = PasswordRules {
            letters_and_digits: false,
        };
        assert_eq!(
            check(&Secret::new("correct horse battery staple"), loose, &[]),
            Ok(())
        );
    }
}
