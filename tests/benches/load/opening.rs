//! P10: a fresh process opens the file, finds a product and the last sale.

use crate::Load;
use crate::kit::figures::{Round, judge};
use crate::kit::report::Row;
use crate::kit::{floor, shop};
use pos_app::ports::records::SaleQuery;
use pos_app::ports::store::StoreError;
use pos_domain::ids::ProductId;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const STARTS_A_ROUND: usize = 8;

/// In a process of its own: prints nanoseconds of the floor, of opening, and of a till's start.
pub fn child(folder: &Path) {
    let read = floor::open_and_read(&folder.join(pos_store::DATABASE_FILE));
    let database = shop::database(folder);
    let start = Instant::now();
    let mut reader = database.reader().expect("the file opens");
    let last = SaleQuery {
        limit: 1,
        ..SaleQuery::default()
    };
    reader
        .look(|store| {
            let product = store.product(ProductId(1))?;
            assert!(product.is_some(), "there are goods");
            assert_eq!(store.sales(&last)?.len(), 1, "there are sales");
            Ok::<_, StoreError>(())
        })
        .expect("the file answers");
    let opened = start.elapsed();
    drop(reader);
    let start = Instant::now();
    let host = shop::start(folder, false);
    let started = start.elapsed();
    host.stop();
    println!(
        "{} {} {}",
        read.as_nanos(),
        opened.as_nanos(),
        started.as_nanos()
    );
}

pub fn rows(load: &Load, folder: &Path) -> Vec<Row> {
    let program = std::env::current_exe().expect("this program has a path");
    let (mut opens, mut starts) = (Vec::new(), Vec::new());
    for _ in 0..load.rounds {
        let (mut open, mut start) = (Round::default(), Round::default());
        for _ in 0..STARTS_A_ROUND {
            let output = Command::new(&program)
                .arg("open")
                .arg(folder)
                .output()
                .expect("a process starts");
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            let text = String::from_utf8_lossy(&output.stdout);
            let mut times = text
                .split_whitespace()
                .map(|word| Duration::from_nanos(word.parse().expect("nanoseconds")));
            let mut next = || times.next().expect("three times");
            let (read, opened, started) = (next(), next(), next());
            open.floor.add(read);
            open.ours.add(opened);
            start.floor.add(read);
            start.ours.add(started);
        }
        opens.push(open);
        starts.push(start);
    }
    let opened = judge(opens);
    let p95_ms = opened.ours[1] / 1000.0;
    vec![
        Row::of(
            "P10",
            format!("open the file with {} sales, fresh process", load.history),
            &opened,
        )
        .floor_is("open it and read 16 pages, no database")
        .aim("<= 5 ms", &[("p95", p95_ms, 5.0)])
        .note("first product and last sale found"),
        Row::of("P10", "start the whole backend on it", &judge(starts))
            .floor_is("the same")
            .note("keys, lock, anchor, tail of the chain, recovery"),
    ]
}
