//! The locks of SQLite's open files: on the file itself, and on the log's index. Owns who holds
//! what; they are gone when the process is. Must never wait.

use std::collections::BTreeMap;

/// Refused: somebody else holds it.
#[derive(Debug, PartialEq, Eq)]
pub struct Busy;

/// SQLite's five levels, in order ("File Locking And Concurrency In SQLite Version 3").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    None,
    Shared,
    Reserved,
    Pending,
    Exclusive,
}

/// The locks on one file, by handle.
#[derive(Debug, Default)]
pub struct FileLocks {
    held: BTreeMap<u64, Level>,
}

impl FileLocks {
    pub fn level(&self, handle: u64) -> Level {
        self.held.get(&handle).copied().unwrap_or(Level::None)
    }

    fn others(&self, handle: u64) -> Level {
        let others = self.held.iter().filter(|(other, _)| **other != handle);
        others.map(|(_, level)| *level).max().unwrap_or(Level::None)
    }

    pub fn lock(&mut self, handle: u64, wanted: Level) -> Result<(), Busy> {
        if self.level(handle) >= wanted {
            return Ok(());
        }
        let others = self.others(handle);
        match wanted {
            Level::None => {}
            Level::Shared if others >= Level::Pending => return Err(Busy),
            Level::Reserved | Level::Pending if others >= Level::Reserved => return Err(Busy),
            Level::Exclusive if others >= Level::Reserved => return Err(Busy),
            Level::Exclusive if others >= Level::Shared => {
                // Nobody new comes in while it waits for the others to leave.
                self.held.insert(handle, Level::Pending);
                return Err(Busy);
            }
            Level::Shared | Level::Reserved | Level::Pending | Level::Exclusive => {}
        }
        self.held.insert(handle, wanted);
        Ok(())
    }

    pub fn unlock(&mut self, handle: u64, down_to: Level) {
        if down_to == Level::None {
            self.held.remove(&handle);
        } else if self.level(handle) > down_to {
            self.held.insert(handle, down_to);
        }
    }

    pub fn is_reserved(&self) -> bool {
        self.held.values().any(|level| *level >= Level::Reserved)
    }
}

/// Slots of the lock on the log's index.
const SLOTS: usize = 8;

/// The locks on the log's index.
#[derive(Debug, Default)]
pub struct IndexLocks {
    /// By slot and handle; true = exclusive.
    held: [BTreeMap<u64, bool>; SLOTS],
}

impl IndexLocks {
    /// Takes slots `first..first + count`: all or none.
    pub fn lock(
        &mut self,
        handle: u64,
        slots: std::ops::Range<usize>,
        exclusive: bool,
    ) -> Result<(), Busy> {
        let refused = self.held[slots.clone()].iter().any(|slot| {
            let mut others = slot.iter().filter(|(other, _)| **other != handle);
            others.any(|(_, theirs)| exclusive || *theirs)
        });
        if refused {
            return Err(Busy);
        }
        for slot in &mut self.held[slots] {
            slot.insert(handle, exclusive);
        }
        Ok(())
    }

    pub fn unlock(&mut self, handle: u64, slots: std::ops::Range<usize>) {
        for slot in &mut self.held[slots] {
            slot.remove(&handle);
        }
    }

    pub fn unlock_all(&mut self, handle: u64) {
        self.unlock(handle, 0..SLOTS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_writes_while_others_read_and_nobody_while_it_is_exclusive() {
        let mut locks = FileLocks::default();
        for handle in [1, 2] {
            locks.lock(handle, Level::Shared).unwrap();
        }
        locks.lock(1, Level::Reserved).unwrap();
        assert!(locks.is_reserved());
        assert_eq!(locks.lock(2, Level::Reserved), Err(Busy));
        assert_eq!(locks.lock(1, Level::Exclusive), Err(Busy));
        assert_eq!(locks.lock(3, Level::Shared), Err(Busy), "it waits already");
        locks.unlock(2, Level::None);
        locks.lock(1, Level::Exclusive).unwrap();
        locks.unlock(1, Level::Shared);
        locks.lock(3, Level::Shared).unwrap();
    }

    #[test]
    fn slots_are_shared_or_one_holder_s() {
        let mut locks = IndexLocks::default();
        locks.lock(1, 3..4, false).unwrap();
        locks.lock(2, 3..4, false).unwrap();
        assert_eq!(locks.lock(1, 0..8, true), Err(Busy));
        locks.lock(1, 0..3, true).unwrap();
        assert_eq!(locks.lock(2, 2..3, false), Err(Busy));
        locks.unlock_all(1);
        locks.lock(2, 2..3, false).unwrap();
    }
}
