//! Owns what the devices beside the terminal have in common: one thread, one link, one list of
//! events. What a device does with its bytes is its own; this room never looks into them.

mod bench;
mod board;
mod desk;
mod settings;
pub mod start;

use std::time::Instant;

pub use board::Board;
pub use desk::read;
pub use settings::changed;

use serde_json::{Map, Value, json};

/// The fields of a line on the control channel.
pub type Fields = Map<String, Value>;

/// A device: bytes and verbs in, bytes and events out. It has no thread and no cable of its own.
pub trait Device: Send {
    /// What came over the cable.
    fn take(&mut self, bytes: &[u8], hands: &mut Hands);

    /// A verb of its own; the fields are the line's others.
    fn verb(&mut self, verb: &str, fields: Fields, hands: &mut Hands) -> Result<Value, String>;

    /// Changes settings.
    fn set(&mut self, fields: &Fields, hands: &mut Hands) -> Result<(), String>;

    /// Settings, and what it knows.
    fn state(&self) -> Value;

    /// When it wants to be woken.
    fn due(&self) -> Option<Instant> {
        None
    }

    fn wake(&mut self, _now: Instant, _hands: &mut Hands) {}

    /// The power went and came: buffers are empty.
    fn power_cut(&mut self, _hands: &mut Hands) {}

    /// The program ends.
    fn end(&mut self, _hands: &mut Hands) {}
}

/// What a device hands back from one call.
#[derive(Debug, Default)]
pub struct Hands {
    /// Each is sent in a write of its own.
    pub writes: Vec<Vec<u8>>,
    /// Events with their fields; the board adds number and time.
    pub events: Vec<Value>,
    /// Drop the link after the writes.
    pub drop_link: Option<DropLink>,
}

/// A link that goes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DropLink {
    /// Comes back by itself after this; `None`: when told.
    pub return_after_ms: Option<u64>,
}

impl Hands {
    /// Sends bytes.
    pub fn send(&mut self, bytes: impl Into<Vec<u8>>) {
        self.writes.push(bytes.into());
    }

    /// Tells an event; `fields` is an object.
    pub fn tell(&mut self, event: &str, mut fields: Value) {
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("event".into(), event.into());
            // Now, not when the device has done all that came at once.
            fields.insert("at_us".into(), board::now_us().into());
        }
        self.events.push(fields);
    }

    /// Tells an event that has no fields.
    pub fn note(&mut self, event: &str) {
        self.tell(event, json!({}));
    }
}
