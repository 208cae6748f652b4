//! P4, P5, P6: what paying takes, on a file with a history and on an empty one, with the disk's
//! floor before each.

use crate::Load;
use crate::kit::figures::{Round, Spread, Times, judge};
use crate::kit::floor::DiskFloor;
use crate::kit::report::Row;
use crate::kit::shop::{self, Register};
use crate::kit::{Series, goods};
use std::path::Path;
use std::time::Instant;

const SALES_A_ROUND: usize = 150;
const LINES: usize = 5;

/// One till and what it took.
struct Side {
    register: Register,
    scan: Times,
    pay: Times,
}

impl Side {
    fn at(folder: &Path) -> Side {
        let host = shop::start(folder, false);
        Side {
            register: Register::sign_in(&host, 1),
            scan: Times::default(),
            pay: Times::default(),
        }
    }

    /// Rings five lines and pays; both are timed.
    fn sell(&mut self, codes: &[&str]) {
        let start = Instant::now();
        let (sale_id, due) = self.register.ring(codes);
        self.scan.add(start.elapsed() / LINES as u32);
        let start = Instant::now();
        let sale = self.register.pay(sale_id, due);
        self.pay.since(start);
        assert_eq!(sale["state"], "completed");
    }

    fn take(&mut self) -> (Times, Times) {
        (
            std::mem::take(&mut self.scan),
            std::mem::take(&mut self.pay),
        )
    }
}

pub fn rows(load: &Load, full: &Path, empty: &Path) -> Vec<Row> {
    let codes = goods::goods(load.items).codes;
    let mut series = Series(4);
    let mut floor = DiskFloor::in_folder(full);
    let mut sides = [Side::at(full), Side::at(empty)];
    let (mut pays, mut empties, mut scans) = (Vec::new(), Vec::new(), Vec::new());
    let mut all = Times::default();
    let mut flat = Vec::new();
    // The first round warms the caches and is not counted.
    for round in 0..=load.rounds {
        let mut floors = Times::default();
        for _ in 0..SALES_A_ROUND {
            for side in &mut sides {
                let basket: Vec<&str> = (0..LINES)
                    .map(|_| codes[series.below(codes.len())].as_str())
                    .collect();
                floor.take(&mut floors);
                side.sell(&basket);
            }
        }
        let [(scan, mut pay), (_, mut empty_pay)] = sides.each_mut().map(Side::take);
        if round == 0 {
            continue;
        }
        all.join(&pay);
        flat.push(pay.at(50.0) / empty_pay.at(50.0));
        let round = |ours| Round {
            floor: floors.clone(),
            ours,
        };
        pays.push(round(pay));
        empties.push(round(empty_pay));
        scans.push(round(scan));
    }
    for side in &sides {
        side.register.host.stop();
    }
    let mut judged = judge(pays);
    let p999 = format!("p99.9 {:.0} us", all.at(99.9));
    let (p50, p99) = (judged.ratio.median, judged.tail.median);
    let flat = Spread::of(flat);
    let commit = Row::of(
        "P4",
        format!("pay a sale, {} sales stored", load.history),
        &judged,
    )
    .floor_is("4 KiB appended and flushed (F)")
    .aim(
        "p50 <= 2.5 F, p99 <= 4 F(p99)",
        &[("p50", p50, 2.5), ("p99", p99, 4.0)],
    )
    .note(format!("p99 {p99:.2} F(p99)"))
    .note(p999);
    let paid = Row::of("P6", "pay pressed -> answer, backend's part", &judged)
        .floor_is("F")
        .note("the painted part is measured in the window");
    judged = judge(empties);
    let empty_p50 = judged.ours[0];
    let rises = Row {
        goal: "P5",
        what: format!("pay a sale, {} stored against none", load.history),
        unit: "us",
        floor_is: "the same on a file without sales",
        floor: judged.ours.to_vec(),
        ours: commit.ours.clone(),
        ratio: flat.median,
        low: flat.low,
        high: flat.high,
        aim: "",
        met: None,
        note: String::new(),
    }
    .aim("<= 1.2x (at 1M)", &[("p50", flat.median, 1.2)])
    .note(format!("empty p50 {empty_p50:.0} us"));
    let scan = Row::of("P1", "scan, backend's part (5-line cart)", &judge(scans))
        .floor_is("F (an edit needs no flush)");
    vec![commit, rises, paid, scan]
}
