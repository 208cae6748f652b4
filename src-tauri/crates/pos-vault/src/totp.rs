//! The second factor: time-based one-time codes (RFC 6238) as every authenticator app makes them:
//! SHA-1, six digits, a step of thirty seconds, T0 = 0.
//!
//! Owns the seed and how it is sealed. That a step is taken only once is the caller's: it keeps the
//! last one beside the seed and moves it in the transaction that lets the person in.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

use crate::encoding::base32;
use crate::envelope;
use crate::error::{Result, VaultError};
use crate::random::fill;
use crate::secret::{Secret, Secret32};

/// The digits of a code.
pub const DIGITS: usize = 6;
/// How long a code is shown, in seconds.
pub const STEP_S: i64 = 30;
/// A code of the step before or after is taken too: clocks differ (RFC 6238, 5.2).
pub const SKEW_STEPS: i64 = 1;
/// 160 bits (RFC 4226, 4, R6).
const SEED_BYTES: usize = 20;

/// What the app and the till share. Never prints, zeroed on drop.
pub struct Seed(Zeroizing<[u8; SEED_BYTES]>);

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(..)")
    }
}

impl Seed {
    /// A fresh one.
    pub fn make() -> Result<Seed> {
        let mut bytes = Zeroizing::new([0; SEED_BYTES]);
        fill(&mut *bytes)?;
        Ok(Seed(bytes))
    }

    /// As it is typed into an app: thirty-two letters and digits of base32.
    pub fn base32(&self) -> Secret {
        Secret::new(std::mem::take(&mut *base32(&*self.0)))
    }

    /// As a QR code holds it (the Key URI format of the authenticator apps). `issuer` and
    /// `account` are shown in the app.
    pub fn uri(&self, issuer: &str, account: &str) -> Secret {
        let (issuer, account) = (percent(issuer), percent(account));
        let mut uri = Zeroizing::new(String::with_capacity(256));
        uri.push_str(&format!("otpauth://totp/{issuer}:{account}?secret="));
        uri.push_str(self.base32().expose());
        uri.push_str(&format!(
            "&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP_S}"
        ));
        Secret::new(std::mem::take(&mut *uri))
    }

    /// The seed under a key derived from the pepper, bound to the person.
    pub fn seal(&self, pepper: &Secret32, user_id: &str) -> Result<Vec<u8>> {
        envelope::seal_flat(&sealing_key(pepper), &*self.0, &bound_to(user_id))
    }

    /// The seed again. Damage when pepper, person or a bit is not the one it was sealed with.
    pub fn open(pepper: &Secret32, user_id: &str, sealed: &[u8]) -> Result<Seed> {
        let opened = envelope::open_flat(&sealing_key(pepper), sealed, &bound_to(user_id));
        let bytes = opened.ok_or(VaultError::Damaged("a second factor does not open"))?;
        let seed = <[u8; SEED_BYTES]>::try_from(bytes.as_slice())
            .map_err(|_| VaultError::Damaged("a second factor has another length"))?;
        Ok(Seed(Zeroizing::new(seed)))
    }

    /// The step within one of `now_s` (seconds since 1970) that a code belongs to. Takes equally
    /// long whichever it is, or none.
    pub fn matching_step(&self, typed: &Secret, now_s: i64) -> Option<i64> {
        let typed = typed.normalised();
        let now = now_s.div_euclid(STEP_S);
        let mut found = None;
        for step in now - SKEW_STEPS..=now + SKEW_STEPS {
            // Before 1970 there are no steps.
            let code = u64::try_from(step).map(|counter| self.code(counter));
            if code.is_ok_and(|code| is_same(code.as_bytes(), typed.as_bytes())) {
                found = Some(step);
            }
        }
        found
    }

    /// HOTP (RFC 4226, 5.3).
    fn code(&self, counter: u64) -> Zeroizing<String> {
        hotp(&*self.0, counter, DIGITS)
    }
}

/// Whether a text has the shape of a code. A recovery code has not.
pub fn is_code(typed: &Secret) -> bool {
    let typed = typed.normalised();
    typed.len() == DIGITS && typed.bytes().all(|c| c.is_ascii_digit())
}

