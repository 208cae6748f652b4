//! One trial: what is done to a copy, and who finds it. Owns the judgement.

use crate::day::{self, Day, FILES};
use pos_store::{DATABASE_FILE, Mode, rebuild, verify};
use pos_tests::dice::Dice;
use std::fs;
use std::path::Path;

const PAGE_BYTES: usize = 4096;
const LOG: &str = "till.db-wal";
const LOG_HEADER_BYTES: usize = 32;
const FRAME_BYTES: usize = PAGE_BYTES + 24;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    LogDeleted,
    LogCut,
    LogBent,
    FileBent,
    OldPage,
    OldPages,
    OldFile,
    OldFileAndSidecar,
}

impl Act {
    pub const ALL: [Act; 8] = [
        Act::LogDeleted,
        Act::LogCut,
        Act::LogBent,
        Act::FileBent,
        Act::OldPage,
        Act::OldPages,
        Act::OldFile,
        Act::OldFileAndSidecar,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Act::LogDeleted => "log_deleted",
            Act::LogCut => "log_cut",
            Act::LogBent => "log_bit_flipped",
            Act::FileBent => "file_bit_flipped",
            Act::OldPage => "old_page",
            Act::OldPages => "old_pages",
            Act::OldFile => "old_file",
            Act::OldFileAndSidecar => "old_file_and_sidecar",
        }
    }
}

/// Who found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The file is not opened.
    Opening,
    /// It opens, and the full proof beside the selling finds it.
    Proving,
    /// It says what it said.
    Harmless,
}

/// Which of the till's checks are made. All but one of them are for the plants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checks {
    All,
    /// The file is opened as one whose anchors a person has given up, and proved without them.
    NoAnchors,
    /// The file is opened, and nothing is proved beside the selling.
    NoProof,
}

/// Old pages in every third trial: they are many, and the hardest to see.
pub fn chosen(dice: &mut Dice) -> Act {
    match dice.below(6) {
        0 => Act::OldPage,
        1 => Act::OldPages,
        _ => *dice.pick(&Act::ALL),
    }
}

/// Does it to a copy and looks as the till does. An error is what nobody found although it did
/// harm.
pub fn one(day: &Day, act: Act, dice: &mut Dice, checks: Checks) -> Result<Found, String> {
    // A closed file has no log that would hide an older page of it: the page is read.
    let closed = match act {
        Act::OldPage | Act::OldPages | Act::FileBent => dice.below(4) > 0,
        Act::LogDeleted | Act::LogCut | Act::LogBent | Act::OldFile | Act::OldFileAndSidecar => {
            false
        }
    };
    let (state, truth) = match closed {
        true => (&day.closed, day.truth_at_noon()),
        false => (&day.cut_off, day.truth()),
    };
    let copy = day::copy(state.path());
    let what = damage(day, act, copy.path(), dice);
    let found = judge(copy.path(), &day.kept, checks);
    if found == Found::Harmless && day::rows(copy.path()) != *truth {
        return Err(format!("missed: {act:?} {what} (closed: {closed})"));
    }
    Ok(found)
}

fn damage(day: &Day, act: Act, dir: &Path, dice: &mut Dice) -> String {
    let (file, log) = (dir.join(DATABASE_FILE), dir.join(LOG));
    match act {
        Act::LogDeleted => {
            fs::remove_file(log).unwrap();
            String::new()
        }
        Act::LogCut => {
            let bytes = fs::read(&log).unwrap();
            let frames = (bytes.len() - LOG_HEADER_BYTES) / FRAME_BYTES;
            let over = *dice.pick(&[0, 1, 24, 1000]);
            let end = LOG_HEADER_BYTES + dice.place(frames) * FRAME_BYTES + over;
            fs::write(&log, &bytes[..end]).unwrap();
            format!("to {end} of {}", bytes.len())
        }
        Act::LogBent => bend(&log, dice),
        Act::FileBent => bend(&file, dice),
        Act::OldPage => old_pages(day, &file, 1, dice),
        Act::OldPages => {
            let count = 2 + dice.place(6);
            old_pages(day, &file, count, dice)
        }
        Act::OldFile => {
            put_back(day, dir, &FILES[..2], dice.below(2) == 0);
            String::new()
        }
        Act::OldFileAndSidecar => {
            put_back(day, dir, &FILES, dice.below(2) == 0);
            String::new()
        }
    }
}

/// Some pages that have changed since the morning become what they were.
fn old_pages(day: &Day, file: &Path, count: usize, dice: &mut Dice) -> String {
    let was = fs::read(day.before.path().join(DATABASE_FILE)).unwrap();
    let mut is = fs::read(file).unwrap();
    let mut other: Vec<usize> = (0..was.len() / PAGE_BYTES)
        .filter(|page| page_of(&was, *page) != page_of(&is, *page))
        .collect();
    let mut put = Vec::new();
    for _ in 0..count.min(other.len()) {
        let page = other.swap_remove(dice.place(other.len()));
        is[page * PAGE_BYTES..][..PAGE_BYTES].copy_from_slice(page_of(&was, page));
        put.push(page + 1);
    }
    fs::write(file, is).unwrap();
    format!("pages {put:?}")
}

fn page_of(file: &[u8], page: usize) -> &[u8] {
    file.get(page * PAGE_BYTES..(page + 1) * PAGE_BYTES)
        .unwrap_or_default()
}

fn bend(path: &Path, dice: &mut Dice) -> String {
    let mut bytes = fs::read(path).unwrap();
    let (at, bit) = (dice.place(bytes.len()), dice.below(8));
    bytes[at] ^= 1 << bit;
    fs::write(path, &bytes).unwrap();
    format!("byte {at}, bit {bit}")
}

/// The morning's files; with their own log, or under the newest one.
fn put_back(day: &Day, dir: &Path, names: &[&str], keep_log: bool) {
    for name in names {
        if *name == LOG && keep_log {
            continue;
        }
        let old = day.before.path().join(name);
        match old.exists() {
            true => drop(fs::copy(old, dir.join(name)).unwrap()),
            false => drop(fs::remove_file(dir.join(name))),
        }
    }
}

/// What the till does: it opens the file, and proves all of it beside the selling.
fn judge(dir: &Path, kept: &[u8], checks: Checks) -> Found {
    let database = day::database(dir);
    let (mode, kept) = match checks {
        Checks::All | Checks::NoProof => (Mode::Open, vec![kept]),
        Checks::NoAnchors => (Mode::OpenAfterLoss, Vec::new()),
    };
    let Ok(writer) = database.writer(mode, &kept) else {
        return Found::Opening;
    };
    let proven = || -> Result<bool, String> {
        let mut reader = database.reader().map_err(|error| error.to_string())?;
        let report = verify(&mut reader, &kept, &mut |_, _| {}).map_err(|e| e.to_string())?;
        let counted = rebuild(&mut reader, &mut |_, _| {}).map_err(|e| e.to_string())?;
        Ok(report.problem.is_none() && counted.is_equal())
    };
    let whole = checks == Checks::NoProof || proven().unwrap_or(false);
    drop(writer);
    match whole {
        true => Found::Harmless,
        false => Found::Proving,
    }
}
