//! What everybody in a world shares: the two clocks, what is going to happen, the story, chance.
//! Must never: know what a cue is for.

use crate::queue::Queue;
use crate::rng::Rng;
use crate::story::Story;
use pos_domain::time::Instant;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// 22 November 2026, 08:00 UTC: the terminals begin their day there too.
const MORNING_MS: i64 = 1_795_334_400_000;

/// Which end of a cable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Till,
    Terminal,
}

/// What is going to happen.
#[derive(Clone, Debug)]
pub enum Cue {
    /// A person has a look and does something.
    Turn(usize),
    /// The till of this life tries to open a line.
    Open { line: usize, life: u32 },
    /// A driver's deadline, or something was posted to it.
    DriverDue { line: usize, life: u32 },
    /// A deadline of the terminal or of its bank.
    TerminalDue { line: usize },
    /// Bytes arrive, if the connection is still the one on which they left.
    Arrive {
        line: usize,
        connection: u32,
        to: Side,
        bytes: Vec<u8>,
    },
    /// An end notices that its connection is gone.
    Gone {
        line: usize,
        connection: u32,
        side: Side,
    },
    /// The cable is plugged in again.
    Plug { line: usize },
    /// The terminal has power again.
    Boot { line: usize },
    /// What the host does between sales.
    House { life: u32 },
    /// The till is started.
    Start,
    /// Something goes wrong.
    Trouble,
    /// The disk has room again, or stops failing.
    DiskMends,
    /// The customer at a terminal that wants a card.
    Customer { line: usize },
    /// A terminal's result that a planted bug keeps back.
    Late { line: usize, life: u32 },
}

/// A lock whose holder panicked: the world is over anyway.
pub fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The shared parts of one world.
pub struct Stage {
    now_ms: AtomicU64,
    /// What the wall clock shows beyond the time that has passed.
    wall_ms: AtomicI64,
    queue: Mutex<Queue<Cue>>,
    story: Mutex<Story>,
    ids: Mutex<Rng>,
}

impl Stage {
    pub fn new(ids: Rng, told: bool) -> Stage {
        Stage {
            now_ms: AtomicU64::new(0),
            wall_ms: AtomicI64::new(MORNING_MS),
            queue: Mutex::default(),
            story: Mutex::new(Story::new(told)),
            ids: Mutex::new(ids),
        }
    }

    /// Milliseconds since the world began; never goes back.
    pub fn now_ms(&self) -> u64 {
        self.now_ms.load(Ordering::Relaxed)
    }

    /// What the computer's wall clock shows.
    pub fn wall(&self) -> Instant {
        let passed = i64::try_from(self.now_ms()).unwrap_or(i64::MAX);
        Instant(self.wall_ms.load(Ordering::Relaxed) + passed)
    }

    /// Somebody, or a time server, sets the wall clock.
    pub fn jump_wall(&self, by_ms: i64) {
        self.wall_ms.fetch_add(by_ms, Ordering::Relaxed);
    }

    /// Puts a cue so many milliseconds from now.
    pub fn after(&self, wait_ms: u64, cue: Cue) {
        self.at(self.now_ms() + wait_ms, cue);
    }

    pub fn at(&self, at_ms: u64, cue: Cue) {
        held(&self.queue).put(at_ms.max(self.now_ms()), cue);
    }

    /// The next cue that is due by then; time goes on to it.
    pub fn next(&self, until_ms: u64) -> Option<Cue> {
        let (at_ms, cue) = held(&self.queue).take(until_ms)?;
        self.now_ms.store(at_ms, Ordering::Relaxed);
        Some(cue)
    }

    /// Lets time pass to a moment by which nothing is due.
    pub fn pass_to(&self, at_ms: u64) {
        self.now_ms.fetch_max(at_ms, Ordering::Relaxed);
    }

    pub fn tell(&self, who: &str, what: std::fmt::Arguments) {
        held(&self.story).tell(self.now_ms(), who, what);
    }

    pub fn story(&self) -> MutexGuard<'_, Story> {
        held(&self.story)
    }

    /// An id as a caller makes it: version 7 over the wall clock, its chance from the seed.
    pub fn id(&self) -> Uuid {
        let mut ids = held(&self.ids);
        let mut random = [0; 10];
        random[..8].copy_from_slice(&ids.next().to_le_bytes());
        random[8..].copy_from_slice(&ids.next().to_le_bytes()[..2]);
        let wall = u64::try_from(self.wall().0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(wall, &random).into_uuid()
    }
}
