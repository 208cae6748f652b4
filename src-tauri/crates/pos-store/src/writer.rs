//! The one writer: acts as transactions, durable or soon durable, the log's checkpoints, the
//! anchor after each act. After a failure of the disk it refuses everything until it is reopened.

use crate::anchor::{ANCHOR_BYTES, Anchor, Sidecar};
use crate::database::{Database, Mode};
use crate::disk::{DiskFile, Lock, Opening};
use crate::error::{OpenError, Stored, failed, is_disk_failure, is_full, take_disk_failed};
use crate::head::{self, Head};
use crate::keys::Keys;
use crate::seal;
use crate::tx::Tx;
use pos_app::ports::store::{Store, StoreError, StoreResult};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

mod opening;
mod rekey;
mod reopening;

use opening::Opened;

/// The keychain gets an anchor when the journal has grown by this many entries.
pub const ANCHOR_EVERY: i64 = 20;
/// A log of this many pages (16 MiB) is moved into the file at once, without waiting for the host.
const LOG_PAGES_MAX: i64 = 4_096;

/// When an act must be on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Before it is answered: everything about money.
    Full,
    /// Soon: cart edits. [`Writer::settle`] makes them durable.
    Normal,
}

/// What a checkpoint moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Pages in the log.
    pub log_pages: i64,
    /// Of these, pages that now stand in the file. A reader's old snapshot holds the rest back.
    pub moved_pages: i64,
}

/// The one connection that writes.
pub struct Writer {
    /// The log, for flushing it. Closed before the connection, which removes the file at its end.
    log: Option<Box<dyn DiskFile>>,
    connection: Connection,
    database: Database,
    /// Of the database.
    path: PathBuf,
    head: Head,
    /// The head as of the newest commit that a power cut cannot take away.
    durable: Head,
    durability: Durability,
    /// Something was committed that a power cut could still take away.
    unsettled: bool,
    /// Pages in the log after the newest commit; set by SQLite's hook.
    log_pages: Arc<AtomicI64>,
    sidecar: Sidecar,
    anchored_seq: i64,
    kept_seq: i64,
    broken: Option<String>,
    // Last, so that the lock outlives the connection.
    _lock: Box<dyn Lock>,
}

impl Writer {
    pub(crate) fn open(
        database: &Database,
        mode: Mode,
        kept: &[&[u8]],
    ) -> Result<Writer, OpenError> {
        let folder = &database.folder;
        let path = folder.database();
        match mode {
            Mode::Create => folder.make()?,
            Mode::Open | Mode::OpenAfterLoss if folder.disk.exists(&path) => {}
            Mode::Open | Mode::OpenAfterLoss => {
                return Err(OpenError::NoShop(folder.path.clone()));
            }
        }
        let lock = folder.lock()?;
        folder.tighten()?;
        if mode == Mode::Create && !folder.disk.exists(&path) {
            folder.open(&path, Opening::New)?;
        }
        let log_pages = Arc::default();
        let opened = Opened::open(database, mode, kept, &log_pages)?;
        let mut writer = Writer {
            log: None,
            connection: opened.connection,
            head: opened.head,
            durable: opened.head,
            durability: Durability::Full,
            // A till that was killed may have left commits that were never flushed; an anchor
            // must not speak of them before they are.
            unsettled: true,
            log_pages,
            sidecar: opened.sidecar,
            anchored_seq: -1,
            kept_seq: opened.kept_seq,
            broken: None,
            _lock: lock,
            database: database.clone(),
            path,
        };
        writer.stand()?;
        Ok(writer)
    }

    /// What was found is made durable, and so is an anchor that speaks of it.
    fn stand(&mut self) -> Result<(), OpenError> {
        self.settle()?;
        let folder = &self.database.folder;
        self.sidecar
            .sync()
            .map_err(OpenError::io(&folder.anchor()))?;
        folder.sync()
    }

    /// The version of the journal's key that seals the next entry; None: it has no entry.
    pub fn epoch(&self) -> Option<u32> {
        (self.head.seq > 0).then_some(self.head.epoch)
    }

    /// Whether it is out of use until it is opened again, and why.
    pub fn broken(&self) -> Option<&str> {
        self.broken.as_deref()
    }

