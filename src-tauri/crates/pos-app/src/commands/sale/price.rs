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

pub fn allow_line_discount(tx: &mut Tx, cart: &Cart, line_id: LineId) -> AppResult<Option<UserId>> {
    let totals = tx.context.pricing.totals(cart)?;
    let Some(total) = totals.lines.iter().find(|t| t.line_id == line_id) else {
        return Ok(None);
    };
    if total.discount_minor == 0 {
        return Ok(None);
    }
    tx.require(
        Permission::SaleDiscount,
        Measure::Share(share(total.discount_minor, total.full_minor)),
        Some(cart.head.sale_id),
        Some(total.discount_minor),
    )
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
    cart.head.discount = None;
    let before = tx.context.pricing.totals(&cart)?;
    let whole: i64 = before.lines.iter().map(|l| l.amount_minor).sum();
    cart.head.discount = input.discount;
    if let Some(discount) = input.discount {
        check_discount(discount)?;
        let after = tx.context.pricing.totals(&cart)?;
        let off: i64 = after.lines.iter().map(|l| l.document_discount_minor).sum();
        if off > 0 {
            cart.head.discount_approved_by = tx.require(
                Permission::SaleDiscount,
                Measure::Share(share(off, whole)),
                Some(input.sale_id),
                Some(off),
            )?;
        }
    }
    saved(tx, cart)
}
