//! Every proof there is, one after the other, each with its time. Owns the order; what a part
//! means is known by the tool it calls.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::paths::root;
use crate::torture::PROOFS;
use crate::{deps, face, tidy};

/// A program with its arguments, and the folder under the root where it runs.
struct Call<'a>(&'a str, &'a str, &'a [&'a str]);

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The UI is built first: the window and the web server carry it in themselves.
const CALLS: [(&str, Call<'static>); 8] = [
    ("format", Call(".", "cargo", &["fmt", "--all", "--check"])),
    ("ui: build", Call("ui", NPM, &["run", "--silent", "build"])),
    ("ui: types", Call("ui", NPM, &["run", "--silent", "check"])),
    ("ui: lint", Call("ui", NPM, &["run", "--silent", "lint"])),
    ("ui: tests", Call("ui", NPM, &["run", "--silent", "test"])),
    (
        "programs",
        Call(
            ".",
            "cargo",
            &["build", "--locked", "--workspace", "--bins"],
        ),
    ),
    (
        "clippy",
        Call(
            ".",
            "cargo",
            &[
                "clippy",
                "--locked",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ],
        ),
    ),
    (
        "tests",
        Call(
            ".",
            "cargo",
            &["test", "--locked", "--workspace", "--no-fail-fast"],
        ),
    ),
];

struct Part {
    name: &'static str,
    passed: bool,
    time: Duration,
}

/// Runs every part, also after one has failed; fails at the end if any did.
pub fn everything() -> Result<()> {
    let began = Instant::now();
    let mut counted = Counted::default();
    let mut parts = Vec::new();
    parts.push(timed("deps", || told(deps::check())));
    parts.push(timed("tidy", || told(tidy::check())));
    parts.push(timed("gen", || told(face::api(true))));
    for (name, call) in CALLS {
        parts.push(timed(name, || told(run(&call, &mut counted))));
    }
    proofs(&mut parts, &mut counted);
    println!("\n{:-<40}", "");
    for part in &parts {
        let word = if part.passed { "ok" } else { "FAILED" };
        println!(
            "{:<14} {word:<8} {:>8.1} s",
            part.name,
            part.time.as_secs_f64()
        );
    }
    let failed: Vec<&str> = parts
        .iter()
        .filter(|part| !part.passed)
        .map(|part| part.name)
        .collect();
    let time = began.elapsed().as_secs();
    let Counted {
        passed,
        failed: broken,
        ignored,
    } = counted;
    let tests = format!("{passed} passed; {broken} failed; {ignored} ignored");
    let took = format!("{} min {:02} s", time / 60, time % 60);
    if failed.is_empty() {
        println!("test result: ok. {tests}; {} parts in {took}", parts.len());
        return Ok(());
    }
    println!(
        "test result: FAILED. {tests}; {} parts in {took}",
        parts.len()
    );
    bail!("failed: {}", failed.join(", "))
}

/// The long proofs, short: linted, built, and each with a time of its own.
fn proofs(parts: &mut Vec<Part>, counted: &mut Counted) {
    let mut lint = vec!["clippy", "--locked", "--workspace"];
    lint.extend(PROOFS.iter().flat_map(|proof| ["--test", proof.target]));
    lint.extend(["--", "-D", "warnings"]);
    let call = Call(".", "cargo", &lint);
    parts.push(timed("proofs: lint", || told(run(&call, counted))));
    let mut build = vec!["test", "--locked", "--no-run", "--package", "pos-tests"];
    build.extend(["--profile", "proof"]);
    let optimised = PROOFS.iter().filter(|proof| proof.optimised);
    build.extend(optimised.flat_map(|proof| ["--test", proof.target]));
    let call = Call(".", "cargo", &build);
    parts.push(timed("proofs: build", || told(run(&call, counted))));
    for proof in PROOFS {
        let mut arguments = proof.arguments();
        arguments.extend(["--", "--nocapture"]);
        let call = Call(".", "cargo", &arguments);
        parts.push(timed(proof.target, || told(run(&call, counted))));
    }
}

fn timed(name: &'static str, work: impl FnOnce() -> bool) -> Part {
    println!("\n== {name}");
    let began = Instant::now();
    let passed = work();
    let time = began.elapsed();
    println!("== {name}: {:.1} s", time.as_secs_f64());
    Part { name, passed, time }
}

fn told(outcome: Result<()>) -> bool {
    outcome.inspect_err(|error| eprintln!("{error:#}")).is_ok()
}

/// Runs a program, passing its output on and counting the tests it tells of.
fn run(Call(folder, program, arguments): &Call, counted: &mut Counted) -> Result<()> {
    let mut child = Command::new(program)
        .args(*arguments)
        .current_dir(root().join(folder))
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            counted.add(&line);
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{program} {}: {status}", arguments.join(" "));
    }
    Ok(())
}

/// Tests, summed over every test binary and the UI.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counted {
    passed: usize,
    failed: usize,
    ignored: usize,
}

impl Counted {
    /// Reads the closing line of a Rust test binary (`test result: ok. 3 passed; …`) or of
    /// Vitest (`Tests  1 failed | 4 passed (5)`).
    fn add(&mut self, line: &str) {
        let line = line.trim();
        if !line.starts_with("test result:") && !line.starts_with("Tests ") {
            return;
        }
        let words: Vec<&str> = line
            .split([' ', ';', '|', '.'])
            .filter(|word| !word.is_empty())
            .collect();
        for pair in words.windows(2) {
            let Ok(count) = pair[0].parse::<usize>() else {
                continue;
            };
            match pair[1] {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" | "skipped" => self.ignored += count,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_summed() {
        let mut counted = Counted::default();
        counted.add(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 4 filtered out; \
             finished in 0.31s",
        );
        counted.add("      Tests  1 failed | 4 passed (5)");
        counted.add("test sale::tests::a ... ok");
        assert_eq!(
            counted,
            Counted {
                passed: 16,
                failed: 1,
                ignored: 1
            }
        );
    }
}
