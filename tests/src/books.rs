//! The books seen from outside: the file through its keys, beside a running till or after it.

use pos_store::{Database, Reader};
use pos_vault::{KeyRing, Unlock, Vault};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Account numbers of `pos_domain::posting::Account`.
pub const DRAWER: i64 = 100;
pub const CARD_CLEARING: i64 = 200;
pub const TENDERED: i64 = 500;
pub const EXCHANGE: i64 = 510;
pub const ROUNDING: i64 = 600;

/// A shop's file, opened for looking only.
pub struct Books {
    folder: PathBuf,
    ring: KeyRing,
    connection: Connection,
}

impl Books {
    /// Opens the file of a shop whose slot opens by itself.
    pub fn open(folder: &Path) -> Books {
        Books::with(folder, Vault::at(folder).open(&Unlock::Automatic).unwrap())
    }

    /// Opens the file with keys that are known already.
    pub fn with(folder: &Path, ring: KeyRing) -> Books {
        Books::opened(folder, ring, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    /// Changes the file past the program, as somebody would who has all its keys and knows how it
    /// is made: what is sealed is sealed anew.
    pub fn rewrite(folder: &Path, sql: &str) {
        let ring = Vault::at(folder).open(&Unlock::Automatic).unwrap();
        let books = Books::opened(folder, ring, OpenFlags::SQLITE_OPEN_READ_WRITE);
        books.connection.execute_batch(sql).unwrap();
        crate::forgery::seal_anew(&books.connection, &books.ring);
    }

    fn opened(folder: &Path, ring: KeyRing, access: OpenFlags) -> Books {
        let file = folder.join(pos_store::DATABASE_FILE);
        let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags).unwrap();
        let key: String = ring
            .database
            .expose()
            .iter()
            .fold(String::new(), |mut text, byte| {
                write!(text, "{byte:02x}").unwrap();
                text
            });
        connection
            .execute_batch(&format!("PRAGMA key = \"x'{key}'\""))
            .unwrap();
        connection
            .busy_timeout(std::time::Duration::from_secs(5))
            .unwrap();
        Books {
            folder: folder.to_path_buf(),
            ring,
            connection,
        }
    }

    /// The sum of an account.
    pub fn balance(&self, account: i64) -> i64 {
        let sql = "SELECT coalesce(sum(amount_minor), 0) FROM posting WHERE account = ?1";
        self.connection
            .query_row(sql, [account], |row| row.get(0))
            .unwrap()
    }

    /// A number that a query answers.
    pub fn number(&self, sql: &str) -> i64 {
        self.connection
            .query_row(sql, (), |row| row.get(0))
            .unwrap()
    }

    /// A text that a query answers.
    pub fn text(&self, sql: &str) -> String {
        self.connection
            .query_row(sql, (), |row| row.get(0))
            .unwrap()
    }

    /// A column of texts.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        let mut statement = self.connection.prepare(sql).unwrap();
        let rows = statement.query_map((), |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// How many entries the journal has.
    pub fn entries(&self) -> i64 {
        self.number("SELECT count(*) FROM journal_entry")
    }

    /// The receipt numbers in use, in order.
    pub fn receipt_numbers(&self) -> Vec<i64> {
        self.numbers("SELECT number FROM sale WHERE number IS NOT NULL ORDER BY number")
    }

    /// A column of numbers.
    pub fn numbers(&self, sql: &str) -> Vec<i64> {
        let mut statement = self.connection.prepare(sql).unwrap();
        let rows = statement.query_map((), |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// A reader of the product's own.
    pub fn reader(&self) -> Reader {
        let keys = pos_host::store_keys(&self.ring);
        Database::at(&self.folder, keys).reader().unwrap()
    }

    /// What must hold whenever nobody is ringing: each entry sums to zero, receipt numbers have no
    /// gap, the chain holds, and the projections are what the journal says.
    pub fn prove(&self) {
        let sql = "SELECT count(*) FROM (SELECT seq FROM posting GROUP BY seq
                   HAVING sum(amount_minor) <> 0)";
        assert_eq!(self.number(sql), 0, "entries that do not sum to zero");
        let floors = self.numbers("SELECT receipt_no FROM restored ORDER BY seq");
        let mut last = 0;
        for number in self.receipt_numbers() {
            // A gap is there only where a restore passed over numbers that may have been given.
            let follows = number == last + 1 || floors.contains(&(number - 1));
            assert!(
                follows && number > last,
                "receipt {number} after {last}, floors {floors:?}"
            );
            last = number;
        }
        let mut reader = self.reader();
        let verified = pos_store::verify(&mut reader, &[], &mut |_, _| {}).unwrap();
        assert_eq!(verified.problem, None);
        let rebuilt = pos_store::rebuild(&mut reader, &mut |_, _| {}).unwrap();
        assert!(rebuilt.is_equal(), "{:?}", rebuilt.differences);
    }

    /// Every row of every table, a value a line: text as it is, other bytes as they are.
    pub fn dump(&self) -> Vec<(String, Vec<u8>)> {
        let mut values = Vec::new();
        for table in self.tables() {
            let mut statement = self
                .connection
                .prepare(&format!("SELECT * FROM \"{table}\""))
                .unwrap();
            let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
            let mut rows = statement.query(()).unwrap();
            while let Some(row) = rows.next().unwrap() {
                for (at, column) in columns.iter().enumerate() {
                    let bytes = match row.get(at).unwrap() {
                        Value::Null => continue,
                        Value::Integer(number) => number.to_string().into_bytes(),
                        Value::Real(number) => number.to_string().into_bytes(),
                        Value::Text(text) => text.into_bytes(),
                        Value::Blob(bytes) => bytes,
                    };
                    values.push((format!("{table}.{column}"), bytes));
                }
            }
        }
        values
    }

    fn tables(&self) -> Vec<String> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table'";
        let mut statement = self.connection.prepare(sql).unwrap();
        let rows = statement.query_map((), |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }
}
