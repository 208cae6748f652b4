//! The shop's folder: its vault and its file, opened and kept open.

use crate::backup;
use crate::keys::{Peppers, Unlocked, end_rotations, onto_newest_key, store_keys};
use crate::mark::{MARK_FILE, Mark};
use crate::newborn;
use crate::shop::OpenShop;
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode};
use pos_app::ports::journal::JournalProof;
use pos_app::ports::keys::ShopKeys;
use pos_app::ports::world::{FileState, ShopFiles};
use pos_app::views::shop::{KeySlot, UnlockReason, UpdateProgress};
use pos_app::views::status::FileHealth;
use pos_domain::journal::ChainKey;
use pos_store::disk::Disk;
use pos_store::{DATABASE_FILE, Database, Mode, OpenError, RESERVE_FILE, Writer};
use pos_vault::{
    Anchor, FileSigner, KeychainError, NewSlot, Secret, Secret32, TpmError, Unlock, Vault,
    VaultError,
};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

mod faults;
mod hands;
mod restoring;
mod updating;

pub use faults::{open_error, vault_error};
pub use hands::InHand;
pub use restoring::anchor_keys;
pub use updating::Updating;

use hands::Hands;

/// The folder.
pub struct Files {
    disk: Arc<dyn Disk>,
    dir: PathBuf,
    vault: Vault,
    state: Mutex<Shop>,
    hands: Hands,
    updating: Updating,
    mark: Mark,
    /// Signs what is taken out of the journal, while a shop is open.
    signer: Mutex<Option<Arc<FileSigner>>>,
}

#[derive(Clone)]
enum Shop {
    None,
    Locked(UnlockReason),
    Open(Arc<OpenShop>),
}

impl Files {
    fn at(disk: Arc<dyn Disk>, dir: &Path, state: Shop, updating: Updating) -> Files {
        Files {
            disk,
            dir: dir.to_path_buf(),
            vault: Vault::at(dir),
            state: Mutex::new(state),
            hands: Hands::default(),
            updating,
            mark: Mark::of(dir),
            signer: Mutex::new(None),
        }
    }

    /// A folder whose books are not looked at: they are to be replaced.
    pub fn shut(disk: Arc<dyn Disk>, dir: &Path) -> Files {
        let shut = Shop::Locked(UnlockReason::BeingRestored);
        Files::at(disk, dir, shut, Updating::default())
    }

    /// Looks at a folder and opens its shop when its slot opens by itself or the passphrase fits.
    pub fn open(
        disk: Arc<dyn Disk>,
        dir: &Path,
        passphrase: Option<&str>,
        updating: Updating,
    ) -> Result<Files, AppError> {
        let files = Files::at(disk, dir, Shop::None, updating);
        files.finish_restore()?;
        if !files.vault.exists() {
            if files.disk.exists(&dir.join(DATABASE_FILE)) {
                // A file without its keys is never a reason to make new ones.
                return Err(AppError::new(ErrorCode::KeyUnavailable)
                    .with("reason", "the shop's file is here, its key file is missing"));
            }
            return Ok(files);
        }
        if newborn::keys_only(&*files.disk, dir) {
            newborn::set_aside(dir)?;
            return Ok(files);
        }
        let opened = match passphrase {
            Some(text) => files.open_with(&Unlock::Passphrase(Secret::new(text))),
            None => files.open_by_itself(),
        };
        match opened {
            // The till starts and says so; it is tried again from there.
            Err(error) if error.code == ErrorCode::UpdateWaits => Ok(files),
            done => done.map(|()| files),
        }
    }

    fn open_by_itself(&self) -> AppResult<()> {
        let automatic = self.vault.slots().map_err(vault_error)?;
        if !automatic.iter().any(|s| s.kind.is_automatic()) {
            self.set(Shop::Locked(UnlockReason::PassphraseNeeded));
            return Ok(());
        }
        match self.unlocked(&Unlock::Automatic) {
            Ok(unlocked) => self.open_books(unlocked),
            Err(VaultError::Keychain(error)) => {
                tracing::warn!("the keychain does not open the shop: {error}");
                self.set(Shop::Locked(match error {
                    KeychainError::Unavailable(_) | KeychainError::Silent => {
                        UnlockReason::KeychainUnavailable
                    }
                    KeychainError::Locked => UnlockReason::KeychainLocked,
                    KeychainError::Empty | KeychainError::WrongValue => UnlockReason::KeychainEmpty,
                }));
                Ok(())
            }
            Err(VaultError::Tpm(error)) => {
                tracing::warn!("the security chip does not open the shop: {error}");
                self.set(Shop::Locked(match error {
                    TpmError::Absent | TpmError::Silent | TpmError::Failed(_) => {
                        UnlockReason::ChipUnavailable
                    }
                    TpmError::OtherChip => UnlockReason::ChipOther,
                    TpmError::Cleared => UnlockReason::ChipCleared,
                }));
                Ok(())
            }
            Err(VaultError::KeyFileMissing { path } | VaultError::KeyFileWrong { path }) => {
                tracing::warn!("the key file {} does not open the shop", path.display());
                self.set(Shop::Locked(UnlockReason::KeychainEmpty));
                Ok(())
            }
            Err(other) => Err(vault_error(other)),
        }
    }

