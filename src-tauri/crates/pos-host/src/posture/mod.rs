//! How safe this computer is. Owns what was found last; the use cases weigh it by the shop's
//! policy. Must never change anything, or need a key.

use crate::links::now;
use pos_app::ports::register::{Posture, PostureFacts};
use std::sync::{Arc, Mutex, PoisonError};

/// Looks this computer over, and remembers.
#[derive(Default)]
pub struct HostPosture {
    seen: Mutex<Arc<PostureFacts>>,
}

impl Posture for HostPosture {
    fn seen(&self) -> Arc<PostureFacts> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn look(&self) -> Arc<PostureFacts> {
        let found = Arc::new(PostureFacts {
            at: Some(now()),
            facts: Vec::new(),
        });
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = found.clone();
        found
    }
}
