//! `picture`: the shop's own, one row or none.

use crate::rows::{one, run};
use crate::tx::Tx;
use pos_app::ports::devices::PictureTable;
use pos_app::ports::store::StoreResult;

impl PictureTable for Tx<'_> {
    fn picture(&self) -> StoreResult<Option<Vec<u8>>> {
        let sql = "SELECT bytes FROM picture WHERE only = 1";
        one(self.connection, sql, (), |row| row.get(0))
    }

    fn picture_put(&mut self, bytes: Option<&[u8]>) -> StoreResult<()> {
        match bytes {
            Some(bytes) => run(
                self.change()?,
                "INSERT INTO picture (only, bytes) VALUES (1, ?1)
                 ON CONFLICT (only) DO UPDATE SET bytes = excluded.bytes",
                [bytes],
            )?,
            None => run(self.change()?, "DELETE FROM picture", ())?,
        };
        Ok(())
    }
}
