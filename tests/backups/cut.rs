//! A backup and a restore, killed at the calls by which they change what the folder holds. What is
//! found afterwards is whole, the shop opens, and the next one goes through.
//!
//! Short at every so many-th of the calls, long at each.

use crate::shop::{self, Furnished};
use pos_app::ErrorCode;
use pos_tests::kill;
use pos_tests::template::{self, Who};
use pos_tests::{Clerk, Till, proof};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Every how many-th call ends a run.
fn step(short: u32) -> u32 {
    if proof::is_long() { 1 } else { short }
}

pub fn told(name: &str) -> String {
    std::env::var(name).expect("run by its test")
}

fn environment(shop: &Path) -> Vec<(&'static str, String)> {
    vec![("TILL_FOLDER", shop.display().to_string())]
}

fn source_of(file_name: &Value) -> Value {
    let source = json!({"kind": "place", "place_id": null, "file_name": file_name});
    json!({"source": source, "phrase": null})
}

/// The names in the shop's own folder of backups.
fn names(shop: &Path) -> Vec<String> {
    let entries = fs::read_dir(shop.join("backups")).into_iter().flatten();
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    entries
        .map(|entry| name(entry).into_string().unwrap())
        .collect()
}

#[test]
fn a_backup_is_killed_and_no_half_one_is_taken_for_one() {
    let shop = tempfile::tempdir().unwrap();
    template::lay_out(shop.path());
    let mut whole = 0;
    let calls = kill::at_steps(
        "cut::backs_up_when_told",
        step(3),
        || {
            let copy = template::copy_of(shop.path());
            let environment = environment(copy.path());
            (copy, environment)
        },
        |copy, end| {
            let till = Till::over(copy);
            let left = names(till.dir());
            assert!(
                left.iter().all(|name| name.ends_with(".ctb")),
                "{end:?}: {left:?}"
            );
            let mia = till.sign_in(Who::Mia);
            for name in &left {
                let seen = mia.ok("restore_look", source_of(&json!(name)));
                assert_eq!(seen["proof"]["good"], true, "{end:?}: {name}");
                whole += 1;
            }
            assert_eq!(shop::backed_up(&mia)["proof"]["good"], true, "{end:?}");
            let list = mia.ok("backup_list", json!({}));
            let listed = list["backups"].as_array().unwrap();
            // What was whole and not yet in the list is in it now.
            assert_eq!(listed.len(), left.len() + 1, "{end:?}");
            assert!(
                listed.iter().all(|one| one["proof"]["good"] == true),
                "{end:?}: {list}"
            );
        },
    );
    assert!(calls > 3 && whole > 0, "{calls} calls, {whole} left whole");
}

/// Not a test by itself.
#[test]
#[ignore = "its test runs it as its own process"]
fn backs_up_when_told() {
    let till = Till::at(&PathBuf::from(told("TILL_FOLDER")));
    let mia = till.sign_in(Who::Mia);
    kill::when_told(|| drop(shop::backed_up(&mia)));
}

/// A shop with a backup of its first sale, and two sales since; answers the backup's row too.
pub fn shop_with_a_backup() -> (tempfile::TempDir, Value) {
    let shop = tempfile::tempdir().unwrap();
    template::lay_out(shop.path());
    let till = Till::at(shop.path());
    shop::sold_one(&till);
    let backup = shop::backed_up(&till.sign_in(Who::Mia));
    shop::sold_one(&till);
    shop::sold_one(&till);
    drop(till);
    (shop, backup)
}

/// What two people say to take the shop back: the input, and the second one's word.
fn agreed(mia: &Clerk, file_name: &Value) -> (Value, String) {
    let seen = mia.ok("restore_look", source_of(file_name));
    let begin = json!({
        "stage_id": seen["stage_id"], "paper_receipt_no": null, "paper_z_number": null,
    });
    mia.step_up();
    let asks = mia.refused("restore_begin", begin.clone(), ErrorCode::ApprovalNeeded);
    let word = mia.approved_by(Who::Tao, &asks);
    (begin, word)
}

