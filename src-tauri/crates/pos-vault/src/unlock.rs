//! From a slot to the KEK: making the slot's own key, and getting it back.

use std::path::{Path, PathBuf};
use std::{fs, io};

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use crate::disk;
use crate::error::{Result, VaultError};
use crate::format::Header;
use crate::kdf::{Cost, Stretch};
use crate::keychain::{Keychain, KeychainError};
use crate::phrase::RecoveryPhrase;
use crate::random::make_key;
use crate::secret::{Secret, Secret32};
use crate::slot::{Lock, NewSlot, Slot, SlotId, SlotKind, Unlock, admit};
use crate::tpm::Tpm;

const KEY_FILE: &str = "kek.key";

/// Where slot keys are kept that nobody types: the shop folder, the keychain, the chip.
pub(crate) struct Places<'a> {
    pub dir: &'a Path,
    pub keychain: &'a Keychain,
    pub tpm: &'a Tpm,
}

impl Places<'_> {
    /// Makes a slot around `kek` and adds it to `header`. The slot's own key is in its place
    /// before this returns; [`Places::forget`] takes it out again.
    pub fn add(
        &self,
        header: &mut Header,
        new: &NewSlot,
        kek: &Secret32,
        at_ms: i64,
    ) -> Result<Option<RecoveryPhrase>> {
        admit(&header.slots, new.kind())?;
        let id = header.next_slot;
        let (lock, slot_key, phrase) = self.make_key(&header.shop_id, id, new)?;
        let mut slot = Slot::seal(id, lock, &slot_key, kek, &header.shop_id)?;
        slot.made_at_ms = Some(at_ms);
        header.next_slot = SlotId(id.0 + 1);
        header.slots.push(slot);
        Ok(phrase)
    }

    fn make_key(
        &self,
        shop_id: &str,
        id: SlotId,
        new: &NewSlot,
    ) -> Result<(Lock, Secret32, Option<RecoveryPhrase>)> {
        match new {
            NewSlot::Keychain => {
                let key = make_key()?;
                self.put_checked(&account(shop_id, id), &encode(&key))?;
                Ok((Lock::Keychain, key, None))
            }
            NewSlot::Tpm => {
                let key = make_key()?;
                let sealed = self.tpm.seal(&key)?;
                Ok((Lock::Tpm { sealed }, key, None))
            }
            NewSlot::Passphrase(secret) => {
                let stretch = Stretch::fresh(Cost::PASSWORD)?;
                let key = stretch.derive_key(secret.normalised().as_bytes())?;
                Ok((Lock::Passphrase { stretch }, key, None))
            }
            NewSlot::RecoveryPhrase => {
                let phrase = RecoveryPhrase::make()?;
                let stretch = Stretch::fresh(Cost::PHRASE)?;
                let key = stretch.derive_key(&*phrase.entropy())?;
                Ok((Lock::RecoveryPhrase { stretch }, key, Some(phrase)))
            }
            NewSlot::KeyFile(path) => {
                let key = make_key()?;
                let path = self.write_key_file(path.as_deref(), &key)?;
                Ok((Lock::KeyFile { path }, key, None))
            }
        }
    }

    /// Writes a new key file and never over another one, which may be a shop's only key.
    fn write_key_file(&self, path: Option<&Path>, key: &Secret32) -> Result<PathBuf> {
        let full = self.dir.join(path.unwrap_or(Path::new(KEY_FILE)));
        if full.try_exists().map_err(VaultError::io(&full))? {
            if path.is_some() {
                let source = io::ErrorKind::AlreadyExists.into();
                return Err(VaultError::Io { path: full, source });
            }
            // Left by a first run that was cut off before its vault file stood, or by a slot
            // that is gone. It must not stop the next first run.
            let aside = full.with_extension("key.old");
            tracing::warn!(to = %aside.display(), "an unused key file is moved aside");
            fs::rename(&full, &aside).map_err(VaultError::io(&aside))?;
        }
        disk::write(&full, encode(key).as_bytes())?;
        Ok(path.unwrap_or(Path::new(KEY_FILE)).to_path_buf())
    }

    /// Some stores accept a value and hand back another, or none: believe only what was read.
    fn put_checked(&self, account: &str, value: &str) -> Result<(), KeychainError> {
        self.keychain.put(account, value)?;
        let checked = match self.keychain.get(account) {
            Ok(back) if *back == *value => Ok(()),
            Ok(_) => Err(KeychainError::WrongValue),
            Err(error) => Err(error),
        };
        checked.inspect_err(|_| drop(self.keychain.delete(account)))
    }

    /// Takes the slot's own key out of its place. Failing is no harm: it opens nothing any more.
    pub fn forget(&self, shop_id: &str, slot: &Slot) {
        let outcome = match &slot.lock {
            Lock::Keychain => self
                .keychain
                .delete(&account(shop_id, slot.id))
                .map_err(VaultError::from),
            Lock::KeyFile { path } => {
                let full = self.dir.join(path);
                fs::remove_file(&full).map_err(VaultError::io(&full))
            }
            // The chip keeps nothing: what it sealed stood in the vault file.
            Lock::Tpm { .. } | Lock::Passphrase { .. } | Lock::RecoveryPhrase { .. } => Ok(()),
        };
        if let Err(error) = outcome {
            tracing::warn!(slot = slot.id.0, %error, "a removed slot's key could not be deleted");
        }
    }

    /// The KEK by way of `unlock`, and the slot that gave it. Tries no other way.
    pub fn kek(&self, header: &Header, unlock: &Unlock) -> Result<(Secret32, Option<SlotId>)> {
        let (kek, slot) = match unlock {
            Unlock::Automatic => self.automatic(header)?,
            Unlock::Passphrase(secret) => self.typed(header, SlotKind::Passphrase, secret)?,
            Unlock::Recovery(typed) => self.typed(header, SlotKind::RecoveryPhrase, typed)?,
            Unlock::Held(kek) => return Ok((copy(&kek.0), None)),
        };
        Ok((kek, Some(slot)))
    }

    /// The slots that open by themselves, in the order they were made. One that fails is told; when
    /// all do, the first one's reason stands.
    fn automatic(&self, header: &Header) -> Result<(Secret32, SlotId)> {
        let mut first = None;
        for slot in &header.slots {
            if !slot.lock.kind().is_automatic() {
                continue;
            }
            match self.open_slot(&header.shop_id, slot, None) {
                Ok((kek, _)) => return Ok((kek, slot.id)),
                Err(error) => {
                    tracing::warn!(slot = slot.id.0, %error, "a slot does not open the shop");
                    first = first.or(Some(error));
                }
            }
        }
        Err(first.unwrap_or(VaultError::NoSuchSlot))
    }

    fn typed(&self, header: &Header, kind: SlotKind, typed: &Secret) -> Result<(Secret32, SlotId)> {
        if kind == SlotKind::RecoveryPhrase {
            // A slip of the pen is named, whatever slots there are.
            RecoveryPhrase::parse(typed)?;
        }
        let mut wrong = VaultError::NoSuchSlot;
        for slot in header.slots.iter().filter(|slot| slot.lock.kind() == kind) {
            match self.open_slot(&header.shop_id, slot, Some(typed)) {
                Ok((kek, _)) => return Ok((kek, slot.id)),
                Err(error @ (VaultError::WrongPassphrase | VaultError::WrongPhrase)) => {
                    wrong = error;
                }
                Err(other) => return Err(other),
            }
        }
        Err(wrong)
    }

    /// The KEK and the slot's own key, by this slot alone.
    pub fn open_slot(
        &self,
        shop_id: &str,
        slot: &Slot,
        typed: Option<&Secret>,
    ) -> Result<(Secret32, Secret32)> {
        let (key, wrong) = match (&slot.lock, typed) {
            (Lock::Keychain, _) => {
                let value = self.keychain.get(&account(shop_id, slot.id))?;
                let wrong = VaultError::from(KeychainError::WrongValue);
                (decode(value.as_bytes()), wrong)
            }
            (Lock::Tpm { sealed }, _) => {
                let wrong = VaultError::Damaged("the chip's key opens another shop");
                (Some(self.tpm.unseal(sealed)?), wrong)
            }
            (Lock::KeyFile { path }, _) => {
                let path = self.dir.join(path);
                let value = read_key_file(&path)?;
                let key = decode(value.trim_ascii());
                (key, VaultError::KeyFileWrong { path })
            }
            (Lock::Passphrase { stretch }, Some(typed)) => {
                let key = stretch.derive_key(typed.normalised().as_bytes())?;
                (Some(key), VaultError::WrongPassphrase)
            }
            (Lock::RecoveryPhrase { stretch }, Some(typed)) => {
                let phrase = RecoveryPhrase::parse(typed)?;
                let key = stretch.derive_key(&*phrase.entropy())?;
                (Some(key), VaultError::WrongPhrase)
            }
            (Lock::Passphrase { .. } | Lock::RecoveryPhrase { .. }, None) => {
                return Err(VaultError::SecretNeeded(slot.id));
            }
        };
        let key = key.ok_or(());
        let opened = key.and_then(|key| slot.open(&key, shop_id).map(|kek| (kek, key)).ok_or(()));
        opened.map_err(|()| wrong)
    }
}

/// A second copy of a key, zeroed on drop like the first.
fn copy(key: &Secret32) -> Secret32 {
    Secret32::from_slice(key.expose()).expect("a key is as long as a key")
}

fn account(shop_id: &str, id: SlotId) -> String {
    format!("shop {shop_id} slot {}", id.0)
}

fn read_key_file(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Zeroizing::new(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(VaultError::KeyFileMissing {
            path: path.to_path_buf(),
        }),
        Err(error) => Err(VaultError::io(path)(error)),
    }
}

/// Forty-four characters: every keychain takes them (Windows stores UTF-16, KWallet only UTF-8).
fn encode(key: &Secret32) -> Zeroizing<String> {
    Zeroizing::new(Base64::encode_string(key.expose()))
}

fn decode(text: &[u8]) -> Option<Secret32> {
    let mut buffer = Zeroizing::new([0_u8; 64]);
    Base64::decode(text, &mut *buffer)
        .ok()
        .and_then(Secret32::from_slice)
}
