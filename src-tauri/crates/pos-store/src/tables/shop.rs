//! `shop`: the shop's own record, one row.

use crate::rows::{one, run, unreadable};
use crate::tx::Tx;
use pos_app::ports::records::Shop;
use pos_app::ports::store::{ShopTable, StoreError, StoreResult};

impl ShopTable for Tx<'_> {
    fn shop(&self) -> StoreResult<Option<Shop>> {
        one(
            self.connection,
            "SELECT record FROM shop WHERE only = 1",
            (),
            |row| {
                let record = row.get_ref(0)?.as_str()?;
                serde_json::from_str(record).map_err(|error| unreadable(0, error.to_string()))
            },
        )
    }

    fn shop_put(&mut self, shop: &Shop) -> StoreResult<()> {
        let record =
            serde_json::to_string(shop).map_err(|error| StoreError::Failed(error.to_string()))?;
        run(
            self.change()?,
            "INSERT INTO shop (only, record) VALUES (1, ?1)
             ON CONFLICT (only) DO UPDATE SET record = excluded.record",
            [record],
        )?;
        Ok(())
    }
}
