//! Wrapping one key under another: XChaCha20-Poly1305 with a random 24-byte nonce
//! (draft-irtf-cfrg-xchacha-03) and bound context.
//!
//! It must never wrap without context, and never tell why an envelope did not open.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::encoding::Bytes;
use crate::error::{Result, VaultError};
use crate::random::random_bytes;
use crate::secret::Secret32;

/// A nonce and what was sealed under it, tag included.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Envelope {
    nonce: Bytes,
    sealed: Bytes,
}

/// What an envelope is for. Length-prefixed, so that no two lists of parts give the same bytes.
pub(crate) fn context(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        // Parts are names and lines of a small file.
        let length = u32::try_from(part.len()).expect("a context part is far below 4 GiB");
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

/// Wraps `key` under `kek`, bound to `aad`.
pub(crate) fn wrap(kek: &Secret32, key: &Secret32, aad: &[u8]) -> Result<Envelope> {
    seal(kek, key.expose(), aad, random_bytes()?)
}

/// The wrapped key, or `None` when the KEK, the context or a bit is not the one it was made with.
pub(crate) fn unwrap(kek: &Secret32, envelope: &Envelope, aad: &[u8]) -> Option<Secret32> {
    Secret32::from_slice(&open(kek, envelope, aad)?)
}

/// Any short secret under `key`, as bytes: the nonce, then what was sealed.
pub(crate) fn seal_flat(key: &Secret32, secret: &[u8], aad: &[u8]) -> Result<Vec<u8>> {
    let envelope = seal(key, secret, aad, random_bytes()?)?;
    Ok([envelope.nonce.0, envelope.sealed.0].concat())
}

/// What `seal_flat` sealed; None when key, context or a bit is not the one it was made with.
pub(crate) fn open_flat(key: &Secret32, bytes: &[u8], aad: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = bytes.split_at_checked(24)?;
    let envelope = Envelope {
        nonce: Bytes(nonce.to_vec()),
        sealed: Bytes(sealed.to_vec()),
    };
    open(key, &envelope, aad)
}

/// A proof that whoever wrote `aad` held `kek`: an envelope around nothing.
pub(crate) fn sign(kek: &Secret32, aad: &[u8]) -> Result<Envelope> {
    seal(kek, &[], aad, random_bytes()?)
}

/// Whether `envelope` is such a proof for `aad`.
pub(crate) fn proves(kek: &Secret32, envelope: &Envelope, aad: &[u8]) -> bool {
    open(kek, envelope, aad).is_some_and(|nothing| nothing.is_empty())
}

/// Seals bytes that are no key, bound to `aad`.
pub(crate) fn seal_bytes(kek: &Secret32, msg: &[u8], aad: &[u8]) -> Result<Envelope> {
    seal(kek, msg, aad, random_bytes()?)
}

fn seal(kek: &Secret32, msg: &[u8], aad: &[u8], nonce: [u8; 24]) -> Result<Envelope> {
    let cipher = XChaCha20Poly1305::new(kek.expose().into());
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg, aad })
        // Only a message beyond 256 GiB is refused; treat it as damage rather than panic.
        .map_err(|_| VaultError::Damaged("cannot seal"))?;
    Ok(Envelope {
        nonce: Bytes(nonce.to_vec()),
        sealed: Bytes(sealed),
    })
}

/// What was sealed, or `None`; see [`unwrap`].
pub(crate) fn open(kek: &Secret32, envelope: &Envelope, aad: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let nonce: [u8; 24] = envelope.nonce.0.as_slice().try_into().ok()?;
    let cipher = XChaCha20Poly1305::new(kek.expose().into());
    let payload = Payload {
        msg: &envelope.sealed.0,
        aad,
    };
    cipher
        .decrypt(&XNonce::from(nonce), payload)
        .ok()
        .map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::hex;
    use crate::random::make_key;

    /// draft-irtf-cfrg-xchacha-03, A.3.1, shows that the cipher is the one we name.
    #[test]
    fn published_vector() {
        let mut key: [u8; 32] = std::array::from_fn(|i| 0x80 + i as u8);
        let nonce: [u8; 24] = std::array::from_fn(|i| 0x40 + i as u8);
        let aad = [
            0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7,
        ];
        let msg = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip \
                    for the future, sunscreen would be it.";
        let kek = Secret32::take(&mut key);
        let envelope = seal(&kek, msg, &aad, nonce).unwrap();
        let text = hex(&envelope.sealed.0);
        assert!(
            text.starts_with("bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb")
        );
        assert!(text.ends_with("c0875924c1c7987947deafd8780acf49"), "{text}");
        assert_eq!(open(&kek, &envelope, &aad).unwrap().as_slice(), msg);
    }

    #[test]
    fn every_bit_counts() {
        let (kek, key) = (make_key().unwrap(), make_key().unwrap());
        let aad = context(&[b"slot", b"shop", b"1"]);
        let envelope = wrap(&kek, &key, &aad).unwrap();
        assert_eq!(
            unwrap(&kek, &envelope, &aad).unwrap().expose(),
            key.expose()
        );
        for bit in 0..envelope.sealed.0.len() * 8 {
            let mut bent = envelope.clone();
            bent.sealed.0[bit / 8] ^= 1 << (bit % 8);
            assert!(unwrap(&kek, &bent, &aad).is_none(), "sealed bit {bit}");
        }
        for bit in 0..24 * 8 {
            let mut bent = envelope.clone();
            bent.nonce.0[bit / 8] ^= 1 << (bit % 8);
            assert!(unwrap(&kek, &bent, &aad).is_none(), "nonce bit {bit}");
        }
        for bit in 0..aad.len() * 8 {
            let mut bent = aad.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            assert!(
                unwrap(&kek, &envelope, &bent).is_none(),
                "context bit {bit}"
            );
        }
        assert!(unwrap(&make_key().unwrap(), &envelope, &aad).is_none());
    }

    #[test]
    fn context_parts_do_not_run_together() {
        assert_ne!(context(&[b"ab", b"c"]), context(&[b"a", b"bc"]));
    }
}
