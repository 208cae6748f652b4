//! The shape that every long proof shares: how much is wanted, where a long run stopped, and what
//! was counted, in one file a proof under `target/proof`.
//!
//! Owns: those files. Must never: decide what passes; that is each proof's own.

use serde_json::{Map, Value, json};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The figure in the environment under `name`, or the short default of `make test`.
///
/// # Panics
/// When the variable is set and is no whole number: a typing error must not make a proof short.
pub fn wanted(name: &str, short: u64) -> u64 {
    match std::env::var(name) {
        Err(_) => short,
        Ok(text) => match text.replace('_', "").parse() {
            Ok(count) => count,
            Err(error) => panic!("{name}={text}: {error}"),
        },
    }
}

/// How long the run may take by the environment's `HOURS` (a decimal), if it says so.
///
/// # Panics
/// When the variable is no number above zero.
pub fn hours() -> Option<Duration> {
    let text = std::env::var("HOURS").ok()?;
    let millis = text
        .parse::<f64>()
        .ok()
        .filter(|hours| hours.is_finite() && *hours > 0.0)
        .unwrap_or_else(|| panic!("HOURS={text}: not a number above zero"));
    Some(Duration::from_secs_f64(millis * 3_600.0))
}

/// Long runs go on where they stopped; short ones begin at the beginning.
pub fn is_long() -> bool {
    std::env::var_os("TORTURE").is_some()
}

/// Where a long run of this proof stopped; 0 for a short run or the first.
pub fn next(proof: &str) -> u64 {
    if !is_long() {
        return 0;
    }
    let told = fs::read_to_string(folder().join(format!("{proof}.next")));
    told.ok()
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(0)
}

/// Notes that everything below `next` was done.
pub fn went_on(proof: &str, next: u64) -> io::Result<()> {
    if !is_long() {
        return Ok(());
    }
    fs::create_dir_all(folder())?;
    fs::write(folder().join(format!("{proof}.next")), next.to_string())
}

fn folder() -> PathBuf {
    match std::env::var_os("PROOF_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/proof"),
    }
}

/// Leaves a proof's own document as `<name>.json` beside the others.
pub fn leave(name: &str, document: &Value) -> io::Result<()> {
    fs::create_dir_all(folder())?;
    let text = serde_json::to_string_pretty(document)? + "\n";
    fs::write(folder().join(format!("{name}.json")), text)
}

/// What one proof counted.
pub struct Report {
    name: &'static str,
    command: String,
    began: Instant,
    counts: Map<String, Value>,
    figures: Map<String, Value>,
}

impl Report {
    /// `command` makes the same figures again.
    pub fn new(name: &'static str, command: impl Into<String>) -> Report {
        Report {
            name,
            command: command.into(),
            began: Instant::now(),
            counts: Map::new(),
            figures: Map::new(),
        }
    }

    /// A whole number, such as `lost`.
    pub fn count(&mut self, what: &str, count: u64) {
        self.counts.insert(what.to_owned(), count.into());
    }

    /// A figure as it is to be read, with its unit.
    pub fn figure(&mut self, what: &str, text: impl Into<String>) {
        self.figures.insert(what.to_owned(), text.into().into());
    }

    /// How many of `count` were done a second since the report was begun.
    pub fn rate(&mut self, what: &str, count: u64) {
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        self.figure(what, format!("{:.1}", count as f64 / seconds));
    }

    /// Writes the file and tells the time.
    pub fn write(self) -> io::Result<()> {
        let took = self.began.elapsed();
        let at = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let text = serde_json::to_string_pretty(&json!({
            "proof": self.name,
            "command": self.command,
            "long": is_long(),
            "at": at.as_secs(),
            "seconds": (took.as_secs_f64() * 10.0).round() / 10.0,
            "counts": self.counts,
            "figures": self.figures,
        }))?;
        println!(
            "{}: {:.1} s {}",
            self.name,
            took.as_secs_f64(),
            Value::Object(self.counts)
        );
        fs::create_dir_all(folder())?;
        fs::write(folder().join(format!("{}.json", self.name)), text + "\n")
    }
}
