//! The top and the bottom of a receipt: the shop, the marks, the number, the shop's own words.

use super::Paper;
use crate::codes::qr;
use pos_app::views::receipt::ReceiptBlock;
use pos_domain::cart::{SaleKind, SaleState};
use pos_domain::shop::ShopKind;

impl Paper<'_> {
    pub(super) fn head(&mut self, copy: bool) {
        self.marks(copy);
        if self.template.logo {
            self.blocks.push(ReceiptBlock::Logo);
        }
        self.blocks.push(ReceiptBlock::Title {
            text: self.shop.name.clone(),
        });
        for line in &self.shop.address {
            self.center(line.as_str());
        }
        self.own_words(&self.shop.receipt_header);
        self.rule();
        if self.sale.kind == SaleKind::Return {
            self.mark("return");
            if let Some(number) = &self.sale.original_number_text {
                self.center(self.tell("original", &[("number", number)]));
            }
        }
        if let Some(number) = &self.sale.number_text {
            self.pair(self.say("number"), number.as_str());
        }
        let at = self.sale.completed_at.unwrap_or(self.sale.written_at);
        self.pair(self.say("date"), self.formats.moment(at));
        self.pair(self.say("register"), self.shop.register_name.as_str());
        self.pair(self.say("cashier"), self.sale.cashier_name.as_str());
        self.rule();
    }

    pub(super) fn foot(&mut self, copy: bool) {
        self.rule();
        self.own_words(&self.shop.receipt_footer);
        if let Some(number) = &self.sale.number_text {
            if self.template.barcode {
                let text = number.clone();
                self.blocks.push(ReceiptBlock::Barcode { text });
            }
            if self.template.qr {
                self.blocks.extend(qr::block(number));
            }
        }
        self.marks(copy);
        if self.blocks.last() == Some(&ReceiptBlock::Rule) {
            self.blocks.pop();
        }
    }

    /// What this paper is not; at the top and at the bottom, so that neither can be cut off.
    fn marks(&mut self, copy: bool) {
        match self.shop.kind {
            ShopKind::Real => {}
            ShopKind::Demo => self.mark("demo"),
            ShopKind::Training => self.mark("training"),
            ShopKind::Test => self.mark("test"),
        }
        match self.sale.state {
            SaleState::Completed => {}
            SaleState::Open | SaleState::Suspended | SaleState::Tendering => self.mark("unpaid"),
            SaleState::Voided => self.mark("voided"),
        }
        if copy {
            self.mark("copy");
        }
    }

    /// The shop's header or footer, as it was typed.
    fn own_words(&mut self, words: &str) {
        for line in words.lines().map(str::trim) {
            if !line.is_empty() {
                self.center(line);
            }
        }
    }
}
