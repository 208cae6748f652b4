//! Counts everything again from the journal by the till's own code: in memory, to compare it with
//! what the file says, or into a file of an older format, which lacks some of it.

use crate::error::Stored;
use crate::migrate::STEPS;
use crate::project::project;
use crate::reader::Reader;
use crate::tables::journal;
use pos_app::ports::store::{StoreError, StoreResult};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, Rows};

/// Each projection and its key, in the order in which they are compared.
const PROJECTIONS: [(&str, &str); 18] = [
    ("sale", "seq"),
    ("sale_line", "seq, line_no"),
    ("sale_tender", "seq, tender_no"),
    ("sale_card", "card_end, seq"),
    ("posting", "seq, account"),
    ("attempt", "sale_id, attempt_id"),
    ("attempt_step", "attempt_id, seq"),
    ("day_sum", "day, axis, key"),
    ("stock", "product_id"),
    ("shift", "shift_no"),
    ("shift_move", "shift_no, seq"),
    ("period", "z_number"),
    ("period_sum", "z_number, shift_no, measure"),
    ("card_batch", "terminal_id, batch_no"),
    ("card_sum", "terminal_id, batch_no, card_name"),
    ("approval", "seq, line_no"),
    ("journal_epoch", "version"),
    ("restored", "seq"),
];
/// Whether a table is counted from the journal.
pub fn is_projection(table: &str) -> bool {
    PROJECTIONS.iter().any(|(name, _)| *name == table)
}

/// Progress is told once in so many entries.
const PROGRESS_EVERY: i64 = 1000;
/// And logged once in so many.
const LOG_EVERY: i64 = 100_000;

/// The first row of a table that is not as the journal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub table: &'static str,
    /// `column=value …`; None: the row should not be there, or is missing.
    pub journal_says: Option<String>,
    pub file_says: Option<String>,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said = |row: &Option<String>| row.clone().unwrap_or_else(|| "no such row".into());
        let (journal, file) = (said(&self.journal_says), said(&self.file_says));
        write!(
            f,
            "{}: the journal says {journal}; the file says {file}",
            self.table
        )
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RebuildReport {
    /// Entries that were counted again.
    pub entries: i64,
    /// Rows that were compared.
    pub rows: i64,
    /// The first entry whose body was erased: what it moved cannot be counted again.
    pub first_tombstone: Option<i64>,
    /// At most one for each table; empty when everything is as the journal says.
    pub differences: Vec<Difference>,
}

impl RebuildReport {
    /// Everything could be counted again and is equal.
    pub fn is_equal(&self) -> bool {
        self.differences.is_empty() && self.first_tombstone.is_none()
    }
}

/// Rebuilds and compares. `progress` gets entries done and entries in all.
///
/// # Errors
/// An entry that cannot be read stops it; `verify` names such an entry.
pub fn rebuild(
    reader: &mut Reader,
    progress: &mut dyn FnMut(i64, i64),
) -> StoreResult<RebuildReport> {
    let snapshot = reader.connection.transaction().stored()?;
    let scratch = Connection::open_in_memory().stored()?;
    scratch.set_prepared_statement_cache_capacity(64);
    // It is thrown away: nothing in it is ever undone.
    scratch
        .execute_batch("PRAGMA journal_mode = OFF")
        .stored()?;
    for step in STEPS {
        scratch.execute_batch(step).stored()?;
    }
    let mut report = RebuildReport {
        entries: 0,
        rows: 0,
        first_tombstone: None,
        differences: Vec::new(),
    };
    let total = snapshot
        .query_row("SELECT count(*) FROM journal_entry", (), |row| row.get(0))
        .stored()?;
    scratch.execute_batch("BEGIN").stored()?;
    journal::walk(&snapshot, 1, |row| {
        if let Some(seq) = count_row(row, &scratch)? {
            report.first_tombstone.get_or_insert(seq);
        }
        report.entries += 1;
        if report.entries % PROGRESS_EVERY == 0 {
            progress(report.entries, total);
        }
        Ok(true)
    })?;
    scratch.execute_batch("COMMIT").stored()?;
    for (table, key) in PROJECTIONS {
        let difference = compare(&scratch, &snapshot, table, key, &mut report.rows)?;
        report.differences.extend(difference);
    }
    progress(report.entries, total);
    Ok(report)
}

/// Moves the projections of `into` by an entry; answers its place when its body was erased.
fn count_row(row: &Row<'_>, into: &Connection) -> StoreResult<Option<i64>> {
    let entry = journal::read(row).stored()?;
    let seq = entry.header.seq.0;
    let Some(fact) = journal::fact(&entry)? else {
        return Ok(Some(seq));
    };
    project(into, &entry.header, &fact)
        .map_err(|error| StoreError::Damaged(format!("entry {seq}: {error}")))?;
    Ok(None)
}

/// Clears every projection of a file and counts it anew, within the caller's transaction.
///
/// # Errors
/// An entry whose body was erased: what it moved would be lost.
pub fn count_anew(connection: &Connection) -> StoreResult<()> {
    for (table, _) in PROJECTIONS {
        let sql = format!("DELETE FROM {table}");
        connection.execute(&sql, ()).stored()?;
    }
    let mut done = 0;
    journal::walk(connection, 1, |row| {
        if let Some(seq) = count_row(row, connection)? {
            let erased = format!("entry {seq} was erased and cannot be counted again");
            return Err(StoreError::Failed(erased));
        }
        done += 1;
        if done % LOG_EVERY == 0 {
            tracing::info!(entries = done, "counting anew from the journal");
        }
        Ok(true)
    })?;
    tracing::info!(entries = done, "counted anew from the journal");
    Ok(())
}

/// Walks both tables in key order, up to the first row that is not the same in both.
fn compare(
    journal: &Connection,
    file: &Connection,
    table: &'static str,
    key: &str,
    rows: &mut i64,
) -> StoreResult<Option<Difference>> {
    let sql = format!("SELECT * FROM {table} ORDER BY {key}");
    let mut journal = journal.prepare(&sql).stored()?;
    let mut file = file.prepare(&sql).stored()?;
    let names: Vec<String> = journal.column_names().map(String::from).collect();
    let mut journal = journal.query(()).stored()?;
    let mut file = file.query(()).stored()?;
    loop {
        let said = (
            next(&mut journal, names.len())?,
            next(&mut file, names.len())?,
        );
        match said {
            (None, None) => return Ok(None),
            (ours, theirs) if ours == theirs => *rows += 1,
            (ours, theirs) => {
                return Ok(Some(Difference {
                    table,
                    journal_says: ours.map(|row| told(&names, &row)),
                    file_says: theirs.map(|row| told(&names, &row)),
                }));
            }
        }
    }
}

fn next(rows: &mut Rows<'_>, columns: usize) -> StoreResult<Option<Vec<Value>>> {
    let Some(row) = rows.next().stored()? else {
        return Ok(None);
    };
    let values: rusqlite::Result<Vec<Value>> = (0..columns).map(|at| row.get(at)).collect();
    values.map(Some).stored()
}

fn told(names: &[String], row: &[Value]) -> String {
    let value = |value: &Value| match value {
        Value::Null => "null".to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    };
    let cells: Vec<String> = names
        .iter()
        .zip(row)
        .map(|(name, cell)| format!("{name}={}", value(cell)))
        .collect();
    cells.join(" ")
}
