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

/// Numbers that look like chance and are the same in every run (SplitMix64).
#[derive(Clone)]
pub struct Series(pub u64);

impl Series {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}