    fn open_with(&self, unlock: &Unlock) -> AppResult<()> {
        let unlocked = self.unlocked(unlock).map_err(vault_error)?;
        self.open_books(unlocked)
    }

    fn unlocked(&self, unlock: &Unlock) -> Result<Unlocked, VaultError> {
        let (ring, kek) = self.vault.open_held(unlock)?;
        Ok(Unlocked { ring, kek })
    }

    fn open_ring(&self, mut unlocked: Unlocked, mode: Mode) -> AppResult<()> {
        let keys = store_keys(&unlocked.ring);
        let database = Database::on(self.disk.clone(), &self.dir, keys);
        let kept = self.kept_anchor();
        let anchor_keys = anchor_keys(&unlocked.ring);
        let passed = backup::permitted(&self.dir, &anchor_keys, kept.as_deref());
        let kept = kept.filter(|_| !passed);
        let kept: Vec<&[u8]> = kept.iter().map(Vec::as_slice).collect();
        let key = ChainKey(*unlocked.ring.anchor.expose());
        let cut_off = mode == Mode::Open && newborn::without_entries(&self.dir, &key);
        let mut writer = opened(&database, mode, &kept).map_err(open_error)?;
        if cut_off && writer.look(|store| store.journal_head())?.is_none() {
            drop(writer);
            newborn::set_aside(&self.dir)?;
            self.set(Shop::None);
            return Ok(());
        }
        onto_newest_key(&mut writer, &unlocked.ring);
        // Restored books may pass that one anchor; theirs takes its place, and the permit goes.
        if passed && self.keep_anchor(&writer.take_anchor()) {
            backup::served(&self.dir);
        }
        self.mark.make();
        self.sign_by(&unlocked.ring.journal);
        let shop = OpenShop::new(database, writer, unlocked.peppers());
        shop.change_kek(unlocked.kek.clone());
        if let Err(error) = end_rotations(&self.vault, &unlocked, &shop) {
            tracing::warn!("a change of keys that was cut off is not ended yet: {error}");
        }
        self.set(Shop::Open(Arc::new(shop)));
        Ok(())
    }

    fn set(&self, shop: Shop) {
        *self.locked() = shop;
    }

    fn locked(&self) -> MutexGuard<'_, Shop> {
        held(&self.state)
    }

    /// The open shop, or an error that says what is in the way.
    pub fn shop(&self) -> AppResult<InHand<OpenShop>> {
        match self.locked().clone() {
            Shop::Open(shop) => Ok(self.hands.give(shop)),
            Shop::None => Err(AppError::new(ErrorCode::ShopMissing)),
            Shop::Locked(_) => Err(AppError::new(ErrorCode::ShopLocked)),
        }
    }

    /// Signs with this version of the journal's key from now on.
    pub(crate) fn sign_by(&self, journal: &Secret32) {
        *held(&self.signer) = Some(Arc::new(FileSigner::of(journal)));
    }

    /// Signs what is taken out of the open shop's journal.
    pub fn signer(&self) -> AppResult<Arc<FileSigner>> {
        let signer = held(&self.signer).clone();
        signer.ok_or_else(|| AppError::new(ErrorCode::ShopLocked))
    }

    /// What the keychain last took as the journal's anchor; None: it has none, or does not answer.
    pub fn kept_anchor(&self) -> Option<Vec<u8>> {
        match self.vault.get_anchor() {
            Ok(Anchor::Kept(blob)) => Some(blob),
            Ok(Anchor::Missing | Anchor::NotHere) => None,
            Err(error) => {
                tracing::warn!("the keychain's anchor cannot be read: {error}");
                None
            }
        }
    }

    /// The peppers of the PINs.
    pub fn peppers(&self) -> AppResult<Arc<Peppers>> {
        Ok(self.shop()?.peppers())
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Ends the shop for good: every slot first, so that nothing opens what may stay behind, then
    /// every file.
    pub(crate) fn end_shop(&self) -> AppResult<()> {
        self.vault.destroy().map_err(vault_error)?;
        let was = std::mem::replace(&mut *self.locked(), Shop::None);
        if let Shop::Open(shop) = was {
            shop.let_go();
        }
        *held(&self.signer) = None;
        // They open with the recovery phrase of their day: no copy of this computer's stays.
        let own = backup::own_folder(&self.dir);
        if own.exists()
            && let Err(error) = std::fs::remove_dir_all(&own)
        {
            tracing::warn!("the shop's own backups stay behind: {error}");
        }
        self.discard();
        Ok(())
    }

    /// Looks after a file or a disk in trouble: opens the file again, makes the reserve again, as
    /// far as it is time to. The housekeeping calls it all the while. Answers whether the health
    /// is another than when it was called last.
    pub fn tend(&self, now_ms: u64) -> bool {
        self.shop().is_ok_and(|shop| shop.tend(now_ms))
    }

    /// Puts a sealed anchor into the keychain; slow, so never on the selling path. Answers whether
    /// it is there now, or need not be.
    pub fn keep_anchor(&self, sealed: &[u8]) -> bool {
        let kept = self.vault.put_anchor(sealed);
        if let Err(error) = &kept {
            tracing::warn!("the keychain did not take the anchor: {error}");
        }
        kept.is_ok()
    }

    /// Lets the file go.
    pub fn close(&self) {
        *held(&self.signer) = None;
        let was = std::mem::replace(&mut *self.locked(), Shop::None);
        if let Shop::Open(shop) = was {
            self.keep_anchor(&shop.end());
            self.mark.take_away();
        }
    }
}

