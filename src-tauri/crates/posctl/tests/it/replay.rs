//! The retail file through the till. The expected figures were worked out apart from this program,
//! with decimal arithmetic on the file itself.

use crate::program::{Folder, sample, simulator};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

fn replay(folder: &Folder, file: &Path) -> Value {
    let simulator = simulator().to_str().unwrap();
    folder.ask(&["replay", file.to_str().unwrap(), "--sim", simulator])
}

fn figures(told: &Value) -> [i64; 8] {
    [
        "documents",
        "lines",
        "sale_count",
        "sale_minor",
        "return_count",
        "return_minor",
        "adjustment_count",
        "net_minor",
    ]
    .map(|name| {
        told[name]
            .as_i64()
            .unwrap_or_else(|| panic!("{name}: {told}"))
    })
}

fn proven(told: &Value) {
    assert_eq!(told["ledger"]["holds"], true, "{told}");
    assert_eq!(told["ledger"]["sum_minor"], 0);
    assert_eq!(told["ledger"]["sales_minor"], told["net_minor"]);
    assert_ne!(told["bank"]["agrees"], false, "{told}");
    assert_eq!(told["verify"]["holds"], true, "{told}");
    assert_eq!(told["rebuild"]["equal"], true, "{told}");
    // Every day closed, every terminal's total ours.
    let days = &told["days"];
    assert_eq!(days["holds"], true, "{told}");
    assert_eq!(days["gross_minor"], told["net_minor"], "{told}");
    assert_eq!(
        (&days["running_minor"], &days["apart"]),
        (&json!(0), &json!(0)),
        "{told}"
    );
}

#[test]
fn an_excerpt_comes_out_to_the_penny_and_a_second_time_changes_nothing() {
    let folder = Folder::new();
    let excerpt = sample("retail-excerpt.csv");
    let first = replay(&folder, &excerpt);
    assert_eq!(
        figures(&first),
        [151, 3_248, 144, 6_211_483, 6, -32_523, 1, 6_178_960]
    );
    assert_eq!(first["adjustment_units"], "-10");
    assert_eq!(first["by_card_count"], 67);
    assert_eq!(first["rung_now"], 151);
    assert_eq!(first["not_rung"], json!([]));
    proven(&first);
    assert_eq!(first["bank"]["agrees"], true);
    let second = replay(&folder, &excerpt);
    assert_eq!(second["rung_now"], 0);
    assert_eq!(figures(&second), figures(&first));
    assert_eq!(second["verify"]["head_hash"], first["verify"]["head_hash"]);
}

/// The first lines, and after them what a replay does not ring.
fn with_odd_ones(rows: usize) -> String {
    let excerpt = std::fs::read_to_string(sample("retail-excerpt.csv")).unwrap();
    let mut text: String = excerpt
        .lines()
        .take(rows + 1)
        .map(|l| format!("{l}\n"))
        .collect();
    text += "A563185,B,Adjust bad debt,1,2011-05-31 14:50:00,11062.06,,United Kingdom\n";
    text += "563186,B,Adjust bad debt,1,2011-05-31 14:51:00,-11062.06,,United Kingdom\n";
    text
}

#[test]
fn what_is_not_rung_is_listed_and_a_longer_file_goes_on_where_the_last_ended() {
    let folder = Folder::new();
    let begun = folder.file("begun.csv", &with_odd_ones(20));
    let first = replay(&folder, &begun);
    let left: Vec<&Value> = first["not_rung"].as_array().unwrap().iter().collect();
    assert_eq!(left.len(), 2);
    assert_eq!(left[0]["document"], "A563185");
    assert!(left[0]["reason"].as_str().unwrap().contains("prefix"));
    assert!(left[1]["reason"].as_str().unwrap().contains("negative"));
    proven(&first);
    let rung = first["rung_now"].as_i64().unwrap();
    let longer = folder.file("longer.csv", &with_odd_ones(40));
    let second = replay(&folder, &longer);
    assert_eq!(
        second["rung_now"].as_i64().unwrap() + rung + 2,
        second["documents"].as_i64().unwrap()
    );
    proven(&second);
}

#[test]
fn a_file_that_cannot_be_read_rings_nothing() {
    let folder = Folder::new();
    let excerpt = std::fs::read_to_string(sample("retail-excerpt.csv")).unwrap();
    let broken = excerpt.replacen(",6,2010-12-01", ",six,2010-12-01", 1);
    let broken = folder.file("broken.csv", &broken);
    let refused = folder.run(["replay", broken.to_str().unwrap()]);
    assert!(!refused.good);
    assert!(
        refused.error.contains("line 2: Quantity `six`"),
        "{refused:?}"
    );
    assert!(!folder.shop().exists());
}

/// Half a year of a real shop. Slow: `cargo test --release -p posctl -- --ignored`.
#[test]
#[ignore = "a minute in a release build, three in a debug build"]
fn the_whole_file_comes_out_to_the_penny() {
    let folder = Folder::new();
    let whole = sample("online-retail-2010-12_2011-05.csv.gz");
    let first = replay(&folder, &whole);
    let expected = [
        10_783,
        209_029,
        8_455,
        406_472_659,
        1_677,
        -35_789_895,
        651,
        370_682_764,
    ];
    assert_eq!(figures(&first), expected);
    assert_eq!(first["adjustment_units"], "-69068");
    assert_eq!(first["not_rung"], json!([]));
    proven(&first);
    let second = replay(&folder, &whole);
    assert_eq!(second["rung_now"], 0);
    assert_eq!(second["verify"]["head_hash"], first["verify"]["head_hash"]);
}

/// Killed again and again, wherever it stands: nothing is rung twice, nothing is left out. Whether
/// the terminal kept what it was not told to keep is for the payment's own proof.
#[test]
fn a_replay_that_is_killed_goes_on_where_it_was() {
    let folder = Folder::new();
    let excerpt = sample("retail-excerpt.csv");
    let simulator = simulator();
    let mut entries = 0;
    for _ in 0..3 {
        let mut command = folder.command();
        command
            .arg("replay")
            .arg(&excerpt)
            .arg("--sim")
            .arg(simulator);
        let mut child = command.stdout(Stdio::null()).spawn().unwrap();
        let begun = Instant::now();
        let far_enough = entries + 40;
        while entries < far_enough && child.try_wait().unwrap().is_none() {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "it does not go on"
            );
            let seen = folder.run(["--json", "status"]);
            entries = match seen.good {
                true => seen.json()["journal_seq"].as_i64().unwrap_or(0),
                false => 0,
            };
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let last = [excerpt.as_os_str(), "--sim".as_ref(), simulator.as_os_str()];
    let told = folder
        .run(
            ["--json".as_ref(), "replay".as_ref()]
                .into_iter()
                .chain(last),
        )
        .json();
    assert!(told["rung_now"].as_i64().unwrap() < 151, "{told}");
    assert_eq!(
        figures(&told),
        [151, 3_248, 144, 6_211_483, 6, -32_523, 1, 6_178_960]
    );
    assert_eq!(told["ledger"]["holds"], true, "{told}");
    assert_eq!(told["verify"]["holds"], true, "{told}");
    assert_eq!(told["rebuild"]["equal"], true, "{told}");
}