    /// Puts it out of use: something that it did not see itself speaks of a failure of the disk.
    pub fn distrust(&mut self, why: &str) {
        self.breaks(StoreError::ReadOnly(why.to_owned()));
    }

    /// One act: everything it writes, or nothing. Rolled back on an error and on a panic.
    pub fn act<T, E: From<StoreError>>(
        &mut self,
        durability: Durability,
        act: impl FnOnce(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        self.refuse_if_broken()?;
        self.refuse_if_gone(durability)?;
        take_disk_failed();
        let done = self.transact(durability, act);
        if done.is_err() && take_disk_failed() {
            self.breaks(StoreError::ReadOnly("the disk failed an act".into()));
        }
        done
    }

    fn transact<T, E: From<StoreError>>(
        &mut self,
        durability: Durability,
        act: impl FnOnce(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        self.set_durability(durability)?;
        let behavior = TransactionBehavior::Immediate;
        let transaction = Transaction::new_unchecked(&self.connection, behavior).stored()?;
        let keys = self.database.keys();
        let mut tx = Tx::writing(&self.connection, &keys, self.head);
        let done = act(&mut tx);
        let (head, spoiled) = tx.writing.map_or((self.head, false), |writing| {
            (writing.head, writing.spoiled)
        });
        match done {
            Ok(_) if spoiled => {
                let half = "an entry of this act could not be written, yet it went on";
                Err(StoreError::Failed(half.into()).into())
            }
            Err(error) => {
                drop(transaction);
                self.check_after_rollback();
                Err(error)
            }
            Ok(answer) => {
                seal::seal_touched(&self.connection, &keys, &self.head, &head)?;
                let new_epoch = head.epoch != self.head.epoch;
                let committed = transaction.commit();
                self.committed(committed, head)?;
                if new_epoch {
                    self.hash_rows_anew(&keys)?;
                }
                Ok(answer)
            }
        }
    }

    /// The journal has a new key: what is sealed with it is hashed with it.
    fn hash_rows_anew(&mut self, keys: &Keys) -> StoreResult<()> {
        let chain = keys.chain(self.head.epoch)?;
        seal::hash_rows_with(&self.connection, chain).map_err(|error| self.breaks(error))
    }

    /// Looks without writing; does not wait for anything.
    pub fn look<T, E: From<StoreError>>(
        &mut self,
        see: impl FnOnce(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        self.refuse_if_broken()?;
        take_disk_failed();
        let snapshot = self.connection.transaction().stored()?;
        let seen = see(&mut Tx::reading(&snapshot));
        drop(snapshot);
        if seen.is_err() && take_disk_failed() {
            self.breaks(StoreError::ReadOnly("the disk failed a look".into()));
        }
        seen
    }

    /// Makes earlier commits durable that were not. The host calls it after a quarter of a second
    /// of quiet. Does nothing when there is nothing to do.
    pub fn settle(&mut self) -> StoreResult<()> {
        self.refuse_if_broken()?;
        if !self.unsettled {
            return Ok(());
        }
        // Every commit since the last flush stands in the log; flushing it is all a commit with
        // synchronous=FULL would add, without touching a page.
        if let Err(error) = self.flush_log() {
            return Err(self.breaks(StoreError::ReadOnly(error.to_string())));
        }
        self.is_durable();
        Ok(())
    }

    fn flush_log(&mut self) -> io::Result<()> {
        match &mut self.log {
            Some(log) => log.sync(),
            None => {
                let folder = &self.database.folder;
                let mut log = folder.disk.open(&folder.log(), Opening::Existing)?;
                log.sync()?;
                self.log = Some(log);
                Ok(())
            }
        }
    }

    /// Moves the log into the file as far as no reader needs it. The host calls it between sales;
    /// the log is used from its start again afterwards.
    pub fn checkpoint(&mut self) -> StoreResult<Checkpoint> {
        self.settle()?;
        let moved = self
            .connection
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", (), |row| {
                Ok(Checkpoint {
                    log_pages: row.get(1)?,
                    moved_pages: row.get(2)?,
                })
            });
        match moved {
            Ok(checkpoint) => {
                self.log_pages.store(0, Ordering::Relaxed);
                Ok(checkpoint)
            }
            Err(error) if is_disk_failure(&error) => Err(self.breaks(failed(error))),
            Err(error) => Err(failed(error)),
        }
    }

    /// Pages in the log since it was last moved into the file.
    pub fn log_pages(&self) -> i64 {
        self.log_pages.load(Ordering::Relaxed)
    }

    /// The sealed anchor, once the journal has grown by [`ANCHOR_EVERY`] entries since it was last
    /// taken: the host puts it into the keychain.
    pub fn anchor_due(&mut self) -> Option<[u8; ANCHOR_BYTES]> {
        (self.anchored_seq >= self.kept_seq + ANCHOR_EVERY).then(|| self.take_anchor())
    }

    /// The sealed anchor of what is durable now, due or not: at the end of the day and at closing.
    pub fn take_anchor(&mut self) -> [u8; ANCHOR_BYTES] {
        self.anchor_now();
        self.kept_seq = self.anchored_seq;
        Anchor::of(&self.durable).seal(&self.database.keys().anchor)
    }

    fn set_durability(&mut self, durability: Durability) -> StoreResult<()> {
        if self.durability != durability {
            let pragma = match durability {
                Durability::Full => "PRAGMA synchronous = FULL",
                Durability::Normal => "PRAGMA synchronous = NORMAL",
            };
            self.connection.execute_batch(pragma).stored()?;
            self.durability = durability;
        }
        Ok(())
    }

    fn committed(&mut self, committed: rusqlite::Result<()>, head: Head) -> StoreResult<()> {
        if let Err(error) = committed {
            // Whether it is in the log is not known until the file is read anew, unless nothing
            // was written at all for want of room.
            let full = is_full(&error);
            let error = failed(error);
            return Err(if full { error } else { self.breaks(error) });
        }
        self.head = head;
        match self.durability {
            Durability::Full => self.is_durable(),
            Durability::Normal => self.unsettled = true,
        }
        if self.log_pages() > LOG_PAGES_MAX
            && let Err(error) = self.checkpoint()
        {
            tracing::warn!(%error, "a large log could not be moved into the file");
        }
        Ok(())
    }

    /// A failure of the disk in the middle of an act ends the transaction by itself; then only a
    /// look tells whether the file still answers.
    fn check_after_rollback(&mut self) {
        match head::last_entry(&self.connection) {
            Ok(last) if last.map_or(0, |(seq, _)| seq) == self.head.seq => {}
            Ok(_) => {
                let wrong = StoreError::Damaged("the end of the journal moved".into());
                self.breaks(wrong);
            }
            Err(error) => {
                self.breaks(error);
            }
        }
    }

    fn refuse_if_broken(&self) -> StoreResult<()> {
        match &self.broken {
            None => Ok(()),
            Some(why) => Err(StoreError::ReadOnly(format!(
                "the disk failed; open the shop again: {why}"
            ))),
        }
    }

    /// Whoever takes the file away leaves us an open one that nobody finds again: what is written
    /// into it would be durable and lost.
    fn refuse_if_gone(&mut self, durability: Durability) -> StoreResult<()> {
        match durability {
            Durability::Full if !self.database.folder.disk.exists(&self.path) => {
                Err(self.breaks(StoreError::ReadOnly("the file was taken away".into())))
            }
            Durability::Full | Durability::Normal => Ok(()),
        }
    }

    fn breaks(&mut self, error: StoreError) -> StoreError {
        tracing::error!(%error, "the writer stops");
        self.broken = Some(error.to_string());
        error
    }

    fn is_durable(&mut self) {
        self.unsettled = false;
        self.durable = self.head;
        self.anchor_now();
    }

    /// Writes the sidecar. What was committed stays committed if that fails, so it is only told.
    fn anchor_now(&mut self) {
        if self.anchored_seq == self.durable.seq {
            return;
        }
        let sealed = Anchor::of(&self.durable).seal(&self.database.keys().anchor);
        match self.sidecar.write(&sealed) {
            Ok(()) => self.anchored_seq = self.durable.seq,
            Err(error) => tracing::error!(%error, "the anchor could not be written"),
        }
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("seq", &self.head.seq)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
