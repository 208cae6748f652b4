//! What can go wrong at opening, and how SQLite's failures look to the use cases.

use pos_app::ports::store::{StoreError, StoreResult};
use rusqlite::ErrorCode;
use std::cell::Cell;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why a shop's file could not be opened. Each asks something else of the person at the screen.
#[derive(Debug, Error)]
pub enum OpenError {
    #[error("there is no shop in {}", .0.display())]
    NoShop(PathBuf),
    #[error("{} already holds a shop", .0.display())]
    ShopExists(PathBuf),
    /// One writer at a time; the number is the process that holds the file, where it told.
    #[error("another program is writing to this shop{}", holder(*.0))]
    Held(Option<u32>),
    #[error("the key does not open this file, or the file is damaged at its start")]
    WrongKey,
    #[error("the file has format {file}; this program knows formats up to {program}: update it")]
    Newer { file: i64, program: i64 },
    #[error(
        "the file has format {file} and needs {program}: open it once for writing with this program"
    )]
    Older { file: i64, program: i64 },
    #[error("the library SQLite {0} is older than 3.51.3, which this program needs")]
    OldSqlite(String),
    #[error("the file cannot keep a write-ahead log (it answers `{0}`): is it on a network share?")]
    NoLog(String),
    /// An older state of the file was put in place, or its log was lost: entries are missing.
    #[error("the file was turned back: it ends at entry {file_seq}, the anchor saw {anchor_seq}")]
    RolledBack { file_seq: i64, anchor_seq: i64 },
    /// The chain does not hold at this entry.
    #[error("the journal was changed: {what} (entry {seq})")]
    Changed { seq: i64, what: String },
    #[error("the anchor file is missing or unreadable")]
    NoAnchor,
    #[error("the anchor belongs to another shop")]
    OtherShop,
    #[error("{}: {source}", .path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn holder(process: Option<u32>) -> String {
    process.map_or_else(String::new, |id| format!(" (process {id})"))
}

impl OpenError {
    /// The disk or the folder takes no writes; the file may be whole.
    pub fn is_read_only(&self) -> bool {
        use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
        match self {
            OpenError::Io { source, .. } => {
                matches!(source.kind(), PermissionDenied | ReadOnlyFilesystem)
            }
            _ => false,
        }
    }

    /// There is no room to open it.
    pub fn is_full(&self) -> bool {
        match self {
            OpenError::Io { source, .. } => source.kind() == io::ErrorKind::StorageFull,
            OpenError::Store(error) => matches!(error, StoreError::DiskFull),
            _ => false,
        }
    }

    pub(crate) fn io(path: &std::path::Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { path, source }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        OpenError::Store(failed(error))
    }
}

thread_local! {
    static DISK_FAILED: Cell<bool> = const { Cell::new(false) };
}

/// Whether the disk failed a statement of this thread since this was asked last. An act answers in
/// the words of its use case, and the connection answers from its memory as if nothing were wrong;
/// yet SQLCipher's never get over a page that could not be read.
pub fn take_disk_failed() -> bool {
    DISK_FAILED.take()
}

/// SQLite's failure as the use cases see it.
pub fn failed(error: rusqlite::Error) -> StoreError {
    let text = error.to_string();
    if is_disk_failure(&error) {
        DISK_FAILED.set(true);
    }
    match &error {
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::Utf8Error(..) => return StoreError::Damaged(text),
        _ => {}
    }
    if is_full(&error) {
        return StoreError::DiskFull;
    }
    match error.sqlite_error_code() {
        Some(
            ErrorCode::ReadOnly
            | ErrorCode::SystemIoFailure
            | ErrorCode::PermissionDenied
            | ErrorCode::CannotOpen,
        ) => StoreError::ReadOnly(text),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged(text),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Locked,
        _ => StoreError::Failed(text),
    }
}

/// There is no room for the file, its log or the log's index.
pub fn is_full(error: &rusqlite::Error) -> bool {
    let no_index = error
        .sqlite_error()
        .is_some_and(|cause| cause.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE);
    no_index || error.sqlite_error_code() == Some(ErrorCode::DiskFull)
}

/// The disk itself failed: what it holds now is not known until the file is opened again.
pub fn is_disk_failure(error: &rusqlite::Error) -> bool {
    let failed = matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::SystemIoFailure | ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    );
    failed && !is_full(error)
}

/// Turns SQLite's results into the store's.
pub trait Stored<T> {
    fn stored(self) -> StoreResult<T>;
}

impl<T> Stored<T> for rusqlite::Result<T> {
    fn stored(self) -> StoreResult<T> {
        self.map_err(failed)
    }
}