fn taken_back(mia: &Clerk, begin: Value, word: &str) {
    mia.call("restore_begin", begin, &pos_tests::id(), Some(word))
        .unwrap();
    mia.till.until("the restored books", || {
        let open = mia.ok("shop_status", json!({}))["state"] == "open";
        let gone = mia.ask("backup_list", json!({})).err()?.code;
        (gone == ErrorCode::SessionNeeded && open).then_some(())
    });
}

#[test]
fn a_restore_is_killed_and_leaves_these_books_or_those() {
    let (shop, backup) = shop_with_a_backup();
    let name = &backup["file_name"];
    let (mut these, mut those) = (0, 0);
    kill::at_steps(
        "cut::restores_when_told",
        step(10),
        || {
            let copy = template::copy_of(shop.path());
            let mut environment = environment(copy.path());
            environment.push(("BACKUP_NAME", name.as_str().unwrap().to_owned()));
            (copy, environment)
        },
        |copy, end| {
            let till = Till::over(copy);
            let restored = till.books().number("SELECT count(*) FROM restored");
            match (restored, till.books().receipt_numbers().as_slice()) {
                (0, [1, 2, 3]) => {
                    these += 1;
                    // Nothing stands in the way of the next one.
                    let mia = till.sign_in(Who::Mia);
                    let (begin, word) = agreed(&mia, name);
                    taken_back(&mia, begin, &word);
                }
                (1, [1]) => those += 1,
                other => panic!("{end:?}: {other:?}"),
            }
            assert_eq!(till.books().receipt_numbers(), [1], "{end:?}");
            assert_eq!(shop::sold_one(&till), 4, "{end:?}");
            let mia = till.sign_in(Who::Mia);
            assert_eq!(shop::backed_up(&mia)["proof"]["good"], true, "{end:?}");
        },
    );
    assert!(these > 0 && those > 0, "{these} these, {those} those");
}

/// Not a test by itself.
#[test]
#[ignore = "its test runs it as its own process"]
fn restores_when_told() {
    let till = Till::at(&PathBuf::from(told("TILL_FOLDER")));
    let mia = till.sign_in(Who::Mia);
    let (begin, word) = agreed(&mia, &json!(told("BACKUP_NAME")));
    kill::when_told(|| taken_back(&mia, begin, &word));
}

#[test]
fn a_restore_on_a_new_computer_is_killed_and_can_be_had_again() {
    let furnished = Furnished::new();
    let old = furnished.opened();
    shop::sold_one(&old);
    let backup = shop::backed_up(&old.sign_in(Who::Mia));
    let file = shop::file_of(&old, &backup);
    let (mut none, mut open) = (0, 0);
    kill::at_steps(
        "cut::begins_anew_when_told",
        step(10),
        || {
            let empty = tempfile::tempdir().unwrap();
            let mut environment = environment(empty.path());
            environment.push(("BACKUP_FILE", file.display().to_string()));
            environment.push(("PHRASE", furnished.phrase.clone()));
            (empty, environment)
        },
        |folder, end| {
            let till = Till::over(folder);
            let state = till.nobody().ok("shop_status", json!({}))["state"].clone();
            if state == "none" {
                none += 1;
                shop::begin_anew(&till, &file, &furnished.phrase, 1);
            } else {
                assert_eq!(state, "open", "{end:?}");
                open += 1;
            }
            assert_eq!(till.books().receipt_numbers(), [1], "{end:?}");
            assert_eq!(shop::sold_one(&till), 2, "{end:?}");
        },
    );
    assert!(none > 0 && open > 0, "{none} times none, {open} times open");
}

/// Not a test by itself.
#[test]
#[ignore = "its test runs it as its own process"]
fn begins_anew_when_told() {
    let till = Till::at(&PathBuf::from(told("TILL_FOLDER")));
    let file = PathBuf::from(told("BACKUP_FILE"));
    let restore = shop::seen_anew(&till, &file, &told("PHRASE"), 1);
    kill::when_told(|| drop(till.nobody().ok("shop_restore", restore)));
}
