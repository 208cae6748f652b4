//! What is to be printed, on its way to paper: one desk a printer. A desk takes the oldest job that
//! waits, writes that bytes may go out, and only then lets the first one go.

mod desk;

pub use desk::{Desk, DeskWord, KickEars};

use pos_app::views::peripheral::PrintState;
use pos_domain::ids::PrintJobId;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many ends are remembered for whoever waits for one.
const ENDS_MAX: usize = 64;

/// How the last jobs ended.
#[derive(Default)]
pub struct PrintEnds {
    ends: Mutex<VecDeque<(PrintJobId, PrintState)>>,
    news: Condvar,
}

impl PrintEnds {
    pub fn note(&self, job: PrintJobId, state: PrintState) {
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        ends.push_back((job, state));
        if ends.len() > ENDS_MAX {
            ends.pop_front();
        }
        self.news.notify_all();
    }

    /// Waits for the end of a job.
    pub fn wait(&self, job: PrintJobId, limit: Duration) -> Option<PrintState> {
        let until = Instant::now() + limit;
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some((_, state)) = ends.iter().find(|(id, _)| *id == job) {
                return Some(*state);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            let waited = self.news.wait_timeout(ends, left);
            ends = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
