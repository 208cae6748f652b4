//! Masking at the byte boundary: the only place that looks at the digits of a card number.
//!
//! Owns: what of a card number may be seen (first six and last four digits at most) and how a
//! number is found in free text. Must never: return, keep or print a digit in between.

use std::fmt;

use zeroize::Zeroize;

/// Digits that may stay visible at the front of a full-length card number.
const SHOWN_FRONT: usize = 6;
/// Digits that may stay visible at the end.
const SHOWN_BACK: usize = 4;
/// The shortest number that is taken for a payment card number.
const CARD_DIGITS_MIN: usize = 12;
/// Front digits are shown only from this length on: shorter ones would be nearly whole.
const FRONT_SHOWN_FROM: usize = 13;
/// A field is masked well enough when at least this many digits were already hidden.
const HIDDEN_MIN: usize = 4;
/// Lengths of numbers looked for in free text (ISO/IEC 7812: up to 19).
const TEXT_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;

/// A card number of which at most the first six and last four digits are known.
#[derive(Clone, PartialEq, Eq)]
pub struct MaskedPan(String);

impl MaskedPan {
    /// For example `559884******8074`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MaskedPan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MaskedPan({})", self.0)
    }
}

impl fmt::Display for MaskedPan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a clear card number was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardField {
    /// The card number field itself (ZVT BMP 22).
    Pan,
    /// Track 1 (BMP 2D).
    Track1,
    /// Track 2 (BMP 23).
    Track2,
    /// Track 3 (BMP 24).
    Track3,
    /// A card check value (BMP 3A), which a register must never see at all.
    CheckValue,
    /// A TLV data object, by its tag.
    Tlv(u32),
}

/// A terminal sent a clear card number in a field. The digits are gone already; the terminal
/// has to be looked at by a technician before it takes another payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardAlarm {
    /// Every field that held one, in the order of arrival.
    pub fields: Vec<CardField>,
}

/// Masks a packed field of half bytes: `0`–`9` digits, `E` hidden, `F` padding at the end.
///
/// Returns the masked number and whether it had been sent in the clear; `None` when empty.
pub(crate) fn mask_half_bytes(field: &[u8]) -> Option<(MaskedPan, bool)> {
    let half = |at: usize| {
        let byte = field[at / 2];
        if at.is_multiple_of(2) {
            byte >> 4
        } else {
            byte & 0x0F
        }
    };
    let mut len = field.len() * 2;
    while len > 0 && half(len - 1) == 0x0F {
        len -= 1;
    }
    if len == 0 {
        return None;
    }
    let hidden = (0..len).filter(|at| half(*at) > 9).count();
    let masked = (0..len)
        .map(|at| match half(at) {
            digit @ 0..=9 if may_show(at, len) => char::from(b'0' + digit),
            _ => '*',
        })
        .collect();
    Some((
        MaskedPan(masked),
        len >= CARD_DIGITS_MIN && hidden < HIDDEN_MIN,
    ))
}

/// Whether half bytes hold twelve or more clear digits in a row (track data).
pub(crate) fn has_clear_digits(field: &[u8]) -> bool {
    let halves = field.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    longest_run(halves.map(|half| half <= 9)) >= CARD_DIGITS_MIN
}

/// Whether text holds twelve or more clear digits in a row (track 1).
pub(crate) fn has_clear_ascii_digits(field: &[u8]) -> bool {
    longest_run(field.iter().map(u8::is_ascii_digit)) >= CARD_DIGITS_MIN
}

/// Whether a value as a whole is a payment card number, packed or as text: 13 to 19 digits that
/// begin with 2 to 6 and pass the Luhn check.
pub(crate) fn is_card_number(value: &[u8]) -> bool {
    let mut digits: Vec<char> = Vec::with_capacity(value.len() * 2);
    if value.iter().all(u8::is_ascii_digit) {
        digits.extend(value.iter().map(|byte| char::from(*byte)));
    } else {
        let halves = value.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
        digits.extend(halves.map(|half| char::from_digit(half.into(), 16).unwrap_or('f')));
        let padding = digits
            .iter()
            .rev()
            .take_while(|digit| **digit == 'f')
            .count();
        digits.truncate(digits.len() - padding);
    }
    let places: Vec<usize> = (0..digits.len()).collect();
    let found = TEXT_DIGITS.contains(&digits.len())
        && digits.iter().all(char::is_ascii_digit)
        && matches!(digits[0], '2'..='6')
        && passes_luhn(&digits, &places);
    digits.zeroize();
    found
}

