//! The small parts, each alone: look-up, search, totals, facts, the wire's messages, the sale as
//! JSON. Owns P2 and the backend's part of P3. Wall time by criterion; instructions by valgrind,
//! which feel no neighbour.

mod count;
#[allow(dead_code)]
#[path = "../kit/mod.rs"]
mod kit;
mod look;
mod parts;

use criterion::Criterion;
use kit::{report, shop};
use std::time::Duration;

const ITEMS: usize = 100_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [first, name, times, folder] = &words[..]
        && first == "count"
    {
        return count::child(name, times, folder.as_ref());
    }
    let work = kit::working_folder();
    let folder = work.path().join("shop");
    shop::copy(&shop::template(ITEMS, 0), &folder);
    let mut rows = look::rows(&folder);
    let mut criterion = Criterion::default()
        .configure_from_args()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .sample_size(50);
    for name in parts::NAMES {
        let mut part = parts::make(name, &folder);
        criterion.bench_function(name, |bench| bench.iter(&mut part));
    }
    criterion.final_summary();
    rows.extend(count::rows(&folder));
    report::keep("micro", &rows);
}
