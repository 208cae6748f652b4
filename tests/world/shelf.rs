//! The till's disk through all its lives: what each leaves behind, the next one begins on.

use pos_store::disk::Disk;
use pos_tests::disk::{Fault, How, Image, MemoryDisk, Times};
use std::sync::Arc;

/// What goes wrong with a disk that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskFault {
    Full,
    Error,
}

/// The disk.
pub struct Shelf {
    disk: MemoryDisk,
    /// It dies at a call, and the till with it.
    dying: bool,
    troubled: bool,
}

impl Shelf {
    pub fn of(image: &Image) -> Shelf {
        Shelf {
            disk: MemoryDisk::of(image),
            dying: false,
            troubled: false,
        }
    }

    pub fn disk(&self) -> Arc<dyn Disk> {
        self.disk.seam()
    }

    /// What it holds now.
    pub fn image(&self) -> Image {
        self.disk.image()
    }

    /// From its n-th call on nothing answers any more.
    pub fn dies_at(&mut self, nth: u64) {
        self.disk.fail(nth, Fault::Eio, Times::FromThenOn);
        self.dying = true;
    }

    /// It died in the middle of a call.
    pub fn is_dead(&self) -> bool {
        self.dying && self.disk.met() > 0
    }

    /// Something is, or was a moment ago, wrong with it.
    pub fn is_troubled(&self) -> bool {
        self.troubled || self.dying
    }

    pub fn fault(&mut self, fault: DiskFault, nth: u64, chance: u64) {
        if self.dying {
            return;
        }
        self.troubled = true;
        match fault {
            DiskFault::Full => self.disk.full(chance % 100_000),
            DiskFault::Error => {
                let kinds = [
                    Fault::Eio,
                    Fault::Enospc,
                    Fault::ShortWrite,
                    Fault::SyncFails,
                ];
                let kind = kinds[(chance % 4) as usize];
                let times = match chance & 0x10 {
                    0 => Times::Once,
                    _ => Times::FromThenOn,
                };
                self.disk.fail(nth, kind, times);
            }
        }
    }

    /// There is room again and nothing fails.
    pub fn mend(&mut self) {
        if !self.dying || self.disk.met() == 0 {
            self.disk.mend();
            self.disk.room();
            (self.dying, self.troubled) = (false, false);
        }
    }

    /// The life ends; what is left is what the next one finds. `cut`: the power went too, and what
    /// becomes of writes that were not flushed is drawn from it.
    pub fn turn_over(&mut self, cut: Option<u64>) {
        let image = match cut {
            None => self.disk.kill(),
            Some(chance) => self.disk.power_cut(match chance % 5 {
                0 => How::Lost,
                1 => How::Kept,
                2 => How::Torn(chance >> 8),
                _ => How::Scattered(chance >> 8),
            }),
        };
        *self = Shelf::of(&image);
    }
}
