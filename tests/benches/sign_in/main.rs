//! What a person waits for at a proof of themselves, without the page: sign-in with password and
//! code, step-up by code, a second person's word by PIN. Over HTTP at the real `posctl serve`,
//! every try counted on disk, hashing included; beside it a call that proves nothing.
//!
//! `cargo bench --bench sign_in -- [--rounds 7]`

#[allow(dead_code)]
#[path = "../kit/mod.rs"]
mod kit;

use kit::figures::{Round, Times, judge};
use kit::report::{self, Row};
use pos_tests::template::{self, PASSWORD};
use pos_tests::{Authenticator, Browser, Served, Till, Who, id};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Each round takes new recovery codes: a code of the phone is good once in half a minute.
const CODES: usize = 10;
/// Promised for each, hashing and screen included.
const PROMISED_MS: f64 = 1_000.0;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let place = words.iter().position(|word| word == "--rounds");
    let value = place.and_then(|at| words.get(at + 1));
    let rounds = value.map_or(7, |text| text.parse().expect("a number"));
    let work = kit::working_folder();
    let folder = work.path().join("shop");
    std::fs::create_dir(&folder).expect("a folder");
    let (mia, mut codes) = furnish(&folder);
    let till = Served::start(&folder, &work.path().join("till.log"));
    let mut kinds: [Vec<Round>; 3] = Default::default();
    for round in 0..=rounds {
        let mut taken: [Round; 3] = Default::default();
        codes = one_round(&till, &mia, &codes, &mut taken);
        // The first round warms the caches and is not counted.
        if round > 0 {
            for (kind, one) in kinds.iter_mut().zip(taken) {
                kind.push(one);
            }
        }
    }
    let names = [
        "sign-in with password and code",
        "step-up by code",
        "approval by PIN",
    ];
    let rows: Vec<Row> = names
        .iter()
        .zip(kinds)
        .map(|(name, k)| row(name, k))
        .collect();
    report::keep("sign_in", &rows);
}

fn row(what: &str, rounds: Vec<Round>) -> Row {
    let judged = judge(rounds);
    let worst_ms = judged.ours[2] / 1_000.0;
    Row::of("–", what, &judged)
        .floor_is("a call that asks for nothing, same connection")
        .aim("p99 <= 1 s", &[("p99", worst_ms, PROMISED_MS)])
        .note("over HTTP, without the page")
}

/// A shop with the strong rules; answers its manager's id and recovery codes.
fn furnish(folder: &Path) -> (Value, Vec<String>) {
    template::lay_out(folder);
    let till = Till::at(folder);
    let mia = till.sign_in(Who::Mia);
    mia.ok("session_step_up", json!({"password": PASSWORD}));
    let offer = mia.ok("second_factor_begin", json!({}));
    let phone = Authenticator::scan(offer["uri"].as_str().expect("an address"));
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now_ms = now.expect("after 1970").as_millis();
    let code = phone.code(i64::try_from(now_ms).expect("in this age of the world"));
    let kept = mia.ok("second_factor_confirm", json!({"code": code}));
    let strong = json!({"strong": true, "change_given": false, "letters_and_digits": true});
    mia.ok("sign_in_policy_save", strong);
    let user_id = json!(till.user_id(Who::Mia));
    till.stop();
    (user_id, texts(&kept))
}

fn texts(kept: &Value) -> Vec<String> {
    serde_json::from_value(kept["codes"].clone()).expect("recovery codes")
}

/// Uses all codes up, the last one but one for new ones; answers those.
fn one_round(
    till: &Served,
    mia: &Value,
    codes: &[String],
    [sign_in, step_up, approval]: &mut [Round; 3],
) -> Vec<String> {
    let mut cem = Browser::at(&till.address).expect("it listens");
    cem.sign_in(Who::Cem.name(), Who::Cem.pin())
        .expect("Cem works here");
    let word = json!({
        "act": "no_sale", "sale_id": null, "amount_minor": null, "share": null,
        "approver_id": mia, "pin": Who::Mia.pin(), "password": null,
    });
    let mut renewed = Vec::new();
    for (nth, code) in codes.iter().enumerate() {
        // Every sign-in is at a seat of its own, as at a till that somebody comes to.
        let mut seat = Browser::at(&till.address).expect("it listens");
        call(&mut sign_in.floor, &mut seat, "shop_status", &json!({}));
        let shown = json!({
            "user_id": mia, "pin": null, "password": PASSWORD, "code": code,
        });
        match nth < CODES - 2 {
            true => {
                let began = Instant::now();
                seat.sit(&shown).expect("password and code");
                sign_in.ours.since(began);
            }
            false if nth == CODES - 2 => {
                seat.sit(&shown).expect("password and code");
                let up = json!({"code": codes[CODES - 1]});
                call(&mut step_up.floor, &mut seat, "shop_status", &json!({}));
                call(&mut step_up.ours, &mut seat, "session_step_up", &up);
                let kept = seat.call("recovery_codes_renew", &json!({}), &id());
                renewed = texts(&kept.expect("stepped up"));
            }
            false => {}
        }
        call(&mut approval.floor, &mut cem, "shop_status", &json!({}));
        call(&mut approval.ours, &mut cem, "approval_grant", &word);
    }
    renewed
}

/// One call and its time.
fn call(times: &mut Times, seat: &mut Browser, command: &str, input: &Value) {
    let began = Instant::now();
    let answer = seat.call(command, input, &id());
    times.since(began);
    answer.unwrap_or_else(|error| panic!("{command}: {error:?}"));
}
