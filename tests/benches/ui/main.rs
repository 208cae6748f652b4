//! The real window against the smallest one, on a virtual display: scan → line painted (P1), a word
//! typed → list painted (P3), pay pressed → receipt painted (P6), start → can be used (P9), memory
//! of all processes after a day's sales (P11).
//!
//! `cargo bench --bench ui -- [--history 100000] [--sales 1000] [--starts 20]`

mod acts;
mod display;
mod driver;
#[allow(dead_code)]
#[path = "../kit/mod.rs"]
mod kit;
mod locks;
mod memory;
mod start;

use display::Display;
use kit::{report, shop};
use std::path::{Path, PathBuf};

const ITEMS: usize = 100_000;

/// The programs that are measured.
pub struct Windows {
    pub till: PathBuf,
    pub floor: PathBuf,
    /// The shop's folder.
    pub folder: PathBuf,
}

impl Windows {
    /// The product's window over a shop.
    pub fn till_arguments(folder: &Path) -> Vec<String> {
        vec!["--data".into(), folder.display().to_string()]
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, usual: usize| {
        let place = words.iter().position(|word| word == name);
        let value = place.and_then(|at| words.get(at + 1));
        value.map_or(usual, |text| text.parse().expect("a number"))
    };
    let target = kit::folder();
    let release = target.parent().unwrap_or(&target).join("release");
    let work = kit::working_folder();
    let windows = Windows {
        till: release.join("countertop"),
        floor: release.join("examples/floor"),
        folder: work.path().join("shop"),
    };
    if let Some(missing) = missing(&windows) {
        println!("the window: skipped, {missing}");
        return;
    }
    let template = shop::template(ITEMS, number("--history", 100_000));
    shop::copy(&template, &windows.folder);
    let display = Display::open();
    // Each is kept as soon as it is there: a later one that hangs takes nothing with it.
    let starts = number("--starts", 20);
    report::keep(
        "ui_start",
        &start::rows(&windows, work.path(), &display, starts),
    );
    report::keep("ui_acts", &acts::rows(&windows, &display));
    let sales = number("--sales", 1_000);
    report::keep("ui_memory", &memory::rows(&windows, &display, sales));
}

/// What cannot be done without, when it is not there.
fn missing(windows: &Windows) -> Option<String> {
    for (program, from) in [
        (&windows.till, "cargo build --release"),
        (&windows.floor, "cargo build --release --example floor"),
    ] {
        if !program.exists() {
            return Some(format!("{} is not built ({from})", program.display()));
        }
    }
    let tools = [
        "Xvfb",
        "WebKitWebDriver",
        "dbus-daemon",
        "gnome-keyring-daemon",
        "swtpm",
    ];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = |tool: &str| std::env::split_paths(&path).any(|dir: PathBuf| there(&dir, tool));
    tools
        .into_iter()
        .find(|tool| !found(tool))
        .map(|tool| format!("{tool} is not installed (make setup)"))
}

fn there(dir: &Path, tool: &str) -> bool {
    dir.join(tool).exists()
}
