//! Whether what the bank did and what the books say are the same. Knows the ledger's lines, the
//! sales and the answers, and nothing of how the till came to them: no rule of the trade is asked.

use crate::evidence::Evidence;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// The bank moved money, and no sale says so.
    Lost,
    /// A sale says paid, and the bank moved nothing.
    NotCharged,
    /// Both moved money, not the same.
    Amount,
    /// Two sales name the same charge, or one line of the ledger stands twice.
    Doubled,
    /// The sums of accounts, drawer and bank differ.
    Sums,
    /// Receipt numbers have a gap, or one was given twice.
    Numbers,
    /// What was once answered does not stand any more.
    Answer,
    /// A sale that nobody serves is not at its end.
    Unfinished,
    /// A payment whose outcome the terminal could tell is in doubt.
    Doubt,
    /// The chain, or what is counted from it, does not hold.
    Journal,
}

/// One thing that is wrong.
pub struct Finding {
    pub wrong: Wrong,
    pub detail: String,
}

/// All findings, a line each.
pub fn told(found: &[Finding]) -> String {
    let line = |f: &Finding| format!("{:?}: {}\n", f.wrong, f.detail);
    found.iter().map(line).collect()
}

/// Accounts of the books.
const DRAWER: i64 = 100;
const CARD_CLEARING: i64 = 200;
const TENDERED: i64 = 500;

/// A booking at a terminal: its number and its trace.
type Booking = (String, u64);

/// Everything that is wrong.
pub fn check(evidence: &Evidence) -> Vec<Finding> {
    let mut found = Findings::default();
    let paid = paid_by_card(evidence, &mut found);
    compare(evidence, &paid, &mut found);
    sums(evidence, &mut found);
    numbers(evidence, &mut found);
    answers(evidence, &mut found);
    for doubt in &evidence.doubts {
        found.add(Wrong::Doubt, doubt);
    }
    if evidence.verified["holds"] != true {
        found.add(Wrong::Journal, &evidence.verified);
    }
    if evidence.rebuilt["equal"] != true {
        found.add(Wrong::Journal, &evidence.rebuilt);
    }
    found.0
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, wrong: Wrong, detail: impl ToString) {
        let detail = detail.to_string();
        self.0.push(Finding { wrong, detail });
    }
}

/// What stands of each booking when everything that took it back is counted in.
fn bookings(evidence: &Evidence, found: &mut Findings) -> BTreeMap<Booking, i64> {
    let mut net = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (terminal, line) in &evidence.bank {
        if !seen.insert((terminal.clone(), line["seq"].as_u64())) {
            found.add(Wrong::Doubled, format!("ledger of {terminal}: {line}"));
        }
    }
    for line in &evidence.bank {
        *net.entry(booking_of(line)).or_default() += minor(&line.1["net_minor"]);
    }
    net.retain(|_, minor| *minor != 0);
    net
}

/// A reversal, and the terminal's taking it back, count for the sale it was of.
fn booking_of((terminal, line): &(String, Value)) -> Booking {
    let trace = line["original_trace"].as_u64().or(line["trace"].as_u64());
    (terminal.clone(), trace.unwrap_or_default())
}

/// What completed sales say was paid by card: sales in, returns out.
fn paid_by_card(evidence: &Evidence, found: &mut Findings) -> BTreeMap<Booking, i64> {
    let mut paid = BTreeMap::new();
    for sale in &evidence.sales {
        match text(&sale["state"]) {
            "completed" => {}
            "voided" => continue,
            _ => {
                found.add(Wrong::Unfinished, sale);
                continue;
            }
        }
        for tender in tenders(sale, "card") {
            let slip = &tender["card"];
            let trace = text(&slip["trace"]).parse().unwrap_or_default();
            let booking = (text(&slip["terminal_id"]).to_owned(), trace);
            if let Some(other) = paid.insert(booking, signed(sale, tender)) {
                found.add(Wrong::Doubled, format!("{other} and {sale}"));
            }
        }
    }
    paid
}

fn compare(evidence: &Evidence, paid: &BTreeMap<Booking, i64>, found: &mut Findings) {
    let charged = bookings(evidence, found);
    let mut add = |wrong, booking: &Booking, detail: String| {
        let lines = evidence
            .bank
            .iter()
            .filter(|line| booking_of(line) == *booking);
        let lines: Vec<String> = lines.map(|(_, line)| line.to_string()).collect();
        found.add(
            wrong,
            format!("{booking:?}: {detail}\n{}", lines.join("\n")),
        );
    };
    for (booking, at_bank) in &charged {
        match paid.get(booking) {
            None => add(Wrong::Lost, booking, at_bank.to_string()),
            Some(in_books) if in_books != at_bank => {
                add(
                    Wrong::Amount,
                    booking,
                    format!("bank {at_bank}, books {in_books}"),
                );
            }
            Some(_) => {}
        }
    }
    for (booking, in_books) in paid {
        if !charged.contains_key(booking) {
            add(Wrong::NotCharged, booking, in_books.to_string());
        }
    }
}

