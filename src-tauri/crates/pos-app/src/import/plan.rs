//! Reads every row against the mapping: goods to write, and a report of what is wrong with which
//! line. Nothing is dropped in silence: a row is taken, taken with a correction, or refused.

use super::Row;
use crate::api::{AppError, AppResult};
use crate::tx::Tx;
use crate::views::import::{ImportMapping, ImportProblem};
use pos_domain::barcode::gtin_key;
use pos_domain::cart::Unit;
use pos_domain::currency::UnitPrice;
use pos_domain::ids::{ProductId, TaxClassId};
use pos_domain::quantity::{Percent, Quantity, parse_scaled};
use std::collections::HashMap;

/// One product of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goods {
    pub barcode: Option<String>,
    pub name: String,
    pub name_zh: Option<String>,
    pub price: Option<UnitPrice>,
    pub category: Option<String>,
    pub tax_class: Option<TaxClassId>,
    pub unit: Option<Unit>,
    pub stock: Option<Quantity>,
}

/// What the file comes to.
#[derive(Clone, Debug, Default)]
pub struct ImportPlan {
    pub goods: Vec<Goods>,
    pub problems: Vec<ImportProblem>,
    pub row_count: u32,
    pub refused_count: u32,
}

/// Reads all rows.
pub fn read(
    rows: &[Row],
    mapping: &ImportMapping,
    classes: &[(TaxClassId, Percent)],
) -> ImportPlan {
    let mut plan = ImportPlan::default();
    let mut first_line: HashMap<String, u32> = HashMap::new();
    for (line, cells) in rows.iter().skip(usize::from(mapping.has_header)) {
        if cells.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        plan.row_count += 1;
        let mut row = RowReader {
            line: *line,
            cells,
            problems: Vec::new(),
        };
        let goods = row.goods(mapping, classes);
        let mut refused = goods.is_none();
        if let Some(code) = goods.as_ref().and_then(|g| g.barcode.clone()) {
            match first_line.get(&code) {
                Some(first) => {
                    row.problem("barcode", "duplicate", &format!("{code} = {first}"), true);
                    refused = true;
                }
                None => {
                    first_line.insert(code, *line);
                }
            }
        }
        plan.problems.append(&mut row.problems);
        if refused {
            plan.refused_count += 1;
        } else {
            plan.goods.extend(goods);
        }
    }
    plan
}

struct RowReader<'a> {
    line: u32,
    cells: &'a [String],
    problems: Vec<ImportProblem>,
}

