//! The receipt of a sale as a document, in the shop's language. Owns what stands on it and in which
//! order; the screen, the printer and the archive only set it.

mod goods;
mod head;
mod money;
#[cfg(test)]
mod tests;

use crate::format::Formats;
use crate::language::Language;
use crate::words::Words;
use jiff::tz::TimeZone;
use pos_app::ports::records::Shop;
use pos_app::ports::world::Receipts;
use pos_app::views::receipt::{Align, Receipt, ReceiptBlock, ReceiptTemplate};
use pos_app::views::sale::SaleView;
use pos_domain::cart::SaleKind;
use pos_domain::currency::Currency;

/// Makes receipts; keeps nothing but the texts, which are parsed at the first receipt.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReceiptMaker;

impl ReceiptMaker {
    pub fn new() -> ReceiptMaker {
        ReceiptMaker
    }
}

impl Receipts for ReceiptMaker {
    fn receipt(&self, sale: &SaleView, shop: &Shop, copy: bool) -> Receipt {
        receipt(sale, shop, ReceiptTemplate::default(), copy)
    }
}

/// The receipt of a sale or return as the shop's template wants it.
pub fn receipt(sale: &SaleView, shop: &Shop, template: ReceiptTemplate, copy: bool) -> Receipt {
    let mut paper = Paper::new(sale, shop, template);
    paper.head(copy);
    paper.goods();
    paper.totals();
    paper.tenders();
    paper.taxes();
    paper.slips();
    paper.foot(copy);
    Receipt {
        sale_id: sale.sale_id,
        language: paper.language.code().to_owned(),
        copy,
        blocks: paper.blocks,
    }
}

/// A receipt while it is written, block by block.
struct Paper<'a> {
    sale: &'a SaleView,
    shop: &'a Shop,
    template: ReceiptTemplate,
    language: Language,
    words: &'static Words,
    formats: Formats,
    blocks: Vec<ReceiptBlock>,
}

impl<'a> Paper<'a> {
    fn new(sale: &'a SaleView, shop: &'a Shop, template: ReceiptTemplate) -> Paper<'a> {
        let language = Language::of(&shop.language);
        let currency = Currency::by_code(&shop.currency)
            .expect("the currency of a shop's record is checked when the record is read");
        // The record's zone is checked too, but zones come and go with the system's files.
        let zone = TimeZone::get(&shop.time_zone).unwrap_or_else(|error| {
            tracing::error!(zone = shop.time_zone, %error, "receipts are in UTC");
            TimeZone::UTC
        });
        Paper {
            sale,
            shop,
            template,
            language,
            words: Words::of(language),
            formats: Formats::new(language, currency, zone),
            blocks: Vec::new(),
        }
    }

    /// Goods that come back take their amounts off.
    fn signed(&self, amount_minor: i64) -> i64 {
        match self.sale.kind {
            SaleKind::Sale => amount_minor,
            SaleKind::Return => -amount_minor,
        }
    }

    /// A text of the section `receipt-paper-…`.
    fn say(&self, key: &str) -> String {
        self.words.say(&format!("receipt-paper-{key}"))
    }

    fn tell(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.tell(&format!("receipt-paper-{key}"), values)
    }

    fn text(&mut self, text: impl Into<String>, align: Align, strong: bool) {
        let text = text.into();
        self.blocks.push(ReceiptBlock::Text {
            text,
            align,
            strong,
        });
    }

    fn center(&mut self, text: impl Into<String>) {
        self.text(text, Align::Center, false);
    }

    /// A mark that nobody may overlook.
    fn mark(&mut self, key: &str) {
        self.text(self.say(key), Align::Center, true);
    }

    fn pair(&mut self, left: impl Into<String>, right: impl Into<String>) {
        self.blocks.push(ReceiptBlock::Pair {
            left: left.into(),
            right: right.into(),
            strong: false,
        });
    }

    fn strong_pair(&mut self, left: impl Into<String>, right: impl Into<String>) {
        self.blocks.push(ReceiptBlock::Pair {
            left: left.into(),
            right: right.into(),
            strong: true,
        });
    }

    /// A rule, never two in a row.
    fn rule(&mut self) {
        if self
            .blocks
            .last()
            .is_some_and(|last| *last != ReceiptBlock::Rule)
        {
            self.blocks.push(ReceiptBlock::Rule);
        }
    }
}
