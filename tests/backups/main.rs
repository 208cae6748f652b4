//! Backups at random moments of a shop that two people sell in. Each is made by the real desk,
//! taken to a new computer, restored there by its phrase, and held against the shop's own journal
//! and against what people were told; then the new computer goes on selling.
//!
//! Then a backup and a restore are killed, and the order in which their bytes reach the disk is
//! looked at, as a power cut would.
//!
//! `BACKUPS=` says how many; the moments are drawn from `SEED=`. The judge is tested with sales
//! that are missing and with a copy of two moments.

#[cfg(target_os = "linux")]
mod cut;
mod judge;
#[cfg(target_os = "linux")]
mod power;
mod shop;

use judge::judge;
use pos_tests::dice::Dice;
use pos_tests::proof::{self, Report};
use pos_tests::template::Who;
use pos_tests::{Clerk, Till, goods};
use shop::{Counter, Furnished, Told};
use std::fs;

/// Backups of one shop, before the next one opens: its file stays small.
const BACKUPS_A_SHOP: u64 = 20;

#[derive(Default)]
struct Tally {
    backups: u64,
    entries: u64,
    sales: u64,
    /// Backups while which somebody was told that a sale is done.
    under_way: u64,
}

#[test]
fn every_one_restores() {
    let (wanted, seed) = (proof::wanted("BACKUPS", 30), proof::wanted("SEED", 1));
    let command = format!("BACKUPS={wanted} cargo test --workspace --test backups");
    let mut report = Report::new("backups", command);
    let furnished = Furnished::new();
    let (mut next, mut all) = (proof::next("backups"), Tally::default());
    let last = next + wanted;
    while next < last {
        let count = BACKUPS_A_SHOP.min(last - next);
        one_shop(&furnished, seed + next, count, &mut all);
        next += count;
        proof::went_on("backups", next).expect("the target folder can be written");
    }
    // A shop that stood still proves nothing.
    assert!(
        all.under_way * 2 > all.backups,
        "{} of {}",
        all.under_way,
        all.backups
    );
    report.count("backups", all.backups);
    report.count("not restored", 0);
    report.count("sales lost or changed", 0);
    report.count("numbers given twice", 0);
    report.count("sales told during a backup, in how many", all.under_way);
    report.count("sales compared", all.sales);
    report.count("entries compared", all.entries);
    report.rate("backups and restores a second", all.backups);
    report.write().expect("the target folder can be written");
}

fn one_shop(furnished: &Furnished, seed: u64, count: u64, all: &mut Tally) {
    let till = furnished.opened();
    let counter = Counter::default();
    let mut dice = Dice(seed);
    let (mut first, mut second) = (dice.split(), dice.split());
    std::thread::scope(|scope| {
        // A till that fails its test shuts the counter too, or the test would never end.
        let _shut = Shut(&counter);
        scope.spawn(|| counter.sell(&till.sign_in(Who::Cem), &mut first));
        scope.spawn(|| counter.sell(&till.sign_in(Who::Dora), &mut second));
        let mia = till.sign_in(Who::Mia);
        for _ in 0..count {
            one_backup(furnished, &mia, &counter, &mut dice, all);
        }
    });
}

struct Shut<'c>(&'c Counter);

impl Drop for Shut<'_> {
    fn drop(&mut self) {
        self.0.shut();
    }
}

fn one_backup(
    furnished: &Furnished,
    mia: &Clerk,
    counter: &Counter,
    dice: &mut Dice,
    all: &mut Tally,
) {
    let people = dice.between(6, 18);
    counter.more_people(people);
    // Each of them has at least two things done at the counter.
    counter.until_done(dice.below(people));
    let before = counter.count();
    let backup = shop::backed_up(mia);
    assert_eq!(backup["proof"]["good"], true, "{backup}");
    let told = counter.told();
    let paper = told.iter().map(|sale| sale.number).max().unwrap_or(0);
    let till = mia.till;
    let file = shop::file_of(till, &backup);
    let new = shop::on_a_new_computer(&file, &furnished.phrase, paper);
    let seq = backup["seq"].as_i64().unwrap();
    let seen = judge(&new.books(), &till.books(), seq, &told, before);
    let seen = seen.unwrap_or_else(|found| panic!("{backup}: {found}"));
    let number = shop::sold_one(&new);
    assert!(number > paper, "{number} was given before, up to {paper}");
    // Gapless but for the restore, chained, counted again and equal: as the till goes.
    drop(new);
    all.backups += 1;
    all.entries += u64::try_from(seen.entries).unwrap();
    all.sales += u64::try_from(seen.sales).unwrap();
    all.under_way += u64::from(told.len() > before);
}

