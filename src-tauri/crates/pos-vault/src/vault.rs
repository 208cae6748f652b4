//! The doors of the crate: make, open and change the vault of one shop folder.

use std::path::PathBuf;

use crate::disk::{self, Keep};
use crate::encoding::hex;
use crate::error::{Result, VaultError};
use crate::format::{Generation, Header, VaultFile};
use crate::keychain::Keychain;
use crate::phrase::RecoveryPhrase;
use crate::random::{make_key, random_bytes};
use crate::ring::KeyRing;
use crate::secret::Secret32;
use crate::slot::{NewSlot, SlotId, SlotView, Unlock};
use crate::unlock::Places;

/// The vault of one shop folder: `keys.ctk` and what opens it. Holds no key itself.
#[derive(Clone, Debug)]
pub struct Vault {
    dir: PathBuf,
    keychain: Keychain,
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
        }
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
        let mut header = Header::new(hex(&random_bytes::<16>()?));
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
    ) -> Result<(KeyRing, Option<RecoveryPhrase>)> {
        let kek = make_key()?;
        let mut phrase = None;
        for new in slots {
            phrase = self.places().add(header, new, &kek)?.or(phrase);
        }
        let keys = KeyRing::make()?;
        let wrapped = keys.wrap(&kek, &header.shop_id)?;
        let file = VaultFile::sign(header.clone(), wrapped, &kek)?;
        disk::replace(&self.dir, None, &file, Keep::Previous)?;
        Ok((keys, phrase))
    }

    /// The working keys. Tries the one way it is told, and no other.
    ///
    /// A keychain that is gone, locked or empty is an error of its own each: ask for the
    /// passphrase or the recovery phrase. How often a person may try is the caller's to limit.
    pub fn open(&self, unlock: &Unlock) -> Result<KeyRing> {
        let (file, _) = disk::load(&self.dir)?;
        let (kek, _) = self.unlock(&file, unlock)?;
        KeyRing::unwrap(&file.keys, &kek, &file.header.shop_id)
    }

    /// What may be known without unlocking: shop id, generation, slots.
    pub fn view(&self) -> Result<VaultView> {
        let (file, source) = disk::load(&self.dir)?;
        let Header {
            shop_id,
            generation,
            slots,
            ..
        } = file.header;
        let slots = slots.iter().map(|slot| slot.view()).collect();
        Ok(VaultView {
            shop_id,
            generation,
            source,
            slots,
        })
    }

    /// The slots in the order they were made.
    pub fn slots(&self) -> Result<Vec<SlotView>> {
        self.view().map(|view| view.slots)
    }

    /// Tries `unlock` all the way to the working keys and says which slot answered.
    pub fn test_slot(&self, unlock: &Unlock) -> Result<SlotId> {
        let (file, _) = disk::load(&self.dir)?;
        let (kek, slot) = self.unlock(&file, unlock)?;
        KeyRing::unwrap(&file.keys, &kek, &file.header.shop_id).map(|_| slot)
    }

    /// Adds a slot; `unlock` shows that the caller may.
    pub fn add_slot(
        &self,
        unlock: &Unlock,
        new: &NewSlot,
    ) -> Result<(SlotId, Option<RecoveryPhrase>)> {
        let (_lock, file, kek) = self.unlock_for_change(unlock)?;
        let mut header = file.header.clone();
        let phrase = self.places().add(&mut header, new, &kek)?;
        let added = header.slots.last().cloned().ok_or(VaultError::NoSlots)?;
        if let Err(error) = self.store(&file, header, &kek, Keep::Previous) {
            self.places().forget(&file.header.shop_id, &added);
            return Err(error);
        }
        Ok((added.id, phrase))
    }

    /// Removes a slot, in both generations, and then what it kept elsewhere. Never the last one.
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
        self.store(&file, header, &kek, Keep::Nothing)?;
        self.places().forget(&file.header.shop_id, &removed);
        Ok(())
    }

    fn store(&self, was: &VaultFile, mut to: Header, kek: &Secret32, keep: Keep) -> Result<()> {
        to.generation = was.header.generation + 1;
        let file = VaultFile::sign(to, was.keys.clone(), kek)?;
        disk::replace(&self.dir, Some(was), &file, keep)
    }

    fn unlock_for_change(
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

    fn unlock(&self, file: &VaultFile, unlock: &Unlock) -> Result<(Secret32, SlotId)> {
        let (kek, slot) = self.places().kek(&file.header, unlock)?;
        file.check_proof(&kek)?;
        Ok((kek, slot))
    }

    fn places(&self) -> Places<'_> {
        Places {
            dir: &self.dir,
            keychain: &self.keychain,
        }
    }

    pub(crate) fn keychain(&self) -> &Keychain {
        &self.keychain
    }
}
