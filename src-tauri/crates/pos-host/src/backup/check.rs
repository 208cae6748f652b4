//! The proof of a backup: it is put back into a scratch folder and looked through there, each look
//! by a connection of its own. Never touches the shop's own file.

use crate::backup::file::{self, FileFault, Header};
use pos_app::views::backup::{BackupCheck, BackupCheckKind as Kind};
use pos_domain::ids::Seq;
use pos_store::{DATABASE_FILE, Database, Mode, OpenError};
use pos_vault::Secret32;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

/// What a proof found, and what it left in the scratch folder.
pub struct Proven {
    pub checks: Vec<BackupCheck>,
    pub header: Option<Header>,
    /// The copy, at this program's format; None: it did not come that far.
    pub copy: Option<Database>,
    /// Why the file could not be taken apart.
    pub fault: Option<FileFault>,
}

impl Proven {
    pub fn good(&self) -> bool {
        self.copy.is_some() && self.checks.iter().all(|check| check.good)
    }
}

/// Proves a file. `keys` are the shop's backup keys; `books` gives the keys of its journal and the
/// disk; `scratch` is a folder of its own that is thrown away. `told` gets steps done and in all.
pub fn prove(
    file: &Path,
    keys: &[&Secret32],
    books: &Database,
    scratch: &Path,
    told: &mut dyn FnMut(u64, u64),
) -> Proven {
    let mut look = Look {
        checks: Vec::new(),
        told,
    };
    let copy_path = scratch.join(DATABASE_FILE);
    let made = std::fs::create_dir_all(scratch).map_err(FileFault::io(scratch));
    let begun = Instant::now();
    let unpacked = made.and_then(|()| file::unpack(file, keys, &copy_path, &mut |_| {}));
    let (header, key) = match unpacked {
        Ok(both) => both,
        Err(fault) => {
            look.note(Kind::Seal, begun, Err(fault.to_string()));
            return Proven {
                checks: look.checks,
                header: None,
                copy: None,
                fault: Some(fault),
            };
        }
    };
    look.note(Kind::Seal, begun, Ok(format!("{} B", header.body_bytes)));
    let copy = books.beside(scratch, key.expose());
    let whole = look.through(&copy, &header);
    Proven {
        checks: look.checks,
        header: Some(header),
        copy: whole.then_some(copy),
        fault: None,
    }
}

/// Each check in turn.
struct Look<'a> {
    checks: Vec<BackupCheck>,
    told: &'a mut dyn FnMut(u64, u64),
}

/// Seal, opens, cipher, rows, integrity, chain, projections.
const STEPS: u64 = 7;

impl Look<'_> {
    fn note(&mut self, check: Kind, begun: Instant, found: Result<String, String>) -> bool {
        let good = found.is_ok();
        self.checks.push(BackupCheck {
            check,
            good,
            found: found.unwrap_or_else(|wrong| wrong),
            ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        });
        let done = u64::try_from(self.checks.len()).unwrap_or(STEPS);
        (self.told)(done, STEPS);
        good
    }

    fn check(&mut self, kind: Kind, look: impl FnOnce() -> Result<String, String>) -> bool {
        let begun = Instant::now();
        let found = look();
        self.note(kind, begun, found)
    }

    /// Whether it could be opened and came to this program's format.
    fn through(&mut self, copy: &Database, header: &Header) -> bool {
        let text = |error: OpenError| error.to_string();
        let mut facts = None;
        let opens = self.check(Kind::Opens, || {
            let found = copy.facts().map_err(text)?;
            let said = format!("{} · {}", found.format, found.seq);
            facts = Some(found);
            Ok(said)
        });
        let Some(facts) = facts.filter(|_| opens) else {
            return false;
        };
        self.check(Kind::Cipher, || none_of(copy.bad_pages().map_err(text)?));
        self.check(Kind::Rows, || {
            let same = facts.rows == header.rows
                && Seq(facts.seq) == header.seq
                && file::hex(&facts.hash) == header.hash;
            let rows: i64 = facts.rows.values().sum();
            match same {
                true => Ok(rows.to_string()),
                false => Err(missing(&facts.rows, &header.rows)),
            }
        });
        self.check(Kind::Integrity, || {
            none_of(copy.bad_tables().map_err(text)?)
        });
        // As a restore does it: brought to this program's format, its anchors begun anew.
        let chain = self.check(Kind::Chain, || {
            drop(copy.writer(Mode::OpenAfterLoss, &[]).map_err(text)?);
            let mut reader = copy.reader().map_err(text)?;
            let report = pos_store::verify(&mut reader, &[], &mut |_, _| {});
            let report = report.map_err(|error| error.to_string())?;
            match report.problem {
                None => Ok(report.entries.to_string()),
                Some(problem) => Err(problem.to_string()),
            }
        });
        if !chain {
            return false;
        }
        self.check(Kind::Projections, || {
            let mut reader = copy.reader().map_err(text)?;
            let report = pos_store::rebuild(&mut reader, &mut |_, _| {});
            let report = report.map_err(|error| error.to_string())?;
            match report.is_equal() {
                true => Ok(report.rows.to_string()),
                false => Err(report.differences.iter().map(ToString::to_string).collect()),
            }
        });
        true
    }
}

/// The tables whose rows are not those of the day, as `table 12 ≠ 13`.
fn missing(found: &BTreeMap<String, i64>, wanted: &BTreeMap<String, i64>) -> String {
    let rows = |of: &BTreeMap<String, i64>, table: &str| of.get(table).copied().unwrap_or(0);
    let tables: BTreeSet<&String> = found.keys().chain(wanted.keys()).collect();
    let other = tables.into_iter().filter_map(|table| {
        let (found, wanted) = (rows(found, table), rows(wanted, table));
        (found != wanted).then(|| format!("{table} {found} ≠ {wanted}"))
    });
    let other: Vec<String> = other.collect();
    match other.is_empty() {
        // Every table as it should be: the newest entry is another one.
        true => "journal".into(),
        false => other.join("; "),
    }
}

fn none_of(findings: Vec<String>) -> Result<String, String> {
    match findings.is_empty() {
        true => Ok("✓".into()),
        false => Err(findings.join("; ").chars().take(300).collect()),
    }
}
