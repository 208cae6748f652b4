//! Somebody puts back what was: a log that is gone, cut or bent, older pages, an older file, an
//! older file with its sidecar, a whole older machine. Each is found when the file is opened or
//! proved, or by the terminal, or it has changed nothing that counts. `TRIALS=` for more of them.
//!
//! A day is sold once over the real till; each trial damages a copy of what it left.

mod day;
mod machine;
mod trial;

use day::Day;
use pos_tests::dice::Dice;
use pos_tests::proof::{self, Report};
use std::sync::atomic::{AtomicU64, Ordering};
use trial::{Act, Checks, Found};

const COMMAND: &str = "TRIALS=1000 cargo test --workspace --test rollback";

#[test]
fn every_rollback_is_found_or_harmless() {
    let trials = proof::wanted("TRIALS", 100);
    let mut report = Report::new("rollback", COMMAND);
    let day = Day::sold();
    let ends = tried(&day, trials);
    assert_eq!(ends.len() as u64, trials);
    for act in Act::ALL {
        let of_it = |found| ends.iter().filter(|end| **end == (act, found)).count() as u64;
        for (found, by) in [
            (Found::Opening, "found_at_opening"),
            (Found::Proving, "found_by_the_proof"),
            (Found::Harmless, "harmless"),
        ] {
            report.count(&format!("{}_{by}", act.name()), of_it(found));
        }
        let seen = of_it(Found::Opening) + of_it(Found::Proving);
        assert!(seen > 0, "{act:?} was never found: the trials do no harm");
    }
    let machines = machine::set_back(5);
    report.count("old_machine_found_by_the_terminal", machines.found);
    report.count("newest_machine_not_accused", machines.not_accused);
    report.count("trials", trials + machines.found);
    report.count("missed", 0);
    report.write().unwrap();
}

/// What became of each trial; the first one that was missed ends it.
fn tried(day: &Day, trials: u64) -> Vec<(Act, Found)> {
    let next = AtomicU64::new(0);
    let work = || {
        let mut ends = Vec::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= trials {
                return ends;
            }
            let mut dice = Dice(seed);
            let act = trial::chosen(&mut dice);
            let found = trial::one(day, act, &mut dice, Checks::All);
            ends.push((
                act,
                found.unwrap_or_else(|missed| panic!("{seed}: {missed}")),
            ));
        }
    };
    std::thread::scope(|scope| {
        let workers = std::thread::available_parallelism().map_or(2, usize::from);
        let begun: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let ended = begun.into_iter().map(|worker| worker.join());
        ended
            .flat_map(|ends| ends.expect("a trial was missed"))
            .collect()
    })
}

/// Plants: with a check of the till's switched off, its trials are missed, and the oracle says so.
#[test]
fn what_nobody_looks_for_is_seen_to_be_missed() {
    let day = Day::sold();
    for (checks, acts) in [
        (
            Checks::NoAnchors,
            vec![Act::OldFile, Act::LogDeleted, Act::LogCut],
        ),
        (Checks::NoProof, vec![Act::OldPage, Act::OldPages]),
    ] {
        for act in acts {
            let missed = (0..40).any(|seed| {
                let mut dice = Dice(seed);
                trial::one(&day, act, &mut dice, checks).is_err()
            });
            assert!(missed, "{act:?} is found with {checks:?}: by what?");
        }
    }
}
