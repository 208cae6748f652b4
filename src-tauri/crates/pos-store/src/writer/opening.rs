//! Opening the file, at the start and after a failure: key, format, anchors, chain. Must never
//! answer a file that is not what its anchors saw.

use crate::anchor::{self, Anchor, Sidecar};
use crate::connection::Access;
use crate::database::{Database, Mode};
use crate::error::OpenError;
use crate::head::Head;
use crate::{migrate, seal, verify};
use pos_app::ports::store::StoreError;
use rusqlite::Connection;
use rusqlite::hooks::Wal;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A file that is open and what its anchors saw.
pub struct Opened {
    pub connection: Connection,
    pub head: Head,
    pub sidecar: Sidecar,
    /// What the newest anchor from elsewhere has seen.
    pub kept_seq: i64,
}

impl Opened {
    /// `log_pages` is kept up with the log from now on.
    pub fn open(
        database: &Database,
        mode: Mode,
        kept: &[&[u8]],
        log_pages: &Arc<AtomicI64>,
    ) -> Result<Opened, OpenError> {
        let folder = &database.folder;
        let path = folder.database();
        let mut connection = database.connect(Access::Write)?;
        let keys = database.keys();
        if connection.is_readonly("main")? {
            let source = io::Error::from(io::ErrorKind::ReadOnlyFilesystem);
            return Err(OpenError::Io { path, source });
        }
        if migrate::format_of(&connection)? == 0 {
            // Nothing in it. Where something was, it must not be made to look like a new file.
            check_anchors(database, &connection, mode, &Head::empty(), kept)?;
        }
        migrate::migrate(&mut connection, folder, &keys)?;
        let head = Head::read(&connection)?;
        let kept_seq = check_anchors(database, &connection, mode, &head, kept)?;
        seal::refuse_wrong(&connection, &keys, seal::Which::Small)?;
        seal::watch(&connection, keys.chain(head.epoch)?)?;
        if mode == Mode::OpenAfterLoss {
            anchor::forget(folder)?;
        }
        let sidecar = Sidecar::open(folder, &keys)?;
        let counted = Arc::clone(log_pages);
        connection.wal_hook(Some(move |_: &mut Wal, pages| {
            counted.store(i64::from(pages), Ordering::Relaxed);
            Ok(())
        }))?;
        Ok(Opened {
            connection,
            head,
            sidecar,
            kept_seq,
        })
    }

    /// Moves the whole log into the file, durable there, and cuts it off.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while a reader still needs a part of it.
    pub fn begin_log_anew(&self) -> Result<(), OpenError> {
        let truncate = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: bool = self.connection.query_row(truncate, (), |row| row.get(0))?;
        if busy {
            return Err(StoreError::Locked.into());
        }
        Ok(())
    }
}

/// Compares the file with every anchor there is; answers what the keychain's newest has seen.
fn check_anchors(
    database: &Database,
    connection: &Connection,
    mode: Mode,
    head: &Head,
    kept: &[&[u8]],
) -> Result<i64, OpenError> {
    if mode == Mode::Create && head.seq > 0 {
        return Err(OpenError::ShopExists(database.folder.path.clone()));
    }
    let keys = database.keys();
    let sidecar = anchor::newest(&database.folder, &keys)?;
    if sidecar.is_none() && head.seq > 0 && mode == Mode::Open {
        return Err(OpenError::NoAnchor);
    }
    let kept = kept
        .iter()
        .filter_map(|sealed| Anchor::unseal_any(sealed, &keys));
    let kept_seq = kept.clone().map(|anchor| anchor.seq.0).max().unwrap_or(0);
    let mut from = head.seq - verify::START_TAIL;
    for anchor in sidecar.into_iter().chain(kept) {
        let ours = anchor.seq.0 == 0 || head.seq == 0 || anchor.shop_id == head.shop_id;
        if !ours {
            return Err(OpenError::OtherShop);
        }
        if anchor.seq.0 <= head.seq {
            from = from.min(anchor.seq.0);
            verify::hash_at(connection, &anchor)?;
        } else if mode != Mode::OpenAfterLoss {
            return Err(OpenError::RolledBack {
                file_seq: head.seq,
                anchor_seq: anchor.seq.0,
            });
        }
    }
    if head.seq == 0 {
        return Ok(0);
    }
    match verify::walk(connection, &keys, from.max(1), &mut |_| {})? {
        None => Ok(kept_seq.min(head.seq)),
        Some(problem) => Err(problem.into()),
    }
}
