//! Killed at every write of an act: what the customer was told stands, nothing is half done, and
//! the same call again makes it whole.

use pos_tests::clerk::cash;
use pos_tests::kill;
use pos_tests::{Clerk, SimBeside, Till, Who, goods, id, template};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("TILL_FOLDER").expect("run by its test"))
}

/// A cash sale: one receipt, whenever the program dies.
#[test]
fn a_cash_sale() {
    let shop = tempfile::tempdir().unwrap();
    template::lay_out(shop.path());
    let (request, tender) = (id(), id());
    let sale = {
        let till = Till::at(shop.path());
        let sale = till.sign_in(Who::Cem).ring(&[goods::PEN]);
        till.stop();
        sale
    };
    let mut input = cash(&sale, 500);
    input["tender_id"] = tender.into();
    let told = [
        ("KILL_INPUT", input.to_string()),
        ("KILL_REQUEST", request.clone()),
    ];
    let writes = kill::at_each_write(
        "kill::pays_when_told",
        || {
            let copy = template::copy_of(shop.path());
            let path = copy.path().to_str().unwrap().to_owned();
            let mut all = told.to_vec();
            all.push(("TILL_FOLDER", path));
            (copy, all)
        },
        |copy, end| {
            let till = Till::over(copy);
            let before = till.books().receipt_numbers();
            assert!(before.len() <= 1, "{end:?}: {before:?}");
            let cem = till.sign_in(Who::Cem);
            cem.call("sale_pay_cash", input.clone(), &request, None)
                .unwrap();
            assert_eq!(till.books().receipt_numbers(), [1], "{end:?}");
        },
    );
    assert!(
        writes >= 3,
        "the act has only {writes} writes: were they seen?"
    );
}

/// Not a test by itself.
#[test]
#[ignore = "a_cash_sale runs it as its own process"]
fn pays_when_told() {
    let till = Till::at(&folder());
    let cem = till.sign_in(Who::Cem);
    let input = serde_json::from_str(&std::env::var("KILL_INPUT").unwrap()).unwrap();
    let request = std::env::var("KILL_REQUEST").unwrap();
    kill::when_told(|| {
        cem.call("sale_pay_cash", input, &request, None).unwrap();
    });
}

/// A till on a folder that outlives it, and a person at it.
fn at(folder: &Path, who: Who, act: impl FnOnce(&Till, &Clerk)) {
    let till = Till::at(folder);
    act(&till, &till.sign_in(who));
    till.stop();
}

/// The Z: none or one, and closing again gives the same.
#[test]
fn the_day_is_closed_once() {
    let shop = tempfile::tempdir().unwrap();
    template::lay_out(shop.path());
    at(shop.path(), Who::Mia, |_, mia| {
        let sale = mia.ring(&[goods::PEN]);
        mia.pay_cash(&sale, 500);
        mia.ok(
            "shift_count",
            json!({"shift_no": 1, "counts": [{"unit_minor": 249, "count": 1}]}),
        );
        mia.ok("shift_close", json!({"shift_no": 1, "note": null}));
    });
    let request = id();
    let writes = kill::at_each_write(
        "kill::closes_when_told",
        || {
            let copy = template::copy_of(shop.path());
            let path = copy.path().to_str().unwrap().to_owned();
            (
                copy,
                vec![("TILL_FOLDER", path), ("KILL_REQUEST", request.clone())],
            )
        },
        |copy, end| {
            let till = Till::over(copy);
            let zs = "SELECT count(*) FROM journal_entry WHERE kind = 26";
            let before = till.books().number(zs);
            assert!(before <= 1, "{end:?}: {before} Zs");
            let mia = till.sign_in(Who::Mia);
            let close = json!({"z_number": 1});
            let z = mia
                .call("day_close", close.clone(), &request, None)
                .unwrap();
            assert_eq!(z["sales"]["count"], 1, "{end:?}");
            // A second press, under an id of its own, is told the same Z.
            let again = mia.ok("day_close", close);
            assert_eq!(again["head_hash"], z["head_hash"], "{end:?}");
            assert_eq!(till.books().number(zs), 1, "{end:?}");
            assert_eq!(mia.ok("close_check", json!({}))["z_number"], 2, "{end:?}");
        },
    );
    assert!(
        writes >= 3,
        "the act has only {writes} writes: were they seen?"
    );
}

