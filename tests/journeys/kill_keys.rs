//! Killed while a key is made anew: at the next start the shop opens with the old key or the new
//! one, everything is there, it sells, and the same key is made anew again.

use pos_app::console::Console;
use pos_tests::kill::{self, End};
use pos_tests::{Till, Who, goods, proof, template};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Makes one key anew at the shop's own computer. `secrets` opens the slots that a person types
/// for; only the key of all keys asks for them.
fn rotate(till: &Till, key: &str, secrets: &Value) {
    let desk = Console::open(till.host().app(), "desk").unwrap();
    let input = json!({"key": key, "secrets": secrets});
    desk.call("key_rotate", None, input).unwrap();
}

/// A recovery phrase that is known, in place of the one that the shop was made with.
fn known_phrase(till: &Till) -> Value {
    let desk = Console::open(till.host().app(), "desk").unwrap();
    let call = |command: &str, input| desk.call(command, None, input).unwrap();
    let made_with = call("key_list", json!({}));
    let added = call(
        "slot_add",
        json!({"kind": "recovery_phrase", "passphrase": null}),
    );
    for slot in made_with["slots"].as_array().unwrap() {
        if slot["kind"] == "recovery_phrase" {
            call("slot_remove", json!({"slot_id": slot["slot_id"]}));
        }
    }
    let words: Vec<String> = serde_json::from_value(added["recovery_phrase"].clone()).unwrap();
    json!([{"slot_id": added["slot_id"], "secret": words.join(" ")}])
}

/// Every `step`-th write in short, each one where the proofs run long.
fn killed_while(key: &str, step: u32) {
    let shop = tempfile::tempdir().unwrap();
    template::lay_out(shop.path());
    let (entries, secrets) = {
        let till = Till::at(shop.path());
        let cem = till.sign_in(Who::Cem);
        let sale = cem.ring(&[goods::PEN, goods::TEA]);
        cem.pay_cash(&sale, 5_000);
        let secrets = match key {
            "kek" => known_phrase(&till),
            _ => json!([]),
        };
        till.stop();
        (till.books().entries(), secrets)
    };
    let step = if proof::is_long() { 1 } else { step };
    let prepare = || {
        let copy = template::copy_of(shop.path());
        let path = copy.path().to_str().unwrap().to_owned();
        let told = [
            ("TILL_FOLDER", path),
            ("KILL_KEY", key.to_owned()),
            ("KILL_SECRETS", secrets.to_string()),
        ];
        (copy, told.to_vec())
    };
    let writes = kill::at_every(
        "kill_keys::rotates_when_told",
        step,
        prepare,
        |copy, end| {
            let till = Till::over(copy);
            assert!(till.books().entries() >= entries, "{key}, {end:?}");
            let cem = till.sign_in(Who::Cem);
            let sale = cem.ring(&[goods::PEN]);
            cem.pay_cash(&sale, 5_000);
            assert_eq!(till.books().receipt_numbers(), [1, 2], "{key}, {end:?}");
            if end != End::Survived {
                rotate(&till, key, &secrets);
            }
            till.books().prove();
        },
    );
    assert!(writes >= 5, "{key}: only {writes} writes: were they seen?");
}

#[test]
fn the_database_s_key() {
    killed_while("database", 37);
}

#[test]
fn the_journal_s_key() {
    killed_while("journal", 4);
}

#[test]
fn the_anchor_s_key() {
    killed_while("anchor", 5);
}

#[test]
fn the_pepper() {
    killed_while("pepper", 7);
}

/// The key that wraps all others, in few writes. Whichever stands after the cut, the recovery
/// phrase opens too: made anew again, it is asked for.
#[test]
fn the_key_of_all_keys() {
    killed_while("kek", 1);
}

/// Not a test by itself.
#[test]
#[ignore = "each of the others runs it as its own process"]
fn rotates_when_told() {
    let folder = PathBuf::from(std::env::var_os("TILL_FOLDER").expect("run by its test"));
    let key = std::env::var("KILL_KEY").expect("run by its test");
    let secrets = std::env::var("KILL_SECRETS").expect("run by its test");
    let secrets = serde_json::from_str(&secrets).unwrap();
    let till = Till::at(&folder);
    kill::when_told(|| rotate(&till, &key, &secrets));
}
