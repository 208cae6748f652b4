//! A first run that was cut off (a power cut while the shop was made): keys, perhaps an empty file,
//! and no entry ever. It must not stop the next first run. Its pieces are set aside, never deleted:
//! what looks unused here may be the keys to a copy somewhere else.

use crate::mark::MARK_FILE;
use crate::proof;
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode};
use pos_domain::journal::ChainKey;
use pos_store::disk::Disk;
use pos_store::{ANCHOR_FILE, DATABASE_FILE, LOCK_FILE, RESERVE_FILE};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Keys as young as this may belong to a first run of another program, just now.
const BEING_MADE: Duration = Duration::from_secs(10);

/// Whether there are keys and nothing that they were ever used for.
pub fn keys_only(disk: &dyn Disk, dir: &Path) -> bool {
    let made = std::fs::metadata(dir.join("keys.ctk")).and_then(|facts| facts.modified());
    let old = made.is_ok_and(|at| at.elapsed().is_ok_and(|age| age >= BEING_MADE));
    let used = [DATABASE_FILE, ANCHOR_FILE].map(|name| disk.exists(&dir.join(name)));
    old && used == [false, false]
}

/// Whether the anchor says that the journal has no entry yet. Without an anchor nothing is known.
pub fn without_entries(dir: &Path, key: &ChainKey) -> bool {
    proof::sidecar_seq(dir, std::slice::from_ref(key)) == Some(0)
}

/// Moves what the cut-off run made into a folder of its own.
pub fn set_aside(dir: &Path) -> AppResult<()> {
    let failed = |error| AppError::new(ErrorCode::FileUnwritable).with("reason", error);
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let aside = dir.join(format!("unfinished-{}", since.as_millis()));
    std::fs::create_dir_all(&aside).map_err(failed)?;
    for entry in std::fs::read_dir(dir).map_err(failed)?.flatten() {
        let name = entry.file_name();
        let text = name.to_string_lossy();
        let made_here = [
            DATABASE_FILE,
            ANCHOR_FILE,
            LOCK_FILE,
            MARK_FILE,
            RESERVE_FILE,
            "keys.ctk",
            "kek.key",
        ]
        .iter()
        .any(|known| text.starts_with(known));
        if made_here {
            std::fs::rename(entry.path(), aside.join(&name)).map_err(failed)?;
        }
    }
    tracing::warn!(
        "a first run was cut off; what it made is in {}",
        aside.display()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::BEING_MADE;
    use crate::files::{Files, Updating};
    use pos_app::AppResult;
    use pos_app::ports::world::{FileState, ShopFiles};
    use pos_app::views::shop::KeySlot;
    use pos_store::disk::RealDisk;
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;
    use std::time::SystemTime;

    fn open(dir: &Path) -> AppResult<Files> {
        Files::open(Arc::new(RealDisk), dir, None, Updating::default())
    }

    fn aside(dir: &Path) -> Vec<String> {
        let folders = fs::read_dir(dir).unwrap().map(Result::unwrap);
        let unfinished =
            folders.filter(|e| e.file_name().to_string_lossy().starts_with("unfinished-"));
        let mut names: Vec<String> = unfinished
            .flat_map(|e| fs::read_dir(e.path()).unwrap())
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_first_run_that_was_cut_off_can_be_run_again() {
        for lost in [
            &[][..],
            &["till.db", "till.db-wal", "till.db-shm", "anchor"],
        ] {
            let dir = tempfile::tempdir().unwrap();
            let files = open(dir.path()).unwrap();
            files.create(KeySlot::KeyFile, None).unwrap();
            // As after a power cut: the file is there, the shop was never written into it.
            drop(files);
            for name in lost {
                let _ = fs::remove_file(dir.path().join(name));
            }
            if !lost.is_empty() {
                // Another program may be at its first run just now.
                assert!(open(dir.path()).is_err());
                let keys = fs::File::options()
                    .append(true)
                    .open(dir.path().join("keys.ctk"));
                let before = SystemTime::now() - BEING_MADE;
                keys.unwrap().set_modified(before).unwrap();
            }
            let files = open(dir.path()).unwrap();
            assert_eq!(files.state(), FileState::None, "{lost:?}");
            let kept = aside(dir.path());
            assert!(kept.contains(&"keys.ctk".to_owned()), "{kept:?}");
            assert!(kept.contains(&"kek.key".to_owned()), "{kept:?}");
            files.create(KeySlot::KeyFile, None).unwrap();
            assert_eq!(files.state(), FileState::Open);
        }
    }

    #[test]
    fn a_lost_file_is_never_taken_for_a_new_one() {
        for lost in ["till.db", "anchor"] {
            let dir = tempfile::tempdir().unwrap();
            let files = open(dir.path()).unwrap();
            files.create(KeySlot::KeyFile, None).unwrap();
            drop(files);
            for name in [lost, "till.db-wal", "till.db-shm"] {
                let _ = fs::remove_file(dir.path().join(name));
            }
            let _ = open(dir.path());
            assert!(dir.path().join("keys.ctk").exists(), "{lost}");
            assert!(aside(dir.path()).is_empty(), "{lost}");
        }
    }
}
