//! The one place where an amount is rounded. Every rule has a name; nothing else may divide money.

/// How a fraction of the smallest unit is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// A half goes away from zero: 0.5 → 1, −0.5 → −1 (what receipts print).
    HalfUp,
    /// A half goes to the even neighbour: 0.5 → 0, 1.5 → 2 (no drift over many).
    HalfEven,
}

/// `numerator / denominator` as a whole number by the named rule.
///
/// `denominator` must be positive. Returns `None` when the answer does not fit in an `i64`.
pub fn divide(numerator: i128, denominator: i128, rule: Rounding) -> Option<i64> {
    assert!(denominator > 0, "a denominator is positive");
    let (whole, rest) = (
        numerator.div_euclid(denominator),
        numerator.rem_euclid(denominator),
    );
    let up = match (rest * 2).cmp(&denominator) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        // div_euclid floors, so "away from zero" is up only for a positive numerator.
        std::cmp::Ordering::Equal => match rule {
            Rounding::HalfUp => numerator > 0,
            Rounding::HalfEven => whole % 2 != 0,
        },
    };
    i64::try_from(whole + i128::from(up)).ok()
}

/// The nearest multiple of `step_minor` (cash rounding: 5 for the nickel and 0.05); halves go away
/// from zero. A step of 0 or 1 changes nothing.
pub fn to_step(amount_minor: i64, step_minor: i64) -> i64 {
    if step_minor <= 1 {
        return amount_minor;
    }
    divide(
        i128::from(amount_minor),
        i128::from(step_minor),
        Rounding::HalfUp,
    )
    .and_then(|n| n.checked_mul(step_minor))
    .unwrap_or(amount_minor)
}

/// Shares `total` over `weights` in proportion, to the last unit: the parts always sum to `total`.
/// Largest remainders get the odd units, earlier parts first among equals. Weights are not
/// negative; when all are zero the whole goes to the first part.
pub fn spread(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if weights.is_empty() {
        return Vec::new();
    }
    if sum == 0 {
        let mut parts = vec![0; weights.len()];
        parts[0] = total;
        return parts;
    }
    let sign = if total < 0 { -1 } else { 1 };
    let magnitude = i128::from(total).abs();
    let mut parts: Vec<i128> = Vec::with_capacity(weights.len());
    let mut rests: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    for (i, w) in weights.iter().enumerate() {
        let product = magnitude * i128::from(*w);
        parts.push(product / sum);
        rests.push((product % sum, i));
    }
    let mut left = magnitude - parts.iter().sum::<i128>();
    rests.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, i) in rests {
        if left == 0 {
            break;
        }
        parts[i] += 1;
        left -= 1;
    }
    // Each part is at most `total`, so it fits again.
    parts.into_iter().map(|p| (p * sign) as i64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_go_where_the_rule_says() {
        for (numerator, denominator, half_up, half_even) in [
            (0, 10, 0, 0),
            (4, 10, 0, 0),
            (5, 10, 1, 0),
            (6, 10, 1, 1),
            (15, 10, 2, 2),
            (25, 10, 3, 2),
            (-4, 10, 0, 0),
            (-5, 10, -1, 0),
            (-6, 10, -1, -1),
            (-15, 10, -2, -2),
            (-25, 10, -3, -2),
            (7, 3, 2, 2),
            (8, 3, 3, 3),
            (-7, 3, -2, -2),
            (-8, 3, -3, -3),
            (1, 1, 1, 1),
        ] {
            let found = [Rounding::HalfUp, Rounding::HalfEven]
                .map(|rule| divide(numerator, denominator, rule));
            let expected = [Some(half_up), Some(half_even)];
            assert_eq!(found, expected, "{numerator}/{denominator}");
        }
        assert_eq!(divide(i128::from(i64::MAX) + 1, 1, Rounding::HalfUp), None);
        assert_eq!(
            divide(i128::from(i64::MIN), 1, Rounding::HalfUp),
            Some(i64::MIN)
        );
    }

    #[test]
    fn cash_goes_to_the_nearest_coin() {
        for (amount, step, expected) in [
            (1001, 5, 1000),
            (1002, 5, 1000),
            (1003, 5, 1005),
            (1007, 5, 1005),
            (1008, 5, 1010),
            (-1003, 5, -1005),
            (1005, 10, 1010),
            (-1005, 10, -1010),
            (1049, 100, 1000),
            (1050, 100, 1100),
            (1003, 1, 1003),
            (1003, 0, 1003),
            (2, 5, 0),
        ] {
            assert_eq!(to_step(amount, step), expected, "{amount} to {step}");
        }
    }

    #[test]
    fn a_spread_is_fair() {
        for (total, weights, expected) in [
            (100, &[1, 1, 1][..], &[34, 33, 33][..]),
            (-100, &[1, 1, 1], &[-34, -33, -33]),
            (500, &[1000, 1000, 1000], &[167, 167, 166]),
            (10, &[5, 0, 5], &[5, 0, 5]),
            (1, &[1, 2, 1], &[0, 1, 0]),
            (7, &[0, 0], &[7, 0]),
            (0, &[3, 4], &[0, 0]),
            (5, &[], &[]),
        ] {
            assert_eq!(spread(total, weights), expected, "{total} over {weights:?}");
        }
    }

    proptest! {
        #[test]
        fn a_quotient_is_the_nearest(n in any::<i64>(), d in 1..i64::MAX, even in any::<bool>()) {
            let rule = if even { Rounding::HalfEven } else { Rounding::HalfUp };
            let (n, d) = (i128::from(n), i128::from(d));
            let off = i128::from(divide(n, d, rule).unwrap()) * d - n;
            prop_assert!(off.abs() * 2 <= d);
        }

        #[test]
        fn a_spread_loses_nothing(
            total in -1_000_000_000_000_i64..1_000_000_000_000,
            weights in proptest::collection::vec(0..1_000_000_000_i64, 1..40),
        ) {
            let parts = spread(total, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
            for (part, weight) in parts.iter().zip(&weights).filter(|_| sum > 0) {
                let off = i128::from(*part) * sum - i128::from(total) * i128::from(*weight);
                prop_assert!(off.abs() < sum, "{part} for {weight}");
                prop_assert!(*weight > 0 || *part == 0);
                prop_assert!(i128::from(total) > sum || part <= weight);
            }
        }
    }
}
