//! Where the facts are read: a root that a test can build, and what only the running process knows.

use std::path::{Path, PathBuf};

/// What is looked at.
#[derive(Clone, Debug)]
pub struct Probe {
    /// `/`, or the root of a fixture.
    pub root: PathBuf,
    /// The shop's folder.
    pub folder: PathBuf,
    /// Free bytes where the shop is; None: not told.
    pub free_bytes: Option<u64>,
    /// Other processes of the same user may look into this one's memory; None: not told.
    pub dumpable: Option<bool>,
    /// Today, days since 1970-01-01.
    pub today: i64,
}

impl Probe {
    /// This computer, now. What changes is read again at each look.
    pub fn live(folder: &Path) -> Probe {
        Probe {
            root: PathBuf::from("/"),
            folder: folder.to_path_buf(),
            free_bytes: None,
            dumpable: None,
            today: 0,
        }
        .refreshed()
    }

    /// With what only the running process knows, as it is now. A fixture stays as it is.
    pub fn refreshed(&self) -> Probe {
        if self.root != Path::new("/") {
            return self.clone();
        }
        Probe {
            free_bytes: free_bytes(&self.folder),
            dumpable: dumpable(),
            today: crate::links::now().0.div_euclid(86_400_000),
            ..self.clone()
        }
    }

    /// A file below the root; None when it is not there or cannot be read.
    pub fn text(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.root.join(path)).ok()
    }

    pub fn exists(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// The names in a folder below the root.
    pub fn names(&self, path: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join(path));
        let entries = entries.into_iter().flatten().flatten();
        entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect()
    }
}

#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    // A shop that is not made yet will be where its nearest folder is.
    let near = folder.ancestors().find(|path| path.exists())?;
    let facts = rustix::fs::statvfs(near).ok()?;
    facts.f_bavail.checked_mul(facts.f_frsize)
}

#[cfg(not(unix))]
fn free_bytes(_folder: &Path) -> Option<u64> {
    None
}

#[cfg(target_os = "linux")]
fn dumpable() -> Option<bool> {
    use rustix::process::DumpableBehavior;
    let behaviour = rustix::process::dumpable_behavior().ok()?;
    Some(behaviour != DumpableBehavior::NotDumpable)
}

#[cfg(not(target_os = "linux"))]
fn dumpable() -> Option<bool> {
    None
}
