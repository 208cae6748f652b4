//! What the benchmarks share: times and their percentiles, floors, a shop to sell in, the table.
//! Owns no goal: each benchmark names its own.

pub mod figures;
pub mod floor;
pub mod goods;
pub mod history;
pub mod process;
pub mod report;
pub mod shop;
pub mod terminal;

use std::path::{Path, PathBuf};

/// Where templates, working copies and results lie: on the checkout's own disk, never in memory.
pub fn folder() -> PathBuf {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = tmp.parent().unwrap_or(tmp).join("bench");
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

/// A working folder that goes when it is dropped.
pub fn working_folder() -> tempfile::TempDir {
    tempfile::Builder::new()
        .prefix("run-")
        .tempdir_in(folder())
        .expect("the target folder can be written")
}
