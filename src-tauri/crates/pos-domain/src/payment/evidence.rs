//! What a terminal's last receipt proves about a payment in doubt. Never a verdict from a reading
//! that may be another terminal's, another payment's, or of a memory that was cleared.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Receipt numbers go from 1 to here and begin again (ZVT BMP 87: two bytes BCD).
const RECEIPT_NO_MAX: u32 = 9_999;
/// Trace and turnover numbers likewise (ZVT BMP 0B and 88: three bytes BCD).
const TRACE_MAX: u32 = 999_999;
/// A terminal's clock may go back by so much and be right: the end of summer time, and a little.
const CLOCK_BACK_MAX_S: i64 = 2 * 3600;
/// Days as the terminal dates them, without a year: twelve months of 31.
const YEAR_S: i64 = 12 * 31 * DAY_S;
const DAY_S: i64 = 86_400;

/// What a terminal knows of its last receipt: the evidence for a doubt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[cbor(array)]
pub struct LastReceipt {
    #[n(0)]
    pub receipt_no: Option<u32>,
    #[n(1)]
    pub trace: Option<u32>,
    #[n(2)]
    pub turnover_no: Option<u32>,
    #[n(3)]
    pub amount_minor: Option<i64>,
    /// Approved (result code 00).
    #[n(4)]
    pub approved: bool,
    #[n(5)]
    pub terminal_number: Option<String>,
    /// As the terminal sent them: MMDD and HHMMSS.
    #[n(6)]
    pub date: Option<u32>,
    #[n(7)]
    pub time: Option<u32>,
}

/// What the evidence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Paid,
    NotPaid,
    Unclear(Unclear),
}

/// Why the evidence proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// The terminal was not asked, or did not tell.
    NotTold,
    /// What it knew before the payment was never read.
    NoBaseline,
    /// It names another terminal.
    OtherTerminal,
    /// Its numbers or its clock went back: its memory was cleared.
    Reset,
    /// Its last receipt is of another payment.
    OtherPayment,
    /// No number stands in both readings.
    NothingToCompare,
    /// It shows no receipt, as before: it has booked nothing, or its memory was cleared since.
    NoReceipt,
}

/// Compares what the terminal's last receipt was before the attempt with what it is now.
///
/// ZVT repeats only the last receipt, which is why a doubt holds its terminal: a new receipt with
/// our amount can only be ours. The same receipt as before means that nothing was booked. A reading
/// without any number is a terminal that said it remembers no receipt: as what was known before it
/// is a beginning, but as an answer it proves nothing, for a memory that was cleared after our
/// payment reads the same. No reading is a terminal that was never asked or did not tell.
/// (protocols: ZVT 6, "unknown outcomes".)
pub fn judge(
    amount_minor: i64,
    before: Option<&LastReceipt>,
    now: Option<&LastReceipt>,
) -> Verdict {
    let Some(now) = now else {
        return Verdict::Unclear(Unclear::NotTold);
    };
    // Without a baseline an equal amount might be an older sale's.
    let Some(before) = before else {
        return Verdict::Unclear(Unclear::NoBaseline);
    };
    match before.compare(now) {
        Err(why) => Verdict::Unclear(why),
        Ok(Receipts::Same) => Verdict::NotPaid,
        Ok(Receipts::New) if now.amount_minor != Some(amount_minor) => {
            Verdict::Unclear(Unclear::OtherPayment)
        }
        Ok(Receipts::New) if now.approved => Verdict::Paid,
        Ok(Receipts::New) => Verdict::NotPaid,
    }
}

/// How two readings of one terminal's last receipt go together.
enum Receipts {
    Same,
    New,
}

/// Which way a number went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Stayed,
    On,
    Back,
}

/// The shorter way round from one number to the next; after `max` comes 1.
fn way(before: u32, now: u32, max: u32) -> Way {
    let ahead = (i64::from(now) - i64::from(before)).rem_euclid(i64::from(max));
    match ahead {
        0 => Way::Stayed,
        on if on <= i64::from(max / 2) => Way::On,
        _ => Way::Back,
    }
}

impl LastReceipt {
    fn numbers(&self) -> [Option<u32>; 3] {
        [self.receipt_no, self.trace, self.turnover_no]
    }

    /// The terminal was asked and remembered no receipt.
    pub fn is_blank(&self) -> bool {
        self.numbers() == [None; 3]
    }

    /// It was told before the terminal gave out this receipt number; half a round behind is ahead.
    pub fn is_behind(&self, receipt_no: u32) -> bool {
        let told = self.receipt_no;
        told.is_some_and(|told| way(receipt_no, told, RECEIPT_NO_MAX) == Way::Back)
    }

    /// Seconds in the terminal's own year.
    fn clock_s(&self) -> Option<i64> {
        let (date, time) = (i64::from(self.date?), i64::from(self.time?));
        let day = (date / 100 - 1) * 31 + date % 100 - 1;
        Some(day * DAY_S + time / 10_000 * 3600 + time / 100 % 100 * 60 + time % 100)
    }

    /// How long after this one the later reading's receipt is, by the terminal's clock; a step over
    /// the turn of the year is a short one.
    fn elapsed_s(&self, later: &LastReceipt) -> Option<i64> {
        let ahead = (later.clock_s()? - self.clock_s()?).rem_euclid(YEAR_S);
        Some(if ahead > YEAR_S / 2 {
            ahead - YEAR_S
        } else {
            ahead
        })
    }

    /// Only numbers that stand in both readings are compared: a terminal may tell more of a
    /// receipt the second time, and that alone must not make it a new one.
    fn compare(&self, later: &LastReceipt) -> Result<Receipts, Unclear> {
        if let (Some(before), Some(now)) = (&self.terminal_number, &later.terminal_number)
            && before != now
        {
            return Err(Unclear::OtherTerminal);
        }
        if later.is_blank() {
            let nothing = self.is_blank() && later.amount_minor.is_none();
            return Err(if nothing {
                Unclear::NoReceipt
            } else {
                Unclear::Reset
            });
        }
        if self.is_blank() {
            return Ok(Receipts::New);
        }
        let most = [RECEIPT_NO_MAX, TRACE_MAX, TRACE_MAX];
        let pairs = self.numbers().into_iter().zip(later.numbers()).zip(most);
        let ways: Vec<Way> = pairs
            .filter_map(|((before, now), max)| Some(way(before?, now?, max)))
            .collect();
        if ways.is_empty() {
            return Err(Unclear::NothingToCompare);
        }
        if ways.contains(&Way::Back) {
            return Err(Unclear::Reset);
        }
        if ways.contains(&Way::On) {
            let back = self.elapsed_s(later).is_some_and(|s| s < -CLOCK_BACK_MAX_S);
            return if back {
                Err(Unclear::Reset)
            } else {
                Ok(Receipts::New)
            };
        }
        if self.contradicts(later) {
            return Err(Unclear::Reset);
        }
        Ok(Receipts::Same)
    }

    /// The same numbers on another receipt: the counting began anew and came by here again.
    fn contradicts(&self, later: &LastReceipt) -> bool {
        let amount =
            matches!((self.amount_minor, later.amount_minor), (Some(b), Some(n)) if b != n);
        let clock = self.elapsed_s(later).is_some_and(|s| s != 0);
        amount || clock
    }
}

#[cfg(test)]
mod tests;
