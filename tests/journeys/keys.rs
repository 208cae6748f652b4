//! Keys made anew while the shop sells, slots that come and go, and the end of a shop.

use pos_app::console::Console;
use pos_app::{AppError, ErrorCode};
use pos_tests::{Till, Who, goods};
use pos_vault::{Before, KeyName, Unlock, Vault};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

const PASSPHRASE: &str = "kestrel-88-drawer";
const KEYS: [&str; 5] = ["database", "journal", "anchor", "backup", "pepper"];

/// A call of the manager's at the shop's own computer.
fn desk(till: &Till, command: &str, input: Value) -> Result<Value, AppError> {
    Console::open(till.host().app(), "desk")
        .unwrap()
        .call(command, None, input)
}

fn rotate(till: &Till, key: &str) -> Value {
    desk(till, "key_rotate", json!({"key": key, "secrets": []})).unwrap()
}

fn version(list: &Value, key: &str) -> i64 {
    let keys = list["keys"].as_array().unwrap();
    let one = keys.iter().find(|one| one["key"] == key).unwrap();
    one["version"].as_i64().unwrap()
}

fn ring_keys(dir: &Path) -> Vec<[u8; 32]> {
    let ring = Vault::at(dir).open(&Unlock::Automatic).unwrap();
    let keys = [
        &ring.database,
        &ring.journal,
        &ring.anchor,
        &ring.backup,
        &ring.pin_pepper,
    ];
    keys.map(|key| *key.expose()).to_vec()
}

/// Ends the selling, whichever way the changes of keys end.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn every_key_is_made_anew_while_the_shop_sells() {
    let mut till = Till::new();
    let before = ring_keys(till.dir());
    let over = &AtomicBool::new(false);
    let sold = AtomicU32::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let cem = till.sign_in(Who::Cem);
            while !over.load(Ordering::Relaxed) {
                let sale = cem.ring(&[goods::PEN]);
                cem.pay_cash(&sale, 5_000);
                assert_eq!(cem.sale(&sale)["state"], "completed");
                sold.fetch_add(1, Ordering::Relaxed);
            }
        });
        let _end = Over(over);
        for key in KEYS.iter().chain(&KEYS) {
            let was = sold.load(Ordering::Relaxed);
            rotate(&till, key);
            till.until("a sale after it", || {
                (sold.load(Ordering::Relaxed) > was + 1).then_some(())
            });
        }
    });
    let list = desk(&till, "key_list", json!({})).unwrap();
    let after = ring_keys(till.dir());
    for (key, (old, new)) in KEYS.iter().zip(before.iter().zip(&after)) {
        assert_eq!(version(&list, key), 3, "{key}");
        assert_ne!(old, new, "{key}");
    }
    till.books().prove();
    till.restart();
    // The PIN was hashed with the first pepper: it still opens, and is hashed with the third.
    let by_third = "SELECT count(*) FROM user WHERE name = 'Cem' AND pin_hash LIKE 'p3$%'";
    assert_eq!(till.books().number(by_third), 0);
    drop(till.sign_in(Who::Cem));
    assert_eq!(till.books().number(by_third), 1);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    cem.pay_cash(&sale, 5_000);
    let mia = till.sign_in(Who::Mia);
    assert_eq!(mia.ok("key_list", json!({}))["keys"][0]["due"], false);
    till.books().prove();
}

#[test]
fn the_old_key_opens_nothing_any_more() {
    let till = Till::new();
    let old = ring_keys(till.dir());
    rotate(&till, "database");
    till.stop();
    let keys = pos_store::Keys::new(&old[0], &old[1], &old[2]);
    let opened = pos_store::Database::at(till.dir(), keys).reader();
    assert!(matches!(
        opened.map(|_| ()),
        Err(pos_store::OpenError::WrongKey)
    ));
    // Nor does either generation of the vault still hold it.
    for name in ["keys.ctk", "keys.ctk.old"] {
        let folder = pos_tests::template::copy_of(till.dir());
        for other in ["keys.ctk", "keys.ctk.old"] {
            if other != name {
                std::fs::remove_file(folder.path().join(other)).unwrap();
            }
        }
        let ring = Vault::at(folder.path()).open(&Unlock::Automatic);
        let database = *ring.unwrap().database.expose();
        assert_ne!(database, old[0], "{name}");
    }
}

