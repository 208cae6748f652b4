//! The doors of the crate: make, open and change the vault of one shop folder.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::disk::{self, Keep};
use crate::encoding::hex;
use crate::error::{Result, VaultError};
use crate::format::{Generation, Header, VaultFile};
use crate::keychain::Keychain;
use crate::phrase::RecoveryPhrase;
use crate::random::{make_key, random_bytes};
use crate::ring::{KeyName, KeyRing, Standing};
use crate::secret::Secret32;
use crate::slot::{Kek, NewSlot, Slot, SlotId, SlotKind, SlotView, Unlock};
use crate::tpm::Tpm;
use crate::unlock::Places;

/// The vault of one shop folder: `keys.ctk` and what opens it. Holds no key itself.
#[derive(Clone, Debug)]
pub struct Vault {
    dir: PathBuf,
    keychain: Keychain,
    tpm: Tpm,
}

/// What may be known without unlocking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultView {
    /// Thirty-two hexadecimal digits that name the shop in the keychain.
    pub shop_id: String,
    /// How often the file was written.
    pub generation: u64,
    /// Which copy was read.
    pub source: Generation,
    /// The slots in the order they were made.
    pub slots: Vec<SlotView>,
    /// The working keys, every version of them.
    pub keys: Vec<KeyView>,
    /// How often the KEK was made.
    pub kek_version: u32,
    /// When it was made last, in milliseconds since 1970.
    pub kek_made_at_ms: Option<i64>,
}

/// What may be known of a version of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyView {
    /// Which key.
    pub name: KeyName,
    /// Counts from 1.
    pub version: u32,
    /// Coming, current or retired.
    pub standing: Standing,
    /// When it was made, in milliseconds since 1970; not known of keys of the first format.
    pub made_at_ms: Option<i64>,
}

/// The wall clock, for what people are told only.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(i64::MAX)
}

impl Vault {
    /// The vault of `dir`, with the operating system's keychain. Touches nothing yet.
    pub fn at(dir: impl Into<PathBuf>) -> Self {
        Self::with_keychain(dir, Keychain::os())
    }

    /// The vault of `dir`, with another keychain.
    pub fn with_keychain(dir: impl Into<PathBuf>, keychain: Keychain) -> Self {
        Self {
            dir: dir.into(),
            keychain,
            tpm: Tpm::of_this_computer(),
        }
    }

    /// The same with another security chip.
    pub fn with_tpm(mut self, tpm: Tpm) -> Self {
        self.tpm = tpm;
        self
    }

    /// Whether this computer seems to have a security chip.
    pub fn has_tpm(&self) -> bool {
        self.tpm.is_there()
    }

    /// Whether the folder has a vault file, in whatever state. Then never call `create`.
    pub fn exists(&self) -> bool {
        disk::exists(&self.dir)
    }

    /// Makes the folder, the keys and the vault file with these slots. The phrase, when one was
    /// asked for, is returned this once.
    ///
    /// Refused when there is a vault file already. The caller makes sure that the folder holds no
    /// database either: keys made anew would never open it.
    pub fn create(&self, slots: &[NewSlot]) -> Result<(KeyRing, Option<RecoveryPhrase>)> {
        let (ring, _, phrase) = self.create_held(slots)?;
        Ok((ring, phrase))
    }

    /// The same, with what changes keys and slots later without asking again.
    pub fn create_held(&self, slots: &[NewSlot]) -> Result<(KeyRing, Kek, Option<RecoveryPhrase>)> {
        if slots.is_empty() {
            return Err(VaultError::NoSlots);
        }
        disk::make_folder(&self.dir)?;
        let _lock = disk::lock(&self.dir)?;
        if self.exists() {
            return Err(VaultError::VaultExists {
                dir: self.dir.clone(),
            });
        }
        let mut header = Header::new(hex(&random_bytes::<16>()?), now_ms());
        let made = self.create_file(&mut header, slots);
        if made.is_err() {
            header
                .slots
                .iter()
                .for_each(|slot| self.places().forget(&header.shop_id, slot));
        }
        made
    }

    fn create_file(
        &self,
        header: &mut Header,
        slots: &[NewSlot],
    ) -> Result<(KeyRing, Kek, Option<RecoveryPhrase>)> {
        let kek = make_key()?;
        let mut phrase = None;
        for new in slots {
            phrase = self.places().add(header, new, &kek, now_ms())?.or(phrase);
        }
        let keys = KeyRing::make()?;
        let wrapped = keys.wrap(&kek, &header.shop_id, now_ms())?;
        let file = VaultFile::sign(header.clone(), wrapped, &kek)?;
        disk::replace(&self.dir, None, &file, Keep::Previous)?;
        Ok((keys, Kek(Arc::new(kek)), phrase))
    }

