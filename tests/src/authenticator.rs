//! An authenticator app beside a test: it reads the same address as a phone's and shows the same
//! digits (RFC 6238). Shares no code with the till.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The app, with one account in it.
#[derive(Clone)]
pub struct Authenticator {
    seed: Vec<u8>,
}

impl Authenticator {
    /// Takes an account in: `otpauth://totp/…?secret=…`.
    pub fn scan(uri: &str) -> Authenticator {
        assert!(uri.starts_with("otpauth://totp/"), "{uri}");
        let (_, rest) = uri.split_once("secret=").expect("a secret");
        let secret = rest.split('&').next().expect("a secret");
        Authenticator::typed(secret)
    }

    /// Takes a secret in that was typed.
    pub fn typed(secret: &str) -> Authenticator {
        const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let bits = secret.chars().filter(|c| *c != ' ').flat_map(|c| {
            let digit = DIGITS.find(c).expect("base32");
            (0..5).rev().map(move |bit| (digit >> bit) & 1 == 1)
        });
        let bits: Vec<bool> = bits.collect();
        let byte = |bits: &[bool]| bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
        let seed = bits.chunks_exact(8).map(byte).collect();
        Authenticator { seed }
    }

    /// The bytes that it shares with the till.
    pub fn seed(&self) -> &[u8] {
        &self.seed
    }

    /// What it shows at a time, in milliseconds since 1970.
    pub fn code(&self, at_ms: i64) -> String {
        let step = u64::try_from(at_ms).expect("after 1970") / 30_000;
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.seed).expect("a key of any length");
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[19] & 15);
        let word = u32::from_be_bytes(hash[at..at + 4].try_into().expect("four bytes"));
        format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
    }
}
