//! What a scanned or typed code means. Owns the reading of GTINs, in-store codes with a price or a
//! weight inside, and GS1 element strings. Knows no product: it says under which key to look one
//! up. Must never panic, whatever a scanner sends.
//!
//! Source: GS1 General Specifications, the sections named at each rule.

mod embedded;
mod gs1;
mod gtin;
#[cfg(test)]
mod tests;

use crate::currency::UnitPrice;
use crate::quantity::Quantity;
use crate::shop::PriceBarcodeRule;
use thiserror::Error;

pub use embedded::RuleFault;
pub use gs1::Gs1Elements;
pub use gtin::{check_digit, gtin_key};

/// What a code turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Barcode {
    /// Any other code: a house number, a PLU, a Code 128 label. 1–48 printable characters.
    Plain(String),
    /// A trade item. `digits` is its [`gtin_key`].
    Gtin { digits: String },
    /// An in-store label that carries a price or a weight. `item` is the shop's own number, leading
    /// zeros kept; `raw` is the code as scanned.
    Embedded {
        item: String,
        value: EmbeddedAmount,
        raw: String,
    },
    /// A GS1 element string (GS1-128, GS1 DataBar, GS1 DataMatrix, GS1 QR Code).
    Gs1_128(Gs1Elements),
}

/// What an in-store label carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbeddedAmount {
    /// What the whole packet costs; `to_minor` gives it in the shop's currency.
    Price(UnitPrice),
    /// Kilograms.
    Weight(Quantity),
}

/// Why a code cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BarcodeError {
    #[error("there is no code")]
    Empty,
    #[error("the code is longer than {most} characters")]
    TooLong { most: usize },
    #[error("the code holds characters that cannot be printed")]
    NotPrintable,
    #[error("the check digit of {code} should be {expected}")]
    CheckDigit { code: String, expected: u8 },
    #[error("the part ({ai}) of the code cannot be read")]
    Element { ai: String },
    #[error("the code names no product")]
    NoProduct,
}

/// Longest plain code: what GS1-128 may hold at most (section 5.4.4.1).
pub const PLAIN_MAX: usize = 48;
/// Longest element string looked at; two-dimensional symbols hold more than one of GS1-128.
const ELEMENTS_MAX: usize = 512;

impl Barcode {
    /// The key to look the product up by. For an in-store label that is the item number.
    pub fn key(&self) -> &str {
        match self {
            Barcode::Plain(code) => code,
            Barcode::Gtin { digits } => digits,
            Barcode::Embedded { item, .. } => item,
            Barcode::Gs1_128(elements) => &elements.gtin,
        }
    }
}

/// Reads a code as it came from a scanner or from the keys. `rules` are the shop's in-store labels.
///
/// Numbers of 8, 12, 13 and 14 digits must have the right check digit (section 7.9). A symbology
/// identifier (`]E0`, `]C1` …, ISO/IEC 15424) is understood and dropped; two- and five-digit
/// add-ons that come with one are left out.
pub fn read(code: &str, rules: &[PriceBarcodeRule]) -> Result<Barcode, BarcodeError> {
    let code = code.trim();
    if code.is_empty() {
        return Err(BarcodeError::Empty);
    }
    if code.len() > ELEMENTS_MAX {
        return Err(BarcodeError::TooLong { most: ELEMENTS_MAX });
    }
    let (symbology, content) = split_identifier(code);
    match symbology {
        Some("C1" | "e0" | "d2" | "Q3" | "J1") => return gs1::read_raw(content).map(Into::into),
        // EAN-13 with an add-on: the item is the first thirteen digits.
        Some("E3") if all_digits(content) && content.len() > 13 => {
            return number(&content[..13], rules);
        }
        Some(_) | None => {}
    }
    if content.is_empty() {
        return Err(BarcodeError::Empty);
    }
    if let Some(elements) = gs1::read_unmarked(content) {
        return elements.map(Into::into);
    }
    if all_digits(content) && matches!(content.len(), 8 | 12 | 13 | 14) {
        return number(content, rules);
    }
    plain(content)
}

/// A number of a length that has a check digit.
fn number(digits: &str, rules: &[PriceBarcodeRule]) -> Result<Barcode, BarcodeError> {
    let Some(key) = gtin_key(digits) else {
        let expected = check_digit(&digits[..digits.len() - 1]).unwrap_or(0);
        let code = digits.to_owned();
        return Err(BarcodeError::CheckDigit { code, expected });
    };
    if let Some((item, value)) = embedded::read(&key, rules) {
        let raw = digits.to_owned();
        return Ok(Barcode::Embedded { item, value, raw });
    }
    Ok(Barcode::Gtin { digits: key })
}

fn plain(content: &str) -> Result<Barcode, BarcodeError> {
    if content.chars().count() > PLAIN_MAX {
        return Err(BarcodeError::TooLong { most: PLAIN_MAX });
    }
    if content.chars().any(char::is_control) {
        return Err(BarcodeError::NotPrintable);
    }
    Ok(Barcode::Plain(content.to_owned()))
}

/// Splits `]cm` off: a letter for the symbology and a modifier.
fn split_identifier(code: &str) -> (Option<&str>, &str) {
    match code.as_bytes() {
        [b']', letter, modifier, ..]
            if letter.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
        {
            (Some(&code[1..3]), &code[3..])
        }
        _ => (None, code),
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `value × 10^-decimals`, given in `places` decimals. Finer values are rounded half up.
fn scaled(value: u64, decimals: u32, places: u32) -> Option<i64> {
    let numerator = i128::from(value).checked_mul(10_i128.checked_pow(places)?)?;
    let denominator = 10_i128.checked_pow(decimals)?;
    crate::rounding::divide(numerator, denominator, crate::rounding::Rounding::HalfUp)
}
