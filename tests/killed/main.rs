//! `kill -9` of the real `posctl serve` under load, with the real terminal's simulator beside it. A
//! program that is killed keeps what the system has in memory: this shows that the till survives
//! its own end; the power cut is shown elsewhere.
//!
//! `KILLS=300` is how often it is killed. Without it: 300 times, or four minutes.
#![cfg(unix)]

mod bank;
mod checker;
mod customer;
mod door;
mod evidence;
mod planted;
mod round;
mod seat;

use checker::{check, told};
use pos_tests::dice::Dice;
use pos_tests::proof;
use round::{Shop, Tally};
use std::time::{Duration, Instant};

/// One shop's till is killed so often; then it is checked, and the next shop opens.
const KILLS_A_SHOP: u64 = 50;
const SHORT: u64 = 300;
const SHORT_LIMIT: Duration = Duration::from_secs(4 * 60);

#[test]
fn nothing_is_lost_and_nothing_is_doubled() {
    let wanted = proof::wanted("KILLS", SHORT);
    let limit = std::env::var_os("KILLS").is_none().then_some(SHORT_LIMIT);
    let limit = proof::hours().or(limit);
    let mut report = proof::Report::new(
        "killed",
        format!("KILLS={wanted} cargo test -p pos-tests --test killed"),
    );
    let began = Instant::now();
    let mut next = proof::next("killed");
    let last = next + wanted;
    let mut all = Tally::default();
    while next < last && limit.is_none_or(|limit| began.elapsed() < limit) {
        let kills = KILLS_A_SHOP.min(last - next);
        all.add(&one_shop(next, kills));
        next += kills;
        proof::went_on("killed", next).expect("the target folder can be written");
    }
    // Nothing was found wrong, or it would not have come so far.
    report.count("kills", all.kills);
    report.count("lost", 0);
    report.count("doubled", 0);
    report.count("unresolved", 0);
    report.count("customers", all.customers);
    report.count("card charges at the bank", all.charges);
    report.count("acts answered", all.acts);
    report.count("acts whose answer was lost", all.repeated);
    report.rate("kills a second", all.kills);
    let starts = u32::try_from(all.kills).unwrap_or(u32::MAX).max(1);
    let (mean, slowest) = (all.ready_in / starts, all.ready_slowest);
    report.figure(
        "ready after a kill, mean",
        format!("{} ms", mean.as_millis()),
    );
    report.figure(
        "ready after a kill, slowest",
        format!("{} ms", slowest.as_millis()),
    );
    report.write().expect("the target folder can be written");
}

/// A shop that is killed so often; its seed is which kill it begins with.
fn one_shop(seed: u64, kills: u64) -> Tally {
    println!("a shop from seed {seed}, {kills} kills");
    let mut dice = Dice(seed);
    let mut shop = Shop::open(&mut dice);
    let evidence = shop.trade(&mut dice, kills, u64::MAX);
    let found = check(&evidence);
    assert!(
        found.is_empty(),
        "seed {seed}:\n{}\n{}",
        told(&found),
        shop.log()
    );
    shop.tally
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.kills += other.kills;
        self.customers += other.customers;
        self.acts += other.acts;
        self.repeated += other.repeated;
        self.charges += other.charges;
        self.ready_in += other.ready_in;
        self.ready_slowest = self.ready_slowest.max(other.ready_slowest);
    }
}
