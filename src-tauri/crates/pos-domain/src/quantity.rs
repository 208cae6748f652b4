//! Quantities and rates as exact decimals. A quantity has three digits after the point (grams of a
//! kilogram), a rate three digits of a percent; both travel as text so that no float touches them.

use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// How many or how much, in thousandths: 1 piece = 1000, 0.642 kg = 642.
#[derive(
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    minicbor::Encode,
    minicbor::Decode,
    TS,
)]
#[cbor(transparent)]
#[ts(type = "string")]
pub struct Quantity(#[n(0)] pub i64);

/// A share of a hundred, in thousandths of a percent: 19 % = 19 000, 8.875 % = 8 875.
#[derive(
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    minicbor::Encode,
    minicbor::Decode,
    TS,
)]
#[cbor(transparent)]
#[ts(type = "string")]
pub struct Percent(#[n(0)] pub i64);

impl Quantity {
    pub const SCALE: i64 = 1000;
    pub const ONE: Quantity = Quantity(1000);
    /// More of one thing than this on one line is a slip of the hand.
    pub const MAX: Quantity = Quantity(1_000_000 * 1000);

    pub fn of(pieces: i64) -> Quantity {
        Quantity(pieces * Self::SCALE)
    }
    pub fn is_whole(self) -> bool {
        self.0 % Self::SCALE == 0
    }
    pub fn parse(text: &str) -> Option<Quantity> {
        parse_scaled(text, 3).map(Quantity)
    }
}

impl Percent {
    /// 100 %.
    pub const WHOLE: Percent = Percent(100_000);

    pub fn of(percent: i64) -> Percent {
        Percent(percent * 1000)
    }
    pub fn parse(text: &str) -> Option<Percent> {
        parse_scaled(text, 3).map(Percent)
    }
}

/// Reads a plain decimal (`-12`, `0.642`, `3.`) as an integer of `digits` decimals.
/// Refuses anything else: spaces, signs inside, exponents, more digits than there are places.
pub fn parse_scaled(text: &str, digits: usize) -> Option<i64> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let fraction = fraction.trim_end_matches('0');
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || whole.len() > 15 || fraction.len() > digits {
        return None;
    }
    if !plain(whole) || !plain(fraction) {
        return None;
    }
    let mut value: i64 = 0;
    let padded = fraction.bytes().chain(std::iter::repeat(b'0')).take(digits);
    for digit in whole.bytes().chain(padded) {
        value = value
            .checked_mul(10)?
            .checked_add(i64::from(digit - b'0'))?;
    }
    Some(if negative { -value } else { value })
}

/// Writes an integer of `digits` decimals as a plain decimal without trailing zeros.
pub fn write_scaled(value: i64, digits: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let scale = 10_u64.pow(digits as u32);
    let (whole, fraction) = (value.unsigned_abs() / scale, value.unsigned_abs() % scale);
    if fraction == 0 {
        return format!("{sign}{whole}");
    }
    let fraction = format!("{fraction:0digits$}");
    format!("{sign}{whole}.{}", fraction.trim_end_matches('0'))
}

macro_rules! decimal_text {
    ($name:ident, $what:literal) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&write_scaled(self.0, 3))
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                $name::parse(&text).ok_or_else(|| {
                    serde::de::Error::custom(concat!($what, " is a decimal with at most 3 places"))
                })
            }
        }
    };
}
decimal_text!(Quantity, "a quantity");
decimal_text!(Percent, "a rate");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_are_read_exactly() {
        for (text, expected) in [
            ("0", Some(0)),
            ("1", Some(1000)),
            ("0.642", Some(642)),
            (".5", Some(500)),
            ("3.", Some(3000)),
            ("-12", Some(-12_000)),
            ("-0.001", Some(-1)),
            ("1.5000000", Some(1500)),
            ("007", Some(7000)),
            ("999999999999999", Some(999_999_999_999_999_000)),
            ("9999999999999999", None),
            ("0.0001", None),
            ("", None),
            (".", None),
            ("-", None),
            ("+1", None),
            ("--1", None),
            ("1e3", None),
            ("1,5", None),
            ("1.5.2", None),
            (" 1", None),
            ("1.-5", None),
            ("１", None),
            ("NaN", None),
        ] {
            assert_eq!(Quantity::parse(text), expected.map(Quantity), "{text:?}");
        }
        assert_eq!(Percent::parse("8.875"), Some(Percent(8_875)));
        assert_eq!(parse_scaled("999999999999999", 4), None);
    }

    #[test]
    fn quantities_travel_as_text() {
        let json = serde_json::to_string(&[Quantity(642), Quantity::ONE]).unwrap();
        assert_eq!(json, r#"["0.642","1"]"#);
        let back: Vec<Quantity> = serde_json::from_str(&json).unwrap();
        assert_eq!(back, [Quantity(642), Quantity::ONE]);
        assert!(
            serde_json::from_str::<Quantity>("0.642").is_err(),
            "a float"
        );
        assert!(serde_json::from_str::<Percent>(r#""8.8755""#).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(value in -1_000_000_000_000_000..1_000_000_000_000_000_i64) {
            prop_assert_eq!(Quantity::parse(&Quantity(value).to_string()), Some(Quantity(value)));
        }

        #[test]
        fn reading_never_panics(text in any::<String>(), digits in 0..6_usize) {
            let _ = parse_scaled(&text, digits);
        }
    }
}
