//! What the desk of the backups needs of the shop's folder: its keys, and the change from one
//! set of books to another. The shop is shut while its books change; whatever comes of it, there
//! are books to open afterwards.

use super::{Files, Shop, vault_error};
use crate::backup;
use crate::keys::strong;
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode};
use pos_app::views::shop::{KeySlot, UnlockReason};
use pos_store::disk::{Disk, Lock};
use pos_store::{Database, LOCK_FILE};
use pos_vault::{KeyName, KeyRing, NewSlot, Secret32, Unlock};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Acts that are under way when the shop is shut end within this.
const SHUT_LIMIT: Duration = Duration::from_secs(10);

/// Every key that an anchor of this shop may be sealed with.
pub fn anchor_keys(ring: &KeyRing) -> Vec<&Secret32> {
    let others = ring.others(KeyName::Anchor).map(|one| &one.key);
    std::iter::once(&ring.anchor).chain(others).collect()
}

impl Files {
    /// The shop's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub fn disk(&self) -> &Arc<dyn Disk> {
        &self.disk
    }

    /// The keys of the open shop.
    pub fn ring(&self) -> AppResult<KeyRing> {
        self.vault.open(&self.unlock()?).map_err(vault_error)
    }

    /// What opens the vault of the open shop, without asking anybody again.
    pub fn unlock(&self) -> AppResult<Unlock> {
        Ok(self.shop()?.held_unlock())
    }

    /// Every key that a backup of this shop may be wrapped under, the newest first.
    pub fn backup_keys<'a>(&self, ring: &'a KeyRing) -> Vec<&'a Secret32> {
        let others = ring.others(KeyName::Backup).map(|one| &one.key);
        std::iter::once(&ring.backup).chain(others).collect()
    }

    /// Checks a slot for another computer.
    pub fn new_slot(&self, slot: KeySlot, passphrase: Option<&str>) -> AppResult<NewSlot> {
        Ok(match slot {
            KeySlot::Keychain => NewSlot::Keychain,
            KeySlot::KeyFile => NewSlot::KeyFile(None),
            KeySlot::Passphrase => NewSlot::Passphrase(strong(passphrase)?),
        })
    }

    /// Shuts the shop: new acts are refused, those under way end, the file is closed. `look` sees
    /// it last.
    pub fn close_for_restore<T>(
        &self,
        look: impl FnOnce(&Database) -> AppResult<T>,
    ) -> AppResult<T> {
        let shop = {
            let mut state = self.locked();
            let shut = Shop::Locked(UnlockReason::BeingRestored);
            match std::mem::replace(&mut *state, shut) {
                Shop::Open(shop) => shop,
                other => {
                    *state = other;
                    return Err(AppError::new(ErrorCode::ShopLocked));
                }
            }
        };
        let shop = match self.hands.alone(shop, SHUT_LIMIT) {
            Ok(shop) => shop,
            Err(shop) => {
                self.set(Shop::Open(shop));
                return Err(AppError::new(ErrorCode::FileLocked));
            }
        };
        let database = shop.database().clone();
        // Anchored before it goes: the permit names what the keychain keeps from now on.
        self.keep_anchor(&shop.end());
        drop(shop);
        look(&database)
    }

    /// Keeps every other program out of the folder of a shop that is shut.
    pub fn alone(&self) -> AppResult<Box<dyn Lock>> {
        let lock = self.disk.lock(&self.dir.join(LOCK_FILE));
        lock.map_err(|_| AppError::new(ErrorCode::FileLocked))
    }

    /// Opens the books that are there now.
    pub fn open_again(&self, unlock: &Unlock) -> AppResult<()> {
        self.open_with(unlock)
    }

    /// Ends a restore that was cut off when its books were whole.
    pub(super) fn finish_restore(&self) -> AppResult<()> {
        if !backup::is_unfinished(&self.dir) {
            return Ok(());
        }
        // Another program may be at it this moment.
        let _lock = self.alone()?;
        let done = backup::finish(&self.dir);
        let failed = |fault| AppError::new(ErrorCode::FileUnwritable).with("reason", fault);
        done.map(|_| ()).map_err(failed)
    }
}
