//! Changing keys under an open file. Must never leave a file that opens with neither the key before
//! nor the one after: every page changes its key in one transaction of SQLite's own.

use super::reopening::Log;
use super::{Durability, Writer};
use crate::cipher;
use crate::error::OpenError;
use pos_app::ports::store::StoreError;
use pos_domain::journal::ChainKey;
use zeroize::Zeroizing;

impl Writer {
    /// Writes the whole file anew under another key, opens it again with it and verifies it. The
    /// key before stays known until [`Writer::forget_other_key`]: a cut at any moment leaves a file
    /// that opens with one of the two. Nothing else is written meanwhile; readers go on.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while somebody reads an older state, [`StoreError::DiskFull`] without
    /// room for a second copy: nothing was changed. After any other error the file is under one of
    /// the two keys, and the writer is out of use until it is opened again, which tries both.
    pub fn rekey(&mut self, new: &[u8; 32]) -> Result<(), OpenError> {
        self.refuse_if_broken()?;
        self.settle()?;
        self.set_durability(Durability::Full)?;
        self.must_have_room_twice()?;
        self.begin_log_anew()?;
        let new = Zeroizing::new(*new);
        self.database.shared.change(|keys| {
            keys.other_database = Some(new.clone());
        });
        let done = cipher::rekey(&self.connection, &new);
        if let Err(error) = &done {
            tracing::error!(%error, "the file could not be written under its new key");
        }
        // Whatever was said: only opening it tells which key it has.
        self.open_anew(Log::Sound)?;
        done?;
        if !self.database.is_keyed_with(&new) {
            let kept = "the file is still under its old key";
            return Err(StoreError::Failed(kept.into()).into());
        }
        // What stands in the file itself is under the old key until the log is moved into it. A
        // look at an older state may hold a part back; the next checkpoint moves that.
        self.checkpoint()?;
        Ok(())
    }

    /// The key before is not needed any more.
    pub fn forget_other_key(&mut self) {
        self.database
            .shared
            .change(|keys| keys.other_database = None);
    }

    /// Seals the anchor with another key from now on, in both places of its file. Anchors sealed
    /// with the one before still hold.
    pub fn change_anchor_key(&mut self, new: &[u8; 32]) -> Result<(), OpenError> {
        self.refuse_if_broken()?;
        self.settle()?;
        self.database.shared.change(|keys| {
            let before = *ChainKey::bytes(&keys.anchor);
            *keys = keys.clone().and_anchor_before(&before);
            keys.anchor = ChainKey(*new);
        });
        let path = self.database.folder.anchor();
        for _ in 0..2 {
            self.anchored_seq = -1;
            self.anchor_now();
            self.sidecar.sync().map_err(OpenError::io(&path))?;
        }
        if self.anchored_seq != self.durable.seq {
            let unwritten = "the anchor could not be written";
            return Err(StoreError::Failed(unwritten.into()).into());
        }
        Ok(())
    }

    fn begin_log_anew(&mut self) -> Result<(), OpenError> {
        // Its handle is for another file when the log is cut off and made anew.
        self.log = None;
        let truncate = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: bool = self.connection.query_row(truncate, (), |row| row.get(0))?;
        if busy {
            return Err(StoreError::Locked.into());
        }
        Ok(())
    }

    /// The log takes a copy of every page before the first is moved into the file.
    fn must_have_room_twice(&self) -> Result<(), OpenError> {
        let folder = &self.database.folder;
        let file = folder
            .disk
            .len(&self.path)
            .map_err(OpenError::io(&self.path))?;
        let free = folder
            .disk
            .room(&folder.path)
            .map_err(OpenError::io(&folder.path))?;
        // A frame of the log is a page and 24 bytes: a hundredth more is enough for them.
        let needed = file + file / 100 + crate::RESERVE_BYTES;
        if free.is_some_and(|free| free < needed) {
            return Err(StoreError::DiskFull.into());
        }
        Ok(())
    }
}
