//! A running disk: the platter, who has what open, what goes wrong, and the recording of it all.
//! Every call goes through here once. Must never know of SQLite's own types.

use super::fault::{DiskCall, Faults, Trouble};
use super::locks::{FileLocks, IndexLocks};
use super::platter::{FileId, Platter, Step};
use super::recording::Recording;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One region of the log's index; SQLite asks for regions of this size.
pub const REGION_BYTES: usize = 32 * 1024;
/// Aligned as a mapped page would be for what SQLite keeps in it.
pub type Region = [u64; REGION_BYTES / 8];

/// The log's index, in the process's memory.
#[derive(Default)]
pub struct Index {
    /// Their addresses stand while there are users.
    pub regions: Vec<Box<Region>>,
    pub users: BTreeSet<u64>,
    pub locks: IndexLocks,
}

/// A running disk.
#[derive(Default)]
pub struct State {
    pub platter: Platter,
    pub faults: Faults,
    /// Bytes that all files together may take; None: no end of it.
    pub capacity: Option<u64>,
    pub recording: Option<Recording>,
    pub file_locks: BTreeMap<FileId, FileLocks>,
    pub indexes: BTreeMap<FileId, Index>,
    pub held: BTreeSet<Arc<str>>,
    handles: u64,
}

impl State {
    pub fn on(platter: Platter) -> State {
        State {
            platter,
            ..State::default()
        }
    }

    /// A number for a new handle.
    pub fn handle(&mut self) -> u64 {
        self.handles += 1;
        self.handles
    }

    fn apply(&mut self, step: Step) {
        self.platter.apply(&step);
        if let Some(recording) = &mut self.recording {
            recording.push(step);
        }
    }

    fn refuse_if_full(&self, growth: u64) -> Result<(), Trouble> {
        match self.capacity {
            Some(capacity) if growth > 0 && self.platter.room_taken() + growth > capacity => {
                Err(Trouble::Full)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Opens a file that is there.
    pub fn open(&mut self, name: &str) -> Result<Option<FileId>, Trouble> {
        match self.faults.call(DiskCall::Open) {
            Err(Trouble::Full) if self.platter.find(name).is_some() => {}
            met => met?,
        }
        Ok(self.platter.find(name))
    }

    /// Makes a file under a free name; a name takes no room.
    pub fn make(&mut self, name: &str) -> FileId {
        let id = self.platter.next_id();
        self.apply(Step::Make(name.into()));
        id
    }

    pub fn read(&mut self, id: FileId, offset: u64, into: &mut [u8]) -> Result<usize, Trouble> {
        self.faults.call(DiskCall::Read)?;
        let content = self.platter.content(id).ok_or(Trouble::Io)?;
        Ok(content.read(offset, into))
    }

    pub fn len(&mut self, id: FileId) -> Result<u64, Trouble> {
        self.faults.call(DiskCall::Length)?;
        Ok(self.platter.content(id).ok_or(Trouble::Io)?.len())
    }

    pub fn write(&mut self, id: FileId, offset: u64, bytes: &[u8]) -> Result<(), Trouble> {
        let met = self.faults.call(DiskCall::Write);
        if met == Err(Trouble::Short) {
            let half: Arc<[u8]> = bytes[..bytes.len() / 2].into();
            self.apply(Step::Write(id, offset, half));
            return Err(Trouble::Full);
        }
        met?;
        if self.capacity.is_some() {
            let content = self.platter.content(id).ok_or(Trouble::Io)?;
            self.refuse_if_full(content.growth(offset, bytes.len()))?;
        }
        self.apply(Step::Write(id, offset, bytes.into()));
        Ok(())
    }

    pub fn set_len(&mut self, id: FileId, len: u64) -> Result<(), Trouble> {
        self.faults.call(DiskCall::SetLen)?;
        self.apply(Step::SetLen(id, len));
        Ok(())
    }

    pub fn sync(&mut self, id: FileId) -> Result<(), Trouble> {
        match self.faults.call(DiskCall::Sync) {
            Ok(()) => {
                self.apply(Step::Sync(id));
                Ok(())
            }
            Err(trouble) => {
                if !self.faults.is_dead() {
                    self.apply(Step::SyncFailed(id));
                }
                Err(trouble)
            }
        }
    }

    pub fn sync_names(&mut self) -> Result<(), Trouble> {
        self.faults.call(DiskCall::Sync)?;
        self.apply(Step::SyncNames);
        Ok(())
    }

    /// Answers whether there was such a file.
    pub fn remove(&mut self, name: &str) -> Result<bool, Trouble> {
        self.faults.call(DiskCall::Remove)?;
        let there = self.platter.find(name).is_some();
        if there {
            self.apply(Step::Remove(name.into()));
        }
        Ok(there)
    }

    pub fn allocate(&mut self, name: &str, bytes: u64) -> Result<(), Trouble> {
        let met = match self.faults.call(DiskCall::Write) {
            Err(Trouble::Short) => Err(Trouble::Full),
            met => met,
        };
        met?;
        // What it replaces is given back first.
        if self.platter.find(name).is_some() {
            self.apply(Step::Remove(name.into()));
        }
        self.refuse_if_full(bytes)?;
        self.faults.call(DiskCall::Sync)?;
        self.apply(Step::Allocate(name.into(), bytes));
        Ok(())
    }

    /// The address of a region of a file's log index; None when it is not there and is not to be
    /// made.
    pub fn region(
        &mut self,
        id: FileId,
        handle: u64,
        region: usize,
        make: bool,
    ) -> Result<Option<*mut Region>, Trouble> {
        let missing = self
            .indexes
            .get(&id)
            .is_none_or(|index| index.regions.len() <= region);
        if missing && make {
            // A real one is a file.
            self.faults.call(DiskCall::Write)?;
            self.refuse_if_full(REGION_BYTES as u64)?;
        } else if self.faults.is_dead() {
            return Err(Trouble::Io);
        }
        let index = self.indexes.entry(id).or_default();
        index.users.insert(handle);
        while make && index.regions.len() <= region {
            index.regions.push(Box::new([0; REGION_BYTES / 8]));
        }
        Ok(index
            .regions
            .get_mut(region)
            .map(|region| &raw mut **region))
    }

    /// A handle no longer uses a file's log index.
    pub fn leave_index(&mut self, id: FileId, handle: u64) {
        if let Some(index) = self.indexes.get_mut(&id) {
            index.locks.unlock_all(handle);
            index.users.remove(&handle);
            if index.users.is_empty() {
                self.indexes.remove(&id);
            }
        }
    }
}