/// Not a test by itself.
#[test]
#[ignore = "the_day_is_closed_once runs it as its own process"]
fn closes_when_told() {
    let till = Till::at(&folder());
    let mia = till.sign_in(Who::Mia);
    let request = std::env::var("KILL_REQUEST").unwrap();
    kill::when_told(|| {
        mia.call("day_close", json!({"z_number": 1}), &request, None)
            .unwrap();
    });
}

/// The slips of a receipt that carry no mark of being a copy.
fn unmarked(printer: &SimBeside, since: &Value) -> usize {
    let all = printer.say(json!({"verb": "events", "since": since}));
    let events = all["events"].as_array().unwrap();
    let texts = events.iter().filter(|e| e["event"] == "slip");
    texts
        .filter_map(|e| e["text"].as_str())
        .filter(|text| text.contains("1-0001") && !text.contains("COPY"))
        .count()
}

/// A receipt's job that came to rest: nothing more happens by itself.
fn rested(clerk: &Clerk) -> Value {
    clerk.till.until("the job rests", || {
        let jobs = clerk.ok("print_jobs", json!({}));
        let job = jobs.as_array().unwrap().first()?.clone();
        let state = job["state"].as_str().unwrap();
        ["done", "troubled"].contains(&state).then_some(job)
    })
}

/// A receipt that prints itself: it comes out unmarked once at most, and can always be had.
#[test]
fn a_receipt_is_printed_once_unmarked() {
    let shop = tempfile::tempdir().unwrap();
    template::lay_out(shop.path());
    let printer = SimBeside::tcp("printer", &[]);
    let mut input = Value::Null;
    at(shop.path(), Who::Cem, |till, cem| {
        printer.pair(till, "printer", "escpos", json!({}));
        input = cash(&cem.ring(&[goods::PEN]), 500);
    });
    let request = id();
    let writes = kill::at_each_write(
        "kill::prints_when_told",
        || {
            let copy = template::copy_of(shop.path());
            let path = copy.path().to_str().unwrap().to_owned();
            let since = printer.say(json!({"verb": "state"}))["at"].clone();
            let told = vec![
                ("TILL_FOLDER", path),
                ("KILL_INPUT", input.to_string()),
                ("KILL_REQUEST", request.clone()),
            ];
            ((copy, since), told)
        },
        |(copy, since), end| {
            let till = Till::over(copy);
            let cem = till.sign_in(Who::Cem);
            cem.call("sale_pay_cash", input.clone(), &request, None)
                .unwrap();
            let job = rested(&cem);
            if job["state"] == "troubled" {
                assert_eq!(job["trouble"], "interrupted", "{end:?}");
                cem.ok("print_again", json!({"job_id": job["job_id"]}));
                let job = rested(&cem);
                assert_eq!(
                    (&job["state"], &job["copy"]),
                    (&json!("done"), &json!(true))
                );
            }
            assert!(unmarked(&printer, &since) <= 1, "{end:?}");
        },
    );
    assert!(
        writes >= 3,
        "the act has only {writes} writes: were they seen?"
    );
}

/// Not a test by itself.
#[test]
#[ignore = "a_receipt_is_printed_once_unmarked runs it as its own process"]
fn prints_when_told() {
    let till = Till::at(&folder());
    let cem = till.sign_in(Who::Cem);
    let input = serde_json::from_str(&std::env::var("KILL_INPUT").unwrap()).unwrap();
    let request = std::env::var("KILL_REQUEST").unwrap();
    kill::when_told(|| {
        cem.call("sale_pay_cash", input, &request, None).unwrap();
        rested(&cem);
    });
}
