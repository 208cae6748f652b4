//! Taking goods in: what is reported, what is refused, what stays.

use crate::program::{Folder, sample};
use serde_json::json;

const TABLE: &str = "EAN;Bezeichnung;Preis;MwSt;Einheit;Bestand\n\
    4006381333931;Pencil;1,19;19;Stk;12\n\
    4006381333930;Wrong digit;0,99;19;Stk;\n\
    ;Bananas;1.299,00;7 %;kg;3,5\n\
    4006381333931;Pencil again;1,19;19;Stk;\n\
    5901234123457;;2,00;19;Stk;\n\
    96385074;Short code;free;19;Stk;\n\
    73513537;\"Tea &amp; milk\";2,00;19;Stk;\n";

#[test]
fn every_bad_row_is_told_and_the_rest_is_taken() {
    let folder = Folder::new();
    folder.init();
    let table = folder.file("goods.csv", TABLE);
    let table = table.to_str().unwrap();
    let dry = folder.ask(&["import", "products", table, "--dry-run"]);
    assert_eq!(dry["imported"], json!(null));
    assert_eq!(dry["new_count"], 4);
    let done = folder.ask(&["import", "products", table]);
    assert_eq!(done["imported"]["new_count"], 4);
    assert_eq!(done["imported"]["refused_count"], 3);
    let problems: Vec<_> = done["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| {
            let text = |name| p[name].as_str().unwrap().to_owned();
            let refused = p["refused"].as_bool().unwrap();
            (
                p["line"].as_u64().unwrap(),
                text("field"),
                text("reason"),
                refused,
            )
        })
        .collect();
    let expected = [
        (3, "barcode", "check_digit", false),
        (5, "barcode", "duplicate", true),
        (6, "name", "missing", true),
        (7, "price", "not_a_price", true),
        (8, "name", "entities", false),
    ];
    let expected = expected.map(|(l, f, r, x)| (l, f.to_owned(), r.to_owned(), x));
    assert_eq!(problems, expected);
    let again = folder.ask(&["import", "products", table]);
    // Goods without a barcode have nothing to be known by.
    assert_eq!(again["imported"]["unchanged_count"], 3);
    assert_eq!(again["imported"]["new_count"], 1);
    let report = folder.dir.path().join("report.tsv");
    folder.ask(&[
        "import",
        "products",
        table,
        "--report",
        report.to_str().unwrap(),
    ]);
    let report = std::fs::read_to_string(report).unwrap();
    assert_eq!(report.lines().count(), 6);
    assert!(
        report.contains("7\tprice\tnot_a_price\tfree\trefused"),
        "{report}"
    );
}

#[test]
fn columns_can_be_said() {
    let folder = Folder::new();
    folder.init();
    let table = folder.file("odd.tsv", "5\tTea\t4006381333931\n7\tMilk\t5901234123457\n");
    let table = table.to_str().unwrap();
    let map = ["--map", "name=2,barcode=3,price=1", "--header=false"];
    let look = |map: &[&str]| {
        folder.run([&["--json", "import", "products", table, "--dry-run"], map].concat())
    };
    let mapped = look(&map).json();
    assert_eq!(mapped["new_count"], 2);
    assert_eq!(mapped["mapping"]["price"], 0);
    for (map, word) in [
        ("name=0", "columns count from 1"),
        ("colour=1", "`colour`"),
        ("name", "FIELD=COLUMN"),
    ] {
        let refused = look(&["--map", map]);
        assert!(!refused.good && refused.error.contains(word), "{refused:?}");
    }
}

#[test]
fn a_hundred_thousand_real_products_go_in_whole() {
    let folder = Folder::new();
    folder.init();
    let file = sample("catalogue-100k.tsv.gz");
    let done = folder.ask(&["import", "products", file.to_str().unwrap()]);
    let count = |name: &str| done["imported"][name].as_u64().unwrap();
    // Counted apart from this program: eight barcodes stand in the file twice.
    assert_eq!(done["row_count"], 100_000);
    assert_eq!(count("new_count"), 99_992);
    assert_eq!(count("refused_count"), 8);
    let problems = done["problems"].as_array().unwrap();
    let with = |reason: &str| problems.iter().filter(|p| p["reason"] == reason).count();
    assert_eq!(with("duplicate"), 8);
    assert_eq!(with("check_digit"), 650);
}
