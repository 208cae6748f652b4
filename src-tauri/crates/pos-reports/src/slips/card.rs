//! The merchant's half of a card payment that wants a signature. The shop keeps it.

use super::begin;
use pos_app::ports::records::Shop;
use pos_app::views::receipt::ReceiptBlock;
use pos_app::views::sale::{CardSlipView, SaleView};

/// The slip to be signed; `amount_minor` as the terminal was asked for.
pub fn merchant(
    sale: &SaleView,
    slip: &CardSlipView,
    amount_minor: i64,
    shop: &Shop,
    copy: bool,
) -> Vec<ReceiptBlock> {
    let mut draft = begin(shop, |draft| draft.say("merchant"));
    if copy {
        draft.mark("copy");
    }
    if let Some(number) = &sale.number_text {
        draft.pair(draft.say("receipt"), number.as_str());
    }
    let at = sale.completed_at.unwrap_or(sale.written_at);
    draft.pair(draft.say("at"), draft.formats.moment(at));
    draft.pair(draft.say("by"), sale.cashier_name.as_str());
    draft.rule();
    let name = slip.card_name.clone().unwrap_or_else(|| draft.say("card"));
    draft.strong_pair(name, draft.formats.money(amount_minor));
    let fields = [
        ("card-number", &slip.masked_pan),
        ("card-terminal", &slip.terminal_id),
        ("card-receipt", &slip.receipt_no),
        ("card-trace", &slip.trace),
        ("card-auth", &slip.auth),
    ];
    for (key, value) in fields {
        if let Some(value) = value {
            draft.pair(draft.say(key), value.as_str());
        }
    }
    if !slip.lines.is_empty() {
        draft.rule();
        let lines = slip.lines.clone();
        draft.blocks.push(ReceiptBlock::Slip { lines });
    }
    draft.rule();
    draft.signature("customer-signature");
    draft.kind_mark();
    draft.finish()
}
