//! Power cuts, lost logs, old pages: what the disk may do to the file behind SQLite's back. The
//! rule: either everything is there, or `verify` names what is not, and the writer will not open.

use crate::shop::{Till, copy, keys};
use pos_store::{Database, Fault, Mode, OpenError, Problem, rebuild, verify};
use std::fs;
use std::path::Path;

const LOG_HEADER_BYTES: usize = 32;
const FRAME_BYTES: usize = 4096 + 24;
const ENTRIES: i64 = 7;

/// Checks a folder that may have lost the end of its log; answers whether it has not.
fn told_or_whole(dir: &Path, what: &str) -> bool {
    let whole = verified(dir, what);
    let opened = Database::at(dir, keys()).writer(Mode::Open, &[]).map(drop);
    match opened {
        Ok(()) => assert!(whole, "{what}: opened"),
        Err(OpenError::RolledBack { .. }) => assert!(!whole, "{what}: refused"),
        Err(error) => panic!("{what}: {error}"),
    }
    whole
}

/// What `verify` says of it.
fn verified(dir: &Path, what: &str) -> bool {
    let database = Database::at(dir, keys());
    let mut reader = match database.reader() {
        Ok(reader) => reader,
        Err(error) => {
            // Not even the first commit is left.
            assert!(
                matches!(error, OpenError::Older { file: 0, .. }),
                "{what}: {error}"
            );
            return false;
        }
    };
    let report = verify(&mut reader, &[], &mut |_, _| {}).unwrap();
    if report.entries == ENTRIES {
        assert_eq!(report.problem, None, "{what}");
        return true;
    }
    let fault = Fault::CutOff {
        anchor_seq: ENTRIES,
    };
    let seq = Some(report.entries + 1);
    assert_eq!(report.problem, Some(Problem { seq, fault }), "{what}");
    false
}

/// A till cut off in the middle of its work: nothing was moved from the log into the file since
/// the shop was opened.
fn with_a_full_log() -> (Till, Vec<u8>) {
    let mut till = Till::open();
    till.writer().checkpoint().unwrap();
    for _ in 1..ENTRIES {
        till.ring();
    }
    let log = fs::read(till.path().join("till.db-wal")).unwrap();
    (till, log)
}

#[test]
fn a_log_cut_at_any_frame_is_noticed() {
    let (till, log) = with_a_full_log();
    let frames = (log.len() - LOG_HEADER_BYTES) / FRAME_BYTES;
    assert!(frames > 60, "{frames}");
    let mut whole = 0;
    for frame in 0..=frames {
        for over in [0, 1000] {
            let folder = copy(till.path());
            let end = (LOG_HEADER_BYTES + frame * FRAME_BYTES + over).min(log.len());
            fs::write(folder.path().join("till.db-wal"), &log[..end]).unwrap();
            whole += i32::from(told_or_whole(
                folder.path(),
                &format!("cut at {frame} + {over}"),
            ));
        }
    }
    assert!(whole >= 1, "the whole log is whole");
    let folder = copy(till.path());
    fs::remove_file(folder.path().join("till.db-wal")).unwrap();
    assert!(!told_or_whole(folder.path(), "log removed"));
    let folder = copy(till.path());
    fs::write(folder.path().join("till.db-wal"), b"").unwrap();
    assert!(!told_or_whole(folder.path(), "log emptied"));
}

#[test]
fn a_flipped_bit_in_the_log_is_noticed() {
    let (till, log) = with_a_full_log();
    let frames = (log.len() - LOG_HEADER_BYTES) / FRAME_BYTES;
    for frame in 0..frames {
        let start = LOG_HEADER_BYTES + frame * FRAME_BYTES;
        // The page number, the checksum, somewhere in the page.
        for at in [start + 3, start + 20, start + 24 + frame * 37 % 4096] {
            let folder = copy(till.path());
            let mut flipped = log.clone();
            flipped[at] ^= 0x10;
            fs::write(folder.path().join("till.db-wal"), flipped).unwrap();
            verified(
                folder.path(),
                &format!("bit flipped in frame {frame}, byte {at}"),
            );
        }
    }
    for at in 0..LOG_HEADER_BYTES {
        let folder = copy(till.path());
        let mut flipped = log.clone();
        flipped[at] ^= 1;
        fs::write(folder.path().join("till.db-wal"), flipped).unwrap();
        verified(
            folder.path(),
            &format!("bit flipped in the log's header, byte {at}"),
        );
    }
}

#[test]
fn an_old_page_put_back_is_noticed() {
    let mut till = Till::open();
    for _ in 0..40 {
        till.ring();
    }
    till.writer = None;
    let old = fs::read(till.path().join("till.db")).unwrap();
    till.writer = Some(till.database().writer(Mode::Open, &[]).unwrap());
    for _ in 0..40 {
        till.ring();
    }
    till.writer = None;
    let new = fs::read(till.path().join("till.db")).unwrap();
    let mut tried = 0;
    for (page, (was, is)) in old.chunks(4096).zip(new.chunks(4096)).enumerate() {
        if was == is {
            continue;
        }
        tried += 1;
        let folder = copy(till.path());
        let mut mixed = new.clone();
        mixed[page * 4096..][..4096].copy_from_slice(was);
        fs::write(folder.path().join("till.db"), mixed).unwrap();
        assert!(is_noticed(folder.path()), "page {}", page + 1);
    }
    assert!(tried > 10, "{tried}");
}

/// By not opening, by `verify`, or by `rebuild`.
fn is_noticed(dir: &Path) -> bool {
    let Ok(mut reader) = Database::at(dir, keys()).reader() else {
        return true;
    };
    let verified = verify(&mut reader, &[], &mut |_, _| {});
    if verified.is_err() || verified.is_ok_and(|report| report.problem.is_some()) {
        return true;
    }
    let rebuilt = rebuild(&mut reader, &mut |_, _| {});
    rebuilt.is_err() || rebuilt.is_ok_and(|report| !report.is_equal())
}

#[test]
fn a_flipped_bit_in_the_file_is_noticed() {
    let mut till = Till::open();
    for _ in 0..10 {
        till.ring();
    }
    till.writer = None;
    let file = fs::read(till.path().join("till.db")).unwrap();
    for page in 0..file.len() / 4096 {
        let folder = copy(till.path());
        let mut flipped = file.clone();
        flipped[page * 4096 + 100 + page] ^= 4;
        fs::write(folder.path().join("till.db"), flipped).unwrap();
        assert!(is_noticed(folder.path()), "page {}", page + 1);
    }
}
