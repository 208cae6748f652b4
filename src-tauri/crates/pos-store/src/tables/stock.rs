//! `stock`: what the journal moved of each product since the file began.

use crate::error::Stored;
use crate::rows::{one, prepared};
use pos_app::ports::store::StoreResult;
use pos_domain::ids::ProductId;
use pos_domain::quantity::Quantity;
use rusqlite::Connection;

/// Moves the stock of some products; positive into the shop.
pub fn add(
    connection: &Connection,
    moves: impl Iterator<Item = (ProductId, Quantity)>,
) -> StoreResult<()> {
    let mut add = prepared(
        connection,
        "INSERT INTO stock (product_id, moved) VALUES (?1, ?2)
         ON CONFLICT (product_id) DO UPDATE SET moved = moved + excluded.moved",
    )?;
    for (product, quantity) in moves {
        add.execute([product.0, quantity.0]).stored()?;
    }
    Ok(())
}

pub fn moved(connection: &Connection, product: ProductId) -> StoreResult<Quantity> {
    let sql = "SELECT moved FROM stock WHERE product_id = ?1";
    let moved = one(connection, sql, [product.0], |row| row.get(0))?;
    Ok(Quantity(moved.unwrap_or(0)))
}
