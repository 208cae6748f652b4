//! Selling for less than the catalogue says: prices, discounts, and who may give how much away.

use super::{cart, open_for_lines, saved};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::tx::Tx;
use crate::views::sale::SaleView;
use pos_domain::cart::{Cart, CartLine, Discount, SaleKind};
use pos_domain::currency::UnitPrice;
use pos_domain::ids::{LineId, SaleId, UserId};
use pos_domain::quantity::Percent;
use pos_domain::rounding::{Rounding, divide};
use pos_domain::staff::{Measure, Permission};
use pos_macros::command;
use serde::Deserialize;
use std::collections::HashMap;
use ts_rs::TS;

pub fn check_discount(discount: Discount) -> AppResult<()> {
    let good = match discount {
        Discount::Percent { percent } => percent.0 >= 0 && percent <= Percent::WHOLE,
        Discount::Amount { amount_minor } => amount_minor >= 0,
    };
    if good {
        Ok(())
    } else {
        Err(AppError::new(ErrorCode::DiscountOutOfRange).field("discount"))
    }
}

/// Sells at another price. Below the list price this needs the right, measured as the share given
/// away; a product with an open price has no list price to give away from.
pub fn set_price(
    tx: &mut Tx,
    sale_id: SaleId,
    line: &mut CartLine,
    price: UnitPrice,
    open_price: bool,
) -> AppResult<()> {
    if price.0 < 0 || price.0 > 1_000_000_000_000 {
        return Err(AppError::new(ErrorCode::PriceOutOfRange).field("unit_price"));
    }
    line.unit_price = price;
    line.fixed_minor = None;
    if open_price {
        line.list_price = price;
        return Ok(());
    }
    if price >= line.list_price {
        return Ok(());
    }
    let off = line.list_price.0 - price.0;
    let approver = tx.require(
        Permission::PriceOverride,
        Measure::Share(share(off, line.list_price.0)),
        Some(sale_id),
        price.to_minor(tx.context.pricing.currency),
    )?;
    line.approved_by = approver.or(line.approved_by);
    Ok(())
}

/// `part` of `whole` as a share of a hundred, rounded half up.
fn share(part: i64, whole: i64) -> Percent {
    let scaled = i128::from(part) * i128::from(Percent::WHOLE.0);
    Percent(divide(scaled, i128::from(whole.max(1)), Rounding::HalfUp).unwrap_or(i64::MAX))
}

/// What is given away in one sale. A line's own discount and the document's are taken together: a
/// tenth on a tenth is nearly a fifth, whichever way it was given.
struct Given {
    /// Of each line, struck ones as if they were not: they may come back.
    lines: HashMap<LineId, Percent>,
    document: Percent,
    amount_minor: i64,
}

impl Given {
    fn of(tx: &Tx, cart: &Cart) -> AppResult<Given> {
        let totals = tx.context.pricing.totals(cart)?;
        let off: i64 = totals.lines.iter().map(|l| l.document_discount_minor).sum();
        let left: i64 = totals.lines.iter().map(|l| l.amount_minor).sum();
        let document = named(cart.head.discount, off, left + off);
        let mut lines = HashMap::with_capacity(cart.lines.len());
        for line in &cart.lines {
            lines.insert(line.line_id, together(own_share(tx, line)?, document));
        }
        Ok(Given {
            lines,
            document,
            amount_minor: totals.savings_minor,
        })
    }

    /// The largest share of a line that is larger than it was.
    fn grown(&self, before: &Given) -> Option<Percent> {
        let was = |id| before.lines.get(id).copied().unwrap_or_default();
        let grown = self.lines.iter().filter(|(id, share)| **share > was(id));
        grown.map(|(_, share)| *share).max()
    }
}

/// A share that was named is that share, however its amount was rounded.
fn named(discount: Option<Discount>, off_minor: i64, whole_minor: i64) -> Percent {
    match discount {
        None => Percent(0),
        Some(_) if off_minor == 0 => Percent(0),
        Some(Discount::Percent { percent }) => percent,
        Some(Discount::Amount { .. }) => share(off_minor, whole_minor),
    }
}

/// What a line's own discount takes off it, also while it is struck out.
fn own_share(tx: &Tx, line: &CartLine) -> AppResult<Percent> {
    if line.discount.is_none() {
        return Ok(Percent(0));
    }
    let total = tx.context.pricing.line(line)?;
    Ok(named(line.discount, total.discount_minor, total.full_minor))
}

/// A share of the whole, and then one of what that leaves.
fn together(first: Percent, then: Percent) -> Percent {
    let kept = i128::from(Percent::WHOLE.0 - first.0) * i128::from(Percent::WHOLE.0 - then.0);
    let kept = divide(kept, i128::from(Percent::WHOLE.0), Rounding::HalfUp).unwrap_or(0);
    Percent(Percent::WHOLE.0 - kept)
}

/// A change that gives a larger share of a line away than before needs the right to give that
/// share: a tenth of ten lamps would else become the whole of one.
fn allow_more(tx: &mut Tx, before: &Cart, after: &Cart) -> AppResult<Option<UserId>> {
    let (was, now) = (Given::of(tx, before)?, Given::of(tx, after)?);
    match now.grown(&was) {
        None => Ok(None),
        Some(share) => tx.require(
            Permission::SaleDiscount,
            Measure::Share(share),
            Some(after.head.sale_id),
            Some(now.amount_minor),
        ),
    }
}

/// Lets a changed line stand, with the discounts it has now.
pub fn allow_growth(
    tx: &mut Tx,
    before: &Cart,
    after: &mut Cart,
    line_id: LineId,
) -> AppResult<()> {
    if let Some(approver) = allow_more(tx, before, after)? {
        let larger = Given::of(tx, after)?.document > Given::of(tx, before)?.document;
        if larger {
            after.head.discount_approved_by = Some(approver);
        }
        after.line_mut(line_id)?.approved_by = Some(approver);
    }
    Ok(())
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleDiscount {
    pub sale_id: SaleId,
    pub discount: Option<Discount>,
}

/// Reduces the whole sale, or takes that back.
#[command(permission = SaleRing, mode = Edit)]
pub fn sale_discount(tx: &mut Tx, input: SaleDiscount) -> AppResult<SaleView> {
    let mut cart = cart(tx, input.sale_id)?;
    open_for_lines(tx, &mut cart)?;
    if cart.head.kind == SaleKind::Return {
        return Err(AppError::new(ErrorCode::DiscountOutOfRange).field("discount"));
    }
    let before = cart.clone();
    cart.head.discount = input.discount;
    match input.discount {
        None => cart.head.discount_approved_by = None,
        Some(discount) => {
            check_discount(discount)?;
            if let Some(approver) = allow_more(tx, &before, &cart)? {
                cart.head.discount_approved_by = Some(approver);
            }
        }
    }
    saved(tx, cart)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_one_after_the_other() {
        let percent = Percent::of;
        for (first, then, expected) in [
            (percent(0), percent(0), percent(0)),
            (percent(10), percent(0), percent(10)),
            (percent(0), percent(10), percent(10)),
            (percent(10), percent(10), percent(19)),
            (percent(50), percent(50), percent(75)),
            (percent(100), percent(50), percent(100)),
            (Percent(33_333), Percent(33_333), Percent(55_555)),
        ] {
            assert_eq!(together(first, then), expected, "{first}% and {then}%");
        }
    }
}
