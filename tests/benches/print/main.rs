//! P19: paper. How long a sale's first byte takes to its printer after the commit, with the whole
//! till behind a pseudo-terminal, and what setting a receipt takes. The floor is a bare line.
//!
//! `cargo bench --bench print` (the simulator must be built: `cargo build -p pos-sim`)

#[allow(dead_code)]
#[path = "../kit/mod.rs"]
mod kit;
#[allow(dead_code)]
#[path = "../wire/pty.rs"]
mod pty;

use kit::figures::{Round, Times, judge};
use kit::goods;
use kit::report::{self, Row};
use kit::shop::{self, Register};
use pos_app::commands::printing::papers;
use pos_app::event::Event;
use pos_app::tx::Actor;
use pos_app::views::peripheral::{Health, PeripheralOptions, PrintWhat};
use pos_domain::ids::SaleId;
use pos_domain::staff::Role;
use pos_host::Host;
use pos_tests::SimBeside;
use pos_tests::dice::Dice;
use pty::Cable;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use uuid::Uuid;

const ITEMS: usize = 1_000;
const ROUNDS: usize = 5;
const SALES_A_ROUND: usize = 20;
const LINES: usize = 5;
/// What is asked of the bare line: as much as a receipt's head.
const ASKED: usize = 64;
const ANSWERED: usize = 1;
const PATIENCE: Duration = Duration::from_secs(20);

fn main() {
    let work = kit::working_folder();
    let folder = work.path().join("shop");
    shop::copy(&shop::template(ITEMS, 0), &folder);
    let sim = SimBeside::pty("printer", &[]);
    let host = shop::start(&folder, true);
    pair(&host, &sim);
    let cashier = Register::sign_in(&host, 1);
    let codes = goods::goods(ITEMS).codes;
    let mut bare = bare_line();
    let mut series = Dice(19);
    let (mut firsts, mut settings) = (Vec::new(), Vec::new());
    // The first round warms the caches and is not counted.
    for round in 0..=ROUNDS {
        let (mut first, mut set) = (Round::default(), Round::default());
        for _ in 0..SALES_A_ROUND {
            let basket: Vec<&str> = (0..LINES)
                .map(|_| codes[series.place(codes.len())].as_str())
                .collect();
            let (sale_id, due) = cashier.ring(&basket);
            cashier.pay(sale_id, due);
            let committed = now_us();
            let began = sim.wait_for("receiving")["at_us"].as_u64().expect("a time");
            first
                .ours
                .add(Duration::from_micros(began.saturating_sub(committed)));
            sim.wait_for("slip");
            set_once(&host, sale_id, &mut set.ours);
            for times in [&mut first.floor, &mut set.floor] {
                times.add(bare.ping(&[1; ASKED], ANSWERED).expect("the line answers"));
            }
        }
        if round > 0 {
            firsts.push(first);
            settings.push(set);
        }
    }
    host.stop();
    report::keep("print", &rows(firsts, settings));
}

fn rows(firsts: Vec<Round>, settings: Vec<Round>) -> Vec<Row> {
    let (first, set) = (judge(firsts), judge(settings));
    vec![
        Row::of("P19", "sale committed -> first byte at the printer", &first)
            .floor_is("64 bytes over a bare line")
            .aim("p95 <= 20 ms", &[("p95", first.ours[1] / 1000.0, 20.0)]),
        Row::of("P19", "a receipt of 5 lines set as ESC/POS", &set)
            .floor_is("64 bytes over a bare line")
            .aim("p95 <= 1 ms", &[("p95", set.ours[1] / 1000.0, 1.0)]),
    ]
}

/// The system's clock, which the simulator tells too.
fn now_us() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    u64::try_from(now.expect("after 1970").as_micros()).expect("within the age of the sun")
}

/// A line whose other end answers at once.
fn bare_line() -> Cable {
    let bare = Cable::new().expect("a pseudo-terminal");
    let end = bare.till_end().expect("the other end");
    std::thread::spawn(move || pty::echo(end, ASKED, ANSWERED));
    bare
}

/// Pairs the printer and waits until it prints.
fn pair(host: &Arc<Host>, sim: &SimBeside) {
    let events = host.subscribe();
    let manager = Register::sign_in(host, 0);
    manager.call(
        "peripheral_pair",
        sim.pairing("printer", "escpos", json!({})),
    );
    loop {
        let event = events.recv_timeout(PATIENCE).expect("the printer is ready");
        if let Event::Peripheral { peripheral } = event
            && peripheral.health == Health::Ready
        {
            return;
        }
    }
}

/// What the desk does for a receipt beside writing: reads the sale, sets it, encodes it.
fn set_once(host: &Arc<Host>, sale: Uuid, times: &mut Times) {
    let till = Actor {
        user_id: None,
        name: String::new(),
        role: Role::Auditor,
        stepped_up: false,
    };
    let what = PrintWhat::Receipt {
        sale_id: SaleId(sale),
    };
    let start = Instant::now();
    let (paper, shop) = host
        .app()
        .read(till, |tx| {
            Ok((papers::source(tx, &what)?, tx.context.shop.clone()))
        })
        .expect("the sale is there");
    let maker = host.app().world().papers();
    let blocks = maker.set(&paper, &shop, false);
    let bytes = maker.escpos(&blocks, None, &PeripheralOptions::default());
    times.since(start);
    assert!(bytes.len() > 200, "{} bytes", bytes.len());
}