fn sums(evidence: &Evidence, found: &mut Findings) {
    let account = |code| evidence.accounts.get(&code).copied().unwrap_or_default();
    let of_bank: i64 = evidence
        .bank
        .iter()
        .map(|(_, l)| minor(&l["net_minor"]))
        .sum();
    let done = || evidence.sales.iter().filter(|s| s["state"] == "completed");
    let by = |kind: &str| -> i64 {
        done()
            .flat_map(|sale| tenders(sale, kind).map(|tender| signed(sale, tender)))
            .sum()
    };
    for (what, is, wanted) in [
        (
            "card clearing against the bank",
            account(CARD_CLEARING),
            of_bank,
        ),
        ("card tenders against the bank", by("card"), of_bank),
        (
            "drawer against the cash tenders",
            account(DRAWER),
            by("cash"),
        ),
        ("money that belongs to no sale", account(TENDERED), 0),
        ("all accounts", evidence.accounts.values().sum(), 0),
    ] {
        if is != wanted {
            found.add(Wrong::Sums, format!("{what}: {is}, not {wanted}"));
        }
    }
    for sale in done() {
        let kinds = ["cash", "card"];
        let met: i64 = kinds
            .iter()
            .flat_map(|kind| tenders(sale, kind))
            .map(|tender| minor(&tender["amount_minor"]))
            .sum();
        if met != minor(&sale["total_minor"]) {
            found.add(
                Wrong::Sums,
                format!("tenders do not meet the total: {sale}"),
            );
        }
    }
}

fn numbers(evidence: &Evidence, found: &mut Findings) {
    let given = evidence.sales.iter().filter_map(|s| s["number"].as_i64());
    let mut numbers: Vec<i64> = given.collect();
    numbers.sort_unstable();
    for (at, number) in (1..).zip(&numbers) {
        if at != *number {
            found.add(Wrong::Numbers, format!("{number} stands where {at} should"));
            break;
        }
    }
    let ids: BTreeSet<&str> = evidence.sales.iter().map(|s| text(&s["sale_id"])).collect();
    if ids.len() != evidence.sales.len() {
        found.add(Wrong::Doubled, "a sale is listed twice");
    }
}

/// What an answer said of a sale still stands, and asking again says the same.
fn answers(evidence: &Evidence, found: &mut Findings) {
    let by_id: BTreeMap<&str, &Value> = evidence
        .sales
        .iter()
        .map(|sale| (text(&sale["sale_id"]), sale))
        .collect();
    for (told, again) in evidence.told.iter().zip(&evidence.again) {
        let said = &told.answer;
        if let Some(id) = told.input["sale_id"].as_str() {
            match by_id.get(id) {
                None => found.add(Wrong::Answer, format!("the sale is gone: {said}")),
                Some(now) => compare_sale(said, now, found),
            }
        }
        match again {
            Ok(again) => compare_sale(said, again, found),
            Err(error) => found.add(Wrong::Answer, format!("{} again: {error}", told.command)),
        }
    }
}

/// What may never change any more once it was said.
fn compare_sale(said: &Value, now: &Value, found: &mut Findings) {
    let ended = ["completed", "voided"].contains(&text(&said["state"]));
    let fixed = ["state", "number", "total_minor", "change_minor"];
    let changed = fixed.iter().find(|field| said[**field] != now[**field]);
    if ended && let Some(field) = changed {
        found.add(Wrong::Answer, format!("{field}: told {said}, now {now}"));
    }
    let ids = |sale: &Value, list: &str, id: &str| -> Vec<String> {
        let all = sale[list].as_array().into_iter().flatten();
        all.map(|one| text(&one[id]).to_owned()).collect()
    };
    let attempts = ids(now, "attempts", "attempt_id");
    for attempt in ids(said, "attempts", "attempt_id") {
        if !attempts.contains(&attempt) {
            found.add(Wrong::Answer, format!("attempt {attempt} is gone: {now}"));
        }
    }
}

fn tenders<'s>(sale: &'s Value, kind: &'s str) -> impl Iterator<Item = &'s Value> {
    let all = sale["tenders"].as_array().into_iter().flatten();
    all.filter(move |tender| tender["kind"] == kind)
}

/// What the merchant gains by a tender.
fn signed(sale: &Value, tender: &Value) -> i64 {
    let amount = minor(&tender["amount_minor"]);
    if sale["kind"] == "return" {
        -amount
    } else {
        amount
    }
}

fn minor(value: &Value) -> i64 {
    value.as_i64().unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
