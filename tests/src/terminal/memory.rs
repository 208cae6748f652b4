//! What a terminal remembers without power: counters, receipts, what it owes.
//!
//! Owns: the numbers and their wrap. Must never: hold anything of a line or a running order.

use super::bank::Card;

/// What a receipt is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Charge,
    Refund,
    Reversal,
}

/// One receipt, as it is repeated and as it stands on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub act: Act,
    /// Some terminals give none to a refusal.
    pub receipt_no: Option<u16>,
    pub trace: u32,
    pub turnover_no: u32,
    pub amount_minor: i64,
    pub card: Card,
    /// 00, or why not.
    pub result: u8,
    /// World time.
    pub at_ms: u64,
    /// The bank's reference of what it moved.
    pub reference: u64,
    /// Trace number of what a reversal undid.
    pub original_trace: Option<u32>,
    /// Taken back since.
    pub undone: bool,
}

/// How the till introduced itself (`06 00`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registration {
    pub config: u8,
    /// It sent objects, so it may be sent some.
    pub objects: bool,
}

/// The memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Eight digits.
    pub terminal_no: u32,
    /// Eight digits.
    pub serial: u32,
    pub receipt_no: u16,
    pub trace: u32,
    pub turnover_no: u32,
    pub reference: u64,
    /// What `06 20` tells.
    pub last: Option<Receipt>,
    /// Since the last end of day.
    pub batch: Vec<Receipt>,
    /// Told to the till and not acknowledged yet.
    pub open: Option<Receipt>,
    /// The bank was asked for this reference and has not answered.
    pub asked: Option<u64>,
    /// A reversal that the bank was told of and that is not finished yet.
    pub reversing: Option<Receipt>,
    /// References that the bank must still be told to undo.
    pub owed: Vec<u64>,
    /// A receipt number that the next payment must mirror.
    pub unconfirmed: Option<u16>,
    pub registered: Option<Registration>,
    /// What came out on paper, in order.
    pub slips: Vec<Receipt>,
    /// World time zero, in milliseconds since 1970.
    pub epoch_ms: u64,
}

impl Memory {
    /// A terminal out of its box. `receipt_no` and `trace` are the last ones used.
    pub fn new(terminal_no: u32, serial: u32, receipt_no: u16, trace: u32) -> Memory {
        Memory {
            terminal_no,
            serial,
            receipt_no,
            trace,
            turnover_no: trace,
            reference: u64::from(serial) << 32,
            last: None,
            batch: Vec::new(),
            open: None,
            asked: None,
            reversing: None,
            owed: Vec::new(),
            unconfirmed: None,
            registered: None,
            slips: Vec::new(),
            // 22 November 2026, 08:00 UTC.
            epoch_ms: 1_795_334_400_000,
        }
    }

    pub(super) fn next_receipt_no(&mut self) -> u16 {
        self.receipt_no = self.receipt_no % 9_999 + 1;
        self.receipt_no
    }

    pub(super) fn next_trace(&mut self) -> u32 {
        self.trace = self.trace % 999_999 + 1;
        self.turnover_no = self.turnover_no % 999_999 + 1;
        self.trace
    }

    pub(super) fn next_reference(&mut self) -> u64 {
        self.reference += 1;
        self.reference
    }

    /// A payment stands.
    pub(super) fn book(&mut self, receipt: Receipt) {
        self.batch.push(receipt);
        self.slips.push(receipt);
        self.last = Some(receipt);
    }

    /// Marks what a reference moved as taken back.
    pub(super) fn mark_undone(&mut self, reference: u64) {
        for receipt in &mut self.batch {
            receipt.undone |= receipt.reference == reference;
        }
    }

    /// Hours, minutes, seconds, month and day of a world time, as decimals `HHMMSS` and `MMDD`.
    pub fn clock(&self, at_ms: u64) -> (u64, u64) {
        let seconds = (self.epoch_ms + at_ms) / 1_000;
        let (days, second) = (seconds / 86_400, seconds % 86_400);
        let time = second / 3_600 * 10_000 + second / 60 % 60 * 100 + second % 60;
        // Days since 1 March 2024, a year that begins four of which only the first has 366 days.
        let mut day = days - 19_783;
        day %= 1_461;
        let year_day = day - (day - day / 1_460) / 365 * 365;
        let month = (5 * year_day + 2) / 153;
        let of_month = year_day - (153 * month + 2) / 5 + 1;
        let calendar = if month < 10 { month + 3 } else { month - 9 };
        (time, calendar * 100 + of_month)
    }
}
