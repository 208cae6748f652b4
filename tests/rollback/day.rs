//! A day over the real till, and what lay in its folder at three moments. Owns the files; must
//! never judge.

use pos_domain::journal::ChainKey;
use pos_store::{ANCHOR_FILE, Anchor, DATABASE_FILE, Database, verify};
use pos_tests::books::Books;
use pos_tests::{Till, Who, goods, id};
use pos_vault::{Unlock, Vault};
use serde_json::json;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// What a till may be rolled back in: its file, its log, its sidecar. The keys stay.
pub const FILES: [&str; 3] = [DATABASE_FILE, "till.db-wal", ANCHOR_FILE];
/// The keys beside them.
const KEYS: [&str; 2] = ["keys.ctk", "kek.key"];
/// Rows of theirs may be lost without harm: what is being rung, and what waits to be printed.
const PASSING: [&str; 3] = ["cart.", "cart_line.", "print_job."];

/// Every value of every table that counts, in order.
pub type Rows = Vec<(String, Vec<u8>)>;

pub struct Day {
    /// In the morning, closed in order.
    pub before: TempDir,
    /// At noon, closed in order.
    pub closed: TempDir,
    /// In the afternoon, cut off: the log is full.
    pub cut_off: TempDir,
    /// What a keychain took last: within twenty entries of the end.
    pub kept: [u8; 64],
    truth: Rows,
    truth_at_noon: Rows,
}

impl Day {
    pub fn sold() -> Day {
        let mut till = Till::new();
        sell(&till, 12);
        close(&till);
        let before = copy(till.dir());
        till.restart();
        sell(&till, 12);
        change_rules(&till);
        close(&till);
        let closed = copy(till.dir());
        till.restart();
        let kept = anchor(closed.path());
        sell(&till, 12);
        let cut_off = copy(till.dir());
        till.stop();
        let mut day = Day {
            before,
            closed,
            cut_off,
            kept,
            truth: Rows::new(),
            truth_at_noon: Rows::new(),
        };
        day.truth = day.rows_of(&day.cut_off);
        day.truth_at_noon = day.rows_of(&day.closed);
        day
    }

    /// What the newest state says.
    pub fn truth(&self) -> &Rows {
        &self.truth
    }

    pub fn truth_at_noon(&self) -> &Rows {
        &self.truth_at_noon
    }

    pub fn rows_of(&self, folder: &TempDir) -> Rows {
        rows(folder.path())
    }
}

/// What a folder says now.
pub fn rows(folder: &Path) -> Rows {
    let mut rows = Books::open(folder).dump();
    rows.retain(|(place, _)| !PASSING.iter().any(|table| place.starts_with(table)));
    rows
}

/// The till's files alone; its reserve would be copied a thousand times for nothing.
pub fn copy(from: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    for name in FILES.iter().chain(&KEYS) {
        if from.join(name).exists() {
            fs::copy(from.join(name), to.path().join(name)).unwrap();
        }
    }
    to
}

/// The shop's file with every key that the vault has.
pub fn database(folder: &Path) -> Database {
    let ring = Vault::at(folder).open(&Unlock::Automatic).unwrap();
    Database::at(folder, pos_host::store_keys(&ring))
}

fn anchor(folder: &Path) -> [u8; 64] {
    let ring = Vault::at(folder).open(&Unlock::Automatic).unwrap();
    let mut reader = database(folder).reader().unwrap();
    let report = verify(&mut reader, &[], &mut |_, _| {}).unwrap();
    let (seq, hash) = report.head.expect("the journal has entries");
    let shop = reader
        .look(|store| store.shop())
        .unwrap()
        .expect("there is a shop");
    let anchor = Anchor {
        shop_id: shop.shop_id,
        seq,
        hash,
    };
    anchor.seal(&ChainKey(*ring.anchor.expose()))
}

fn sell(till: &Till, sales: u32) {
    let cem = till.sign_in(Who::Cem);
    for number in 0..sales {
        let sale = cem.ring(&[goods::PEN, goods::TEA]);
        if number % 3 == 0 {
            cem.scan(&sale, goods::COLA);
        }
        cem.pay_cash(&sale, 5_000);
    }
    cem.ring(&[goods::PEN]);
}

/// Ends the till, and its log with it: a page of the file is read from the file.
fn close(till: &Till) {
    till.stop();
    Books::rewrite(till.dir(), "PRAGMA wal_checkpoint(TRUNCATE)");
    let log = till.dir().join(FILES[1]);
    assert!(!log.exists(), "a log would hide what is done to the file");
}

/// What the journal does not tell in full: people, and what they may.
fn change_rules(till: &Till) {
    let mia = till.sign_in(Who::Mia);
    let desk = pos_app::console::Console::open(till.host().app(), "desk").unwrap();
    for name in ["Ben", "Eva", "Kim"] {
        let input = json!({"user_id": id(), "name": name, "role": "cashier", "active": true});
        let request = pos_domain::ids::RequestId(id().parse().unwrap());
        desk.call("user_save", Some(request), input).unwrap();
    }
    drop(mia);
}
