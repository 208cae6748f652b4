//! What happened in a world, line by line with virtual times, and a hash over all of it: two runs
//! of a seed must tell the same story.

use std::fmt::Write as _;

/// FNV-1a, 64 bits.
const START: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// The story so far.
pub struct Story {
    text: String,
    hash: u64,
    /// Lines are kept only where somebody will read them.
    kept: bool,
}

impl Story {
    pub fn new(kept: bool) -> Story {
        Story {
            text: String::new(),
            hash: START,
            kept,
        }
    }

    /// One line: when, who, what.
    pub fn tell(&mut self, at_ms: u64, who: &str, what: std::fmt::Arguments) {
        let from = self.text.len();
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.text,
            "{:>4}.{:03} {who:<9} {what}",
            at_ms / 1000,
            at_ms % 1000
        );
        for byte in &self.text.as_bytes()[from..] {
            self.hash = (self.hash ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
        if !self.kept {
            self.text.clear();
        }
    }

    pub fn hash(&self) -> u64 {
        self.hash
    }

    pub fn text(&self) -> &str {
        &self.text
    }
}
