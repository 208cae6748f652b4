//! P17: our part of a tap. A simulated reader on a pseudo-terminal, the whole till behind it; the
//! floor is the same line with nothing behind it, and the disk's flush where a result is stored.

#[allow(dead_code)]
#[path = "../kit/mod.rs"]
mod kit;
mod pty;
mod reader;

use kit::figures::{Round, Times, judge};
use kit::floor::DiskFloor;
use kit::report::{self, Row};
use kit::shop::{self, Register};
use kit::{goods, terminal};
use pos_tests::dice::Dice;
use pty::Cable;
use reader::Seen;
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Instant;

const ITEMS: usize = 100_000;
const ROUNDS: usize = 7;
const PAYMENTS_A_ROUND: usize = 40;
/// Our acknowledgement of the block, and our answer in its envelope.
const BACK: usize = 1 + 9;

fn main() {
    let work = kit::working_folder();
    let folder = work.path().join("shop");
    shop::copy(&shop::template(ITEMS, 0), &folder);
    let mut disk = DiskFloor::in_folder(&folder);
    let (mut bare, frame) = echoing_line();
    let cable = Cable::new().expect("a pseudo-terminal");
    let address =
        json!({ "kind": "serial", "path": cable.path, "baud": 115_200, "usb_serial": null });
    let seen = Arc::new(Mutex::new(Seen::default()));
    let shared = seen.clone();
    // Ends with this process: nothing is left to be told.
    std::thread::spawn(move || reader::serve(cable, shared));
    let host = shop::start(&folder, true);
    let events = host.subscribe();
    let terminal_id = terminal::pair(&Register::sign_in(&host, 0), address, &events);
    let cashier = Register::sign_in(&host, 1);
    let codes = goods::goods(ITEMS).codes;
    let mut series = Dice(17);
    let (mut told, mut stored, mut ordered) = (Vec::new(), Vec::new(), Vec::new());
    // The first round warms the caches and is not counted.
    for round in 0..=ROUNDS {
        let (mut line, mut flush) = (Times::default(), Times::default());
        for _ in 0..PAYMENTS_A_ROUND {
            let basket: Vec<&str> = (0..5)
                .map(|_| codes[series.place(codes.len())].as_str())
                .collect();
            let (sale_id, due) = cashier.ring(&basket);
            seen.lock().expect("the reader lives").pressed = Some(Instant::now());
            terminal::pay(&cashier, sale_id, due, terminal_id, &events);
            for _ in 0..4 {
                line.add(bare.ping(&frame, BACK).expect("the line answers"));
            }
            let start = Instant::now();
            bare.ping(&frame, BACK).expect("the line answers");
            disk.take(&mut Times::default());
            flush.since(start);
        }
        let mut seen = seen.lock().expect("the reader lives");
        let took = std::mem::take(&mut *seen);
        if round > 0 {
            let round = |floor: &Times, ours| Round {
                floor: floor.clone(),
                ours,
            };
            told.push(round(&line, took.told));
            stored.push(round(&flush, took.stored));
            ordered.push(round(&flush, took.ordered));
        }
    }
    host.stop();
    report::keep("wire", &rows(told, stored, ordered));
}

/// A line whose other end answers at once, and the frame that it is asked with.
fn echoing_line() -> (Cable, Vec<u8>) {
    let frame = pty::framed(&reader::intermediate(0x0a));
    let bare = Cable::new().expect("a pseudo-terminal");
    let end = bare.till_end().expect("the other end");
    let there = frame.len();
    std::thread::spawn(move || pty::echo(end, there, BACK));
    (bare, frame)
}

fn rows(told: Vec<Round>, stored: Vec<Round>, ordered: Vec<Round>) -> Vec<Row> {
    let (told, stored, ordered) = (judge(told), judge(stored), judge(ordered));
    let ms = |judged: &kit::figures::Judged, at: usize| judged.ours[at] / 1000.0;
    vec![
        Row::of("P17", "reader's status -> our answer, whole till", &told)
            .floor_is("the same bytes over a bare line")
            .aim(
                "p95 <= 1 ms, p99 <= 5 ms, <= 10x",
                &[
                    ("p95", ms(&told, 1), 1.0),
                    ("p99", ms(&told, 2), 5.0),
                    ("ratio", told.ratio.median, 10.0),
                ],
            ),
        Row::of("P17", "reader's result -> stored -> our answer", &stored)
            .floor_is("bare line and F")
            .aim(
                "p95 <= 1 ms, p99 <= 5 ms",
                &[("p95", ms(&stored, 1), 1.0), ("p99", ms(&stored, 2), 5.0)],
            ),
        Row::of("P17", "card key pressed -> order at the reader", &ordered)
            .floor_is("bare line and F"),
    ]
}
