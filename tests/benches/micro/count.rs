//! Instructions of each part, by valgrind: the difference of two runs of a process of its own, so
//! that starting it does not count.

use crate::kit::report::Row;
use crate::parts;
use std::path::Path;
use std::process::{Command, Stdio};

/// So many first, so that every page that will be needed has been read.
const FEW: u64 = 300;
const MANY: u64 = 500;

/// In a process of its own, under valgrind: does one part so many times.
pub fn child(name: &str, times: &str, folder: &Path) {
    let times: u64 = times.parse().expect("a number");
    let mut part = parts::make(name, folder);
    (0..times).for_each(|_| part());
}

pub fn rows(folder: &Path) -> Vec<Row> {
    let there = Command::new("valgrind")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !there.is_ok_and(|status| status.success()) {
        println!("instructions: skipped, valgrind is not installed (apt install valgrind)");
        return Vec::new();
    }
    let mut rows = Vec::new();
    for name in parts::NAMES {
        let each = counted(name, MANY, folder).zip(counted(name, FEW, folder));
        let Some((many, few)) = each else {
            println!("instructions: {name}: valgrind gave no count");
            continue;
        };
        rows.push(row(name, (many - few) as f64 / (MANY - FEW) as f64));
    }
    rows
}

fn row(name: &str, instructions: f64) -> Row {
    Row {
        goal: "count",
        what: name.to_owned(),
        unit: "instructions",
        floor_is: "",
        floor: Vec::new(),
        ours: vec![instructions],
        ratio: 0.0,
        low: 0.0,
        high: 0.0,
        aim: "",
        met: None,
        note: String::new(),
    }
}

/// Instructions of one process from its start to its end.
fn counted(name: &str, times: u64, folder: &Path) -> Option<u64> {
    let counts = folder.join("callgrind.out");
    let run = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", counts.display()))
        .arg(std::env::current_exe().ok()?)
        .args(["count", name, &times.to_string()])
        .arg(folder)
        .output()
        .ok()?;
    if !run.status.success() {
        print!("{}", String::from_utf8_lossy(&run.stderr));
        return None;
    }
    let text = std::fs::read_to_string(counts).ok()?;
    text.lines()
        .find_map(|line| {
            line.strip_prefix("summary:")
                .or(line.strip_prefix("totals:"))
        })
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse().ok())
}
