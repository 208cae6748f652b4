//! The till ends without warning in the middle of its work. Everything that was answered is there
//! at the next start, as it was, and the screens are told until somebody has seen it.

use pos_app::ErrorCode;
use pos_tests::{Till, Who, goods, template};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Scans that are heard of before the till is killed.
const SCANS: usize = 40;

/// Runs an ignored test of this program over a folder, and kills it once it has said so many lines
/// that begin with `HEARD `; answers the last.
fn killed(child: &str, folder: &std::path::Path, lines: usize) -> Value {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", child, "--ignored", "--nocapture"])
        .env("TILL_FOLDER", folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let told = BufReader::new(child.stdout.take().unwrap()).lines();
    let told = told.map(Result::unwrap);
    let mut heard = told.filter_map(|line| Some(line.strip_prefix("HEARD ")?.to_owned()));
    let last = heard.nth(lines - 1).expect("the child works");
    child.kill().unwrap();
    // What it said between the last line and its death was answered too.
    let last = heard.last().unwrap_or(last);
    child.wait().unwrap();
    serde_json::from_str(&last).unwrap()
}

fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("TILL_FOLDER").expect("run by its test"))
}

/// The status, as whoever is not signed in sees it.
fn status(till: &Till) -> Value {
    till.nobody().ok("till_status", json!({}))
}

/// How many pieces were rung.
fn pieces(sale: &Value) -> i64 {
    let lines = sale["lines"].as_array().unwrap().iter();
    let of_line = |line: &Value| line["quantity"].as_str().unwrap().parse::<i64>().unwrap();
    lines.map(of_line).sum()
}

#[test]
fn a_killed_till_comes_back_with_every_scan() {
    let shop = tempfile::tempdir().unwrap();
    template::lay_out(shop.path());
    let told = killed("recovered::rings_until_killed", shop.path(), SCANS);

    let mut till = Till::over(shop);
    let found = status(&till)["recovered"].clone();
    assert_eq!(
        (&found["open_sales"], &found["doubts"]),
        (&json!(2), &json!(0))
    );
    let cem = till.sign_in(Who::Cem);
    let current = cem.ok("sale_current", json!({}));
    // Scans may have been written of which nobody heard any more.
    let (heard, found) = (pieces(&told["current"]), pieces(&current));
    assert!(heard >= SCANS as i64, "{heard}");
    assert!(
        (heard..=heard + 2).contains(&found),
        "{heard} heard, {found} found"
    );
    if heard == found {
        assert_eq!(current, told["current"]);
    }
    assert_eq!(current["discount"], told["current"]["discount"]);
    let aside = cem.ok("sale_suspended", json!({}));
    assert_eq!(aside, told["suspended"]);
    let shown = cem.till.host().app().customer_now().unwrap();
    assert_eq!(shown.total_minor, current["total_minor"].as_i64().unwrap());
    assert_eq!(
        shown.lines.len(),
        current["lines"].as_array().unwrap().len()
    );

    // Nobody has seen it: an orderly end does not make it forgotten.
    drop(cem);
    till.restart();
    assert_eq!(status(&till)["recovered"]["open_sales"], 2);
    till.nobody()
        .refused("recovery_seen", json!({}), ErrorCode::SessionNeeded);
    let cem = till.sign_in(Who::Cem);
    cem.ok("recovery_seen", json!({}));
    till.until("the screens are told", || {
        let said = till.said();
        let last = said
            .iter()
            .rev()
            .find(|text| text.contains("\"recovered\":"))?;
        last.contains("\"recovered\":null").then_some(())
    });
    let sale = current["sale_id"].as_str().unwrap();
    let total = cem.sale(sale)["total_minor"].as_i64().unwrap();
    cem.pay_cash(sale, total);
    drop(cem);
    till.restart();
    assert_eq!(status(&till)["recovered"], Value::Null);
}

/// Not a test by itself.
#[test]
#[ignore = "a_killed_till_comes_back_with_every_scan runs it as its own process"]
fn rings_until_killed() {
    let till = Till::at(&folder());
    let cem = till.sign_in(Who::Cem);
    assert_eq!(status(&till)["recovered"], Value::Null);
    let aside = cem.ring(&[goods::COLA, goods::PEN]);
    cem.ok(
        "sale_suspend",
        json!({"sale_id": aside, "label": "blue coat"}),
    );
    let suspended = cem.ok("sale_suspended", json!({}));
    let sale = cem.ring(&[goods::PEN]);
    cem.ok(
        "sale_discount",
        json!({"sale_id": sale, "discount": {"kind": "amount", "amount_minor": 20}}),
    );
    loop {
        cem.scan(&sale, goods::COLA);
        let current = cem.scan(&sale, goods::PEN);
        println!(
            "\nHEARD {}",
            json!({"current": current, "suspended": suspended})
        );
    }
}
