//! One business day.

use super::sale::TaxView;
use pos_domain::quantity::Quantity;
use pos_domain::tender::TenderKind;
use pos_domain::time::Day;
use serde::Serialize;
use ts_rs::TS;

/// The day at a glance. Returns count negative in `net`, `gross` and `tax`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DayReport {
    pub day: Day,
    pub net_minor: i64,
    pub gross_minor: i64,
    pub tax_minor: i64,
    pub sale_count: i64,
    pub return_count: i64,
    pub return_minor: i64,
    pub item_count: Quantity,
    pub average_minor: i64,
    pub by_hour: Vec<HourSum>,
    pub last_week_by_hour: Vec<HourSum>,
    pub last_week_net_minor: Option<i64>,
    pub last_week_count: Option<i64>,
    pub last_week_average_minor: Option<i64>,
    pub by_tender: Vec<TenderSum>,
    pub by_cashier: Vec<CashierSum>,
    pub by_tax: Vec<TaxView>,
    pub top_products: Vec<ProductSum>,
    pub doubts: DoubtSum,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HourSum {
    pub hour: i64,
    pub net_minor: i64,
    pub count: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TenderSum {
    pub kind: TenderKind,
    pub amount_minor: i64,
    pub count: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CashierSum {
    pub name: String,
    pub net_minor: i64,
    pub count: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ProductSum {
    pub name: String,
    pub quantity: Quantity,
    pub net_minor: i64,
}

/// Payments in doubt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct DoubtSum {
    pub count: i64,
    pub amount_minor: i64,
}
