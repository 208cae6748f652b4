//! The way in: a folder and its keys, from which the one writer and any number of readers open.

use crate::connection::{self, Access};
use crate::disk::{Disk, RealDisk};
use crate::error::OpenError;
use crate::folder::Folder;
use crate::keys::{Keys, SharedKeys};
use crate::migrate;
use crate::reader::Reader;
use crate::reserve::Reserve;
use crate::writer::Writer;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;

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
    pub(crate) shared: SharedKeys,
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
            shared: SharedKeys::new(keys),
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

    /// The keys as they are now.
    pub(crate) fn keys(&self) -> Arc<Keys> {
        self.shared.now()
    }

    /// Whether this is the key that the file was opened with last.
    pub fn is_keyed_with(&self, key: &[u8; 32]) -> bool {
        *self.keys().database == *key
    }

    /// Has a new version of the journal's key at hand; it seals nothing before an entry tells so.
    pub fn add_chain(&self, version: u32, chain: &[u8; 32]) {
        self.shared
            .change(|keys| *keys = keys.clone().and_chain(version, chain));
    }

    /// Opens a connection with the key in use, or with the one that a change of keys left in its
    /// place; which is then the one in use.
    pub(crate) fn connect(&self, access: Access) -> Result<Connection, OpenError> {
        let (disk, path, keys) = (&*self.folder.disk, self.folder.database(), self.keys());
        let refused = match connection::open(disk, &path, &keys.database, access) {
            Err(OpenError::WrongKey) => OpenError::WrongKey,
            done => return done,
        };
        let Some(other) = &keys.other_database else {
            return Err(refused);
        };
        let connection = connection::open(disk, &path, other, access)?;
        self.shared.change(|now| {
            now.database = other.clone();
            now.other_database = Some(keys.database.clone());
        });
        Ok(connection)
    }

    /// Reads every page in use by a connection of its own: each must be whole, in its place and
    /// under the key in use. Beside a selling writer; takes as long as reading the file does.
    ///
    /// # Errors
    /// [`OpenError::Changed`] names the first finding.
    pub fn check_pages(&self) -> Result<(), OpenError> {
        let connection = self.connect(Access::Read)?;
        let found: String = connection.query_row("PRAGMA quick_check(1)", (), |row| row.get(0))?;
        match found.as_str() {
            "ok" => Ok(()),
            _ => Err(OpenError::Changed {
                seq: 0,
                what: found,
            }),
        }
    }

    /// Removes the copies that were kept before migrations: they are under a key of their day.
    pub fn forget_copies(&self) -> Result<(), OpenError> {
        for version in 1..migrate::SCHEMA_VERSION {
            let path = self.folder.before_migration(version);
            if self.folder.disk.exists(&path) {
                self.folder
                    .disk
                    .remove(&path)
                    .map_err(OpenError::io(&path))?;
            }
        }
        self.folder.sync()
    }

    /// The room that is kept for it.
    pub fn reserve(&self) -> Reserve {
        Reserve::of(&self.folder)
    }

    /// Opens a reader, beside a running writer or alone. It never changes the file.
    pub fn reader(&self) -> Result<Reader, OpenError> {
        if !self.folder.disk.exists(&self.folder.database()) {
            return Err(OpenError::NoShop(self.folder.path.clone()));
        }
        let connection = self.connect(Access::Read)?;
        migrate::check_for_reading(&connection)?;
        Ok(Reader::new(connection, self.clone()))
    }
}
