//! The cable between till and terminal is pulled after every byte of every exchange, in both
//! directions, and comes back in four ways. At the end the books and the bank say the same.

mod address;
mod bench;
mod cable;
mod exchange;
mod file;
mod judge;
mod life;
mod shop;
mod stage;
mod world;

use bench::{Back, Cut, To};
use cable::Medium;
use exchange::{Exchange, Prepared};
use pos_domain::ids::TerminalId;
use pos_tests::proof;
use pos_tests::terminal::{AfterReversal, Booked, Habits, Request, Unacknowledged};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Every n-th case has its books proved from the journal.
const THOROUGH_EVERY: usize = 40;
/// So many failures are enough to see what is wrong.
const FAILED_MAX: usize = 12;

/// The one terminal of the shop.
fn till_terminal() -> TerminalId {
    TerminalId(shop::people().terminal)
}

/// What the terminals do with what the till did not acknowledge.
fn habits() -> [Habits; 4] {
    let book = Habits::by_the_book();
    [
        book,
        Habits {
            after_reversal: AfterReversal::Aborted,
            booked: Booked::AfterPrint,
            tells_late: true,
            ..book
        },
        Habits {
            unacknowledged: Unacknowledged::Keeps,
            forgets_registration: true,
            ..book
        },
        Habits {
            unacknowledged: Unacknowledged::ReversesUnlessMirrored,
            ..book
        },
    ]
}

/// One case, in words.
type Case = (usize, Cut);

/// With `CABLE` set, only what its words name (`CABLE="Tcp Refund"`).
fn is_wanted(words: &str) -> bool {
    let only = std::env::var("CABLE").unwrap_or_default();
    only.split_whitespace().all(|word| words.contains(word))
}

/// Every byte with every way of coming back. A short run has one terminal of `kinds` for each of
/// these, in turn; a long one has them all.
fn cases(of: usize, prepared: &Prepared, (kind, kinds): (usize, usize)) -> Vec<Case> {
    let mut cases = Vec::new();
    for (to, length) in [To::Till, To::Terminal].into_iter().zip(prepared.lengths()) {
        for after in 0..length {
            for (turn, back) in Back::ALL.into_iter().enumerate() {
                if proof::is_long() || (after + turn) % kinds == kind {
                    cases.push((of, Cut { to, after, back }));
                }
            }
        }
    }
    cases
}

fn outcome(prepared: &Prepared, cut: Cut, thorough: bool) -> Result<(), String> {
    let run = AssertUnwindSafe(|| prepared.case(cut, thorough));
    catch_unwind(run).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        let said = said.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
        Err(said.unwrap_or_else(|| "a panic".into()))
    })
}

#[test]
fn the_cable_is_pulled_at_every_byte() {
    let mut report = proof::Report::new(
        "cable",
        "cargo test --profile proof -p pos-tests --test cable",
    );
    let mut all = Vec::new();
    let mut list: Vec<Case> = Vec::new();
    for medium in [Medium::Tcp, Medium::Serial] {
        let kinds = habits();
        for (kind, habits) in kinds.into_iter().enumerate() {
            for exchange in Exchange::ALL {
                if !is_wanted(&format!(
                    "{medium:?} {exchange:?} {:?}",
                    habits.unacknowledged
                )) {
                    continue;
                }
                let prepared = Prepared::new(exchange, medium, habits);
                list.extend(cases(all.len(), &prepared, (kind, kinds.len())));
                all.push((prepared, habits));
            }
        }
    }
    // `EVERY=9` for a first look.
    let every = usize::try_from(proof::wanted("EVERY", 1)).expect("a small number");
    let list: Vec<Case> = list.into_iter().step_by(every).collect();
    let next = AtomicUsize::new(0);
    let failed: Mutex<Vec<String>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= list.len() || stage::held(&failed).len() >= FAILED_MAX {
                        return;
                    }
                    let (of, cut) = list[at];
                    let (prepared, habits) = &all[of];
                    if let Err(wrong) = outcome(prepared, cut, at.is_multiple_of(THOROUGH_EVERY)) {
                        let (exchange, medium) = (prepared.exchange, prepared.medium);
                        stage::held(&failed).push(format!(
                            "{exchange:?} over {medium:?}, {cut:?}, {:?}: {wrong}",
                            habits.unacknowledged
                        ));
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("no lock is poisoned");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    report.count("cases", list.len() as u64);
    report.count("unresolved", 0);
    report.count("lost or doubled", 0);
    report.rate("cases a second", list.len() as u64);
    report.write().expect("the report is written");
}

/// A charge that nobody rang, and one that was given back behind the till's back, are seen.
#[test]
fn the_judge_sees_money_that_is_not_in_the_books() {
    let prepared = Prepared::new(Exchange::Payment, Medium::Tcp, Habits::by_the_book());
    assert_eq!(judge::books_are_the_banks(&prepared.bench()), Ok(()));
    let mut bench = prepared.bench();
    let now = bench.stage.now_ms();
    let charge = Request::Charge {
        reference: 1,
        card: bench.card,
        amount_minor: 249,
    };
    bench.bank.take(now, shop::TERMINAL_NO, charge, None);
    assert!(judge::books_are_the_banks(&bench).is_err());
    let mut bench = prepared.bench();
    let reference = bench.bank.entries()[0].reference;
    let undo = Request::Undo { reference };
    bench.bank.take(now, shop::TERMINAL_NO, undo, None);
    assert!(judge::books_are_the_banks(&bench).is_err());
}