impl RowReader<'_> {
    fn cell(&self, column: Option<u32>) -> Option<&str> {
        let text = self.cells.get(column? as usize)?.trim();
        (!text.is_empty()).then_some(text)
    }

    fn problem(&mut self, field: &str, reason: &str, value: &str, refused: bool) {
        self.problems.push(ImportProblem {
            line: self.line,
            field: field.to_owned(),
            reason: reason.to_owned(),
            value: value.chars().take(80).collect(),
            refused,
        });
    }

    fn goods(
        &mut self,
        mapping: &ImportMapping,
        classes: &[(TaxClassId, Percent)],
    ) -> Option<Goods> {
        let barcode = self.barcode(mapping.barcode);
        let name = self.name(mapping.name)?;
        let price = match self.cell(mapping.price).map(str::to_owned) {
            None => None,
            Some(text) => match UnitPrice::parse(&plain_decimal(&text)).filter(|p| p.0 >= 0) {
                Some(price) => Some(price),
                None => {
                    self.problem("price", "not_a_price", &text, true);
                    return None;
                }
            },
        };
        let stock = match self.cell(mapping.stock).map(str::to_owned) {
            None => None,
            Some(text) => match Quantity::parse(&plain_decimal(&text)) {
                Some(stock) => Some(stock),
                None => {
                    self.problem("stock", "not_a_number", &text, true);
                    return None;
                }
            },
        };
        Some(Goods {
            barcode,
            name,
            name_zh: self.cell(mapping.name_zh).map(str::to_owned),
            price,
            category: self.cell(mapping.category).map(str::to_owned),
            tax_class: self.tax_class(mapping.tax_class, classes).ok()?,
            unit: self.unit(mapping.unit).ok()?,
            stock,
        })
    }

    /// The look-up key of the barcode. One with a wrong check digit is kept as it is printed (that
    /// is what a scanner will read) and reported.
    fn barcode(&mut self, column: Option<u32>) -> Option<String> {
        let text = self.cell(column)?.to_owned();
        if text.chars().count() > 48 || text.chars().any(char::is_control) {
            self.problem("barcode", "unreadable", &text, false);
            return None;
        }
        match gtin_key(&text) {
            Some(key) => Some(key),
            None => {
                let digits = text.bytes().all(|b| b.is_ascii_digit());
                if digits && matches!(text.len(), 8 | 12 | 13 | 14) {
                    self.problem("barcode", "check_digit", &text, false);
                }
                Some(text)
            }
        }
    }

    fn name(&mut self, column: u32) -> Option<String> {
        let Some(text) = self.cell(Some(column)).map(str::to_owned) else {
            self.problem("name", "missing", "", true);
            return None;
        };
        let decoded = decode_entities(&text);
        if decoded != text {
            self.problem("name", "entities", &text, false);
        }
        let clean: String = decoded.split_whitespace().collect::<Vec<_>>().join(" ");
        if clean.chars().count() > 200 {
            self.problem("name", "too_long", &clean, false);
            return Some(clean.chars().take(200).collect());
        }
        Some(clean)
    }

    /// By the class's number or by its rate.
    fn tax_class(
        &mut self,
        column: Option<u32>,
        classes: &[(TaxClassId, Percent)],
    ) -> Result<Option<TaxClassId>, ()> {
        let Some(text) = self.cell(column).map(str::to_owned) else {
            return Ok(None);
        };
        let bare = text.trim_end_matches('%').trim();
        let by_id = classes.iter().find(|(id, _)| id.0.to_string() == text);
        let rate = parse_scaled(&plain_decimal(bare), 3).map(Percent);
        let by_rate = classes.iter().find(|(_, r)| Some(*r) == rate);
        match by_id.or(by_rate) {
            Some((id, _)) => Ok(Some(*id)),
            None => {
                self.problem("tax_class", "unknown", &text, true);
                Err(())
            }
        }
    }

    fn unit(&mut self, column: Option<u32>) -> Result<Option<Unit>, ()> {
        let Some(text) = self.cell(column).map(str::to_lowercase) else {
            return Ok(None);
        };
        match text.as_str() {
            "each" | "pc" | "pcs" | "piece" | "stk" | "st" | "件" | "个" => Ok(Some(Unit::Each)),
            "kg" | "kilo" | "公斤" | "千克" => Ok(Some(Unit::Kg)),
            _ => {
                self.problem("unit", "unknown", &text, true);
                Err(())
            }
        }
    }
}

/// `1,99` and `1.299,00` as a plain decimal; currency signs and spaces go.
fn plain_decimal(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
        .collect();
    match (kept.rfind('.'), kept.rfind(',')) {
        (Some(dot), Some(comma)) if comma > dot => kept.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => kept.replace(',', ""),
        (None, Some(_)) => kept.replace(',', "."),
        (Some(_), None) | (None, None) => kept,
    }
}

/// The handful of HTML entities that product lists carry.
fn decode_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = text.to_owned();
    // Twice: some lists were encoded twice.
    for _ in 0..2 {
        for (entity, plain) in [
            ("&quot;", "\""),
            ("&#34;", "\""),
            ("&#39;", "'"),
            ("&#039;", "'"),
            ("&apos;", "'"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&nbsp;", " "),
            ("&eacute;", "é"),
            ("&egrave;", "è"),
            ("&amp;", "&"),
        ] {
            out = out.replace(entity, plain);
        }
    }
    out
}

