//! Owns the list of commands that had no effect, with their counts.

use serde_json::{Value, json};

use crate::hex;

/// Names of commands and how often each came, in the order of their first.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    counts: Vec<(String, u64)>,
}

impl Tally {
    /// Counts a command by its bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.name(&hex::text(bytes));
    }

    /// Counts a command by what it was.
    pub fn name(&mut self, name: &str) {
        match self.counts.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => *count += 1,
            None => self.counts.push((name.to_owned(), 1)),
        }
    }

    pub fn json(&self) -> Value {
        let entry = |(name, count): &(String, u64)| json!({ "what": name, "count": count });
        self.counts.iter().map(entry).collect()
    }
}
