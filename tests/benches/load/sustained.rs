//! P7 and the cash half of P15: several registers on one writer, as fast as they can, whole sales
//! (five scans and cash), the floor between the slices; bytes a sale at the end.

use crate::Load;
use crate::kit::figures::{Spread, Times};
use crate::kit::floor::DiskFloor;
use crate::kit::report::Row;
use crate::kit::shop::{self, Register};
use crate::kit::{Series, goods};
use pos_app::ports::records::DayAxis;
use pos_app::ports::store::StoreError;
use pos_domain::time::Day;
use std::path::Path;
use std::time::{Duration, Instant};

const LINES: usize = 5;

/// What one register did in a slice.
#[derive(Default)]
struct Done {
    sales: usize,
    amount_minor: i64,
    pay: Times,
    busy: Duration,
}

pub fn rows(load: &Load, folder: &Path) -> Vec<Row> {
    let before = file_bytes(folder);
    let goods = goods::goods(load.items);
    let codes = goods.codes.as_slice();
    let host = shop::start(folder, false);
    let registers: Vec<Register> = (1..=load.registers)
        .map(|seat| Register::sign_in(&host, seat))
        .collect();
    let rolled_before = rolled_up(folder);
    let mut floor = DiskFloor::in_folder(folder);
    let slice = Duration::from_millis(load.seconds * 1000 / load.rounds as u64);
    let (mut rates, mut shares, mut acts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut floors, mut pay) = (Times::default(), Times::default());
    let (mut sales, mut amount_minor) = (0, 0);
    for round in 0..load.rounds {
        let mut quiet = floor.take_many(200);
        let start = Instant::now();
        let until = start + slice;
        let done: Vec<Done> = std::thread::scope(|scope| {
            let threads: Vec<_> = registers
                .iter()
                .enumerate()
                .map(|(seat, register)| {
                    let series = Series((round * 16 + seat) as u64);
                    scope.spawn(move || sell_until(register, codes, series, until))
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().expect("a register sells to the end"))
                .collect()
        });
        let took = start.elapsed().as_secs_f64();
        let in_slice: usize = done.iter().map(|one| one.sales).sum();
        let busy: f64 = done.iter().map(|one| one.busy.as_secs_f64()).sum();
        let rate = in_slice as f64 / took;
        rates.push(rate);
        // Sales in the time of one flush: the gate of the goal.
        shares.push(rate * quiet.at(50.0) / 1e6);
        // Paying alone, as if the carts had been rung before.
        acts.push(in_slice as f64 / (busy / load.registers as f64));
        floors.join(&quiet);
        for one in &done {
            pay.join(&one.pay);
            sales += one.sales;
            amount_minor += one.amount_minor;
        }
    }
    host.stop();
    let rolled = rolled_up(folder) - rolled_before;
    assert_eq!(rolled, amount_minor, "the day's sums are what was rung");
    let bytes = (file_bytes(folder) - before) as f64 / sales as f64;
    println!(
        "{sales} sales by {} registers; the day's sums agree",
        load.registers
    );
    let (rate, share, act) = (Spread::of(rates), Spread::of(shares), Spread::of(acts));
    let sold = Row {
        goal: "P7",
        what: format!(
            "whole sales a second (5 scans + cash), {} registers",
            load.registers
        ),
        unit: "1/s",
        floor_is: "flushes a second, one at a time (1/F)",
        floor: vec![1e6 / floors.at(50.0)],
        ours: vec![rate.median],
        ratio: share.median,
        low: share.low,
        high: share.high,
        aim: "",
        met: None,
        note: String::new(),
    }
    .aim(
        ">= 1,000/s, >= 0.27/F",
        &[
            ("rate", 1000.0, rate.median),
            ("share of 1/F", 0.27, share.median),
        ],
    )
    .note(format!(
        "paying alone {:.0}/s; pay p50 {:.0}, p99 {:.0}, p99.9 {:.0} us with waiting",
        act.median,
        pay.at(50.0),
        pay.at(99.0),
        pay.at(99.9)
    ));
    let size = bytes_row("bytes a cash sale of 5 lines", bytes, 1300.0, "<= 1,300 B");
    vec![sold, size]
}

/// A line about the file's growth.
pub fn bytes_row(what: &str, bytes: f64, most: f64, aim: &'static str) -> Row {
    Row {
        goal: "P15",
        what: what.into(),
        unit: "B",
        floor_is: "the goal itself",
        floor: vec![most],
        ours: vec![bytes],
        ratio: bytes / most,
        low: bytes / most,
        high: bytes / most,
        aim: "",
        met: None,
        note: String::new(),
    }
    .aim(aim, &[("size", bytes, most)])
}

fn sell_until(register: &Register, codes: &[String], mut series: Series, until: Instant) -> Done {
    let mut done = Done::default();
    while Instant::now() < until {
        let basket: Vec<&str> = (0..LINES)
            .map(|_| codes[series.below(codes.len())].as_str())
            .collect();
        let (sale_id, due) = register.ring(&basket);
        let start = Instant::now();
        let sale = register.pay(sale_id, due);
        let took = start.elapsed();
        done.pay.add(took);
        done.busy += took;
        done.sales += 1;
        done.amount_minor += sale["total_minor"].as_i64().expect("an amount");
        assert_eq!(
            sale["paid_minor"], sale["total_minor"],
            "paid is what it cost"
        );
    }
    done
}

/// Bytes of the closed file.
pub fn file_bytes(folder: &Path) -> u64 {
    let path = folder.join(pos_store::DATABASE_FILE);
    std::fs::metadata(path).expect("the file is there").len()
}

/// What the rollups say was taken on all days: tenders, in minor units.
fn rolled_up(folder: &Path) -> i64 {
    let mut reader = shop::database(folder).reader().expect("the file opens");
    let days = 18_262..40_000;
    reader
        .look(|store| {
            let mut sum = 0;
            for day in days {
                for row in store.day_sums(Day(day), DayAxis::Tender)? {
                    sum += row.net_minor;
                }
            }
            Ok::<_, StoreError>(sum)
        })
        .expect("the file answers")
}
