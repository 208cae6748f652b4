//! Copies of a file: made page by page beside a selling writer, under a key of their own. They are
//! looked through wherever they lie. A copy is of one moment, however long it takes; it must never
//! hold the writer up, and a file that was copied is never changed by it.

use crate::connection::Access;
use crate::database::Database;
use crate::disk::Opening;
use crate::error::{OpenError, Stored};
use crate::head;
use crate::migrate;
use crate::rows::{number, one};
use crate::tables::peripheral::json;
use crate::tables::restored;
use pos_app::ports::records::Shop;
use pos_app::ports::store::{StoreError, StoreResult};
use pos_domain::journal::{GENESIS, Mac16};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Pages in one step: the writer waits for none, and progress is told after each.
const STEP_PAGES: i32 = 50;
/// How long a copy waits for a file that somebody else holds shut.
const BUSY_LIMIT: Duration = Duration::from_secs(10);
/// What is counted, so that a copy can be held against it.
const COUNTED: [&str; 8] = [
    "journal_entry",
    "sale",
    "sale_line",
    "posting",
    "product",
    "user",
    "terminal",
    "cart",
];

/// What a file held at the moment of its copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The last entry; 0 = none.
    pub seq: i64,
    pub hash: Mac16,
    /// The file's format.
    pub format: i64,
    /// How often the shop was restored.
    pub epoch: i64,
    /// Rows by table.
    pub rows: BTreeMap<String, i64>,
}

impl Database {
    /// The same shop's file in another folder, under another page key.
    pub fn beside(&self, dir: &Path, key: &[u8; 32]) -> Database {
        let keys = self.keys().only_with(key);
        Database::on(Arc::clone(&self.folder.disk), dir, keys)
    }

    /// Bytes of the file and its log; 0 where there is none.
    pub fn bytes(&self) -> u64 {
        let folder = &self.folder;
        let len = |path: &Path| folder.disk.len(path).unwrap_or(0);
        len(&folder.database()) + len(&folder.log())
    }

