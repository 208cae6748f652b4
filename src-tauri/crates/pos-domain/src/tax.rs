//! Tax on a sale: classes with rates, prices with or without tax, rounding per line or document.

use crate::ids::TaxClassId;
use crate::quantity::Percent;
use crate::rounding::{Rounding, divide};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One class of goods and its rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxClass {
    pub id: TaxClassId,
    pub name: String,
    pub rate: Percent,
}

/// Where the fraction of a cent goes.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    TS,
    minicbor::Encode,
    minicbor::Decode,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum TaxRounding {
    /// Each line's tax is rounded, then summed.
    #[n(0)]
    PerLine,
    /// Lines of a class are summed, then the tax is rounded once.
    #[n(1)]
    PerDocument,
}

/// The tax inside an amount that includes it: `gross × r / (1 + r)`, half up.
/// `None` for a rate below zero or an amount beyond all measure.
pub fn inside(gross_minor: i64, rate: Percent) -> Option<i64> {
    if rate.0 < 0 {
        return None;
    }
    let r = i128::from(rate.0);
    divide(
        i128::from(gross_minor) * r,
        i128::from(Percent::WHOLE.0) + r,
        Rounding::HalfUp,
    )
}

/// The tax on top of an amount without it: `net × r`, half up.
pub fn on_top(net_minor: i64, rate: Percent) -> Option<i64> {
    divide(
        i128::from(net_minor) * i128::from(rate.0),
        i128::from(Percent::WHOLE.0),
        Rounding::HalfUp,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_inside_and_on_top() {
        for (amount, rate, in_it, on_it) in [
            (119, "19", 19, 23),
            (100, "19", 16, 19),
            (107, "7", 7, 7),
            (1000, "0", 0, 0),
            (99, "8.875", 8, 9),
            (-119, "19", -19, -23),
            (-50, "1", 0, -1), // −0.495 and −0.5
            (50, "1", 0, 1),
            (1050, "5.5", 55, 58),
        ] {
            let rate = Percent::parse(rate).unwrap();
            assert_eq!(inside(amount, rate), Some(in_it), "in {amount} at {rate}");
            assert_eq!(on_top(amount, rate), Some(on_it), "on {amount} at {rate}");
        }
        assert_eq!(inside(100, Percent::of(-100)), None);
        assert_eq!(on_top(i64::MAX, Percent::of(200)), None);
    }
}
