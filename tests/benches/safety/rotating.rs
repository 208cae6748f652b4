//! A key made anew while a cashier sells: how long her sales take meanwhile, the longest of them
//! above all, and the whole rotation.

use crate::kit::figures::{Round, Times, judge};
use crate::kit::goods;
use crate::kit::report::Row;
use crate::kit::shop::Register;
use pos_app::console::Console;
use pos_host::Host;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// All that can be made anew without a person's phrase.
const KEYS: [&str; 5] = ["database", "journal", "anchor", "backup", "pepper"];
/// Sales before each rotation.
const SALES: usize = 40;

pub fn rows(host: &Arc<Host>, folder: &Path, rounds: usize) -> Vec<Row> {
    let code = goods::goods(crate::ITEMS).codes.remove(0);
    let cashier = Register::sign_in(host, 1);
    KEYS.map(|key| row(host, folder, &cashier, &code, key, rounds))
        .into()
}

fn row(
    host: &Arc<Host>,
    folder: &Path,
    cashier: &Register,
    code: &str,
    key: &str,
    rounds: usize,
) -> Row {
    let (mut taken, mut longest, mut whole) = (Vec::new(), Duration::ZERO, Times::default());
    for _ in 0..rounds {
        let mut round = Round::default();
        for _ in 0..SALES {
            round.floor.add(sold(cashier, code));
        }
        let (waits, took) = rotated(host, cashier, code, key);
        for wait in &waits {
            round.ours.add(*wait);
        }
        longest = waits.into_iter().fold(longest, Duration::max);
        whole.add(took);
        taken.push(round);
    }
    let file = folder.join(pos_store::DATABASE_FILE);
    let mib = file.metadata().map_or(0, |file| file.len()) >> 20;
    let note = format!(
        "longest {:.1} ms; the whole rotation {:.1} ms; the file has {mib} MiB",
        longest.as_secs_f64() * 1e3,
        whole.at(50.0) / 1e3,
    );
    Row::of(
        "–",
        format!("a sale, scan and cash, while the {key} key is made anew"),
        &judge(taken),
    )
    .floor_is("the same, no key being made")
    .note(note)
}

/// Sells until the key is made anew: how long each sale took, and the rotation.
fn rotated(
    host: &Arc<Host>,
    cashier: &Register,
    code: &str,
    key: &str,
) -> (Vec<Duration>, Duration) {
    let done = AtomicBool::new(false);
    std::thread::scope(|both| {
        let selling = both.spawn(|| {
            let mut waits = vec![sold(cashier, code)];
            while !done.load(Ordering::Acquire) {
                waits.push(sold(cashier, code));
            }
            waits
        });
        let desk = Console::open(host.app(), "desk").expect("the shop is open");
        let began = Instant::now();
        let made = desk.call("key_rotate", None, json!({"key": key, "secrets": []}));
        let took = began.elapsed();
        done.store(true, Ordering::Release);
        made.unwrap_or_else(|error| panic!("{key}: {error}"));
        (selling.join().expect("she sells"), took)
    })
}

/// One sale; how long it took from its scan: whichever of its writes comes to wait is counted.
fn sold(cashier: &Register, code: &str) -> Duration {
    let began = Instant::now();
    let (sale, due) = cashier.ring(&[code]);
    let paid = cashier.pay(sale, due);
    let took = began.elapsed();
    assert_eq!(paid["state"], "completed");
    took
}
