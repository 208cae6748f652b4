//! `journal_epoch`: which version of its key seals the journal from which entry on.

use crate::rows::{all, run};
use pos_app::ports::store::StoreResult;
use pos_domain::fact::{KeyKind, KeyRotated};
use pos_domain::ids::Seq;
use rusqlite::{Connection, params};

/// The version of the key of a journal's first entries.
pub const FIRST_EPOCH: u32 = 1;

/// From an entry on, the version of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Epoch {
    pub version: u32,
    pub from_seq: i64,
}

/// The epochs in the order of the journal; empty in a journal that has had one key only.
pub fn epochs(connection: &Connection) -> StoreResult<Vec<Epoch>> {
    let sql = "SELECT version, from_seq FROM journal_epoch ORDER BY from_seq";
    all(connection, sql, (), |row| {
        Ok(Epoch {
            version: row.get(0)?,
            from_seq: row.get(1)?,
        })
    })
}

/// Which version seals an entry.
pub fn at(epochs: &[Epoch], seq: i64) -> u32 {
    let begun = epochs.iter().rev().find(|epoch| epoch.from_seq <= seq);
    begun.map_or(FIRST_EPOCH, |epoch| epoch.version)
}

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
