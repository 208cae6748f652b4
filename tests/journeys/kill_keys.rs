//! Killed while a key is made anew: at the next start the shop opens with the old key or the new
//! one, everything is there, it sells, and the same key is made anew again.

use pos_app::console::Console;
use pos_tests::kill::{self, End};
use pos_tests::{Till, Who, goods, proof, template};
use serde_json::json;
use std::path::PathBuf;

/// Makes one key anew at the shop's own computer.
fn rotate(till: &Till, key: &str) {
    let desk = Console::open(till.host().app(), "desk").unwrap();
    let input = json!({"key": key, "secrets": []});
    desk.call("key_rotate", None, input).unwrap();
}

/// Every `step`-th write in short, each one where the proofs run long.
fn killed_while(key: &str, step: u32) {
    let shop = tempfile::tempdir().unwrap();
    template::lay_out(shop.path());
    let entries = {
        let till = Till::at(shop.path());
        let cem = till.sign_in(Who::Cem);
        let sale = cem.ring(&[goods::PEN, goods::TEA]);
        cem.pay_cash(&sale, 5_000);
        till.stop();
        till.books().entries()
    };
    let step = if proof::is_long() { 1 } else { step };
    let prepare = || {
        let copy = template::copy_of(shop.path());
        let path = copy.path().to_str().unwrap().to_owned();
        let told = [("TILL_FOLDER", path), ("KILL_KEY", key.to_owned())];
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
                rotate(&till, key);
            }
            till.books().prove();
        },
    );
    assert!(writes >= 8, "{key}: only {writes} writes: were they seen?");
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

/// Not a test by itself.
#[test]
#[ignore = "each of the others runs it as its own process"]
fn rotates_when_told() {
    let folder = PathBuf::from(std::env::var_os("TILL_FOLDER").expect("run by its test"));
    let key = std::env::var("KILL_KEY").expect("run by its test");
    let till = Till::at(&folder);
    let desk = Console::open(till.host().app(), "desk").unwrap();
    let input = json!({"key": key, "secrets": []});
    kill::when_told(|| {
        desk.call("key_rotate", None, input).unwrap();
    });
}
