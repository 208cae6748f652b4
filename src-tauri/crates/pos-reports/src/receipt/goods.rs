//! The goods on a receipt: a line each, its discount below it.

use super::Paper;
use crate::language::Language;
use pos_app::views::sale::LineView;
use pos_domain::cart::{Discount, Unit};
use pos_domain::ids::TaxClassId;
use pos_domain::quantity::Quantity;

impl Paper<'_> {
    pub(super) fn goods(&mut self) {
        let sale = self.sale;
        for line in sale.lines.iter().filter(|l| !l.voided) {
            // The amount before the line's own discount, so that quantity × price can be checked.
            let full_minor = line.amount_minor + line.discount_minor;
            let amount = self.classed(self.signed(full_minor), line.tax_class_id);
            self.draft.item(self.name(line), self.detail(line), amount);
            if line.discount_minor != 0 {
                let off = self.classed(self.signed(-line.discount_minor), line.tax_class_id);
                self.draft.pair(self.discount(line.discount), off);
            }
        }
        self.draft.rule();
    }

    /// The product's name in the language of the receipt, where the catalogue has one.
    pub(super) fn name<'l>(&self, line: &'l LineView) -> &'l str {
        match self.draft.language {
            Language::En => &line.name,
            Language::Zh => line.name_zh.as_deref().unwrap_or(&line.name),
        }
    }

    /// `2 × €2.35`, a reduced price, the line's note; None where the name says it all.
    fn detail(&self, line: &LineView) -> Option<String> {
        let mut parts = Vec::new();
        let quantity = self.draft.formats.quantity(line.quantity);
        let price = self.draft.formats.unit_price(line.unit_price);
        let values = [("quantity", quantity.as_str()), ("price", price.as_str())];
        match line.unit {
            Unit::Kg => parts.push(self.draft.tell("kg", &values)),
            Unit::Each if line.quantity != Quantity::ONE => {
                parts.push(self.draft.tell("each", &values))
            }
            Unit::Each => {}
        }
        if line.unit_price < line.list_price {
            let price = self.draft.formats.unit_price(line.list_price);
            parts.push(self.draft.tell("list-price", &[("price", &price)]));
        }
        parts.extend(line.note.clone());
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    pub(super) fn discount(&self, discount: Option<Discount>) -> String {
        match discount {
            Some(Discount::Percent { percent }) => {
                let percent = self.draft.formats.percent(percent);
                self.draft
                    .tell("discount-percent", &[("percent", &percent)])
            }
            Some(Discount::Amount { .. }) | None => self.draft.say("discount"),
        }
    }

    /// An amount with the letter of its tax class, when there is more than one to tell apart.
    fn classed(&self, amount_minor: i64, class: TaxClassId) -> String {
        let amount = self.draft.formats.money(amount_minor);
        match self.letter(class) {
            Some(letter) => format!("{amount} {letter}"),
            None => amount,
        }
    }

    /// A, B, C … by the order of the tax table below.
    pub(super) fn letter(&self, class: TaxClassId) -> Option<char> {
        let taxes = &self.sale.taxes;
        if taxes.len() < 2 {
            return None;
        }
        taxes
            .iter()
            .zip('A'..='Z')
            .find_map(|(tax, letter)| (tax.tax_class_id == class).then_some(letter))
    }
}
