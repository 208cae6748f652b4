//! A sale, its lines, tenders and attempts as the screens see them.

use pos_domain::cart::{Discount, SaleKind, SaleState, Unit};
use pos_domain::currency::UnitPrice;
use pos_domain::ids::{AttemptId, LineId, ProductId, SaleId, TaxClassId, TenderId, TerminalId};
use pos_domain::payment::{AttemptAct, AttemptState};
use pos_domain::quantity::{Percent, Quantity};
use pos_domain::tender::TenderKind;
use pos_domain::time::Instant;
use serde::Serialize;
use ts_rs::TS;

/// A sale or return, being rung or done.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SaleView {
    pub sale_id: SaleId,
    pub kind: SaleKind,
    pub state: SaleState,
    pub number: Option<i64>,
    /// `2-0417`, once completed.
    pub number_text: Option<String>,
    pub label: Option<String>,
    pub cashier_name: String,
    pub opened_at: Instant,
    pub completed_at: Option<Instant>,
    pub lines: Vec<LineView>,
    pub discount: Option<Discount>,
    pub note: Option<String>,
    pub item_count: Quantity,
    pub savings_minor: i64,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub total_minor: i64,
    pub taxes: Vec<TaxView>,
    pub prices_include_tax: bool,
    /// The total if all of the rest is paid in cash.
    pub cash_total_minor: i64,
    pub rounding_minor: i64,
    pub paid_minor: i64,
    pub due_minor: i64,
    pub due_cash_minor: i64,
    pub change_minor: i64,
    pub tenders: Vec<TenderView>,
    pub attempts: Vec<AttemptView>,
    pub original_sale_id: Option<SaleId>,
    pub original_number_text: Option<String>,
    /// Of a return: what must be paid back in which kind of tender.
    pub refund_plan: Vec<RefundPartView>,
    /// Goods back and goods out on one ticket: the other half.
    pub exchange: Option<ExchangeView>,
    /// When this state reached the disk.
    pub written_at: Instant,
    pub blocked: Option<Blocked>,
}

/// An exchange, seen from either half. The sale's own `due_minor` has the credit taken off.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ExchangeView {
    pub return_sale_id: SaleId,
    pub sale_id: SaleId,
    /// What the goods that come back are worth.
    pub credit_minor: i64,
    /// What of it is more than the new goods cost: paid back on the return's id.
    pub pay_back_minor: i64,
    /// The receipt that the goods come back from.
    pub original_number_text: Option<String>,
    /// The other half's own number, once both are completed.
    pub other_number_text: Option<String>,
    /// The other half's lines.
    pub lines: Vec<LineView>,
}

impl ExchangeView {
    /// What is set against the other half.
    pub fn met_minor(&self) -> i64 {
        self.credit_minor - self.pay_back_minor
    }
}

/// Why the sale takes no further payment now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Blocked {
    AttemptUnknown,
    AttemptRunning,
}

/// One line.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LineView {
    pub line_id: LineId,
    pub line_no: u32,
    pub product_id: Option<ProductId>,
    pub name: String,
    pub name_zh: Option<String>,
    pub barcode: Option<String>,
    pub quantity: Quantity,
    pub unit: Unit,
    pub unit_price: UnitPrice,
    pub list_price: UnitPrice,
    /// After its own discount, before its share of the document's.
    pub amount_minor: i64,
    pub discount: Option<Discount>,
    pub discount_minor: i64,
    pub document_discount_minor: i64,
    pub note: Option<String>,
    pub tax_class_id: TaxClassId,
    pub voided: bool,
    /// Already brought back.
    pub returned: Quantity,
    pub approved_by: Option<String>,
    /// Came back, and did not return to the shelf.
    pub written_off: bool,
}

/// Tax of one class.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TaxView {
    pub tax_class_id: TaxClassId,
    pub name: String,
    pub rate_percent: Percent,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub gross_minor: i64,
}

/// One tender.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TenderView {
    pub tender_id: TenderId,
    pub kind: TenderKind,
    pub amount_minor: i64,
    pub given_minor: Option<i64>,
    pub change_minor: i64,
    pub card: Option<CardSlipView>,
}

/// What the terminal told of a card payment.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(rename = "CardSlip")]
pub struct CardSlipView {
    pub masked_pan: Option<String>,
    pub card_name: Option<String>,
    pub receipt_no: Option<String>,
    pub trace: Option<String>,
    pub terminal_id: Option<String>,
    pub auth: Option<String>,
    pub lines: Vec<String>,
}

/// A part of a refund and what is left of it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(rename = "RefundPart")]
pub struct RefundPartView {
    pub kind: TenderKind,
    pub amount_minor: i64,
    pub left_minor: i64,
}

/// One try to pay electronically.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AttemptView {
    pub attempt_id: AttemptId,
    pub sale_id: SaleId,
    pub sale_number_text: Option<String>,
    pub terminal_id: TerminalId,
    pub terminal_name: String,
    pub act: AttemptAct,
    pub amount_minor: i64,
    pub state: AttemptState,
    pub step: AttemptStep,
    pub steps: Vec<StepView>,
    /// The terminal's intermediate status as a text key, such as `zvt-status-0a`.
    pub terminal_text: Option<String>,
    pub decline_code: Option<String>,
    pub masked_pan: Option<String>,
    pub started_at: Instant,
    pub changed_at: Instant,
    pub times_asked: u32,
    pub can_cancel: bool,
    pub deadline_at: Option<Instant>,
}

/// How far an attempt has come; live, not in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttemptStep {
    Written,
    Accepted,
    CardAwaited,
    CardRead,
    Authorising,
    Answered,
    Stored,
    Asking,
}

/// A step and when it was reached.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[ts(rename = "AttemptStepAt")]
pub struct StepView {
    pub step: AttemptStep,
    pub at: Instant,
}

/// A sale in a list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SaleRow {
    pub sale_id: SaleId,
    pub kind: SaleKind,
    pub state: SaleState,
    pub number_text: Option<String>,
    pub label: Option<String>,
    pub at: Instant,
    pub cashier_name: String,
    pub total_minor: i64,
    pub line_count: u32,
    pub tenders: Vec<TenderKind>,
    /// A payment of it is in doubt.
    pub doubt: bool,
}

/// Found sales, newest first.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SaleFound {
    pub rows: Vec<SaleRow>,
    pub more: bool,
}
