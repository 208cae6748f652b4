//! Every exception from the house style, with its reason. Owns nothing else. An entry that is
//! no longer needed is itself a finding, so the lists cannot rot.

use super::{Finding, Source};

/// A path (or a name) and why it may break the rule.
pub type Exceptions = &'static [(&'static str, &'static str)];

/// Files longer than 400 lines: tables, not thought.
pub const LONG_FILES: Exceptions = &[];

/// Files with unsafe code.
pub const UNSAFE: Exceptions = &[
    (
        "src-tauri/crates/pos-store/src/cipher.rs",
        "SQLCipher takes a raw key only through its C call; SQL text would show it",
    ),
    (
        "tests/src/disk/vfs/mod.rs",
        "the tests' disk in memory is a file system of SQLite's, through its C interface",
    ),
    (
        "tests/src/disk/vfs/file.rs",
        "the calls on an open file of that file system",
    ),
    (
        "tests/src/disk/vfs/index.rs",
        "the memory that SQLite's connections share on that file system",
    ),
];

/// Files that sleep.
pub const SLEEPS: Exceptions = &[(
    "src-tauri/crates/pos-sim/src/terminal/line.rs",
    "a gap between two bytes is the fault that is played; there is no event to wait for",
)];

/// Files with floats in the rooms of money.
pub const FLOATS: Exceptions = &[(
    "src-tauri/crates/pos-domain/src/testing.rs",
    "how often a generated cart has a discount is a probability",
)];

/// Names of types and modules whose last word is otherwise banned.
pub const NAMES: Exceptions = &[];

/// Why this path or name may break the rule, if it may.
pub fn reason(list: Exceptions, key: &str) -> Option<&'static str> {
    list.iter()
        .find(|(name, _)| *name == key)
        .map(|(_, reason)| *reason)
}

/// Exceptions for files that are gone.
pub fn stale(sources: &[Source]) -> Vec<Finding> {
    let files = [LONG_FILES, UNSAFE, SLEEPS, FLOATS];
    let listed = files.iter().flat_map(|list| list.iter());
    listed
        .filter(|(path, _)| !sources.iter().any(|source| source.path == *path))
        .map(|(path, _)| Finding {
            file: (*path).to_owned(),
            line: 0,
            rule: "exception",
            detail: "listed in tidy/allowed.rs, but there is no such file".to_owned(),
        })
        .collect()
}
