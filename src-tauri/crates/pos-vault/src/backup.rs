//! What backups need of the vault: a fresh key for each, wrapped under the shop's backup key; a
//! proof that its first lines were written by who held that key; secrets of the places they go to;
//! a permit that lets restored books pass the anchors once. Everything is bound to what it is for.

use crate::envelope::{self, Envelope};
use crate::error::{Result, VaultError};
use crate::random::make_key;
use crate::secret::{Secret, Secret32};

/// A new random key, for one backup.
pub fn new_key() -> Result<Secret32> {
    make_key()
}

fn to_text(envelope: &Envelope) -> Result<String> {
    serde_json::to_string(envelope).map_err(|_| VaultError::Damaged("cannot be written"))
}

fn about(what: &str, of: &str) -> Vec<u8> {
    envelope::context(&[b"countertop backup", what.as_bytes(), of.as_bytes()])
}

/// Wraps the key of the backup `id` under the shop's backup key.
pub fn wrap_key(backup: &Secret32, key: &Secret32, id: &str) -> Result<String> {
    to_text(&envelope::wrap(backup, key, &about("key", id))?)
}

/// The key of the backup `id`; None when it is another shop's, or bent.
pub fn unwrap_key(backup: &Secret32, wrapped: &str, id: &str) -> Option<Secret32> {
    let envelope: Envelope = serde_json::from_str(wrapped).ok()?;
    envelope::unwrap(backup, &envelope, &about("key", id))
}

/// A proof that whoever wrote `text` held `key`.
pub fn prove(key: &Secret32, what: &str, text: &str) -> Result<String> {
    to_text(&envelope::sign(key, &about(what, text))?)
}

/// Whether `proof` is such a proof.
pub fn proves(key: &Secret32, what: &str, text: &str, proof: &str) -> bool {
    serde_json::from_str::<Envelope>(proof)
        .is_ok_and(|envelope| envelope::proves(key, &envelope, &about(what, text)))
}

/// Seals a place's password or private key.
pub fn seal_secret(backup: &Secret32, secret: &Secret) -> Result<String> {
    to_text(&envelope::seal_bytes(
        backup,
        secret.expose().as_bytes(),
        &about("place", ""),
    )?)
}

/// Opens it; None when it was sealed under another key.
pub fn open_secret(backup: &Secret32, sealed: &str) -> Option<Secret> {
    let envelope: Envelope = serde_json::from_str(sealed).ok()?;
    let bytes = envelope::open(backup, &envelope, &about("place", ""))?;
    let text = std::str::from_utf8(&bytes).ok()?;
    Some(Secret::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_bound_to_what_it_is_for() {
        let (backup, key) = (new_key().unwrap(), new_key().unwrap());
        let wrapped = wrap_key(&backup, &key, "one").unwrap();
        let back = unwrap_key(&backup, &wrapped, "one").unwrap();
        assert_eq!(back.expose(), key.expose());
        assert!(unwrap_key(&backup, &wrapped, "two").is_none());
        assert!(unwrap_key(&key, &wrapped, "one").is_none());
        let proof = prove(&key, "header", "text").unwrap();
        assert!(proves(&key, "header", "text", &proof));
        assert!(!proves(&key, "header", "texts", &proof));
        assert!(!proves(&key, "permit", "text", &proof));
        assert!(!proves(&backup, "header", "text", &proof));
        let sealed = seal_secret(&backup, &Secret::new("pass word")).unwrap();
        assert_eq!(open_secret(&backup, &sealed).unwrap().expose(), "pass word");
        assert!(open_secret(&key, &sealed).is_none());
        assert!(!sealed.contains("pass word"));
    }
}
