//! Mutants of the payment machine and the ledger, hunted by pos-domain's own tests. Those that were
//! caught before are left out the next time.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{folder, leave, tool};
use crate::paths::root;

/// The rooms whose every line decides about money.
const FILES: [&str; 8] = [
    "payment.rs",
    "payment/*.rs",
    "posting.rs",
    "period.rs",
    "refund.rs",
    "rounding.rs",
    "tender.rs",
    "fact/payment.rs",
];
/// Of a hundred mutants at least so many must be caught.
const CAUGHT_MIN: f64 = 95.0;

pub fn run() -> Result<()> {
    tool("mutants")?;
    let began = Instant::now();
    let output = folder();
    std::fs::create_dir_all(&output)?;
    let mut command = Command::new("cargo");
    command
        .args([
            "mutants",
            "--package",
            "pos-domain",
            "--no-shuffle",
            "--colors=never",
        ])
        .args([
            "--baseline=run",
            "--timeout-multiplier=5",
            "--minimum-test-timeout=60",
        ])
        .arg("--output")
        .arg(&output)
        .current_dir(root());
    for file in FILES {
        command.args(["--file", &format!("src-tauri/crates/pos-domain/src/{file}")]);
    }
    // 0: all caught; 2: some were missed; 3: some ran out of time. Anything else is no result.
    let status = command.status()?;
    ensure!(
        matches!(status.code(), Some(0 | 2 | 3)),
        "cargo mutants: {status}"
    );
    let told = std::fs::read_to_string(output.join("mutants.out/outcomes.json"))
        .context("mutants.out/outcomes.json")?;
    let told: Value = serde_json::from_str(&told)?;
    let count = |name: &str| told[name].as_u64().unwrap_or(0);
    // One that never ends is one that was noticed.
    let caught = count("caught") + count("timeout");
    let tried = caught + count("missed");
    ensure!(tried > 0, "no mutants were tried");
    let share = 100.0 * caught as f64 / tried as f64;
    let counts = json!({
        "mutants": tried, "caught": caught, "missed": count("missed"),
        "not compiling": count("unviable"),
    });
    let figures = json!({ "caught": format!("{share:.1} %") });
    leave(
        "mutants",
        "make torture PARTS=mutants",
        began,
        &counts,
        &figures,
    )?;
    ensure!(
        share >= CAUGHT_MIN,
        "{share:.1} % of the mutants were caught, at least {CAUGHT_MIN} % must be"
    );
    Ok(())
}
