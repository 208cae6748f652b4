//! Seals over the tables that the journal does not tell of: who may sign in, what is sold, which
//! devices there are. SQLCipher takes an older page for a good one; the seal does not. Must never
//! seal what it did not see change.
//!
//! A seal is over the sum of its rows' keyed hashes, and moves by the rows that an act changed. So
//! it costs what the act costs, however large the table; and a row that was not what it was stays
//! found: the act that changes it takes the wrong hash away. (The sum modulo 2^128 of a keyed hash
//! for each row: "Incremental Multiset Hash Functions", Clarke et al., ASIACRYPT 2003, section 4;
//! it is kept in the encrypted file and under a hash of its own.)
//!
//! Left out: what is being rung and what waits to be printed. They change all day, and an older row
//! of theirs moves no money: a sale is paid once whatever its rows say, a paper is printed again.

mod watch;

pub use watch::{hash_rows_with, watch};

use crate::head::{self, Head};
use crate::keys::Keys;
use crate::rebuild::is_projection;
use crate::rows::{all, one, run};
use pos_app::ports::store::{StoreError, StoreResult};
use pos_domain::fact::Fact;
use pos_domain::ids::{Seq, UserId};
use pos_domain::journal::{ChainKey, Mac16};
use rusqlite::{Connection, params};

/// Neither counted from the journal nor sealed.
const PASSED_OVER: [&str; 6] = [
    "journal_entry",
    // Only the headers use it, and the chain holds them.
    "identity",
    "cart",
    "cart_line",
    "print_job",
    "table_seal",
];

/// What may be large: not read through before the shop opens.
const LARGE: [&str; 6] = [
    "product",
    "category",
    "picture",
    "inspection",
    "backup",
    "drill",
];

/// Before the shop opens, a sign-in is looked for among so many entries.
const SIGN_INS_WITHIN: i64 = 1_000;

/// Which tables are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All but the large ones: they say who may do what, and are looked at before anything is sold.
    Small,
    All,
}

/// What a table held when it was sealed.
struct Seal {
    seq: i64,
    epoch: u32,
    total: Total,
    seal: Mac16,
}

/// How many rows, and what their hashes add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Total {
    rows: i64,
    sum: u128,
}

impl Total {
    /// One row more (`by` 1) or less (-1).
    fn count(&mut self, by: i64, hash: Mac16) {
        let hash = u128::from_be_bytes(hash);
        self.rows += by;
        self.sum = match by {
            1.. => self.sum.wrapping_add(hash),
            _ => self.sum.wrapping_sub(hash),
        };
    }

    fn and(self, other: Total) -> Total {
        Total {
            rows: self.rows + other.rows,
            sum: self.sum.wrapping_add(other.sum),
        }
    }
}

/// The sealed tables of a file.
fn sealed(connection: &Connection) -> StoreResult<Vec<String>> {
    let sql = "SELECT name FROM main.sqlite_schema
               WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut names: Vec<String> = all(connection, sql, (), |row| row.get(0))?;
    names.retain(|name| !PASSED_OVER.contains(&name.as_str()) && !is_projection(name));
    Ok(names)
}

/// Moves the seals by what the open transaction has changed, before it is committed. A new key of
/// the journal seals every table anew, once all of them were found to be what they were.
pub fn seal_touched(
    connection: &Connection,
    keys: &Keys,
    before: &Head,
    after: &Head,
) -> StoreResult<()> {
    let chain = keys.chain(before.epoch)?;
    for (name, moved) in watch::take(connection)? {
        // One that is missing or does not hold is left so: whoever proves the file finds it.
        let Some(seal) = read(connection, &name)? else {
            continue;
        };
        if seal.epoch == before.epoch && seal.is_by(chain, &name) {
            let total = seal.total.and(moved);
            write(connection, chain, &name, before.epoch, after.seq, total)?;
        }
    }
    if after.epoch != before.epoch {
        refuse_wrong(connection, keys, Which::All)?;
        seal_all(connection, keys, after)?;
    }
    Ok(())
}

