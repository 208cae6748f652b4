//! Backups: made beside sales, proved, carried, rehearsed; restored by two people, or on a new
//! computer by the phrase.

use pos_app::ErrorCode;
use pos_app::console::Console;
use pos_tests::template::{self, PASSWORD, Who};
use pos_tests::{Clerk, Till, goods};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Makes a backup and waits until it was proved and the desk is idle; answers its row.
pub fn backed_up(clerk: &Clerk) -> Value {
    let begun = clerk.ok("backup_make", json!({}));
    proved(clerk, &begun["backup_id"])
}

fn proved(clerk: &Clerk, id: &Value) -> Value {
    clerk.till.until("a proved backup", || {
        let list = clerk.ok("backup_list", json!({}));
        let all = list["backups"].as_array().unwrap();
        let one = all.iter().find(|one| one["backup_id"] == *id)?;
        (list["running"].is_null() && !one["proof"].is_null()).then(|| one.clone())
    })
}

fn plan(places: Value) -> Value {
    json!({
        "daily_at": "03:00", "at_z": true, "keep_daily": 7, "keep_weekly": 4,
        "keep_monthly": 12, "overdue_after_h": 36, "places": places,
    })
}

pub fn step_up(mia: &Clerk) {
    mia.ok("session_step_up", json!({"password": PASSWORD}));
}

pub fn sell(clerk: &Clerk) -> String {
    let sale = clerk.ring(&[goods::PEN]);
    let paid = clerk.pay_cash(&sale, 500);
    paid["number_text"].as_str().unwrap().to_owned()
}

/// The file of a backup in the shop's own folder.
pub fn file_of(till: &Till, backup: &Value) -> PathBuf {
    let name = backup["file_name"].as_str().unwrap();
    till.dir().join("backups").join(name)
}

/// Looks at a backup; answers what begins its restore.
fn restore_of(clerk: &Clerk, file: &Path) -> Value {
    let source = json!({"kind": "file", "path": file});
    let seen = clerk.ok("restore_look", json!({"source": source, "phrase": null}));
    json!({"stage_id": seen["stage_id"], "paper_receipt_no": null, "paper_z_number": null})
}

#[test]
fn one_is_made_proved_and_carried() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let elsewhere = tempfile::tempdir().unwrap();
    let place = json!({
        "place_id": null, "name": "Share", "secret": null,
        "address": {"kind": "folder", "path": elsewhere.path()},
    });
    mia.refused(
        "backup_plan_save",
        plan(json!([place])),
        ErrorCode::StepUpNeeded,
    );
    step_up(&mia);
    let tried = mia.ok("backup_place_test", place.clone());
    assert_eq!(tried["backups"], 0);
    assert_eq!(
        fs::read_dir(elsewhere.path()).unwrap().count(),
        0,
        "nothing is left of the try"
    );
    let saved = mia.ok("backup_plan_save", plan(json!([place])));
    assert_eq!(saved["places"][0]["place_id"], 1);

    sell(&mia);
    let backup = backed_up(&mia);
    let proof = &backup["proof"];
    assert_eq!(proof["good"], true, "{proof}");
    let checks: Vec<&str> = proof["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["check"].as_str().unwrap())
        .collect();
    let all = [
        "seal",
        "opens",
        "cipher",
        "rows",
        "integrity",
        "chain",
        "projections",
    ];
    assert_eq!(checks, all);
    let row = till.until("the copy at its place", || {
        let list = mia.ok("backup_list", json!({}));
        let one = list["backups"][0].clone();
        (one["places"][0]["state"] == "there" && one["kept_as"][0] == "daily").then_some(one)
    });
    let name = row["file_name"].as_str().unwrap();
    let own = fs::read(file_of(&till, &row)).unwrap();
    assert_eq!(fs::read(elsewhere.path().join(name)).unwrap(), own);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&file_of(&till, &row)), 0o600);
        assert_eq!(mode(&elsewhere.path().join(name)), 0o600);
    }
    let status = mia.ok("till_status", json!({}));
    assert_eq!(status["backup"]["last_good_at"], row["at"]);
    assert_eq!(status["backup"]["overdue"], false);
    let drilled = mia.ok("backup_drill", json!({}));
    assert_eq!(drilled["backup_id"], row["backup_id"]);
    let drill = till.until("a drill", || {
        let list = mia.ok("backup_list", json!({}));
        (!list["drill"].is_null()).then(|| list["drill"].clone())
    });
    assert_eq!(drill["good"], true, "{drill}");
    assert_eq!(
        drill["places"].as_array().unwrap().len(),
        2,
        "the own folder and the share"
    );
    let paper = mia.ok("paper", json!({"what": {"kind": "drill"}}));
    assert!(paper["blocks"].to_string().contains("Restore drill"));
    let pdf = mia.ok("print_pdf", json!({"what": {"kind": "drill"}}));
    assert!(pdf["file_name"].as_str().unwrap().ends_with(".pdf"));
}

