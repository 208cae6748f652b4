//! The top and the bottom of a receipt: the shop, the marks, the number, the shop's own words.

use super::Paper;
use crate::codes::qr;
use pos_app::views::receipt::ReceiptBlock;
use pos_domain::cart::{SaleKind, SaleState};

impl Paper<'_> {
    pub(super) fn head(&mut self, copy: bool) {
        self.top(copy);
        if self.sale.kind == SaleKind::Return {
            self.draft.mark("return");
            if let Some(number) = &self.sale.original_number_text {
                self.draft
                    .center(self.draft.tell("original", &[("number", number)]));
            }
        }
        self.number();
        self.place();
        self.draft.rule();
    }

    /// Marks, picture, shop.
    pub(super) fn top(&mut self, copy: bool) {
        self.marks(copy);
        if self.template.logo {
            self.draft.blocks.push(ReceiptBlock::Logo);
        }
        self.draft.shop_head();
        self.draft.rule();
    }

    pub(super) fn number(&mut self) {
        if let Some(number) = &self.sale.number_text {
            self.draft.pair(self.draft.say("number"), number.as_str());
        }
    }

    /// When, where, by whom.
    pub(super) fn place(&mut self) {
        let at = self.sale.completed_at.unwrap_or(self.sale.written_at);
        self.draft
            .pair(self.draft.say("date"), self.draft.formats.moment(at));
        self.draft.pair(
            self.draft.say("register"),
            self.draft.shop.register_name.as_str(),
        );
        self.draft
            .pair(self.draft.say("cashier"), self.sale.cashier_name.as_str());
    }

    pub(super) fn foot(&mut self, copy: bool) {
        self.draft.rule();
        self.draft.own_words(&self.draft.shop.receipt_footer);
        if let Some(number) = &self.sale.number_text {
            if self.template.barcode {
                let text = number.clone();
                self.draft.blocks.push(ReceiptBlock::Barcode { text });
            }
            if self.template.qr {
                self.draft.blocks.extend(qr::block(number));
            }
        }
        self.marks(copy);
    }

    /// What this paper is not; at the top and at the bottom, so that neither can be cut off.
    fn marks(&mut self, copy: bool) {
        self.draft.kind_mark();
        match self.sale.state {
            SaleState::Completed => {}
            SaleState::Open | SaleState::Suspended | SaleState::Tendering => {
                self.draft.mark("unpaid")
            }
            SaleState::Voided => self.draft.mark("voided"),
        }
        if copy {
            self.draft.mark("copy");
        }
    }
}
