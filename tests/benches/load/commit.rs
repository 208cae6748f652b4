//! P4, P5, P6: what paying takes, on a file with a history and on an empty one, with the disk's
//! floor before each.

use crate::Load;
use crate::kit::figures::{Round, Spread, Times, judge};
use crate::kit::floor::DiskFloor;
use crate::kit::goods;
use crate::kit::history::{Past, now_ms};
use crate::kit::report::Row;
use crate::kit::shop::{self, Register};
use pos_store::{Mode, Writer};
use pos_tests::dice::Dice;
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

/// The store alone: the same facts, without use case, cart and answer.
struct Bare {
    writer: Writer,
    past: Past,
    took: Times,
}

impl Bare {
    fn at(folder: &Path) -> Bare {
        let database = shop::database(folder);
        let mut writer = database.writer(Mode::Open, &[]).expect("the file opens");
        Bare {
            past: Past::of(&mut writer, now_ms()),
            writer,
            took: Times::default(),
        }
    }

    fn sell(&mut self) {
        let start = Instant::now();
        self.past.append(&mut self.writer);
        self.took.since(start);
    }
}

/// Pages of 4 KiB that paying one sale writes into the log; it is used from its start again after
/// each checkpoint, so what changed is counted and not what grew.
fn pages(register: &Register, folder: &Path, basket: &[&str]) -> usize {
    // Each page stands in a frame with 24 bytes before it, after a head of 32 bytes.
    const FRAME: usize = 4096 + 24;
    let log = folder.join(format!("{}-wal", pos_store::DATABASE_FILE));
    let frames = || {
        let log = std::fs::read(&log).unwrap_or_default();
        log.get(32..).unwrap_or_default().to_vec()
    };
    let (sale_id, due) = register.ring(basket);
    let before = frames();
    register.pay(sale_id, due);
    let after = frames();
    let mut old = before.chunks(FRAME);
    after
        .chunks(FRAME)
        .filter(|frame| old.next() != Some(frame))
        .count()
}

/// All rounds, one list a line of the table.
#[derive(Default)]
struct Taken {
    pays: Vec<Round>,
    empties: Vec<Round>,
    scans: Vec<Round>,
    stores: Vec<Round>,
    /// With a history against without, at p50.
    flat: Vec<f64>,
    all: Times,
    pages: usize,
}

pub fn rows(load: &Load, full: &Path, empty: &Path) -> Vec<Row> {
    let taken = take(load, full, empty);
    let mut all = taken.all;
    let p999 = format!("p99.9 {:.0} us", all.at(99.9));
    let flat = Spread::of(taken.flat);
    let (pay, empty) = (judge(taken.pays), judge(taken.empties));
    let (p50, p99) = (pay.ratio.median, pay.tail.median);
    let history = load.history;
    let rises = Row {
        goal: "P5",
        what: format!("pay a sale, {history} stored against none"),
        unit: "us",
        floor_is: "the same on a file without sales",
        floor: empty.ours.to_vec(),
        ours: pay.ours.to_vec(),
        ratio: flat.median,
        low: flat.low,
        high: flat.high,
        aim: "",
        met: None,
        note: String::new(),
    };
    vec![
        Row::of("P4", format!("pay a sale, {history} sales stored"), &pay)
            .floor_is("4 KiB appended and flushed (F)")
            .aim(
                "p50 <= 2.5 F, p99 <= 4 F(p99)",
                &[("p50", p50, 2.5), ("p99", p99, 4.0)],
            )
            .note(format!("p99 {p99:.2} F(p99)"))
            .note(p999)
            .note(format!("{} pages of 4 KiB", taken.pages)),
        Row::of("P4", "the same by the store alone", &judge(taken.stores)).floor_is("F"),
        rises.aim("<= 1.2x (at 1M)", &[("p50", flat.median, 1.2)]),
        Row::of("P6", "pay pressed -> answer, backend's part", &pay)
            .floor_is("F")
            .note("the painted part is measured in the window"),
        Row::of(
            "P1",
            "scan, backend's part (5-line cart)",
            &judge(taken.scans),
        )
        .floor_is("F (an edit needs no flush)"),
    ]
}

fn take(load: &Load, full: &Path, empty: &Path) -> Taken {
    let codes = goods::goods(load.items).codes;
    let mut series = Dice(4);
    let mut floor = DiskFloor::in_folder(full);
    let mut sides = [Side::at(full), Side::at(empty)];
    let bare_folder = empty.with_extension("bare");
    shop::copy(&shop::template(load.items, 0), &bare_folder);
    let mut bare = Bare::at(&bare_folder);
    let first: Vec<&str> = codes.iter().take(LINES).map(String::as_str).collect();
    let mut taken = Taken {
        pages: pages(&sides[0].register, full, &first),
        ..Taken::default()
    };
    // The first round warms the caches and is not counted.
    for round in 0..=load.rounds {
        let mut floors = Times::default();
        for _ in 0..SALES_A_ROUND {
            for side in &mut sides {
                let basket: Vec<&str> = (0..LINES)
                    .map(|_| codes[series.place(codes.len())].as_str())
                    .collect();
                floor.take(&mut floors);
                side.sell(&basket);
            }
            bare.sell();
        }
        let [(scan, mut pay), (_, mut empty_pay)] = sides.each_mut().map(Side::take);
        let stored = std::mem::take(&mut bare.took);
        if round == 0 {
            continue;
        }
        taken.all.join(&pay);
        taken.flat.push(pay.at(50.0) / empty_pay.at(50.0));
        let round = |ours| Round {
            floor: floors.clone(),
            ours,
        };
        taken.pays.push(round(pay));
        taken.empties.push(round(empty_pay));
        taken.scans.push(round(scan));
        taken.stores.push(round(stored));
    }
    for side in &sides {
        side.register.host.stop();
    }
    taken
}
