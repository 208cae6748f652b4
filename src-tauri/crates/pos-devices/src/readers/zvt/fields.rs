//! From the fields of a message to what a host may know: the byte boundary for card numbers.
//!
//! Source: ZVT PA00P015, chapters 3 and 5. Owns: masking of fields and the alarm. Must never:
//! let a value out that it does not know, or refuse a result.

use zeroize::Zeroize;

use super::apdu::{bcd, bcd_text};
use super::bmp::{Fields, Step};
use super::codes::{Charset, text};
use super::tlv;
use crate::pan::{
    CardAlarm, CardField, has_clear_ascii_digits, has_clear_digits, is_card_number,
    mask_half_bytes, mask_text,
};
use crate::readers::{Cvm, Outcome, PaymentKind, ResultCode, TerminalResult, TotalsLine};

/// The brands of BMP 60, in its order.
const BRANDS: [&str; 7] = [
    "girocard",
    "JCB",
    "Eurocard",
    "American Express",
    "Visa",
    "Diners",
    "others",
];
/// TLV objects that are plain numbers: long trace, cashback, tip, name, serial number, state and
/// id of the terminal, message number, card UID.
const NUMBER_TAGS: [u32; 9] = [
    0x1F2B, 0x1F25, 0x1F36, 0x1F40, 0x1F42, 0x1F43, 0x1F44, 0x1F73, 0x4C,
];
/// TLV objects that are free text: print and display lines, error text, card name.
const TEXT_TAGS: [u32; 5] = [0x07, 0x1F17, 0x42, 0x46, 0x47];

/// Free text of the terminal: decoded, masked, without padding.
pub fn free_text(bytes: &[u8], charset: Charset) -> String {
    let mut clear = text(bytes, charset);
    let (masked, _) = mask_text(&clear);
    clear.zeroize();
    masked
}

