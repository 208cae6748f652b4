//! `verify` finds every edit of the journal and names the entry. The file is changed with its own
//! key, past all of our code: the worst case short of holding the chain's key as well.

use crate::shop::{Till, copy, keys, raw};
use pos_store::{Database, Fault, Mode, OpenError, Problem, VerifyReport, verify};
use std::path::Path;

/// A closed till with ten entries, its log moved into the file.
fn closed() -> Till {
    let mut till = Till::open();
    for _ in 0..9 {
        till.ring();
    }
    till.writer = None;
    till
}

fn report(dir: &Path) -> VerifyReport {
    report_with(dir, &[])
}

fn report_with(dir: &Path, kept: &[&[u8]]) -> VerifyReport {
    let mut reader = Database::at(dir, keys()).reader().unwrap();
    verify(&mut reader, kept, &mut |_, _| {}).unwrap()
}

fn problem(dir: &Path) -> Option<Problem> {
    report(dir).problem
}

#[test]
fn an_untouched_journal_holds() {
    let till = closed();
    let mut told = Vec::new();
    let mut reader = till.database().reader().unwrap();
    let report = verify(&mut reader, &[], &mut |done, all| told.push((done, all))).unwrap();
    assert_eq!(
        (report.entries, report.tombstones, report.problem),
        (10, 0, None)
    );
    assert_eq!(report.head.unwrap().0.0, 10);
    assert_eq!(told, [(10, 10)]);
}

#[test]
fn every_column_of_an_entry_is_guarded() {
    let till = closed();
    let edits = [
        ("register = register + 1", "header"),
        ("request_id = randomblob(16)", "header"),
        ("request_id = x'00'", "read"),
        ("input_hash = input_hash + 1", "header"),
        ("kind = kind + 1", "header"),
        ("version = version + 1", "header"),
        ("version = -1", "read"),
        ("at = at + 1", "header"),
        ("actor = NULL", "header"),
        ("actor = 2", "header"),
        ("actor = 99", "header"),
        ("approver = 1", "header"),
        ("device = 1", "header"),
        ("body_hash = randomblob(16)", "header"),
        ("hash = randomblob(16)", "header"),
        ("hash = x''", "read"),
        ("body = substr(body, 1, length(body) - 1)", "body"),
        ("body = x''", "body"),
        (
            "body = (SELECT body FROM journal_entry WHERE seq = 4)",
            "body",
        ),
    ];
    for seq in [1, 6, 10] {
        for (edit, fault) in edits {
            let folder = copy(till.path());
            let sql = format!("UPDATE journal_entry SET {edit} WHERE seq = {seq}");
            assert_eq!(raw(folder.path()).execute(&sql, ()).unwrap(), 1);
            let found = problem(folder.path()).unwrap_or_else(|| panic!("{seq}: {edit}"));
            assert_eq!(found.seq, Some(seq), "{edit}: {found}");
            let as_said = match found.fault {
                Fault::HeaderChanged => fault == "header",
                Fault::BodyChanged => fault == "body",
                Fault::Unreadable(_) => fault == "read",
                _ => false,
            };
            assert!(as_said, "{seq}: {edit}: {found}");
        }
    }
}

#[test]
fn whom_the_headers_name_is_guarded_with_them() {
    let till = closed();
    let edits = [
        (
            "UPDATE identity SET id = randomblob(16)",
            Fault::HeaderChanged,
        ),
        ("UPDATE identity SET identity_no = 7", Fault::HeaderChanged),
        ("DELETE FROM identity", Fault::HeaderChanged),
    ];
    for (edit, fault) in edits {
        let folder = copy(till.path());
        raw(folder.path()).execute(edit, ()).unwrap();
        assert_eq!(
            problem(folder.path()),
            Some(Problem {
                seq: Some(1),
                fault
            }),
            "{edit}"
        );
    }
    raw(till.path())
        .execute("UPDATE identity SET id = x'00'", ())
        .unwrap();
    let found = problem(till.path()).unwrap();
    assert!(
        matches!(&found.fault, Fault::Unreadable(_)) && found.seq == Some(1),
        "{found}"
    );
}

