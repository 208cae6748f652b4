//! The few shapes of a query: one row or none, all rows, a change. Every statement is prepared
//! once for each connection.

use crate::error::Stored;
use pos_app::ports::store::{StoreError, StoreResult};
use rusqlite::types::Type;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row};

/// The first row, or none.
pub fn one<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> StoreResult<Option<T>> {
    let mut statement = connection.prepare_cached(sql).stored()?;
    statement.query_row(params, read).optional().stored()
}

/// Every row.
pub fn all<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> StoreResult<Vec<T>> {
    let mut statement = connection.prepare_cached(sql).stored()?;
    let rows = statement.query_map(params, read).stored()?;
    rows.collect::<rusqlite::Result<Vec<T>>>().stored()
}

/// One number that is always there (a count, a maximum).
pub fn number(connection: &Connection, sql: &str, params: impl Params) -> StoreResult<i64> {
    let mut statement = connection.prepare_cached(sql).stored()?;
    statement.query_row(params, |row| row.get(0)).stored()
}

/// A statement for a loop: looked up once, not once a row.
pub fn prepared<'c>(connection: &'c Connection, sql: &str) -> StoreResult<CachedStatement<'c>> {
    connection.prepare_cached(sql).stored()
}

/// Changes rows; answers how many.
pub fn run(connection: &Connection, sql: &str, params: impl Params) -> StoreResult<usize> {
    connection
        .prepare_cached(sql)
        .stored()?
        .execute(params)
        .stored()
}

/// A value in a row that this program cannot read.
pub fn unreadable(column: usize, what: impl Into<String>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, what.into().into())
}

/// Reads CBOR out of a column.
pub fn cbor<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: for<'b> minicbor::Decode<'b, ()>,
{
    let bytes = row.get_ref(column)?.as_blob()?;
    minicbor::decode(bytes).map_err(|error| unreadable(column, error.to_string()))
}

/// Bytes of a value that is kept as CBOR.
pub fn to_cbor<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("writing to a vector cannot fail")
}

/// A row that must be there by the file's own rules.
pub fn present<T>(row: Option<T>, what: &str) -> StoreResult<T> {
    row.ok_or_else(|| StoreError::Damaged(format!("{what} is missing")))
}
