//! Opens one connection: key, version, pragmas. Every connection of the crate comes from here.

use crate::cipher;
use crate::disk::Disk;
use crate::error::OpenError;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// The oldest SQLite that is allowed: before it, two connections on one log could lose data
/// (SQLite release history, 3.51.3: "WAL-reset bug").
pub const SQLITE_MIN: i32 = 3_051_003;

/// Prepared statements kept by a connection; more than there are in this crate.
const STATEMENTS: usize = 128;

/// How a connection is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Write,
    Read,
}

/// The versions of SQLite and SQLCipher in this program, for `posctl version`.
pub fn versions() -> rusqlite::Result<(String, String)> {
    let connection = Connection::open_in_memory()?;
    let cipher = connection.query_row("PRAGMA cipher_version", (), |row| row.get(0))?;
    Ok((rusqlite::version().to_string(), cipher))
}

/// Opens `path` with its raw key. The file must exist; an empty one becomes a database.
pub fn open(
    disk: &dyn Disk,
    path: &Path,
    key: &[u8; 32],
    access: Access,
) -> Result<Connection, OpenError> {
    if rusqlite::version_number() < SQLITE_MIN {
        return Err(OpenError::OldSqlite(rusqlite::version().to_string()));
    }
    let flags = match access {
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    } | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match disk.vfs() {
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs)?,
        None => Connection::open_with_flags(path, flags)?,
    };
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // SQLCipher writes a hundred lines to stderr for one bad page; its errors reach us anyway.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    cipher::key(&connection, key)?;
    connection
        .query_row("SELECT count(*) FROM sqlite_schema", (), |_| Ok(()))
        .map_err(wrong_key)?;
    connection.busy_timeout(Duration::from_secs(2))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // No statement may bring another file in.
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.execute_batch(
        "PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = FAST;",
    )?;
    // KiB. The writer's holds what a sale touches; a reader's a catalogue of 100,000 products.
    match access {
        Access::Write => {
            connection.execute_batch("PRAGMA cache_size = -32768")?;
            write_ahead(&connection)?;
        }
        Access::Read => {
            connection.execute_batch("PRAGMA cache_size = -16384; PRAGMA query_only = ON")?;
        }
    }
    Ok(connection)
}

fn write_ahead(connection: &Connection) -> Result<(), OpenError> {
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", (), |row| row.get(0))?;
    if mode != "wal" {
        return Err(OpenError::NoLog(mode));
    }
    // Checkpoints are the host's, between sales; the log shrinks back after a large one.
    connection.execute_batch(
        "PRAGMA wal_autocheckpoint = 0;
         PRAGMA journal_size_limit = 16777216;
         PRAGMA synchronous = FULL;",
    )?;
    #[cfg(target_os = "macos")]
    connection.execute_batch("PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;")?;
    Ok(())
}

/// SQLCipher cannot tell a wrong key from a file that is no database.
fn wrong_key(error: rusqlite::Error) -> OpenError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenError::WrongKey,
        _ => OpenError::from(error),
    }
}