#[test]
fn the_z_makes_one_and_does_not_wait_for_it() {
    let till = Till::shut();
    let mia = till.sign_in(Who::Mia);
    step_up(&mia);
    mia.ok("backup_plan_save", plan(json!([])));
    mia.ok("day_close", json!({"z_number": 1}));
    let made = till.until("the backup of the Z", || {
        let list = mia.ok("backup_list", json!({}));
        list["backups"].as_array().unwrap().first().cloned()
    });
    assert_eq!(made["why"], "z");
    assert_eq!(proved(&mia, &made["backup_id"])["proof"]["good"], true);
}

#[test]
fn a_broken_one_is_found_and_never_restored() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let backup = backed_up(&mia);
    let path = file_of(&till, &backup);
    let good = fs::read(&path).unwrap();
    let source = json!({"kind": "file", "path": path});
    let look = json!({"source": source, "phrase": null});
    for (cut, bent) in [
        (good.len() - 1, None),
        (good.len(), Some(good.len() - 5000)),
    ] {
        let mut bytes = good[..cut].to_vec();
        if let Some(at) = bent {
            bytes[at] ^= 1;
        }
        fs::write(&path, bytes).unwrap();
        mia.refused("restore_look", look.clone(), ErrorCode::BackupBroken);
        let id = json!({"backup_id": backup["backup_id"]});
        let before = proved(&mia, &backup["backup_id"])["proof"]["at"].clone();
        mia.ok("backup_verify", id);
        let proof = till.until("another proof", || {
            let row = proved(&mia, &backup["backup_id"]);
            (row["proof"]["at"] != before).then(|| row["proof"].clone())
        });
        assert_eq!(proof["good"], false);
        assert_eq!(mia.ok("till_status", json!({}))["backup"]["failed"], true);
    }
    fs::write(&path, &good).unwrap();
    assert_eq!(mia.ok("restore_look", look)["proof"]["good"], true);
}

#[test]
fn two_people_take_the_shop_back_and_no_number_comes_twice() {
    let mut till = Till::new();
    let (lost_sale, backup);
    {
        let mia = till.sign_in(Who::Mia);
        assert_eq!(sell(&mia), "1-0001");
        backup = backed_up(&mia);
        assert_eq!(sell(&mia), "1-0002");
        lost_sale = mia.ring(&[goods::PEN]);
        mia.pay_cash(&lost_sale, 500);

        // The books of the backup are sealed with the key before this one.
        let journal = json!({"key": "journal", "secrets": []});
        let desk = Console::open(till.host().app(), "desk").unwrap();
        desk.call("key_rotate", None, journal).unwrap();
        drop(desk);
        let mia = till.sign_in(Who::Mia);

        let source = json!({
            "kind": "place", "place_id": null, "file_name": backup["file_name"],
        });
        let sources = mia.ok("restore_sources", json!({}));
        assert_eq!(sources[0]["source"], source);
        let seen = mia.ok("restore_look", json!({"source": source, "phrase": null}));
        assert_eq!(
            (
                &seen["receipt_no"],
                &seen["known_receipt_no"],
                &seen["lost"]["sales"]
            ),
            (&json!(1), &json!(3), &json!(2))
        );
        assert_eq!(seen["lost"]["amount_minor"], 2 * 249);
        let begin = json!({
            "stage_id": seen["stage_id"], "paper_receipt_no": 7, "paper_z_number": null,
        });
        mia.refused("restore_begin", begin.clone(), ErrorCode::StepUpNeeded);
        step_up(&mia);
        let asks = mia.refused("restore_begin", begin.clone(), ErrorCode::ApprovalNeeded);
        let word = mia.approved_by(Who::Tao, &asks);
        let id = pos_tests::id();
        mia.call("restore_begin", begin, &id, Some(&word)).unwrap();
        till.until("the restored books", || {
            let gone = mia.ask("backup_list", json!({})).err()?.code;
            let open = mia.ok("shop_status", json!({}))["state"] == "open";
            (gone == ErrorCode::SessionNeeded && open).then_some(())
        });
    }
    {
        let mia = till.sign_in(Who::Mia);
        mia.refused(
            "sale_view",
            json!({"sale_id": lost_sale}),
            ErrorCode::SaleNotFound,
        );
        // Put down for the restore and opened again: nothing had ended without warning.
        assert!(mia.ok("till_status", json!({}))["recovered"].is_null());
        // Above what the books said (3) and above the paper (7).
        assert_eq!(sell(&mia), "1-0008");
        let list = mia.ok("backup_list", json!({}));
        assert_eq!(
            list["backups"][0]["backup_id"], backup["backup_id"],
            "known again"
        );
    }
    let aside = fs::read_dir(till.dir()).unwrap().flatten();
    let aside: Vec<_> = aside
        .filter(|e| {
            e.file_name()
                .to_string_lossy()
                .starts_with("before-restore-")
        })
        .collect();
    assert_eq!(aside.len(), 1);
    assert!(
        aside[0].path().join("till.db").exists(),
        "what was replaced is not deleted"
    );
    let epoch = "SELECT max(version) FROM journal_epoch";
    assert_eq!(till.books().number(epoch), 2, "no retired key seals");
    let restored = "SELECT count(*) FROM journal_entry WHERE kind = 51";
    assert_eq!(till.books().number(restored), 1);
    till.restart();
    let mia = till.sign_in(Who::Mia);
    assert_eq!(sell(&mia), "1-0009");
}

