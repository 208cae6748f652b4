//! The vault file on disk: whole or not at all, with its previous generation, mode 0600.
//!
//! It must never leave the folder without a readable generation, whenever the power goes.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::error::{Result, VaultError};
use crate::format::{Generation, VaultFile};

const CURRENT: &str = "keys.ctk";
const PREVIOUS: &str = "keys.ctk.old";
const LOCK: &str = "keys.lock";
/// A vault file is some 3 kB; whatever is longer is not one.
const MAX_BYTES: u64 = 256 * 1024;

/// What is destroyed when the shop ends.
const ENDED: [&str; 5] = [CURRENT, PREVIOUS, "keys.ctk.new", "keys.ctk.old.new", LOCK];

/// What the next write does with the generation before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Keeps it, in case the new one is damaged.
    Previous,
    /// Overwrites it too, because it still opens with a slot that is now removed.
    Nothing,
}

/// The right to change the vault file; one process at a time. Ends when dropped.
pub(crate) struct ChangeLock(File);

/// Let go by word, not by closing: a child process of ours that is just being started holds the
/// same open file for a moment, and the lock would stay as long.
impl Drop for ChangeLock {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the right to change the vault file was not given back");
        }
    }
}

/// Takes the right to change the vault file in `dir`, or says [`VaultError::Busy`].
pub(crate) fn lock(dir: &Path) -> Result<ChangeLock> {
    let path = dir.join(LOCK);
    let file = private()
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(VaultError::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(ChangeLock(file)),
        Err(TryLockError::WouldBlock) => Err(VaultError::Busy),
        Err(TryLockError::Error(source)) => Err(VaultError::Io { path, source }),
    }
}

/// Whether `dir` holds a vault file, of whatever generation and in whatever state.
pub(crate) fn exists(dir: &Path) -> bool {
    // A file that cannot be looked at counts as one: never write over it.
    [CURRENT, PREVIOUS]
        .iter()
        .any(|name| dir.join(name).try_exists().unwrap_or(true))
}

/// Reads the current generation, or the previous one when that is missing or damaged.
pub(crate) fn load(dir: &Path) -> Result<(VaultFile, Generation)> {
    let current = match read(&dir.join(CURRENT)) {
        Ok(Some(file)) => return Ok((file, Generation::Current)),
        Ok(None) => VaultError::NoVault {
            dir: dir.to_path_buf(),
        },
        Err(damage @ VaultError::Damaged(_)) => damage,
        Err(other) => return Err(other),
    };
    // A previous generation that does not help either leaves the first reason standing.
    let Ok(Some(file)) = read(&dir.join(PREVIOUS)) else {
        return Err(current);
    };
    tracing::warn!(reason = %current, "the previous generation of the vault file is in use");
    Ok((file, Generation::Previous))
}

/// Writes `new` over `loaded`, the file as it was read (`None` for a first one).
pub(crate) fn replace(
    dir: &Path,
    loaded: Option<&VaultFile>,
    new: &VaultFile,
    keep: Keep,
) -> Result<()> {
    for (name, file) in plan(loaded, new, keep) {
        write(&dir.join(name), file.text().as_bytes())?;
    }
    Ok(())
}

/// The writes of a replacement, in order. After any of them the folder opens.
fn plan<'a>(
    loaded: Option<&'a VaultFile>,
    new: &'a VaultFile,
    keep: Keep,
) -> Vec<(&'static str, &'a VaultFile)> {
    match (keep, loaded) {
        // What was read is known to be good; what is on disk under that name may not be.
        (Keep::Previous, Some(loaded)) => vec![(PREVIOUS, loaded), (CURRENT, new)],
        (Keep::Previous, None) => vec![(CURRENT, new)],
        (Keep::Nothing, _) => vec![(CURRENT, new), (PREVIOUS, new)],
    }
}

/// Writes a small private file: whole or not at all, durable on return.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let staged = stage(path, bytes)?;
    commit(&staged, path)
}

/// Writes the temporary file beside `path` and flushes it; `path` itself is untouched.
fn stage(path: &Path, bytes: &[u8]) -> Result<PathBuf> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let staged = PathBuf::from(name);
    let fill = || -> io::Result<()> {
        // One left behind by a crash may have other modes: make it anew.
        match fs::remove_file(&staged) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let mut file = private().create_new(true).open(&staged)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    fill().map_err(VaultError::io(&staged))?;
    Ok(staged)
}

