//! One try to get a card or wallet payment approved, as a pure state machine. The step is on disk
//! before the act it allows; unknown is a state, not an error, and has no way out but evidence.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// What is asked of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum AttemptAct {
    /// Take money from the customer.
    #[n(0)]
    Charge,
    /// Give money back, as a new credit.
    #[n(1)]
    Refund,
    /// Take an earlier charge back, by its receipt number. It moves no money of its own: when it
    /// is certain, the charge it names becomes reversed.
    #[n(2)]
    Reversal,
}

/// Where an attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum AttemptState {
    /// Written and allowed to go out; the answer is awaited.
    #[n(0)]
    Sent,
    /// The terminal said yes and has not ended its order: it may still take it back.
    #[n(1)]
    Approved,
    #[n(2)]
    Declined,
    /// No answer came. Blocks a second charge of the sale and holds the terminal.
    #[n(3)]
    Unknown,
    /// Was unknown; the terminal says the money moved.
    #[n(4)]
    ResolvedPaid,
    /// Was unknown; the terminal says nothing moved.
    #[n(5)]
    ResolvedNotPaid,
    /// The money moved and was given back.
    #[n(6)]
    Reversed,
    /// Approved, and the order ended well: it stands.
    #[n(7)]
    Captured,
}

/// What happened to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum AttemptEvent {
    /// The terminal reported approval.
    #[n(0)]
    Approved,
    /// The terminal reported a refusal, or certainly never took the order.
    #[n(1)]
    Declined,
    /// The order may have reached the terminal and no result came.
    #[n(2)]
    NoAnswer,
    /// Asked again: the money moved.
    #[n(3)]
    FoundPaid,
    /// Asked again: nothing moved.
    #[n(4)]
    FoundNotPaid,
    /// Asked again: still not to be told.
    #[n(5)]
    StillUnknown,
    /// The terminal gave the money back.
    #[n(6)]
    Reversed,
    /// Approved, and then the terminal gave up or went away before the end: it may reverse.
    #[n(7)]
    EndLost,
    /// The terminal ended the order after its approval, or the sale was completed with it.
    #[n(8)]
    Ended,
}

/// A step that the machine does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a payment attempt that is {from:?} cannot become anything by {event:?}")]
pub struct IllegalStep {
    pub from: AttemptState,
    pub event: AttemptEvent,
}

impl AttemptState {
    /// The next state, or an error that names both.
    pub fn step(self, event: AttemptEvent) -> Result<AttemptState, IllegalStep> {
        use AttemptEvent as E;
        use AttemptState as S;
        match (self, event) {
            (S::Sent, E::Approved) => Ok(S::Approved),
            (S::Sent, E::Declined) => Ok(S::Declined),
            (S::Sent, E::NoAnswer) => Ok(S::Unknown),
            (S::Unknown, E::FoundPaid) => Ok(S::ResolvedPaid),
            (S::Unknown, E::FoundNotPaid) => Ok(S::ResolvedNotPaid),
            (S::Unknown, E::StillUnknown) => Ok(S::Unknown),
            (S::Approved, E::EndLost) => Ok(S::Unknown),
            (S::Approved, E::Ended) => Ok(S::Captured),
            (S::Unknown | S::Approved | S::Captured | S::ResolvedPaid, E::Reversed) => {
                Ok(S::Reversed)
            }
            (
                S::Sent
                | S::Approved
                | S::Captured
                | S::Declined
                | S::ResolvedPaid
                | S::ResolvedNotPaid
                | S::Reversed,
                E::FoundPaid | E::FoundNotPaid | E::StillUnknown,
            )
            | (
                S::Approved
                | S::Captured
                | S::Declined
                | S::Unknown
                | S::ResolvedPaid
                | S::ResolvedNotPaid
                | S::Reversed,
                E::Approved | E::Declined | E::NoAnswer,
            )
            | (S::Sent | S::Declined | S::ResolvedNotPaid | S::Reversed, E::Reversed)
            | (
                S::Sent
                | S::Captured
                | S::Declined
                | S::Unknown
                | S::ResolvedPaid
                | S::ResolvedNotPaid
                | S::Reversed,
                E::EndLost | E::Ended,
            ) => Err(IllegalStep { from: self, event }),
        }
    }

    /// Money has moved and stands.
    pub fn is_paid(self) -> bool {
        match self {
            AttemptState::Approved | AttemptState::Captured | AttemptState::ResolvedPaid => true,
            AttemptState::Sent
            | AttemptState::Declined
            | AttemptState::Unknown
            | AttemptState::ResolvedNotPaid
            | AttemptState::Reversed => false,
        }
    }

    /// No second electronic tender may start on the same sale.
    pub fn blocks_sale(self) -> bool {
        match self {
            AttemptState::Sent | AttemptState::Unknown => true,
            AttemptState::Approved
            | AttemptState::Captured
            | AttemptState::Declined
            | AttemptState::ResolvedPaid
            | AttemptState::ResolvedNotPaid
            | AttemptState::Reversed => false,
        }
    }
}

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
    Unclear,
}

/// Compares what the terminal's last receipt was before the attempt with what it is now.
///
/// ZVT repeats only the last receipt, which is why a doubt holds its terminal: a new receipt with
/// our amount can only be ours. The same receipt as before means that nothing was booked. A reading
/// without any number is a terminal that said it has booked nothing; no reading is a terminal that
/// was never asked or did not tell, and proves nothing. (protocols: ZVT 6, "unknown outcomes".)
pub fn judge(
    amount_minor: i64,
    before: Option<&LastReceipt>,
    now: Option<&LastReceipt>,
) -> Verdict {
    // Without a baseline an equal amount might be an older sale's.
    let (Some(before), Some(now)) = (before, now) else {
        return Verdict::Unclear;
    };
    match before.compare(now) {
        Receipts::Other => Verdict::Unclear,
        Receipts::Same => Verdict::NotPaid,
        Receipts::New if now.amount_minor != Some(amount_minor) => Verdict::Unclear,
        Receipts::New if now.approved => Verdict::Paid,
        Receipts::New => Verdict::NotPaid,
    }
}

/// How two readings of a terminal's last receipt go together.
enum Receipts {
    Same,
    New,
    /// Another terminal, a memory that was cleared meanwhile (end of day), or no number that stands
    /// in both.
    Other,
}

impl LastReceipt {
    fn numbers(&self) -> [Option<u32>; 3] {
        [self.receipt_no, self.trace, self.turnover_no]
    }

    /// The terminal was asked and had booked nothing.
    fn is_blank(&self) -> bool {
        self.numbers() == [None; 3]
    }

    /// Only numbers that stand in both readings are compared: a terminal may tell more of a
    /// receipt the second time, and that alone must not make it a new one.
    fn compare(&self, later: &LastReceipt) -> Receipts {
        if let (Some(before), Some(now)) = (&self.terminal_number, &later.terminal_number)
            && before != now
        {
            return Receipts::Other;
        }
        if later.is_blank() {
            let nothing = self.is_blank() && later.amount_minor.is_none();
            return if nothing {
                Receipts::Same
            } else {
                Receipts::Other
            };
        }
        if self.is_blank() {
            return Receipts::New;
        }
        let pairs = self.numbers().into_iter().zip(later.numbers());
        let both: Vec<bool> = pairs.filter_map(|(b, n)| Some(b? == n?)).collect();
        match (both.is_empty(), both.iter().all(|same| *same)) {
            (true, _) => Receipts::Other,
            (false, true) => Receipts::Same,
            (false, false) => Receipts::New,
        }
    }
}

#[cfg(test)]
mod tests;