#[test]
fn a_journal_that_was_left_on_a_retired_key_goes_on_with_the_newest() {
    let mut till = Till::new();
    till.stop();
    // Cut off between the new key and the entry that tells of it.
    let vault = Vault::at(till.dir());
    let opens = Unlock::Automatic;
    vault.make_coming(&opens, KeyName::Journal).unwrap();
    vault
        .take_coming(&opens, KeyName::Journal, Before::Retired)
        .unwrap();
    let epoch = "SELECT coalesce(max(version), 1) FROM journal_epoch";
    assert_eq!(till.books().number(epoch), 1);
    till.restart();
    assert_eq!(till.books().number(epoch), 2);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    cem.pay_cash(&sale, 5_000);
    till.books().prove();
}

#[test]
fn a_key_that_is_not_at_hand_seals_nothing() {
    let till = Till::new();
    rotate(&till, "journal");
    till.books().prove();
    // The chain is verified over both keys; with the first alone it is not.
    let old = ring_keys(till.dir());
    let keys = pos_store::Keys::new(&old[0], &[9; 32], &old[2]);
    let mut reader = pos_store::Database::at(till.dir(), keys).reader().unwrap();
    let report = pos_store::verify(&mut reader, &[], &mut |_, _| {}).unwrap();
    assert_eq!(report.entries, 0, "{:?}", report.problem);
}

