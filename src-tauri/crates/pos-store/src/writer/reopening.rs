//! Opening the file again under a running till, after a failure of the disk or a change of keys.
//! Must never go on with a file that lacks what this writer said to be durable.

use super::opening::Opened;
use super::{Durability, Writer};
use crate::anchor::Anchor;
use crate::database::Mode;
use crate::error::OpenError;
use pos_app::ports::store::StoreError;
use rusqlite::Connection;

/// What is known of the log when the file is opened again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Log {
    /// A flush may have failed: some of it may be in memory only.
    Suspect,
    Sound,
}

impl Writer {
    /// Closes the file, opens it again and verifies it, after a failure of the disk; the shop's
    /// lock is held all the while. What this writer said to be durable must be there. On an error
    /// it stays out of use and may be asked again.
    ///
    /// What stood in the log while a flush failed may be in memory only, and the system takes it
    /// for written: therefore all of it is moved into the file, and the log is begun anew.
    pub fn reopen(&mut self) -> Result<(), OpenError> {
        self.open_anew(Log::Suspect)
    }

    pub(super) fn open_anew(&mut self, log: Log) -> Result<(), OpenError> {
        let why = StoreError::ReadOnly("the file is being opened again".into());
        self.breaks(why);
        self.log = None;
        // An empty one in its place: SQLite must not hold the old one when the new one opens.
        self.connection = Connection::open_in_memory()?;
        self.durability = Durability::Full;
        if !self.database.folder.disk.exists(&self.path) {
            return Err(OpenError::NoShop(self.database.folder.path.clone()));
        }
        let said = Anchor::of(&self.durable).seal(&self.database.keys().anchor);
        let opened = Opened::open(&self.database, Mode::Open, &[&said], &self.log_pages)?;
        match log {
            Log::Suspect => opened.begin_log_anew()?,
            Log::Sound => {}
        }
        self.connection = opened.connection;
        self.sidecar = opened.sidecar;
        self.head = opened.head;
        self.anchored_seq = -1;
        self.unsettled = true;
        self.broken = None;
        self.stand().inspect_err(|error| {
            self.broken = Some(error.to_string());
        })
    }
}
