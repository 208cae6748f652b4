//! The checker is tested itself: a day without a kill is right, and each error that is planted into
//! it is found for what it is.

use crate::checker::{Wrong, check, told};
use crate::evidence::{self, Evidence};
use crate::round::Shop;
use pos_tests::dice::Dice;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Makes one thing wrong.
type Plant = fn(&mut Evidence);

/// What is planted beside the ledger, and what must be found.
const PLANTS: &[(&str, Wrong, Plant)] = &[
    ("a sale is gone", Wrong::Answer, |e| {
        let at = position(&e.sales, |s| s["state"] == "completed");
        e.sales.remove(at);
    }),
    ("a sale is there twice", Wrong::Doubled, |e| {
        let sale = e.sales[position(&e.sales, |s| s["state"] == "completed")].clone();
        e.sales.push(sale);
    }),
    ("a receipt number is skipped", Wrong::Numbers, |e| {
        let at = position(&e.sales, |s| s["number"] == 3);
        e.sales[at]["number"] = json!(300);
    }),
    ("a sale is not paid any more", Wrong::Unfinished, |e| {
        let at = position(&e.sales, |s| s["state"] == "completed");
        e.sales[at]["state"] = json!("tendering");
    }),
    ("another change than was told", Wrong::Answer, |e| {
        let at = position(&e.sales, |s| s["change_minor"].as_i64() > Some(0));
        e.sales[at]["change_minor"] = json!(1);
    }),
    ("an account has a cent more", Wrong::Sums, |e| {
        *e.accounts.get_mut(&100).expect("the drawer has money") += 1;
    }),
    ("an answer is not there again", Wrong::Answer, |e| {
        e.again[0] = Err(json!({"code": "sale_not_found"}));
    }),
    ("a doubt is left", Wrong::Doubt, |e| {
        e.doubts.push(json!({"attempt_id": "1"}));
    }),
    ("the chain is broken", Wrong::Journal, |e| {
        e.verified["holds"] = json!(false);
    }),
    ("the projections differ", Wrong::Journal, |e| {
        e.rebuilt["equal"] = json!(false);
    }),
];

#[test]
fn the_checker_finds_what_is_planted() {
    let mut dice = Dice(7);
    let mut shop = Shop::open(&mut dice);
    let mut evidence = shop.trade(&mut dice, 0, 12);
    let found = check(&evidence);
    assert!(found.is_empty(), "{}\n{}", told(&found), shop.log());
    for (what, wrong, plant) in PLANTS {
        let mut changed = evidence.clone();
        plant(&mut changed);
        assert_found(&changed, what, *wrong);
    }
    let (_, ledger) = shop.ledgers().remove(0);
    let whole = fs::read_to_string(&ledger).expect("a ledger");
    for (what, wrong, text) in [
        (
            "a line of the ledger is dropped",
            Wrong::NotCharged,
            dropped(&whole),
        ),
        (
            "a line of the ledger is doubled",
            Wrong::Doubled,
            doubled(&whole),
        ),
        ("a charge that no sale knows", Wrong::Lost, another(&whole)),
        ("another amount", Wrong::Amount, one_cent_more(&whole)),
    ] {
        write(&ledger, &text);
        evidence.bank = evidence::bank(&shop.ledgers());
        assert_found(&evidence, what, wrong);
        assert_found(&evidence, what, Wrong::Sums);
    }
    write(&ledger, &whole);
    evidence.bank = evidence::bank(&shop.ledgers());
    assert!(check(&evidence).is_empty(), "all is as it was");
}

#[track_caller]
fn assert_found(evidence: &Evidence, what: &str, wrong: Wrong) {
    let found = check(evidence);
    let kinds: Vec<Wrong> = found.iter().map(|f| f.wrong).collect();
    assert!(kinds.contains(&wrong), "{what}:\n{}", told(&found));
}

fn position(sales: &[Value], wanted: impl Fn(&Value) -> bool) -> usize {
    sales.iter().position(wanted).expect("there is such a sale")
}

/// The first charge that stands: nothing took it back.
fn charge(ledger: &str) -> (usize, Value) {
    let lines: Vec<Value> = ledger
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect();
    let undone = |charge: &Value| {
        lines.iter().any(|line| {
            line["original_trace"] == charge["trace"]
                || line["event"] == "auto_reversed" && line["trace"] == charge["trace"]
        })
    };
    let stands = |line: &Value| line["event"] == "authorised" && !undone(line);
    let at = position(&lines, stands);
    (at, lines[at].clone())
}

fn without(ledger: &str, at: usize, instead: &[Value]) -> String {
    let mut lines: Vec<String> = ledger.lines().map(str::to_owned).collect();
    lines.splice(at..=at, instead.iter().map(Value::to_string));
    lines.join("\n") + "\n"
}

fn dropped(ledger: &str) -> String {
    without(ledger, charge(ledger).0, &[])
}

fn doubled(ledger: &str) -> String {
    let (at, line) = charge(ledger);
    without(ledger, at, &[line.clone(), line])
}

fn another(ledger: &str) -> String {
    let (at, line) = charge(ledger);
    let mut other = line.clone();
    (other["trace"], other["seq"]) = (json!(999_999), json!(999_999));
    without(ledger, at, &[line, other])
}

fn one_cent_more(ledger: &str) -> String {
    let (at, mut line) = charge(ledger);
    line["net_minor"] = json!(line["net_minor"].as_i64().expect("an amount") + 1);
    without(ledger, at, &[line])
}

fn write(ledger: &Path, text: &str) {
    fs::write(ledger, text).expect("the ledger can be written");
}
