//! A shop's file as an older program left it. Owns taking back what later steps made; the steps
//! themselves are the store's.

use crate::books::Books;
use rusqlite::Connection;

/// The format that the file is taken back to.
pub const FORMAT: i64 = 9;

const STEPS: [&str; 9] = [
    include_str!("../../src-tauri/crates/pos-store/src/migrations/0001_books.sql"),
    include_str!("../../src-tauri/crates/pos-store/src/migrations/0002_shifts.sql"),
    include_str!("../../src-tauri/crates/pos-store/src/migrations/0003_devices.sql"),
    include_str!("../../src-tauri/crates/pos-store/src/migrations/0004_receipts.sql"),
    include_str!("../../src-tauri/crates/pos-store/src/migrations/0005_doubts.sql"),
    include_str!("../../src-tauri/crates/pos-store/src/migrations/0006_acts_of_a_device.sql"),
    include_str!("../../src-tauri/crates/pos-store/src/migrations/0007_keys.sql"),
    include_str!("../../src-tauri/crates/pos-store/src/migrations/0008_backups.sql"),
    include_str!("../../src-tauri/crates/pos-store/src/migrations/0009_register.sql"),
];

/// Takes the file of a till that has ended back to [`FORMAT`]: what later steps made is gone.
pub fn take_back(folder: &std::path::Path) {
    let old = Connection::open_in_memory().unwrap();
    for step in STEPS {
        old.execute_batch(step).unwrap();
    }
    let all = |connection: &Connection, sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map((), |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let things = "SELECT type || ' ' || name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY 1";
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL";
    let books = Books::open(folder);
    let mut sql = String::new();
    let known = all(&old, things);
    // Indexes come before their tables.
    for thing in books.texts(things) {
        if !known.contains(&thing) {
            sql += &format!("DROP {thing};\n");
        }
    }
    for table in all(&old, tables) {
        let columns = format!("SELECT name FROM pragma_table_info('{table}')");
        let known = all(&old, &columns);
        for column in books.texts(&columns) {
            if !known.contains(&column) {
                sql += &format!("ALTER TABLE {table} DROP COLUMN {column};\n");
            }
        }
    }
    drop(books);
    Books::rewrite(folder, &format!("{sql} PRAGMA user_version = {FORMAT};"));
    assert_eq!(Books::open(folder).texts(things), known);
}
