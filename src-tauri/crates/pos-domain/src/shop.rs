//! What a shop is: its kind, and the rules it trades by.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Set when the shop is made; stands in the journal's first entry. Only pairing looks at it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    TS,
    minicbor::Encode,
    minicbor::Decode,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum ShopKind {
    #[n(0)]
    Real,
    #[n(1)]
    Demo,
    #[n(2)]
    Training,
    #[n(3)]
    Test,
}

/// How a price or weight is packed into an in-store barcode (GS1 prefixes 20–29).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PriceBarcodeRule {
    /// Leading digits of the 13: `20` … `29`, `02`, `04`, or longer.
    pub prefix: String,
    pub item_digits: u8,
    pub value_digits: u8,
    pub value: EmbeddedValue,
    /// Digits of the value after the point.
    pub decimals: u8,
}

/// What an in-store barcode carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EmbeddedValue {
    Price,
    Weight,
}
