//! The mark in the shop's folder that says: a till runs here. It is made when the file opens and
//! taken away when it closes in order; whoever finds it at the start knows that the till before
//! did not end in order. Never written while sales are rung.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Its name in the shop's folder.
pub const MARK_FILE: &str = "running";

/// The mark of one folder.
pub struct Mark {
    path: PathBuf,
    /// It was there at the start, and nobody has confirmed it.
    found: AtomicBool,
    /// This till has it in the folder: books that open again while it runs are no new start.
    standing: AtomicBool,
}

impl Mark {
    pub fn of(dir: &Path) -> Mark {
        Mark {
            path: dir.join(MARK_FILE),
            found: AtomicBool::new(false),
            standing: AtomicBool::new(false),
        }
    }

    /// Makes the mark, durable, and notes whether it was there. The till runs without it too, on a
    /// full disk: then only a crash goes untold.
    pub fn make(&self) {
        if self.standing.swap(true, Ordering::Relaxed) {
            return;
        }
        let made = match File::create_new(&self.path) {
            Ok(file) => file.sync_all().and_then(|()| sync_folder(&self.path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.found.store(true, Ordering::Relaxed);
                Ok(())
            }
            Err(error) => Err(error),
        };
        if let Err(error) = made {
            self.standing.store(false, Ordering::Relaxed);
            tracing::warn!("no mark that the till runs: {error}");
        }
    }

    /// The till before this one did not end in order, and nobody has confirmed it.
    pub fn is_found(&self) -> bool {
        self.found.load(Ordering::Relaxed)
    }

    /// Somebody has seen it.
    pub fn seen(&self) {
        self.found.store(false, Ordering::Relaxed);
    }

    /// The till ends in order. What nobody has seen yet is told at the next start again.
    pub fn take_away(&self) {
        if self.is_found() {
            return;
        }
        self.standing.store(false, Ordering::Relaxed);
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!("the mark that the till runs stays: {error}");
            }
            Ok(()) | Err(_) => {}
        }
    }
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent()
        .map_or(Ok(()), |dir| File::open(dir)?.sync_all())
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_till_that_ended_without_warning_leaves_a_mark() {
        let dir = tempfile::tempdir().unwrap();
        let first = Mark::of(dir.path());
        first.make();
        assert!(!first.is_found());
        first.take_away();
        let killed = Mark::of(dir.path());
        killed.make();
        assert!(!killed.is_found());
        // Its books were shut and opened again, by a restore or an unlock.
        killed.make();
        assert!(!killed.is_found());
        let after = Mark::of(dir.path());
        after.make();
        assert!(after.is_found());
        // Ended in order, and nobody had looked.
        after.take_away();
        let again = Mark::of(dir.path());
        again.make();
        assert!(again.is_found());
        again.seen();
        again.take_away();
        let last = Mark::of(dir.path());
        last.make();
        assert!(!last.is_found());
    }
}
