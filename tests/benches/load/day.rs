//! P12: a day's report. The X of a period with the whole history in it, and the same as a Z; beside
//! it the same accounts summed from their posting rows, which must come to the same.

use crate::Load;
use crate::kit::figures::{Round, judge};
use crate::kit::report::Row;
use crate::kit::shop::{self, Register};
use pos_app::ports::store::StoreError;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;

/// Reports beside one walk over the rows.
const REPORTS_A_ROUND: usize = 50;

pub fn rows(load: &Load, folder: &Path) -> Vec<Row> {
    let host = shop::start(folder, false);
    let manager = Register::sign_in(&host, 0);
    let whole = json!({ "shift_no": null });
    let x = measured(load, folder, &manager, "x_report", &whole);
    close(&manager);
    let first = json!({ "z_number": 1 });
    let z = measured(load, folder, &manager, "z_report", &first);
    host.stop();
    let said = |report, what: &str| format!("{what} over {} sales", report);
    vec![
        row(said(load.history, "X"), &x),
        row(said(load.history, "Z"), &z),
    ]
}

fn row(what: String, judged: &crate::kit::figures::Judged) -> Row {
    let p95_ms = judged.ours[1] / 1000.0;
    let times_slower = 1.0 / judged.ratio.median;
    Row::of("P12", what, judged)
        .floor_is("the accounts summed from their rows")
        .aim("<= 1 ms", &[("p95", p95_ms, 1.0)])
        .note(format!("{times_slower:.0} times as fast as from the rows"))
}

fn measured(
    load: &Load,
    folder: &Path,
    manager: &Register,
    command: &str,
    input: &Value,
) -> crate::kit::figures::Judged {
    let mut reader = shop::database(folder).reader().expect("the file opens");
    let mut rounds = Vec::new();
    for _ in 0..load.rounds {
        let mut taken = Round::default();
        let start = Instant::now();
        let summed = reader
            .look(|store| store.account_sums())
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        taken.floor.since(start);
        let mut report = Value::Null;
        for _ in 0..REPORTS_A_ROUND {
            let start = Instant::now();
            report = manager.call(command, input.clone());
            taken.ours.since(start);
        }
        let told: Vec<(i64, i64)> = report["accounts"]
            .as_array()
            .expect("a report has accounts")
            .iter()
            .map(|account| (number(account, "code"), number(account, "amount_minor")))
            .collect();
        assert_eq!(told, summed, "{command}");
        rounds.push(taken);
    }
    judge(rounds)
}

fn number(account: &Value, field: &str) -> i64 {
    account[field].as_i64().expect("a number")
}

/// Counts the drawer as it should be, closes it and the day.
fn close(manager: &Register) {
    let shift = json!({ "shift_no": 1 });
    let expected = &manager.call("shift_report", shift)["expected_minor"];
    let counts = json!([{ "unit_minor": 1, "count": expected }]);
    manager.call("shift_count", json!({ "shift_no": 1, "counts": counts }));
    manager.call("shift_close", json!({ "shift_no": 1, "note": null }));
    manager.call("day_close", json!({ "z_number": 1 }));
}
