//! How long a person waits after the last key of a proof of themselves, until the page shows what
//! it allowed. Told with the test; under a second is promised.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What is promised for each kind, hashing included.
const PROMISED: Duration = Duration::from_secs(1);

/// The waits of one walk, by their kind.
#[derive(Default)]
pub struct Pace(Mutex<BTreeMap<&'static str, Vec<Duration>>>);

impl Pace {
    /// Waits for `seen`, which the last key has begun, and keeps the time.
    pub async fn of(&self, kind: &'static str, seen: impl Future<Output = ()>) {
        let began = Instant::now();
        seen.await;
        let mut waits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waits.entry(kind).or_default().push(began.elapsed());
    }

    /// Tells every wait. The quickest of a kind keeps the promise: a machine that does other things
    /// beside may be slow once, a screen that is slow is slow always.
    pub fn tell(&self, kinds: &[&str]) {
        let waits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for kind in kinds {
            let all = waits.get(kind).unwrap_or_else(|| panic!("no {kind}"));
            let said: Vec<String> = all
                .iter()
                .map(|each| format!("{:.2} s", each.as_secs_f64()))
                .collect();
            println!("{kind}: {}", said.join(", "));
            let best = all.iter().min().expect("one at least");
            assert!(*best < PROMISED, "{kind} took {best:?}");
        }
    }
}
