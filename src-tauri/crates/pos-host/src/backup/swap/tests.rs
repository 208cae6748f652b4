//! The swap, cut off before each of its renames.

use super::*;
use crate::files::{Files, Updating};
use pos_app::ErrorCode;
use pos_store::LOCK_FILE;
use pos_store::disk::{Disk, RealDisk};
use std::sync::Arc;

const OLD: [&str; 4] = ["till.db", "till.db-wal", "anchor", "keys.ctk"];
const NEW: [&str; 3] = ["till.db", "anchor", PERMIT_FILE];

fn dress(dir: &Path) {
    for name in OLD {
        fs::write(dir.join(name), "old").unwrap();
    }
    let made = dir.join(MAKING_FOLDER);
    fs::create_dir(&made).unwrap();
    for name in NEW {
        fs::write(made.join(name), "new").unwrap();
    }
    ready(dir, &made).unwrap();
}

fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join(name)).unwrap_or_else(|_| "none".into())
}

#[test]
fn new_books_take_the_place_and_the_others_are_set_aside() {
    let dir = tempfile::tempdir().unwrap();
    dress(dir.path());
    assert!(finish(dir.path()).unwrap());
    assert!(!finish(dir.path()).unwrap());
    assert_eq!(read(dir.path(), "till.db"), "new");
    assert_eq!(read(dir.path(), "anchor"), "new");
    assert_eq!(read(dir.path(), "till.db-wal"), "none");
    assert_eq!(
        read(dir.path(), "keys.ctk"),
        "old",
        "no new keys came with them"
    );
    let entries = fs::read_dir(dir.path()).unwrap().flatten();
    let aside = entries
        .map(|e| e.path())
        .find(|p| p.display().to_string().contains("before-"));
    let aside = aside.unwrap();
    for name in ["till.db", "till.db-wal", "anchor"] {
        assert_eq!(read(&aside, name), "old");
    }
}

/// A second start of the program while the first is at it.
#[test]
fn a_restore_that_another_program_is_at_is_left_to_it() {
    let dir = tempfile::tempdir().unwrap();
    dress(dir.path());
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let start = || Files::open(disk.clone(), dir.path(), None, Updating::default());
    let first = disk.lock(&dir.path().join(LOCK_FILE)).unwrap();
    let refused = start().err().map(|error| error.code);
    assert_eq!(refused, Some(ErrorCode::FileLocked));
    assert_eq!(read(dir.path(), "till.db"), "old");
    drop(first);
    // These are no books: it ends what was begun, and goes no further.
    assert!(start().is_err());
    assert_eq!(read(dir.path(), "till.db"), "new");
}

#[test]
fn a_swap_that_was_cut_off_anywhere_is_ended_at_the_next_start() {
    // The moves in their order, done one more each time before the power goes.
    let moves = [
        "till.db-wal",
        "anchor",
        "anchor+",
        PERMIT_FILE,
        "till.db",
        "till.db+",
    ];
    for cut in 0..=moves.len() {
        let dir = tempfile::tempdir().unwrap();
        dress(dir.path());
        let aside = dir.path().join("before-restore-1");
        fs::create_dir(&aside).unwrap();
        for one in &moves[..cut] {
            let new = dir.path().join(NEW_FOLDER);
            match one
                .strip_suffix('+')
                .or((*one == PERMIT_FILE).then_some(*one))
            {
                Some(name) => fs::rename(new.join(name), dir.path().join(name)).unwrap(),
                None => fs::rename(dir.path().join(one), aside.join(one)).unwrap(),
            }
        }
        assert!(finish(dir.path()).unwrap(), "cut at {cut}");
        for name in NEW {
            assert_eq!(read(dir.path(), name), "new", "{name}, cut at {cut}");
        }
        assert_eq!(read(dir.path(), "till.db-wal"), "none", "cut at {cut}");
    }
}

#[test]
fn books_that_were_not_whole_yet_change_nothing() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("till.db"), "old").unwrap();
    fs::create_dir(dir.path().join(MAKING_FOLDER)).unwrap();
    fs::write(dir.path().join(MAKING_FOLDER).join("till.db"), "half").unwrap();
    assert!(!finish(dir.path()).unwrap());
    assert_eq!(read(dir.path(), "till.db"), "old");
    assert!(!dir.path().join(MAKING_FOLDER).exists());
}

#[test]
fn a_permit_passes_the_one_anchor_that_it_names() {
    let dir = tempfile::tempdir().unwrap();
    let (key, other) = (seal::new_key().unwrap(), seal::new_key().unwrap());
    assert!(!permitted(dir.path(), &[&key], Some(b"seen")));
    write_permit(dir.path(), &key, Some(b"seen")).unwrap();
    assert!(permitted(dir.path(), &[&key], Some(b"seen")));
    assert!(!permitted(dir.path(), &[&key], Some(b"seen later")));
    assert!(!permitted(dir.path(), &[&key], None));
    assert!(!permitted(dir.path(), &[&other], Some(b"seen")));
    served(dir.path());
    assert!(!permitted(dir.path(), &[&key], Some(b"seen")));
}
