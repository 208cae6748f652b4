//! What a promise is: a name, the sentence it stands for, the way to try it, and the ways to break
//! what it stands on. Owns the shape; must never know any one promise.

use crate::stage::Stage;

/// What was measured where a promise holds, in a few words; or why it does not hold.
pub type Kept = Result<String, String>;

/// One promise. It is tried on real processes, files and sockets only.
pub struct Promise {
    /// One word, as the command line takes it.
    pub name: &'static str,
    /// The promise itself.
    pub says: &'static str,
    /// Tries it on a fresh stage. The stage says which of its controls is to be broken; breaking it
    /// is the promise's own affair, from outside the programs.
    pub keep: fn(&Stage) -> Kept,
    /// The ways to break it. There is at least one.
    pub plants: &'static [Plant],
}

/// A control broken on purpose, to see that the promise's line turns red.
pub struct Plant {
    pub name: &'static str,
    /// What is broken, and how.
    pub breaks: &'static str,
    /// Stands in the reason for which the line is red: it must be red for this, not for anything.
    pub found: &'static str,
}

/// Err with the reason, unless it holds.
pub fn must(holds: bool, reason: impl FnOnce() -> String) -> Result<(), String> {
    match holds {
        true => Ok(()),
        false => Err(reason()),
    }
}
