//! A till that is killed: what it said was done is done, the rest left no trace.

use crate::shop::{CASHIER, Till, keys};
use pos_app::ports::store::StoreError;
use pos_domain::fact::Fact;
use pos_store::{Database, Durability, Mode, rebuild, verify};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const DIR: &str = "POS_STORE_CRASH_DIR";

/// Run by the tests below in a process of its own: rings until it is killed and tells each entry
/// after its act.
#[test]
fn child_that_rings() {
    let Ok(dir) = std::env::var(DIR) else { return };
    let writer = Database::at(dir.as_ref(), keys())
        .writer(Mode::Open, &[])
        .unwrap();
    let mut till = Till {
        dir: tempfile::tempdir().unwrap(),
        writer: Some(writer),
        clock: 9_000,
    };
    till.clock *= i64::from(std::process::id()).unsigned_abs();
    loop {
        println!("rung {}", till.ring().0);
    }
}

/// Run by the test below: ends without a word in the middle of an act.
#[test]
fn child_that_aborts() {
    let Ok(dir) = std::env::var(DIR) else { return };
    let writer = Database::at(dir.as_ref(), keys())
        .writer(Mode::Open, &[])
        .unwrap();
    let mut till = Till {
        dir: tempfile::tempdir().unwrap(),
        writer: Some(writer),
        clock: 9_000,
    };
    let entry = till.entry();
    let _never = till.writer().act(Durability::Full, |store| {
        store.journal_append(entry, &Fact::SignedIn(CASHIER))?;
        std::process::abort();
        #[allow(unreachable_code)]
        Ok::<(), StoreError>(())
    });
}

fn child(name: &str, till: &Till) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "--nocapture", &format!("crash::{name}")]);
    command
        .env(DIR, till.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// Opens again and proves everything; answers the last entry.
fn proven(till: &Till) -> i64 {
    drop(till.database().writer(Mode::Open, &[]).unwrap());
    let mut reader = till.database().reader().unwrap();
    let report = verify(&mut reader, &[], &mut |_, _| {}).unwrap();
    assert_eq!(report.problem, None);
    assert!(rebuild(&mut reader, &mut |_, _| {}).unwrap().is_equal());
    report.entries
}

#[test]
fn a_killed_till_has_what_it_said() {
    let mut till = Till::open();
    till.writer = None;
    for sales in [1, 3, 10, 40] {
        let mut ringing = child("child_that_rings", &till).spawn().unwrap();
        let lines = BufReader::new(ringing.stdout.take().unwrap()).lines();
        let said = lines
            .map_while(Result::ok)
            .filter_map(|line| line.split("rung ").nth(1)?.parse::<i64>().ok())
            .nth(sales)
            .expect("the child rings");
        ringing.kill().unwrap();
        ringing.wait().unwrap();
        let found = proven(&till);
        assert!(found >= said, "{said} was said, {found} is there");
    }
}

#[test]
fn an_act_cut_short_left_no_trace() {
    let mut till = Till::open();
    till.ring();
    till.writer = None;
    let status = child("child_that_aborts", &till).status().unwrap();
    assert!(!status.success());
    assert_eq!(proven(&till), 2);
    till.writer = Some(till.database().writer(Mode::Open, &[]).unwrap());
    assert_eq!(till.ring().0, 3);
}
