//! Payments in doubt, with all that is known of each.

use super::sale::AttemptView;
use pos_domain::payment::LastReceipt;
use pos_domain::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One payment whose outcome nobody knows yet.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DoubtView {
    pub attempt: AttemptView,
    /// Who rang the sale.
    pub cashier: String,
    /// Of a reversal: the payment it takes back.
    pub reverses: Option<AttemptView>,
    /// The terminal's last receipt before the order went out.
    pub baseline: Option<ReceiptReading>,
    /// Its last receipt when it was last asked.
    pub seen: Option<ReceiptReading>,
    /// What was sent, what came, who did what; oldest first.
    pub history: Vec<DoubtStep>,
    /// When the till asks again by itself; None: not before the terminal is back.
    pub next_try_at: Option<Instant>,
    /// Why asking cannot help any more.
    pub cannot_tell: Option<CannotTell>,
    /// The ways out that are open now, to whoever may take them.
    pub ways: Vec<DoubtWay>,
}

/// A terminal's word on its last receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReceiptReading {
    pub receipt_no: Option<u32>,
    pub trace: Option<u32>,
    pub turnover_no: Option<u32>,
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    pub approved: bool,
    pub terminal_number: Option<String>,
    /// By the terminal's own clock: MMDD and HHMMSS.
    pub date: Option<u32>,
    pub time: Option<u32>,
}

impl From<&LastReceipt> for ReceiptReading {
    fn from(last: &LastReceipt) -> ReceiptReading {
        ReceiptReading {
            receipt_no: last.receipt_no,
            trace: last.trace,
            turnover_no: last.turnover_no,
            amount_minor: last.amount_minor,
            approved: last.approved,
            terminal_number: last.terminal_number.clone(),
            date: last.date,
            time: last.time,
        }
    }
}

/// One thing that happened to a payment.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DoubtStep {
    pub at: Instant,
    pub what: DoubtEvent,
    /// The terminal's result code, or why there was no answer.
    pub code: Option<String>,
    pub reading: Option<ReceiptReading>,
    /// Who did it; None: the till itself.
    pub by: Option<String>,
    /// The second person.
    pub approved_by: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DoubtEvent {
    Sent,
    Approved,
    Ended,
    Declined,
    /// No answer came, or the end of the order was lost.
    Lost,
    /// The terminal was asked and could not tell.
    Asked,
    FoundPaid,
    FoundNotPaid,
    Reversed,
    SettledPaid,
    SettledNotPaid,
}

/// Why a terminal cannot say what became of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CannotTell {
    /// Another device is at its address.
    Replaced,
    /// Its memory was cleared.
    Reset,
    /// It is not paired any more.
    Unpaired,
    /// What it knew before the payment was never read.
    NoBaseline,
    /// Its last receipt is of another payment by now.
    OtherPayment,
    /// It shows no receipt, as before the payment: nothing was booked, or its memory was cleared.
    NoReceipt,
}

/// A way out of a doubt. There is no "force done".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DoubtWay {
    /// Ask the terminal now.
    Ask,
    /// Take it back at the terminal.
    Reverse,
    /// Settle it against the terminal's printed slip, with a second person.
    Settle,
}
