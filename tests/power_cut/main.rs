//! The power is cut after every write of a day of sales: what was said to be done is done, nothing
//! is done twice, and the till sells on. `SALES=` for a longer day, `SUBSETS=` for more ways in
//! which unflushed writes may be left.
//!
//! A day is run once over the real till on a disk in memory, and recorded; each image is cut from
//! the recording.

mod check;
mod script;

use check::Checked;
use pos_tests::disk::{How, MemoryDisk, Recording};
use pos_tests::proof::{self, Report};
use pos_tests::template;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

const COMMAND: &str = "SALES=50 cargo test --profile proof -p pos-tests --test power_cut";

#[test]
fn after_every_write() {
    let sales = proof::wanted("SALES", 50);
    let subsets = proof::wanted("SUBSETS", 1);
    let mut report = Report::new("power_cut", COMMAND);
    let folder = tempfile::tempdir().unwrap();
    let day = script::run(folder.path(), sales);
    let checked = Checked::of(folder.path(), &day.recording, day.said, day.keys);
    let cuts = cut_everywhere(&day.recording, &checked, subsets, workers());
    report.count("sales", sales);
    report.count("writes", cuts.writes);
    report.count("images", cuts.images);
    report.count("images_proven_whole", cuts.proven);
    report.count("acts_said", checked.said());
    report.count("lost_or_doubled", 0);
    report.rate("images_a_second", cuts.images);
    report.write().unwrap();
    assert!(cuts.writes > 20 * sales, "{} writes", cuts.writes);
}

/// The plant: a till that says what it has not flushed must be found.
#[test]
fn a_till_that_speaks_before_the_flush_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut day = script::run(folder.path(), 3);
    for said in &mut day.said {
        said.moment -= 2;
    }
    let checked = Checked::of(folder.path(), &day.recording, day.said, day.keys);
    let mut play = day.recording.play();
    let mut found = false;
    while !found && play.next_write() {
        found = checked.opens(&play.cut(How::Lost), play.moment()).is_err();
    }
    assert!(found, "it said things too early, and nobody saw it");
}

fn workers() -> u64 {
    std::thread::available_parallelism().map_or(2, |count| count.get() as u64)
}

struct Cuts {
    writes: u64,
    images: u64,
    proven: u64,
}

fn cut_everywhere(recording: &Recording, checked: &Checked, subsets: u64, workers: u64) -> Cuts {
    let (images, proven, writes) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let work = |mine: u64| {
        let mut play = recording.play();
        let (mut write, mut flushed) = (0, usize::MAX);
        while play.next_write() {
            write += 1;
            // What is lost changes with a flush only.
            let lost = (play.flushed() != flushed).then_some(How::Lost);
            flushed = play.flushed();
            if write % workers != mine {
                continue;
            }
            let ways = [How::Kept, How::Torn(write)].into_iter().chain(lost);
            let ways = ways.chain((0..subsets).map(|way| How::Scattered(write * 64 + way)));
            for (nth, how) in ways.enumerate() {
                let image = play.cut(how);
                let number = images.fetch_add(1, Ordering::Relaxed);
                let whole = nth as u64 == write % 4 && write % 16 < 4;
                proven.fetch_add(u64::from(whole), Ordering::Relaxed);
                if let Err(wrong) = checked.look(&image, play.moment(), whole, number) {
                    panic!("after write {write}, {how:?}: {wrong}");
                }
            }
        }
        writes.store(write, Ordering::Relaxed);
    };
    std::thread::scope(|scope| {
        let work = &work;
        for mine in 0..workers {
            scope.spawn(move || work(mine));
        }
    });
    Cuts {
        writes: writes.into_inner(),
        images: images.into_inner(),
        proven: proven.into_inner(),
    }
}

/// A shop on a disk in memory, its keys in the folder.
fn shop(folder: &Path) -> MemoryDisk {
    MemoryDisk::of(&template::lay_out_apart(folder))
}
