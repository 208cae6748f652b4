//! `sale_line`: the sold lines under their sale, without names and prices; those stand in the
//! entry.

use crate::error::Stored;
use crate::project::live;
use crate::rows::{all, prepared};
use pos_app::ports::records::Returned;
use pos_app::ports::store::StoreResult;
use pos_domain::fact::SaleCompleted;
use pos_domain::ids::{ProductId, Seq};
use pos_domain::quantity::Quantity;
use rusqlite::{Connection, params};

pub fn insert(connection: &Connection, seq: Seq, sold: &SaleCompleted) -> StoreResult<()> {
    let mut insert = prepared(
        connection,
        "INSERT INTO sale_line (seq, line_no, product_id, quantity, amount_minor, tax_class,
           original_line_no)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for line in live(sold) {
        let row = params![
            seq.0,
            line.line_no,
            line.product_id.map(|ProductId(id)| id),
            line.quantity.0,
            line.amount_minor,
            line.tax_class.0,
            line.original_line_no,
        ];
        insert.execute(row).stored()?;
    }
    Ok(())
}

/// How much of each line of a sale has come back, and what was paid back for it.
pub fn returned(connection: &Connection, original: Seq) -> StoreResult<Vec<Returned>> {
    all(
        connection,
        "SELECT line.original_line_no, sum(line.quantity), sum(line.amount_minor)
         FROM sale JOIN sale_line AS line ON line.seq = sale.seq
         WHERE sale.original = ?1 AND line.original_line_no IS NOT NULL
         GROUP BY line.original_line_no ORDER BY line.original_line_no",
        [original.0],
        |row| {
            Ok(Returned {
                line_no: row.get(0)?,
                quantity: Quantity(row.get(1)?),
                amount_minor: row.get(2)?,
            })
        },
    )
}
