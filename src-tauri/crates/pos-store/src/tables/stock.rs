//! `stock`: what the journal moved of each product since the file began.

use crate::rows::{one, run};
use pos_app::ports::store::StoreResult;
use pos_domain::ids::ProductId;
use pos_domain::quantity::Quantity;
use rusqlite::Connection;

/// Moves a product's stock; positive into the shop.
pub fn add(connection: &Connection, product: ProductId, quantity: Quantity) -> StoreResult<()> {
    run(
        connection,
        "INSERT INTO stock (product_id, moved) VALUES (?1, ?2)
         ON CONFLICT (product_id) DO UPDATE SET moved = moved + excluded.moved",
        [product.0, quantity.0],
    )?;
    Ok(())
}

pub fn moved(connection: &Connection, product: ProductId) -> StoreResult<Quantity> {
    let sql = "SELECT moved FROM stock WHERE product_id = ?1";
    let moved = one(connection, sql, [product.0], |row| row.get(0))?;
    Ok(Quantity(moved.unwrap_or(0)))
}
