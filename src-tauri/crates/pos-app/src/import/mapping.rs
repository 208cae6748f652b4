//! Guesses which column holds what, from the header's words and from what the cells look like.

use super::Row;
use crate::views::import::ImportMapping;

/// Words in headers, in the languages shops send us.
const BARCODE: &[&str] = &["barcode", "ean", "gtin", "upc", "code", "条码", "条形码"];
const NAME: &[&str] = &[
    "name",
    "product",
    "description",
    "title",
    "bezeichnung",
    "品名",
    "名称",
    "商品",
];
const NAME_ZH: &[&str] = &["name_zh", "chinese", "中文名", "中文"];
const PRICE: &[&str] = &[
    "price",
    "preis",
    "prix",
    "unit_price",
    "售价",
    "单价",
    "价格",
];
const CATEGORY: &[&str] = &[
    "category",
    "group",
    "department",
    "warengruppe",
    "分类",
    "类别",
];
const TAX: &[&str] = &["tax", "vat", "tax_class", "mwst", "税率", "税"];
const UNIT: &[&str] = &["unit", "einheit", "单位"];
const STOCK: &[&str] = &["stock", "quantity", "qty", "bestand", "库存", "数量"];

/// The likely mapping of a file.
pub fn guess(rows: &[Row]) -> ImportMapping {
    let empty = Vec::new();
    let header = rows.first().map_or(&empty, |(_, cells)| cells);
    let words: Vec<String> = header.iter().map(|c| c.trim().to_lowercase()).collect();
    let find = |list: &[&str]| column(&words, list);
    let named = find(NAME).or_else(|| find(BARCODE));
    if let Some(name) = find(NAME).or(named) {
        return ImportMapping {
            barcode: find(BARCODE),
            name,
            name_zh: find(NAME_ZH),
            price: find(PRICE),
            category: find(CATEGORY),
            tax_class: find(TAX),
            unit: find(UNIT),
            stock: find(STOCK),
            has_header: true,
        };
    }
    let body: Vec<&Vec<String>> = rows.iter().take(50).map(|(_, cells)| cells).collect();
    let is_code = |c: &str| (8..=14).contains(&c.len()) && c.bytes().all(|b| b.is_ascii_digit());
    let barcode = (0..header.len()).find(|i| share(&body, *i, &is_code));
    let name = (0..header.len())
        .find(|i| share(&body, *i, &|c| c.chars().any(char::is_alphabetic)))
        .unwrap_or(0);
    ImportMapping {
        barcode: barcode.and_then(|i| u32::try_from(i).ok()),
        name: u32::try_from(name).unwrap_or(0),
        name_zh: None,
        price: None,
        category: None,
        tax_class: None,
        unit: None,
        stock: None,
        has_header: false,
    }
}

/// The column whose header is one of the words, exactly first, then as a part.
fn column(header: &[String], words: &[&str]) -> Option<u32> {
    let exact = header.iter().position(|h| words.contains(&h.as_str()));
    let part = || {
        header
            .iter()
            .position(|h| words.iter().any(|w| w.chars().count() > 2 && h.contains(w)))
    };
    exact.or_else(part).and_then(|i| u32::try_from(i).ok())
}

/// Whether most cells of a column look so.
fn share(rows: &[&Vec<String>], column: usize, looks: &dyn Fn(&str) -> bool) -> bool {
    let hits = rows
        .iter()
        .filter(|r| r.get(column).is_some_and(|c| looks(c.trim())))
        .count();
    hits * 10 >= rows.len() * 8 && hits > 0
}
