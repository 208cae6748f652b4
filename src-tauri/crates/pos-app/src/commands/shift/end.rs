//! The end of a shift: counted, perhaps counted again, closed on its last count.

use super::{changed, has_payment, holds_cash, is_own, open_in_hand, shift, view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::close::sums::Sums;
use crate::commands::sale::ring::text;
use crate::tx::Tx;
use crate::views::shift::ShiftView;
use pos_domain::fact::{CashCount, Fact, ShiftClosed, ShiftCounted};
use pos_domain::staff::{Grant, Measure, Permission};
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// More kinds of coins and notes than any currency has.
const COUNTS_MAX: usize = 40;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShiftRef {
    #[ts(type = "number")]
    pub shift_no: i64,
}

/// One drawer: what moved, and how its count came out.
#[command(permission = ShiftClose, mode = Query)]
pub fn shift_report(tx: &mut Tx, input: ShiftRef) -> AppResult<ShiftView> {
    let shift = shift(tx, input.shift_no)?;
    if !is_own(tx, &shift) {
        tx.require(Permission::ShiftCloseOther, Measure::Whole, None, None)?;
    }
    view::of(tx, &shift)
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShiftCount {
    #[ts(type = "number")]
    pub shift_no: i64,
    pub counts: Vec<CashCount>,
}

fn counted_again(tx: &mut Tx, input: &ShiftCount) -> AppResult<ShiftView> {
    let shift = shift(tx, input.shift_no)?;
    view::of(tx, &shift)
}

/// Takes a count of a drawer; from now on the difference is told. Every count is kept.
#[command(permission = ShiftClose, mode = Act, again = counted_again)]
pub fn shift_count(tx: &mut Tx, input: ShiftCount) -> AppResult<ShiftView> {
    let counted_minor = added_up(&input.counts)?;
    let counted = open_in_hand(tx, input.shift_no)?;
    no_payment_in(tx, input.shift_no)?;
    let sums = Sums::of_shift(tx, &counted)?;
    let seen = tx
        .context
        .limits
        .grant(tx.actor.role, Permission::DrawerExpectedView);
    tx.record(&Fact::ShiftCounted(ShiftCounted {
        shift_no: counted.shift_no,
        counts: input.counts.into_iter().filter(|c| c.count > 0).collect(),
        counted_minor,
        expected_minor: view::expected_minor(&counted, &sums),
        blind: seen == Grant::Deny && counted.times_counted == 0,
    }))?;
    changed(tx);
    let counted = shift(tx, input.shift_no)?;
    view::of(tx, &counted)
}

/// What the coins and notes come to; none twice, none below zero.
fn added_up(counts: &[CashCount]) -> AppResult<i64> {
    let wrong = |reason| AppError::invalid("counts", reason);
    if counts.len() > COUNTS_MAX {
        return Err(wrong("too_many"));
    }
    let mut sum: i64 = 0;
    for (at, one) in counts.iter().enumerate() {
        if one.unit_minor <= 0 || one.count < 0 {
            return Err(wrong("below_zero"));
        }
        if counts[..at].iter().any(|c| c.unit_minor == one.unit_minor) {
            return Err(wrong("twice"));
        }
        let worth = one.unit_minor.checked_mul(one.count);
        sum = worth
            .and_then(|worth| sum.checked_add(worth))
            .ok_or_else(|| AppError::new(ErrorCode::AmountOutOfRange).field("counts"))?;
    }
    super::checked_amount(sum, 0, "counts")
}

/// Refuses while a sale that is not settled has part of its cash in this drawer.
fn no_payment_in(tx: &Tx, shift_no: i64) -> AppResult<()> {
    for head in tx.store.cart_heads()? {
        if holds_cash(&head) == Some(shift_no) {
            return Err(has_payment(tx, &head, shift_no)?);
        }
    }
    Ok(())
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShiftClose {
    #[ts(type = "number")]
    pub shift_no: i64,
    pub note: Option<String>,
}

fn closed_again(tx: &mut Tx, input: &ShiftClose) -> AppResult<ShiftView> {
    let shift = shift(tx, input.shift_no)?;
    view::of(tx, &shift)
}

/// Closes a drawer on its last count; the cash goes to the safe. A difference above the limit needs
/// a second person. A drawer that moved since its count is counted again first.
#[command(permission = ShiftClose, mode = Act, again = closed_again)]
pub fn shift_close(tx: &mut Tx, input: ShiftClose) -> AppResult<ShiftView> {
    let note = match input.note {
        Some(note) => text(note, "note", 200)?,
        None => None,
    };
    let closing = open_in_hand(tx, input.shift_no)?;
    no_payment_in(tx, input.shift_no)?;
    let sums = Sums::of_shift(tx, &closing)?;
    let expected_minor = view::expected_minor(&closing, &sums);
    let counted = view::count(tx, &closing)?.map(|(_, counted)| counted);
    let counted = counted
        .filter(|count| count.expected_minor == expected_minor)
        .ok_or_else(|| AppError::new(ErrorCode::ShiftNotCounted).with("shift", input.shift_no))?;
    let difference = (counted.counted_minor - expected_minor).abs();
    if difference != 0 {
        let measure = tx.amount(difference);
        tx.require(Permission::OverShort, measure, None, Some(difference))?;
    }
    tx.record(&Fact::ShiftClosed(ShiftClosed {
        shift_no: closing.shift_no,
        counted_minor: counted.counted_minor,
        expected_minor,
        note,
    }))?;
    changed(tx);
    let closed = shift(tx, input.shift_no)?;
    view::of(tx, &closed)
}