fn hotp(key: &[u8], counter: u64, digits: usize) -> Zeroizing<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(&counter.to_be_bytes());
    let hash = Zeroizing::new(<[u8; 20]>::from(mac.finalize().into_bytes()));
    let at = usize::from(hash[19] & 15);
    let word = [hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]];
    let modulus = 10_u32.pow(u32::try_from(digits).expect("a code has few digits"));
    let code = u32::from_be_bytes(word) % modulus;
    Zeroizing::new(format!("{code:0digits$}"))
}

/// Compares without telling by its time where two codes differ.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}

fn sealing_key(pepper: &Secret32) -> Secret32 {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(pepper.expose()).expect("HMAC takes a key of any length");
    mac.update(b"countertop second factor seal 1");
    Secret32::take(&mut mac.finalize().into_bytes().into())
}

fn bound_to(user_id: &str) -> Vec<u8> {
    envelope::context(&[b"second factor", user_id.as_bytes()])
}

/// Everything but letters, digits and `-._~` (RFC 3986, 2.3).
fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::make_key;

    const RFC_KEY: &[u8; SEED_BYTES] = b"12345678901234567890";

    fn rfc_seed() -> Seed {
        Seed(Zeroizing::new(*RFC_KEY))
    }

    /// RFC 6238, appendix B, the column of SHA-1.
    #[test]
    fn vectors_of_rfc_6238() {
        let table = [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ];
        for (time_s, code) in table {
            assert_eq!(*hotp(RFC_KEY, time_s / 30, 8), code, "{time_s}");
            let typed = Secret::new(&code[2..]);
            let now = i64::try_from(time_s).unwrap();
            assert_eq!(rfc_seed().matching_step(&typed, now), Some(now / 30));
        }
    }

    /// RFC 4226, appendix D.
    #[test]
    fn vectors_of_rfc_4226() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ];
        for (counter, code) in (0..).zip(codes) {
            assert_eq!(*rfc_seed().code(counter), code);
        }
    }

    #[test]
    fn a_step_more_or_less_and_no_further() {
        let seed = rfc_seed();
        let code = Secret::new(seed.code(100).as_str());
        let taken: Vec<i64> = (2_900..3_200)
            .filter(|now_s| seed.matching_step(&code, *now_s).is_some())
            .collect();
        assert_eq!((taken[0], taken.len()), (2_970, 90));
        assert!((2_970..3_060).all(|s| seed.matching_step(&code, s) == Some(100)));
        assert_eq!(seed.matching_step(&code, -5), None);
        for other in ["", "12345", "1234567", "abcdef"] {
            assert_eq!(seed.matching_step(&Secret::new(other), 3_000), None);
        }
        // A keyboard in full-width mode types the same code.
        let wide: String = code
            .expose()
            .chars()
            .map(|c| match c.to_digit(10) {
                Some(digit) => char::from_u32(0xff10 + digit).unwrap(),
                None => c,
            })
            .collect();
        assert_eq!(seed.matching_step(&Secret::new(wide), 3_000), Some(100));
    }

    #[test]
    fn what_an_app_reads() {
        let uri = rfc_seed().uri("Corner Shop: 1", "Mia Müller");
        assert_eq!(
            uri.expose(),
            "otpauth://totp/Corner%20Shop%3A%201:Mia%20M%C3%BCller\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Corner%20Shop%3A%201\
             &algorithm=SHA1&digits=6&period=30"
        );
        assert_ne!(
            Seed::make().unwrap().base32().expose(),
            Seed::make().unwrap().base32().expose()
        );
    }

    #[test]
    fn sealed_for_one_person_and_one_pepper() {
        let (pepper, other) = (make_key().unwrap(), make_key().unwrap());
        let sealed = rfc_seed().seal(&pepper, "u1").unwrap();
        assert!(!sealed.windows(20).any(|w| w == RFC_KEY));
        assert_ne!(sealed, rfc_seed().seal(&pepper, "u1").unwrap());
        assert_eq!(*Seed::open(&pepper, "u1", &sealed).unwrap().0, *RFC_KEY);
        assert!(Seed::open(&pepper, "u2", &sealed).is_err());
        assert!(Seed::open(&other, "u1", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[at] ^= 1;
            assert!(Seed::open(&pepper, "u1", &bent).is_err(), "byte {at}");
        }
        assert!(Seed::open(&pepper, "u1", &sealed[..10]).is_err());
    }
}
