//! Goods that came or went without a sale: counted, broken, lost, found.

use super::sale::ring;
use crate::api::{AppError, AppResult, ErrorCode};
use crate::event::Event;
use crate::tx::Tx;
use crate::views::goods::StockLevel;
use pos_domain::cart::{CartError, Unit};
use pos_domain::fact::{Fact, StockAdjusted, StockMove};
use pos_domain::ids::ProductId;
use pos_domain::quantity::Quantity;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// Products in one adjustment.
const MOVES_MAX: usize = 1000;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StockAdjust {
    pub moves: Vec<StockChange>,
    pub reason: String,
    /// A document of the shop's own, such as a delivery note.
    pub reference: Option<String>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StockChange {
    pub product_id: ProductId,
    /// Positive into the shop.
    pub quantity: Quantity,
}

fn adjusted_again(tx: &mut Tx, input: &StockAdjust) -> AppResult<Vec<StockLevel>> {
    input
        .moves
        .iter()
        .map(|m| level(tx, m.product_id))
        .collect()
}

/// Moves stock without a sale. Answers what is on the shelf afterwards.
#[command(permission = StockAdjust, mode = Act, again = adjusted_again)]
pub fn stock_adjust(tx: &mut Tx, input: StockAdjust) -> AppResult<Vec<StockLevel>> {
    if input.moves.is_empty() || input.moves.len() > MOVES_MAX {
        return Err(AppError::invalid("moves", "one_to_a_thousand"));
    }
    let reason = ring::text(input.reason.clone(), "reason", 200)?
        .ok_or_else(|| AppError::invalid("reason", "missing"))?;
    let reference = match &input.reference {
        Some(text) => ring::text(text.clone(), "reference", 60)?,
        None => None,
    };
    let mut moves = Vec::with_capacity(input.moves.len());
    for change in &input.moves {
        check(tx, change)?;
        moves.push(StockMove {
            product_id: change.product_id,
            quantity: change.quantity,
        });
    }
    tx.record(&Fact::StockAdjusted(StockAdjusted {
        moves,
        reason,
        reference,
    }))?;
    tx.events.push(Event::Changed {
        tags: vec!["stock".into()],
    });
    adjusted_again(tx, &input)
}

/// A known product, something to move, and whole pieces where pieces are counted.
fn check(tx: &Tx, change: &StockChange) -> AppResult<()> {
    let product = tx
        .store
        .product(change.product_id)?
        .ok_or_else(|| AppError::new(ErrorCode::ProductUnknown).field("product_id"))?;
    let size = Quantity(change.quantity.0.saturating_abs());
    if size.0 == 0 || size > Quantity::MAX {
        return Err(CartError::QuantityOutOfRange.into());
    }
    if product.unit == Unit::Each && !size.is_whole() {
        return Err(CartError::QuantityNotWhole(product.unit).into());
    }
    Ok(())
}

fn level(tx: &Tx, product_id: ProductId) -> AppResult<StockLevel> {
    let counted = tx
        .store
        .product(product_id)?
        .and_then(|product| product.stock_counted);
    let moved = tx.store.stock_moved(product_id)?;
    Ok(StockLevel {
        product_id,
        stock: counted.map(|counted| Quantity(counted.0 + moved.0)),
    })
}
