//! The money on a receipt: totals, tenders with their change, the tax table, the card slips.

use super::Paper;
use pos_app::views::receipt::ReceiptBlock;
use pos_app::views::sale::{CardSlipView, TenderView};
use pos_domain::cart::SaleKind;
use pos_domain::tender::TenderKind;

impl Paper<'_> {
    pub(super) fn totals(&mut self) {
        let sale = self.sale;
        let live = || sale.lines.iter().filter(|l| !l.voided);
        let off: i64 = live().map(|l| l.document_discount_minor).sum();
        if off != 0 {
            let subtotal: i64 = live().map(|l| l.amount_minor).sum();
            self.draft.amount("subtotal", self.signed(subtotal));
            let off = self.draft.formats.money(self.signed(-off));
            self.draft.pair(self.discount(sale.discount), off);
        }
        if !sale.prices_include_tax {
            self.draft.amount("net", self.signed(sale.net_minor));
            for tax in &sale.taxes {
                let rate = self.draft.formats.percent(tax.rate_percent);
                let amount = self.draft.formats.money(self.signed(tax.tax_minor));
                self.draft.pair(format!("{} {rate}", tax.name), amount);
            }
        }
        let total = self.draft.formats.money(self.signed(sale.total_minor));
        self.draft.strong_pair(self.draft.say("total"), total);
        if sale.rounding_minor != 0 {
            self.draft
                .amount("rounding", self.signed(sale.rounding_minor));
            let rounded = sale.total_minor + sale.rounding_minor;
            let rounded = self.draft.formats.money(self.signed(rounded));
            self.draft.strong_pair(self.draft.say("rounded"), rounded);
        }
    }

    pub(super) fn tenders(&mut self) {
        self.tender_rows(|_| true);
        self.savings();
    }

    /// The tenders of some kinds, each with its change.
    pub(super) fn tender_rows(&mut self, is_shown: impl Fn(TenderKind) -> bool) {
        let sale = self.sale;
        for tender in sale.tenders.iter().filter(|t| is_shown(t.kind)) {
            let left = self.tender_name(tender);
            let amount_minor = tender.given_minor.unwrap_or(tender.amount_minor);
            self.draft
                .pair(left, self.draft.formats.money(amount_minor));
            if tender.change_minor != 0 {
                let change = self.draft.formats.money(tender.change_minor);
                self.draft.strong_pair(self.draft.say("change"), change);
            }
        }
    }

    pub(super) fn savings(&mut self) {
        let sale = self.sale;
        let sold = sale.kind == SaleKind::Sale;
        if self.template.savings && sold && sale.savings_minor > 0 {
            let amount = self.draft.formats.money(sale.savings_minor);
            self.draft
                .center(self.draft.tell("saved", &[("amount", &amount)]));
        }
    }

    /// `Cash`, `Visa`, or `Paid back in cash`.
    fn tender_name(&self, tender: &TenderView) -> String {
        let card = tender.card.as_ref().and_then(|c| c.card_name.clone());
        let name = match (tender.kind, card) {
            (TenderKind::Card | TenderKind::Wallet, Some(card)) => card,
            (TenderKind::Cash, _) => self.draft.say("cash"),
            (TenderKind::Card, None) => self.draft.say("card"),
            (TenderKind::Wallet, None) => self.draft.say("wallet"),
            (TenderKind::Voucher, _) => self.draft.say("voucher"),
            (TenderKind::Exchange, _) => self.draft.say("exchange"),
        };
        match self.sale.kind {
            SaleKind::Sale => name,
            SaleKind::Return => self.draft.tell("back", &[("tender", &name)]),
        }
    }

    /// One row a tax class: rate, gross, and below them net and tax.
    pub(super) fn taxes(&mut self) {
        let sale = self.sale;
        if !self.template.tax_table {
            return;
        }
        self.draft.rule();
        for tax in &sale.taxes {
            let rate = self.draft.formats.percent(tax.rate_percent);
            let name = match self.letter(tax.tax_class_id) {
                Some(letter) => format!("{letter}  {} {rate}", tax.name),
                None => format!("{} {rate}", tax.name),
            };
            let net = self.draft.formats.money(self.signed(tax.net_minor));
            let part = self.draft.formats.money(self.signed(tax.tax_minor));
            let detail = self
                .draft
                .tell("tax-parts", &[("net", &net), ("tax", &part)]);
            let gross = self.draft.formats.money(self.signed(tax.gross_minor));
            self.draft.item(name, Some(detail), gross);
        }
    }

    /// What the terminal wants on the customer's receipt; its fields where it sent no lines.
    pub(super) fn slips(&mut self) {
        let sale = self.sale;
        for slip in sale.tenders.iter().filter_map(|t| t.card.as_ref()) {
            self.draft.rule();
            if slip.lines.is_empty() {
                self.slip_fields(slip);
            } else {
                self.draft.blocks.push(ReceiptBlock::Slip {
                    lines: slip.lines.clone(),
                });
            }
        }
    }

    fn slip_fields(&mut self, slip: &CardSlipView) {
        let fields = [
            ("card-number", &slip.masked_pan),
            ("card-terminal", &slip.terminal_id),
            ("card-receipt", &slip.receipt_no),
            ("card-trace", &slip.trace),
            ("card-auth", &slip.auth),
        ];
        for (key, value) in fields {
            if let Some(value) = value {
                self.draft.pair(self.draft.say(key), value.as_str());
            }
        }
    }
}
