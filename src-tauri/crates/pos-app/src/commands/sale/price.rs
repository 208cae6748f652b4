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
use pos_domain::totals::LineTotal;
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
    /// Of each line that counts.
    lines: HashMap<LineId, Off>,
    document: Percent,
    amount_minor: i64,
}

/// What one line is reduced by.
#[derive(Clone, Copy, Default)]
struct Off {
    share: Percent,
    amount_minor: i64,
}

impl Given {
    fn of(tx: &Tx, cart: &Cart) -> AppResult<Given> {
        let totals = tx.context.pricing.totals(cart)?;
        let off: i64 = totals.lines.iter().map(|l| l.document_discount_minor).sum();
        let left: i64 = totals.lines.iter().map(|l| l.amount_minor).sum();
        let document = named(cart.head.discount, off, left + off);
        let one = |(line, total): (&CartLine, &LineTotal)| {
            let own = named(line.discount, total.discount_minor, total.full_minor);
            let share = together(own, document);
            let amount_minor = part(total.full_minor, share);
            (
                line.line_id,
                Off {
                    share,
                    amount_minor,
                },
            )
        };
        Ok(Given {
            lines: cart.live().zip(&totals.lines).map(one).collect(),
            document,
            amount_minor: totals.savings_minor,
        })
    }

    /// The largest share that is given away anew: a line's share grew, or there is more to give it
    /// of. An amount that the same discount spreads over further lines is not given anew.
    fn grown(&self, before: &Given) -> Option<Percent> {
        let was = |id: &LineId| before.lines.get(id);
        let larger = |(id, now): &(&LineId, &Off)| was(id).is_some_and(|w| now.share > w.share);
        if self.amount_minor <= before.amount_minor && !self.lines.iter().any(|l| larger(&l)) {
            return None;
        }
        let more = self.lines.iter().filter(|(id, now)| {
            let was = was(id).copied().unwrap_or_default();
            now.share > was.share || now.amount_minor > was.amount_minor
        });
        more.map(|(_, now)| now.share).max().filter(|s| s.0 > 0)
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

/// A share of an amount.
fn part(of_minor: i64, share: Percent) -> i64 {
    let scaled = i128::from(of_minor) * i128::from(share.0);
    divide(scaled, i128::from(Percent::WHOLE.0), Rounding::HalfUp).unwrap_or(of_minor)
}

/// A share of the whole, and then one of what that leaves.
fn together(first: Percent, then: Percent) -> Percent {
    let kept = i128::from(Percent::WHOLE.0 - first.0) * i128::from(Percent::WHOLE.0 - then.0);
    let kept = divide(kept, i128::from(Percent::WHOLE.0), Rounding::HalfUp).unwrap_or(0);
    Percent(Percent::WHOLE.0 - kept)
}

/// A change that gives more away than before needs the right to give that share: a tenth of ten
/// lamps would else become the whole of one, and half a pen half a chair.
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
