//! What a disk holds: the files as the running system sees them, and what of them would be left
//! after a power cut. Owns the rules of loss; must never know of a process, a lock or a fault.
//!
//! The rules are the strict ones of POSIX: a write is durable when its file was flushed after it, a
//! name (made or removed) when its folder was. Between those, anything may be left: all, nothing,
//! any part, a write torn between sectors.

use super::content::Content;
use crate::dice::Dice;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A power cut tears a write between these.
pub const SECTOR_BYTES: u64 = 512;

/// A file, whatever names it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub u64);

/// One thing that a disk is told.
#[derive(Clone, Debug)]
pub enum Step {
    /// Makes an empty file under a name that nobody has. Its number is the next one.
    Make(Arc<str>),
    Remove(Arc<str>),
    Write(FileId, u64, Arc<[u8]>),
    SetLen(FileId, u64),
    Sync(FileId),
    /// A flush failed: what was written since the last one is in memory only, and the system takes
    /// it for written (as Linux does).
    SyncFailed(FileId),
    SyncNames,
    /// Makes or replaces a durable file that takes room.
    Allocate(Arc<str>, u64),
}

impl Step {
    /// Whether a power cut after it can leave something else than one before it, other than more:
    /// a flush only makes durable.
    pub fn is_write(&self) -> bool {
        match self {
            Step::Make(_)
            | Step::Remove(_)
            | Step::Write(..)
            | Step::SetLen(..)
            | Step::Allocate(..) => true,
            Step::Sync(_) | Step::SyncFailed(_) | Step::SyncNames => false,
        }
    }
}

/// What is left after the power is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Nothing that was not flushed.
    Lost,
    /// Everything, in spite of that.
    Kept,
    /// Everything but the last write, which is torn between two sectors (the number picks which).
    Torn(u64),
    /// Any part of it (the number picks): each write kept, lost or torn, each name new or old.
    Scattered(u64),
}

/// A change that a power cut may take away.
#[derive(Clone, Debug)]
enum Change {
    Write(u64, Arc<[u8]>),
    SetLen(u64),
}

#[derive(Clone, Debug, Default)]
struct File {
    live: Content,
    kept: Content,
    /// Since the last flush, with its place among all changes of the disk.
    pending: Vec<(u64, Change)>,
}

/// What a disk holds.
#[derive(Clone, Debug, Default)]
pub struct Platter {
    files: BTreeMap<FileId, File>,
    names: BTreeMap<Arc<str>, FileId>,
    kept_names: BTreeMap<Arc<str>, FileId>,
    made: u64,
    changes: u64,
}

impl Platter {
    pub fn find(&self, name: &str) -> Option<FileId> {
        self.names.get(name).copied()
    }

