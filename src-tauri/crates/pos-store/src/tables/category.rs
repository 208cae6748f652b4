//! `category`: groups of products on the sell screen.

use crate::rows::{all, run};
use pos_app::ports::records::Category;
use pos_app::ports::store::StoreResult;
use rusqlite::{Connection, params};

/// All of them, in the order in which they were made.
pub fn list(connection: &Connection) -> StoreResult<Vec<Category>> {
    all(
        connection,
        "SELECT category_id, name, name_zh, hue FROM category ORDER BY category_id",
        (),
        |row| {
            Ok(Category {
                category_id: row.get(0)?,
                name: row.get(1)?,
                name_zh: row.get(2)?,
                hue: row.get(3)?,
            })
        },
    )
}

pub fn put(connection: &Connection, category: &Category) -> StoreResult<i64> {
    let given = (category.category_id != 0).then_some(category.category_id);
    run(
        connection,
        "INSERT INTO category (category_id, name, name_zh, hue) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (category_id) DO UPDATE
           SET name = excluded.name, name_zh = excluded.name_zh, hue = excluded.hue",
        params![given, category.name, category.name_zh, category.hue],
    )?;
    Ok(given.unwrap_or_else(|| connection.last_insert_rowid()))
}
