//! What each half of an exchange shows of the other.

use super::{cart_lines, original_number, sold_line};
use crate::api::AppResult;
use crate::commands::sale::exchange as halves;
use crate::tx::Tx;
use crate::views::sale::ExchangeView;
use pos_domain::cart::{Cart, SaleKind};
use pos_domain::fact::{Fact, SaleCompleted};
use std::collections::HashMap;

/// The other half of an exchange that is being rung.
pub fn of_cart(tx: &Tx, cart: &Cart, total_minor: i64) -> AppResult<Option<ExchangeView>> {
    let Some(other) = halves::other(tx, cart)? else {
        return Ok(None);
    };
    let totals = tx.context.pricing.totals(&other)?;
    let (back, sale) = match cart.head.kind {
        SaleKind::Return => ((cart, total_minor), (&other, totals.total_minor)),
        SaleKind::Sale => ((&other, totals.total_minor), (cart, total_minor)),
    };
    Ok(Some(ExchangeView {
        return_sale_id: back.0.head.sale_id,
        sale_id: sale.0.head.sale_id,
        credit_minor: back.1,
        pay_back_minor: (back.1 - sale.1).max(0),
        original_number_text: original_number(tx, back.0.head.original)?,
        other_number_text: None,
        lines: cart_lines(tx, &other, &totals)?,
    }))
}

/// The other half of an exchange that was settled.
pub fn of_sold(tx: &Tx, sold: &SaleCompleted) -> AppResult<Option<ExchangeView>> {
    let record = match sold.exchange_with {
        Some(id) => tx.store.sale(id)?,
        None => None,
    };
    let Some(record) = record else {
        return Ok(None);
    };
    let other = match tx.store.entry(record.seq)? {
        Some((_, Some(Fact::SaleCompleted(other)))) => other,
        Some((_, Some(_) | None)) | None => return Ok(None),
    };
    let (back, sale) = match sold.kind {
        SaleKind::Return => (sold, &other),
        SaleKind::Sale => (&other, sold),
    };
    let none = HashMap::new();
    let lines = other.lines.iter().map(|l| sold_line(tx, l, &none));
    Ok(Some(ExchangeView {
        return_sale_id: back.sale_id,
        sale_id: sale.sale_id,
        credit_minor: back.total_minor,
        pay_back_minor: (back.total_minor - sale.total_minor).max(0),
        original_number_text: original_number(tx, back.original)?,
        other_number_text: Some(tx.context.number_text(other.number)),
        lines: lines.collect::<AppResult<_>>()?,
    }))
}
