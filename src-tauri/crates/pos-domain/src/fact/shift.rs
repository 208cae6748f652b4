//! What happens to a drawer: opened with a float, cash in and out beside the sales, counted,
//! closed. The order of the fields is the order of the bytes.

use crate::ids::UserId;
use crate::time::Day;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// So many coins or notes of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(deny_unknown_fields)]
#[cbor(array)]
pub struct CashCount {
    /// What one of them is worth, in minor units.
    #[n(0)]
    #[ts(type = "number")]
    pub unit_minor: i64,
    #[n(1)]
    #[ts(type = "number")]
    pub count: i64,
}

/// A drawer was opened with its float, which came out of the safe.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct ShiftOpened {
    /// Gapless per register, from 1.
    #[n(0)]
    pub shift_no: i64,
    #[n(1)]
    pub drawer_no: u16,
    /// Whose drawer it is; None: everybody rings into it.
    #[n(2)]
    pub holder: Option<UserId>,
    #[n(3)]
    pub float_minor: i64,
    #[n(4)]
    pub day: Day,
}

/// Cash that moves beside the sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum CashMoveKind {
    /// Into the drawer, such as more change.
    #[n(0)]
    PaidIn,
    /// Out of the drawer, such as a window cleaner.
    #[n(1)]
    PaidOut,
    /// Out of the drawer into the safe.
    #[n(2)]
    Drop,
}

/// Cash was put in, paid out or dropped.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct CashMoved {
    #[n(0)]
    pub shift_no: i64,
    #[n(1)]
    pub kind: CashMoveKind,
    /// Positive.
    #[n(2)]
    pub amount_minor: i64,
    #[n(3)]
    pub reason: String,
}

/// The drawer was opened without a sale.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct DrawerOpened {
    #[n(0)]
    pub drawer_no: u16,
    #[n(1)]
    pub shift_no: Option<i64>,
    #[n(2)]
    pub reason: String,
}

/// A drawer was counted. What was expected is fixed here; a second count is a second entry.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct ShiftCounted {
    #[n(0)]
    pub shift_no: i64,
    #[n(1)]
    pub counts: Vec<CashCount>,
    #[n(2)]
    pub counted_minor: i64,
    #[n(3)]
    pub expected_minor: i64,
    /// Counted without knowing what was expected.
    #[n(4)]
    pub blind: bool,
}

/// A drawer was closed on its last count; the cash went to the safe.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct ShiftClosed {
    #[n(0)]
    pub shift_no: i64,
    #[n(1)]
    pub counted_minor: i64,
    /// What the postings say; counted less this is over (positive) or short.
    #[n(2)]
    pub expected_minor: i64,
    #[n(3)]
    pub note: Option<String>,
}
