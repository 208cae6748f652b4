//! Goods on the sell screen.

use pos_domain::cart::Unit;
use pos_domain::currency::UnitPrice;
use pos_domain::ids::ProductId;
use pos_domain::quantity::Quantity;
use serde::Serialize;
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
#[ts(rename = "Category")]
pub struct CategoryView {
    pub category_id: i64,
    pub name: String,
    pub name_zh: Option<String>,
    pub hue: u16,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ProductTile {
    pub product_id: ProductId,
    pub name: String,
    pub name_zh: Option<String>,
    pub barcode: Option<String>,
    pub unit_price: UnitPrice,
    pub unit: Unit,
    pub category_id: Option<i64>,
    /// What is on the shelf; None when stock is not kept.
    pub stock: Option<Quantity>,
    pub open_price: bool,
}

/// What is on the shelf of one product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct StockLevel {
    pub product_id: ProductId,
    /// None when stock is not kept.
    pub stock: Option<Quantity>,
}