/// What became of the plan's goods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub new_count: u32,
    pub changed_count: u32,
    pub unchanged_count: u32,
}

/// Lays the plan over the catalogue: by barcode a known product is changed, another is new. Writes
/// when `write` is set; `progress` hears how far it is.
pub fn lay(
    tx: &mut Tx,
    plan: &ImportPlan,
    write: bool,
    progress: &mut dyn FnMut(u32),
) -> AppResult<Counts> {
    let usual = tx.context.shop.tax_classes.first().map(|c| c.id);
    let usual = usual.ok_or_else(|| AppError::invalid("tax_classes", "missing"))?;
    let mut categories = Categories::read(tx)?;
    let mut counts = Counts::default();
    for (done, goods) in plan.goods.iter().enumerate() {
        let known = match &goods.barcode {
            Some(code) => tx.store.product_by_code(code)?,
            None => None,
        };
        let category_id = match &goods.category {
            Some(name) => categories.id(tx, name, write)?,
            None => known.as_ref().and_then(|k| k.category_id),
        };
        let stock_counted = match (goods.stock, &known) {
            (Some(stock), Some(k)) => {
                Some(Quantity(stock.0 - tx.store.stock_moved(k.product_id)?.0))
            }
            (stock, _) => stock.or(known.as_ref().and_then(|k| k.stock_counted)),
        };
        let product = merged(goods, known.as_ref(), category_id, stock_counted, usual);
        match &known {
            None => counts.new_count += 1,
            Some(k) if *k == product => {
                counts.unchanged_count += 1;
                continue;
            }
            Some(_) => counts.changed_count += 1,
        }
        if write {
            tx.store.product_put(&product)?;
        }
        if done % 1000 == 0 {
            progress(u32::try_from(done).unwrap_or(u32::MAX));
        }
    }
    Ok(counts)
}

fn merged(
    goods: &Goods,
    known: Option<&crate::ports::records::Product>,
    category_id: Option<i64>,
    stock_counted: Option<Quantity>,
    usual: TaxClassId,
) -> crate::ports::records::Product {
    let price = goods.price.or(known.map(|k| k.unit_price));
    crate::ports::records::Product {
        product_id: known.map_or(ProductId(0), |k| k.product_id),
        barcode: goods.barcode.clone(),
        name: goods.name.clone(),
        name_zh: goods
            .name_zh
            .clone()
            .or(known.and_then(|k| k.name_zh.clone())),
        category_id,
        unit_price: price.unwrap_or_default(),
        unit: goods.unit.or(known.map(|k| k.unit)).unwrap_or(Unit::Each),
        tax_class: goods
            .tax_class
            .or(known.map(|k| k.tax_class))
            .unwrap_or(usual),
        favourite: known.is_some_and(|k| k.favourite),
        // Without a price the cashier types it.
        open_price: price.is_none() || known.is_some_and(|k| k.open_price && goods.price.is_none()),
        active: true,
        stock_counted,
    }
}

/// Categories by name, made when they are new.
struct Categories {
    by_name: HashMap<String, i64>,
}

impl Categories {
    fn read(tx: &Tx) -> AppResult<Categories> {
        let list = tx.store.categories()?;
        Ok(Categories {
            by_name: list
                .into_iter()
                .map(|c| (c.name.to_lowercase(), c.category_id))
                .collect(),
        })
    }

    fn id(&mut self, tx: &mut Tx, name: &str, write: bool) -> AppResult<Option<i64>> {
        if let Some(id) = self.by_name.get(&name.to_lowercase()) {
            return Ok(Some(*id));
        }
        if !write {
            return Ok(None);
        }
        // Hues step by the golden angle, so that neighbours are told apart.
        let hue = (self.by_name.len() * 137 % 360) as u16;
        let category = crate::ports::records::Category {
            category_id: 0,
            name: name.to_owned(),
            name_zh: None,
            hue,
        };
        let id = tx.store.category_put(&category)?;
        self.by_name.insert(name.to_lowercase(), id);
        Ok(Some(id))
    }
}
