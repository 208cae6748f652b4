//! An exchange: goods back and goods out on one ticket. Two carts that name each other, a return
//! and a sale; what one is worth is set against the other, and both are settled in one transaction.
//! The sale leads: it is suspended, recalled and voided, and the return goes with it.

use super::returns::{self, ReturnLine};
use super::{SaleRef, cart, cart_or_new, complete, open_for_lines, pay, saved, view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::tx::Tx;
use crate::views::sale::SaleView;
use pos_domain::cart::{Cart, CartHead, CartTender, SaleKind};
use pos_domain::ids::{SaleId, TenderId};
use pos_domain::tender::TenderKind;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExchangeStart {
    /// The sale of the new goods: one being rung, or a new one.
    pub sale_id: SaleId,
    pub return_sale_id: SaleId,
    pub original_sale_id: SaleId,
    pub lines: Vec<ReturnLine>,
}

/// Takes goods of one receipt back against the sale being rung. Answers that sale.
#[command(permission = ReturnWithReceipt, mode = Edit)]
pub fn exchange_start(tx: &mut Tx, input: ExchangeStart) -> AppResult<SaleView> {
    if let Some(back) = tx.store.cart(input.return_sale_id)?
        && back.head.exchange_with == Some(input.sale_id)
    {
        return view::of(tx, input.sale_id);
    }
    if input.return_sale_id == input.sale_id || known(tx, input.return_sale_id)? {
        return Err(AppError::invalid("return_sale_id", "id_twice"));
    }
    let mut cart = cart_or_new(tx, input.sale_id)?;
    if cart.head.kind == SaleKind::Return {
        return Err(AppError::invalid("sale_id", "not_a_sale"));
    }
    if cart.head.exchange_with.is_some() {
        return Err(AppError::invalid("sale_id", "has_exchange"));
    }
    open_for_lines(tx, &mut cart)?;
    let mut back = returns::begun(
        tx,
        input.return_sale_id,
        input.original_sale_id,
        &input.lines,
    )?;
    back.head.exchange_with = Some(input.sale_id);
    cart.head.exchange_with = Some(input.return_sale_id);
    tx.store.cart_put_head(&cart.head)?;
    tx.store.cart_put_head(&back.head)?;
    saved(tx, cart)
}

fn known(tx: &Tx, id: SaleId) -> AppResult<bool> {
    Ok(tx.store.cart(id)?.is_some() || tx.store.sale(id)?.is_some())
}

/// Takes the goods that would come back off again; the sale goes on without them.
#[command(permission = SaleRing, mode = Edit)]
pub fn exchange_drop(tx: &mut Tx, input: SaleRef) -> AppResult<SaleView> {
    let mut cart = cart(tx, input.sale_id)?;
    must_lead(&cart.head)?;
    let Some(back) = other(tx, &cart)? else {
        return view::of_cart(tx, &cart);
    };
    open_for_lines(tx, &mut cart)?;
    tx.store.cart_remove(back.head.sale_id)?;
    cart.head.exchange_with = None;
    saved(tx, cart)
}

/// The half that comes back: it has no life of its own beside its sale.
pub fn is_half(head: &CartHead) -> bool {
    head.kind == SaleKind::Return && head.exchange_with.is_some()
}

/// Refuses an act that must be done to the sale of an exchange.
pub fn must_lead(head: &CartHead) -> AppResult<()> {
    if is_half(head) {
        return Err(AppError::invalid("sale_id", "half_of_exchange"));
    }
    Ok(())
}

/// The other half, while both are being rung.
pub fn other(tx: &Tx, cart: &Cart) -> AppResult<Option<Cart>> {
    match cart.head.exchange_with {
        Some(id) => Ok(tx.store.cart(id)?),
        None => Ok(None),
    }
}

/// What is set against the other half: the lesser of what both are worth.
pub fn met_minor(tx: &Tx, cart: &Cart) -> AppResult<i64> {
    let Some(other) = other(tx, cart)? else {
        return Ok(0);
    };
    let pricing = &tx.context.pricing;
    let (one, two) = (pricing.totals(cart)?, pricing.totals(&other)?);
    Ok(one.total_minor.min(two.total_minor))
}

/// Refuses to change the lines of a sale while its other half is being paid out.
pub fn must_be_unpaid(tx: &Tx, cart: &Cart) -> AppResult<()> {
    let Some(other) = other(tx, cart)? else {
        return Ok(());
    };
    pay::must_not_be_blocked(tx, &cart.head)?;
    if other.head.tenders.is_empty() {
        Ok(())
    } else {
        Err(AppError::new(ErrorCode::SaleHasPayment))
    }
}

/// Readies the other half for a payment of this one: its lines stand from now on, and who pays may
/// take the goods back, or has a second person's word for it. Before any money moves: a terminal's
/// answer completes both without asking anybody.
pub fn ready(tx: &mut Tx, cart: &Cart) -> AppResult<()> {
    let Some(mut other) = other(tx, cart)? else {
        return Ok(());
    };
    other.begin_tendering()?;
    if other.head.kind == SaleKind::Return {
        returns::allow_payout(tx, &mut other)?;
    }
    tx.touch(&mut other.head)?;
    Ok(tx.store.cart_put_head(&other.head)?)
}

/// Settles both halves, with what meets as a tender of its own on each.
///
/// # Errors
/// Nothing is kept when one of them is not covered.
pub fn settle(tx: &mut Tx, cart: &Cart, other: Cart) -> AppResult<()> {
    let met_minor = met_minor(tx, cart)?;
    let (back, sale) = match cart.head.kind {
        SaleKind::Return => (cart.clone(), other),
        SaleKind::Sale => (other, cart.clone()),
    };
    let (back_id, sale_id) = (back.head.sale_id, sale.head.sale_id);
    complete::record(tx, &with_tender(back, sale_id, met_minor))?;
    // Who let the goods come back is said once, at the half that it was said for.
    let word = tx.approver.take();
    let recorded = complete::record(tx, &with_tender(sale, back_id, met_minor));
    tx.approver = word;
    recorded
}

fn with_tender(mut cart: Cart, other: SaleId, amount_minor: i64) -> Cart {
    if amount_minor > 0 {
        cart.head.tenders.push(CartTender {
            // One such tender a sale: it is named after the half it meets.
            tender_id: TenderId(other.0),
            kind: TenderKind::Exchange,
            amount_minor,
            given_minor: None,
            change_minor: 0,
            attempt_id: None,
        });
    }
    cart
}
