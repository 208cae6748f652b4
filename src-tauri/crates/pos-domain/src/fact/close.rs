//! The end of a day: what the terminals told, and the Z. The order of the fields is the order of
//! the bytes.

use crate::ids::{AttemptId, SaleId, Seq, TerminalId, UserId};
use crate::time::{Day, Instant};
use minicbor::{Decode, Encode};
use serde::Serialize;

/// Card payments of one type: how many, and what they come to with refunds taken off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct CardTotal {
    /// As the terminal names it: `girocard`, `VISA` …
    #[n(0)]
    pub card_name: String,
    #[n(1)]
    pub count: i64,
    #[n(2)]
    pub amount_minor: i64,
}

/// A terminal made its end of day (ZVT 06 50): its totals beside ours since the one before.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct TerminalClosed {
    #[n(0)]
    pub terminal_id: TerminalId,
    /// Gapless per terminal, from 1.
    #[n(1)]
    pub batch_no: i64,
    #[n(2)]
    pub ours: Vec<CardTotal>,
    /// Empty when the terminal tells no totals by card.
    #[n(3)]
    pub theirs: Vec<CardTotal>,
    #[n(4)]
    pub their_total_minor: Option<i64>,
}

/// What a terminal took since its last end of day, when the Z came before the next.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct OpenBatch {
    #[n(0)]
    pub terminal_id: TerminalId,
    #[n(1)]
    pub ours: Vec<CardTotal>,
}

/// One row of the running sums of a period, frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct PeriodSum {
    /// 0: rung without a shift.
    #[n(0)]
    pub shift_no: i64,
    /// An account's code below 10 000, else an act's (see `measure`).
    #[n(1)]
    pub measure: i64,
    #[n(2)]
    pub count: i64,
    #[n(3)]
    pub amount_minor: i64,
}

/// A drawer as the Z found it.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct ClosedShift {
    #[n(0)]
    pub shift_no: i64,
    #[n(1)]
    pub drawer_no: u16,
    #[n(2)]
    pub holder: Option<UserId>,
    #[n(3)]
    pub float_minor: i64,
    #[n(4)]
    pub expected_minor: i64,
    #[n(5)]
    pub counted_minor: i64,
    #[n(6)]
    pub opened_at: Instant,
    #[n(7)]
    pub closed_at: Instant,
}

/// A payment that was in doubt at the Z: neither paid nor unpaid.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct OpenDoubt {
    #[n(0)]
    pub attempt_id: AttemptId,
    #[n(1)]
    pub sale_id: SaleId,
    #[n(2)]
    pub terminal_id: TerminalId,
    #[n(3)]
    pub amount_minor: i64,
}

/// A business day was closed: the Z.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct DayClosed {
    /// Gapless per register, from 1.
    #[n(0)]
    pub z_number: i64,
    /// The business day it closes: that of its last sale (with nothing sold, of its last drawer,
    /// or of the moment), never before the Z before it.
    #[n(1)]
    pub day: Day,
    /// The entries it covers; `last_seq` is the head when it was made.
    #[n(2)]
    pub first_seq: Seq,
    #[n(3)]
    pub last_seq: Seq,
    /// The head's hash: printed, so that paper holds the journal to account.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub last_hash: Vec<u8>,
    #[n(5)]
    pub sums: Vec<PeriodSum>,
    #[n(6)]
    pub shifts: Vec<ClosedShift>,
    /// The entries in which terminals of this period told their totals.
    #[n(7)]
    pub terminals: Vec<Seq>,
    /// Terminals that took something and made no end of day.
    #[n(8)]
    pub terminals_open: Vec<OpenBatch>,
    #[n(9)]
    pub doubts: Vec<OpenDoubt>,
    #[n(10)]
    pub suspended_count: i64,
    #[n(11)]
    pub suspended_minor: i64,
    /// Gross of everything ever sold less returned, this period included.
    #[n(12)]
    pub grand_total_minor: i64,
}