#[test]
fn slots_are_added_tried_and_removed() {
    let mut till = Till::new();
    let list = desk(&till, "key_list", json!({})).unwrap();
    let kinds = |list: &Value| -> Vec<String> {
        let slots = list["slots"].as_array().unwrap().iter();
        slots
            .map(|slot| slot["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(kinds(&list), ["key_file", "recovery_phrase"]);
    assert_eq!(list["slots"][1]["kept_because"], "last_phrase");
    let weak = json!({"kind": "passphrase", "passphrase": "short"});
    let error = desk(&till, "slot_add", weak).unwrap_err();
    assert_eq!(
        (error.code, error.field.as_deref()),
        (ErrorCode::FieldInvalid, Some("passphrase"))
    );

    let phrase = slots_added(&till);
    slots_tried(&till, &phrase);
    a_new_kek_wants_what_opens_each_slot(&till, &phrase);

    for (slot, reason) in [(4, "last_phrase"), (9, "")] {
        let error = desk(&till, "slot_remove", json!({"slot_id": slot})).unwrap_err();
        assert_eq!(
            error.params.get("reason").map_or("", String::as_str),
            reason
        );
    }
    desk(&till, "slot_remove", json!({"slot_id": 1})).unwrap();
    till.restart();
    let state = till.nobody().ok("shop_status", json!({}));
    assert_eq!(state["unlock_reason"], "passphrase_needed");
    let by = json!({"passphrase": PASSPHRASE, "recovery_phrase": null});
    till.nobody().ok("shop_unlock", by);
    assert!(!till.dir().join("kek.key").exists());
    // The slots that came and went stand in the journal.
    let count = |kind: i64| format!("SELECT count(*) FROM journal_entry WHERE kind = {kind}");
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    cem.pay_cash(&sale, 5_000);
    desk(
        &till,
        "slot_add",
        json!({"kind": "key_file", "passphrase": null}),
    )
    .unwrap();
    assert_eq!(till.books().number(&count(43)), 3);
    assert_eq!(till.books().number(&count(44)), 2);
}

/// Slot 3 with the passphrase, slot 4 with a recovery phrase, which is answered.
fn slots_added(till: &Till) -> String {
    let good = json!({"kind": "passphrase", "passphrase": PASSPHRASE});
    let added = desk(till, "slot_add", good).unwrap();
    assert_eq!(added["slot_id"], 3);
    let phrase = desk(
        till,
        "slot_add",
        json!({"kind": "recovery_phrase", "passphrase": null}),
    );
    let words = phrase.unwrap()["recovery_phrase"].clone();
    let words: Vec<&str> = words
        .as_array()
        .unwrap()
        .iter()
        .map(|w| w.as_str().unwrap())
        .collect();
    let phrase = words.join(" ");
    assert_eq!(words.len(), 12);
    phrase
}

/// Each slot opens by its own, and by nothing else.
fn slots_tried(till: &Till, phrase: &str) {
    let test = |slot: u32, passphrase: Option<&str>, phrase: Option<&str>| {
        let input = json!({"slot_id": slot, "passphrase": passphrase, "phrase": phrase});
        desk(till, "slot_test", input)
    };
    assert_eq!(
        test(3, Some("kestrel-89-drawer"), None).unwrap_err().code,
        ErrorCode::KeyWrong
    );
    assert_eq!(
        test(3, None, None).unwrap_err().field.as_deref(),
        Some("passphrase")
    );
    let list = test(3, Some(PASSPHRASE), None).unwrap();
    assert!(list["slots"][2]["last_tested_at"].is_i64(), "{list}");
    test(4, None, Some(phrase)).unwrap();
    test(1, None, None).unwrap();
}

/// A new KEK wants what opens each slot that is typed; the phrase of the first run is not known
/// here any more, so its slot goes first.
fn a_new_kek_wants_what_opens_each_slot(till: &Till, phrase: &str) {
    desk(till, "slot_remove", json!({"slot_id": 2})).unwrap();
    let some = json!([{"slot_id": 3, "secret": PASSPHRASE}]);
    let lacking = desk(till, "key_rotate", json!({"key": "kek", "secrets": some})).unwrap_err();
    assert_eq!(lacking.field.as_deref(), Some("secrets"));
    let all = json!([
        {"slot_id": 3, "secret": PASSPHRASE}, {"slot_id": 4, "secret": phrase},
    ]);
    let list = desk(till, "key_rotate", json!({"key": "kek", "secrets": all})).unwrap();
    assert_eq!(version(&list, "kek"), 2);
    for unlock in [
        Unlock::Automatic,
        Unlock::Passphrase(pos_vault::Secret::new(PASSPHRASE)),
        Unlock::Recovery(pos_vault::Secret::new(phrase)),
    ] {
        assert!(Vault::at(till.dir()).open(&unlock).is_ok(), "{unlock:?}");
    }
}

#[test]
fn a_shop_ends_with_two_proofs_and_nothing_opens_it_afterwards() {
    let till = Till::bare();
    let created = till
        .nobody()
        .ok("shop_create", pos_tests::template::first_run());
    let words: Vec<&str> = created["recovery_phrase"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| word.as_str().unwrap())
        .collect();
    let (phrase, name) = (
        words.join(" "),
        pos_tests::template::first_run()["name"].clone(),
    );
    let copy = pos_tests::template::copy_of(till.dir());
    let other = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    for (phrase, name, field) in [
        (other, &name, "phrase"),
        (phrase.as_str(), &json!("Another shop"), "shop_name"),
    ] {
        let input = json!({"phrase": phrase, "shop_name": name});
        let error = desk(&till, "decommission", input).unwrap_err();
        assert_eq!(error.field.as_deref(), Some(field), "{error}");
    }
    // Without a factor of one's own just now it is not even looked at.
    let mia = till.sign_in(Who::Mia);
    let input = json!({"phrase": phrase, "shop_name": name});
    mia.refused("decommission", input.clone(), ErrorCode::StepUpNeeded);
    desk(&till, "decommission", input).unwrap();
    mia.refused("key_list", json!({}), ErrorCode::SessionNeeded);
    assert_eq!(till.nobody().ok("shop_status", json!({}))["state"], "none");
    let left: Vec<_> = std::fs::read_dir(till.dir())
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    assert!(left.is_empty(), "{left:?}");

    // Whatever of the files somebody saved before, without the slots nothing opens: here all of
    // them but the vault.
    for name in ["keys.ctk", "keys.ctk.old", "kek.key"] {
        let _ = std::fs::remove_file(copy.path().join(name));
    }
    assert!(Vault::at(copy.path()).open(&Unlock::Automatic).is_err());
    till.stop();
}
