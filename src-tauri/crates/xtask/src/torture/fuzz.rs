//! Every parser under libFuzzer, a while each, from the corpus beside the targets. What it finds of
//! new ways goes to `target/fuzz`, so that the next run begins where this one stopped.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use super::{leave, tool};
use crate::paths::root;

/// Seconds for each target when nobody says (`FUZZ_S`).
const SECONDS: &str = "60";
/// A parser that needs more memory than this, or longer for one input, has failed.
const RSS_MIB_MAX: u32 = 1024;
const INPUT_S_MAX: u32 = 5;

pub fn run() -> Result<()> {
    tool("fuzz")?;
    let began = Instant::now();
    let seconds = std::env::var("FUZZ_S").unwrap_or_else(|_| SECONDS.to_owned());
    let mut runs = Map::new();
    let mut failed = Vec::new();
    for target in targets()? {
        let (executed, passed) = one(&target, &seconds)?;
        println!("fuzz: {target}: {executed} inputs");
        runs.insert(target.clone(), executed.into());
        if !passed {
            failed.push(target);
        }
    }
    let inputs: u64 = runs.values().filter_map(Value::as_u64).sum();
    let counts = json!({ "targets": runs.len(), "inputs": inputs, "faults": failed.len() });
    let figures = json!({ "seconds a target": seconds, "inputs by target": runs });
    leave("fuzz", "make torture PARTS=fuzz", began, &counts, &figures)?;
    ensure!(failed.is_empty(), "faults in {}", failed.join(", "));
    Ok(())
}

/// One file, one target.
fn targets() -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for file in std::fs::read_dir(root().join("tests/fuzz/fuzz_targets"))? {
        let path = file?.path();
        names.extend(
            path.file_stem()
                .and_then(|name| name.to_str())
                .map(str::to_owned),
        );
    }
    names.sort();
    Ok(names)
}

/// How many inputs were tried, and whether all were taken well.
fn one(target: &str, seconds: &str) -> Result<(u64, bool)> {
    let found = root().join("target/fuzz").join(target);
    std::fs::create_dir_all(&found)?;
    let mut child = Command::new("cargo")
        .args([
            "+nightly",
            "fuzz",
            "run",
            "--fuzz-dir",
            "tests/fuzz",
            target,
        ])
        .arg(&found)
        .arg(root().join("tests/fuzz/corpus").join(target))
        .arg("--")
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-rss_limit_mb={RSS_MIB_MAX}"))
        .arg(format!("-timeout={INPUT_S_MAX}"))
        .arg("-print_final_stats=1")
        .current_dir(root())
        .stderr(Stdio::piped())
        .spawn()
        .context("cargo fuzz needs the nightly toolchain: rustup toolchain install nightly")?;
    let mut executed = 0;
    if let Some(output) = child.stderr.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            if let Some(count) = line.strip_prefix("stat::number_of_executed_units:") {
                executed = count.trim().parse()?;
            }
            // The pulse of libFuzzer is left out; everything else is told.
            if !line.starts_with('#') {
                eprintln!("{line}");
            }
        }
    }
    Ok((executed, child.wait()?.success()))
}
