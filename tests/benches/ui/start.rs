//! P9: from starting the program until its first screen can be used, in turns with the floor. Both
//! are started by the same driver, whose own share is in both; once for each way in which a shop
//! opens by itself.

use crate::Windows;
use crate::display::Display;
use crate::driver::Driver;
use crate::kit::figures::{Round, judge};
use crate::kit::report::Row;
use crate::locks::{self, Lock};
use std::path::Path;

/// The sign-in screen with its people: a cashier can begin.
const TILL_READY: &str = "[data-person]";
const FLOOR_READY: &str = "#cart";
const STARTS_A_ROUND: usize = 4;

pub fn rows(windows: &Windows, work: &Path, display: &Display, starts: usize) -> Vec<Row> {
    let locks = locks::all(&windows.folder, work);
    let rows = locks.iter().map(|lock| row(windows, lock, display, starts));
    rows.collect()
}

fn row(windows: &Windows, lock: &Lock, display: &Display, starts: usize) -> Row {
    println!("{starts} starts by {}", lock.name);
    let mut rounds = vec![Round::default()];
    // One start of each warms the caches.
    start(windows, lock, display, &mut Round::default());
    for at in 0..starts {
        if at > 0 && at % STARTS_A_ROUND == 0 {
            rounds.push(Round::default());
        }
        if let Some(round) = rounds.last_mut() {
            start(windows, lock, display, round);
        }
    }
    let judged = judge(rounds);
    let seconds = judged.ours.map(|us| us / 1e6);
    let what = format!(
        "start -> sign-in can be used, by {}, {starts} starts",
        lock.name
    );
    Row::of("P9", what, &judged)
        .floor_is("an empty window, same driver")
        .aim(
            "p50 <= 0.6 s, p95 <= 0.9 s, <= 1.8x",
            &[
                ("p50", seconds[0], 0.6),
                ("p95", seconds[1], 0.9),
                ("ratio", judged.ratio.median, 1.8),
            ],
        )
}

fn start(windows: &Windows, lock: &Lock, display: &Display, round: &mut Round) {
    let driver = || Driver::start(display, &lock.environment);
    let floor = driver().open(&windows.floor, &[]);
    round.floor.add(floor.until_shown(FLOOR_READY));
    drop(floor);
    let till = driver().open(&windows.till, &Windows::till_arguments(&lock.folder));
    round.ours.add(till.until_shown(TILL_READY));
}
