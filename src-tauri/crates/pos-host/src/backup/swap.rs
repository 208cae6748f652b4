//! Puts restored books in the place of those that are there, so that a power cut at any moment
//! leaves the one or the other; and the permit by which they pass an anchor that saw further, once.
//! What is replaced is set aside, never deleted.

use crate::backup::file::{self, FileFault};
use pos_store::DATABASE_FILE;
use pos_vault::{Secret32, backup as seal};
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Where new books stand until they are put in place; made as a whole.
pub const NEW_FOLDER: &str = "restored-books";
/// Where they are made.
pub const MAKING_FOLDER: &str = "restoring";
/// Lies beside the new books until their anchor is in the keychain.
pub const PERMIT_FILE: &str = "restore-permit";

/// In this order: the database comes last, so that what is left of the new folder tells how far it
/// came.
const BESIDE: [&str; 5] = ["anchor", "keys.ctk", "keys.ctk.old", "kek.key", PERMIT_FILE];

/// Which anchor restored books may pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Permit {
    /// What the keychain kept of the books before, in hexadecimal; None: it kept nothing.
    passes: Option<String>,
    proof: String,
}

fn text(passes: Option<&str>) -> String {
    passes.unwrap_or("nothing").to_owned()
}

/// Writes the permit to pass exactly this anchor of the keychain.
pub fn write_permit(dir: &Path, anchor: &Secret32, kept: Option<&[u8]>) -> Result<(), FileFault> {
    let passes = kept.map(file::hex);
    let permit = Permit {
        proof: seal::prove(anchor, "permit", &text(passes.as_deref()))?,
        passes,
    };
    let path = dir.join(PERMIT_FILE);
    let part = dir.join("restore-permit.part");
    let bytes = serde_json::to_vec(&permit).map_err(|_| FileFault::Header)?;
    let mut out = file::private(&part)?;
    std::io::Write::write_all(&mut out, &bytes)
        .and_then(|()| out.sync_all())
        .map_err(FileFault::io(&part))?;
    file::commit(&part, &path)
}

/// Whether a restore permits to pass this anchor of the keychain. The permit names the anchor to
/// the last bit: none that was made later is passed by it, nor an older file put back with it.
pub fn permitted(dir: &Path, keys: &[&Secret32], kept: Option<&[u8]>) -> bool {
    let Ok(bytes) = fs::read(dir.join(PERMIT_FILE)) else {
        return false;
    };
    let Ok(permit) = serde_json::from_slice::<Permit>(&bytes) else {
        return false;
    };
    let said = text(permit.passes.as_deref());
    let proven = keys
        .iter()
        .any(|key| seal::proves(key, "permit", &said, &permit.proof));
    proven && permit.passes == kept.map(file::hex)
}

/// The new anchor is in its place: the permit has served.
pub fn served(dir: &Path) {
    let path = dir.join(PERMIT_FILE);
    if path.exists()
        && let Err(error) = fs::remove_file(&path)
    {
        tracing::warn!("a permit that has served stays: {error}");
    }
}

/// Makes the new books ready: from here on they take the others' place, at the next start if not
/// now. `made` is their folder, whole; not all who wrote there had a reason to flush (the sidecar
/// of an anchor follows its file), so it is done here: the name means that everything is there.
pub fn ready(dir: &Path, made: &Path) -> Result<(), FileFault> {
    let new = dir.join(NEW_FOLDER);
    for entry in fs::read_dir(made).map_err(FileFault::io(made))? {
        let path = entry.map_err(FileFault::io(made))?.path();
        flush(&path).map_err(FileFault::io(&path))?;
    }
    file::sync_folder(made).map_err(FileFault::io(made))?;
    fs::rename(made, &new).map_err(FileFault::io(&new))?;
    file::sync_folder(dir).map_err(FileFault::io(dir))
}

/// Whether a restore was begun here and not ended.
pub fn is_unfinished(dir: &Path) -> bool {
    dir.join(MAKING_FOLDER).exists() || dir.join(NEW_FOLDER).exists()
}

/// Puts new books in place, if there are some. Called with the shop closed: by the restore itself,
/// and at each start for one that was cut off. Answers whether there were some.
pub fn finish(dir: &Path) -> Result<bool, FileFault> {
    let new = dir.join(NEW_FOLDER);
    // A restore that was cut off before its books were whole has changed nothing.
    let making = dir.join(MAKING_FOLDER);
    if making.exists() {
        fs::remove_dir_all(&making).map_err(FileFault::io(&making))?;
    }
    if !new.exists() {
        return Ok(false);
    }
    if new.join(DATABASE_FILE).exists() {
        let aside = set_aside_folder(dir)?;
        // The log of the books before must not meet the new ones.
        for name in [
            format!("{DATABASE_FILE}-wal"),
            format!("{DATABASE_FILE}-shm"),
        ] {
            move_if_there(&dir.join(&name), &aside.join(&name))?;
        }
        for name in BESIDE {
            if new.join(name).exists() {
                move_if_there(&dir.join(name), &aside.join(name))?;
                move_if_there(&new.join(name), &dir.join(name))?;
            }
        }
        move_if_there(&dir.join(DATABASE_FILE), &aside.join(DATABASE_FILE))?;
        file::sync_folder(&aside).map_err(FileFault::io(&aside))?;
        file::sync_folder(dir).map_err(FileFault::io(dir))?;
        move_if_there(&new.join(DATABASE_FILE), &dir.join(DATABASE_FILE))?;
        file::sync_folder(dir).map_err(FileFault::io(dir))?;
    }
    fs::remove_dir_all(&new).map_err(FileFault::io(&new))?;
    file::sync_folder(dir).map_err(FileFault::io(dir))?;
    tracing::warn!("restored books took the place of those before");
    Ok(true)
}

/// Only a file that is open for writing can be flushed everywhere.
fn flush(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.sync_all()
}

fn move_if_there(from: &Path, to: &Path) -> Result<(), FileFault> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(FileFault::io(from)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// A folder of its own for what is replaced; one that was cut off goes on in a further one.
fn set_aside_folder(dir: &Path) -> Result<PathBuf, FileFault> {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let aside = dir.join(format!("before-restore-{}", since.as_millis()));
    super::make::make_private(&aside)?;
    Ok(aside)
}

#[cfg(test)]
mod tests;