/// The judge finds a sale that is lost, one that is another, and a backup of another moment.
#[test]
fn what_is_missing_is_found() {
    let furnished = Furnished::new();
    let till = furnished.opened();
    let mia = till.sign_in(Who::Mia);
    assert_eq!(shop::sold_one(&till), 1);
    let backup = shop::backed_up(&mia);
    let new = shop::on_a_new_computer(&shop::file_of(&till, &backup), &furnished.phrase, 0);
    let (restored, books) = (new.books(), till.books());
    let seq = backup["seq"].as_i64().unwrap();
    let told = |number, total_minor| Told {
        number,
        total_minor,
    };
    let looks = |seq, told: &[Told]| judge(&restored, &books, seq, told, told.len());
    assert_eq!(looks(seq, &[told(1, 249)]).unwrap().sales, 1);
    assert!(
        looks(seq, &[told(1, 249), told(2, 249)])
            .unwrap_err()
            .contains("lost")
    );
    assert!(
        looks(seq, &[told(1, 250)])
            .unwrap_err()
            .contains("249 in it")
    );
    assert!(
        looks(seq - 1, &[told(1, 249)])
            .unwrap_err()
            .contains("entries")
    );
    // The same day elsewhere: another shop's journal is not this one's.
    let other = furnished.opened();
    for _ in 0..3 {
        shop::sold_one(&other);
    }
    let found = judge(&restored, &other.books(), seq, &[], 0).unwrap_err();
    assert!(found.contains("another one"), "{found}");
}

/// A copy with one page of another moment does not pass the looks that every backup is given.
#[test]
fn a_copy_of_two_moments_is_found() {
    const PAGE: usize = 4096;
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sell = || {
        let sale = cem.ring(&[goods::PEN]);
        cem.pay_cash(&sale, 500);
    };
    sell();
    let vault = pos_vault::Vault::at(till.dir());
    let ring = vault.open(&pos_vault::Unlock::Automatic).unwrap();
    let database = pos_store::Database::at(till.dir(), pos_host::store_keys(&ring));
    let folder = tempfile::tempdir().unwrap();
    let copy = |name: &str| {
        let copy = database.beside(&folder.path().join(name), &[7; 32]);
        database.copy(&copy, &mut |_, _| true).unwrap();
        let bytes = fs::read(folder.path().join(name).join(pos_store::DATABASE_FILE)).unwrap();
        (copy, bytes)
    };
    let (_, early) = copy("one");
    (0..20).for_each(|_| sell());
    let (late, whole) = copy("two");
    assert!(is_sound(&late), "as it was copied");
    let pages = early.len().min(whole.len()) / PAGE;
    let of = |bytes: &[u8], page: usize| bytes[page * PAGE..(page + 1) * PAGE].to_vec();
    let differing: Vec<usize> = (1..pages)
        .filter(|page| of(&early, *page) != of(&whole, *page))
        .collect();
    assert!(!differing.is_empty());
    for page in differing {
        let mut mixed = whole.clone();
        mixed[page * PAGE..(page + 1) * PAGE].copy_from_slice(&of(&early, page));
        // A folder of its own: a look leaves its traces there.
        let at = folder.path().join(format!("mixed-{page}"));
        fs::create_dir(&at).unwrap();
        fs::write(at.join(pos_store::DATABASE_FILE), mixed).unwrap();
        assert!(
            !is_sound(&database.beside(&at, &[7; 32])),
            "page {page} is of another moment"
        );
    }
}

/// The looks of a backup's proof.
fn is_sound(copy: &pos_store::Database) -> bool {
    let pages = copy.bad_pages().is_ok_and(|found| found.is_empty());
    let tables = copy.bad_tables().is_ok_and(|found| found.is_empty());
    let opens = copy.writer(pos_store::Mode::OpenAfterLoss, &[]).map(drop);
    pages && tables && opens.is_ok() && chained_and_counted(copy)
}

fn chained_and_counted(copy: &pos_store::Database) -> bool {
    let Ok(mut reader) = copy.reader() else {
        return false;
    };
    let verified = pos_store::verify(&mut reader, &[], &mut |_, _| {});
    let counted = pos_store::rebuild(&mut reader, &mut |_, _| {});
    verified.is_ok_and(|report| report.problem.is_none())
        && counted.is_ok_and(|report| report.is_equal())
}
