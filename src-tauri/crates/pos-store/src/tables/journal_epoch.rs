//! `journal_epoch`: which version of its key seals the journal from which entry on.

use crate::rows::run;
use pos_app::ports::store::StoreResult;
use pos_domain::fact::{KeyKind, KeyRotated};
use pos_domain::ids::Seq;
use rusqlite::{Connection, params};

/// Entries after the one that tells of the journal's new key are sealed with it.
pub fn begin(connection: &Connection, seq: Seq, rotated: &KeyRotated) -> StoreResult<()> {
    match rotated.key {
        KeyKind::Journal => {
            let sql = "INSERT INTO journal_epoch (version, from_seq) VALUES (?1, ?2)";
            run(connection, sql, params![rotated.version, seq.0 + 1])?;
            Ok(())
        }
        KeyKind::Database | KeyKind::Anchor | KeyKind::Backup | KeyKind::Pepper | KeyKind::Kek => {
            Ok(())
        }
    }
}
