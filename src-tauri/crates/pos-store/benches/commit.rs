//! What a durable sale costs beside its floor: one append of 4 KiB with a flush, taken in turns
//! with it on the same disk. The goal (P4): p50 at most 2.5 floors, p99 at most 4.
//!
//! Ratios, not milliseconds: they are the same on a quiet day and on a busy one.

#[allow(dead_code)]
#[path = "../tests/it/shop.rs"]
mod shop;

use pos_domain::cart::{Cart, SaleKind};
use pos_domain::fact::{Fact, SaleCompleted};
use pos_domain::time::Instant as Moment;
use pos_store::{DATABASE_FILE, Durability, rebuild, verify};
use shop::{CASHIER, DAY, Till};
use std::fs::File;
use std::io::Write;
use std::time::Instant;

const ROUNDS: usize = 7;
const SALES_A_ROUND: usize = 300;
/// Sales before the second measurement: a till in its second year.
const HISTORY: i64 = 100_000;
/// The host moves the log into the file between sales, this often.
const CHECKPOINT_EVERY: usize = 50;

#[derive(Default)]
struct Times(Vec<u64>);

impl Times {
    fn add(&mut self, since: Instant) {
        self.0.push(since.elapsed().as_nanos() as u64);
    }
    /// Microseconds that this share of a hundred stayed below.
    fn at(&mut self, share: usize) -> u64 {
        self.0.sort_unstable();
        self.0[(self.0.len() - 1) * share / 100] / 1000
    }
}

fn main() {
    let mut till = Till::open();
    let mut number = 0;
    measure("empty file", &mut till, &mut number);
    history(&mut till, &mut number);
    measure("after 100,000 sales", &mut till, &mut number);
    let bytes = std::fs::metadata(till.path().join(DATABASE_FILE))
        .unwrap()
        .len();
    println!("file: {} B a sale", bytes / number as u64);
    till.writer = None;
    let mut opens = Times::default();
    for _ in 0..20 {
        let start = Instant::now();
        let mut reader = till.database().reader().unwrap();
        reader.look(|store| store.journal_head()).unwrap();
        opens.add(start);
    }
    println!(
        "open and read the head: p50 {} us, p95 {} us",
        opens.at(50),
        opens.at(95)
    );
    prove(&till, number);
}

/// How long the whole journal takes to verify and to count again (P14: 20 s a million sales).
fn prove(till: &Till, sales: i64) {
    let mut reader = till.database().reader().unwrap();
    let start = Instant::now();
    let report = verify(&mut reader, &[], &mut |_, _| {}).unwrap();
    println!(
        "verify: {} ms for {sales} sales",
        start.elapsed().as_millis()
    );
    assert_eq!(report.problem, None);
    let start = Instant::now();
    let report = rebuild(&mut reader, &mut |_, _| {}).unwrap();
    println!(
        "rebuild and compare: {} ms for {sales} sales",
        start.elapsed().as_millis()
    );
    assert!(report.is_equal());
}

fn measure(what: &str, till: &mut Till, number: &mut i64) {
    let mut floor_file = File::create(till.path().join("floor")).unwrap();
    let block = [0x5a; 4096];
    let (mut floor, mut sale, mut edit) = <(Times, Times, Times)>::default();
    let (mut ratios, mut tails) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (mut round_floor, mut round_sale) = <(Times, Times)>::default();
        for at in 0..SALES_A_ROUND {
            let start = Instant::now();
            floor_file.write_all(&block).unwrap();
            floor_file.sync_data().unwrap();
            round_floor.add(start);
            floor.add(start);
            *number += 1;
            let fact = till.sale(*number);
            let start = Instant::now();
            ring_up(till, &fact);
            edit.add(start);
            let start = Instant::now();
            complete(till, fact);
            round_sale.add(start);
            sale.add(start);
            if at % CHECKPOINT_EVERY == 0 {
                till.writer().checkpoint().unwrap();
            }
        }
        ratios.push(round_sale.at(50) * 100 / round_floor.at(50));
        tails.push(round_sale.at(99) * 100 / round_floor.at(99));
    }
    println!("{what}: {} sales of 5 lines", ROUNDS * SALES_A_ROUND);
    for (name, times) in [
        ("floor", &mut floor),
        ("sale", &mut sale),
        ("cart edit", &mut edit),
    ] {
        let (p50, p95, p99) = (times.at(50), times.at(95), times.at(99));
        println!("  {name:<10} p50 {p50:>6} us  p95 {p95:>6} us  p99 {p99:>6} us");
    }
    println!("  sale / floor at p50: {}", spread(ratios));
    println!("  sale / floor at p99: {}", spread(tails));
}

/// The median of some ratios in hundredths, and the two ends.
fn spread(mut hundredths: Vec<u64>) -> String {
    hundredths.sort_unstable();
    let told = |at: usize| format!("{}.{:02}", hundredths[at] / 100, hundredths[at] % 100);
    let last = hundredths.len() - 1;
    format!("{} ({}–{})", told(last / 2), told(0), told(last))
}

/// The cart as it stands before the last key: its head, written without waiting for the disk.
fn ring_up(till: &mut Till, fact: &SaleCompleted) {
    let cart = Cart::open(fact.sale_id, SaleKind::Sale, CASHIER, Moment(1));
    till.writer()
        .act(Durability::Normal, |store| store.cart_put_head(&cart.head))
        .unwrap();
}

/// What happens when the last key is pressed.
fn complete(till: &mut Till, fact: SaleCompleted) {
    let entry = till.entry();
    let sale_id = fact.sale_id;
    let fact = Fact::SaleCompleted(fact);
    till.act(|store| {
        store.journal_append(entry, &fact)?;
        store.cart_remove(sale_id)
    })
    .unwrap();
}

fn history(till: &mut Till, number: &mut i64) {
    while *number < HISTORY {
        let facts: Vec<_> = (0..1000)
            .map(|_| {
                *number += 1;
                let mut fact = till.sale(*number);
                fact.day = DAY.plus_days((*number / 250) as i32);
                (till.entry(), Fact::SaleCompleted(fact))
            })
            .collect();
        till.act(|store| {
            for (entry, fact) in facts {
                store.journal_append(entry, &fact)?;
            }
            Ok(())
        })
        .unwrap();
    }
    till.writer().checkpoint().unwrap();
}
