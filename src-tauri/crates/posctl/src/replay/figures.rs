//! What the books say of a file's documents, and whether the ledger agrees. Read from the till's
//! own records after ringing, never summed from the file.

use super::closed::Closed;
use super::document::{Document, Kind};
use super::ids;
use anyhow::Context;
use pos_app::AppResult;
use pos_app::ports::records::SaleQuery;
use pos_app::ports::store::Store;
use pos_domain::cart::{SaleKind, SaleState};
use pos_domain::currency::Currency;
use pos_domain::fact::Fact;
use pos_domain::posting::Account;
use pos_domain::quantity::{Quantity, write_scaled};
use serde_json::{Value, json};

/// The figures of one file.
#[derive(Debug, Default)]
pub struct Figures {
    pub documents: usize,
    pub lines: i64,
    pub sale_count: i64,
    pub sale_minor: i64,
    pub return_count: i64,
    pub return_minor: i64,
    pub adjustment_count: i64,
    /// What adjustments moved.
    pub units: Quantity,
    pub by_card_count: i64,
    /// Number and reason of what was not rung.
    pub left: Vec<(String, String)>,
    pub ledger: Ledger,
    pub closed: Closed,
    /// What the simulator's bank owes, when it was asked and no other terminal pays into the books.
    pub bank_minor: Option<i64>,
}

/// The whole ledger, whatever is in it besides the file.
#[derive(Debug, Default)]
pub struct Ledger {
    /// All postings together.
    pub sum_minor: i64,
    /// What sales and tax accounts hold, money in as positive.
    pub sales_minor: i64,
    /// What all sales and returns in the books come to.
    pub recorded_minor: i64,
    /// What card acquirers owe by the books.
    pub card_minor: i64,
    pub terminal_count: usize,
}

impl Figures {
    /// Looks every document up.
    pub fn of(documents: &[Document], store: &dyn Store) -> AppResult<Figures> {
        let mut figures = Figures {
            documents: documents.len(),
            ..Figures::default()
        };
        for document in documents {
            match &document.kind {
                Kind::Sale | Kind::Return => figures.add_sale(document, store)?,
                Kind::Adjustment => figures.add_adjustment(document, store)?,
                Kind::Left(reason) => {
                    figures.left.push((document.number.clone(), reason.clone()));
                }
            }
        }
        figures.ledger = Ledger::of(store)?;
        figures.closed = Closed::of(store)?;
        Ok(figures)
    }

    fn add_sale(&mut self, document: &Document, store: &dyn Store) -> AppResult<()> {
        let record = store.sale(ids::sale(&document.number))?;
        let Some(record) = record.filter(|r| r.state == SaleState::Completed) else {
            return Ok(());
        };
        self.lines += i64::from(record.line_count);
        match record.kind {
            SaleKind::Sale => {
                self.sale_count += 1;
                self.sale_minor += record.total_minor;
            }
            SaleKind::Return => {
                self.return_count += 1;
                self.return_minor -= record.total_minor;
            }
        }
        let card = record
            .tenders
            .contains(&pos_domain::tender::TenderKind::Card);
        self.by_card_count += i64::from(card);
        Ok(())
    }

    fn add_adjustment(&mut self, document: &Document, store: &dyn Store) -> AppResult<()> {
        let Some(header) = store.entry_by_request(ids::request(&document.number, 0))? else {
            return Ok(());
        };
        if let Some((_, Some(Fact::StockAdjusted(adjusted)))) = store.entry(header.seq)? {
            self.adjustment_count += 1;
            for one in adjusted.moves {
                self.units.0 += one.quantity.0;
                self.lines += 1;
            }
        }
        Ok(())
    }

    pub fn net_minor(&self) -> i64 {
        self.sale_minor + self.return_minor
    }

    /// Whether the bank says what the books say; true when it was not asked.
    pub fn bank_agrees(&self) -> bool {
        self.bank_minor
            .is_none_or(|bank| bank == self.ledger.card_minor)
    }

    /// Whether the ledger and the Zs say what the sales say.
    pub fn hold(&self) -> bool {
        self.ledger.holds() && self.closed.holds(self.ledger.recorded_minor)
    }

    /// Documents of the file that are in the books.
    pub fn rung(&self) -> i64 {
        self.sale_count + self.return_count + self.adjustment_count
    }

    pub fn text(&self, currency: &Currency) -> String {
        let money = |minor| grouped(&fixed(minor, currency));
        let count = |n: i64| grouped(&n.to_string());
        let mut text = format!(
            "{} documents, {} lines\n{} sales {} · {} returns {} · {} stock adjustments {} units \
             · net {}\n{} sales by card\n",
            count(i64::try_from(self.documents).unwrap_or(i64::MAX)),
            count(self.lines),
            count(self.sale_count),
            money(self.sale_minor),
            count(self.return_count),
            money(self.return_minor),
            count(self.adjustment_count),
            grouped(&self.units.to_string()),
            money(self.net_minor()),
            count(self.by_card_count),
        );
        text += &format!("{} documents not rung\n", self.left.len());
        for (number, reason) in &self.left {
            text += &format!("  {number}: {reason}\n");
        }
        let ledger = &self.ledger;
        text += &format!(
            "ledger: postings sum to {}; sales and tax hold {}, the sales come to {}: {}\n",
            money(ledger.sum_minor),
            money(ledger.sales_minor),
            money(ledger.recorded_minor),
            if ledger.holds() { "right" } else { "WRONG" },
        );
        let closed = &self.closed;
        text += &format!(
            "{} Zs come to {}: {}; {} ends of day of the terminal, {} apart from ours\n",
            count(closed.z_count),
            money(closed.gross_minor),
            if closed.holds(ledger.recorded_minor) {
                "right"
            } else {
                "WRONG"
            },
            count(closed.ends_of_day),
            closed.apart,
        );
        if let Some(bank) = self.bank_minor {
            text += &format!(
                "bank: the simulator owes {}, the books say {}: {}\n",
                money(bank),
                money(ledger.card_minor),
                if self.bank_agrees() { "right" } else { "WRONG" },
            );
        }
        text
    }

