//! The retail file as documents: which lines belong together, and what each document is. Reads and
//! sorts; rings nothing.

use anyhow::{Context, bail};
use jiff::civil::DateTime;
use pos_domain::currency::{Currency, UNIT_PRICE_SCALE, UnitPrice};
use pos_domain::quantity::Quantity;
use pos_domain::rounding::{Rounding, divide};
use std::collections::HashMap;

/// One line of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub code: String,
    pub name: String,
    /// As it stands in the file: negative for goods that come back.
    pub quantity: Quantity,
    pub unit_price: UnitPrice,
}

/// What a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Sale,
    /// Without receipt, paid out in cash.
    Return,
    /// Goods that came or went without money.
    Adjustment,
    /// Not rung, and why.
    Left(String),
}

/// All lines of one number, in their order; its time is its first line's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub number: String,
    /// On the shop's own clock.
    pub at: DateTime,
    pub kind: Kind,
    pub lines: Vec<Line>,
}

impl Document {
    /// Whether anything is to be paid, every line rounded for itself.
    pub fn costs(&self, currency: &Currency) -> bool {
        let step = i128::from(UNIT_PRICE_SCALE / currency.scale() * Quantity::SCALE);
        self.lines.iter().any(|l| {
            let product = i128::from(l.unit_price.0) * i128::from(l.quantity.0);
            divide(product, step, Rounding::HalfUp) != Some(0)
        })
    }
}

/// The columns, by the names in the first row.
struct Columns {
    number: usize,
    code: usize,
    name: usize,
    quantity: usize,
    at: usize,
    price: usize,
}

impl Columns {
    fn of(header: &csv::StringRecord) -> anyhow::Result<Columns> {
        let find = |name: &str| {
            let found = header
                .iter()
                .position(|h| h.trim_start_matches('\u{feff}') == name);
            found.with_context(|| format!("the file has no column `{name}`"))
        };
        Ok(Columns {
            number: find("InvoiceNo")?,
            code: find("StockCode")?,
            name: find("Description")?,
            quantity: find("Quantity")?,
            at: find("InvoiceDate")?,
            price: find("UnitPrice")?,
        })
    }
}

/// Reads the whole file; documents come in the order of their first lines.
pub fn read(bytes: &[u8]) -> anyhow::Result<Vec<Document>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let columns = Columns::of(reader.headers()?)?;
    let mut documents: Vec<Document> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for record in reader.records() {
        let record = record?;
        let (number, at, line) = row(&record, &columns)
            .with_context(|| format!("line {}", record.position().map_or(0, |p| p.line())))?;
        let place = *places.entry(number.clone()).or_insert_with(|| {
            documents.push(Document {
                number,
                at,
                kind: Kind::Sale,
                lines: Vec::new(),
            });
            documents.len() - 1
        });
        documents[place].lines.push(line);
    }
    for document in &mut documents {
        document.kind = kind(&document.number, &document.lines);
    }
    Ok(documents)
}

fn row(record: &csv::StringRecord, columns: &Columns) -> anyhow::Result<(String, DateTime, Line)> {
    let cell = |column: usize| record.get(column).unwrap_or_default().trim();
    let number = cell(columns.number);
    let code = cell(columns.code);
    if number.is_empty() || code.is_empty() {
        bail!("InvoiceNo or StockCode is empty");
    }
    let wrong = |name: &str, column| format!("{name} `{}` cannot be read", cell(column));
    let quantity = Quantity::parse(cell(columns.quantity))
        .with_context(|| wrong("Quantity", columns.quantity))?;
    let unit_price =
        UnitPrice::parse(cell(columns.price)).with_context(|| wrong("UnitPrice", columns.price))?;
    let at = cell(columns.at)
        .parse()
        .with_context(|| wrong("InvoiceDate", columns.at))?;
    let words: Vec<&str> = cell(columns.name).split_whitespace().collect();
    let line = Line {
        code: code.to_owned(),
        name: words.join(" "),
        quantity,
        unit_price,
    };
    Ok((number.to_owned(), at, line))
}

/// A number, or `C` and a number; what the signs of quantities and prices then make of it.
fn kind(number: &str, lines: &[Line]) -> Kind {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let back = match number.strip_prefix('C') {
        Some(rest) if digits(rest) => true,
        Some(_) | None if digits(number) => false,
        Some(_) | None => {
            return Kind::Left("its number has a prefix that is not known".into());
        }
    };
    if lines.iter().any(|l| l.unit_price.0 < 0) {
        return Kind::Left("a price is negative".into());
    }
    let all = |sign: fn(i64) -> bool| lines.iter().all(|l| sign(l.quantity.0));
    let free = lines.iter().all(|l| l.unit_price.0 == 0);
    match (back, all(|q| q > 0), all(|q| q < 0)) {
        (false, true, _) => Kind::Sale,
        (true, _, true) => Kind::Return,
        (false, _, true) if free => Kind::Adjustment,
        (false, _, true) => Kind::Left("goods come back at a price, without a C".into()),
        (true, _, false) => Kind::Left("a return with a quantity that is not negative".into()),
        (false, false, false) => Kind::Left("quantities of both signs, or of nothing".into()),
    }
}

#[cfg(test)]
mod tests;
