//! Proves the journal: that every entry is there, unchanged, in its place, up to what the anchors
//! saw. Names the first bad or missing entry. Changes nothing.

use crate::anchor::{self, Anchor};
use crate::error::{OpenError, Stored, failed};
use crate::keys::Keys;
use crate::migrate::STEPS;
use crate::reader::Reader;
use crate::rows::{all, number, one};
use crate::seal;
use crate::tables::{journal, journal_epoch};
use pos_app::ports::store::{StoreError, StoreResult};
use pos_domain::ids::Seq;
use pos_domain::journal::{GENESIS, Mac16, OpenKey};
use rusqlite::{Connection, Row};
use thiserror::Error;

/// Entries before the anchor that are checked at every start.
pub const START_TAIL: i64 = 32;
/// Progress is told once in so many entries.
const PROGRESS_EVERY: i64 = 1000;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    #[error("the entry is missing")]
    Missing,
    #[error("the file ends before it, and the anchor saw entry {anchor_seq}")]
    CutOff { anchor_seq: i64 },
    #[error("its header was changed, or it stands in another's place")]
    HeaderChanged,
    #[error("its body was changed")]
    BodyChanged,
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// The file names a version of the journal's key that the key file does not have.
    #[error("version {version} of the journal's key is not at hand")]
    NoKey { version: u32 },
    /// The chain holds, yet it is another one than the anchor saw.
    #[error("another entry stood here when the anchor was made")]
    OtherHistory,
    #[error("the anchor file is missing or unreadable")]
    NoAnchor,
    #[error("the anchor belongs to another shop")]
    OtherShop,
    /// A table, an index or a rule of the file is not as the program made it.
    #[error("`{0}` in the file is not as this program made it")]
    SchemaChanged(String),
    /// A table that is not counted from the journal: an older page was put back.
    #[error("the table `{0}` is not as it was sealed")]
    TableChanged(String),
    #[error("the file is damaged: {0}")]
    Damaged(String),
}

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The entry; None when it is not about one.
    pub seq: Option<i64>,
    pub fault: Fault,
}

impl Problem {
    fn at(seq: i64, fault: Fault) -> Problem {
        Problem {
            seq: Some(seq),
            fault,
        }
    }
    fn of_file(fault: Fault) -> Problem {
        Problem { seq: None, fault }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.seq {
            Some(seq) => write!(f, "entry {seq}: {}", self.fault),
            None => self.fault.fmt(f),
        }
    }
}

