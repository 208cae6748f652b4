//! Owns the list of events of a device, so that a test waits for one instead of sleeping.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::Value;

/// Every event since the program began.
#[derive(Debug, Default)]
pub struct Board {
    events: Mutex<Vec<Value>>,
    grew: Condvar,
    /// Answers on the control channel that are being made or written.
    answers: Mutex<usize>,
    answered: Condvar,
}

/// An answer on its way; dropped when it is written.
pub struct Answering<'a>(&'a Board);

impl Drop for Answering<'_> {
    fn drop(&mut self) {
        *self.0.answers() -= 1;
        self.0.answered.notify_all();
    }
}

impl Board {
    /// Adds an event (an object with `event`), with its number, and its time if it has none.
    pub fn add(&self, mut event: Value) {
        let mut events = self.lock();
        if let Some(fields) = event.as_object_mut() {
            fields.insert("seq".into(), events.len().into());
            fields.entry("at_us").or_insert_with(|| now_us().into());
        }
        events.push(event);
        self.grew.notify_all();
    }

    /// How many events there are.
    pub fn count(&self) -> usize {
        self.lock().len()
    }

    /// The events from a position on.
    pub fn since(&self, position: usize) -> Vec<Value> {
        self.lock().iter().skip(position).cloned().collect()
    }

    /// Waits until there is an event at or after `since` that is wanted; gives it and the
    /// position after it.
    pub fn wait(
        &self,
        since: usize,
        timeout: Duration,
        wanted: impl Fn(&Value) -> bool,
    ) -> Option<(usize, Value)> {
        let until = Instant::now() + timeout;
        let mut events = self.lock();
        let mut looked = since;
        loop {
            let found = events.iter().enumerate().skip(looked);
            if let Some((at, event)) = found.into_iter().find(|(_, event)| wanted(event)) {
                return Some((at + 1, event.clone()));
            }
            looked = looked.max(events.len());
            let left = until.checked_duration_since(Instant::now())?;
            events = match self.grew.wait_timeout(events, left) {
                Ok((events, _)) => events,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }

    /// An answer begins.
    pub fn answering(&self) -> Answering<'_> {
        *self.answers() += 1;
        Answering(self)
    }

    /// Waits until all answers are written, so that the end of the program cuts none off.
    pub fn wait_answered(&self, patience: Duration) {
        let waited = |answers: &mut usize| *answers > 0;
        // Whoever still waits then is waiting for something else.
        let _ = self
            .answered
            .wait_timeout_while(self.answers(), patience, waited);
    }

    fn answers(&self) -> MutexGuard<'_, usize> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Value>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Microseconds since 1970, to compare with the clock of another process.
pub fn now_us() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| u64::try_from(since.as_micros()).unwrap_or(0))
}
