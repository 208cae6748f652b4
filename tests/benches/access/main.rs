//! What it takes to be let in: signing in, stepping up, a second person's word, each through the
//! served till's door with the real hashing. The floor is a call that asks for nothing secret.
//!
//! `cargo bench --bench access` (the programs must be built: `cargo xtask bench access` does it)

#[allow(dead_code)]
#[path = "../kit/mod.rs"]
mod kit;

use kit::figures::{Round, Times, judge};
use kit::report::{self, Row};
use pos_tests::served::CallError;
use pos_tests::template::{self, PASSWORD};
use pos_tests::{Browser, Served, Who, id};
use serde_json::{Value, json};
use std::time::Instant;

const ROUNDS: usize = 5;
const ACTS_A_ROUND: usize = 10;
/// One screen, under a second, hashing included.
const AIM: &str = "p95 <= 1 s";
const AIM_US: f64 = 1_000_000.0;

/// What is timed.
#[derive(Clone, Copy)]
enum Act {
    Pin,
    Password,
    StepUp,
    Approval,
}

const ACTS: [(Act, &str); 4] = [
    (Act::Pin, "sign in with a PIN"),
    (Act::Password, "sign in with a password"),
    (Act::StepUp, "show the password once more"),
    (Act::Approval, "a second person's word, by PIN"),
];

fn main() {
    let work = kit::working_folder();
    let shop = work.path().join("shop");
    std::fs::create_dir(&shop).expect("the working folder can be written");
    template::lay_out(&shop);
    let till = Served::start(&shop, &work.path().join("log"));
    let mut seats = Seats::at(&till.address);
    let rows = ACTS.map(|(act, what)| row(&mut seats, act, what));
    report::keep("access", &rows);
}

fn row(seats: &mut Seats, act: Act, what: &str) -> Row {
    let mut rounds = Vec::new();
    // The first round warms the caches and is not counted.
    for number in 0..=ROUNDS {
        let mut round = Round::default();
        for _ in 0..ACTS_A_ROUND {
            seats.timed(act, &mut round.ours);
            let start = Instant::now();
            ok(&mut seats.mia, "shop_status", &json!({}));
            round.floor.since(start);
        }
        if number > 0 {
            rounds.push(round);
        }
    }
    let judged = judge(rounds);
    Row::of("–", what, &judged)
        .floor_is("a call without a secret")
        .aim(AIM, &[("p95", judged.ours[1], AIM_US)])
}

/// Two browsers, and who works here.
struct Seats {
    cem: Browser,
    mia: Browser,
    cem_id: Value,
    mia_id: Value,
}

impl Seats {
    fn at(address: &str) -> Seats {
        let seat = |who: Who| {
            let mut browser = Browser::at(address).expect("the till listens");
            let signed_in = browser.sign_in(who.name(), who.pin());
            signed_in.expect("the PIN is right");
            browser
        };
        let (cem, mut mia) = (seat(Who::Cem), seat(Who::Mia));
        let users = ok(&mut mia, "session_users", &json!({}));
        let id_of = |who: Who| {
            let all = users.as_array().into_iter().flatten();
            let mut found = all.filter(|user| user["name"] == who.name());
            found.next().expect("works here")["user_id"].clone()
        };
        Seats {
            cem_id: id_of(Who::Cem),
            mia_id: id_of(Who::Mia),
            cem,
            mia,
        }
    }

    fn timed(&mut self, act: Act, times: &mut Times) {
        let (cem, mia) = (&self.cem_id, &self.mia_id);
        let start = Instant::now();
        match act {
            Act::Pin => {
                let shown = json!({"user_id": cem, "pin": Who::Cem.pin(), "password": null});
                self.cem.sit(&shown).expect("the PIN is right");
            }
            Act::Password => {
                let shown = json!({"user_id": mia, "pin": null, "password": PASSWORD});
                self.mia.sit(&shown).expect("the password is right");
            }
            Act::StepUp => {
                let shown = json!({"password": PASSWORD});
                ok(&mut self.mia, "session_step_up", &shown);
            }
            Act::Approval => {
                let word = json!({
                    "act": "no_sale", "sale_id": null, "amount_minor": null, "share": null,
                    "approver_id": mia, "pin": Who::Mia.pin(), "password": null,
                });
                ok(&mut self.cem, "approval_grant", &word);
            }
        }
        times.since(start);
    }
}

fn ok(browser: &mut Browser, command: &str, input: &Value) -> Value {
    let answer: Result<Value, CallError> = browser.call(command, input, &id());
    answer.unwrap_or_else(|error| panic!("{command}: {error:?}"))
}
