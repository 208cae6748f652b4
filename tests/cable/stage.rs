//! The one clock of a case, ids in a row, and locks. Must never: ask the system for anything.

use pos_domain::time::Instant;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// 22 November 2026, 08:00 UTC: the terminal begins its day there too.
const MORNING_MS: i64 = 1_795_334_400_000;

/// A lock whose holder panicked: the case has failed anyway.
pub fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the till and the bench share.
#[derive(Default)]
pub struct Stage {
    now_ms: AtomicU64,
    ids: AtomicU64,
}

impl Stage {
    /// Goes on where another stopped.
    pub fn like(other: &Stage) -> Stage {
        Stage {
            now_ms: AtomicU64::new(other.now_ms()),
            ids: AtomicU64::new(other.ids.load(Ordering::Relaxed)),
        }
    }

    pub fn now_ms(&self) -> u64 {
        self.now_ms.load(Ordering::Relaxed)
    }

    pub fn pass_to(&self, at_ms: u64) {
        self.now_ms.fetch_max(at_ms, Ordering::Relaxed);
    }

    pub fn wall(&self) -> Instant {
        Instant(MORNING_MS + i64::try_from(self.now_ms()).unwrap_or(0))
    }

    pub fn id(&self) -> Uuid {
        let next = self.ids.fetch_add(1, Ordering::Relaxed) + 1;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&next.to_be_bytes());
        let wall = u64::try_from(self.wall().0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(wall, &random).into_uuid()
    }
}
