//! One shop's life: its till is killed again and again under load, then the shop is closed and what
//! the bank did is held against the books.

use crate::bank::Bank;
use crate::customer::{Customer, Stand};
use crate::door::Door;
use crate::evidence::{Evidence, gather};
use crate::seat::{Record, Seat, status};
use pos_tests::dice::Dice;
use pos_tests::{Served, Till, Who, programs, template};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread::ScopedJoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Who works there. Customers are served by all of them at once.
const PEOPLE: [Who; 3] = [Who::Cem, Who::Sam, Who::Mia];
/// What a terminal can tell is told by then, without anybody asking.
const DOUBT_LIMIT: Duration = Duration::from_secs(90);

/// A shop with its terminals.
pub struct Shop {
    folder: TempDir,
    bank: Bank,
    door: Door,
    sold: Mutex<Vec<String>>,
    pub tally: Tally,
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub kills: u64,
    pub customers: u64,
    pub acts: u64,
    /// Acts whose first answer was lost.
    pub repeated: u64,
    pub charges: u64,
    /// From the start of the process to ready, over all starts.
    pub ready_in: Duration,
    pub ready_slowest: Duration,
}

impl Shop {
    /// A furnished shop, its terminals paired; nobody works yet.
    pub fn open(dice: &mut Dice) -> Shop {
        let folder = tempfile::tempdir().expect("room for a shop");
        let shop = folder.path().join("shop");
        std::fs::create_dir(&shop).expect("room for a shop");
        template::lay_out(&shop);
        // Building it would take longer than anybody waits for a till.
        programs::ours("posctl");
        let bank = Bank::open(dice.pick::<&str>(&["reverse", "keep"]));
        let till = Till::at(&shop);
        bank.pair(&till);
        drop(till);
        Shop {
            folder,
            bank,
            door: Door::default(),
            sold: Mutex::default(),
            tally: Tally::default(),
        }
    }

    /// The shop's folder.
    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("shop")
    }

    /// The terminals' numbers and ledger files.
    pub fn ledgers(&self) -> Vec<(String, PathBuf)> {
        self.bank.ledgers()
    }

    /// Trades while the till is killed so many times, then serves everybody to the end; answers
    /// what there is to check.
    pub fn trade(&mut self, dice: &mut Dice, kills: u64, customers_each: u64) -> Evidence {
        let mut tally = Tally::default();
        let (door, sold) = (&self.door, &self.sold);
        let (till, records) = std::thread::scope(|scope| {
            let work = |who| {
                let mut dice = dice.split();
                scope.spawn(move || day_of(Seat::new(door, who), &mut dice, sold, customers_each))
            };
            let people: Vec<_> = PEOPLE.map(work).into_iter().collect();
            for _ in 0..kills {
                self.one_life(dice, &mut tally);
                assert!(
                    !people.iter().any(ScopedJoinHandle::is_finished),
                    "{}",
                    self.log()
                );
            }
            self.bank.clear();
            let till = self.start(&mut tally);
            if kills > 0 {
                door.close_shop();
            }
            let ended = people.into_iter().map(ScopedJoinHandle::join);
            let records = ended.map(|record| match record {
                Ok(record) => record,
                Err(panic) => {
                    eprintln!("{}\n{}", self.log(), self.cables());
                    std::panic::resume_unwind(panic)
                }
            });
            (till, records.collect::<Vec<Record>>())
        });
        for record in &records {
            tally.customers += record.customers;
            tally.acts += record.told.len() as u64;
            tally.repeated += record.repeated;
        }
        let mut manager = Seat::new(&self.door, Who::Mia);
        manager.until("no payment in doubt", DOUBT_LIMIT, |seat| {
            (status(seat)["doubts"]["count"] == 0).then_some(())
        });
        let evidence = gather(&mut manager, &self.ledgers(), &self.dir(), records);
        drop(till);
        let charges = evidence.bank.iter();
        tally.charges = charges.filter(|(_, l)| l["event"] == "authorised").count() as u64;
        self.tally = tally;
        evidence
    }

    /// The till is started and killed.
    fn one_life(&self, dice: &mut Dice, tally: &mut Tally) {
        let till = self.start(tally);
        self.bank.weather(dice);
        match dice.below(10) {
            // While it comes up: people sign in, terminals are asked.
            0 => till.ends_within(Duration::from_millis(dice.between(3, 60))),
            1..=5 => till.ends_within(Duration::from_millis(dice.between(60, 300))),
            _ => self.bank.hold_at_a_step(dice, 600),
        }
        self.door.shut();
        assert!(till.kill(), "the till ended by itself: {}", self.log());
        tally.kills += 1;
    }

    fn start(&self, tally: &mut Tally) -> Served {
        let till = Served::start(&self.dir(), &self.folder.path().join("till.log"));
        tally.ready_in += till.ready_in;
        tally.ready_slowest = tally.ready_slowest.max(till.ready_in);
        self.door.open(&till.address);
        till
    }

    /// How the terminals stand, and the last that went over their cables.
    fn cables(&self) -> String {
        let mut manager = Seat::new(&self.door, Who::Mia);
        let doubts = manager.look("doubt_list", json!({}));
        let terminals = manager.look("terminal_list", json!({})).unwrap_or_default();
        let mut told = format!("{doubts:?}\n");
        for terminal in terminals.as_array().into_iter().flatten() {
            let id = json!({"terminal_id": terminal["terminal_id"]});
            let wire = manager.look("terminal_wire", id).unwrap_or_default();
            let lines = wire.as_array().cloned().unwrap_or_default();
            told += &format!("{terminal}\n");
            for line in lines.iter().rev().take(25).rev() {
                told += &format!("{line}\n");
            }
        }
        told
    }

    /// The last of what the tills said.
    pub fn log(&self) -> String {
        tail(&self.folder.path().join("till.log"))
    }
}

