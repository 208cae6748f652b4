//! Many lines at once: a list that was taken elsewhere, rung in one go.

use super::ring::{SaleAdd, add_product};
use super::{cart_or_new, saved};
use crate::api::{AppError, AppResult};
use crate::tx::Tx;
use crate::views::sale::SaleView;
use pos_domain::currency::UnitPrice;
use pos_domain::ids::{LineId, ProductId, SaleId};
use pos_domain::quantity::Quantity;
use pos_macros::command;
use serde::Deserialize;
use std::collections::HashSet;
use ts_rs::TS;

/// Lines in one call.
const LINES_MAX: usize = 1000;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleAddLines {
    pub sale_id: SaleId,
    pub lines: Vec<NewLine>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    pub line_id: LineId,
    pub product_id: ProductId,
    pub quantity: Option<Quantity>,
    pub unit_price: Option<UnitPrice>,
}

/// Rings all of the lines or none; one that is there already is passed over.
#[command(permission = SaleRing, mode = Edit)]
pub fn sale_add_lines(tx: &mut Tx, input: SaleAddLines) -> AppResult<SaleView> {
    if input.lines.is_empty() || input.lines.len() > LINES_MAX {
        return Err(AppError::invalid("lines", "one_to_a_thousand"));
    }
    let mut cart = cart_or_new(tx, input.sale_id)?;
    let mut there: HashSet<LineId> = cart.lines.iter().map(|l| l.line_id).collect();
    for line in input.lines {
        if !there.insert(line.line_id) {
            continue;
        }
        let wanted = SaleAdd {
            sale_id: input.sale_id,
            line_id: line.line_id,
            product_id: line.product_id,
            quantity: line.quantity,
            unit_price: line.unit_price,
        };
        add_product(tx, &mut cart, &wanted)?;
    }
    saved(tx, cart)
}
