//! An exchange as one ticket: what came back, what was taken instead, and the difference. Each half
//! keeps its own number.

use super::Paper;
use pos_app::ports::records::Shop;
use pos_app::views::receipt::{Receipt, ReceiptBlock, ReceiptTemplate};
use pos_app::views::sale::SaleView;
use pos_domain::tender::TenderKind;

/// The ticket of an exchange. It carries the id and the codes of the sale; the return's number
/// stands on it as text.
pub fn exchange(
    returned: &SaleView,
    sold: &SaleView,
    shop: &Shop,
    template: ReceiptTemplate,
    copy: bool,
) -> Receipt {
    let mut back = Paper::new(returned, shop, template);
    let mut taken = Paper::new(sold, shop, template);
    taken.top(copy);
    taken.draft.mark("exchange-mark");
    taken.place();
    taken.draft.rule();
    hand_over(&mut taken, &mut back);
    back.half("brought-back");
    if let Some(number) = &returned.original_number_text {
        let original = back.draft.tell("original", &[("number", number)]);
        back.draft.center(original);
    }
    back.goods();
    back.totals();
    back.draft.rule();
    hand_over(&mut back, &mut taken);
    taken.half("taken-instead");
    taken.goods();
    taken.totals();
    taken.draft.rule();
    taken.difference(returned);
    hand_over(&mut taken, &mut back);
    back.tender_rows(|kind| kind != TenderKind::Exchange);
    hand_over(&mut back, &mut taken);
    taken.tender_rows(|kind| kind != TenderKind::Exchange);
    taken.savings();
    hand_over(&mut taken, &mut back);
    back.taxes();
    hand_over(&mut back, &mut taken);
    taken.taxes();
    hand_over(&mut taken, &mut back);
    back.slips();
    hand_over(&mut back, &mut taken);
    taken.slips();
    taken.foot(copy);
    Receipt {
        sale_id: sold.sale_id,
        language: taken.draft.language.code().to_owned(),
        copy,
        blocks: taken.draft.finish(),
    }
}

/// Both halves write on one sheet.
fn hand_over(from: &mut Paper, to: &mut Paper) {
    let blocks: Vec<ReceiptBlock> = std::mem::take(&mut from.draft.blocks);
    to.draft.blocks = blocks;
}

impl Paper<'_> {
    fn half(&mut self, key: &str) {
        self.draft.heading(self.draft.say(key));
        self.number();
    }

    /// What the customer pays or gets back, roundings with it.
    fn difference(&mut self, returned: &SaleView) {
        let sold = self.sale;
        let difference_minor =
            sold.total_minor + sold.rounding_minor - returned.total_minor - returned.rounding_minor;
        let key = match difference_minor {
            0 => "even",
            1.. => "to-pay",
            ..0 => "to-pay-back",
        };
        let amount = self.draft.formats.money(difference_minor.saturating_abs());
        self.draft.strong_pair(self.draft.say(key), amount);
    }
}
