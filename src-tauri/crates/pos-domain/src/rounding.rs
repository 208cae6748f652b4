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
