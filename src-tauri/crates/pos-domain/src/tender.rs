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
    /// Goods brought back in an exchange, set against goods taken.
    #[n(4)]
    Exchange,
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
/// Both amounts are positive. Less than the due is a part payment; where the due is rounded up,
/// coins that cover it without the rounding settle it too, or nothing would be left to pay.
pub fn lay_cash(due_minor: i64, given_minor: i64, step_minor: i64) -> CashOutcome {
    let due_cash = to_step(due_minor, step_minor);
    if given_minor >= due_cash {
        CashOutcome {
            applied_minor: due_cash,
            change_minor: given_minor - due_cash,
            rounding_minor: due_cash - due_minor,
            settles: true,
        }
    } else if given_minor >= due_minor {
        CashOutcome {
            applied_minor: given_minor,
            change_minor: 0,
            rounding_minor: given_minor - due_minor,
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cash_on_the_counter() {
        for (due, given, step, applied, change, rounding, settles) in [
            (1000, 1000, 1, 1000, 0, 0, true),
            (1000, 2000, 1, 1000, 1000, 0, true),
            (1000, 400, 1, 400, 0, 0, false),
            (1002, 1000, 5, 1000, 0, -2, true),
            (1002, 2000, 5, 1000, 1000, -2, true),
            (1003, 1005, 5, 1005, 0, 2, true),
            (1003, 2000, 5, 1005, 995, 2, true),
            (1003, 1000, 5, 1000, 0, 0, false),
            // Small coins that cover what is due, though not what it is rounded to.
            (1003, 1003, 5, 1003, 0, 0, true),
            (1003, 1004, 5, 1004, 0, 1, true),
            (2, 0, 5, 0, 0, -2, true),
            (1049, 1000, 100, 1000, 0, -49, true),
        ] {
            let expected = CashOutcome {
                applied_minor: applied,
                change_minor: change,
                rounding_minor: rounding,
                settles,
            };
            assert_eq!(
                lay_cash(due, given, step),
                expected,
                "{given} for {due} by {step}"
            );
        }
    }

    proptest! {
        #[test]
        fn cash_is_conserved(
            due in 1..1_000_000_i64,
            given in 0..2_000_000_i64,
            step in 0..200_i64,
        ) {
            let laid = lay_cash(due, given, step);
            prop_assert_eq!(laid.applied_minor + laid.change_minor, given);
            prop_assert!(laid.change_minor >= 0);
            if laid.settles {
                prop_assert_eq!(laid.applied_minor - due, laid.rounding_minor);
                prop_assert!(laid.rounding_minor.abs() * 2 <= step.max(1));
            } else {
                prop_assert!(laid.applied_minor < due && laid.rounding_minor == 0);
            }
        }
    }
}
