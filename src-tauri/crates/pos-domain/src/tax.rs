//! Tax on a sale: classes with rates, prices with or without tax, rounding per line or per document.

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
pub fn inside(gross_minor: i64, rate: Percent) -> Option<i64> {
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
