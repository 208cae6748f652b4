//! The house style as a check. Owns the rules that no linter knows; what clippy, rustfmt, eslint
//! or prettier can say is theirs. Every exception stands in `allowed` with its reason.

mod allowed;
mod rust;
mod tokens;
mod tree;
mod ui;
mod window;

use std::fmt;

use anyhow::{Result, bail};

use crate::demo;

/// A rule broken somewhere.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Relative to the root, with forward slashes.
    pub file: String,
    /// 1 is the first line; 0 means the file as a whole.
    pub line: usize,
    pub rule: &'static str,
    pub detail: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            rule,
            detail,
        } = self;
        write!(f, "{file}:{line}: {rule}: {detail}")
    }
}

/// A file of the repository with its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    /// Notes a broken rule in this file.
    pub fn finding(&self, line: usize, rule: &'static str, detail: impl Into<String>) -> Finding {
        Finding {
            file: self.path.clone(),
            line,
            rule,
            detail: detail.into(),
        }
    }

    /// True for a file that lies in one of these folders.
    pub fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    /// True for a file that only tests stand in.
    pub fn is_proof(&self) -> bool {
        let folders = ["/tests/", "/examples/", "/benches/"];
        self.path.ends_with("/tests.rs") || folders.iter().any(|one| self.path.contains(one))
    }
}

/// Checks every source file and the demo tables; prints what is wrong and fails if anything is.
pub fn check() -> Result<()> {
    demo::check()?;
    let sources = tree::sources(crate::paths::root())?;
    let mut findings: Vec<Finding> = sources.iter().flat_map(of).collect();
    findings.extend(allowed::stale(&sources));
    findings.extend(window::findings(crate::paths::root())?);
    findings.sort();
    for finding in &findings {
        eprintln!("{finding}");
    }
    if !findings.is_empty() {
        bail!(
            "tidy: {} findings in {} files",
            findings.len(),
            sources.len()
        );
    }
    println!("tidy: {} files in order", sources.len());
    Ok(())
}

fn of(source: &Source) -> Vec<Finding> {
    if source.path.ends_with(".rs") {
        rust::findings(source)
    } else {
        ui::findings(source)
    }
}

/// What Rust and the UI have in common: length of the file, and work left behind.
fn common(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines = source.text.lines().count();
    if lines > 400 && allowed::reason(allowed::LONG_FILES, &source.path).is_none() {
        findings.push(source.finding(0, "file length", format!("{lines} lines, at most 400")));
    }
    for (index, line) in source.text.lines().enumerate() {
        if is_left_behind(line) {
            findings.push(source.finding(index + 1, "left behind", "name the issue: (#12)"));
        }
    }
    findings
}

/// A note to oneself without the number of an issue. The words are split so that this file passes.
fn is_left_behind(line: &str) -> bool {
    [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
    ]
    .iter()
    .any(|word| {
        line.split_once(word)
            .is_some_and(|(_, rest)| !rest.trim_start().starts_with("(#"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_need_an_issue() {
        assert!(is_left_behind(concat!("// TO", "DO: later")));
        assert!(is_left_behind(concat!("// FIX", "ME")));
        assert!(!is_left_behind(concat!("// TO", "DO (#12): later")));
        assert!(!is_left_behind("// what is to do"));
    }
}