fn trimmed(bytes: &[u8]) -> Option<String> {
    let masked = free_text(bytes, Charset::Cp437);
    let trimmed = masked.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// Looks at every field for a card number in the clear.
#[derive(Debug, Default)]
pub struct CardWatch(Vec<CardField>);

impl CardWatch {
    /// Looks at one field.
    pub fn see(&mut self, bmp: u8, value: &[u8]) {
        let clear = match bmp {
            0x22 => mask_half_bytes(value).is_some_and(|(_, clear)| clear),
            0x23 | 0x24 => has_clear_digits(value),
            0x2D => has_clear_ascii_digits(value),
            0x3A => value.iter().any(|byte| byte >> 4 <= 9),
            0x06 => return self.see_objects(value),
            _ => false,
        };
        let field = match bmp {
            0x22 => CardField::Pan,
            0x23 => CardField::Track2,
            0x24 => CardField::Track3,
            0x2D => CardField::Track1,
            _ => CardField::CheckValue,
        };
        if clear {
            self.0.push(field);
        }
    }

    fn see_objects(&mut self, container: &[u8]) {
        tlv::walk(container, &mut |(tag, value)| {
            let looked_at = !NUMBER_TAGS.contains(&tag) && !TEXT_TAGS.contains(&tag);
            if looked_at && is_card_number(value) {
                self.0.push(CardField::Tlv(tag));
            }
        });
    }

    /// The alarm, if there is one.
    pub fn alarm(self) -> Option<CardAlarm> {
        (!self.0.is_empty()).then_some(CardAlarm { fields: self.0 })
    }
}

/// Looks for card numbers in a message of which nothing else is read.
pub fn watch(data: &[u8]) -> Option<CardAlarm> {
    let mut watch = CardWatch::default();
    for step in Fields::new(data) {
        if let Step::Field(bmp, value) = step {
            watch.see(bmp, value);
        }
    }
    watch.alarm()
}

/// Reads a status information (`04 0F`). Never fails: what cannot be read is listed.
pub fn result(data: &[u8]) -> TerminalResult {
    let mut found = empty();
    let mut watch = CardWatch::default();
    for step in Fields::new(data) {
        match step {
            Step::Field(bmp, value) => {
                watch.see(bmp, value);
                put(&mut found, bmp, value);
            }
            Step::Skipped(bmp) | Step::Stuck(bmp) => found.unread_fields.push(bmp),
        }
    }
    found.card_alarm = watch.alarm();
    found
}

fn put(found: &mut TerminalResult, bmp: u8, value: &[u8]) {
    let small = |value: &[u8]| bcd(value).and_then(|number| u32::try_from(number).ok());
    let short = |value: &[u8]| bcd(value).and_then(|number| u16::try_from(number).ok());
    match bmp {
        0x04 => found.amount_minor = bcd(value).and_then(|number| i64::try_from(number).ok()),
        0x06 => put_objects(found, value),
        0x0B => found.trace = small(value),
        0x0C => found.time = Some(bcd_text(value)),
        0x0D => found.date = found.date.take().or_else(|| Some(bcd_text(value))),
        0xAA => found.date = Some(bcd_text(value)),
        0x19 => found.payment_kind = value.first().map(|code| payment_kind(*code)),
        0x22 => found.masked_pan = mask_half_bytes(value).map(|(masked, _)| masked),
        0x27 => found.outcome = outcome(found.outcome, value),
        0x29 => found.terminal_id = Some(bcd_text(value)),
        0x37 => found.original_trace = small(value),
        0x3B => found.auth_attribute = trimmed(value),
        0x3C => found.text = trimmed(value),
        0x49 => found.currency_numeric = short(value),
        0x60 => found.totals = totals(value),
        0x87 => found.receipt_no = short(value),
        0x88 => found.turnover_no = small(value),
        // FF: the type is in TLV 41 instead.
        0x8A => match value {
            [0xFF] => {}
            [code] => found.card_type = Some(u16::from(*code)),
            _ => {}
        },
        0x8B => found.card_name = trimmed(value),
        _ => {}
    }
}

/// Two result codes that differ leave the outcome open; a repeated one changes nothing.
fn outcome(before: Outcome, value: &[u8]) -> Outcome {
    let now = match value {
        [0x00] => Outcome::Approved,
        [code] => Outcome::Declined(ResultCode(*code)),
        _ => Outcome::Unclear,
    };
    match before {
        Outcome::Unclear => now,
        before if before == now => now,
        Outcome::Approved | Outcome::Declined(_) => Outcome::Unclear,
    }
}

fn put_objects(found: &mut TerminalResult, container: &[u8]) {
    tlv::walk(container, &mut |(tag, value)| put_object(found, tag, value));
}

fn put_object(found: &mut TerminalResult, tag: u32, value: &[u8]) {
    match tag {
        0x41 if found.card_type.is_none() => {
            found.card_type = match *value {
                [low] => Some(u16::from(low)),
                [high, low] => Some(u16::from_be_bytes([high, low])),
                _ => None,
            };
        }
        0x42 if found.card_name.is_none() => found.card_name = trimmed(value),
        0x43 if found.aid.is_none() && (5..=16).contains(&value.len()) => {
            let hex: String = value.iter().map(|byte| format!("{byte:02X}")).collect();
            found.aid = Some(mask_text(&hex).0);
        }
        0x1F10 => found.cvm = value.first().map(|code| cvm(*code)),
        0x1F17 if found.text.is_none() => found.text = trimmed(value),
        _ => {}
    }
}

fn payment_kind(code: u8) -> PaymentKind {
    match code {
        0x40 => PaymentKind::Offline,
        0x50 => PaymentKind::WithoutAuthorisation,
        0x60 => PaymentKind::Online,
        0x70 => PaymentKind::Pin,
        other => PaymentKind::Other(other),
    }
}

fn cvm(code: u8) -> Cvm {
    match code {
        0x00 => Cvm::None,
        0x01 => Cvm::Signature,
        0x02 => Cvm::OnlinePin,
        0x03 => Cvm::OfflineEncipheredPin,
        0x04 => Cvm::OfflinePlainPin,
        other => Cvm::Other(other),
    }
}

fn totals(value: &[u8]) -> Vec<TotalsLine> {
    let Some(lines) = value.get(4..) else {
        return Vec::new();
    };
    let line = |(brand, line): (&'static str, &[u8])| {
        let amount_minor = bcd(&line[1..]).and_then(|number| i64::try_from(number).ok())?;
        Some(TotalsLine {
            brand,
            count: line[0],
            amount_minor,
        })
    };
    BRANDS
        .into_iter()
        .zip(lines.chunks_exact(7))
        .filter_map(line)
        .collect()
}

fn empty() -> TerminalResult {
    TerminalResult {
        outcome: Outcome::Unclear,
        amount_minor: None,
        currency_numeric: None,
        trace: None,
        original_trace: None,
        receipt_no: None,
        turnover_no: None,
        terminal_id: None,
        date: None,
        time: None,
        masked_pan: None,
        card_type: None,
        card_name: None,
        auth_attribute: None,
        aid: None,
        cvm: None,
        payment_kind: None,
        text: None,
        totals: Vec::new(),
        card_alarm: None,
        unread_fields: Vec::new(),
    }
}