fn longest_run(flags: impl Iterator<Item = bool>) -> usize {
    let (mut run, mut best) = (0, 0);
    for flag in flags {
        run = if flag { run + 1 } else { 0 };
        best = best.max(run);
    }
    best
}

fn may_show(at: usize, len: usize) -> bool {
    at + SHOWN_BACK >= len || (len >= FRONT_SHOWN_FROM && at < SHOWN_FRONT)
}

/// Hides every digit that could be the middle of a card number in free text: 13 to 19 digits
/// that pass the Luhn check, together or in groups of three or more (the last one may be shorter)
/// with one or two spaces, dots, slashes or dashes between. Says whether something was hidden.
///
/// Overlapping candidates are all masked: better a masked order number than a leaked card.
pub fn mask_text(text: &str) -> (String, bool) {
    // The whole room at once: growing would leave copies behind.
    let mut chars: Vec<char> = Vec::with_capacity(text.len());
    chars.extend(text.chars());
    let mut hide = vec![false; chars.len()];
    for run in digit_runs(&chars) {
        mark_cards(&chars, &run, &mut hide);
    }
    let found = hide.contains(&true);
    for (ch, hidden) in chars.iter_mut().zip(hide) {
        if hidden {
            *ch = '*';
        }
    }
    let masked = chars.iter().collect();
    chars.zeroize();
    (masked, found)
}

/// The positions of digits, joined over separators where every group has three or more.
fn digit_runs(chars: &[char]) -> Vec<Vec<usize>> {
    let mut runs = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        while at < chars.len() && chars[at].is_ascii_digit() {
            at += 1;
        }
        if at == start {
            at += 1;
            continue;
        }
        let joined = run
            .last()
            .is_some_and(|last| is_gap(&chars[last + 1..start]));
        if at - start < 3 {
            // Groups of four leave one or two digits at the end of fourteen or seventeen.
            if joined {
                let mut with_rest = run.clone();
                with_rest.extend(start..at);
                flush(&mut with_rest, &mut runs);
            }
            flush(&mut run, &mut runs);
            continue;
        }
        if !joined {
            flush(&mut run, &mut runs);
        }
        run.extend(start..at);
    }
    flush(&mut run, &mut runs);
    runs
}

fn is_gap(between: &[char]) -> bool {
    between.len() <= 2
        && between
            .iter()
            .all(|c| matches!(c, ' ' | '.' | '-' | '/' | '\u{a0}'))
}

fn flush(run: &mut Vec<usize>, runs: &mut Vec<Vec<usize>>) {
    if run.len() >= *TEXT_DIGITS.start() {
        runs.push(std::mem::take(run));
    }
    run.clear();
}

fn mark_cards(chars: &[char], run: &[usize], hide: &mut [bool]) {
    for start in 0..run.len() {
        for len in TEXT_DIGITS {
            let Some(window) = run.get(start..start + len) else {
                break;
            };
            let alone = len == run.len() && chars[window[0]] != '0';
            if (alone || looks_like_card(chars, window)) && passes_luhn(chars, window) {
                for (at, place) in window.iter().enumerate() {
                    hide[*place] |= !may_show(at, len);
                }
            }
        }
    }
}

/// Inside a longer row of digits only the usual lengths and first digits count: else every
/// second reference number would lose its middle.
fn looks_like_card(chars: &[char], window: &[usize]) -> bool {
    matches!(
        (window.len(), chars[window[0]], chars[window[1]]),
        (16, '2' | '4' | '5' | '6', _)
            | (15, '3', '4' | '7')
            | (14, '3', '0' | '6' | '8')
            | (19, '4' | '6', _)
    )
}

