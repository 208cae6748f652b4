//! GS1 element strings: application identifiers (AI) and their values, raw with FNC1 between them
//! or in the bracketed form people read. Reads what a till can use and passes over the rest.

use super::{Barcode, BarcodeError, all_digits, check_digit, gtin_key, scaled};
use crate::currency::UnitPrice;
use crate::quantity::Quantity;
use crate::time::Day;
use jiff::civil;

/// How FNC1 arrives: ASCII group separator (GS1 General Specifications 7.8).
pub(super) const FNC1: char = '\u{1d}';

/// What a till can use of an element string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gs1Elements {
    /// Key of AI 01, or of AI 02 (what is inside) where there is no 01.
    pub gtin: String,
    /// AI 310n, kilograms.
    pub weight: Option<Quantity>,
    /// AI 392n or 393n: what the whole packet costs.
    pub price: Option<UnitPrice>,
    /// AI 393n: the price's currency, ISO 4217 number. None = the shop's own.
    pub price_currency: Option<u16>,
    /// AI 30 or 37: pieces.
    pub count: Option<u32>,
    /// AI 10.
    pub lot: Option<String>,
    /// AI 21.
    pub serial: Option<String>,
    /// AI 15.
    pub best_before: Option<Day>,
    /// AI 17.
    pub expires: Option<Day>,
}

impl From<Gs1Elements> for Barcode {
    fn from(elements: Gs1Elements) -> Barcode {
        Barcode::Gs1_128(elements)
    }
}

/// Reads a string that its symbology identifier says is made of elements.
pub(super) fn read_raw(content: &str) -> Result<Gs1Elements, BarcodeError> {
    let mut reading = Reading::default();
    let mut rest = content.trim_start_matches(FNC1);
    while !rest.is_empty() {
        let (ai_length, fixed) = layout(rest).ok_or_else(|| unreadable(rest))?;
        let end = match fixed {
            Some(length) => length,
            None => rest.find(FNC1).unwrap_or(rest.len()),
        };
        let (ai, value) = rest
            .get(..end)
            .and_then(|element| element.split_at_checked(ai_length))
            .ok_or_else(|| unreadable(rest))?;
        reading.take(ai, value)?;
        rest = rest[end..].trim_start_matches(FNC1);
    }
    reading.finish()
}

/// Reads a string without an identifier, when it looks like elements: it holds FNC1, has brackets
/// round its identifiers, or begins with a whole, right GTIN and can be read to its end.
/// `None` = it is something else.
pub(super) fn read_unmarked(content: &str) -> Option<Result<Gs1Elements, BarcodeError>> {
    if content.contains(FNC1) {
        return Some(read_raw(content));
    }
    if content.starts_with('(') && (content.contains("(01)") || content.contains("(02)")) {
        return Some(read_bracketed(content));
    }
    if content.len() >= 16 && (content.starts_with("01") || content.starts_with("02")) {
        return read_raw(content).ok().map(Ok);
    }
    None
}

fn read_bracketed(content: &str) -> Result<Gs1Elements, BarcodeError> {
    let mut reading = Reading::default();
    let mut rest = content;
    while !rest.is_empty() {
        let (ai, after) = bracket(rest).ok_or_else(|| unreadable(rest))?;
        // A bracket may be part of a value; only a whole "(digits)" begins the next element.
        let end = after
            .match_indices('(')
            .map(|(at, _)| at)
            .find(|at| bracket(&after[*at..]).is_some())
            .unwrap_or(after.len());
        reading.take(ai, &after[..end])?;
        rest = &after[end..];
    }
    reading.finish()
}

/// `(3103)000642…` → `3103` and what follows.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let (ai, after) = text.strip_prefix('(')?.split_once(')')?;
    (all_digits(ai) && matches!(ai.len(), 2..=4)).then_some((ai, after))
}

/// How long the AI is that `rest` begins with, and the length of the whole element if it is
/// predefined (section 7.8; the lengths of AIs go by their first two digits). `None` = no AI.
fn layout(rest: &str) -> Option<(usize, Option<usize>)> {
    let first: u8 = rest.get(..2).filter(|t| all_digits(t))?.parse().ok()?;
    let ai = match first {
        0..=4 | 10..=22 | 30 | 37 | 90..=99 => 2,
        23..=25 | 40..=42 | 71 => 3,
        31..=36 | 39 | 43 | 70 | 72 | 80..=82 => 4,
        _ => return None,
    };
    let fixed = match first {
        0 => Some(20),
        1..=3 => Some(16),
        4 => Some(18),
        11..=19 => Some(8),
        20 => Some(4),
        31..=36 => Some(10),
        41 => Some(16),
        _ => None,
    };
    Some((ai, fixed))
}