fn commit(staged: &Path, path: &Path) -> Result<()> {
    fs::rename(staged, path).map_err(VaultError::io(path))?;
    sync_folder(path).map_err(VaultError::io(path))
}

/// Makes the rename itself durable.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => File::open(dir)?.sync_all(),
        Some(_) | None => File::open(".")?.sync_all(),
    }
}

/// NTFS journals the rename; a folder cannot be flushed there.
#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Writes over every vault file of the folder and removes it: with it every slot is gone. Goes on
/// where one cannot be removed, and tells of the first.
pub(crate) fn destroy(dir: &Path) -> Result<()> {
    let mut first = Ok(());
    for name in ENDED {
        let path = dir.join(name);
        if let Err(error) = erase(&path) {
            tracing::error!(%error, "{name} could not be destroyed");
            first = first.and(Err(error));
        }
    }
    sync_folder(&dir.join(CURRENT)).map_err(VaultError::io(dir))?;
    first
}

/// Zeros over a small file, durably, and then it is removed. A drive may keep an older copy of the
/// block: what stood there is wrapped, or opens nothing any more.
pub(crate) fn erase(path: &Path) -> Result<()> {
    let wipe = || -> io::Result<()> {
        let bytes = fs::metadata(path)?.len().min(MAX_BYTES);
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.write_all(&vec![0; usize::try_from(bytes).unwrap_or(0)])?;
        file.sync_all()?;
        fs::remove_file(path)
    };
    match wipe() {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(VaultError::io(path)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Makes the shop folder, for its owner only.
pub(crate) fn make_folder(dir: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(VaultError::io(dir))
}

fn read(path: &Path) -> Result<Option<VaultFile>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(VaultError::io(path)(error)),
    };
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(VaultError::io(path))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(VaultError::Damaged("it is too long"));
    }
    let text = String::from_utf8(bytes).map_err(|_| VaultError::Damaged("it is not text"))?;
    VaultFile::parse(text).map(Some)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Header;
    use crate::random::make_key;

    fn file(generation: u64) -> VaultFile {
        let mut header = Header::new("ab".repeat(16), 1);
        header.generation = generation;
        VaultFile::sign(header, Vec::new(), &make_key().unwrap()).unwrap()
    }

    /// Cuts the power after every step of a replacement: half a temporary file, a whole one, each
    /// rename. The folder must open with the old or the new generation, and take the next change.
    #[test]
    fn a_cut_at_any_step_leaves_an_openable_folder() {
        let (old, new, next) = (file(1), file(2), file(3));
        for keep in [Keep::Previous, Keep::Nothing] {
            let steps = plan(Some(&old), &new, keep).len() * 3;
            for cut in 0..steps {
                let folder = tempfile::tempdir().unwrap();
                let dir = folder.path();
                replace(dir, None, &old, Keep::Previous).unwrap();
                let mut step = 0..cut;
                for (name, file) in plan(Some(&old), &new, keep) {
                    let (path, bytes) = (dir.join(name), file.text().as_bytes());
                    let Some(_) = step.next() else { break };
                    stage(&path, &bytes[..bytes.len() / 2]).unwrap();
                    let Some(_) = step.next() else { break };
                    let staged = stage(&path, bytes).unwrap();
                    let Some(_) = step.next() else { break };
                    commit(&staged, &path).unwrap();
                }
                let (found, source) = load(dir).unwrap();
                assert!([1, 2].contains(&found.header.generation), "{keep:?} {cut}");
                assert_eq!(source, Generation::Current, "{keep:?} {cut}");
                replace(dir, Some(&found), &next, keep).unwrap();
                assert_eq!(load(dir).unwrap().0.text(), next.text());
            }
        }
    }

    #[test]
    fn one_changes_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let first = lock(dir.path()).unwrap();
        assert!(matches!(lock(dir.path()), Err(VaultError::Busy)));
        drop(first);
        assert!(lock(dir.path()).is_ok());
    }

    /// As a child holds it that is just being started.
    #[test]
    fn the_right_ends_although_a_copy_of_its_file_is_open() {
        let dir = tempfile::tempdir().unwrap();
        let first = lock(dir.path()).unwrap();
        let copy = first.0.try_clone().unwrap();
        drop(first);
        assert!(lock(dir.path()).is_ok());
        drop(copy);
    }
}