impl From<Problem> for OpenError {
    fn from(problem: Problem) -> Self {
        OpenError::Changed {
            seq: problem.seq.unwrap_or(0),
            what: problem.fault.to_string(),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyReport {
    /// Entries that hold, from the first on; all of them when there is no problem.
    pub entries: i64,
    /// Of these, entries whose body was erased.
    pub tombstones: i64,
    /// The last entry that holds.
    pub head: Option<(Seq, Mac16)>,
    pub problem: Option<Problem>,
}

/// Checks the whole journal. `kept` are sealed anchors from elsewhere (the keychain); those that
/// do not hold are passed over. `progress` gets entries done and entries in all.
pub fn verify(
    reader: &mut Reader,
    kept: &[&[u8]],
    progress: &mut dyn FnMut(i64, i64),
) -> StoreResult<VerifyReport> {
    let database = reader.database.clone();
    let keys = database.keys();
    // Before the snapshot: a running till moves the anchor after each commit.
    let sidecar = anchor::newest(&database.folder, &keys).map_err(|error| match error {
        OpenError::Store(error) => error,
        other => StoreError::Failed(other.to_string()),
    })?;
    let kept = kept
        .iter()
        .filter_map(|sealed| Anchor::unseal_any(sealed, &keys));
    let anchors: Vec<Anchor> = sidecar.into_iter().chain(kept).collect();
    let snapshot = reader.connection.transaction().stored()?;
    let mut report = VerifyReport {
        entries: 0,
        tombstones: 0,
        head: None,
        problem: None,
    };
    report.problem = schema_problem(&snapshot)?;
    if report.problem.is_some() {
        return Ok(report);
    }
    let total = number(
        &snapshot,
        "SELECT coalesce(max(seq), 0) FROM journal_entry",
        (),
    )
    .unwrap_or_default();
    let mut hashes_seen = AnchorsSeen {
        anchors: &anchors,
        problem: None,
    };
    let broken = walk(&snapshot, &keys, 1, &mut |entry| {
        report.entries += 1;
        report.tombstones += i64::from(entry.tombstone);
        report.head = Some((Seq(entry.seq), entry.hash));
        hashes_seen.pass(entry);
        if entry.seq % PROGRESS_EVERY == 0 {
            progress(entry.seq, total);
        }
    })?;
    let end = report.head.map_or(0, |(seq, _)| seq.0);
    report.problem = first_of(broken, hashes_seen.problem)
        .or_else(|| anchors_problem(&snapshot, &anchors, sidecar, end))
        .or_else(|| index_problem(&snapshot));
    if report.problem.is_none() {
        let wrong = seal::first_wrong(&snapshot, &keys, seal::Which::All)?;
        report.problem = wrong.map(|name| Problem::of_file(Fault::TableChanged(name)));
    }
    progress(end, total);
    Ok(report)
}

/// An entry that holds.
pub struct Held {
    pub seq: i64,
    pub hash: Mac16,
    pub tombstone: bool,
}

/// Walks the chain from a place on, up to the first entry that does not hold.
pub fn walk(
    connection: &Connection,
    keys: &Keys,
    from: i64,
    each: &mut dyn FnMut(&Held),
) -> StoreResult<Option<Problem>> {
    let mut previous = match before(connection, from) {
        Ok(Some(hash)) => hash,
        Ok(None) => return Ok(Some(Problem::at(from - 1, Fault::Missing))),
        Err(error) => return unreadable(from - 1, error),
    };
    let epochs = journal_epoch::epochs(connection)?;
    let mut due = from;
    let mut problem = None;
    let walked = journal::walk(connection, from, |row| {
        let version = journal_epoch::at(&epochs, due);
        let Ok(key) = keys.open(version) else {
            problem = Some(Problem::at(due, Fault::NoKey { version }));
            return Ok(false);
        };
        match check(row, key, due, &previous) {
            Ok(held) => {
                previous = held.hash;
                due += 1;
                each(&held);
                Ok(true)
            }
            Err(found) => {
                problem = Some(found);
                Ok(false)
            }
        }
    });
    match walked {
        Ok(()) => Ok(problem),
        Err(error) => unreadable(due, error),
    }
}

fn before(connection: &Connection, from: i64) -> StoreResult<Option<Mac16>> {
    if from <= 1 {
        return Ok(Some(GENESIS));
    }
    let sql = "SELECT hash FROM journal_entry WHERE seq = ?1";
    one(connection, sql, [from - 1], |row| row.get(0))
}

/// Damage is a finding, not a failure of the check.
fn unreadable(seq: i64, error: StoreError) -> StoreResult<Option<Problem>> {
    match error {
        StoreError::Damaged(why) | StoreError::ReadOnly(why) => {
            Ok(Some(Problem::at(seq, Fault::Unreadable(why))))
        }
        StoreError::DiskFull | StoreError::Locked | StoreError::Failed(_) => Err(error),
    }
}

fn check(row: &Row<'_>, key: OpenKey<'_>, due: i64, previous: &Mac16) -> Result<Held, Problem> {
    let seq: i64 = row
        .get(0)
        .map_err(|e| Problem::at(due, Fault::Unreadable(e.to_string())))?;
    if seq != due {
        return Err(Problem::at(due, Fault::Missing));
    }
    let entry = journal::read(row)
        .map_err(|error| Problem::at(due, Fault::Unreadable(failed(error).to_string())))?;
    if !key.holds_entry(previous, &entry.header, &entry.hash) {
        return Err(Problem::at(due, Fault::HeaderChanged));
    }
    let whole = |body: &Vec<u8>| key.holds_body(body, &entry.header.body_hash);
    if !entry.body.as_ref().is_none_or(whole) {
        return Err(Problem::at(due, Fault::BodyChanged));
    }
    Ok(Held {
        seq,
        hash: entry.hash,
        tombstone: entry.body.is_none(),
    })
}

/// Compares the entry that an anchor speaks of with it; an entry past the end is no matter here.
pub fn hash_at(connection: &Connection, anchor: &Anchor) -> Result<(), OpenError> {
    let held = before(connection, anchor.seq.0 + 1)?;
    if held.is_some_and(|hash| hash != anchor.hash) {
        return Err(Problem::at(anchor.seq.0, Fault::OtherHistory).into());
    }
    Ok(())
}

struct AnchorsSeen<'a> {
    anchors: &'a [Anchor],
    problem: Option<Problem>,
}

impl AnchorsSeen<'_> {
    fn pass(&mut self, held: &Held) {
        let other = |anchor: &&Anchor| anchor.seq.0 == held.seq && anchor.hash != held.hash;
        if self.problem.is_none() && self.anchors.iter().any(|anchor| other(&anchor)) {
            self.problem = Some(Problem::at(held.seq, Fault::OtherHistory));
        }
    }
}

fn first_of(one: Option<Problem>, other: Option<Problem>) -> Option<Problem> {
    [one, other]
        .into_iter()
        .flatten()
        .min_by_key(|problem| problem.seq)
}

fn anchors_problem(
    connection: &Connection,
    anchors: &[Anchor],
    sidecar: Option<Anchor>,
    end: i64,
) -> Option<Problem> {
    let farthest = anchors.iter().map(|anchor| anchor.seq.0).max().unwrap_or(0);
    if farthest > end {
        return Some(Problem::at(
            end + 1,
            Fault::CutOff {
                anchor_seq: farthest,
            },
        ));
    }
    if sidecar.is_none() {
        return Some(Problem::of_file(Fault::NoAnchor));
    }
    let shop = crate::head::Head::read(connection).ok()?.shop_id;
    let foreign = anchors
        .iter()
        .any(|anchor| anchor.seq.0 > 0 && anchor.shop_id != shop);
    foreign.then(|| Problem::of_file(Fault::OtherShop))
}

/// Pages of different times that still decrypt: an index that lacks rows, a row counted twice. An
/// entry that the index of request ids does not know would be made a second time.
fn index_problem(connection: &Connection) -> Option<Problem> {
    let found = connection.query_row("PRAGMA integrity_check(1)", (), |row| {
        row.get::<_, String>(0)
    });
    match found {
        Ok(text) if text == "ok" => None,
        Ok(text) => Some(Problem::of_file(Fault::Damaged(text))),
        Err(error) => Some(Problem::of_file(Fault::Damaged(error.to_string()))),
    }
}

/// Compares every table, index and rule of the file with a fresh one of the same format.
fn schema_problem(connection: &Connection) -> StoreResult<Option<Problem>> {
    let fresh = Connection::open_in_memory().stored()?;
    for step in STEPS {
        fresh.execute_batch(step).stored()?;
    }
    let (ours, found) = (schema(&fresh)?, schema(connection)?);
    let lacking = ours.iter().find(|object| !found.contains(object));
    let foreign = found.iter().find(|object| !ours.contains(object));
    let changed = lacking.or(foreign).map(|(name, _)| name.clone());
    Ok(changed.map(|name| Problem::of_file(Fault::SchemaChanged(name))))
}

fn schema(connection: &Connection) -> StoreResult<Vec<(String, Option<String>)>> {
    all(
        connection,
        "SELECT name, sql FROM sqlite_schema ORDER BY name",
        (),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
