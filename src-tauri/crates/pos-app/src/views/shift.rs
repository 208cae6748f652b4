//! Drawers and their shifts as the screens see them.

use pos_domain::fact::{CashCount, CashMoveKind};
use pos_domain::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How drawers and people go together in this shop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DrawerMode {
    /// One drawer; everybody rings into it.
    #[default]
    Shared,
    /// Each person has a drawer of their own.
    PerPerson,
}

/// A shift. Amounts that the caller may not see yet (a blind count) are None.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ShiftView {
    pub shift_no: i64,
    pub drawer_no: u16,
    pub state: ShiftState,
    /// Whose drawer it is; None: everybody's.
    pub holder_name: Option<String>,
    /// The caller rings into it.
    pub mine: bool,
    pub opened_by: String,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
    pub float_minor: i64,
    /// What should be in the drawer, by the postings.
    pub expected_minor: Option<i64>,
    pub cash_sales_minor: Option<i64>,
    pub cash_returns_minor: Option<i64>,
    pub paid_in_minor: i64,
    pub paid_out_minor: i64,
    pub dropped_minor: i64,
    pub no_sale_count: i64,
    pub moves: Vec<CashMoveView>,
    /// The last count, once there is one.
    pub count: Option<CountView>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ShiftState {
    Open,
    /// Counted and not closed: the difference may be looked into, or counted again.
    Counted,
    Closed,
}

/// A count of a drawer: from now on the difference is told.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CountView {
    pub counts: Vec<CashCount>,
    pub counted_minor: i64,
    pub expected_minor: i64,
    /// Positive: over; negative: short.
    pub over_short_minor: i64,
    /// How often it was counted.
    pub times: i64,
    pub blind: bool,
    pub by: String,
    pub at: Instant,
}

/// Cash that moved beside the sales.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CashMoveView {
    /// The entry, for printing its slip again.
    pub seq: i64,
    pub kind: CashMoveKind,
    pub amount_minor: i64,
    pub reason: String,
    pub by: String,
    pub approved_by: Option<String>,
    pub at: Instant,
}

/// The drawers of this register now.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DrawersView {
    pub mode: DrawerMode,
    /// Open and counted shifts.
    pub shifts: Vec<ShiftView>,
    /// The shift that the caller's cash goes into; None: one must be opened first.
    pub mine: Option<i64>,
    /// What is usual: the float of the last shift of this drawer.
    pub usual_float_minor: i64,
    /// Coins and notes to count, descending, in minor units.
    pub denominations_minor: Vec<i64>,
    /// The caller counts without seeing what is expected.
    pub blind: bool,
}