#[test]
fn a_tombstone_is_no_fault() {
    let till = closed();
    raw(till.path())
        .execute(
            "UPDATE journal_entry SET body = NULL WHERE seq IN (3, 7)",
            (),
        )
        .unwrap();
    let report = report(till.path());
    assert_eq!(
        (report.entries, report.tombstones, report.problem),
        (10, 2, None)
    );
}

#[test]
fn entries_removed_swapped_or_renumbered_are_named() {
    let swap = "UPDATE journal_entry SET seq = -1 WHERE seq = 4;
        UPDATE journal_entry SET seq = 4 WHERE seq = 7;
        UPDATE journal_entry SET seq = 7 WHERE seq = -1";
    let doubled = "INSERT INTO journal_entry SELECT 11, register, randomblob(16), input_hash, kind,
        version, at, actor, approver, device, body_hash, hash, body FROM journal_entry
        WHERE seq = 10";
    let cases: [(&str, i64, Fault); 8] = [
        ("DELETE FROM journal_entry WHERE seq = 1", 1, Fault::Missing),
        ("DELETE FROM journal_entry WHERE seq = 5", 5, Fault::Missing),
        (
            "DELETE FROM journal_entry WHERE seq = 10",
            10,
            Fault::CutOff { anchor_seq: 10 },
        ),
        (
            "DELETE FROM journal_entry WHERE seq > 3",
            4,
            Fault::CutOff { anchor_seq: 10 },
        ),
        (
            "DELETE FROM journal_entry",
            1,
            Fault::CutOff { anchor_seq: 10 },
        ),
        (
            "UPDATE journal_entry SET seq = seq + 100 WHERE seq > 5",
            6,
            Fault::Missing,
        ),
        (swap, 4, Fault::HeaderChanged),
        (doubled, 11, Fault::HeaderChanged),
    ];
    let till = closed();
    for (sql, seq, fault) in cases {
        let folder = copy(till.path());
        raw(folder.path()).execute_batch(sql).unwrap();
        assert_eq!(
            problem(folder.path()),
            Some(Problem {
                seq: Some(seq),
                fault
            }),
            "{sql}"
        );
    }
    let closed_up = "DELETE FROM journal_entry WHERE seq = 5;
        UPDATE journal_entry SET seq = seq - 1 WHERE seq > 5";
    raw(till.path()).execute_batch(closed_up).unwrap();
    let found = problem(till.path()).unwrap();
    assert_eq!(
        found,
        Problem {
            seq: Some(5),
            fault: Fault::HeaderChanged
        }
    );
}

#[test]
fn missing_and_foreign_parts_of_the_file_are_named() {
    let cases = [
        ("DROP TABLE journal_entry", "journal_entry"),
        ("DROP TABLE day_sum", "day_sum"),
        ("DROP INDEX journal_entry_request", "journal_entry_request"),
        ("ALTER TABLE sale ADD COLUMN extra INTEGER", "sale"),
        (
            "CREATE TRIGGER quiet AFTER INSERT ON sale BEGIN DELETE FROM posting; END",
            "quiet",
        ),
        ("CREATE VIEW sales AS SELECT * FROM sale", "sales"),
    ];
    let till = closed();
    for (sql, name) in cases {
        let folder = copy(till.path());
        raw(folder.path()).execute_batch(sql).unwrap();
        let found = problem(folder.path()).unwrap_or_else(|| panic!("{sql}"));
        assert!(
            matches!(&found.fault, Fault::SchemaChanged(at) if at == name),
            "{sql}: {found}"
        );
    }
}

