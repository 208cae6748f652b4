//! The shop's folder: which files there are, that only their owner can read them, and the lock of
//! the one writer.

use crate::error::OpenError;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The encrypted database. SQLite keeps its log beside it under `-wal` and `-shm`. Nothing else
/// may open it in the till's process: closing any handle to a file lets go of the process's POSIX
/// locks on it, SQLite's among them.
pub const DATABASE_FILE: &str = "till.db";
/// Held by the one process that writes.
pub const LOCK_FILE: &str = "till.lock";
/// How far the journal had come (see `anchor`).
pub const ANCHOR_FILE: &str = "anchor";

/// The folder of one shop.
#[derive(Clone, Debug)]
pub struct Folder {
    pub path: PathBuf,
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
        fs::create_dir_all(&self.path).map_err(OpenError::io(&self.path))?;
        close_to_others(&self.path, 0o700)
    }

    /// Closes everything in it to others, whatever a copy or a restore made of the modes.
    pub fn tighten(&self) -> Result<(), OpenError> {
        close_to_others(&self.path, 0o700)?;
        let beside = [
            format!("{DATABASE_FILE}-wal"),
            format!("{DATABASE_FILE}-shm"),
        ];
        let own = [DATABASE_FILE, LOCK_FILE, ANCHOR_FILE].map(String::from);
        for name in own.iter().chain(&beside) {
            let path = self.path.join(name);
            if path.exists() {
                close_to_others(&path, 0o600)?;
            }
        }
        Ok(())
    }

    /// Takes the writer's lock, or says who holds it.
    pub fn lock(&self) -> Result<WriterLock, OpenError> {
        let path = self.path.join(LOCK_FILE);
        let mut file = private_file(&path, false)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // Windows refuses to read what is locked; then the number stays unknown.
                let _unreadable = file.read_to_string(&mut text);
                return Err(OpenError::Held(text.trim().parse().ok()));
            }
            Err(TryLockError::Error(source)) => return Err(OpenError::Io { path, source }),
        }
        file.set_len(0)
            .and_then(|()| write!(file, "{}", std::process::id()))
            .map_err(OpenError::io(&path))?;
        Ok(WriterLock { file })
    }
}

/// Held as long as the writer lives; the operating system lets go of it when the process ends.
#[derive(Debug)]
pub struct WriterLock {
    file: File,
}

impl Drop for WriterLock {
    /// Said aloud, not left to the closing: a child process that is just being started holds a
    /// copy of the handle for a moment, and with it the lock.
    fn drop(&mut self) {
        if let Err(error) = self.file.unlock() {
            tracing::warn!(%error, "the writer's lock was not given back");
        }
    }
}

/// Opens a file for reading and writing, made with mode 0600. `new` refuses one that exists.
pub fn private_file(path: &Path, new: bool) -> Result<File, OpenError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).truncate(false);
    if new {
        options.create_new(true);
    } else {
        options.create(true);
    }
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(OpenError::io(path))
}

#[cfg(unix)]
fn close_to_others(path: &Path, mode: u32) -> Result<(), OpenError> {
    use std::os::unix::fs::PermissionsExt;
    let now = fs::metadata(path)
        .map_err(OpenError::io(path))?
        .permissions()
        .mode()
        & 0o777;
    if now == mode {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(OpenError::io(path))
}

/// On Windows the data folder of a user is already closed to other users.
#[cfg(not(unix))]
fn close_to_others(_path: &Path, _mode: u32) -> Result<(), OpenError> {
    Ok(())
}

/// Makes the names in a folder durable, where the system knows such a thing.
pub fn sync_folder(path: &Path) -> Result<(), OpenError> {
    #[cfg(unix)]
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .map_err(OpenError::io(path))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