#[test]
fn nobody_opens_the_books_that_are_being_replaced() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let backup = backed_up(&mia);
    sell(&mia);
    let begin = restore_of(&mia, &file_of(&till, &backup));
    step_up(&mia);
    let asks = mia.refused("restore_begin", begin.clone(), ErrorCode::ApprovalNeeded);
    let word = mia.approved_by(Who::Tao, &asks);
    let stage_id = begin["stage_id"].clone();
    let (anybody, mut shut) = (till.nobody(), 0);
    mia.call("restore_begin", begin, &pos_tests::id(), Some(&word))
        .unwrap();
    till.until("the end of the restore", || {
        let again = json!({"passphrase": null, "recovery_phrase": null});
        let seen = anybody.ok("shop_unlock", again);
        let told = anybody.ok("till_status", json!({}))["restore"].clone();
        if seen["state"] == "locked" {
            assert_eq!(seen["unlock_reason"], "being_restored");
            let busy = anybody.ask("shop_restore_sources", json!({})).err();
            // It may have ended since.
            let codes = [
                None,
                Some(ErrorCode::BackupBusy),
                Some(ErrorCode::ShopExists),
            ];
            assert!(codes.contains(&busy.map(|error| error.code)));
            shut += 1;
        }
        assert_eq!(told["stage_id"], stage_id);
        assert_ne!(told["state"], "failed");
        (told["state"] == "done").then_some(())
    });
    assert!(shut > 0, "the shop was seen shut");
    assert_eq!(anybody.ok("shop_status", json!({}))["state"], "open");
    drop(mia);
    assert_eq!(
        sell(&till.sign_in(Who::Mia)),
        "1-0002",
        "above what was lost"
    );
}

#[test]
fn a_manager_and_a_manager_are_not_two_kinds_of_people() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let backup = backed_up(&mia);
    let begin = restore_of(&mia, &file_of(&till, &backup));
    let sam = till.user_id(Who::Sam);
    let promoted = json!({"user_id": sam, "name": "Sam", "role": "manager", "active": true});
    step_up(&mia);
    mia.ok("user_save", promoted);
    let asks = mia.refused("restore_begin", begin.clone(), ErrorCode::ApprovalNeeded);
    let word = mia.approved_by(Who::Sam, &asks);
    let refused = mia.call("restore_begin", begin, &pos_tests::id(), Some(&word));
    assert_eq!(refused.unwrap_err().code, ErrorCode::SecondOtherRole);
}

#[test]
fn a_new_computer_opens_the_shop_with_phrase_and_backup() {
    let old = Till::bare();
    let mut someone = old.nobody();
    let made = someone.ok("shop_create", template::first_run());
    let words: Vec<&str> = made["recovery_phrase"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| w.as_str().unwrap())
        .collect();
    let phrase = words.join(" ");
    let user_id = old.user_id(Who::Mia);
    let by_password = json!({"user_id": user_id, "pin": null, "password": PASSWORD});
    let session = someone.ok("session_sign_in", by_password.clone());
    someone.caller.handle = session["handle"].as_str().unwrap().to_owned();
    let backup = backed_up(&someone);
    let stick = tempfile::tempdir().unwrap();
    let file = stick.path().join(backup["file_name"].as_str().unwrap());
    fs::copy(file_of(&old, &backup), &file).unwrap();

    let new = Till::bare();
    let anybody = new.nobody();
    let look = |phrase: &str| json!({"source": {"kind": "file", "path": file}, "phrase": phrase});
    let other = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon \
                 abandon about";
    anybody.refused("shop_restore_look", look(other), ErrorCode::KeyWrong);
    let seen = anybody.ok("shop_restore_look", look(&phrase));
    assert_eq!(seen["shop_name"], "Corner Shop");
    assert_eq!(seen["lost"], Value::Null);
    let restore = json!({
        "stage_id": seen["stage_id"], "key_slot": "key_file", "passphrase": null,
        "paper_receipt_no": 41, "paper_z_number": 3,
    });
    anybody.ok("shop_restore", restore.clone());
    assert_eq!(anybody.ok("shop_status", json!({}))["state"], "open");
    anybody.refused("shop_restore", restore, ErrorCode::ShopExists);
    let mut mia = new.nobody();
    let session = mia.ok("session_sign_in", by_password);
    mia.caller.handle = session["handle"].as_str().unwrap().to_owned();
    let status = mia.ok("close_check", json!({}));
    assert_eq!(status["z_number"], 4, "above the Z on paper");
    mia.ok("day_close", json!({"z_number": 4}));
    mia.ok(
        "shift_open",
        json!({"drawer_no": null, "float_minor": 10_000}),
    );
    goods::import(&mia, "goods.tsv", goods::TABLE.as_bytes());
    assert_eq!(sell(&mia), "1-0042", "above the receipt on paper");
    backed_up(&mia);
}