#[test]
fn an_older_file_is_seen_by_the_sidecar_and_by_the_keychain() {
    let mut till = Till::open();
    for _ in 0..5 {
        till.ring();
    }
    till.writer = None;
    let old = copy(till.path());
    till.writer = Some(till.database().writer(Mode::Open, &[]).unwrap());
    for _ in 0..20 {
        till.ring();
    }
    let kept = till.writer().anchor_due().unwrap();
    till.writer = None;
    // The whole folder is old: only the keychain knows.
    let whole = report_with(old.path(), &[&kept]);
    let cut_off = Problem {
        seq: Some(7),
        fault: Fault::CutOff { anchor_seq: 26 },
    };
    assert_eq!(whole.problem, Some(cut_off.clone()));
    assert_eq!(report(old.path()).problem, None);
    let database = Database::at(old.path(), keys());
    let opened = database.writer(Mode::Open, &[&kept]);
    let turned_back = |opened: Result<_, OpenError>| {
        matches!(
            opened,
            Err(OpenError::RolledBack {
                file_seq: 6,
                anchor_seq: 26
            })
        )
    };
    assert!(turned_back(opened.map(drop)));
    // The file alone is old: the sidecar knows.
    std::fs::copy(till.path().join("anchor"), old.path().join("anchor")).unwrap();
    assert_eq!(report(old.path()).problem, Some(cut_off));
    assert!(turned_back(database.writer(Mode::Open, &[]).map(drop)));
    // The sidecar is gone.
    std::fs::remove_file(old.path().join("anchor")).unwrap();
    assert_eq!(
        report(old.path()).problem,
        Some(Problem {
            seq: None,
            fault: Fault::NoAnchor
        })
    );
    assert!(matches!(
        database.writer(Mode::Open, &[]),
        Err(OpenError::NoAnchor)
    ));
    // A person took note of the loss: the shop goes on from what is there, anchored anew.
    drop(database.writer(Mode::OpenAfterLoss, &[&kept]).unwrap());
    drop(database.writer(Mode::Open, &[]).unwrap());
    assert_eq!(report(old.path()).problem, None);
    // An older anchor beside a newer file is nothing but late.
    let late = copy(till.path());
    std::fs::copy(old.path().join("anchor"), late.path().join("anchor")).unwrap();
    assert_eq!(report(late.path()).problem, None);
    drop(
        Database::at(late.path(), keys())
            .writer(Mode::Open, &[])
            .unwrap(),
    );
}

#[test]
fn a_lost_file_is_not_taken_for_a_new_shop() {
    let till = closed();
    let database = till.database();
    std::fs::write(till.path().join("till.db"), b"").unwrap();
    for mode in [Mode::Open, Mode::Create] {
        let opened = database.writer(mode, &[]).map(drop);
        let lost = matches!(
            opened,
            Err(OpenError::RolledBack {
                file_seq: 0,
                anchor_seq: 10
            })
        );
        assert!(lost, "{mode:?}: {opened:?}");
        let read = database.reader().map(drop);
        assert!(
            matches!(read, Err(OpenError::Older { file: 0, .. })),
            "it stays empty"
        );
    }
    std::fs::remove_file(till.path().join("till.db")).unwrap();
    assert!(matches!(
        database.writer(Mode::Open, &[]),
        Err(OpenError::NoShop(_))
    ));
    let opened = database.writer(Mode::Create, &[]).map(drop);
    assert!(
        matches!(opened, Err(OpenError::RolledBack { .. })),
        "{opened:?}"
    );
}

#[test]
fn another_history_and_another_shop_are_told_apart() {
    let mut till = closed();
    let mut twin = Till::open();
    twin.clock = 50_000;
    for _ in 0..12 {
        twin.ring();
    }
    let kept = twin.writer().take_anchor();
    // Rung on after a rollback: as long as before, but other entries.
    for _ in 0..3 {
        till.writer = Some(till.database().writer(Mode::Open, &[]).unwrap());
        till.ring();
        till.writer = None;
    }
    let found = report_with(till.path(), &[&kept]).problem.unwrap();
    assert_eq!(
        found,
        Problem {
            seq: Some(13),
            fault: Fault::OtherHistory
        }
    );
    let opened = till.database().writer(Mode::Open, &[&kept]);
    assert!(
        matches!(opened, Err(OpenError::Changed { seq: 13, .. })),
        "{opened:?}"
    );
    let foreign = till.database().writer(Mode::Open, &[&[0; 64], b"cut"]);
    assert!(foreign.is_ok(), "blobs that no one sealed are passed over");
}

#[test]
fn a_break_near_the_end_stops_the_writer() {
    let till = closed();
    for edit in ["at = at + 1", "body = x'80'", "request_id = x'00'"] {
        let folder = copy(till.path());
        let sql = format!("UPDATE journal_entry SET {edit} WHERE seq = 8");
        raw(folder.path()).execute(&sql, ()).unwrap();
        for mode in [Mode::Open, Mode::OpenAfterLoss] {
            let opened = Database::at(folder.path(), keys()).writer(mode, &[]);
            assert!(
                matches!(opened, Err(OpenError::Changed { seq: 8, .. })),
                "{opened:?}"
            );
        }
    }
}
