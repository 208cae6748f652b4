//! The shop's signature over files that leave it: Ed25519 (RFC 8032). Anyone with the public key
//! can check one; only who holds the journal's key can make one.
//!
//! The signing key is not kept: it follows from the journal's key, so that a shop's file needs no
//! further secret, and a new journal key brings a new signature with it.

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::secret::Secret32;

/// Says what the key is for; never used for another.
const PURPOSE: &[u8] = b"countertop journal export signature 1";

/// Signs files; zeroed when it goes.
pub struct FileSigner(SigningKey);

impl FileSigner {
    /// The signer that follows from the journal's key.
    pub fn of(journal: &Secret32) -> FileSigner {
        let mut mac = Hmac::<Sha256>::new_from_slice(journal.expose())
            .expect("HMAC takes a key of any length");
        mac.update(PURPOSE);
        let seed = Secret32::take(&mut mac.finalize().into_bytes().into());
        FileSigner(SigningKey::from_bytes(seed.expose()))
    }

    /// By which others check what this signed.
    pub fn public_key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// The signature over these bytes.
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes).to_bytes()
    }
}

impl std::fmt::Debug for FileSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileSigner(…)")
    }
}

/// Whether the holder of this key signed these bytes. A weak key, under which many signatures hold,
/// has signed nothing.
pub fn is_signed(bytes: &[u8], public_key: &[u8; 32], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public_key).is_ok_and(|key| {
        !key.is_weak() && key.verify(bytes, &Signature::from_bytes(signature)).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_vector_of_the_standard() {
        // RFC 8032 section 7.1, test 1: the empty message.
        let hex = |text: &str| -> Vec<u8> {
            let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
            (0..text.len()).step_by(2).map(byte).collect()
        };
        let key = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        let signature = hex(concat!(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555f",
            "b8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ));
        let (key, signature) = (key.try_into().unwrap(), signature.try_into().unwrap());
        assert!(is_signed(b"", &key, &signature));
        assert!(!is_signed(b" ", &key, &signature));
    }

    #[test]
    fn a_signature_is_of_one_shop_and_one_text() {
        let signer = FileSigner::of(&Secret32::take(&mut [7; 32]));
        let other = FileSigner::of(&Secret32::take(&mut [8; 32]));
        let signature = signer.sign(b"entries");
        assert!(is_signed(b"entries", &signer.public_key(), &signature));
        assert!(!is_signed(b"Entries", &signer.public_key(), &signature));
        assert!(!is_signed(b"entries", &other.public_key(), &signature));
        assert_eq!(format!("{signer:?}"), "FileSigner(…)");
    }
}
