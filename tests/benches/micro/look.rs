//! P2 and P3: what a scan and a typed word cost behind the screen, with percentiles.

use crate::kit::figures::{Round, judge};
use crate::kit::goods;
use crate::kit::report::Row;
use crate::kit::shop::{self, Register};
use crate::parts;
use memchr::memmem;
use pos_app::event::Event;
use pos_app::ports::store::StoreError;
use pos_tests::dice::Dice;
use serde_json::json;
use std::collections::HashMap;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const ROUNDS: usize = 7;

pub fn rows(folder: &Path) -> Vec<Row> {
    vec![look_up(folder), search(folder)]
}

/// A barcode through the store; beside it the same key in a map in memory.
fn look_up(folder: &Path) -> Row {
    let codes = parts::keys();
    let map: HashMap<&str, usize> = codes.iter().enumerate().map(|(n, c)| (&**c, n)).collect();
    let mut reader = shop::database(folder).reader().expect("the file opens");
    let mut series = Dice(3);
    let mut rounds = Vec::new();
    for round in 0..=ROUNDS {
        let mut taken = Round::default();
        for _ in 0..3_000 {
            let chosen: Vec<&str> = (0..32)
                .map(|_| codes[series.place(codes.len())].as_str())
                .collect();
            let start = Instant::now();
            for code in &chosen {
                black_box(map.get(*code));
            }
            taken.floor.add(start.elapsed() / 32);
            let start = Instant::now();
            let found = reader.look(|store| store.product_by_code(chosen[0]));
            taken.ours.since(start);
            assert!(matches!(found, Ok::<_, StoreError>(Some(_))));
        }
        if round > 0 {
            rounds.push(taken);
        }
    }
    let judged = judge(rounds);
    let p99 = judged.ours[2];
    Row::of(
        "P2",
        format!("barcode look-up, {} goods", crate::ITEMS),
        &judged,
    )
    .floor_is("a hash map in memory")
    .aim("p99 <= 50 us", &[("p99", p99, 50.0)])
}

/// Words through the whole call; beside it one pass over all names in memory.
fn search(folder: &Path) -> Row {
    let table = goods::goods(crate::ITEMS).table;
    let host = shop::start(folder, false);
    let events = host.subscribe();
    let register = Register::sign_in(&host, 1);
    let goods_told = |event: &Event| match event {
        Event::Changed { tags } => tags.iter().any(|tag| tag == "goods"),
        _ => false,
    };
    // The index is built in the background; it tells when it is there.
    while let Ok(event) = events.recv_timeout(Duration::from_secs(20)) {
        if goods_told(&event) {
            break;
        }
    }
    let absent = memmem::Finder::new("no such word here");
    let mut rounds = Vec::new();
    for round in 0..=ROUNDS {
        let mut taken = Round::default();
        for _ in 0..25 {
            for text in parts::TEXTS {
                let start = Instant::now();
                black_box(absent.find(&table));
                taken.floor.since(start);
                let start = Instant::now();
                let found = register.call("product_search", json!({ "text": text, "limit": 20 }));
                taken.ours.since(start);
                assert!(
                    found.as_array().is_some_and(|all| !all.is_empty()),
                    "{text}"
                );
            }
        }
        if round > 0 {
            rounds.push(taken);
        }
    }
    host.stop();
    let judged = judge(rounds);
    let (p95, ratio) = (judged.ours[1], judged.ratio.median);
    Row::of(
        "P3",
        format!("search, first 20 of {} goods, whole call", crate::ITEMS),
        &judged,
    )
    .floor_is("one pass over all names (memchr)")
    .aim(
        "p95 <= 2 ms, <= 15x",
        &[("p95", p95, 2_000.0), ("ratio", ratio, 15.0)],
    )
}
