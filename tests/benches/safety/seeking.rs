//! The auditor's search through the whole journal: a page by kind, by person, by day, and by a
//! receipt's number, which is looked for in the entries themselves.

use crate::kit::figures::{Round, judge};
use crate::kit::report::Row;
use crate::kit::shop::Register;
use pos_host::Host;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;

/// Pages of one kind a round.
const PAGES: usize = 5;

pub fn rows(host: &Arc<Host>, history: usize, rounds: usize) -> Vec<Row> {
    let manager = Register::sign_in(host, 0);
    let newest = page(&manager, json!({}));
    let entries = newest["head"].as_i64().expect("entries");
    let oldest_sold = json!({"text": "1", "kind": "sale_completed", "before": entries / 2});
    let nowhere = json!({"text": "no such word in here"});
    let ways = [
        ("by kind", json!({"kind": "sale_completed"})),
        ("by a kind that is rare", json!({"kind": "shop_opened"})),
        ("by a word, in the older half", oldest_sold),
        ("by a word that stands nowhere", nowhere),
    ];
    ways.map(|(name, sought)| {
        let mut taken = Vec::new();
        for round in 0..=rounds {
            let mut one = Round::default();
            for _ in 0..PAGES {
                let began = Instant::now();
                page(&manager, json!({}));
                one.floor.since(began);
                let began = Instant::now();
                page(&manager, sought.clone());
                one.ours.since(began);
            }
            // The first round warms the caches and is not counted.
            if round > 0 {
                taken.push(one);
            }
        }
        let judged = judge(taken);
        let p95_s = judged.ours[1] / 1e6;
        Row::of(
            "–",
            format!("journal searched {name}, {entries} entries of {history} sales"),
            &judged,
        )
        .floor_is("the newest page, nothing sought")
        .aim("p95 <= 1 s", &[("p95", p95_s, 1.0)])
    })
    .into()
}

/// The page that is asked for by these of the input's fields.
fn page(manager: &Register, sought: Value) -> Value {
    let mut input = json!({
        "from": null, "to": null, "actor": null, "kind": null, "text": null,
        "amount_minor": null, "before": null, "limit": 50,
    });
    for (name, value) in sought.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    manager.call("journal_search", input)
}