    /// The names as the running system sees them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(|name| &**name)
    }

    /// The file as the running system sees it.
    pub fn content(&self, id: FileId) -> Option<&Content> {
        self.files.get(&id).map(|file| &file.live)
    }

    /// Bytes that are taken by the files that have a name.
    pub fn room_taken(&self) -> u64 {
        let named = self.names.values().filter_map(|id| self.content(*id));
        named.map(Content::room).sum()
    }

    /// The number that the next file gets.
    pub fn next_id(&self) -> FileId {
        FileId(self.made + 1)
    }

    /// A file without a name, for as long as it is open.
    pub fn make_nameless(&mut self) -> FileId {
        self.made += 1;
        let id = FileId(self.made);
        self.files.insert(id, File::default());
        id
    }

    pub fn forget(&mut self, id: FileId) {
        self.files.remove(&id);
    }

    pub fn apply(&mut self, step: &Step) {
        self.changes += 1;
        match step {
            Step::Make(name) => {
                let id = self.make_nameless();
                self.names.insert(name.clone(), id);
            }
            Step::Remove(name) => {
                self.names.remove(name);
            }
            Step::Write(id, offset, bytes) => {
                let at = self.changes;
                if let Some(file) = self.files.get_mut(id) {
                    file.live.write(*offset, bytes);
                    let change = Change::Write(*offset, bytes.clone());
                    file.pending.push((at, change));
                }
            }
            Step::SetLen(id, len) => {
                let at = self.changes;
                if let Some(file) = self.files.get_mut(id) {
                    file.live.set_len(*len);
                    file.pending.push((at, Change::SetLen(*len)));
                }
            }
            Step::Sync(id) => {
                if let Some(file) = self.files.get_mut(id) {
                    file.sync();
                }
            }
            Step::SyncFailed(id) => {
                if let Some(file) = self.files.get_mut(id) {
                    file.pending.clear();
                }
            }
            Step::SyncNames => self.kept_names.clone_from(&self.names),
            Step::Allocate(name, bytes) => {
                let id = self.make_nameless();
                let content = Content::taking(*bytes);
                let file = File {
                    kept: content.clone(),
                    live: content,
                    pending: Vec::new(),
                };
                self.files.insert(id, file);
                self.names.insert(name.clone(), id);
                self.kept_names.insert(name.clone(), id);
            }
        }
    }

    /// What is left after a power cut now: everything in it is durable.
    pub fn after(&self, how: How) -> Platter {
        let mut dice = Dice(match how {
            How::Lost | How::Kept => 0,
            How::Torn(seed) | How::Scattered(seed) => seed,
        });
        let last = self.files.values().flat_map(|file| &file.pending);
        let last = last.map(|(at, _)| *at).max();
        let names = self.names_after(how, &mut dice);
        let mut left = Platter {
            made: self.made,
            ..Platter::default()
        };
        for (name, id) in names {
            let Some(file) = self.files.get(&id) else {
                continue;
            };
            let content = match how {
                How::Lost => file.kept.clone(),
                How::Kept => file.live.clone(),
                How::Torn(_) if file.pending.last().map(|(at, _)| *at) != last => file.live.clone(),
                How::Torn(_) => file.torn(last, &mut dice),
                How::Scattered(_) => file.scattered(&mut dice),
            };
            let file = File {
                live: content.clone(),
                kept: content,
                pending: Vec::new(),
            };
            left.files.insert(id, file);
            left.names.insert(name, id);
        }
        left.kept_names.clone_from(&left.names);
        left
    }

    fn names_after(&self, how: How, dice: &mut Dice) -> BTreeMap<Arc<str>, FileId> {
        match how {
            How::Lost => return self.kept_names.clone(),
            How::Kept | How::Torn(_) => return self.names.clone(),
            How::Scattered(_) => {}
        }
        let mut names = self.kept_names.clone();
        for name in self.names.keys().chain(self.kept_names.keys()) {
            if dice.below(2) == 0 {
                match self.names.get(name) {
                    Some(id) => names.insert(name.clone(), *id),
                    None => names.remove(name),
                };
            }
        }
        names
    }
}

impl File {
    fn sync(&mut self) {
        for (_, change) in std::mem::take(&mut self.pending) {
            match change {
                Change::Write(offset, bytes) => self.kept.share(&self.live, offset, bytes.len()),
                // A page that is cut and grows again is another page.
                Change::SetLen(_) => self.kept = self.live.clone(),
            }
        }
        self.kept.set_len(self.live.len());
    }

    /// Everything but the last change, and of that a part.
    fn torn(&self, last: Option<u64>, dice: &mut Dice) -> Content {
        let mut content = self.kept.clone();
        for (at, change) in &self.pending {
            if Some(*at) == last {
                change.tear(&mut content, dice);
            } else {
                change.make(&mut content);
            }
        }
        content
    }

    fn scattered(&self, dice: &mut Dice) -> Content {
        let mut content = self.kept.clone();
        for (_, change) in &self.pending {
            match dice.below(5) {
                0 | 1 => change.make(&mut content),
                2 | 3 => {}
                _ => change.tear(&mut content, dice),
            }
        }
        content
    }
}

impl Change {
    fn make(&self, content: &mut Content) {
        match self {
            Change::Write(offset, bytes) => content.write(*offset, bytes),
            Change::SetLen(len) => content.set_len(*len),
        }
    }

