//! The order that a printer works on.
//!
//! Owns: how far it is. Must never: write.

use std::time::{Duration, Instant};

use super::super::PrintOrder;

/// A document goes out in pieces of this size, so that a stop is noticed between them.
pub const PIECE: usize = 1_024;

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The printer is asked whether it can print.
    Checking,
    /// Bytes go out.
    Writing,
    /// All bytes are out.
    Confirming {
        /// Since when.
        since: Instant,
        /// The printer answered a question afterwards.
        answered: bool,
        /// It said that all is well.
        well: bool,
    },
}

/// An order on its way.
#[derive(Debug)]
pub struct Job {
    /// What the host asked for.
    pub order: PrintOrder,
    /// Bytes that the operating system took.
    pub written: usize,
    /// How far it is.
    pub stage: Stage,
}

impl Job {
    /// An order that begins.
    pub fn new(order: PrintOrder) -> Self {
        Self {
            order,
            written: 0,
            stage: Stage::Checking,
        }
    }

    /// The bytes that go out next.
    pub fn next_piece(&self) -> &[u8] {
        let rest = &self.order.bytes[self.written..];
        &rest[..rest.len().min(PIECE)]
    }

    /// Not a byte is out.
    pub fn is_checking(&self) -> bool {
        self.stage == Stage::Checking
    }

    /// All bytes are out since then; `None` before.
    pub fn confirming_for(&self, now: Instant) -> Option<Duration> {
        match self.stage {
            Stage::Confirming { since, .. } => Some(now.saturating_duration_since(since)),
            Stage::Checking | Stage::Writing => None,
        }
    }

    /// It is on paper, if nothing more is owed: the printer said that it has worked it off, or,
    /// when it never says so, that all was well after the last byte.
    pub fn is_printed(&self, tells_when_done: Option<bool>) -> bool {
        match self.stage {
            Stage::Confirming { answered, well, .. } => match tells_when_done {
                Some(true) => answered,
                Some(false) | None => well,
            },
            Stage::Checking | Stage::Writing => false,
        }
    }
}
