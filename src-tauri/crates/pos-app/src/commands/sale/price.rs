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

/// What a discount takes off, and which share of what it reduces that is.
struct Off {
    amount_minor: i64,
    share: Percent,
}

impl Off {
    /// A share that was named is that share, however its amount was rounded.
    fn of(discount: Option<Discount>, amount_minor: i64, whole_minor: i64) -> Option<Off> {
        let share = match discount? {
            Discount::Percent { percent } => percent,
            Discount::Amount { .. } => share(amount_minor, whole_minor),
        };
        (amount_minor != 0).then_some(Off {
            amount_minor,
            share,
        })
    }

    /// Of a line that is struck out, as if it were not: it may come back.
    fn of_line(tx: &Tx, cart: &Cart, line_id: LineId) -> AppResult<Option<Off>> {
        let mut cart = cart.clone();
        let line = cart.line_mut(line_id)?;
        line.voided = false;
        let discount = line.discount;
        let totals = tx.context.pricing.totals(&cart)?;
        let total = totals.lines.iter().find(|t| t.line_id == line_id);
        Ok(total.and_then(|t| Off::of(discount, t.discount_minor, t.full_minor)))
    }

    fn of_sale(tx: &Tx, cart: &Cart) -> AppResult<Option<Off>> {
        let totals = tx.context.pricing.totals(cart)?;
        let off = totals.lines.iter().map(|l| l.document_discount_minor).sum();
        let left: i64 = totals.lines.iter().map(|l| l.amount_minor).sum();
        Ok(Off::of(cart.head.discount, off, left + off))
    }

    fn allow(&self, tx: &mut Tx, sale: SaleId) -> AppResult<Option<UserId>> {
        tx.require(
            Permission::SaleDiscount,
            Measure::Share(self.share),
            Some(sale),
            Some(self.amount_minor),
        )
    }
}

/// A change that makes a discount, given now or before, a larger share of what it reduces needs
/// the right to give that share: a tenth of ten lamps would else become the whole of one.
pub fn allow_growth(
    tx: &mut Tx,
    before: &Cart,
    after: &mut Cart,
    line_id: LineId,
) -> AppResult<()> {
    let sale = after.head.sale_id;
    let larger =
        |was: Option<Off>, now: Option<Off>| now.filter(|n| was.is_none_or(|w| n.share > w.share));
    let was = Off::of_line(tx, before, line_id)?;
    if let Some(off) = larger(was, Off::of_line(tx, after, line_id)?) {
        let approver = off.allow(tx, sale)?;
        let line = after.line_mut(line_id)?;
        line.approved_by = approver.or(line.approved_by);
    }
    let was = Off::of_sale(tx, before)?;
    if let Some(off) = larger(was, Off::of_sale(tx, after)?) {
        let approver = off.allow(tx, sale)?;
        after.head.discount_approved_by = approver.or(after.head.discount_approved_by);
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
    cart.head.discount = input.discount;
    cart.head.discount_approved_by = None;
    if let Some(discount) = input.discount {
        check_discount(discount)?;
        if let Some(off) = Off::of_sale(tx, &cart)? {
            cart.head.discount_approved_by = off.allow(tx, input.sale_id)?;
        }
    }
    saved(tx, cart)
}
