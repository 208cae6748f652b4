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
            self.amount("subtotal", self.signed(subtotal));
            let off = self.formats.money(self.signed(-off));
            self.pair(self.discount(sale.discount), off);
        }
        if !sale.prices_include_tax {
            self.amount("net", self.signed(sale.net_minor));
            for tax in &sale.taxes {
                let rate = self.formats.percent(tax.rate_percent);
                let amount = self.formats.money(self.signed(tax.tax_minor));
                self.pair(format!("{} {rate}", tax.name), amount);
            }
        }
        let total = self.formats.money(self.signed(sale.total_minor));
        self.strong_pair(self.say("total"), total);
        if sale.rounding_minor != 0 {
            self.amount("rounding", self.signed(sale.rounding_minor));
            let rounded = sale.total_minor + sale.rounding_minor;
            let rounded = self.formats.money(self.signed(rounded));
            self.strong_pair(self.say("rounded"), rounded);
        }
    }

    pub(super) fn tenders(&mut self) {
        let sale = self.sale;
        for tender in &sale.tenders {
            let left = self.tender_name(tender);
            let amount_minor = tender.given_minor.unwrap_or(tender.amount_minor);
            self.pair(left, self.formats.money(amount_minor));
            if tender.change_minor != 0 {
                let change = self.formats.money(tender.change_minor);
                self.strong_pair(self.say("change"), change);
            }
        }
        let sold = sale.kind == SaleKind::Sale;
        if self.template.savings && sold && sale.savings_minor > 0 {
            let amount = self.formats.money(sale.savings_minor);
            self.center(self.tell("saved", &[("amount", &amount)]));
        }
    }

    /// `Cash`, `Visa`, or `Paid back in cash`.
    fn tender_name(&self, tender: &TenderView) -> String {
        let card = tender.card.as_ref().and_then(|c| c.card_name.clone());
        let name = match (tender.kind, card) {
            (TenderKind::Card | TenderKind::Wallet, Some(card)) => card,
            (TenderKind::Cash, _) => self.say("cash"),
            (TenderKind::Card, None) => self.say("card"),
            (TenderKind::Wallet, None) => self.say("wallet"),
            (TenderKind::Voucher, _) => self.say("voucher"),
            (TenderKind::Exchange, _) => self.say("exchange"),
        };
        match self.sale.kind {
            SaleKind::Sale => name,
            SaleKind::Return => self.tell("back", &[("tender", &name)]),
        }
    }

    /// One row a tax class: rate, gross, and below them net and tax.
    pub(super) fn taxes(&mut self) {
        let sale = self.sale;
        if !self.template.tax_table {
            return;
        }
        self.rule();
        for tax in &sale.taxes {
            let rate = self.formats.percent(tax.rate_percent);
            let name = match self.letter(tax.tax_class_id) {
                Some(letter) => format!("{letter}  {} {rate}", tax.name),
                None => format!("{} {rate}", tax.name),
            };
            let net = self.formats.money(self.signed(tax.net_minor));
            let part = self.formats.money(self.signed(tax.tax_minor));
            let detail = self.tell("tax-parts", &[("net", &net), ("tax", &part)]);
            self.blocks.push(ReceiptBlock::Item {
                name,
                detail: Some(detail),
                amount: self.formats.money(self.signed(tax.gross_minor)),
            });
        }
    }

    /// What the terminal wants on the customer's receipt; its fields where it sent no lines.
    pub(super) fn slips(&mut self) {
        let sale = self.sale;
        for slip in sale.tenders.iter().filter_map(|t| t.card.as_ref()) {
            self.rule();
            if slip.lines.is_empty() {
                self.slip_fields(slip);
            } else {
                self.blocks.push(ReceiptBlock::Slip {
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
                self.pair(self.say(key), value.as_str());
            }
        }
    }

    fn amount(&mut self, key: &str, amount_minor: i64) {
        self.pair(self.say(key), self.formats.money(amount_minor));
    }
}
