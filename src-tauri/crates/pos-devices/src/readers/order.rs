//! What a register may order from a terminal, and the ways an order ends.
//!
//! Owns: the line between *definitely not* and *unknown*. Must never: soften it.

use std::fmt;

use super::{PrintLine, ResultCode};

/// The caller's name for an order: a UUID, or anything else that is never used twice.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrderId(pub u128);

impl fmt::Debug for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrderId({:032x})", self.0)
    }
}

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// An order. Amounts are minor units of the settings' currency, above zero and at most
/// 999,999,999,999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TerminalOrder {
    /// Take a payment (`06 01`).
    Authorise {
        /// What the customer pays.
        amount_minor: i64,
        /// The last receipt number that the register knows of; none when it is fresh. Told to a
        /// terminal that mirrors it: one that kept a payment without our acknowledgement takes it
        /// back when the number is the one before.
        last_receipt_no: Option<u16>,
    },
    /// Undo a payment of this batch (`06 30`).
    Reverse {
        /// The terminal's number of the payment.
        receipt_no: u16,
        /// The amount, where the terminal wants it again.
        amount_minor: Option<i64>,
    },
    /// Pay back to a card (`06 31`).
    Refund {
        /// What the customer gets.
        amount_minor: i64,
    },
    /// Tell the last result again, without printing (`06 20`).
    RepeatReceipt,
    /// Close the batch (`06 50`).
    EndOfDay,
    /// Who are you, and how are you (`05 01`).
    Status,
    /// Talk to your host (`06 70`).
    Diagnosis,
}

impl TerminalOrder {
    /// The order can move money.
    pub fn moves_money(self) -> bool {
        match self {
            Self::Authorise { .. } | Self::Reverse { .. } | Self::Refund { .. } => true,
            Self::RepeatReceipt | Self::EndOfDay | Self::Status | Self::Diagnosis => false,
        }
    }

    /// The amount in the order.
    pub fn amount_minor(self) -> Option<i64> {
        match self {
            Self::Authorise { amount_minor, .. } | Self::Refund { amount_minor } => {
                Some(amount_minor)
            }
            Self::Reverse { amount_minor, .. } => amount_minor,
            Self::RepeatReceipt | Self::EndOfDay | Self::Status | Self::Diagnosis => None,
        }
    }
}

/// How an order ended. Exactly one for each order that was accepted by `submit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderEnd {
    /// It ran to its end. For a payment the outcome is in the result that came before.
    Completed {
        /// What the terminal wants printed, masked.
        print_lines: Vec<PrintLine>,
    },
    /// The terminal gave up (`06 1E`) without an approval. No money moved.
    Aborted {
        /// Its reason.
        code: ResultCode,
        /// Its own words, masked.
        text: Option<String>,
    },
    /// It may have happened. Ask the terminal ([`TerminalOrder::RepeatReceipt`]) before anything
    /// else. A result may have been handed over before this, or may still come after it.
    Unknown {
        /// What is missing.
        why: UnknownWhy,
        /// The command may have reached the terminal.
        sent: bool,
    },
    /// It definitely did not start. No money moved.
    Refused {
        /// Why.
        reason: Refusal,
    },
}

/// Why an order certainly did not start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The terminal said no (`84 xx`).
    Code(ResultCode),
    /// The terminal stayed busy (`84 9C`) for the whole waiting time.
    StillBusy,
    /// The order was aborted while the terminal was still busy with something else.
    Withdrawn,
    /// No terminal is connected and ready.
    NotConnected,
    /// The port took none of the bytes.
    NotSent,
    /// The amount is not above zero or has too many digits.
    BadAmount,
    /// The driver was closed before the order began.
    Closed,
}

/// Why an outcome is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownWhy {
    /// The device was unplugged or the connection broke.
    LinkLost,
    /// The block was sent three times and never acknowledged (T2).
    LinkErrors,
    /// The command was never answered (T3).
    NoAnswer,
    /// The terminal took the order and then went silent (T4).
    NoResult,
    /// The terminal ended the order without saying how (`06 0F` without `04 0F`, or a result
    /// without a result code).
    Unclear,
    /// The command was repeated blindly, so the refusal may be for the copy.
    AmbiguousRefusal,
    /// A result came, could not be stored, and was therefore not acknowledged.
    NotStored,
    /// Approved and stored, but the end (`06 0F`) did not come: the terminal may reverse it.
    EndLost,
    /// Approved and stored, and then aborted by the terminal (`06 1E`).
    AbortAfterApproval,
    /// The driver was closed in the middle.
    Closed,
}

impl UnknownWhy {
    /// Its name, by which journals and screens know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::LinkLost => "link_lost",
            Self::LinkErrors => "link_errors",
            Self::NoAnswer => "no_answer",
            Self::NoResult => "no_result",
            Self::Unclear => "unclear",
            Self::AmbiguousRefusal => "ambiguous_refusal",
            Self::NotStored => "not_stored",
            Self::EndLost => "end_lost",
            Self::AbortAfterApproval => "abort_after_approval",
            Self::Closed => "closed",
        }
    }
}
