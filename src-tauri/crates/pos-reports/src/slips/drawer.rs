//! Slips of a drawer: its count, and cash that moved beside the sales.

use super::begin;
use crate::draft::Draft;
use pos_app::ports::records::Shop;
use pos_app::views::receipt::{CashSlip, CashSlipAct, ReceiptBlock};
use pos_app::views::shift::{CountView, ShiftView};
use pos_domain::fact::CashMoveKind;

/// The count of a drawer by coin and note. Without a count the slip says so.
pub fn count(shift: &ShiftView, shop: &Shop, copy: bool) -> Vec<ReceiptBlock> {
    let mut draft = begin(shop, |draft| draft.say("count"));
    if copy {
        draft.mark("copy");
    }
    drawer(&mut draft, shift.drawer_no, Some(shift.shift_no));
    if let Some(name) = &shift.holder_name {
        draft.pair(draft.say("holder"), name.as_str());
    }
    let Some(count) = &shift.count else {
        draft.mark("not-counted");
        return draft.finish();
    };
    counted(&mut draft, count);
    draft.signature("counted-by");
    draft.signature("seen-by");
    draft.kind_mark();
    draft.finish()
}

fn counted(draft: &mut Draft, count: &CountView) {
    draft.pair(draft.say("at"), draft.formats.moment(count.at));
    draft.pair(draft.say("counted-by"), count.by.as_str());
    if count.times > 1 {
        draft.pair(draft.say("times"), count.times.to_string());
    }
    if count.blind {
        draft.center(draft.say("blind"));
    }
    draft.rule();
    for row in count.counts.iter().filter(|row| row.count != 0) {
        let unit = draft.formats.money(row.unit_minor);
        let times = row.count.to_string();
        let left = draft.tell("coins", &[("count", &times), ("unit", &unit)]);
        let worth = row.unit_minor.saturating_mul(row.count);
        draft.pair(left, draft.formats.money(worth));
    }
    draft.rule();
    let counted = draft.formats.money(count.counted_minor);
    draft.strong_pair(draft.say("counted"), counted);
    draft.amount("expected", count.expected_minor);
    over_short(draft, count.over_short_minor);
}

/// Over, short or exact; never a bare sign that is read over.
pub(super) fn over_short(draft: &mut Draft, over_short_minor: i64) {
    let key = match over_short_minor {
        0 => "exact",
        1.. => "over",
        ..0 => "short",
    };
    let amount = draft.formats.money(over_short_minor);
    draft.strong_pair(draft.say(key), amount);
}

fn drawer(draft: &mut Draft, drawer_no: u16, shift_no: Option<i64>) {
    draft.pair(draft.say("drawer"), drawer_no.to_string());
    if let Some(shift_no) = shift_no {
        draft.pair(draft.say("shift"), shift_no.to_string());
    }
}

/// Paid in, paid out, dropped, or opened without a sale.
pub fn cash(slip: &CashSlip, shop: &Shop, copy: bool) -> Vec<ReceiptBlock> {
    let mut draft = begin(shop, |draft| draft.say(act(slip.act)));
    if copy {
        draft.mark("copy");
    }
    drawer(&mut draft, slip.drawer_no, slip.shift_no);
    draft.pair(draft.say("at"), draft.formats.moment(slip.at));
    draft.pair(draft.say("entry"), slip.seq.to_string());
    draft.rule();
    if let Some(amount_minor) = slip.amount_minor {
        let amount = draft.formats.money(amount_minor);
        draft.strong_pair(draft.say("amount"), amount);
    }
    draft.pair(draft.say("reason"), slip.reason.as_str());
    draft.pair(draft.say("by"), slip.by.as_str());
    if let Some(name) = &slip.approved_by {
        draft.pair(draft.say("approved-by"), name.as_str());
    }
    draft.rule();
    draft.signature(match slip.act {
        CashSlipAct::Moved(CashMoveKind::PaidOut) => "received-by",
        CashSlipAct::Moved(CashMoveKind::PaidIn | CashMoveKind::Drop) | CashSlipAct::NoSale => {
            "signature"
        }
    });
    draft.kind_mark();
    draft.finish()
}

pub(super) fn act(act: CashSlipAct) -> &'static str {
    match act {
        CashSlipAct::Moved(CashMoveKind::PaidIn) => "paid-in",
        CashSlipAct::Moved(CashMoveKind::PaidOut) => "paid-out",
        CashSlipAct::Moved(CashMoveKind::Drop) => "drop",
        CashSlipAct::NoSale => "no-sale",
    }
}
