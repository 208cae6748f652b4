//! The load program: the real use cases on a real encrypted file, with the disk's floor beside
//! them. Owns P4, P5, P7, P10, P12, P15, the backend's part of P6 and P11, and the import;
//! afterwards it checks that the books are right.
//!
//! `cargo bench --bench load -- [--registers 4] [--seconds 20] [--items 100000]
//! [--history 100000] [--rounds 7]`, or the same after `day` for P12 alone.

mod books;
mod card;
mod commit;
mod day;
mod goods_in;
#[allow(dead_code)]
#[path = "../kit/mod.rs"]
mod kit;
mod memory;
mod opening;
mod sustained;

use kit::report;

/// What the load is made of.
pub struct Load {
    pub registers: usize,
    pub seconds: u64,
    pub items: usize,
    pub history: usize,
    pub rounds: usize,
}

impl Load {
    fn of(words: &[String]) -> Load {
        let number = |name: &str, usual: usize| {
            let place = words.iter().position(|word| word == name);
            let value = place.and_then(|at| words.get(at + 1));
            value.map_or(usual, |text| text.parse().expect("a number"))
        };
        Load {
            registers: number("--registers", 4).clamp(1, kit::shop::REGISTERS_MAX),
            seconds: number("--seconds", 20) as u64,
            items: number("--items", 100_000),
            history: number("--history", 100_000),
            rounds: number("--rounds", 7).max(1),
        }
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        // Fresh processes of their own: what opening takes, and what memory a till needs.
        ["open", folder] => return opening::child(folder.as_ref()),
        ["day", ..] => return days(&Load::of(&words)),
        ["remember", folder, sales] => return memory::child(folder.as_ref(), sales),
        _ => {}
    }
    let load = Load::of(&words);
    println!(
        "{} goods, {} sales in the file, {} registers, {} rounds; 2 cores",
        load.items, load.history, load.registers, load.rounds
    );
    let mut rows = goods_in::rows(&load);
    let work = kit::working_folder();
    let full = work.path().join("full");
    kit::shop::copy(&kit::shop::template(load.items, load.history), &full);
    rows.extend(opening::rows(&load, &full));
    rows.extend(memory::rows(&load, &full));
    let empty = work.path().join("empty");
    kit::shop::copy(&kit::shop::template(load.items, 0), &empty);
    rows.extend(commit::rows(&load, &full, &empty));
    rows.extend(sustained::rows(&load, &full));
    rows.extend(card::rows(&load, &empty));
    rows.extend(closed(&load, work.path()));
    books::check(&full);
    books::check(&empty);
    report::keep("load", &rows);
}

/// The day's report alone: a period that is closed is of no more use to the other parts.
fn closed(load: &Load, work: &std::path::Path) -> Vec<report::Row> {
    let folder = work.join("closed");
    kit::shop::copy(&kit::shop::template(load.items, load.history), &folder);
    day::rows(load, &folder)
}

fn days(load: &Load) {
    let work = kit::working_folder();
    report::keep("day", &closed(load, work.path()));
}
