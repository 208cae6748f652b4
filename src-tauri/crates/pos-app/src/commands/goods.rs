//! Goods on the sell screen: categories, the grid, search.

use crate::api::AppResult;
use crate::flow::Flow;
use crate::ports::records::Product;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::goods::{CategoryView, ProductTile};
use pos_domain::quantity::Quantity;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// The groups of the grid.
#[command(permission = SaleRing, mode = Query)]
pub fn category_list(tx: &mut Tx, _input: Nothing) -> AppResult<Vec<CategoryView>> {
    let view = |c: crate::ports::records::Category| CategoryView {
        category_id: c.category_id,
        name: c.name,
        name_zh: c.name_zh,
        hue: c.hue,
    };
    Ok(tx.store.categories()?.into_iter().map(view).collect())
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProductGrid {
    /// None: the favourites.
    pub category_id: Option<i64>,
    pub offset: u32,
    pub limit: u32,
}

/// A page of the grid.
#[command(permission = SaleRing, mode = Query)]
pub fn product_grid(tx: &mut Tx, input: ProductGrid) -> AppResult<Vec<ProductTile>> {
    let limit = input.limit.clamp(1, 200);
    let page = tx
        .store
        .product_grid(input.category_id, input.offset, limit)?;
    page.into_iter().map(|p| tile(tx, p)).collect()
}

fn tile(tx: &Tx, product: Product) -> AppResult<ProductTile> {
    let stock = match product.stock_counted {
        None => None,
        Some(counted) => Some(Quantity(
            counted.0 + tx.store.stock_moved(product.product_id)?.0,
        )),
    };
    Ok(ProductTile {
        product_id: product.product_id,
        name: product.name,
        name_zh: product.name_zh,
        barcode: product.barcode,
        unit_price: product.unit_price,
        unit: product.unit,
        category_id: product.category_id,
        stock,
        open_price: product.open_price,
    })
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProductSearch {
    pub text: String,
    pub limit: u32,
}

/// Goods by part of their name, code or barcode, best first. Until the index in memory is there,
/// a code is found through the file.
#[command(permission = SaleRing, mode = Flow)]
pub fn product_search(flow: &Flow, input: ProductSearch) -> AppResult<Vec<ProductTile>> {
    let text = input.text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let limit = input.limit.clamp(1, 100) as usize;
    let found = flow.world().search(text, limit);
    flow.read(|tx| match &found {
        Some(ids) => {
            let mut tiles = Vec::with_capacity(ids.len());
            for id in ids {
                if let Some(product) = tx.store.product(*id)?.filter(|p| p.active) {
                    tiles.push(tile(tx, product)?);
                }
            }
            Ok(tiles)
        }
        None => {
            let by_code = tx.store.product_by_code(text)?;
            by_code.into_iter().map(|p| tile(tx, p)).collect()
        }
    })
}
