//! `cart` and `cart_line`: sales being rung. Rows of their own, one a line, not in the journal.

use crate::rows::{all, cbor, number, one, run, to_cbor};
use crate::tx::Tx;
use pos_app::ports::store::{CartTable, StoreResult};
use pos_domain::cart::{Cart, CartHead, CartLine};
use pos_domain::ids::{LineId, SaleId};
use rusqlite::params;

impl CartTable for Tx<'_> {
    fn cart(&self, id: SaleId) -> StoreResult<Option<Cart>> {
        let sql = "SELECT head FROM cart WHERE sale_id = ?1";
        let Some(head) = one(self.connection, sql, [id.bytes()], |row| cbor(row, 0))? else {
            return Ok(None);
        };
        let sql = "SELECT line FROM cart_line WHERE sale_id = ?1 ORDER BY line_no";
        let lines = all(self.connection, sql, [id.bytes()], |row| cbor(row, 0))?;
        Ok(Some(Cart { head, lines }))
    }

    fn cart_heads(&self) -> StoreResult<Vec<CartHead>> {
        let sql = "SELECT head FROM cart";
        let mut heads: Vec<CartHead> = all(self.connection, sql, (), |row| cbor(row, 0))?;
        heads.sort_by_key(|head| (head.opened_at, head.sale_id));
        Ok(heads)
    }

    fn cart_line_count(&self, id: SaleId) -> StoreResult<u32> {
        let sql = "SELECT count(*) FROM cart_line WHERE sale_id = ?1";
        let count = number(self.connection, sql, [id.bytes()])?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    fn cart_put_head(&mut self, head: &CartHead) -> StoreResult<()> {
        run(
            self.change()?,
            "INSERT INTO cart (sale_id, head) VALUES (?1, ?2)
             ON CONFLICT (sale_id) DO UPDATE SET head = excluded.head",
            params![head.sale_id.bytes(), to_cbor(head)],
        )?;
        Ok(())
    }

    fn cart_put_line(&mut self, sale: SaleId, line: &CartLine) -> StoreResult<()> {
        run(
            self.change()?,
            "INSERT INTO cart_line (sale_id, line_no, line_id, line) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (sale_id, line_no) DO UPDATE
               SET line_id = excluded.line_id, line = excluded.line",
            params![
                sale.bytes(),
                line.line_no,
                line.line_id.bytes(),
                to_cbor(line)
            ],
        )?;
        Ok(())
    }

    fn cart_line(&self, sale: SaleId, line: LineId) -> StoreResult<Option<CartLine>> {
        let sql = "SELECT line FROM cart_line WHERE sale_id = ?1 AND line_id = ?2";
        let key = params![sale.bytes(), line.bytes()];
        one(self.connection, sql, key, |row| cbor(row, 0))
    }

    fn cart_remove(&mut self, id: SaleId) -> StoreResult<()> {
        let connection = self.change()?;
        run(
            connection,
            "DELETE FROM cart_line WHERE sale_id = ?1",
            [id.bytes()],
        )?;
        run(
            connection,
            "DELETE FROM cart WHERE sale_id = ?1",
            [id.bytes()],
        )?;
        Ok(())
    }
}