fn passes_luhn(chars: &[char], window: &[usize]) -> bool {
    let sum: u32 = window
        .iter()
        .rev()
        .enumerate()
        .map(|(at, place)| {
            let digit = chars[*place] as u32 - '0' as u32;
            match (at % 2, digit) {
                (0, digit) => digit,
                (_, digit @ 0..=4) => digit * 2,
                (_, digit) => digit * 2 - 9,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bcd(hex: &str) -> Vec<u8> {
        let half = |c: char| c.to_digit(16).unwrap() as u8;
        let halves: Vec<u8> = hex.chars().map(half).collect();
        halves
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect()
    }

    #[test]
    fn card_number_fields() {
        let table = [
            // sent, shown, clear
            ("5598845555548074", "559884******8074", true),
            ("559884EEEEEE8074", "559884******8074", false),
            ("55988455EEEE8074", "559884******8074", false),
            ("EEEEEEEEEEEE8074", "************8074", false),
            ("4711008005757038004F", "471100*********8004", true),
            ("37144963539843EF", "371449*****843*", true),
            ("EEEEEEEEEEEEEEE1234F", "***************1234", false),
            ("123456789012", "********9012", true),
            ("1234567890", "******7890", false),
        ];
        for (sent, shown, clear) in table {
            let (masked, was_clear) = mask_half_bytes(&bcd(sent)).unwrap();
            assert_eq!((masked.as_str(), was_clear), (shown, clear), "{sent}");
        }
        assert!(mask_half_bytes(&[]).is_none());
        assert!(mask_half_bytes(&[0xFF, 0xFF]).is_none());
    }

    #[test]
    fn free_text() {
        let table = [
            ("Card 4111111111111111 ok", "Card 411111******1111 ok"),
            ("4111 1111 1111 1111", "4111 11** **** 1111"),
            ("4111-1111-1111-1111", "4111-11**-****-1111"),
            ("4111  1111.1111/1111", "4111  11**.****/1111"),
            ("3714 496353 98431", "3714 49**** *8431"),
            ("3056 9309 0259 04", "3056 93** **59 04"),
            ("4111 1111 1111 1111 0", "4111 11** **** 1111 0"),
            (
                "5598845555548077=24052010000",
                "559884******8077=24052010000",
            ),
            (
                "Terminal-ID 52523535 05.04.2023 22:55:58",
                "Terminal-ID 52523535 05.04.2023 22:55:58",
            ),
            ("4111111111111112", "4111111111111112"),
            ("Ref 8000123412341239", "Ref 8000123412341239"),
            ("************8074", "************8074"),
        ];
        for (text, masked) in table {
            assert_eq!(
                mask_text(text),
                (masked.to_owned(), masked != text),
                "{text}"
            );
        }
        // Glued to other digits: the middle is still gone.
        let (masked, found) = mask_text("0041111111111111110");
        assert!(found && !masked.contains("1111111"), "{masked}");
    }

    proptest! {
        #[test]
        fn a_luhn_number_never_survives_in_text(
            lead in "[A-Za-z: ]{0,8}", body in "[1-9][0-9]{11,17}", tail in "[A-Za-z= ]{0,8}",
        ) {
            let check = (0..10).find(|digit| {
                let whole: Vec<char> = format!("{body}{digit}").chars().collect();
                passes_luhn(&whole, &(0..whole.len()).collect::<Vec<_>>())
            }).unwrap();
            let pan = format!("{body}{check}");
            let (masked, found) = mask_text(&format!("{lead}{pan}{tail}"));
            prop_assert!(found);
            let digits = masked.chars().filter(char::is_ascii_digit).count();
            prop_assert!(digits <= 10);
        }

        #[test]
        fn masking_never_panics(
            text in ".{0,200}", field in prop::collection::vec(any::<u8>(), 0..64),
        ) {
            mask_text(&text);
            has_clear_digits(&field);
            if let Some((pan, _)) = mask_half_bytes(&field) {
                prop_assert!(pan.as_str().chars().filter(char::is_ascii_digit).count() <= 10);
            }
        }
    }
}
