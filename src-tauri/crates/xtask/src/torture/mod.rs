//! The long proofs: the same programs as in `make test`, for as long as somebody wants. Owns their
//! order and how they are called; what they prove is theirs.
//!
//! Each writes `target/proof/<name>.json`; `page` makes the handbook's page of them. A part that
//! was stopped goes on where it stopped.

mod fuzz;
mod mutants;
mod page;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail, ensure};
use serde_json::{Value, json};

use crate::paths::root;

/// A proof that is a test target: its name, the variable that says how much, and how much when
/// nobody says.
pub struct Proof {
    pub target: &'static str,
    pub amount: Option<(&'static str, &'static str)>,
    /// The optimised profile; the others drive programs that are built already.
    pub optimised: bool,
}

/// In the order of the page.
pub const PROOFS: &[Proof] = &[
    Proof {
        target: "world",
        amount: Some(("SEEDS", "200000")),
        optimised: true,
    },
    Proof {
        target: "killed",
        amount: Some(("KILLS", "20000")),
        optimised: false,
    },
    Proof {
        target: "power_cut",
        amount: Some(("SALES", "1000")),
        optimised: true,
    },
    Proof {
        target: "io_fails",
        amount: None,
        optimised: true,
    },
    Proof {
        target: "rollback",
        amount: Some(("TRIALS", "1000")),
        optimised: false,
    },
    Proof {
        target: "cable",
        amount: None,
        optimised: true,
    },
    Proof {
        target: "rights",
        amount: Some(("SEQUENCES", "10000")),
        optimised: true,
    },
    Proof {
        target: "backups",
        amount: Some(("BACKUPS", "1000")),
        optimised: false,
    },
];

impl Proof {
    /// The arguments of `cargo` that build or run it.
    pub fn arguments(&self) -> Vec<&'static str> {
        let mut words = vec!["test", "--locked"];
        match self.optimised {
            true => words.extend(["--package", "pos-tests", "--profile", "proof"]),
            // The selection of the plain build: another has features of its own, and half the tree
            // would be compiled again.
            false => words.push("--workspace"),
        }
        words.extend(["--test", self.target]);
        words
    }
}

/// Runs the parts that are named, or all of them, and writes the page.
pub fn run(words: &[&str]) -> Result<()> {
    if words == ["page"] {
        return page::write();
    }
    let all: Vec<&str> = PROOFS.iter().map(|proof| proof.target).collect();
    let all = [all.as_slice(), &["fuzz", "mutants"]].concat();
    if let Some(unknown) = words.iter().find(|word| !all.contains(word)) {
        bail!("no part {unknown}; there are {}", all.join(", "));
    }
    let chosen: Vec<&str> = all
        .into_iter()
        .filter(|part| words.is_empty() || words.contains(part))
        .collect();
    // The long ones share the hours; the others know their own end.
    let sharing = chosen.iter().filter(|part| shares_hours(part)).count();
    let hours = hours_each(sharing)?;
    let mut failed = Vec::new();
    for part in chosen {
        println!("\n== {part}");
        let began = Instant::now();
        let done = match PROOFS.iter().find(|proof| proof.target == part) {
            Some(proof) => long(proof, hours),
            None if part == "fuzz" => fuzz::run(),
            None => mutants::run(),
        };
        if let Err(error) = done {
            eprintln!("{error:#}");
            failed.push(part);
        }
        println!("== {part}: {:.1} s", began.elapsed().as_secs_f64());
    }
    page::write()?;
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    Ok(())
}

fn shares_hours(part: &str) -> bool {
    matches!(part, "world" | "killed")
}

fn hours_each(sharing: usize) -> Result<Option<f64>> {
    let Ok(text) = std::env::var("HOURS") else {
        return Ok(None);
    };
    let hours: f64 = text.parse()?;
    ensure!(hours > 0.0, "HOURS={text}: not above zero");
    Ok(Some(hours / sharing.max(1) as f64))
}

fn long(proof: &Proof, hours: Option<f64>) -> Result<()> {
    let mut command = Command::new("cargo");
    command
        .args(proof.arguments())
        .args(["--", "--nocapture"])
        .env("TORTURE", "1")
        .current_dir(root())
        .stdin(Stdio::null());
    if let Some((variable, amount)) = proof.amount {
        let wanted = std::env::var(variable).unwrap_or_else(|_| amount.to_owned());
        command.env(variable, wanted);
    }
    if let Some(hours) = hours.filter(|_| shares_hours(proof.target)) {
        command.env("HOURS", hours.to_string());
    }
    let status = command.status()?;
    ensure!(status.success(), "{}: {status}", proof.target);
    Ok(())
}

/// Where the proofs leave what they counted.
fn folder() -> PathBuf {
    root().join("target/proof")
}

/// Leaves what a part counted, in the same shape as the test targets do.
fn leave(
    proof: &str,
    command: &str,
    began: Instant,
    counts: &Value,
    figures: &Value,
) -> Result<()> {
    let at = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let seconds = (began.elapsed().as_secs_f64() * 10.0).round() / 10.0;
    let all = json!({
        "proof": proof, "command": command, "long": true, "at": at, "seconds": seconds,
        "counts": counts, "figures": figures,
    });
    std::fs::create_dir_all(folder())?;
    let text = serde_json::to_string_pretty(&all)? + "\n";
    std::fs::write(folder().join(format!("{proof}.json")), text)?;
    Ok(())
}

/// Installs a tool of Cargo's when it is missing.
fn tool(name: &str) -> Result<()> {
    let there = Command::new("cargo")
        .args([name, "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if there.success() {
        return Ok(());
    }
    println!("torture: installing cargo-{name}");
    let status = Command::new("cargo")
        .args(["install", "--quiet", "--locked", &format!("cargo-{name}")])
        .status()?;
    ensure!(status.success(), "cargo-{name} was not installed: {status}");
    Ok(())
}
