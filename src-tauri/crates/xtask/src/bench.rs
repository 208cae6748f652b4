//! Starting the benchmarks. Owns which there are (every bench target of the workspace, found by
//! asking Cargo, so that a new one needs no line here) and the table of all their figures.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::{MetadataCommand, TargetKind};
use serde_json::{Value, json};

use crate::paths::root;

/// What the benchmarks drive beside themselves: the window, the till without one, the simulated
/// terminal, the smallest window as a floor.
const PROGRAMS: [&str; 9] = [
    "--package",
    "countertop",
    "--package",
    "posctl",
    "--package",
    "pos-sim",
    "--bins",
    "--example",
    "floor",
];

/// Runs every benchmark, one after the other, with nothing else beside it. Words after `bench`
/// choose those whose name contains one of them; what stands after `--` goes to the benchmark.
pub fn everything(words: &[&str]) -> Result<()> {
    let split = words.iter().position(|word| *word == "--");
    let (chosen, passed_on) = words.split_at(split.unwrap_or(words.len()));
    let (folder, targets) = targets()?;
    let targets: Vec<(String, String)> = targets
        .into_iter()
        .filter(|(_, name)| chosen.is_empty() || chosen.iter().any(|word| name.contains(word)))
        .collect();
    ensure!(!targets.is_empty(), "there is no such benchmark");
    build_programs()?;
    let parts = folder.join("bench/parts");
    if chosen.is_empty() && parts.exists() {
        std::fs::remove_dir_all(&parts)?;
    }
    let mut failed = Vec::new();
    for (package, name) in targets {
        println!("\n== {package}: {name}");
        let status = Command::new("cargo")
            .args(["bench", "--locked", "--package", &package, "--bench", &name])
            .args(passed_on)
            .current_dir(root())
            .status()?;
        if !status.success() {
            failed.push(name);
        }
    }
    tell(&parts, &folder.join("bench/latest.json"))?;
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}

fn build_programs() -> Result<()> {
    let status = Command::new("cargo")
        .args(["build", "--locked", "--release"])
        .args(PROGRAMS)
        .current_dir(root())
        .status()?;
    ensure!(status.success(), "the programs were not built: {status}");
    Ok(())
}

/// The target folder; package and name of each bench target.
fn targets() -> Result<(PathBuf, Vec<(String, String)>)> {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .context("cargo metadata")?;
    let packages = metadata.workspace_packages();
    let targets = packages.iter().flat_map(|package| {
        let benches = package
            .targets
            .iter()
            .filter(|one| one.kind.contains(&TargetKind::Bench));
        benches.map(|one| (package.name.to_string(), one.name.clone()))
    });
    let targets = targets.collect();
    Ok((metadata.target_directory.into_std_path_buf(), targets))
}

/// Prints one table of what the benchmarks left behind, and one JSON line, which is kept.
fn tell(parts: &std::path::Path, latest: &std::path::Path) -> Result<()> {
    let mut rows: Vec<Value> = Vec::new();
    for part in std::fs::read_dir(parts).into_iter().flatten() {
        let text = std::fs::read_to_string(part?.path())?;
        let part: Vec<Value> = serde_json::from_str(&text)?;
        rows.extend(part);
    }
    if rows.is_empty() {
        return Ok(());
    }
    rows.sort_by_key(|row| place(&row["goal"]));
    println!(
        "\nMachine: {} cores. Three figures are p50 / p95 / p99; the ratio is the median of",
        { std::thread::available_parallelism().map_or(1, usize::from) }
    );
    println!("the rounds' ratios at p50, with the lowest and the highest round.\n");
    println!("| goal | what | unit | floor | ours | ratio (spread) | aim | met | remarks |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    rows.iter().for_each(|row| println!("{}", line(row)));
    let commit = Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .current_dir(root())
        .output();
    let commit = commit.map_or_else(
        |_| String::new(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    );
    let all = json!({ "commit": commit, "rows": rows }).to_string();
    std::fs::write(latest, format!("{all}\n"))?;
    println!("\n{all}");
    Ok(())
}

/// Goals in the order of their numbers, others after them.
fn place(goal: &Value) -> (u32, String) {
    let name = goal.as_str().unwrap_or_default().to_owned();
    let number = name.strip_prefix('P').and_then(|rest| rest.parse().ok());
    (number.unwrap_or(u32::MAX), name)
}

fn line(row: &Value) -> String {
    let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let floor = match row["floor"].as_array() {
        Some(figures) if !figures.is_empty() => {
            format!("{} ({})", figures_of(&row["floor"]), text("floor_is"))
        }
        Some(_) | None => String::new(),
    };
    let ratio = match row["ratio"].as_f64() {
        Some(ratio) if ratio != 0.0 => format!(
            "{ratio:.2} ({:.2}–{:.2})",
            row["low"].as_f64().unwrap_or_default(),
            row["high"].as_f64().unwrap_or_default()
        ),
        Some(_) | None => String::new(),
    };
    let met = match row["met"].as_bool() {
        Some(true) => "yes",
        Some(false) => "**no**",
        None => "",
    };
    let cells = [
        text("goal"),
        text("what"),
        text("unit"),
        floor,
        figures_of(&row["ours"]),
        ratio,
        text("aim"),
        met.to_owned(),
        text("note"),
    ];
    format!("| {} |", cells.join(" | "))
}

fn figures_of(figures: &Value) -> String {
    let figures = figures.as_array().map(Vec::as_slice).unwrap_or_default();
    let all: Vec<String> = figures.iter().map(figure).collect();
    all.join(" / ")
}

fn figure(value: &Value) -> String {
    match value.as_f64().unwrap_or_default() {
        whole if whole >= 1000.0 => format!("{whole:.0}"),
        tens if tens >= 100.0 => format!("{tens:.0}"),
        ones if ones >= 1.0 => format!("{ones:.1}"),
        small => format!("{small:.3}"),
    }
}
