//! The shop's folder: which files there are, that only their owner can read them, and the lock of
//! the one writer.

use crate::disk::{Disk, DiskFile, Lock, LockRefusal, Opening};
use crate::error::OpenError;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The encrypted database. SQLite keeps its log beside it under `-wal` and `-shm`. Nothing else
/// may open it in the till's process: closing any handle to a file lets go of the process's POSIX
/// locks on it, SQLite's among them.
pub const DATABASE_FILE: &str = "till.db";
/// Held by the one process that writes.
pub const LOCK_FILE: &str = "till.lock";
/// Room on the disk that is kept for the sale in progress (see `reserve`).
pub const RESERVE_FILE: &str = "reserve";
/// How far the journal had come (see `anchor`).
pub const ANCHOR_FILE: &str = "anchor";

/// The folder of one shop.
#[derive(Clone, Debug)]
pub struct Folder {
    pub path: PathBuf,
    pub disk: Arc<dyn Disk>,
}

impl Folder {
    pub fn database(&self) -> PathBuf {
        self.path.join(DATABASE_FILE)
    }
    pub fn log(&self) -> PathBuf {
        self.path.join(format!("{DATABASE_FILE}-wal"))
    }
    pub fn anchor(&self) -> PathBuf {
        self.path.join(ANCHOR_FILE)
    }
    /// Where the file is kept before it is migrated from format `version`.
    pub fn before_migration(&self, version: i64) -> PathBuf {
        self.path.join(format!("till-before-format-{version}.db"))
    }

    /// Makes the folder if need be, and closes it to others.
    pub fn make(&self) -> Result<(), OpenError> {
        self.disk
            .make_folder(&self.path)
            .and_then(|()| self.disk.close_to_others(&self.path))
            .map_err(OpenError::io(&self.path))
    }

    /// Closes everything in it to others, whatever a copy or a restore made of the modes.
    pub fn tighten(&self) -> Result<(), OpenError> {
        let close = |path: &Path| self.disk.close_to_others(path).map_err(OpenError::io(path));
        close(&self.path)?;
        let beside = [
            format!("{DATABASE_FILE}-wal"),
            format!("{DATABASE_FILE}-shm"),
        ];
        let own = [DATABASE_FILE, LOCK_FILE, ANCHOR_FILE, RESERVE_FILE].map(String::from);
        for name in own.iter().chain(&beside) {
            let path = self.path.join(name);
            if self.disk.exists(&path) {
                close(&path)?;
            }
        }
        Ok(())
    }

    /// Opens a file of the folder.
    pub fn open(&self, path: &Path, opening: Opening) -> Result<Box<dyn DiskFile>, OpenError> {
        self.disk.open(path, opening).map_err(OpenError::io(path))
    }

    /// Makes the names in it durable.
    pub fn sync(&self) -> Result<(), OpenError> {
        self.disk
            .sync_folder(&self.path)
            .map_err(OpenError::io(&self.path))
    }

    /// Takes the writer's lock, or says who holds it.
    pub fn lock(&self) -> Result<Box<dyn Lock>, OpenError> {
        let path = self.path.join(LOCK_FILE);
        self.disk.lock(&path).map_err(|refusal| match refusal {
            LockRefusal::Held(process) => OpenError::Held(process),
            LockRefusal::Io(source) => OpenError::Io { path, source },
        })
    }
}
