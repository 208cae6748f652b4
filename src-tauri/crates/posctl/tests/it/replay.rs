//! The retail file through the till. The expected figures were worked out apart from this program,
//! with decimal arithmetic on the file itself.

use crate::program::{Folder, sample, simulator};
use serde_json::{Value, json};
use std::path::Path;

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
    assert_eq!(told["verify"]["holds"], true, "{told}");
    assert_eq!(told["rebuild"]["equal"], true, "{told}");
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
