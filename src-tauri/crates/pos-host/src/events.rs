//! Hands every event to every subscriber. A subscriber that is gone is forgotten.

use pos_app::event::Event;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

/// The subscribers.
#[derive(Default)]
pub struct Hub {
    ears: Mutex<Vec<Sender<Event>>>,
}

impl Hub {
    /// A new ear; it hears everything from now on.
    pub fn subscribe(&self) -> Receiver<Event> {
        let (send, receive) = channel();
        self.ears
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(send);
        receive
    }

    /// Tells everyone.
    pub fn publish(&self, event: &Event) {
        let mut ears = self.ears.lock().unwrap_or_else(PoisonError::into_inner);
        ears.retain(|ear| ear.send(event.clone()).is_ok());
    }
}