    /// The working keys. Tries the one way it is told, and no other.
    ///
    /// A keychain that is gone, locked or empty is an error of its own each: ask for the
    /// passphrase or the recovery phrase. How often a person may try is the caller's to limit.
    pub fn open(&self, unlock: &Unlock) -> Result<KeyRing> {
        self.open_held(unlock).map(|(ring, _)| ring)
    }

    /// The working keys, and what changes keys and slots later without asking again.
    pub fn open_held(&self, unlock: &Unlock) -> Result<(KeyRing, Kek)> {
        let (file, _) = disk::load(&self.dir)?;
        let (kek, _) = self.unlock(&file, unlock)?;
        let ring = KeyRing::unwrap(&file.keys, &kek, &file.header.shop_id)?;
        Ok((ring, Kek(Arc::new(kek))))
    }

    /// What may be known without unlocking: shop id, generation, slots.
    pub fn view(&self) -> Result<VaultView> {
        let (file, source) = disk::load(&self.dir)?;
        let Header {
            shop_id,
            generation,
            slots,
            kek,
            ..
        } = file.header;
        let keys = file.keys.iter().map(|key| KeyView {
            name: key.name,
            version: key.version,
            standing: key.standing,
            made_at_ms: key.made_at_ms,
        });
        let slots = slots.iter().map(|slot| slot.view()).collect();
        Ok(VaultView {
            shop_id,
            generation,
            source,
            slots,
            keys: keys.collect(),
            kek_version: kek.version,
            kek_made_at_ms: kek.made_at_ms,
        })
    }

    /// The slots in the order they were made.
    pub fn slots(&self) -> Result<Vec<SlotView>> {
        self.view().map(|view| view.slots)
    }

    /// Adds a slot; `unlock` shows that the caller may.
    pub fn add_slot(
        &self,
        unlock: &Unlock,
        new: &NewSlot,
    ) -> Result<(SlotId, Option<RecoveryPhrase>)> {
        let (_lock, file, kek) = self.unlock_for_change(unlock)?;
        let mut header = file.header.clone();
        let phrase = self.places().add(&mut header, new, &kek, now_ms())?;
        let added = header.slots.last().cloned().ok_or(VaultError::NoSlots)?;
        if let Err(error) = self.store(&file, header, file.keys.clone(), &kek, Keep::Previous) {
            self.places().forget(&file.header.shop_id, &added);
            return Err(error);
        }
        Ok((added.id, phrase))
    }

    /// Removes a slot, in both generations, and then what it kept elsewhere. Never the last one,
    /// nor the last recovery phrase.
    ///
    /// A copy of an older vault file still opens with it: the KEK stays the same.
    pub fn remove_slot(&self, unlock: &Unlock, id: SlotId) -> Result<()> {
        let (_lock, file, kek) = self.unlock_for_change(unlock)?;
        let mut header = file.header.clone();
        let index = header.slots.iter().position(|slot| slot.id == id);
        let removed = header.slots.remove(index.ok_or(VaultError::NoSuchSlot)?);
        if header.slots.is_empty() {
            return Err(VaultError::LastSlot);
        }
        let is_phrase = |slot: &Slot| slot.lock.kind() == SlotKind::RecoveryPhrase;
        if is_phrase(&removed) && !header.slots.iter().any(is_phrase) {
            return Err(VaultError::LastPhrase);
        }
        self.store(&file, header, file.keys.clone(), &kek, Keep::Nothing)?;
        self.places().forget(&file.header.shop_id, &removed);
        Ok(())
    }

    pub(crate) fn unlock_for_change(
        &self,
        unlock: &Unlock,
    ) -> Result<(disk::ChangeLock, VaultFile, Secret32)> {
        let lock = self.exists().then(|| disk::lock(&self.dir)).transpose()?;
        let lock = lock.ok_or_else(|| VaultError::NoVault {
            dir: self.dir.clone(),
        })?;
        let (file, _) = disk::load(&self.dir)?;
        let (kek, _) = self.unlock(&file, unlock)?;
        Ok((lock, file, kek))
    }

    fn unlock(&self, file: &VaultFile, unlock: &Unlock) -> Result<(Secret32, Option<SlotId>)> {
        let (kek, slot) = self.places().kek(&file.header, unlock)?;
        file.check_proof(&kek)?;
        Ok((kek, slot))
    }

    pub(crate) fn dir(&self) -> &std::path::Path {
        &self.dir
    }

    pub(crate) fn places(&self) -> Places<'_> {
        Places {
            dir: &self.dir,
            keychain: &self.keychain,
            tpm: &self.tpm,
        }
    }

    pub(crate) fn keychain(&self) -> &Keychain {
        &self.keychain
    }
}
