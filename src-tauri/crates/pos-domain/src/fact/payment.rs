//! What becomes of a card or wallet payment, step by step.

use crate::ids::{AttemptId, SaleId, TerminalId};
use crate::payment::{AttemptAct, AttemptState, LastReceipt, Means};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Created and sent, in one entry: on disk before the terminal is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct AttemptSent {
    #[n(0)]
    pub attempt_id: AttemptId,
    #[n(1)]
    pub sale_id: SaleId,
    #[n(2)]
    pub terminal_id: TerminalId,
    #[n(3)]
    pub act: AttemptAct,
    #[n(4)]
    pub amount_minor: i64,
    /// The terminal's last receipt before this attempt: the baseline for a doubt.
    #[n(5)]
    pub baseline: Option<LastReceipt>,
    /// Of a reversal: the charge it takes back.
    #[n(6)]
    pub reverses: Option<AttemptId>,
    #[n(7)]
    #[cbor(default, skip_if = "Means::is_card")]
    pub means: Means,
}

/// An attempt went from one state to another; on disk before the terminal is acknowledged.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct AttemptMoved {
    #[n(0)]
    pub attempt_id: AttemptId,
    #[n(1)]
    pub state: AttemptState,
    #[n(2)]
    pub act: AttemptAct,
    #[n(3)]
    pub amount_minor: i64,
    /// What this step did to the customer's account.
    #[n(4)]
    pub money: MoneyMoved,
    #[n(5)]
    pub slip: Option<CardSlip>,
    /// The terminal's result code, or why there is no answer.
    #[n(6)]
    pub code: Option<String>,
    /// What the terminal said of its last receipt when it was asked.
    #[n(7)]
    pub seen: Option<LastReceipt>,
    /// The printed slip against which two people settled it.
    #[n(8)]
    pub paper: Option<PaperSlip>,
    #[n(9)]
    #[cbor(default, skip_if = "Means::is_card")]
    pub means: Means,
}

/// Where the terminal told no name.
const NAMELESS: &str = "card";

impl AttemptMoved {
    /// What this step adds to the running batch of its terminal: the card's name, how many, how
    /// much. Counted are charges, as terminals count them; what goes back only lowers the amount.
    /// None: it moves no card's money.
    pub fn batch_share(&self) -> Option<(&str, i64, i64)> {
        if self.money == MoneyMoved::Nothing || !self.means.is_card() {
            return None;
        }
        let charged = self.money == MoneyMoved::In && self.act == AttemptAct::Charge;
        let name = self.slip.as_ref().and_then(|slip| slip.card_name.as_ref());
        Some((
            name.map_or(NAMELESS, String::as_str),
            i64::from(charged),
            self.money.sign() * self.amount_minor,
        ))
    }
}

/// What stands on a slip that the terminal printed, as two people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(deny_unknown_fields)]
#[cbor(array)]
pub struct PaperSlip {
    /// The terminal id on the slip.
    #[n(0)]
    pub terminal_number: String,
    /// None: what was printed is the terminal's own list of its day, and no payment stands on it.
    #[n(1)]
    pub receipt_no: Option<u32>,
    #[n(2)]
    pub trace: Option<u32>,
    #[n(3)]
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// The slip says that the payment was made; false: that it was declined or cancelled, or it is
    /// the slip of the payment before.
    #[n(4)]
    pub approved: bool,
}

/// Which way money went by a step of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
#[cbor(index_only)]
pub enum MoneyMoved {
    #[n(0)]
    Nothing,
    /// From the customer to the shop.
    #[n(1)]
    In,
    /// From the shop to the customer.
    #[n(2)]
    Out,
}

impl MoneyMoved {
    /// Positive into the shop.
    pub fn sign(self) -> i64 {
        match self {
            MoneyMoved::Nothing => 0,
            MoneyMoved::In => 1,
            MoneyMoved::Out => -1,
        }
    }
}

/// What the terminal told of an approved payment. The card number is masked at the cable.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct CardSlip {
    #[n(0)]
    pub masked_pan: Option<String>,
    #[n(1)]
    pub card_name: Option<String>,
    #[n(2)]
    pub receipt_no: Option<u32>,
    #[n(3)]
    pub trace: Option<u32>,
    #[n(4)]
    pub turnover_no: Option<u32>,
    #[n(5)]
    pub terminal_number: Option<String>,
    #[n(6)]
    pub auth: Option<String>,
    #[n(7)]
    pub aid: Option<String>,
    /// The terminal's own lines for the customer's receipt.
    #[n(8)]
    pub lines: Vec<String>,
    /// The customer signs the shop's slip.
    #[n(9)]
    #[cbor(skip_if = "is_false")]
    pub signature: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// The terminal's own lines for the customer's receipt; they come after the result.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct SlipTaken {
    #[n(0)]
    pub attempt_id: AttemptId,
    /// Masked at the cable.
    #[n(1)]
    pub lines: Vec<String>,
}
