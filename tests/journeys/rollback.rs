//! What a restore must not do twice: charge, count, number. And what of a day is kept.

use crate::backup::{backed_up, sell, step_up};
use pos_app::ErrorCode;
use pos_tests::{Clerk, Till, Who};
use serde_json::{Value, json};

/// Two people take the shop back to a backup; answers what they were shown before.
fn taken_back(mia: &Clerk, backup: &Value) -> Value {
    let source = json!({"kind": "place", "place_id": null, "file_name": backup["file_name"]});
    let seen = mia.ok("restore_look", json!({"source": source, "phrase": null}));
    let begin = json!({
        "stage_id": seen["stage_id"], "paper_receipt_no": null, "paper_z_number": null,
    });
    step_up(mia);
    let asks = mia.refused("restore_begin", begin.clone(), ErrorCode::ApprovalNeeded);
    let word = mia.approved_by(Who::Tao, &asks);
    let id = pos_tests::id();
    mia.call("restore_begin", begin, &id, Some(&word)).unwrap();
    mia.till.until("the restored books", || {
        let open = mia.ok("shop_status", json!({}))["state"] == "open";
        // Nobody is let into the others before everybody was put out of these.
        let gone = mia.ask("backup_list", json!({})).err()?.code;
        (gone == ErrorCode::SessionNeeded && open).then_some(())
    });
    seen
}

/// What was in doubt when the backup was made is asked again, although the books that were set
/// aside had settled it; the bank has one booking and no second one.
#[test]
fn a_doubt_of_the_backup_is_asked_again_and_never_charged_twice() {
    let doubt = crate::doubt::doubt_at("before_status");
    let till = &doubt.till;
    let mia = till.sign_in(Who::Mia);
    let backup = backed_up(&mia);
    doubt.sim.say(json!({"verb": "replug"}));
    mia.until_attempt(&doubt.sale, &doubt.attempt, &["resolved_paid"]);
    assert_eq!(doubt.sim.bank(), ["authorised 249"]);
    let seen = taken_back(&mia, &backup);
    assert_eq!(seen["doubts"], 1);
    let mia = till.sign_in(Who::Mia);
    let done = mia.until_attempt(&doubt.sale, &doubt.attempt, &["resolved_paid"]);
    assert_eq!(done["state"], "completed");
    assert_eq!(
        doubt.sim.bank(),
        ["authorised 249"],
        "asked, not charged again"
    );
    assert_eq!(done["number_text"], "1-0002", "1-0001 was on paper already");
    doubt.assert_same_as_bank();
}

#[test]
fn no_z_number_is_given_again() {
    let till = Till::shut();
    let mia = till.sign_in(Who::Mia);
    mia.ok("day_close", json!({"z_number": 1}));
    let backup = backed_up(&mia);
    mia.ok("day_close", json!({"z_number": 2}));
    mia.ok("day_close", json!({"z_number": 3}));
    let seen = taken_back(&mia, &backup);
    assert_eq!(
        (&seen["z_number"], &seen["known_z_number"]),
        (&json!(1), &json!(3))
    );
    let mia = till.sign_in(Who::Mia);
    assert_eq!(mia.ok("close_check", json!({}))["z_number"], 4);
    mia.ok("day_close", json!({"z_number": 4}));
    let numbers = till.books().numbers("SELECT z_number FROM restored");
    assert_eq!(numbers, [3]);
}

/// Whoever makes one before a change and one after it finds both.
#[test]
fn what_was_made_by_hand_today_stays_in_the_list() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let first = backed_up(&mia);
    sell(&mia);
    let second = backed_up(&mia);
    let third = backed_up(&mia);
    let list = mia.ok("backup_list", json!({}));
    let all = list["backups"].as_array().unwrap();
    let ids: Vec<&Value> = all.iter().map(|one| &one["backup_id"]).collect();
    assert_eq!(ids, [&third, &second, &first].map(|one| &one["backup_id"]));
    assert!(
        all.iter()
            .all(|one| one["kept_as"].as_array().unwrap().contains(&json!("hand")))
    );
}
