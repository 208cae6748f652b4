//! Bringing goods back: never more than was bought, paid back to the tender it came from.

use crate::quantity::Quantity;
use crate::tender::TenderKind;
use thiserror::Error;

/// A part of a refund that must go to one kind of tender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundPart {
    pub kind: TenderKind,
    pub amount_minor: i64,
}

/// Why a return is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RefundError {
    #[error("line {line_no}: {asked} asked, {left} left to bring back")]
    MoreThanBought {
        line_no: u32,
        asked: Quantity,
        left: Quantity,
    },
    #[error("line {0} is not on that receipt")]
    NoSuchLine(u32),
}

/// Shares a refund over the tenders of the original sale: electronic tenders first (they cannot be
/// turned into cash), each at most what is left of it, the rest in cash.
///
/// `left` is what each tender kind took, less what was already paid back to it.
pub fn plan(total_minor: i64, left: &[RefundPart]) -> Vec<RefundPart> {
    let mut rest = total_minor;
    let mut parts = Vec::new();
    for kind in [TenderKind::Card, TenderKind::Wallet, TenderKind::Voucher] {
        let most: i64 = left
            .iter()
            .filter(|p| p.kind == kind)
            .map(|p| p.amount_minor)
            .sum();
        let amount_minor = rest.min(most.max(0));
        if amount_minor > 0 {
            parts.push(RefundPart { kind, amount_minor });
            rest -= amount_minor;
        }
    }
    if rest > 0 {
        parts.push(RefundPart {
            kind: TenderKind::Cash,
            amount_minor: rest,
        });
    }
    parts
}

/// The part of a line's amount that `quantity` of it is worth, so that bringing a line back in
/// pieces never pays more or less than the line: the cumulative share, less what was paid before.
pub fn share_minor(
    line_amount_minor: i64,
    bought: Quantity,
    already: Quantity,
    quantity: Quantity,
) -> i64 {
    let upto = |q: Quantity| {
        crate::rounding::divide(
            i128::from(line_amount_minor) * i128::from(q.0),
            i128::from(bought.0.max(1)),
            crate::rounding::Rounding::HalfUp,
        )
        .unwrap_or(0)
    };
    upto(Quantity(already.0 + quantity.0)) - upto(already)
}
