//! Means of payment, and what a handful of cash does to what is due.

use crate::rounding::to_step;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a customer pays with, or is paid back in.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    TS,
    minicbor::Encode,
    minicbor::Decode,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum TenderKind {
    #[n(0)]
    Cash,
    #[n(1)]
    Card,
    #[n(2)]
    Wallet,
    #[n(3)]
    Voucher,
}

/// What cash laid on the counter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CashOutcome {
    /// What stays in the drawer for this sale.
    pub applied_minor: i64,
    /// What goes back to the customer.
    pub change_minor: i64,
    /// Applied less what was due: the gain or loss of cash rounding. Zero unless it settles.
    pub rounding_minor: i64,
    /// Nothing is left to pay.
    pub settles: bool,
}

/// Lays `given_minor` cash against `due_minor`, rounded to the smallest coin `step_minor`.
/// Both amounts are positive; less than the rounded due is a part payment.
pub fn lay_cash(due_minor: i64, given_minor: i64, step_minor: i64) -> CashOutcome {
    let due_cash = to_step(due_minor, step_minor);
    if given_minor >= due_cash {
        CashOutcome {
            applied_minor: due_cash,
            change_minor: given_minor - due_cash,
            rounding_minor: due_cash - due_minor,
            settles: true,
        }
    } else {
        CashOutcome {
            applied_minor: given_minor,
            change_minor: 0,
            rounding_minor: 0,
            settles: false,
        }
    }
}
