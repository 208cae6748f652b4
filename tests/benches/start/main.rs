//! P10: how long after its start a till takes the first cash, with 100,000 sales and twenty
//! payments in doubt behind it. The real `posctl serve`, killed and started again, and a
//! browser that signs in, scans and pays.
//!
//! `cargo bench --bench start -- [--history 100000] [--doubts 20] [--rounds 7]`

#[allow(dead_code)]
#[path = "../kit/mod.rs"]
mod kit;

use kit::figures::{Round, judge};
use kit::report::{self, Row};
use kit::shop::{self, Register};
use kit::{floor, goods};
use pos_tests::{Browser, Served, Sim, id};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};
use uuid::Uuid;

const ITEMS: usize = 100_000;
/// Starts a round.
const STARTS: usize = 3;
/// No step of a payment takes this long.
const PATIENCE: Duration = Duration::from_secs(30);
/// Who rings the first sale; a PIN is what people at a till have.
const PIN: &str = "739052";

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, usual: usize| {
        let place = words.iter().position(|word| word == name);
        let value = place.and_then(|at| words.get(at + 1));
        value.map_or(usual, |text| text.parse().expect("a number"))
    };
    let (history, doubts) = (number("--history", 100_000), number("--doubts", 20));
    let rounds = number("--rounds", 7).max(1);
    let work = kit::working_folder();
    let folder = work.path().join("shop");
    shop::copy(&shop::template(ITEMS, history), &folder);
    let code = goods::goods(ITEMS).codes.remove(0);
    // They answer when the till comes back, and tell what became of each payment.
    let sims = furnish(&folder, doubts, &code);
    let folder = folder.with_extension("left");
    let (mut ready, mut sold) = (Vec::new(), Vec::new());
    for round in 0..=rounds {
        let (mut to_ready, mut to_sale) = (Round::default(), Round::default());
        for _ in 0..STARTS {
            let copy = work.path().join("started");
            shop::copy(&folder, &copy);
            let floor = floor::open_and_read(&copy.join(pos_store::DATABASE_FILE));
            to_ready.floor.add(floor);
            to_sale.floor.add(floor);
            let (ready, sold) = first_sale(&copy, &work.path().join("till.log"), &code);
            to_ready.ours.add(ready);
            to_sale.ours.add(sold);
            std::fs::remove_dir_all(&copy).expect("a copy");
        }
        // The first round warms the caches and is not counted.
        if round > 0 {
            ready.push(to_ready);
            sold.push(to_sale);
        }
    }
    drop(sims);
    report::keep("start", &rows(history, doubts, ready, sold));
}

fn rows(history: usize, doubts: usize, ready: Vec<Round>, sold: Vec<Round>) -> Vec<Row> {
    let (ready, sold) = (judge(ready), judge(sold));
    let worst_s = sold.ours[2] / 1_000_000.0;
    let behind = format!("{history} sales and {doubts} doubts behind it");
    let floor_is = "open the file and read 16 pages, no database";
    vec![
        Row::of(
            "P10",
            format!("killed till started until ready, {behind}"),
            &ready,
        )
        .floor_is(floor_is),
        Row::of(
            "P10",
            format!("… until its first cash sale is done, {behind}"),
            &sold,
        )
        .floor_is(floor_is)
        .aim("p99 <= 2 s", &[("p99", worst_s, 2.0)])
        .note("over HTTP: sign-in by PIN, scan, cash"),
    ]
}

/// A till that was killed is started: until it is ready, and until the first cash is in the drawer.
/// Afterwards every doubt finds its answer.
fn first_sale(folder: &Path, log: &Path, code: &str) -> (Duration, Duration) {
    let began = Instant::now();
    let till = Served::start(folder, log);
    let mut browser = Browser::at(&till.address).expect("it listens");
    browser
        .sign_in(&shop::person(1), PIN)
        .expect("a person of the shop");
    let sale = id();
    let scan = json!({"sale_id": sale, "line_id": id(), "code": code, "quantity": null});
    call(&mut browser, "sale_scan", scan);
    let cash = json!({"sale_id": sale, "tender_id": id(), "given_minor": 10_000_000});
    let done = call(&mut browser, "sale_pay_cash", cash);
    let took = began.elapsed();
    assert_eq!(done["state"], "completed");
    let news = browser.listen().expect("the till lives");
    until(&news, || {
        call(&mut browser, "till_status", json!({}))["doubts"]["count"] == 0
    });
    (till.ready_in, took)
}

fn call(browser: &mut Browser, command: &str, input: Value) -> Value {
    browser
        .call(command, &input, &id())
        .unwrap_or_else(|error| panic!("{command}: {error:?}"))
}

/// Gives the cashier a PIN and brings payments into doubt, each at a terminal of its own: the cable
/// is pulled when the bank has the money and the till does not know it. Leaves a copy of the folder
/// as it lay then, beside it.
fn furnish(folder: &Path, doubts: usize, code: &str) -> Vec<Sim> {
    let host = shop::start(folder, true);
    let events = host.subscribe();
    let manager = Register::sign_in(&host, 0);
    let users = manager.call("session_users", json!({}));
    let user = users.as_array().into_iter().flatten();
    let user = user.into_iter().find(|u| u["name"] == shop::person(1));
    let user_id = &user.expect("a person of the shop")["user_id"];
    let pin = json!({"user_id": user_id, "pin": PIN, "password": null});
    manager.call("session_step_up", json!({ "password": shop::PASSWORD }));
    manager.call("user_secret_set", pin);
    let cashier = Register::sign_in(&host, 1);
    let mut sims = Vec::new();
    for at in 0..doubts {
        let number = format!("5200{at:04}");
        let address = ["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"];
        let sim = Sim::start(&[&address[..], &["--terminal-id", &number]].concat());
        let terminal = json!({
            "terminal_id": Uuid::now_v7(), "name": number, "password": null,
            "address": sim.address_json(),
        });
        let terminal = manager.call("terminal_pair", terminal)["terminal_id"].clone();
        let link = || manager.call("till_status", json!({}))["terminals"][at]["link"].clone();
        until(&events, || link() == "ready");
        sim.say(json!({"at": [{"step": "before_status", "do": "unplug"}]}));
        let (sale_id, due) = cashier.ring(&[code]);
        let card = json!({
            "sale_id": sale_id, "attempt_id": Uuid::now_v7(), "terminal_id": terminal,
            "amount_minor": due,
        });
        cashier.call("sale_pay_card", card);
        let doubts = || {
            manager
                .call("doubt_list", json!({}))
                .as_array()
                .map(Vec::len)
        };
        until(&events, || doubts() == Some(at + 1));
        let aside = json!({"sale_id": sale_id, "label": number});
        cashier.call("sale_suspend", aside);
        sims.push(sim);
    }
    // As it lies when the power goes: nothing is settled and put away.
    shop::copy(folder, &folder.with_extension("left"));
    host.stop();
    for sim in &sims {
        sim.say(json!({"verb": "replug"}));
    }
    sims
}

/// Looks until it is so; looks again after each event.
fn until<T>(events: &Receiver<T>, mut so: impl FnMut() -> bool) {
    while !so() {
        events.recv_timeout(PATIENCE).expect("the terminal goes on");
    }
}
