//! The receipt that goes with a present: what it is and where it is from, never what it cost.

use super::Paper;
use pos_app::ports::records::Shop;
use pos_app::views::receipt::{Receipt, ReceiptTemplate};
use pos_app::views::sale::SaleView;
use pos_domain::cart::Unit;
use pos_domain::quantity::Quantity;

/// The receipt of a sale without prices.
pub fn gift(sale: &SaleView, shop: &Shop, template: ReceiptTemplate, copy: bool) -> Receipt {
    let mut paper = Paper::new(sale, shop, template);
    paper.top(copy);
    paper.draft.mark("gift");
    paper.number();
    paper.place();
    paper.draft.rule();
    for line in sale.lines.iter().filter(|line| !line.voided) {
        let quantity = paper.draft.formats.quantity(line.quantity);
        let amount = match line.unit {
            Unit::Kg => paper.draft.tell("gift-kg", &[("quantity", &quantity)]),
            Unit::Each if line.quantity == Quantity::ONE => String::new(),
            Unit::Each => paper.draft.tell("gift-each", &[("quantity", &quantity)]),
        };
        let name = paper.name(line).to_owned();
        paper.draft.pair(name, amount);
    }
    paper.draft.rule();
    paper.draft.center(paper.draft.say("gift-text"));
    paper.foot(copy);
    Receipt {
        sale_id: sale.sale_id,
        language: paper.draft.language.code().to_owned(),
        copy,
        blocks: paper.draft.finish(),
    }
}
