//! The way in: a folder and its keys, from which the one writer and any number of readers open.

use crate::connection::{self, Access};
use crate::disk::{Disk, RealDisk};
use crate::error::OpenError;
use crate::folder::Folder;
use crate::migrate;
use crate::reader::Reader;
use crate::reserve::Reserve;
use crate::writer::Writer;
use pos_domain::journal::ChainKey;
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The working keys of one shop, as the vault unlocked them.
#[derive(Clone)]
pub struct Keys {
    pub(crate) database: Zeroizing<[u8; 32]>,
    pub(crate) chain: ChainKey,
    pub(crate) anchor: ChainKey,
}

impl Keys {
    /// `database` is the raw SQLCipher key, `chain` the journal's, `anchor` the anchor's.
    pub fn new(database: &[u8; 32], chain: &[u8; 32], anchor: &[u8; 32]) -> Keys {
        Keys {
            database: Zeroizing::new(*database),
            chain: ChainKey(*chain),
            anchor: ChainKey(*anchor),
        }
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// How the writer opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Makes the file. Refused when it already holds entries.
    Create,
    /// Opens the file and compares it with its anchors.
    Open,
    /// Opens a file although its anchors say that entries are missing, and anchors it anew. Only
    /// after a person decided so, knowing what is lost; a break in the chain is refused all the
    /// same. The host puts [`Writer::take_anchor`] into the keychain at once.
    OpenAfterLoss,
}

/// A shop's file, not yet open. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    pub(crate) folder: Folder,
    pub(crate) keys: Arc<Keys>,
}

impl Database {
    /// On the computer's own disk. Touches nothing.
    pub fn at(dir: &Path, keys: Keys) -> Database {
        Database::on(Arc::new(RealDisk), dir, keys)
    }

    /// On any disk. Touches nothing.
    pub fn on(disk: Arc<dyn Disk>, dir: &Path, keys: Keys) -> Database {
        Database {
            folder: Folder {
                path: dir.to_path_buf(),
                disk,
            },
            keys: Arc::new(keys),
        }
    }

    /// Opens the one writer. `kept` are sealed anchors from elsewhere (the keychain); an
    /// unreadable one is passed over, the sidecar must hold.
    ///
    /// # Errors
    /// [`OpenError::Held`] beside another writer, [`OpenError::RolledBack`] and
    /// [`OpenError::Changed`] when the journal is not what its anchors saw.
    pub fn writer(&self, mode: Mode, kept: &[&[u8]]) -> Result<Writer, OpenError> {
        Writer::open(self, mode, kept)
    }

    /// The room that is kept for it.
    pub fn reserve(&self) -> Reserve {
        Reserve::of(&self.folder)
    }

    /// Opens a reader, beside a running writer or alone. It never changes the file.
    pub fn reader(&self) -> Result<Reader, OpenError> {
        let (disk, path) = (&*self.folder.disk, self.folder.database());
        if !disk.exists(&path) {
            return Err(OpenError::NoShop(self.folder.path.clone()));
        }
        let connection = connection::open(disk, &path, &self.keys.database, Access::Read)?;
        migrate::check_for_reading(&connection)?;
        Ok(Reader::new(connection, self.clone()))
    }
}