    /// Copies the file, as it is at this moment, to another place that has none yet. `told` gets
    /// pages done and pages in all; it stops the copy by answering false.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when it was stopped.
    pub fn copy(
        &self,
        to: &Database,
        told: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Copied, OpenError> {
        let source = self.open_to_copy()?;
        // One snapshot from the first page to the last: what the writer commits meanwhile does not
        // make the copy begin again.
        source.execute_batch("BEGIN")?;
        let copied = facts(&source)?;
        to.folder.make()?;
        let path = to.folder.database();
        let mut file = to.folder.open(&path, Opening::New)?;
        let mut copy = to.connect(Access::Write)?;
        // It is flushed once, at its end.
        copy.execute_batch("PRAGMA synchronous = OFF")?;
        run(&source, &mut copy, told)?;
        copy.close().map_err(|(_, error)| error)?;
        file.sync().map_err(OpenError::io(&path))?;
        to.folder.sync()?;
        Ok(copied)
    }

    fn open_to_copy(&self) -> Result<Connection, OpenError> {
        let path = self.folder.database();
        if !self.folder.disk.exists(&path) {
            return Err(OpenError::NoShop(self.folder.path.clone()));
        }
        self.connect(Access::Read)
    }

    /// The file's format, without bringing it to this program's.
    pub fn format(&self) -> Result<i64, OpenError> {
        Ok(migrate::format_of(&self.open_to_copy()?)?)
    }

    /// The shop's record, in a file of whatever format.
    pub fn raw_shop(&self) -> Result<Option<Shop>, OpenError> {
        let sql = "SELECT record FROM shop WHERE only = 1";
        Ok(one(&self.open_to_copy()?, sql, (), |row| json(row, 0))?)
    }

    /// What the file holds now.
    pub fn facts(&self) -> Result<Copied, OpenError> {
        facts(&self.open_to_copy()?)
    }

    /// Pages that do not answer to their seal, by a connection of its own: SQLCipher's never gets
    /// over a bad page.
    pub fn bad_pages(&self) -> Result<Vec<String>, OpenError> {
        findings(&self.open_to_copy()?, "PRAGMA cipher_integrity_check", None)
    }

    /// Tables and indexes that do not fit together, by a connection of its own.
    pub fn bad_tables(&self) -> Result<Vec<String>, OpenError> {
        findings(&self.open_to_copy()?, "PRAGMA integrity_check", Some("ok"))
    }
}

fn run(
    source: &Connection,
    copy: &mut Connection,
    told: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<(), OpenError> {
    let backup = Backup::new(source, copy)?;
    let mut busy_since = None;
    loop {
        let step = backup.step(STEP_PAGES)?;
        let progress = backup.progress();
        let total = u64::try_from(progress.pagecount).unwrap_or(0);
        let left = u64::try_from(progress.remaining).unwrap_or(0);
        if !told(total - left.min(total), total) {
            return Err(StoreError::Locked.into());
        }
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => busy_since = None,
            StepResult::Busy | StepResult::Locked => {
                let since: Instant = *busy_since.get_or_insert_with(Instant::now);
                if since.elapsed() > BUSY_LIMIT {
                    return Err(StoreError::Locked.into());
                }
                std::thread::yield_now();
            }
            other => {
                let what = format!("the copy stopped: {other:?}");
                return Err(StoreError::Failed(what).into());
            }
        }
    }
}

fn facts(connection: &Connection) -> Result<Copied, OpenError> {
    let format = migrate::format_of(connection)?;
    if format == 0 {
        return Ok(Copied {
            seq: 0,
            hash: GENESIS,
            format,
            epoch: 0,
            rows: BTreeMap::new(),
        });
    }
    let (seq, hash) = head::last_entry(connection)?.unwrap_or((0, GENESIS));
    let has = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'restored'";
    let epoch = match number(connection, has, ())? {
        0 => 0,
        _ => restored::epoch(connection)?,
    };
    let count = |table: &str| -> StoreResult<(String, i64)> {
        let sql = format!("SELECT count(*) FROM {table}");
        Ok((table.to_owned(), number(connection, &sql, ())?))
    };
    Ok(Copied {
        seq,
        hash,
        format,
        epoch,
        rows: COUNTED.into_iter().map(count).collect::<StoreResult<_>>()?,
    })
}

fn findings(
    connection: &Connection,
    pragma: &str,
    fine: Option<&str>,
) -> Result<Vec<String>, OpenError> {
    let mut statement = connection.prepare(pragma).stored()?;
    let rows = statement
        .query_map((), |row| row.get::<_, String>(0))
        .stored()?;
    let mut found = rows.collect::<rusqlite::Result<Vec<String>>>().stored()?;
    found.retain(|text| Some(text.as_str()) != fine);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Mode;
    use crate::keys::Keys;

    fn shop() -> (tempfile::TempDir, Database) {
        let dir = tempfile::tempdir().unwrap();
        let database = Database::at(dir.path(), Keys::new(&[1; 32], &[2; 32], &[3; 32]));
        drop(database.writer(Mode::Create, &[]).unwrap());
        (dir, database)
    }

    #[test]
    fn a_copy_opens_with_its_own_key_and_no_other() {
        let (dir, database) = shop();
        let copy = database.beside(&dir.path().join("copy"), &[9; 32]);
        let mut told = Vec::new();
        let copied = database
            .copy(&copy, &mut |done, total| {
                told.push((done, total));
                true
            })
            .unwrap();
        assert_eq!(copied, copy.facts().unwrap());
        assert!(
            told.last()
                .is_some_and(|(done, total)| done == total && *total > 0)
        );
        assert!(copy.bad_pages().unwrap().is_empty());
        assert!(copy.bad_tables().unwrap().is_empty());
        let other = database.beside(&dir.path().join("copy"), &[1; 32]);
        assert!(matches!(other.facts(), Err(OpenError::WrongKey)));
        // Never over another file.
        assert!(database.copy(&copy, &mut |_, _| true).is_err());
    }

    #[test]
    fn a_bent_page_is_found() {
        let (dir, database) = shop();
        let copy = database.beside(&dir.path().join("copy"), &[9; 32]);
        database.copy(&copy, &mut |_, _| true).unwrap();
        let path = copy.folder.database();
        let mut bytes = std::fs::read(&path).unwrap();
        let at = bytes.len() - 2000;
        bytes[at] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        // A page of the schema is found before the check begins.
        assert!(copy.bad_pages().map_or(true, |found| !found.is_empty()));
    }
}
