//! Owns the list of steps that happened, so that a test waits for one of them
//! instead of sleeping.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Every step since the program began.
#[derive(Debug, Default)]
pub struct StepBoard {
    steps: Mutex<Vec<String>>,
    grew: Condvar,
}

impl StepBoard {
    /// Adds a step and wakes who waits.
    pub fn add(&self, step: &str) {
        self.lock().push(step.to_owned());
        self.grew.notify_all();
    }

    /// How many steps there are.
    pub fn count(&self) -> usize {
        self.lock().len()
    }

    /// The steps from a position on.
    pub fn since(&self, position: usize) -> Vec<String> {
        self.lock().iter().skip(position).cloned().collect()
    }

    /// Waits until `step` stands at or after `since`; gives the position after it.
    pub fn wait(&self, step: &str, since: usize, timeout: Duration) -> Option<usize> {
        let until = Instant::now() + timeout;
        let mut steps = self.lock();
        let mut looked = since;
        loop {
            if let Some(at) = steps.iter().skip(looked).position(|s| s == step) {
                return Some(looked + at + 1);
            }
            looked = looked.max(steps.len());
            let left = until.checked_duration_since(Instant::now())?;
            steps = match self.grew.wait_timeout(steps, left) {
                Ok((steps, _)) => steps,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
