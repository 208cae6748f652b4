//! P11, the backend's part: memory of a till's process after a day's sales, without its window.

use crate::Load;
use crate::kit::figures::Spread;
use crate::kit::report::Row;
use crate::kit::shop::{self, Register};
use crate::kit::{goods, process};
use pos_tests::dice::Dice;
use std::path::Path;
use std::process::Command;

const SALES: usize = 1_000;

/// In a process of its own: prints KiB before the till, with it, and after the sales. Codes come
/// from standard input, so that no catalogue lies in this process beside the till's own.
pub fn child(folder: &Path, sales: &str) {
    let sales: usize = sales.parse().expect("a number");
    let own = std::process::id();
    let bare = process::pss_kib(own);
    let host = shop::start(folder, false);
    let register = Register::sign_in(&host, 1);
    let events = host.subscribe();
    let codes: Vec<String> = std::io::stdin()
        .lines()
        .map(|line| line.expect("text"))
        .collect();
    // The index of goods is resident; it tells when it has been built.
    while let Ok(event) = events.recv_timeout(std::time::Duration::from_secs(20)) {
        let built = matches!(&event, pos_app::event::Event::Changed { tags } if tags[0] == "goods");
        if built {
            break;
        }
    }
    drop(events);
    let ready = process::pss_kib(own);
    let mut series = Dice(11);
    for _ in 0..sales {
        let basket: Vec<&str> = (0..5)
            .map(|_| codes[series.place(codes.len())].as_str())
            .collect();
        let (sale_id, due) = register.ring(&basket);
        register.pay(sale_id, due);
    }
    println!("{bare} {ready} {}", process::pss_kib(own));
    host.stop();
}

pub fn rows(load: &Load, folder: &Path) -> Vec<Row> {
    let program = std::env::current_exe().expect("this program has a path");
    let work = crate::kit::working_folder();
    let list = work.path().join("codes");
    let codes: Vec<String> = goods::goods(load.items)
        .codes
        .into_iter()
        .take(2_000)
        .collect();
    std::fs::write(&list, codes.join("\n")).expect("the working folder can be written");
    let mut told: Vec<[f64; 3]> = Vec::new();
    for _ in 0..3 {
        let output = Command::new(&program)
            .arg("remember")
            .arg(folder)
            .arg(SALES.to_string())
            .stdin(std::fs::File::open(&list).expect("the list is there"))
            .output()
            .expect("a process starts");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let text = String::from_utf8_lossy(&output.stdout);
        let mut mib = text
            .split_whitespace()
            .map(|word| word.parse::<f64>().expect("KiB") / 1024.0);
        told.push(std::array::from_fn(|_| mib.next().expect("three figures")));
    }
    let spread = |at: usize| Spread::of(told.iter().map(|figures| figures[at]));
    let (bare, ready, after) = (spread(0), spread(1), spread(2));
    let ratio = Spread::of(told.iter().map(|figures| figures[2] / figures[0]));
    vec![
        Row {
            goal: "P11",
            what: format!("memory of the backend after {SALES} sales (PSS)"),
            unit: "MiB",
            floor_is: "the same process before the till starts",
            floor: vec![bare.median],
            ours: vec![after.median],
            ratio: ratio.median,
            low: ratio.low,
            high: ratio.high,
            aim: "",
            met: None,
            note: String::new(),
        }
        .aim("<= 40 MiB", &[("memory", after.median, 40.0)])
        .note(format!("before the sales {:.1} MiB", ready.median)),
    ]
}