impl ShopFiles for Files {
    fn state(&self) -> FileState {
        match &*self.locked() {
            Shop::None => FileState::None,
            Shop::Locked(reason) => FileState::Locked(*reason),
            Shop::Open(_) => FileState::Open,
        }
    }

    fn create(&self, slot: KeySlot, passphrase: Option<&str>) -> AppResult<Vec<String>> {
        let first = self.new_slot(slot, passphrase)?;
        if self.disk.exists(&self.dir.join(DATABASE_FILE)) {
            // Whatever it is, it is not ours to replace, nor to take back.
            return Err(AppError::new(ErrorCode::ShopExists));
        }
        std::fs::create_dir_all(&self.dir)
            .map_err(|e| AppError::new(ErrorCode::FileUnwritable).with("reason", e))?;
        let (ring, kek, phrase) = self
            .vault
            .create_held(&[first, NewSlot::RecoveryPhrase])
            .map_err(vault_error)?;
        let unlocked = Unlocked { ring, kek };
        if let Err(error) = self.open_ring(unlocked, Mode::Create) {
            self.discard();
            return Err(error);
        }
        let words = phrase.map(|p| p.words().map(str::to_owned).collect());
        words.ok_or_else(|| AppError::internal("no recovery phrase was made"))
    }

    fn discard(&self) {
        self.set(Shop::None);
        // After `create` what it made a moment ago, and nothing was sold in it; after the end of a
        // shop what no key opens any more.
        for entry in std::fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let made_here = [
                DATABASE_FILE,
                "keys.ctk",
                "kek.key",
                "anchor",
                "till.lock",
                MARK_FILE,
                RESERVE_FILE,
                // Copies of before a migration.
                "till-before-format-",
            ]
            .iter()
            .any(|known| name.to_string_lossy().starts_with(known));
            if made_here && let Err(error) = std::fs::remove_file(entry.path()) {
                tracing::warn!("{} stays behind: {error}", entry.path().display());
            }
        }
    }

    fn unlock(&self, passphrase: Option<&str>, phrase: Option<&str>) -> AppResult<()> {
        let unlock = match (passphrase, phrase) {
            (Some(text), _) => Unlock::Passphrase(Secret::new(text)),
            (None, Some(words)) => Unlock::Recovery(Secret::new(words)),
            // Somebody unlocked the keychain meanwhile; the state says whether it helped.
            (None, None) => return self.open_by_itself(),
        };
        self.open_with(&unlock)
    }

    fn health(&self) -> FileHealth {
        match &*self.locked() {
            Shop::Open(shop) => shop.health(),
            Shop::None | Shop::Locked(_) => FileHealth::Good,
        }
    }

    fn update(&self) -> Option<UpdateProgress> {
        self.updating.progress()
    }

    fn was_cut_off(&self) -> bool {
        self.mark.is_found()
    }

    fn cut_off_seen(&self) {
        self.mark.seen();
    }

    fn journal(&self) -> Option<&dyn JournalProof> {
        Some(self)
    }

    fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    fn keys(&self) -> Option<&dyn ShopKeys> {
        Some(self)
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens the writer; on a full disk, where even the log's index finds no room, out of the reserve.
fn opened(database: &Database, mode: Mode, kept: &[&[u8]]) -> Result<Writer, OpenError> {
    let full = match database.writer(mode, kept) {
        Err(error) if error.is_full() => error,
        done => return done,
    };
    match database.reserve().give_up() {
        Ok(true) => database.writer(mode, kept),
        Ok(false) | Err(_) => Err(full),
    }
}
