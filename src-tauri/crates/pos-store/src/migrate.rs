//! The file's format: forward only, all or nothing. A file of a newer program is refused; a file
//! of an older one is copied aside before it is changed.

use crate::connection::{self, Access};
use crate::error::OpenError;
use crate::folder::{Folder, private_file, sync_folder};
use rusqlite::backup::Backup;
use rusqlite::{Connection, TransactionBehavior};
use std::time::Duration;

/// Each shipped step, in order; the first makes format 1. Never edit one that was shipped: the
/// tests know their hashes.
pub const STEPS: &[&str] = &[include_str!("migrations/0001_books.sql")];

/// The format that this program reads and writes.
pub const SCHEMA_VERSION: i64 = STEPS.len() as i64;

/// The format of a file; 0 = empty.
pub fn format_of(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", (), |row| row.get(0))
}

/// Refuses a file that cannot be read as it is.
pub fn check_for_reading(connection: &Connection) -> Result<(), OpenError> {
    let file = format_of(connection)?;
    match file.cmp(&SCHEMA_VERSION) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(OpenError::Older {
            file,
            program: SCHEMA_VERSION,
        }),
        std::cmp::Ordering::Greater => Err(OpenError::Newer {
            file,
            program: SCHEMA_VERSION,
        }),
    }
}

/// Brings a file to this program's format.
pub fn migrate(
    connection: &mut Connection,
    folder: &Folder,
    key: &[u8; 32],
) -> Result<(), OpenError> {
    migrate_by(connection, STEPS, |connection, file| {
        back_up(connection, folder, key, file)
    })
}

/// Takes the steps that a file lacks in one transaction; `before` is called with the file's format
/// when there is something in it to lose.
pub fn migrate_by(
    connection: &mut Connection,
    steps: &[&str],
    before: impl FnOnce(&Connection, i64) -> Result<(), OpenError>,
) -> Result<(), OpenError> {
    let file = format_of(connection)?;
    let program = steps.len() as i64;
    let done = usize::try_from(file).unwrap_or(usize::MAX);
    let missing = steps
        .get(done..)
        .ok_or(OpenError::Newer { file, program })?;
    if missing.is_empty() {
        return Ok(());
    }
    if file > 0 {
        before(connection, file)?;
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for step in missing {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", program)?;
    transaction.commit()?;
    tracing::info!(from = file, to = program, "the file was migrated");
    Ok(())
}

/// Copies the file aside under the same key.
fn back_up(
    connection: &Connection,
    folder: &Folder,
    key: &[u8; 32],
    version: i64,
) -> Result<(), OpenError> {
    let path = folder.before_migration(version);
    if path.exists() {
        // A migration that failed: the copy may be half, the file is whole.
        std::fs::remove_file(&path).map_err(OpenError::io(&path))?;
    }
    let file = private_file(&path, true)?;
    let mut copy = connection::open(&path, key, Access::Write)?;
    Backup::new(connection, &mut copy)?.run_to_completion(1024, Duration::ZERO, None)?;
    copy.close().map_err(|(_, error)| error)?;
    file.sync_all().map_err(OpenError::io(&path))?;
    sync_folder(&folder.path)
}
