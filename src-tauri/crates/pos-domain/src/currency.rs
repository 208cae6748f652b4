//! Currencies and amounts. An amount is whole minor units (cents, fen, yen); a unit price is finer:
//! ten-thousandths of a major unit. No floats anywhere.

use crate::rounding::{Rounding, divide};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A currency the shop can trade in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217 letters.
    pub code: &'static str,
    /// ISO 4217 number, as card terminals want it.
    pub numeric: u16,
    /// Digits after the point.
    pub exponent: u8,
    pub symbol: &'static str,
    /// Coins and notes that people hand over, ascending, in minor units.
    pub cash_minor: &'static [i64],
    /// Every coin and note that may lie in a drawer, ascending, in minor units.
    pub counted_minor: &'static [i64],
}

const CENTS: &[i64] = &[5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000];
const DOLLAR: &[i64] = &[5, 10, 25, 100, 500, 1000, 2000, 5000, 10000];

/// Every currency known here. ISO 4217 codes and numbers.
pub const CURRENCIES: &[Currency] = &[
    Currency {
        code: "EUR",
        numeric: 978,
        exponent: 2,
        symbol: "€",
        cash_minor: CENTS,
        counted_minor: &[
            1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000,
        ],
    },
    Currency {
        code: "GBP",
        numeric: 826,
        exponent: 2,
        symbol: "£",
        cash_minor: &[5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
        counted_minor: &[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
    },
    Currency {
        code: "USD",
        numeric: 840,
        exponent: 2,
        symbol: "$",
        cash_minor: DOLLAR,
        counted_minor: &[1, 5, 10, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10000],
    },
    Currency {
        code: "CNY",
        numeric: 156,
        exponent: 2,
        symbol: "¥",
        cash_minor: &[10, 50, 100, 500, 1000, 2000, 5000, 10000],
        counted_minor: &[10, 50, 100, 500, 1000, 2000, 5000, 10000],
    },
    Currency {
        code: "CHF",
        numeric: 756,
        exponent: 2,
        symbol: "CHF",
        cash_minor: &[5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000],
        counted_minor: &[
            5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 100000,
        ],
    },
    Currency {
        code: "JPY",
        numeric: 392,
        exponent: 0,
        symbol: "¥",
        cash_minor: &[1, 5, 10, 50, 100, 500, 1000, 2000, 5000, 10000],
        counted_minor: &[1, 5, 10, 50, 100, 500, 1000, 2000, 5000, 10000],
    },
    Currency {
        code: "SEK",
        numeric: 752,
        exponent: 2,
        symbol: "kr",
        cash_minor: &[100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000],
        counted_minor: &[100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000],
    },
    Currency {
        code: "DKK",
        numeric: 208,
        exponent: 2,
        symbol: "kr",
        cash_minor: &[50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000],
        counted_minor: &[50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000],
    },
    Currency {
        code: "NOK",
        numeric: 578,
        exponent: 2,
        symbol: "kr",
        cash_minor: &[100, 500, 1000, 2000, 5000, 10000, 20000, 50000],
        counted_minor: &[100, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000],
    },
    Currency {
        code: "PLN",
        numeric: 985,
        exponent: 2,
        symbol: "zł",
        cash_minor: CENTS,
        counted_minor: &[
            1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000,
        ],
    },
    Currency {
        code: "CZK",
        numeric: 203,
        exponent: 2,
        symbol: "Kč",
        cash_minor: &[100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000],
        counted_minor: &[
            100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000,
        ],
    },
    Currency {
        code: "HKD",
        numeric: 344,
        exponent: 2,
        symbol: "HK$",
        cash_minor: &[10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000],
        counted_minor: &[
            10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000, 100000,
        ],
    },
    Currency {
        code: "SGD",
        numeric: 702,
        exponent: 2,
        symbol: "S$",
        cash_minor: &[5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10000],
        counted_minor: &[5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10000],
    },
    Currency {
        code: "AUD",
        numeric: 36,
        exponent: 2,
        symbol: "A$",
        cash_minor: &[5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000],
        counted_minor: &[5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000],
    },
    Currency {
        code: "CAD",
        numeric: 124,
        exponent: 2,
        symbol: "C$",
        cash_minor: &[5, 10, 25, 100, 200, 500, 1000, 2000, 5000, 10000],
        counted_minor: &[5, 10, 25, 100, 200, 500, 1000, 2000, 5000, 10000],
    },
];

impl Currency {
    /// The currency with these ISO 4217 letters.
    pub fn by_code(code: &str) -> Option<&'static Currency> {
        CURRENCIES.iter().find(|c| c.code == code)
    }

    /// Minor units in one major unit: 100 for the euro, 1 for the yen.
    pub fn scale(&self) -> i64 {
        10_i64.pow(u32::from(self.exponent))
    }
}

/// A price of one unit, in ten-thousandths of a major unit (2.35 EUR = 23 500).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    TS,
    minicbor::Encode,
    minicbor::Decode,
)]
#[serde(transparent)]
#[cbor(transparent)]
#[ts(type = "number")]
pub struct UnitPrice(#[n(0)] pub i64);

/// Ten-thousandths in one major unit.
pub const UNIT_PRICE_SCALE: i64 = 10_000;

impl UnitPrice {
    /// A unit price that equals a whole amount of minor units.
    pub fn from_minor(amount_minor: i64, currency: &Currency) -> Option<UnitPrice> {
        amount_minor
            .checked_mul(UNIT_PRICE_SCALE / currency.scale())
            .map(UnitPrice)
    }

    /// The nearest whole amount of minor units.
    pub fn to_minor(self, currency: &Currency) -> Option<i64> {
        let step = i128::from(UNIT_PRICE_SCALE / currency.scale());
        divide(i128::from(self.0), step, Rounding::HalfUp)
    }

    /// Reads a decimal such as `2.35` or `0.1175`; at most four digits after the point.
    pub fn parse(text: &str) -> Option<UnitPrice> {
        crate::quantity::parse_scaled(text, 4).map(UnitPrice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        for (i, currency) in CURRENCIES.iter().enumerate() {
            let code = currency.code;
            assert_eq!(Currency::by_code(code), Some(currency));
            assert!(
                code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()),
                "{code}"
            );
            assert!(
                CURRENCIES[..i]
                    .iter()
                    .all(|c| c.numeric != currency.numeric),
                "{code}"
            );
            assert!(currency.cash_minor.is_sorted_by(|a, b| a < b), "{code}");
            let counted = currency.counted_minor;
            assert!(counted.is_sorted_by(|a, b| a < b), "{code}");
            assert!(
                currency.cash_minor.iter().all(|one| counted.contains(one)),
                "{code}"
            );
            assert_eq!(UNIT_PRICE_SCALE % currency.scale(), 0, "{code}");
        }
        assert_eq!(Currency::by_code("XXX"), None);
    }

    #[test]
    fn unit_prices_become_amounts() {
        let euro = Currency::by_code("EUR").unwrap();
        let yen = Currency::by_code("JPY").unwrap();
        for (text, cents, whole_yen) in [
            ("2.35", 235, 2),
            ("0.1175", 12, 0),
            ("0.1149", 11, 0),
            ("0.005", 1, 0),
            ("-0.005", -1, 0),
            ("120.5", 12_050, 121),
        ] {
            let price = UnitPrice::parse(text).unwrap();
            assert_eq!(price.to_minor(euro), Some(cents), "{text} EUR");
            assert_eq!(price.to_minor(yen), Some(whole_yen), "{text} JPY");
        }
        assert_eq!(UnitPrice::from_minor(235, euro), Some(UnitPrice(23_500)));
        assert_eq!(UnitPrice::from_minor(235, yen), Some(UnitPrice(2_350_000)));
        assert_eq!(UnitPrice::from_minor(i64::MAX, yen), None);
        assert_eq!(UnitPrice::parse("0.00001"), None);
    }
}
