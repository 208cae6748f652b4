//! After the load: the chain holds, and everything that is counted can be counted again.

use crate::kit::shop;
use pos_store::{rebuild, verify};
use std::path::Path;
use std::time::Instant;

/// Panics with the first thing that is wrong.
pub fn check(folder: &Path) {
    let database = shop::database(folder);
    let mut reader = database.reader().expect("the file opens");
    let start = Instant::now();
    let report = verify(&mut reader, &[], &mut |_, _| {}).expect("the journal can be read");
    assert_eq!(report.problem, None, "the journal holds");
    let (entries, checked) = (report.entries, start.elapsed().as_secs_f64());
    let start = Instant::now();
    let report = rebuild(&mut reader, &mut |_, _| {}).expect("the journal can be counted");
    assert!(report.is_equal(), "{:?}", report.differences);
    println!(
        "books: {entries} entries hold ({checked:.1} s); {} rows counted again are equal ({:.1} s)",
        report.rows,
        start.elapsed().as_secs_f64()
    );
}
