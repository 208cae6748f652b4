//! A day of sales through the real commands: cash and card, edits, a restart, the drawer's close,
//! Z. Owns what was done and when it was said; must never judge.

use pos_app::console::Console;
use pos_domain::ids::RequestId;
use pos_domain::journal::Header;
use pos_store::{Database, Keys, Reader};
use pos_tests::clerk::{card, cash};
use pos_tests::disk::{MemoryDisk, Recording};
use pos_tests::sim::until_link;
use pos_tests::{Clerk, Sim, Till, Who, goods, id};
use pos_vault::{Unlock, Vault};
use serde_json::{Value, json};
use std::path::Path;

/// The till said that an act is done.
#[derive(Clone, Debug)]
pub struct Said {
    /// Steps of the disk that were made when it was heard, at most.
    pub moment: usize,
    pub entry: Header,
}

/// A day.
pub struct Day {
    pub recording: Recording,
    pub said: Vec<Said>,
    /// Every key that the file was closed with in the day.
    pub keys: Keys,
}

/// Makes the keys anew that something on the disk is closed with.
fn change_keys(till: &Till) {
    let desk = Console::open(till.host().app(), "desk").unwrap();
    for key in ["database", "journal", "anchor"] {
        let input = json!({"key": key, "secrets": []});
        desk.call("key_rotate", None, input).unwrap();
    }
}

/// The shop's keys, out of its folder.
pub fn keys(folder: &Path) -> Keys {
    let ring = Vault::at(folder).open(&Unlock::Automatic).unwrap();
    pos_host::store_keys(&ring)
}

/// Runs a day of so many sales.
pub fn run(folder: &Path, sales: u64) -> Day {
    let disk = super::shop(folder);
    let sim = Sim::tcp();
    disk.record();
    let mut till = Till::on(folder, &disk);
    let terminal = sim.pair(&till);
    let open = || {
        let database = Database::on(disk.seam(), folder, keys(folder));
        database.reader().unwrap()
    };
    let morning = Vault::at(folder).open(&Unlock::Automatic).unwrap();
    let mut ear = Ear {
        disk: disk.clone(),
        reader: open(),
        said: Vec::new(),
    };
    for (begun, part) in [(true, 0..sales / 2), (false, sales / 2..sales)] {
        let cem = till.sign_in(Who::Cem);
        for number in part {
            sell(&mut ear, &cem, &terminal, number);
        }
        drop(cem);
        if begun {
            change_keys(&till);
            ear.reader = open();
        }
        till.restart();
    }
    close(&mut ear, &till.sign_in(Who::Mia));
    till.stop();
    Day {
        recording: disk.recorded().expect("it was recorded"),
        said: ear.said,
        keys: keys(folder)
            .or_database(morning.database.expose())
            .and_anchor_before(morning.anchor.expose()),
    }
}

fn sell(ear: &mut Ear, cem: &Clerk, terminal: &str, number: u64) {
    let sale = cem.ring(&[goods::PEN, goods::TEA, goods::COLA]);
    if number % 7 == 3 {
        cem.scan(&sale, goods::PEN);
    }
    if number % 5 == 4 {
        until_link(cem, terminal, "ready");
        let due = cem.sale(&sale)["due_minor"].as_i64().unwrap();
        let attempt = id();
        ear.act(cem, "sale_pay_card", card(&sale, &attempt, terminal, due));
        cem.until_attempt(&sale, &attempt, &["captured"]);
    } else {
        ear.act(cem, "sale_pay_cash", cash(&sale, 5_000));
    }
}

fn close(ear: &mut Ear, mia: &Clerk) {
    let report = mia.ok("shift_report", json!({"shift_no": 1}));
    let counts = json!([{"unit_minor": 1, "count": report["expected_minor"]}]);
    ear.act(mia, "shift_count", json!({"shift_no": 1, "counts": counts}));
    ear.act(mia, "shift_close", json!({"shift_no": 1, "note": null}));
    ear.act(mia, "day_close", json!({"z_number": 1}));
}

/// Hears what the till says, and looks up which entry it speaks of.
struct Ear {
    disk: MemoryDisk,
    reader: Reader,
    said: Vec<Said>,
}

impl Ear {
    fn act(&mut self, clerk: &Clerk, command: &str, input: Value) {
        let request = id();
        let answer = clerk.call(command, input.clone(), &request, None);
        let moment = self.disk.moment();
        if let Err(error) = answer {
            panic!("{command} {input}: {error}");
        }
        let request = RequestId(request.parse().unwrap());
        let header = self.reader.look(|store| store.entry_by_request(request));
        let header = header.unwrap().expect("an act has its entry");
        self.said.push(Said {
            moment,
            entry: header,
        });
    }
}
