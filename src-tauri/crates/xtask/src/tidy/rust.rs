//! The rules for Rust files that are seen in their lines; those seen in their syntax are in
//! `tokens`. Owns which words may stand in which room.

use super::{Finding, Source, allowed, common, tokens};

/// The rooms that see no clock and no chance: both come in as arguments.
const WITHOUT_CLOCK: [&str; 2] = ["src-tauri/crates/pos-domain/", "src-tauri/crates/pos-app/"];

const CLOCKS: [&str; 7] = [
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "Uuid::now_v7",
    "Uuid::new_v4",
    "getrandom::",
];

/// Every broken rule of one Rust file.
pub fn findings(source: &Source) -> Vec<Finding> {
    let mut findings = common(source);
    // The name `tests` says what the file is for.
    let own_purpose = !source.path.ends_with("/tests.rs");
    if own_purpose && !opens_with_its_purpose(&source.text) {
        findings.push(source.finding(1, "module head", "begins with //! (what it owns, what not)"));
    }
    for (index, line) in source.text.lines().enumerate() {
        let width = line.chars().count();
        if width > 100 {
            findings.push(source.finding(
                index + 1,
                "line length",
                format!("{width}, at most 100"),
            ));
        }
        let code = line.split("//").next().unwrap_or_default();
        if code.contains(concat!("thread::", "sleep("))
            && allowed::reason(allowed::SLEEPS, &source.path).is_none()
        {
            findings.push(source.finding(index + 1, "sleep", "wait for the event itself"));
        }
        if source.is_in(&WITHOUT_CLOCK) && CLOCKS.iter().any(|clock| code.contains(clock)) {
            findings.push(source.finding(index + 1, "clock", "time and ids come in as arguments"));
        }
    }
    findings.extend(tokens::findings(source));
    findings
}

/// True if the first thing said is a `//!`; inner attributes may stand before it.
fn opens_with_its_purpose(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .find(|line| !line.starts_with("#!["))
        .is_some_and(|line| line.starts_with("//!"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<&'static str> {
        let source = Source {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        findings(&source)
            .into_iter()
            .map(|finding| finding.rule)
            .collect()
    }

    #[test]
    fn each_rule_is_seen() {
        let long = format!("//! Head.\n// {}\n", "x".repeat(100));
        let sleep = concat!("//! Head.\nfn a() { std::thread::", "sleep(b) }\n");
        let clock = "//! Head.\nfn a() { Instant::now(); }\n";
        let app = "src-tauri/crates/pos-app/src/a.rs";
        let cases = [
            (app, "//! Head.\n", vec![]),
            (app, "#![allow(x)]\n//! Head.\n", vec![]),
            (app, "fn a() {}\n", vec!["module head"]),
            (app, long.as_str(), vec!["line length"]),
            (app, sleep, vec!["sleep"]),
            (app, clock, vec!["clock"]),
            ("src-tauri/crates/pos-host/src/a.rs", clock, vec![]),
        ];
        for (path, text, wanted) in cases {
            assert_eq!(rules(path, text), wanted, "{text}");
        }
    }
}