fn unreadable(rest: &str) -> BarcodeError {
    let ai = rest.chars().filter(|c| !c.is_control()).take(4).collect();
    BarcodeError::Element { ai }
}

/// Elements gathered so far.
#[derive(Default)]
struct Reading {
    found: Gs1Elements,
    item: Option<String>,
    content: Option<String>,
}

impl Reading {
    fn take(&mut self, ai: &str, value: &str) -> Result<(), BarcodeError> {
        let fault = || BarcodeError::Element { ai: ai.to_owned() };
        let found = &mut self.found;
        match ai.as_bytes() {
            b"01" => self.item = Some(gtin(value).ok_or_else(|| wrong_gtin(ai, value))?),
            b"02" => self.content = Some(gtin(value).ok_or_else(|| wrong_gtin(ai, value))?),
            b"10" => found.lot = Some(text(value).ok_or_else(fault)?),
            b"21" => found.serial = Some(text(value).ok_or_else(fault)?),
            b"15" => found.best_before = Some(day(value).ok_or_else(fault)?),
            b"17" => found.expires = Some(day(value).ok_or_else(fault)?),
            b"30" | b"37" => {
                let count = digits(value, 8).and_then(|n| u32::try_from(n).ok());
                found.count = Some(count.ok_or_else(fault)?);
            }
            [b'3', b'1', b'0', n @ b'0'..=b'5'] => {
                let grams = digits(value, 6).and_then(|v| scaled(v, u32::from(n - b'0'), 3));
                found.weight = Some(Quantity(grams.ok_or_else(fault)?));
            }
            [b'3', b'9', b'2', n @ b'0'..=b'9'] => {
                found.price = Some(price(value, *n).ok_or_else(fault)?);
            }
            [b'3', b'9', b'3', n @ b'0'..=b'9'] => {
                let (code, amount) = value.split_at_checked(3).ok_or_else(fault)?;
                let code = digits(code, 3).and_then(|c| u16::try_from(c).ok());
                found.price_currency = Some(code.ok_or_else(fault)?);
                found.price = Some(price(amount, *n).ok_or_else(fault)?);
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(self) -> Result<Gs1Elements, BarcodeError> {
        let gtin = self.item.or(self.content).ok_or(BarcodeError::NoProduct)?;
        Ok(Gs1Elements { gtin, ..self.found })
    }
}

fn gtin(value: &str) -> Option<String> {
    (value.len() == 14).then(|| gtin_key(value)).flatten()
}

fn wrong_gtin(ai: &str, value: &str) -> BarcodeError {
    match value
        .split_at_checked(13)
        .map(|(body, _)| check_digit(body))
    {
        Some(Some(expected)) if value.len() == 14 => BarcodeError::CheckDigit {
            code: value.to_owned(),
            expected,
        },
        Some(_) | None => BarcodeError::Element { ai: ai.to_owned() },
    }
}

/// Up to `most` digits as a number.
fn digits(value: &str, most: usize) -> Option<u64> {
    (all_digits(value) && value.len() <= most).then(|| value.parse().ok())?
}

fn price(value: &str, decimals: u8) -> Option<UnitPrice> {
    scaled(digits(value, 15)?, u32::from(decimals - b'0'), 4).map(UnitPrice)
}

/// Lot and serial: 1–20 characters.
fn text(value: &str) -> Option<String> {
    let fits = (1..=20).contains(&value.chars().count()) && !value.chars().any(char::is_control);
    fits.then(|| value.to_owned())
}

/// `YYMMDD`; day 00 is the end of the month. Section 7.12 takes the century by today's date; goods
/// on a counter are of this one, and without a clock the rule stays pure.
fn day(value: &str) -> Option<Day> {
    if value.len() != 6 {
        return None;
    }
    let number = i32::try_from(digits(value, 6)?).ok()?;
    let part = |n: i32| i8::try_from(n % 100).ok();
    let year = i16::try_from(2000 + number / 10_000).ok()?;
    let (month, day) = (part(number / 100)?, part(number)?);
    let first = civil::Date::new(year, month, 1).ok()?;
    let date = match day {
        0 => first.last_of_month(),
        _ => civil::Date::new(year, month, day).ok()?,
    };
    Some(Day::from_date(date))
}