fn tail(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let from = text.len().saturating_sub(4_000);
    text.get(from..).unwrap_or(&text).to_owned()
}

/// One person's day: customers until the shop closes (or so many, if it never does), those in doubt
/// when they are due, all of them to the end.
fn day_of(
    mut seat: Seat,
    dice: &mut Dice,
    sold: &Mutex<Vec<String>>,
    customers_each: u64,
) -> Record {
    let mut waiting: Vec<Customer> = Vec::new();
    let mut served = 0;
    while !seat.door().is_closing() && served < customers_each {
        let old = !waiting.is_empty() && dice.one_in(3);
        let mut customer = match old {
            true => waiting.remove(0),
            false => next_customer(&mut seat, dice, sold),
        };
        match customer.attend(&mut seat) {
            Stand::Waits => waiting.push(customer),
            Stand::Done => {
                served += 1;
                kept(sold).extend(customer.sold());
            }
        }
    }
    let deadline = Instant::now() + DOUBT_LIMIT;
    while !waiting.is_empty() {
        let before = waiting.len();
        waiting.retain_mut(|customer| customer.attend(&mut seat) == Stand::Waits);
        served += (before - waiting.len()) as u64;
        let first = waiting.first().map(|c| c.sale.as_str());
        assert!(Instant::now() < deadline, "in doubt for ever: {first:?}");
        if first.is_some() {
            seat.wait();
        }
    }
    seat.record.customers = served;
    seat.record
}

/// One who buys, or one who brings something back.
fn next_customer(seat: &mut Seat, dice: &mut Dice, sold: &Mutex<Vec<String>>) -> Customer {
    let bought = match dice.one_in(8) {
        true => kept(sold).pop(),
        false => None,
    };
    let back = bought.and_then(|sale| Customer::returns(seat, &sale));
    back.unwrap_or_else(|| Customer::comes(seat, dice))
}

fn kept(sold: &Mutex<Vec<String>>) -> std::sync::MutexGuard<'_, Vec<String>> {
    sold.lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
