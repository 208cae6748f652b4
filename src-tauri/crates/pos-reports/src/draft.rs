//! A document while it is written, block by block: the shop's words, amounts and moments set into
//! blocks. Owns no document.

use crate::format::Formats;
use crate::language::Language;
use crate::words::Words;
use jiff::tz::TimeZone;
use pos_app::ports::records::Shop;
use pos_app::views::receipt::{Align, ReceiptBlock};
use pos_domain::currency::Currency;
use pos_domain::shop::ShopKind;

pub struct Draft<'a> {
    pub shop: &'a Shop,
    pub language: Language,
    pub formats: Formats,
    pub blocks: Vec<ReceiptBlock>,
    words: &'static Words,
    section: &'static str,
}

impl<'a> Draft<'a> {
    /// An empty document of this shop; its texts are those of a section: `slip` for `slip-…`.
    pub fn new(shop: &'a Shop, section: &'static str) -> Draft<'a> {
        let language = Language::of(&shop.language);
        let currency = Currency::by_code(&shop.currency)
            .expect("the currency of a shop's record is checked when the record is read");
        // The record's zone is checked too, but zones come and go with the system's files.
        let zone = TimeZone::get(&shop.time_zone).unwrap_or_else(|error| {
            tracing::error!(zone = shop.time_zone, %error, "documents are in UTC");
            TimeZone::UTC
        });
        Draft {
            shop,
            language,
            formats: Formats::new(language, currency, zone),
            blocks: Vec::new(),
            words: Words::of(language),
            section,
        }
    }

    /// A text of the document's own section.
    pub fn say(&self, key: &str) -> String {
        self.tell(key, &[])
    }

    pub fn tell(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.tell(&format!("{}-{key}", self.section), values)
    }

    /// A text that stands on a screen too, by its whole key; None where there is none.
    pub fn shared(&self, key: &str) -> Option<String> {
        self.words.find(key)
    }

    pub fn title(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.blocks.push(ReceiptBlock::Title { text });
    }

    pub fn text(&mut self, text: impl Into<String>, align: Align, strong: bool) {
        let text = text.into();
        self.blocks.push(ReceiptBlock::Text {
            text,
            align,
            strong,
        });
    }

    pub fn center(&mut self, text: impl Into<String>) {
        self.text(text, Align::Center, false);
    }

    /// What stands above a part of a report.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.text(text, Align::Left, true);
    }

    /// A mark that nobody may overlook.
    pub fn mark(&mut self, key: &str) {
        self.text(self.say(key), Align::Center, true);
    }

    pub fn pair(&mut self, left: impl Into<String>, right: impl Into<String>) {
        self.blocks.push(ReceiptBlock::Pair {
            left: left.into(),
            right: right.into(),
            strong: false,
        });
    }

    pub fn strong_pair(&mut self, left: impl Into<String>, right: impl Into<String>) {
        self.blocks.push(ReceiptBlock::Pair {
            left: left.into(),
            right: right.into(),
            strong: true,
        });
    }

    /// A text of the section and its amount.
    pub fn amount(&mut self, key: &str, amount_minor: i64) {
        self.pair(self.say(key), self.formats.money(amount_minor));
    }

    pub fn item(&mut self, name: impl Into<String>, detail: Option<String>, amount: String) {
        let name = name.into();
        self.blocks.push(ReceiptBlock::Item {
            name,
            detail,
            amount,
        });
    }

    /// A rule, never two in a row and none at the top.
    pub fn rule(&mut self) {
        if self
            .blocks
            .last()
            .is_some_and(|last| *last != ReceiptBlock::Rule)
        {
            self.blocks.push(ReceiptBlock::Rule);
        }
    }

    /// What a document of a shop that is not real says at its top and its bottom.
    pub fn kind_mark(&mut self) {
        let key = match self.shop.kind {
            ShopKind::Real => return,
            ShopKind::Demo => "demo",
            ShopKind::Training => "training",
            ShopKind::Test => "test",
        };
        self.mark(key);
    }

    /// The shop's name, its address and its own words.
    pub fn shop_head(&mut self) {
        let shop = self.shop;
        self.title(shop.name.as_str());
        for line in &shop.address {
            self.center(line.as_str());
        }
        self.own_words(&shop.receipt_header);
    }

    /// The shop's header or footer, as it was typed.
    pub fn own_words(&mut self, words: &str) {
        for line in words.lines().map(str::trim) {
            if !line.is_empty() {
                self.center(line);
            }
        }
    }

    /// A line to sign on, and who signs it.
    pub fn signature(&mut self, key: &str) {
        self.text("\n\n________________________", Align::Left, false);
        self.text(self.say(key), Align::Left, false);
    }

    pub fn finish(mut self) -> Vec<ReceiptBlock> {
        if self.blocks.last() == Some(&ReceiptBlock::Rule) {
            self.blocks.pop();
        }
        self.blocks
    }
}
