//! Making keys anew. The file always holds every version that something may still be closed with:
//! a new version stands beside the old one before anything is closed with it, and the old one is
//! dropped when nothing is closed with it any more. It must never leave, at any step, a file that
//! does not open what is on the disk.

use crate::disk::{self, Keep};
use crate::error::{Result, VaultError};
use crate::format::{Header, VaultFile};
use crate::random::make_key;
use crate::ring::{KeyName, Standing, WrappedKey};
use crate::secret::{Secret, Secret32};
use crate::slot::{Kek, Slot, SlotId, SlotKind, Unlock};
use crate::vault::{Vault, now_ms};
use std::sync::Arc;

/// What becomes of the version before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Kept, to read and check what it closed.
    Retired,
    /// Dropped, from both generations of the file: nothing is closed with it any more.
    Dropped,
}

impl Vault {
    /// Makes a new version of a key, coming: it stands beside the current one, which stays in use.
    /// One that came before and was not taken is dropped; nothing is closed with it, the caller
    /// made sure.
    pub fn make_coming(&self, unlock: &Unlock, name: KeyName) -> Result<(u32, Secret32)> {
        let (_lock, file, kek) = self.unlock_for_change(unlock)?;
        let mut keys = file.keys.clone();
        keys.retain(|key| !(key.name == name && key.standing == Standing::Coming));
        let versions = file.keys.iter().filter(|key| key.name == name);
        let version = versions.map(|key| key.version).max().unwrap_or(0) + 1;
        let key = make_key()?;
        let (shop_id, at) = (&file.header.shop_id, Some(now_ms()));
        let mut wrapped = WrappedKey::wrap(name, version, &key, &kek, shop_id, at)?;
        wrapped.standing = Standing::Coming;
        keys.push(wrapped);
        self.store(&file, file.header.clone(), keys, &kek, Keep::Previous)?;
        Ok((version, key))
    }

    /// The coming version becomes the current one.
    pub fn take_coming(&self, unlock: &Unlock, name: KeyName, before: Before) -> Result<()> {
        let (_lock, file, kek) = self.unlock_for_change(unlock)?;
        let mut keys = file.keys.clone();
        let of_it = |key: &WrappedKey, standing| key.name == name && key.standing == standing;
        if !keys.iter().any(|key| of_it(key, Standing::Coming)) {
            return Err(VaultError::NoSuchVersion);
        }
        if before == Before::Dropped {
            keys.retain(|key| !of_it(key, Standing::Current));
        }
        for key in keys.iter_mut().filter(|key| key.name == name) {
            key.standing = match key.standing {
                Standing::Coming => Standing::Current,
                Standing::Current | Standing::Retired => Standing::Retired,
            };
        }
        let keep = match before {
            Before::Retired => Keep::Previous,
            Before::Dropped => Keep::Nothing,
        };
        self.store(&file, file.header.clone(), keys, &kek, keep)
    }

    /// Drops versions that are coming or retired, from both generations of the file.
    pub fn drop_others(&self, unlock: &Unlock, name: KeyName, standing: Standing) -> Result<()> {
        let (_lock, file, kek) = self.unlock_for_change(unlock)?;
        let mut keys = file.keys.clone();
        keys.retain(|key| {
            key.name != name || key.standing == Standing::Current || key.standing != standing
        });
        if keys.len() == file.keys.len() {
            return Ok(());
        }
        self.store(&file, file.header.clone(), keys, &kek, Keep::Nothing)
    }

    /// Makes the KEK anew: every slot is wrapped around it, and every key under it, in one write.
    /// `typed` opens the slots that a person types for; each of them must be there.
    ///
    /// A copy of an older vault file still opens with its slots, and then only what was closed with
    /// the keys of its day.
    pub fn rotate_kek(&self, unlock: &Unlock, typed: &[(SlotId, Secret)]) -> Result<(u32, Kek)> {
        let (_lock, file, old) = self.unlock_for_change(unlock)?;
        let new = make_key()?;
        let shop_id = &file.header.shop_id;
        let mut header = file.header.clone();
        for slot in &mut header.slots {
            let secret = typed
                .iter()
                .find(|(id, _)| *id == slot.id)
                .map(|(_, one)| one);
            let (_, key) = self.places().open_slot(shop_id, slot, secret)?;
            *slot = Slot {
                made_at_ms: slot.made_at_ms,
                tested_at_ms: Some(now_ms()),
                ..Slot::seal(slot.id, slot.lock.clone(), &key, &new, shop_id)?
            };
        }
        let keys = file.keys.iter().map(|key| key.carry(&old, &new, shop_id));
        let keys = keys.collect::<Result<Vec<_>>>()?;
        header.kek.version += 1;
        header.kek.made_at_ms = Some(now_ms());
        let version = header.kek.version;
        self.store(&file, header, keys, &new, Keep::Nothing)?;
        Ok((version, Kek(Arc::new(new))))
    }

    /// Tries one slot alone, all the way to the working keys, and notes when.
    pub fn test_slot(&self, id: SlotId, typed: Option<&Secret>) -> Result<()> {
        let _lock = disk::lock(self.dir())?;
        let (file, _) = disk::load(self.dir())?;
        let slot = file.header.slots.iter().find(|slot| slot.id == id);
        let slot = slot.ok_or(VaultError::NoSuchSlot)?;
        let (kek, _) = self.places().open_slot(&file.header.shop_id, slot, typed)?;
        file.check_proof(&kek)?;
        crate::ring::KeyRing::unwrap(&file.keys, &kek, &file.header.shop_id)?;
        let mut header = file.header.clone();
        for slot in header.slots.iter_mut().filter(|slot| slot.id == id) {
            slot.tested_at_ms = Some(now_ms());
        }
        self.store(&file, header, file.keys.clone(), &kek, Keep::Previous)
    }

    /// Destroys every slot: the wrapped KEKs with the vault file itself, then what slots kept
    /// elsewhere, and the anchor in the keychain. Nothing opens the shop afterwards.
    ///
    /// # Errors
    /// The first thing that could not be destroyed; all the others are, and it may be called again.
    pub fn destroy(&self) -> Result<()> {
        let slots = disk::load(self.dir()).map(|(file, _)| file.header);
        let done = disk::destroy(self.dir());
        if let Ok(Header { shop_id, slots, .. }) = slots {
            slots
                .iter()
                .for_each(|slot| self.places().forget(&shop_id, slot));
            if slots
                .iter()
                .any(|slot| slot.lock.kind() == SlotKind::Keychain)
            {
                self.forget_anchor(&shop_id);
            }
        }
        done
    }

    pub(crate) fn store(
        &self,
        was: &VaultFile,
        mut to: Header,
        keys: Vec<WrappedKey>,
        kek: &Secret32,
        keep: Keep,
    ) -> Result<()> {
        to.generation = was.header.generation + 1;
        let file = VaultFile::sign(to, keys, kek)?;
        disk::replace(self.dir(), Some(was), &file, keep)
    }
}
