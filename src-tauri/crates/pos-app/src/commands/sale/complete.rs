//! Completing: the cart becomes one fact of the journal, with its number, and its rows go.

use super::{exchange, view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::{printing, shift};
use crate::event::Event;
use crate::tx::Tx;
use crate::views::sale::SaleView;
use pos_domain::cart::{Cart, CartLine};
use pos_domain::fact::{Fact, SaleCompleted, SoldLine, SoldTax, SoldTender};
use pos_domain::ids::LineId;
use pos_domain::totals::{LineTotal, Totals};
use std::collections::HashMap;

/// Completes a cart whose tenders cover it exactly (with cash rounding), and with it the other half
/// of an exchange.
pub fn complete(tx: &mut Tx, cart: &Cart) -> AppResult<SaleView> {
    // A card's answer completes the sale for the person who rang it; the till itself is nobody.
    tx.actor.user_id.get_or_insert(cart.head.opened_by);
    let other = exchange::other(tx, cart)?;
    let other_id = other.as_ref().map(|o| o.head.sale_id);
    match other {
        Some(other) => exchange::settle(tx, cart, other)?,
        None => record(tx, cart)?,
    }
    if let Some(id) = other_id {
        let sale = Box::new(view::of(tx, id)?);
        tx.events.push(Event::Sale { sale });
    }
    let view = view::of(tx, cart.head.sale_id)?;
    tx.events.push(Event::Sale {
        sale: Box::new(view.clone()),
    });
    tx.events.push(Event::Changed {
        tags: vec!["sales".into(), "day".into(), "stock".into()],
    });
    Ok(view)
}

/// Writes a covered cart into the journal. The receipt number is given here, in the completing
/// transaction, so that numbers have no gaps.
pub fn record(tx: &mut Tx, cart: &Cart) -> AppResult<()> {
    let totals = tx.context.pricing.totals(cart)?;
    if cart.paid_minor() != totals.total_minor + cart.head.rounding_minor {
        return Err(AppError::new(ErrorCode::CashBelowDue));
    }
    let (day, hour) = tx.place()?;
    let fact = Fact::SaleCompleted(SaleCompleted {
        sale_id: cart.head.sale_id,
        kind: cart.head.kind,
        number: tx.store.next_number()?,
        day,
        hour,
        opened_at: cart.head.opened_at,
        lines: sold_lines(cart, &totals),
        taxes: totals
            .taxes
            .iter()
            .map(|t| SoldTax {
                class: t.class,
                rate: t.rate,
                net_minor: t.net_minor,
                tax_minor: t.tax_minor,
            })
            .collect(),
        tenders: cart
            .head
            .tenders
            .iter()
            .map(|t| SoldTender {
                tender_id: t.tender_id,
                kind: t.kind,
                amount_minor: t.amount_minor,
                given_minor: t.given_minor,
                change_minor: t.change_minor,
                attempt_id: t.attempt_id,
            })
            .collect(),
        total_minor: totals.total_minor,
        rounding_minor: cart.head.rounding_minor,
        discount: cart.head.discount,
        note: cart.head.note.clone(),
        original: cart.head.original,
        shift_no: shift::stamp(tx, cart)?,
        exchange_with: cart.head.exchange_with,
        discount_approved_by: cart.head.discount_approved_by,
        prices_include_tax: tx.context.pricing.prices_include_tax,
    });
    tx.record(&fact)?;
    tx.store.cart_remove(cart.head.sale_id)?;
    printing::after_sale(tx, cart)
}

/// The cart's lines as facts, struck ones included.
pub fn sold_lines(cart: &Cart, totals: &Totals) -> Vec<SoldLine> {
    let by_id: HashMap<LineId, &LineTotal> = totals.lines.iter().map(|t| (t.line_id, t)).collect();
    cart.lines
        .iter()
        .map(|l| sold_line(l, by_id.get(&l.line_id).copied()))
        .collect()
}

fn sold_line(line: &CartLine, total: Option<&LineTotal>) -> SoldLine {
    SoldLine {
        line_no: line.line_no,
        product_id: line.product_id,
        name: line.name.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
        amount_minor: total.map_or(0, |t| t.amount_minor),
        tax_class: line.tax_class,
        unit: line.unit,
        discount_minor: total.map_or(0, |t| t.discount_minor),
        document_discount_minor: total.map_or(0, |t| t.document_discount_minor),
        list_price: (line.list_price != line.unit_price).then_some(line.list_price),
        discount: line.discount,
        note: line.note.clone(),
        name_zh: line.name_zh.clone(),
        voided: line.voided,
        approved_by: line.approved_by,
        original_line_no: line.original_line_no,
        written_off: line.written_off,
    }
}
