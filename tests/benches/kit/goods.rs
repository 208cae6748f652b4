//! A catalogue of 100,000 real names and barcodes, with prices made up from the row's number.

use pos_domain::barcode::gtin_key;
use std::collections::HashSet;
use std::process::{Command, Stdio};

/// The file that goes through the till's own import, and the codes that a scanner will read.
pub struct Goods {
    pub table: Vec<u8>,
    pub codes: Vec<String>,
}

/// The first `items` rows of the catalogue.
pub fn goods(items: usize) -> Goods {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/catalogue-100k.tsv.gz");
    let unpacked = Command::new("gzip")
        .args(["-dc", path])
        .stderr(Stdio::inherit())
        .output()
        .expect("gzip is there");
    assert!(unpacked.status.success(), "gzip: {}", unpacked.status);
    let text = String::from_utf8(unpacked.stdout).expect("the catalogue is UTF-8");
    let mut table = String::from("barcode\tname\tprice\ttax\n");
    let mut codes = Vec::new();
    let mut seen = HashSet::new();
    for (at, line) in text.lines().skip(1).take(items).enumerate() {
        let cents = 49 + at * 37 % 1950;
        let tax = if at % 3 == 0 { 19 } else { 7 };
        table.push_str(&format!(
            "{line}\t{}.{:02}\t{tax}\n",
            cents / 100,
            cents % 100
        ));
        let code = line.split('\t').next().unwrap_or_default();
        if code.len() == 13
            && let Some(key) = gtin_key(code)
            && seen.insert(key)
        {
            codes.push(code.to_owned());
        }
    }
    Goods {
        table: table.into_bytes(),
        codes,
    }
}

/// Which column holds what, as `import_commit` takes it.
pub fn mapping() -> serde_json::Value {
    serde_json::json!({
        "barcode": 0, "name": 1, "name_zh": null, "price": 2, "category": null,
        "tax_class": 3, "unit": null, "stock": null, "has_header": true,
    })
}
