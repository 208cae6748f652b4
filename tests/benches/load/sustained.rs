//! P7 and the cash half of P15: several registers on one writer, as fast as they can. First whole
//! sales (five scans and cash), then payments of carts that were rung before: what a writer can
//! commit. The floor is taken between the slices; bytes a sale at the end.

use crate::Load;
use crate::kit::figures::{Spread, Times};
use crate::kit::floor::DiskFloor;
use crate::kit::goods;
use crate::kit::report::Row;
use crate::kit::shop::{self, Register};
use pos_app::ports::records::DayAxis;
use pos_app::ports::store::StoreError;
use pos_domain::time::Day;
use pos_tests::dice::Dice;
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

const LINES: usize = 5;
/// Carts that each register pays one after the other.
const CARTS: usize = 80;

/// What one register did.
#[derive(Default)]
struct Done {
    sales: usize,
    amount_minor: i64,
    pay: Times,
}

impl Done {
    fn pay(&mut self, register: &Register, sale_id: Uuid, due: i64) {
        let start = Instant::now();
        let sale = register.pay(sale_id, due);
        self.pay.since(start);
        self.sales += 1;
        self.amount_minor += sale["total_minor"].as_i64().expect("an amount");
        assert_eq!(
            sale["paid_minor"], sale["total_minor"],
            "paid is what it cost"
        );
    }
}

/// One way of selling over all rounds.
#[derive(Default)]
struct Way {
    rates: Vec<f64>,
    /// Sales in the time of one flush: the gate of the goal.
    shares: Vec<f64>,
    pay: Times,
}

impl Way {
    fn round(&mut self, done: &[Done], took: Duration, flush_us: f64) {
        let sales: usize = done.iter().map(|one| one.sales).sum();
        let rate = sales as f64 / took.as_secs_f64();
        self.rates.push(rate);
        self.shares.push(rate * flush_us / 1e6);
        done.iter().for_each(|one| self.pay.join(&one.pay));
    }

    fn row(mut self, what: String, floors: &mut Times) -> Row {
        let (rate, share) = (Spread::of(self.rates), Spread::of(self.shares));
        let [p50, p95, p99] = self.pay.three();
        let p999 = self.pay.at(99.9);
        Row {
            goal: "P7",
            what,
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
        .at_least(
            ">= 1,000/s, >= 0.27/F",
            &[
                ("rate", rate.median, 1000.0),
                ("share of 1/F", share.median, 0.27),
            ],
        )
        .note(format!(
            "payment with its waiting: p50 {p50:.0}, p95 {p95:.0}, p99 {p99:.0}, p99.9 {p999:.0} us"
        ))
    }
}

pub fn rows(load: &Load, folder: &Path) -> Vec<Row> {
    let before = file_bytes(folder);
    let codes = goods::goods(load.items).codes;
    let host = shop::start(folder, false);
    let registers: Vec<Register> = (1..=load.registers)
        .map(|seat| Register::sign_in(&host, seat))
        .collect();
    let rolled_before = rolled_up(folder);
    let mut floor = DiskFloor::in_folder(folder);
    let slice = Duration::from_millis(load.seconds * 1000 / load.rounds as u64);
    let (mut whole, mut paying) = (Way::default(), Way::default());
    let mut floors = Times::default();
    let (mut sales, mut amount_minor) = (0, 0);
    for round in 0..load.rounds {
        let series = |seat: usize| Dice((round * 16 + seat) as u64);
        let mut quiet = floor.take_many(200);
        let flush_us = quiet.at(50.0);
        floors.join(&quiet);
        let start = Instant::now();
        let sold = together(&registers, |seat, register| {
            sell_until(register, &codes, series(seat), start + slice)
        });
        whole.round(&sold, start.elapsed(), flush_us);
        let carts = together(&registers, |seat, register| {
            let mut series = series(seat + 8);
            let rung = (0..CARTS).map(|_| register.ring(&basket(&codes, &mut series)));
            rung.collect::<Vec<_>>()
        });
        let start = Instant::now();
        let paid = together(&registers, |seat, register| {
            let mut done = Done::default();
            let carts = carts[seat].iter();
            carts.for_each(|(sale_id, due)| done.pay(register, *sale_id, *due));
            done
        });
        paying.round(&paid, start.elapsed(), flush_us);
        for one in sold.iter().chain(&paid) {
            sales += one.sales;
            amount_minor += one.amount_minor;
        }
    }
    host.stop();
    let rolled = rolled_up(folder) - rolled_before;
    assert_eq!(rolled, amount_minor, "the day's sums are what was rung");
    let bytes = (file_bytes(folder) - before) as f64 / sales as f64;
    let registers = load.registers;
    println!("{sales} sales by {registers} registers; the day's sums agree");
    let what = |of: &str| format!("{of} a second, {registers} registers");
    vec![
        paying.row(what("payments of carts rung before"), &mut floors),
        whole.row(what("whole sales (5 scans + cash)"), &mut floors),
        bytes_row("bytes a cash sale of 5 lines", bytes, 1300.0, "<= 1,300 B"),
    ]
}

/// All registers at once, each on a thread of its own.
fn together<T: Send>(
    registers: &[Register],
    work: impl Fn(usize, &Register) -> T + Sync,
) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let threads: Vec<_> = registers
            .iter()
            .enumerate()
            .map(|(seat, register)| scope.spawn(move || work(seat, register)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("a register works to the end"))
            .collect()
    })
}

fn basket<'c>(codes: &'c [String], series: &mut Dice) -> Vec<&'c str> {
    (0..LINES)
        .map(|_| codes[series.place(codes.len())].as_str())
        .collect()
}

fn sell_until(register: &Register, codes: &[String], mut series: Dice, until: Instant) -> Done {
    let mut done = Done::default();
    while Instant::now() < until {
        let (sale_id, due) = register.ring(&basket(codes, &mut series));
        done.pay(register, sale_id, due);
    }
    done
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