/// Seals every table of a file that has just got its format: what it held before is taken as it is.
pub fn seal_all(connection: &Connection, keys: &Keys, head: &Head) -> StoreResult<()> {
    let chain = keys.chain(head.epoch)?;
    for name in sealed(connection)? {
        let total = watch::total(connection, chain, &name)?;
        write(connection, chain, &name, head.epoch, head.seq, total)?;
    }
    Ok(())
}

/// The first table that is not as it was sealed.
pub fn first_wrong(
    connection: &Connection,
    keys: &Keys,
    which: Which,
) -> StoreResult<Option<String>> {
    let end = head::last_entry(connection)?.map_or(0, |(seq, _)| seq);
    for name in sealed(connection)? {
        let skipped = match which {
            Which::Small => LARGE.contains(&name.as_str()),
            Which::All => false,
        };
        if !skipped && !holds(connection, keys, &name, end)? {
            return Ok(Some(name));
        }
    }
    let from = match which {
        Which::Small => end - SIGN_INS_WITHIN,
        Which::All => 0,
    };
    Ok(older_than_sign_in(connection, from)?.then(|| "table_seal".to_owned()))
}

/// Whether the seals are older than the last sign-in of the journal: all of them were put back with
/// what they seal. Each sign-in changes its person's row, and the seals stand in one page.
fn older_than_sign_in(connection: &Connection, from: i64) -> StoreResult<bool> {
    let kind = Fact::SignedIn(UserId::from_bytes([0; 16])).kind();
    let sql = "SELECT seq FROM journal_entry WHERE kind = ?1 AND seq >= ?2
               ORDER BY seq DESC LIMIT 1";
    let last: Option<i64> = one(connection, sql, params![kind, from], |row| row.get(0))?;
    let Some(seal) = read(connection, "user")? else {
        return Ok(true);
    };
    Ok(last.is_some_and(|last| last > seal.seq))
}

/// The same as an error.
pub fn refuse_wrong(connection: &Connection, keys: &Keys, which: Which) -> StoreResult<()> {
    match first_wrong(connection, keys, which)? {
        None => Ok(()),
        Some(name) => Err(StoreError::Damaged(format!(
            "the table `{name}` is not as it was sealed"
        ))),
    }
}

/// No seal speaks of a journal that is longer than it is.
fn holds(connection: &Connection, keys: &Keys, name: &str, end: i64) -> StoreResult<bool> {
    let Some(seal) = read(connection, name)? else {
        return Ok(false);
    };
    let Ok(chain) = keys.chain(seal.epoch) else {
        return Ok(false);
    };
    Ok(seal.seq <= end
        && seal.is_by(chain, name)
        && watch::total(connection, chain, name)? == seal.total)
}

impl Seal {
    fn is_by(&self, chain: &ChainKey, name: &str) -> bool {
        chain.table_seal(
            name,
            Seq(self.seq),
            self.total.rows,
            &self.total.sum.to_be_bytes(),
        ) == self.seal
    }
}

fn read(connection: &Connection, name: &str) -> StoreResult<Option<Seal>> {
    let sql = "SELECT seq, epoch, count, sum, seal FROM table_seal WHERE name = ?1";
    one(connection, sql, [name], |row| {
        Ok(Seal {
            seq: row.get(0)?,
            epoch: row.get(1)?,
            total: Total {
                rows: row.get(2)?,
                sum: u128::from_be_bytes(row.get(3)?),
            },
            seal: row.get(4)?,
        })
    })
}

fn write(
    connection: &Connection,
    chain: &ChainKey,
    name: &str,
    epoch: u32,
    seq: i64,
    total: Total,
) -> StoreResult<()> {
    let sum = total.sum.to_be_bytes();
    let seal = chain.table_seal(name, Seq(seq), total.rows, &sum);
    run(
        connection,
        "INSERT INTO table_seal (name, seq, epoch, count, sum, seal)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (name) DO UPDATE SET seq = ?2, epoch = ?3, count = ?4, sum = ?5, seal = ?6",
        params![name, seq, epoch, total.rows, sum, seal],
    )?;
    Ok(())
}
