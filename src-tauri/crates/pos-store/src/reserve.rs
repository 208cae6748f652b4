//! Room on the disk that is kept, so that what is under way can be finished when the disk is full:
//! a file of real bytes, removed when they are needed. Must never take the last room itself.

use crate::folder::{Folder, RESERVE_FILE};
use std::io;
use std::path::PathBuf;

/// Results, the cash of open sales and their receipts for a long day: a sale writes about 40 KB
/// into the log, and the log is used again.
pub const RESERVE_BYTES: u64 = 32 << 20;
/// So much must stay free beside it, or it would be given up and made again in turns.
const SPARE_BYTES: u64 = RESERVE_BYTES;

/// The reserve of one shop.
#[derive(Clone, Debug)]
pub struct Reserve {
    folder: Folder,
    path: PathBuf,
}

impl Reserve {
    pub(crate) fn of(folder: &Folder) -> Reserve {
        Reserve {
            path: folder.path.join(RESERVE_FILE),
            folder: folder.clone(),
        }
    }

    /// Whether all of it is in place.
    pub fn is_whole(&self) -> bool {
        let bytes = self.folder.disk.len(&self.path);
        bytes.is_ok_and(|bytes| bytes >= RESERVE_BYTES)
    }

    /// Takes the room, where there is enough beside it; answers whether it is in place.
    pub fn make(&self) -> io::Result<bool> {
        if self.is_whole() {
            return Ok(true);
        }
        let disk = &self.folder.disk;
        let free = disk.room(&self.folder.path)?;
        if free.is_some_and(|free| free < RESERVE_BYTES + SPARE_BYTES) {
            return Ok(false);
        }
        match disk.allocate(&self.path, RESERVE_BYTES) {
            Err(error) if error.kind() == io::ErrorKind::StorageFull => return Ok(false),
            done => done?,
        }
        disk.sync_folder(&self.folder.path)?;
        Ok(true)
    }

    /// Gives the room back to the disk; answers whether there was any.
    pub fn give_up(&self) -> io::Result<bool> {
        match self.folder.disk.remove(&self.path) {
            // Some file systems free the room only when the name is gone for good.
            Ok(()) => self
                .folder
                .disk
                .sync_folder(&self.folder.path)
                .map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}