    pub fn json(&self) -> Value {
        let left: Vec<Value> = self
            .left
            .iter()
            .map(|(number, reason)| json!({ "document": number, "reason": reason }))
            .collect();
        json!({
            "documents": self.documents,
            "lines": self.lines,
            "sale_count": self.sale_count,
            "sale_minor": self.sale_minor,
            "return_count": self.return_count,
            "return_minor": self.return_minor,
            "adjustment_count": self.adjustment_count,
            "adjustment_units": self.units,
            "by_card_count": self.by_card_count,
            "net_minor": self.net_minor(),
            "not_rung": left,
            "bank": self.bank_minor.map(|bank| json!({
                "agrees": self.bank_agrees(),
                "simulator_minor": bank,
                "card_minor": self.ledger.card_minor,
            })),
            "days": self.closed.json(self.ledger.recorded_minor),
            "ledger": {
                "holds": self.ledger.holds(),
                "sum_minor": self.ledger.sum_minor,
                "sales_minor": self.ledger.sales_minor,
                "recorded_minor": self.ledger.recorded_minor,
            },
        })
    }
}

impl Ledger {
    fn of(store: &dyn Store) -> AppResult<Ledger> {
        let shop = store.shop()?.map(|s| s.tax_classes).unwrap_or_default();
        let income: Vec<i64> = shop
            .iter()
            .flat_map(|c| {
                [
                    Account::Sales(c.id).code(),
                    Account::TaxPayable(c.id).code(),
                ]
            })
            .collect();
        let mut ledger = Ledger::default();
        let sums = store.account_sums()?;
        for (account, minor) in &sums {
            ledger.sum_minor += minor;
            if income.contains(account) {
                // Debit is positive: what was earned stands as a credit.
                ledger.sales_minor -= minor;
            }
        }
        ledger.card_minor = ledger_of(&sums, Account::CardClearing);
        ledger.terminal_count = store.terminals()?.len();
        ledger.recorded_minor = recorded(store)?;
        Ok(ledger)
    }

    pub fn holds(&self) -> bool {
        self.sum_minor == 0 && self.sales_minor == self.recorded_minor
    }
}

fn ledger_of(sums: &[(i64, i64)], account: Account) -> i64 {
    let of = sums.iter().filter(|(code, _)| *code == account.code());
    of.map(|(_, minor)| minor).sum()
}

/// Every completed sale less every return.
fn recorded(store: &dyn Store) -> AppResult<i64> {
    const PAGE: u32 = 2000;
    let mut sum = 0;
    let mut query = SaleQuery {
        state: Some(SaleState::Completed),
        limit: PAGE,
        ..SaleQuery::default()
    };
    loop {
        let page = store.sales(&query)?;
        for record in &page {
            sum += match record.kind {
                SaleKind::Sale => record.total_minor,
                SaleKind::Return => -record.total_minor,
            };
        }
        if page.len() < PAGE as usize {
            return Ok(sum);
        }
        query.offset += PAGE;
    }
}

/// All digits after the point, none of them left out.
fn fixed(minor: i64, currency: &Currency) -> String {
    let digits = usize::from(currency.exponent);
    let plain = write_scaled(minor, digits);
    if digits == 0 {
        return plain;
    }
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    format!("{whole}.{fraction:0<digits$}")
}

/// `-4064726.59` as `−4,064,726.59`.
fn grouped(number: &str) -> String {
    let (sign, rest) = match number.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", number),
    };
    let (whole, fraction) = match rest.find('.') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let mut text = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + fraction
}

/// The currency of the shop in the books.
pub fn currency(store: &dyn Store) -> anyhow::Result<&'static Currency> {
    let shop = store.shop()?.context("there is no shop")?;
    Currency::by_code(&shop.currency).context("the shop's currency is not known")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        let pound = Currency::by_code("GBP").unwrap();
        let yen = Currency::by_code("JPY").unwrap();
        for (minor, pounds, whole_yen) in [
            (0, "0.00", "0"),
            (5, "0.05", "5"),
            (406_472_659, "4,064,726.59", "406,472,659"),
            (-35_789_890, "−357,898.90", "−35,789,890"),
            (100_000, "1,000.00", "100,000"),
            (-99_999, "−999.99", "−99,999"),
        ] {
            assert_eq!(grouped(&fixed(minor, pound)), pounds);
            assert_eq!(grouped(&fixed(minor, yen)), whole_yen);
        }
    }
}
