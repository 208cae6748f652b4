//! What a shop feels of its own safety: how long a sale waits while each key is made anew, and how
//! long the auditor waits for a page of the journal. The real use cases over 100,000 sales.
//!
//! `cargo bench --bench safety -- [--history 100000] [--rounds 5]`

#[allow(dead_code)]
#[path = "../kit/mod.rs"]
mod kit;
mod rotating;
mod seeking;

use kit::{report, shop};

const ITEMS: usize = 100_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, usual: usize| {
        let place = words.iter().position(|word| word == name);
        let value = place.and_then(|at| words.get(at + 1));
        value.map_or(usual, |text| text.parse().expect("a number"))
    };
    let (history, rounds) = (number("--history", 100_000), number("--rounds", 5).max(1));
    let work = kit::working_folder();
    let folder = work.path().join("shop");
    shop::copy(&shop::template(ITEMS, history), &folder);
    let host = shop::start(&folder, false);
    let mut rows = seeking::rows(&host, history, rounds);
    rows.extend(rotating::rows(&host, &folder, rounds));
    host.stop();
    report::keep("safety", &rows);
}
