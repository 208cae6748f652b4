//! Which rows of the sealed tables an act changes, and their hashes. Owns the triggers; must never
//! count a row that the act took back.

use super::{Total, sealed};
use crate::error::Stored;
use crate::rows::{all, run};
use pos_app::ports::store::StoreResult;
use pos_domain::journal::{ChainKey, Mac16};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use std::collections::BTreeMap;

/// Notes from now on, on this connection, which rows of the sealed tables change. By triggers,
/// because SQLite's hook is silent about tables without row ids; temporary ones, so that the file's
/// own rules stay as they are; into a table, so that what a statement takes back is not counted.
pub fn watch(connection: &Connection, chain: &ChainKey) -> StoreResult<()> {
    hash_rows_with(connection, chain)?;
    // Without it, a row that another one replaces goes without its trigger.
    let mut sql = String::from(
        "PRAGMA recursive_triggers = ON;
         CREATE TEMP TABLE touched (name TEXT, by INTEGER, hash BLOB);",
    );
    for name in sealed(connection)? {
        let columns = columns(connection, &name)?;
        let noted = |by: &str, row: &str| {
            let values: String = columns
                .iter()
                .map(|column| format!(", {row}.{column}"))
                .collect();
            format!("INSERT INTO touched VALUES ('{name}', {by}, row_hash('{name}'{values}));")
        };
        let (less, more) = (noted("-1", "OLD"), noted("1", "NEW"));
        for (act, notes) in [
            ("INSERT", more.clone()),
            ("UPDATE", format!("{less} {more}")),
            ("DELETE", less.clone()),
        ] {
            sql += &format!(
                "CREATE TEMP TRIGGER touched_{name}_{act} AFTER {act} ON main.{name}
                 BEGIN {notes} END;"
            );
        }
    }
    connection.execute_batch(&sql).stored()
}

/// Which version of the journal's key hashes the rows that change from now on.
pub fn hash_rows_with(connection: &Connection, chain: &ChainKey) -> StoreResult<()> {
    let (chain, flags) = (chain.clone(), FunctionFlags::SQLITE_UTF8);
    let hash = move |row: &rusqlite::functions::Context<'_>| -> rusqlite::Result<Mac16> {
        let name = row.get_raw(0).as_str()?.to_owned();
        Ok(hash(
            &chain,
            &name,
            (1..row.len()).map(|at| row.get_raw(at)),
        ))
    };
    connection
        .create_scalar_function("row_hash", -1, flags, hash)
        .stored()
}

/// What changed since it was last taken, by table.
pub fn take(connection: &Connection) -> StoreResult<BTreeMap<String, Total>> {
    let sql = "SELECT name, by, hash FROM temp.touched";
    let touched: Vec<(String, i64, Mac16)> = all(connection, sql, (), |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    let mut moved: BTreeMap<String, Total> = BTreeMap::new();
    if touched.is_empty() {
        return Ok(moved);
    }
    for (name, by, hash) in touched {
        moved.entry(name).or_default().count(by, hash);
    }
    run(connection, "DELETE FROM temp.touched", ())?;
    Ok(moved)
}

/// What a table holds now.
pub fn total(connection: &Connection, chain: &ChainKey, name: &str) -> StoreResult<Total> {
    // The names are the program's own.
    let sql = format!(
        "SELECT {} FROM main.{name}",
        columns(connection, name)?.join(", ")
    );
    let mut statement = connection.prepare(&sql).stored()?;
    let width = statement.column_count();
    let mut rows = statement.query(()).stored()?;
    let mut total = Total::default();
    while let Some(row) = rows.next().stored()? {
        let values: Vec<ValueRef<'_>> = (0..width)
            .map(|column| row.get_ref(column))
            .collect::<rusqlite::Result<_>>()
            .stored()?;
        total.count(1, hash(chain, name, values.into_iter()));
    }
    Ok(total)
}

fn columns(connection: &Connection, name: &str) -> StoreResult<Vec<String>> {
    let sql = "SELECT '\"' || name || '\"' FROM pragma_table_info(?1) ORDER BY cid";
    all(connection, sql, [name], |row| row.get(0))
}

fn hash<'v>(chain: &ChainKey, name: &str, values: impl Iterator<Item = ValueRef<'v>>) -> Mac16 {
    let mut row = chain.row(name);
    for value in values {
        match value {
            ValueRef::Null => row.add(0, &[]),
            ValueRef::Integer(number) => row.add(1, &number.to_be_bytes()),
            ValueRef::Real(number) => row.add(2, &number.to_be_bytes()),
            ValueRef::Text(text) => row.add(3, text),
            ValueRef::Blob(bytes) => row.add(4, bytes),
        }
    }
    row.end()
}
