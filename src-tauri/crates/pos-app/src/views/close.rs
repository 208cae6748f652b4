//! X and Z: one shape, an X of what is running, a Z of what was closed.

use super::sale::TaxView;
use super::shift::ShiftView;
use pos_domain::ids::{AttemptId, SaleId, TerminalId};
use pos_domain::payment::AttemptAct;
use pos_domain::staff::Permission;
use pos_domain::tender::TenderKind;
use pos_domain::time::{Day, Instant};
use serde::Serialize;
use ts_rs::TS;

/// A period's figures: sums of postings and of counted acts, never a second truth.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PeriodReport {
    /// The number the Z has or will have.
    pub z_number: i64,
    /// None: an X.
    pub closed_at: Option<Instant>,
    pub closed_by: Option<String>,
    /// One drawer's part only.
    pub shift_no: Option<i64>,
    pub day: Day,
    pub made_at: Instant,
    pub first_seq: i64,
    /// The journal's head when it was made, and its hash in hexadecimal.
    pub head_seq: i64,
    pub head_hash: String,
    pub sales: CountSum,
    pub returns: CountSum,
    /// Sales less returns, tax included.
    pub gross_minor: i64,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub taxes: Vec<TaxView>,
    pub tenders: Vec<TenderFigure>,
    pub discounts: CountSum,
    pub price_overrides: CountSum,
    pub struck_lines: CountSum,
    pub voided_sales: CountSum,
    pub returns_without_receipt: CountSum,
    pub no_sales: CountSum,
    pub reprints: CountSum,
    pub paid_in: CountSum,
    pub paid_out: CountSum,
    pub drops: CountSum,
    pub rounding_minor: i64,
    pub over_short_minor: i64,
    pub shifts: Vec<ShiftView>,
    pub terminals: Vec<TerminalFigure>,
    pub doubts: Vec<DoubtFigure>,
    pub suspended: CountSum,
    pub approvals: Vec<ApprovalFigure>,
    /// Gross of everything ever sold less returned.
    pub grand_total_minor: i64,
    /// Every account of the period, by number; they sum to zero.
    pub accounts: Vec<AccountFigure>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct CountSum {
    pub count: i64,
    pub amount_minor: i64,
}

/// One kind of tender.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TenderFigure {
    pub kind: TenderKind,
    pub taken: CountSum,
    pub paid_back: CountSum,
    pub net_minor: i64,
}

/// A terminal's end of day beside ours.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TerminalFigure {
    pub terminal_id: TerminalId,
    pub name: String,
    /// None: it made no end of day in this period.
    pub batch_no: Option<i64>,
    pub at: Option<Instant>,
    pub cards: Vec<CardFigure>,
    pub ours_minor: i64,
    pub theirs_minor: Option<i64>,
    pub agrees: Option<bool>,
}

/// One card type.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CardFigure {
    pub card_name: String,
    pub ours: CountSum,
    pub theirs: Option<CountSum>,
}

/// A payment in doubt: counted neither as paid nor as unpaid.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DoubtFigure {
    pub attempt_id: AttemptId,
    pub sale_id: SaleId,
    pub terminal_name: String,
    /// What was asked of the terminal: a refund or a reversal is no charge.
    pub act: AttemptAct,
    pub amount_minor: i64,
    pub at: Instant,
}

/// Who asked and who approved.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ApprovalFigure {
    pub seq: i64,
    pub at: Instant,
    /// What was done, as the journal's entry names it: `sale_completed`, `cash_moved` …
    pub act: String,
    pub asked_by: String,
    pub approved_by: String,
    pub amount_minor: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AccountFigure {
    pub code: i64,
    /// `drawer_cash`, `sales-1` …
    pub name: String,
    pub amount_minor: i64,
}

/// What stands between now and the Z.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CloseCheck {
    pub z_number: i64,
    pub day: Day,
    /// Drawers that must be counted and closed first.
    pub open_shifts: Vec<ShiftView>,
    /// Terminals whose end of day belongs to it.
    pub terminals: Vec<TerminalFigure>,
    /// Carried over by name; they stop nothing.
    pub doubts: Vec<DoubtFigure>,
    pub suspended: CountSum,
    pub last_z_at: Option<Instant>,
}

/// A Z in the list.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ZRow {
    pub z_number: i64,
    pub day: Day,
    pub at: Instant,
    pub by: String,
    pub gross_minor: i64,
    pub sale_count: i64,
    pub over_short_minor: i64,
    pub doubt_count: i64,
}

/// One cell of the table of limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LimitCell {
    pub role: pos_domain::staff::Role,
    pub act: Permission,
    pub rule: LimitRule,
}

/// What a role may do alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum LimitRule {
    Allow,
    /// Up to a share of what is reduced.
    Share {
        percent: pos_domain::quantity::Percent,
    },
    /// Up to an amount.
    Amount {
        #[ts(type = "number")]
        amount_minor: i64,
    },
    Approval,
    Deny,
}

/// The table of limits: every act that has one, for every role that has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LimitTable {
    pub acts: Vec<LimitAct>,
    pub cells: Vec<LimitCell>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LimitAct {
    pub act: Permission,
    pub measured_by: LimitMeasure,
    /// The usual table, for going back to it.
    pub usual: Vec<LimitCell>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LimitMeasure {
    Share,
    Amount,
    Whole,
}
