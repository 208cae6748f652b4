//! In-store labels of scales and back rooms: thirteen digits that carry an item number and a price
//! or a weight, laid out by the shop's own rules (GS1 General Specifications 2.1: restricted
//! circulation numbers, prefixes 02, 04 and 20–29).

use super::{EmbeddedAmount, scaled};
use crate::currency::UnitPrice;
use crate::quantity::Quantity;
use crate::shop::{EmbeddedValue, PriceBarcodeRule};
use thiserror::Error;

/// Digits before the check digit.
const BODY_DIGITS: usize = 12;

/// Why a rule cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RuleFault {
    #[error("the prefix must be 02, 04 or 20 to 29, and digits only")]
    Prefix,
    #[error("prefix, item and value must fill 12 digits, or 11 and a price check digit")]
    Length,
    #[error("the value cannot have that many decimals")]
    Decimals,
}

impl PriceBarcodeRule {
    /// Checks a rule before it is kept. A rule that fails here reads nothing.
    pub fn check(&self) -> Result<(), RuleFault> {
        let bytes = self.prefix.as_bytes();
        let in_store = matches!(bytes, [b'2', _, ..] | [b'0', b'2' | b'4', ..]);
        if !in_store || !bytes.iter().all(u8::is_ascii_digit) {
            return Err(RuleFault::Prefix);
        }
        let used = bytes.len() + usize::from(self.item_digits) + usize::from(self.value_digits);
        let fits = used == BODY_DIGITS || used + 1 == BODY_DIGITS;
        if !fits || self.item_digits == 0 || self.value_digits == 0 {
            return Err(RuleFault::Length);
        }
        let most = match self.value {
            EmbeddedValue::Price => 4,
            EmbeddedValue::Weight => 3,
        };
        if self.decimals > most {
            return Err(RuleFault::Decimals);
        }
        Ok(())
    }
}

/// The item and the value of a GTIN key, when a rule claims it; the longest prefix wins. The check
/// digit of the whole code has been verified. A digit left over between item and value is the
/// price's own check digit; it is passed over, not verified: its formulas differ by country and the
/// outer digit already guards the code.
pub(super) fn read(key: &str, rules: &[PriceBarcodeRule]) -> Option<(String, EmbeddedAmount)> {
    if key.len() != BODY_DIGITS + 1 {
        return None;
    }
    let rule = rules
        .iter()
        .filter(|r| key.starts_with(&r.prefix) && r.check().is_ok())
        .max_by_key(|r| r.prefix.len())?;
    let item_at = rule.prefix.len();
    let value_at = BODY_DIGITS - usize::from(rule.value_digits);
    let item = key[item_at..item_at + usize::from(rule.item_digits)].to_owned();
    let digits: u64 = key[value_at..BODY_DIGITS].parse().ok()?;
    let decimals = u32::from(rule.decimals);
    let value = match rule.value {
        EmbeddedValue::Price => EmbeddedAmount::Price(UnitPrice(scaled(digits, decimals, 4)?)),
        EmbeddedValue::Weight => EmbeddedAmount::Weight(Quantity(scaled(digits, decimals, 3)?)),
    };
    Some((item, value))
}
