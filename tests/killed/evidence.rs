//! What the checker looks at, from outside: the ledger files of the terminals' bank, the sales as
//! the till shows them over HTTP, and what `posctl` says of the journal.

use crate::seat::{Record, Seat, Told};
use pos_tests::programs;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything there is to know.
#[derive(Clone)]
pub struct Evidence {
    /// Lines of the ledgers, each with its terminal's number.
    pub bank: Vec<(String, Value)>,
    /// Every sale the till knows.
    pub sales: Vec<Value>,
    /// The sums of the accounts by their numbers.
    pub accounts: BTreeMap<i64, i64>,
    /// Payments in doubt.
    pub doubts: Vec<Value>,
    /// What was answered, act by act.
    pub told: Vec<Told>,
    /// The same acts asked again under their ids, at the end.
    pub again: Vec<Result<Value, Value>>,
    /// `posctl journal verify` and `posctl journal rebuild --check`.
    pub verified: Value,
    pub rebuilt: Value,
}

/// The lines of the ledger files.
pub fn bank(ledgers: &[(String, PathBuf)]) -> Vec<(String, Value)> {
    let mut lines = Vec::new();
    for (number, path) in ledgers {
        let text = std::fs::read_to_string(path).expect("the terminal keeps a ledger");
        for line in text.lines() {
            let line = serde_json::from_str(line).expect("a line is an object");
            lines.push((number.clone(), line));
        }
    }
    lines
}

/// Looks at a till through the eyes of its manager.
pub fn gather(
    seat: &mut Seat,
    ledgers: &[(String, PathBuf)],
    folder: &Path,
    records: Vec<Record>,
) -> Evidence {
    let told: Vec<Told> = records.into_iter().flat_map(|r| r.told).collect();
    let again = told.iter().map(|told| repeat(seat, told)).collect();
    let report = looked(seat, "x_report", json!({"shift_no": null}));
    let accounts = report["accounts"].as_array().into_iter().flatten();
    let sum = |a: &Value| Some((a["code"].as_i64()?, a["amount_minor"].as_i64()?));
    let doubts = looked(seat, "doubt_list", json!({}));
    Evidence {
        bank: bank(ledgers),
        sales: sales(seat),
        accounts: accounts.filter_map(sum).collect(),
        doubts: doubts.as_array().cloned().unwrap_or_default(),
        told,
        again,
        verified: posctl(folder, &["journal", "verify"]),
        rebuilt: posctl(folder, &["journal", "rebuild", "--check"]),
    }
}

/// The last act of a sale is asked for once more; the others would only say the same.
fn repeat(seat: &mut Seat, told: &Told) -> Result<Value, Value> {
    match told.command.as_str() {
        "sale_pay_cash" | "sale_pay_card" | "sale_void" | "payment_reverse" => seat.again(told),
        _ => Ok(told.answer.clone()),
    }
}

fn sales(seat: &mut Seat) -> Vec<Value> {
    let mut sales = Vec::new();
    let mut offset = 0;
    loop {
        let find = json!({
            "text": null, "day": null, "state": null, "card_end": null, "amount_minor": null,
            "offset": offset, "limit": 200,
        });
        let found = looked(seat, "sale_find", find);
        for row in found["rows"].as_array().into_iter().flatten() {
            let view = json!({"sale_id": row["sale_id"]});
            sales.push(looked(seat, "sale_view", view));
        }
        offset += 200;
        if found["more"] != true {
            return sales;
        }
    }
}

fn looked(seat: &mut Seat, command: &str, input: Value) -> Value {
    seat.look(command, input)
        .unwrap_or_else(|error| panic!("{command}: {error}"))
}

fn posctl(folder: &Path, words: &[&str]) -> Value {
    let output = Command::new(programs::ours("posctl"))
        .args(["--json", "--data"])
        .arg(folder)
        .args(words)
        .output()
        .expect("posctl starts");
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().unwrap_or_default();
    serde_json::from_str(last).unwrap_or_else(|_| {
        panic!(
            "{words:?}: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        )
    })
}
