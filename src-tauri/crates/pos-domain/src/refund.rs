//! Bringing goods back: never more than was bought, paid back to the tender it came from.

use crate::fact::SaleCompleted;
use crate::quantity::Quantity;
use crate::rounding::spread;
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

/// What `quantity` of a line is worth when it comes back: the line's share up to there, less what
/// was paid back for it before. So the pieces of a line never pay more than the line, and all of
/// them pay exactly that.
pub fn share_minor(
    line_amount_minor: i64,
    bought: Quantity,
    already: Quantity,
    paid_back_minor: i64,
    quantity: Quantity,
) -> i64 {
    let up_to = crate::rounding::divide(
        i128::from(line_amount_minor) * i128::from(already.0 + quantity.0),
        i128::from(bought.0.max(1)),
        crate::rounding::Rounding::HalfUp,
    );
    (up_to.unwrap_or(0) - paid_back_minor).max(0)
}

/// The tax of each line that was sold, in their order: a class's tax is spread over its lines to
/// the last unit, so that the lines add up to the document. A struck line has none.
pub fn line_taxes(sold: &SaleCompleted) -> Vec<i64> {
    let mut taxes = vec![0; sold.lines.len()];
    for tax in &sold.taxes {
        let of_class: Vec<usize> = (0..sold.lines.len())
            .filter(|at| !sold.lines[*at].voided && sold.lines[*at].tax_class == tax.class)
            .collect();
        let weights: Vec<i64> = of_class
            .iter()
            .map(|at| sold.lines[*at].amount_minor.max(0))
            .collect();
        for (at, part) in of_class.into_iter().zip(spread(tax.tax_minor, &weights)) {
            taxes[at] = part;
        }
    }
    taxes
}

/// The share of a line's tax that goes back with `quantity` of it, after `already` came back: what
/// all pieces take adds up to the tax that was paid, however they come.
pub fn tax_share_minor(
    line_tax_minor: i64,
    bought: Quantity,
    already: Quantity,
    quantity: Quantity,
) -> i64 {
    let before = share_minor(line_tax_minor, bought, Quantity(0), 0, already);
    share_minor(line_tax_minor, bought, already, before, quantity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::cart::{Cart, SaleKind};
    use crate::testing::{any_cart, any_pricing, cart, line, settle};
    use crate::totals::Pricing;

    /// What one return of these quantities of a sale's lines comes to.
    fn paid_back(
        sold: &SaleCompleted,
        rules: &Pricing,
        came: &mut [(i64, i64)],
        wanted: &[i64],
    ) -> i64 {
        let mut back: Cart = cart(Vec::new());
        back.head.kind = SaleKind::Return;
        let taxes = line_taxes(sold);
        for (at, bought) in sold.lines.iter().enumerate() {
            let quantity = Quantity(wanted[at]);
            if quantity.0 == 0 {
                continue;
            }
            let (already, paid) = came[at];
            let already = Quantity(already);
            let amount = share_minor(
                bought.amount_minor,
                bought.quantity,
                already,
                paid,
                quantity,
            );
            let tax = tax_share_minor(taxes[at], bought.quantity, already, quantity);
            let mut line = line(bought.line_no, 0, quantity.0, bought.tax_class.0);
            line.fixed_minor = Some(amount);
            line.fixed_tax_minor = (!sold.prices_include_tax).then_some(tax);
            back.lines.push(line);
            came[at] = (already.0 + quantity.0, paid + amount);
        }
        rules.totals(&back).unwrap().total_minor
    }

    const KINDS: [TenderKind; 4] = [
        TenderKind::Cash,
        TenderKind::Card,
        TenderKind::Wallet,
        TenderKind::Voucher,
    ];

    fn parts(list: &[(TenderKind, i64)]) -> Vec<RefundPart> {
        let part = |&(kind, amount_minor)| RefundPart { kind, amount_minor };
        list.iter().map(part).collect()
    }

    #[test]
    fn money_goes_back_where_it_came_from() {
        use TenderKind::{Card, Cash, Voucher, Wallet};
        for (total, left, expected) in [
            (500, &[(Cash, 1000)][..], &[(Cash, 500)][..]),
            (500, &[(Card, 1000)], &[(Card, 500)]),
            (
                1500,
                &[(Cash, 500), (Card, 1000)],
                &[(Card, 1000), (Cash, 500)],
            ),
            (
                1200,
                &[(Cash, 500), (Card, 1000)],
                &[(Card, 1000), (Cash, 200)],
            ),
            (900, &[(Card, 300), (Card, 700)], &[(Card, 900)]),
            (
                900,
                &[(Voucher, 300), (Wallet, 300)],
                &[(Wallet, 300), (Voucher, 300), (Cash, 300)],
            ),
            // More was paid back than taken: nothing is left there.
            (900, &[(Card, 300), (Card, -400)], &[(Cash, 900)]),
            (0, &[(Card, 300)], &[]),
        ] {
            assert_eq!(
                plan(total, &parts(left)),
                parts(expected),
                "{total} of {left:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_plan_pays_the_whole(
            total in 0..1_000_000_i64,
            left in proptest::collection::vec((0..4_usize, 0..400_000_i64), 0..8),
        ) {
            let left: Vec<_> = left.iter().map(|(k, amount)| (KINDS[*k], *amount)).collect();
            let planned = plan(total, &parts(&left));
            prop_assert_eq!(planned.iter().map(|p| p.amount_minor).sum::<i64>(), total);
            for part in &planned {
                let most: i64 = left.iter().filter(|(k, _)| *k == part.kind).map(|(_, a)| a).sum();
                prop_assert!(part.amount_minor > 0);
                prop_assert!(part.kind == TenderKind::Cash || part.amount_minor <= most);
            }
        }

        /// Line by line and piece by piece: all returns of a sale pay back what it came to, and no
        /// return takes it beyond that.
        #[test]
        fn all_returns_pay_back_the_sale(
            cart in any_cart(),
            rules in any_pricing(),
            parts in 1..5_i64,
        ) {
            let sold = settle(&cart, &rules, 0);
            let mut came = vec![(0, 0); sold.lines.len()];
            let mut paid = 0;
            for part in 1..=parts {
                for at in 0..sold.lines.len() {
                    let mut wanted = vec![0; sold.lines.len()];
                    let up_to = sold.lines[at].quantity.0 * part / parts;
                    wanted[at] = up_to - came[at].0;
                    let back = paid_back(&sold, &rules, &mut came, &wanted);
                    prop_assert!(back >= 0);
                    paid += back;
                    prop_assert!(paid <= sold.total_minor, "{} of {}", paid, sold.total_minor);
                }
            }
            prop_assert_eq!(paid, sold.total_minor);
        }

        #[test]
        fn any_pieces_pay_the_line(
            amount in 0..10_000_000_i64,
            pieces in proptest::collection::vec(1..50_000_i64, 1..12),
        ) {
            let bought = Quantity(pieces.iter().sum());
            let mut already = Quantity(0);
            let mut paid = 0;
            for piece in pieces {
                let share = share_minor(amount, bought, already, paid, Quantity(piece));
                prop_assert!(share >= 0);
                paid += share;
                already.0 += piece;
            }
            prop_assert_eq!(paid, amount);
        }
    }
}