    /// The first or the last sectors of a write; a write within one sector is not made at all.
    fn tear(&self, content: &mut Content, dice: &mut Dice) {
        let Change::Write(offset, bytes) = self else {
            return;
        };
        let first = offset / SECTOR_BYTES + 1;
        let end = (offset + bytes.len() as u64).div_ceil(SECTOR_BYTES);
        if first >= end {
            return;
        }
        let cut = (first + dice.below(end - first)) * SECTOR_BYTES;
        let cut = usize::try_from(cut - offset).expect("a write fits into memory");
        if dice.below(4) == 0 {
            content.write(offset + cut as u64, &bytes[cut..]);
        } else {
            content.write(*offset, &bytes[..cut]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "/shop/file";

    fn written() -> (Platter, FileId) {
        let mut platter = Platter::default();
        let id = platter.next_id();
        platter.apply(&Step::Make(NAME.into()));
        platter.apply(&Step::Write(id, 0, vec![1; 2048].into()));
        (platter, id)
    }

    fn bytes(platter: &Platter) -> Option<Vec<u8>> {
        let id = platter.find(NAME)?;
        platter.content(id).map(Content::bytes)
    }

    #[test]
    fn what_is_not_flushed_is_lost_and_what_is_flushed_is_not() {
        let (mut platter, id) = written();
        assert_eq!(bytes(&platter.after(How::Lost)), None, "not even its name");
        platter.apply(&Step::Sync(id));
        assert_eq!(bytes(&platter.after(How::Lost)), None, "nor its name now");
        platter.apply(&Step::SyncNames);
        assert_eq!(bytes(&platter.after(How::Lost)), Some(vec![1; 2048]));
        platter.apply(&Step::Write(id, 0, vec![2; 2048].into()));
        platter.apply(&Step::SetLen(id, 100));
        assert_eq!(bytes(&platter.after(How::Lost)), Some(vec![1; 2048]));
        assert_eq!(bytes(&platter.after(How::Kept)), Some(vec![2; 100]));
        platter.apply(&Step::Remove(NAME.into()));
        assert_eq!(bytes(&platter.after(How::Kept)), None);
        assert_eq!(bytes(&platter.after(How::Lost)), Some(vec![1; 2048]));
        platter.apply(&Step::SyncNames);
        assert_eq!(bytes(&platter.after(How::Lost)), None);
    }

    #[test]
    fn a_torn_write_is_torn_between_sectors() {
        let (mut platter, id) = written();
        platter.apply(&Step::Sync(id));
        platter.apply(&Step::Write(id, 256, vec![2; 1536].into()));
        let mut cuts = std::collections::BTreeSet::new();
        for seed in 0..64 {
            let left = bytes(&platter.after(How::Torn(seed))).unwrap();
            let new = left.iter().filter(|byte| **byte == 2).count();
            assert!(new > 0 && new < 1536);
            assert_eq!((new + 256) % 512 * (1792 - new) % 512, 0, "{new}");
            cuts.insert(new);
        }
        assert_eq!(cuts, [256, 768, 1280].into());
    }

    #[test]
    fn any_part_may_be_left() {
        let (mut platter, id) = written();
        platter.apply(&Step::SyncNames);
        platter.apply(&Step::Write(id, 4096, vec![2; 512].into()));
        let left: std::collections::BTreeSet<_> = (0..64)
            .map(|seed| bytes(&platter.after(How::Scattered(seed))).unwrap())
            .collect();
        let second_only = |bytes: &Vec<u8>| bytes.len() == 4608 && bytes[0] == 0;
        assert!(left.len() >= 6, "{}", left.len());
        assert!(
            left.iter().any(second_only),
            "the later without the earlier"
        );
        let again = bytes(&platter.after(How::Scattered(7)));
        assert_eq!(again, bytes(&platter.after(How::Scattered(7))));
    }

    #[test]
    fn a_failed_flush_makes_nothing_durable_and_the_next_does_not_mend_it() {
        let (mut platter, id) = written();
        platter.apply(&Step::SyncNames);
        platter.apply(&Step::SyncFailed(id));
        platter.apply(&Step::Write(id, 8192, vec![3; 10].into()));
        platter.apply(&Step::Sync(id));
        assert_eq!(
            platter.content(id).unwrap().bytes()[0],
            1,
            "the system sees it"
        );
        assert_eq!(bytes(&platter.after(How::Kept)).unwrap()[0], 1);
        let left = bytes(&platter.after(How::Lost)).unwrap();
        assert_eq!((left[0], left[8192]), (0, 3));
    }
}
