//! The files beside the database, as `pos_store` reaches them on a disk in memory.

use super::MemoryDisk;
use super::fault::Trouble;
use super::image::name;
use super::platter::FileId;
use pos_store::disk::{Disk, DiskFile, Lock, LockRefusal, Opening};
use std::io;
use std::path::Path;
use std::sync::Arc;

fn failed(trouble: Trouble) -> io::Error {
    match trouble {
        Trouble::Io => io::Error::other("the disk failed"),
        Trouble::Full | Trouble::Short => io::Error::from(io::ErrorKind::StorageFull),
    }
}

impl Disk for MemoryDisk {
    fn vfs(&self) -> Option<&str> {
        Some(self.0.vfs.name())
    }

    fn make_folder(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn close_to_others(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn exists(&self, path: &Path) -> bool {
        let state = self.0.state();
        !state.faults.is_dead() && state.platter.find(&name(path)).is_some()
    }

    fn len(&self, path: &Path) -> io::Result<u64> {
        let mut state = self.0.state();
        let id = state.platter.find(&name(path));
        let id = id.ok_or(io::ErrorKind::NotFound)?;
        state.len(id).map_err(failed)
    }

    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn DiskFile>> {
        let name = name(path);
        let mut state = self.0.state();
        let there = state.open(&name).map_err(failed)?;
        let id = match (there, opening) {
            (Some(_), Opening::New) => return Err(io::ErrorKind::AlreadyExists.into()),
            (None, Opening::Existing) => return Err(io::ErrorKind::NotFound.into()),
            (Some(id), Opening::OrNew | Opening::Existing) => id,
            (None, Opening::OrNew | Opening::New) => state.make(&name),
        };
        drop(state);
        Ok(Box::new(MemoryFile {
            disk: self.clone(),
            id,
        }))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match self.0.state().remove(&name(path)) {
            Ok(true) => Ok(()),
            Ok(false) => Err(io::ErrorKind::NotFound.into()),
            Err(trouble) => Err(failed(trouble)),
        }
    }

    fn sync_folder(&self, _path: &Path) -> io::Result<()> {
        self.0.state().sync_names().map_err(failed)
    }

    fn lock(&self, path: &Path) -> Result<Box<dyn Lock>, LockRefusal> {
        let name = name(path);
        let mut state = self.0.state();
        let there = state.open(&name);
        if there
            .map_err(|trouble| LockRefusal::Io(failed(trouble)))?
            .is_none()
        {
            state.make(&name);
        }
        if !state.held.insert(name.clone()) {
            return Err(LockRefusal::Held(Some(std::process::id())));
        }
        drop(state);
        Ok(Box::new(MemoryLock {
            disk: self.clone(),
            name,
        }))
    }

    fn room(&self, _path: &Path) -> io::Result<Option<u64>> {
        let state = self.0.state();
        let left = |capacity: u64| capacity.saturating_sub(state.platter.room_taken());
        Ok(state.capacity.map(left))
    }

    fn allocate(&self, path: &Path, bytes: u64) -> io::Result<()> {
        self.0.state().allocate(&name(path), bytes).map_err(failed)
    }
}

#[derive(Debug)]
struct MemoryFile {
    disk: MemoryDisk,
    id: FileId,
}

impl DiskFile for MemoryFile {
    fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut state = self.disk.0.state();
        let len = state.platter.content(self.id).map_or(0, |file| file.len());
        let mut bytes = vec![0; usize::try_from(len).map_err(io::Error::other)?];
        state.read(self.id, 0, &mut bytes).map_err(failed)?;
        Ok(bytes)
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.disk.0.state();
        state.write(self.id, offset, bytes).map_err(failed)
    }

    fn set_len(&mut self, bytes: u64) -> io::Result<()> {
        self.disk.0.state().set_len(self.id, bytes).map_err(failed)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.0.state().sync(self.id).map_err(failed)
    }
}

#[derive(Debug)]
struct MemoryLock {
    disk: MemoryDisk,
    name: Arc<str>,
}

impl Lock for MemoryLock {}

impl Drop for MemoryLock {
    fn drop(&mut self) {
        self.disk.0.state().held.remove(&self.name);
    }
}
