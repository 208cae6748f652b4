//! Opens a shop's books for reading only, beside a running till or alone: to prove the journal, to
//! count everything again, to look after the folder. Changes nothing and takes no lock.

use crate::files::{open_error, vault_error};
use crate::keys::store_keys;
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode};
use pos_app::ports::store::StoreResult;
use pos_domain::journal::ChainKey;
use pos_store::{ANCHOR_BYTES, ANCHOR_FILE, Anchor, DATABASE_FILE, Database, OpenError, Reader};
use pos_vault::{Anchor as KeptAnchor, KeyName, Secret, Unlock, Vault, VaultError};
use std::path::Path;

pub use pos_store::{Difference, Problem, RebuildReport, VerifyReport};

/// How far anchors saw the journal come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchored {
    /// By the sidecar in the folder; None: it is missing or does not hold.
    pub sidecar_seq: Option<i64>,
    /// By the keychain; None: this shop has none there.
    pub keychain_seq: Option<i64>,
}

impl Anchored {
    /// The farthest of them.
    pub fn seq(&self) -> Option<i64> {
        self.sidecar_seq.max(self.keychain_seq)
    }
}

/// The books of one shop.
pub struct Books {
    reader: Reader,
    kept: Vec<Vec<u8>>,
    pub anchored: Anchored,
}

/// Why the books did not open.
#[derive(Clone, Debug, thiserror::Error)]
pub enum BooksError {
    /// No shop, or no key to it.
    #[error(transparent)]
    App(#[from] AppError),
    /// The key fits, and the file does not open as this shop's any more: its entries are lost from
    /// the first one on, as far as this program can see.
    #[error("entry 1: it cannot be read: {reason}{}", saw(*.anchored))]
    Lost { reason: String, anchored: Anchored },
}

fn saw(anchored: Anchored) -> String {
    match anchored.seq() {
        Some(seq) => format!("; the anchor saw entry {seq}"),
        None => String::new(),
    }
}

impl Books {
    /// Opens the books with the passphrase, or with the slot that opens by itself.
    pub fn open(dir: &Path, passphrase: Option<&str>) -> Result<Books, BooksError> {
        let vault = Vault::at(dir);
        if !vault.exists() {
            return Err(no_vault(dir).into());
        }
        let unlock = match passphrase {
            Some(text) => Unlock::Passphrase(Secret::new(text)),
            None => Unlock::Automatic,
        };
        let ring = vault.open(&unlock).map_err(|error| key_error(error, dir))?;
        let keys = store_keys(&ring);
        let kept: Vec<Vec<u8>> = match vault.get_anchor() {
            Ok(KeptAnchor::Kept(sealed)) => vec![sealed],
            Ok(KeptAnchor::Missing | KeptAnchor::NotHere) => Vec::new(),
            Err(error) => {
                tracing::warn!("the keychain's anchor cannot be read: {error}");
                Vec::new()
            }
        };
        let of_it = ring.others(KeyName::Anchor).map(|one| &one.key);
        let anchor_keys: Vec<ChainKey> = std::iter::once(&ring.anchor)
            .chain(of_it)
            .map(|key| ChainKey(*key.expose()))
            .collect();
        let anchored = Anchored {
            sidecar_seq: sidecar_seq(dir, &anchor_keys),
            keychain_seq: newest(kept.iter().map(Vec::as_slice), &anchor_keys),
        };
        let reader = Database::at(dir, keys).reader();
        let reader = reader.map_err(|error| not_opened(error, anchored))?;
        Ok(Books {
            reader,
            kept,
            anchored,
        })
    }

    /// Checks the whole journal. `progress` gets entries done and entries in all.
    pub fn verify(&mut self, progress: &mut dyn FnMut(i64, i64)) -> StoreResult<VerifyReport> {
        let kept: Vec<&[u8]> = self.kept.iter().map(Vec::as_slice).collect();
        pos_store::verify(&mut self.reader, &kept, progress)
    }

    /// Counts everything again from the journal and compares.
    pub fn rebuild(&mut self, progress: &mut dyn FnMut(i64, i64)) -> StoreResult<RebuildReport> {
        pos_store::rebuild(&mut self.reader, progress)
    }

    /// Looks something up on one snapshot.
    pub fn look<T>(
        &mut self,
        see: impl FnOnce(&mut dyn pos_app::ports::store::Store) -> AppResult<T>,
    ) -> AppResult<T> {
        self.reader.look(see)
    }
}

/// The key fits. Either this program cannot read such a file, or the file is not what it was.
fn not_opened(error: OpenError, anchored: Anchored) -> BooksError {
    let reason = match error {
        OpenError::Older { file: 0, .. } => "the file is empty, or its log is gone".to_owned(),
        OpenError::NoShop(_)
        | OpenError::WrongKey
        | OpenError::RolledBack { .. }
        | OpenError::Changed { .. }
        | OpenError::Store(_) => error.to_string(),
        OpenError::ShopExists(_)
        | OpenError::Held(_)
        | OpenError::Newer { .. }
        | OpenError::Older { .. }
        | OpenError::OldSqlite(_)
        | OpenError::NoLog(_)
        | OpenError::NoAnchor
        | OpenError::OtherShop
        | OpenError::Io { .. } => return open_error(error).into(),
    };
    BooksError::Lost { reason, anchored }
}

fn no_vault(dir: &Path) -> AppError {
    if dir.join(DATABASE_FILE).exists() {
        let reason = "the shop's file is here, its key file is missing";
        return AppError::new(ErrorCode::KeyUnavailable).with("reason", reason);
    }
    AppError::new(ErrorCode::ShopMissing).with("folder", dir.display())
}

/// A vault that opens only with a word tells that it needs one.
fn key_error(error: VaultError, dir: &Path) -> AppError {
    match error {
        VaultError::NoSuchSlot => AppError::new(ErrorCode::ShopLocked)
            .field("passphrase")
            .with("folder", dir.display()),
        other => vault_error(other),
    }
}

/// The slots of the sidecar stand at whole multiples of a sealed anchor's length.
pub(crate) fn sidecar_seq(dir: &Path, keys: &[ChainKey]) -> Option<i64> {
    let bytes = std::fs::read(dir.join(ANCHOR_FILE)).ok()?;
    newest(bytes.chunks_exact(ANCHOR_BYTES), keys)
}

fn newest<'a>(sealed: impl Iterator<Item = &'a [u8]>, keys: &[ChainKey]) -> Option<i64> {
    sealed
        .filter_map(|bytes| keys.iter().find_map(|key| Anchor::unseal(bytes, key)))
        .map(|anchor| anchor.seq.0)
        .max()
}
