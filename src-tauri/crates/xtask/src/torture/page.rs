//! The handbook's page of the proofs: one file for machines, one table for people, both made of
//! what the proofs left behind. A proof that did not run keeps its older row.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::folder;
use crate::paths::root;

const HEAD: &str = "\
# What was proved

Each line is a program in this repository. `make test` runs all but the last two short, `make
torture` runs all of them long and goes on where it stopped; the command in the last column makes
the same figures again. The same figures for machines are in `proofs.json`. This page is written by
`cargo xtask torture page`: edit the programs, not the page.
";

/// What each proof is about, in the order of the page.
const ABOUT: [(&str, &str); 10] = [
    (
        "world",
        "till, terminal, disk, clock and people in one process, with faults at every effect and \
         byte; an oracle compares the customer's bank with the books",
    ),
    (
        "killed",
        "the real server killed with SIGKILL under load, beside the real terminal simulator; its \
         ledger is compared with the books from outside",
    ),
    (
        "power_cut",
        "the power is cut at every write; what was not flushed is lost, torn or out of order",
    ),
    ("io_fails", "the n-th call to the disk fails, for every n"),
    (
        "rollback",
        "logs, pages, files, sidecars and whole machines of before are put back, and bits are \
         flipped: found, or nothing that counts has changed",
    ),
    (
        "cable",
        "the cable is pulled at every byte of every exchange, in both directions",
    ),
    (
        "rights",
        "cashiers and a technician who want more than is theirs: random sequences of every \
         command; no money, no rights, no data gained",
    ),
    (
        "backups",
        "a backup at a random moment of a shop that two people sell in, restored on a new computer \
         and compared with the shop's journal and with what people were told",
    ),
    ("fuzz", "any bytes into every parser"),
    (
        "mutants",
        "the payment machine and the ledger, changed a little, against their own tests",
    ),
];

pub fn write() -> Result<()> {
    let handbook = root().join("assets/handbook");
    std::fs::create_dir_all(&handbook)?;
    let kept = handbook.join("proofs.json");
    let mut rows: BTreeMap<String, Value> = match std::fs::read_to_string(&kept) {
        Ok(text) => serde_json::from_str(&text).context("assets/handbook/proofs.json")?,
        Err(_) => BTreeMap::new(),
    };
    for (name, _) in ABOUT {
        if let Ok(text) = std::fs::read_to_string(folder().join(format!("{name}.json"))) {
            let mut row: Value = serde_json::from_str(&text)?;
            row["commit"] = json!(commit_before(&rows, name, &row));
            rows.insert(name.to_owned(), row);
        }
    }
    let mut page = HEAD.to_owned();
    page += "\n| proof | what | counted | time | commit | command |\n";
    page += "| --- | --- | --- | --- | --- | --- |\n";
    for (name, what) in ABOUT {
        if let Some(row) = rows.get(name) {
            page += &line(name, what, row)?;
        }
    }
    std::fs::write(&kept, serde_json::to_string_pretty(&rows)? + "\n")?;
    std::fs::write(handbook.join("proofs.md"), page)?;
    println!("torture: assets/handbook/proofs.md written");
    Ok(())
}

/// The commit that a row was made at: the older row's when it is the same run.
fn commit_before(rows: &BTreeMap<String, Value>, name: &str, row: &Value) -> String {
    match rows.get(name) {
        Some(older) if older["at"] == row["at"] => {
            older["commit"].as_str().unwrap_or_default().to_owned()
        }
        Some(_) | None => head(),
    }
}

fn head() -> String {
    let told = Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .current_dir(root())
        .output();
    told.map_or_else(
        |_| String::new(),
        |told| String::from_utf8_lossy(&told.stdout).trim().to_owned(),
    )
}

fn line(name: &str, what: &str, row: &Value) -> Result<String> {
    let mut counted = String::new();
    for (what, count) in row["counts"].as_object().into_iter().flatten() {
        write!(counted, "{}{what}: {count}", comma(&counted))?;
    }
    for (what, figure) in row["figures"].as_object().into_iter().flatten() {
        if let Some(text) = figure.as_str() {
            write!(counted, "{}{what}: {text}", comma(&counted))?;
        }
    }
    let seconds = row["seconds"].as_f64().unwrap_or_default();
    let commit = row["commit"].as_str().unwrap_or_default();
    let command = row["command"].as_str().unwrap_or_default();
    Ok(format!(
        "| {name} | {what} | {counted} | {seconds:.0} s | {commit} | `{command}` |\n"
    ))
}

fn comma(before: &str) -> &'static str {
    if before.is_empty() { "" } else { "; " }
}
