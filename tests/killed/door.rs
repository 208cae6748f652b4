//! Where the till is now: it is killed and started again, each time at another address, and those
//! who work with it wait here for the next one.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A killed till is back sooner, on a loaded machine too.
const BACK_LIMIT: Duration = Duration::from_secs(60);

/// Known to the seats and to whoever kills.
#[derive(Default)]
pub struct Door {
    standing: Mutex<Standing>,
    changed: Condvar,
}

#[derive(Default)]
struct Standing {
    /// How many tills there were, with this one.
    opened: u64,
    address: Option<String>,
    closing: bool,
}

impl Door {
    /// A till is ready.
    pub fn open(&self, address: &str) {
        let mut standing = self.standing();
        standing.opened += 1;
        standing.address = Some(address.to_owned());
        drop(standing);
        self.changed.notify_all();
    }

    /// It is about to be killed.
    pub fn shut(&self) {
        self.standing().address = None;
    }

    /// No new customer is let in; those who are in are served to their end.
    pub fn close_shop(&self) {
        self.standing().closing = true;
    }

    pub fn is_closing(&self) -> bool {
        self.standing().closing
    }

    /// The first till after the `seen`-th, and which it is.
    ///
    /// # Panics
    /// When none comes: the one that hung up was not killed.
    pub fn till_after(&self, seen: u64) -> (u64, String) {
        let missing = |s: &mut Standing| s.opened <= seen || s.address.is_none();
        let (standing, waited) = self
            .changed
            .wait_timeout_while(self.standing(), BACK_LIMIT, missing)
            .unwrap_or_else(PoisonError::into_inner);
        match &standing.address {
            Some(address) if !waited.timed_out() => (standing.opened, address.clone()),
            Some(_) | None => panic!("till {seen} hung up, and no other came"),
        }
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
