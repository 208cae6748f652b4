//! The computer's own disk.

use super::{Disk, DiskFile, Lock, LockRefusal, Opening};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// So many bytes are written at once where room is taken.
const CHUNK_BYTES: usize = 1 << 20;

/// The computer's own disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn vfs(&self) -> Option<&str> {
        None
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    #[cfg(unix)]
    fn close_to_others(&self, path: &Path) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let facts = fs::metadata(path)?;
        let mode = if facts.is_dir() { 0o700 } else { 0o600 };
        if facts.permissions().mode() & 0o777 == mode {
            return Ok(());
        }
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    }

    /// On Windows the data folder of a user is already closed to other users.
    #[cfg(not(unix))]
    fn close_to_others(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn len(&self, path: &Path) -> io::Result<u64> {
        Ok(fs::metadata(path)?.len())
    }

    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(RealFile(private_file(path, opening)?)))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        #[cfg(unix)]
        File::open(path)?.sync_all()?;
        #[cfg(not(unix))]
        let _ = path;
        Ok(())
    }

    fn lock(&self, path: &Path) -> Result<Box<dyn Lock>, LockRefusal> {
        let mut file = private_file(path, Opening::OrNew).map_err(LockRefusal::Io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // Windows refuses to read what is locked; then the number stays unknown.
                let _unreadable = file.read_to_string(&mut text);
                return Err(LockRefusal::Held(text.trim().parse().ok()));
            }
            Err(TryLockError::Error(source)) => return Err(LockRefusal::Io(source)),
        }
        // On a full disk the number stays unknown too; the lock holds without it, and a till must
        // be able to open then.
        let told = file
            .set_len(0)
            .and_then(|()| write!(file, "{}", std::process::id()));
        if let Err(error) = told {
            tracing::warn!(%error, "the lock does not say who holds it");
        }
        Ok(Box::new(RealLock(file)))
    }

    #[cfg(unix)]
    fn room(&self, path: &Path) -> io::Result<Option<u64>> {
        let facts = rustix::fs::statvfs(path)?;
        Ok(Some(facts.f_bavail.saturating_mul(facts.f_frsize)))
    }

    /// Windows tells of it through another call only; there, taking the room is the question.
    #[cfg(not(unix))]
    fn room(&self, _path: &Path) -> io::Result<Option<u64>> {
        Ok(None)
    }

    fn allocate(&self, path: &Path, bytes: u64) -> io::Result<()> {
        let mut file = private_file(path, Opening::OrNew)?;
        file.set_len(0)?;
        let taken = fill(&mut file, bytes).and_then(|()| file.sync_all());
        if taken.is_err() {
            // Half of it would only make the disk fuller.
            drop(file);
            fs::remove_file(path)?;
        }
        taken
    }
}

/// Writes bytes in which no file system finds anything to press together or to share.
fn fill(file: &mut File, bytes: u64) -> io::Result<()> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut left = bytes;
    let mut chunk = vec![0; CHUNK_BYTES];
    while left > 0 {
        for word in chunk.chunks_exact_mut(8) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            word.copy_from_slice(&state.to_le_bytes());
        }
        let part = usize::try_from(left).map_or(CHUNK_BYTES, |left| left.min(CHUNK_BYTES));
        file.write_all(&chunk[..part])?;
        left -= part as u64;
    }
    Ok(())
}

fn private_file(path: &Path, opening: Opening) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).truncate(false);
    match opening {
        Opening::New => options.create_new(true),
        Opening::OrNew => options.create(true),
        Opening::Existing => &mut options,
    };
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[derive(Debug)]
struct RealFile(File);

impl DiskFile for RealFile {
    fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.0.seek(SeekFrom::Start(0))?;
        self.0.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(offset))?;
        self.0.write_all(bytes)
    }

    fn set_len(&mut self, bytes: u64) -> io::Result<()> {
        self.0.set_len(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }
}

#[derive(Debug)]
struct RealLock(File);

impl Lock for RealLock {}

impl Drop for RealLock {
    /// Said aloud, not left to the closing: a child process that is just being started holds a
    /// copy of the handle for a moment, and with it the lock.
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the writer's lock was not given back");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_truly_taken_and_given_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("reserve");
        let bytes = 3 * CHUNK_BYTES as u64 + 5;
        RealDisk.allocate(&path, bytes).unwrap();
        assert_eq!(RealDisk.len(&path).unwrap(), bytes);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let blocks = path.metadata().unwrap().blocks();
            assert!(blocks * 512 >= bytes, "{blocks}");
        }
        RealDisk.allocate(&path, 9).unwrap();
        assert_eq!(RealDisk.len(&path).unwrap(), 9);
        RealDisk.remove(&path).unwrap();
        assert!(!RealDisk.exists(&path));
    }
}
