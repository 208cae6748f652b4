//! A disk in memory that can lose its power, fail at any call and be full: under SQLite (`vfs`) and
//! under everything else that the store keeps beside it. Deterministic, and fast enough for a
//! hundred shops a second.
//!
//! Owns the disk and its damage. Must never know what is in the files, nor what is right.
//!
//! ```
//! # use pos_tests::disk::{How, MemoryDisk};
//! let disk = MemoryDisk::new();
//! // Database::on(disk.seam(), Path::new("/shop"), keys) … then, while it is open:
//! let image = disk.power_cut(How::Lost);
//! // The old connections answer errors only; the till starts anew on what is left.
//! let disk = MemoryDisk::of(&image);
//! ```

mod content;
mod fault;
mod image;
mod locks;
mod platter;
mod recording;
mod seam;
mod state;
#[cfg(test)]
mod tests;
mod vfs;

pub use fault::{DiskCall, Fault, Times};
pub use image::Image;
pub use platter::{How, SECTOR_BYTES};
pub use recording::{Play, Recording};

use pos_store::disk::Disk;
use state::State;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A disk in memory. Clones are the same disk.
#[derive(Clone)]
pub struct MemoryDisk(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    vfs: vfs::Registration,
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MemoryDisk {
    /// An empty disk.
    pub fn new() -> MemoryDisk {
        MemoryDisk::of(&Image::default())
    }

    /// A disk that holds what the image holds, in a process that holds nothing open.
    pub fn of(image: &Image) -> MemoryDisk {
        let state = Mutex::new(State::on((*image.0).clone()));
        MemoryDisk(Arc::new_cyclic(|inner| Inner {
            state,
            vfs: vfs::Registration::of(inner.clone()),
        }))
    }

    /// For `Database::on`.
    pub fn seam(&self) -> Arc<dyn Disk> {
        Arc::new(self.clone())
    }

    /// What it holds now, flushed or not.
    pub fn image(&self) -> Image {
        Image(Arc::new(self.0.state().platter.clone()))
    }

    /// The process dies: nothing it still calls does anything. The system goes on and has what was
    /// written; what was not flushed can still be lost.
    pub fn kill(&self) -> Image {
        let mut state = self.0.state();
        state.faults.die();
        Image(Arc::new(state.platter.clone()))
    }

    /// The power goes, and the process with it. Answers what is left.
    pub fn power_cut(&self, how: How) -> Image {
        let mut state = self.0.state();
        state.faults.die();
        Image(Arc::new(state.platter.after(how)))
    }

    /// Every call fails from now on, for good, and changes nothing.
    pub fn dead(&self) {
        self.0.state().faults.die();
    }

    /// How many calls so far this fault could have hit.
    pub fn calls(&self, fault: Fault) -> u64 {
        self.0.state().faults.calls(fault)
    }

    /// How many calls failed by [`MemoryDisk::fail`].
    pub fn met(&self) -> u64 {
        self.0.state().faults.met()
    }

    /// Lets the `nth` call from now on that the fault can hit fail (the first is 1).
    pub fn fail(&self, nth: u64, fault: Fault, times: Times) {
        self.0.state().faults.arm(nth, fault, times);
    }

    /// Nothing fails any more that [`MemoryDisk::fail`] made fail.
    pub fn mend(&self) {
        self.0.state().faults.disarm();
    }

    /// Only `bytes` more can be taken by the files altogether.
    pub fn full(&self, bytes: u64) {
        let mut state = self.0.state();
        state.capacity = Some(state.platter.room_taken() + bytes);
    }

    /// There is room again, without end.
    pub fn room(&self) {
        self.0.state().capacity = None;
    }

    /// Records every step from now on; what was recorded before is forgotten.
    pub fn record(&self) {
        let mut state = self.0.state();
        let recording = Recording::from(state.platter.clone());
        state.recording = Some(recording);
    }

    /// How many steps were recorded; 0 when nothing is.
    pub fn moment(&self) -> usize {
        self.0
            .state()
            .recording
            .as_ref()
            .map_or(0, Recording::moment)
    }

    /// Ends the recording.
    pub fn recorded(&self) -> Option<Recording> {
        self.0.state().recording.take()
    }
}

impl Default for MemoryDisk {
    fn default() -> MemoryDisk {
        MemoryDisk::new()
    }
}

impl std::fmt::Debug for MemoryDisk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let files: Vec<_> = self.image().files();
        f.debug_struct("MemoryDisk").field("files", &files).finish()
    }
}
