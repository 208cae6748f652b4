//! `posting`: double entry, one row for each account that an entry moved.

use crate::error::Stored;
use crate::rows::{all, prepared};
use pos_app::ports::store::{StoreError, StoreResult};
use pos_domain::fact::Fact;
use pos_domain::ids::Seq;
use pos_domain::posting::postings;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Posts what a fact moved. Two moves of one account (two cash tenders) are one row.
pub fn insert(connection: &Connection, seq: Seq, fact: &Fact) -> StoreResult<()> {
    let mut accounts: BTreeMap<i64, i64> = BTreeMap::new();
    for posting in postings(fact) {
        *accounts.entry(posting.account.code()).or_default() += posting.amount_minor;
    }
    let sum: i64 = accounts.values().sum();
    if sum != 0 {
        return Err(StoreError::Failed(format!(
            "entry {}: postings sum to {sum}",
            seq.0
        )));
    }
    let sql = "INSERT INTO posting (seq, account, amount_minor) VALUES (?1, ?2, ?3)";
    let mut insert = prepared(connection, sql)?;
    for (account, amount_minor) in accounts.into_iter().filter(|(_, amount)| *amount != 0) {
        insert.execute([seq.0, account, amount_minor]).stored()?;
    }
    Ok(())
}

/// What stands in each account.
pub fn sums(connection: &Connection) -> StoreResult<Vec<(i64, i64)>> {
    all(
        connection,
        "SELECT account, sum(amount_minor) FROM posting GROUP BY account ORDER BY account",
        (),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
