//! `product`: the catalogue. An inactive product keeps its row, for the sales that name it, and
//! gives its barcode free.

use crate::codes::Code;
use crate::error::Stored;
use crate::rows::{all, number, one, run};
use crate::tables::category;
use crate::tx::Tx;
use pos_app::ports::records::{Category, Product};
use pos_app::ports::store::{ProductTable, StoreError, StoreResult};
use pos_domain::cart::Unit;
use pos_domain::currency::UnitPrice;
use pos_domain::ids::{ProductId, TaxClassId};
use pos_domain::quantity::Quantity;
use rusqlite::{Connection, Row, params};

const SELECT: &str = "SELECT product_id, barcode, name, name_zh, category_id, unit_price, unit,
   tax_class, favourite, open_price, active, stock_counted FROM product";

fn read(row: &Row<'_>) -> rusqlite::Result<Product> {
    Ok(Product {
        product_id: ProductId(row.get(0)?),
        barcode: row.get(1)?,
        name: row.get(2)?,
        name_zh: row.get(3)?,
        category_id: row.get(4)?,
        unit_price: UnitPrice(row.get(5)?),
        unit: Unit::read(row, 6)?,
        tax_class: TaxClassId(row.get(7)?),
        favourite: row.get(8)?,
        open_price: row.get(9)?,
        active: row.get(10)?,
        stock_counted: row.get::<_, Option<i64>>(11)?.map(Quantity),
    })
}

/// One statement for both: a key of NULL makes SQLite give the next one.
const PUT: &str = "INSERT INTO product (product_id, barcode, name, name_zh, category_id,
   unit_price, unit, tax_class, favourite, open_price, active, stock_counted)
 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
 ON CONFLICT (product_id) DO UPDATE SET
   barcode = excluded.barcode, name = excluded.name, name_zh = excluded.name_zh,
   category_id = excluded.category_id, unit_price = excluded.unit_price, unit = excluded.unit,
   tax_class = excluded.tax_class, favourite = excluded.favourite,
   open_price = excluded.open_price, active = excluded.active,
   stock_counted = excluded.stock_counted";

fn put(connection: &Connection, product: &Product) -> StoreResult<ProductId> {
    let given = (product.product_id.0 != 0).then_some(product.product_id.0);
    let row = params![
        given,
        product.barcode,
        product.name,
        product.name_zh,
        product.category_id,
        product.unit_price.0,
        product.unit.code(),
        product.tax_class.0,
        product.favourite,
        product.open_price,
        product.active,
        product
            .stock_counted
            .map(|Quantity(thousandths)| thousandths),
    ];
    match run(connection, PUT, row) {
        Ok(_) => Ok(ProductId(
            given.unwrap_or_else(|| connection.last_insert_rowid()),
        )),
        Err(StoreError::Failed(why)) if why.contains("product.barcode") => {
            let barcode = product.barcode.as_deref().unwrap_or_default();
            Err(StoreError::Failed(format!(
                "another product has the barcode {barcode}"
            )))
        }
        Err(error) => Err(error),
    }
}

impl ProductTable for Tx<'_> {
    fn product(&self, id: ProductId) -> StoreResult<Option<Product>> {
        one(
            self.connection,
            &format!("{SELECT} WHERE product_id = ?1"),
            [id.0],
            read,
        )
    }

    fn product_by_code(&self, code: &str) -> StoreResult<Option<Product>> {
        one(
            self.connection,
            &format!("{SELECT} WHERE barcode = ?1 AND active = 1"),
            [code],
            read,
        )
    }

    fn product_grid(
        &self,
        category: Option<i64>,
        offset: u32,
        limit: u32,
    ) -> StoreResult<Vec<Product>> {
        let order = "ORDER BY name COLLATE NOCASE, product_id LIMIT ?1 OFFSET ?2";
        match category {
            Some(category) => {
                let sql = format!("{SELECT} WHERE active = 1 AND category_id = ?3 {order}");
                all(
                    self.connection,
                    &sql,
                    params![limit, offset, category],
                    read,
                )
            }
            None => {
                let sql = format!("{SELECT} WHERE active = 1 AND favourite = 1 {order}");
                all(self.connection, &sql, params![limit, offset], read)
            }
        }
    }

    fn product_walk(&self, each: &mut dyn FnMut(&Product)) -> StoreResult<()> {
        let sql = format!("{SELECT} WHERE active = 1 ORDER BY product_id");
        let mut statement = self.connection.prepare_cached(&sql).stored()?;
        let mut rows = statement.query(()).stored()?;
        while let Some(row) = rows.next().stored()? {
            each(&read(row).stored()?);
        }
        Ok(())
    }

    fn product_count(&self) -> StoreResult<u32> {
        let count = number(
            self.connection,
            "SELECT count(*) FROM product WHERE active = 1",
            (),
        )?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    fn product_put(&mut self, product: &Product) -> StoreResult<ProductId> {
        put(self.change()?, product)
    }

    fn categories(&self) -> StoreResult<Vec<Category>> {
        category::list(self.connection)
    }

    fn category_put(&mut self, category: &Category) -> StoreResult<i64> {
        category::put(self.change()?, category)
    }
}
