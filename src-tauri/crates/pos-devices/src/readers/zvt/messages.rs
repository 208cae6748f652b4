//! What the terminal says, decoded and masked.
//!
//! Source: ZVT PA00P015, chapter 3. Owns: units → messages. Must never: hold raw bytes.

use super::apdu::{bcd, bcd_text, parse};
use super::bmp::{Fields, Step, split_lll};
use super::codes::{Charset, intermediate};
use super::fields::{CardWatch, free_text, result, watch};
use super::tlv;
use crate::pan::CardAlarm;
use crate::readers::{Outcome, PrintLine, ReceiptKind, ResultCode, TerminalResult};

/// What the register had asked: a completion after a status enquiry has another shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A status enquiry (`05 01`).
    Status,
    /// Anything else, or nothing.
    Other,
}

/// A message from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// `80 00`.
    Positive,
    /// `84 xx`.
    Negative(ResultCode),
    /// `04 0F`.
    Result(Box<TerminalResult>),
    /// `04 FF`.
    Intermediate {
        /// The status.
        code: u8,
        /// A new T4 in minutes.
        minutes: Option<u8>,
        /// A field held a card number.
        card_alarm: Option<CardAlarm>,
    },
    /// `06 0F`.
    Completion(Box<Completion>),
    /// `06 1E`.
    Abort {
        /// Why.
        code: ResultCode,
        /// In the terminal's words, masked.
        text: Option<String>,
        /// A field held a card number.
        card_alarm: Option<CardAlarm>,
    },
    /// `06 D1` or `06 D3`.
    Print(Vec<PrintLine>),
    /// `04 01`: the terminal tells its time.
    SetClock,
    /// `06 D8`–`06 DB`: it wants the register to dial.
    DialUp,
    /// Anything else.
    Other(u8, u8),
}

/// What a completion carries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// Status flags of a registration (BMP 19): 01 initialise, 02 diagnose.
    pub flags: u8,
    /// Status byte of a status enquiry.
    pub status: Option<u8>,
    /// Eight digits.
    pub terminal_id: Option<String>,
    /// Its software.
    pub software: Option<String>,
    /// The maker's name for it.
    pub model: Option<String>,
    /// The maker's serial number.
    pub serial_number: Option<String>,
    /// It lists receipt-number mirroring (1F1F) among the objects it knows (1F71).
    pub mirrors: bool,
    /// A field held a card number.
    pub card_alarm: Option<CardAlarm>,
}

/// Decodes a whole unit. `None` only for a unit without its two control bytes.
pub fn decode(unit: &[u8], asked: Asked) -> Option<Message> {
    let unit = parse(unit)?;
    Some(match (unit.class, unit.instr) {
        (0x80, _) => Message::Positive,
        (0x84, 0x00) => Message::Positive,
        (0x84, code) => Message::Negative(ResultCode(code)),
        (0x04, 0x0F) => Message::Result(Box::new(result(unit.data))),
        (0x04, 0xFF) => intermediate_status(unit.data),
        (0x04, 0x01) => Message::SetClock,
        (0x06, 0x0F) => Message::Completion(Box::new(completion(unit.data, asked))),
        (0x06, 0x1E) => abort(unit.data),
        (0x06, 0xD1) => Message::Print(vec![print_line(unit.data)]),
        (0x06, 0xD3) => Message::Print(print_block(unit.data)),
        (0x06, 0xD8..=0xDB) => Message::DialUp,
        (class, instr) => Message::Other(class, instr),
    })
}

/// `<code> [minutes] [06 …]`. Six minutes and a container begin alike: it is a container only
/// if it fills the rest.
fn intermediate_status(data: &[u8]) -> Message {
    let code = data.first().copied().unwrap_or(0x0E);
    let rest = data.get(1..).unwrap_or(&[]);
    let fills = |rest: &[u8]| Fields::new(rest).all(|step| matches!(step, Step::Field(0x06, _)));
    let (minutes, fields) = match rest {
        [] => (None, rest),
        [0x06, _, ..] if fills(rest) => (None, rest),
        [minutes, fields @ ..] => (bcd(&[*minutes]).and_then(|n| u8::try_from(n).ok()), fields),
    };
    Message::Intermediate {
        code,
        minutes,
        card_alarm: watch(fields),
    }
}

fn completion(data: &[u8], asked: Asked) -> Completion {
    let mut found = Completion::default();
    let fields = match asked {
        Asked::Status => {
            let (software, rest) = split_lll(data).unwrap_or((&[], data));
            found.software = text_value(software);
            found.status = rest.first().copied();
            rest.get(1..).unwrap_or(&[])
        }
        Asked::Other => data,
    };
    let mut watch = CardWatch::default();
    for step in Fields::new(fields) {
        let Step::Field(bmp, value) = step else {
            continue;
        };
        watch.see(bmp, value);
        match bmp {
            0x19 => found.flags = value[0],
            0x29 => found.terminal_id = Some(bcd_text(value)),
            0x06 => put_device(&mut found, value),
            _ => {}
        }
    }
    found.card_alarm = watch.alarm();
    found
}

fn put_device(found: &mut Completion, container: &[u8]) {
    tlv::walk(container, &mut |(tag, value)| match tag {
        0x1F40 => found.model = text_value(value),
        0x1F41 => found.software = text_value(value).or_else(|| found.software.take()),
        0x1F42 => found.serial_number = number_or_text(value),
        0x1F71 => found.mirrors |= tlv::tags(value).any(|tag| tag == 0x1F1F),
        0x1F44 => found.terminal_id = Some(bcd_text(value)),
        _ => {}
    });
}

/// Serial numbers are packed decimals by the book; some makers send text.
fn number_or_text(value: &[u8]) -> Option<String> {
    let printable = value.iter().all(|byte| (0x20..0x7F).contains(byte));
    match printable && value.len() >= 5 {
        true => text_value(value),
        false => {
            let hex: String = value.iter().map(|byte| format!("{byte:02X}")).collect();
            text_value(hex.trim_end_matches('F').as_bytes())
        }
    }
}

fn text_value(value: &[u8]) -> Option<String> {
    let text = free_text(value, Charset::Cp437).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// `<code> [currency] [06 …]`: the currency stands there without a field number.
fn abort(data: &[u8]) -> Message {
    let code = ResultCode(data.first().copied().unwrap_or(0xFF));
    let rest = data.get(1..).unwrap_or(&[]);
    let fields = match rest.first() {
        Some(0x06) | None => rest,
        Some(_) if rest.len() >= 2 && (rest.len() == 2 || rest[2] == 0x06) => &rest[2..],
        Some(_) => rest,
    };
    let mut text = None;
    for step in Fields::new(fields) {
        if let Step::Field(0x06, container) = step {
            tlv::walk(container, &mut |(tag, value)| {
                if tag == 0x1F17 {
                    text = text_value(value);
                }
            });
        }
    }
    Message::Abort {
        code,
        text,
        card_alarm: watch(fields),
    }
}

fn print_line(data: &[u8]) -> PrintLine {
    let (attribute, text) = data
        .split_first()
        .map_or((0, data), |(first, text)| (*first, text));
    PrintLine {
        text: free_text(text, Charset::Cp437),
        attribute,
        receipt: None,
    }
}

fn print_block(data: &[u8]) -> Vec<PrintLine> {
    let mut lines = Vec::new();
    for step in Fields::new(data) {
        let Step::Field(0x06, container) = step else {
            continue;
        };
        let (mut charset, mut receipt) = (Charset::Cp437, None);
        tlv::walk(container, &mut |(tag, value)| match (tag, value) {
            (0x14, [0xFE, ..]) => charset = Charset::Utf8,
            (0x1F07, [kind, ..]) => receipt = receipt_kind(*kind),
            _ => {}
        });
        tlv::walk_level(container, &mut |(tag, block)| {
            let mut attribute = 0;
            if tag == 0x25 {
                tlv::walk_level(block, &mut |(tag, value)| match (tag, value) {
                    (0x09, [code, ..]) => attribute = *code,
                    (0x07, text) => lines.push(PrintLine {
                        text: free_text(text, charset),
                        attribute,
                        receipt,
                    }),
                    _ => {}
                });
            }
        });
    }
    lines
}

fn receipt_kind(code: u8) -> Option<ReceiptKind> {
    match code {
        1 => Some(ReceiptKind::Merchant),
        2 => Some(ReceiptKind::Customer),
        3 => Some(ReceiptKind::Administration),
        _ => None,
    }
}

impl Message {
    /// Control bytes and name, for the wire log.
    pub fn name(&self) -> String {
        match self {
            Self::Positive => "80 00 positive".to_owned(),
            Self::Negative(code) => format!("84 {code} negative"),
            Self::Result(_) => "04 0F status information".to_owned(),
            Self::Intermediate { .. } => "04 FF intermediate status".to_owned(),
            Self::Completion(_) => "06 0F completion".to_owned(),
            Self::Abort { .. } => "06 1E abort".to_owned(),
            Self::Print(_) => "06 D1/D3 print".to_owned(),
            Self::SetClock => "04 01 set clock".to_owned(),
            Self::DialUp => "06 D8-DB dial-up".to_owned(),
            Self::Other(class, instr) => format!("{class:02X} {instr:02X} not known"),
        }
    }

    /// What the wire log says of it. Everything here has been masked by the decoder.
    pub fn summary(&self) -> String {
        match self {
            Self::Positive
            | Self::Negative(_)
            | Self::SetClock
            | Self::DialUp
            | Self::Other(..) => String::new(),
            Self::Result(found) => told([
                Some(match found.outcome {
                    Outcome::Approved => "27=00 approved".to_owned(),
                    Outcome::Declined(code) => format!("27={code} declined"),
                    Outcome::Unclear => "no result code".to_owned(),
                }),
                found.amount_minor.map(|n| format!("04={n}")),
                found.trace.map(|n| format!("0B={n:06}")),
                found.receipt_no.map(|n| format!("87={n:04}")),
                found
                    .masked_pan
                    .as_ref()
                    .map(|pan| format!("22={}", pan.as_str())),
                found
                    .card_alarm
                    .as_ref()
                    .map(|_| "clear card number, masked".to_owned()),
                (!found.unread_fields.is_empty())
                    .then(|| format!("not read {:02X?}", found.unread_fields)),
            ]),
            Self::Intermediate { code, minutes, .. } => told([
                Some(format!("{code:02X} {:?}", intermediate(*code).0)),
                minutes.map(|n| format!("wait {n} min")),
            ]),
            Self::Completion(found) => told([
                found.terminal_id.as_ref().map(|id| format!("29={id}")),
                (found.flags != 0).then(|| format!("19={:02X}", found.flags)),
                found.status.map(|code| format!("status {code:02X}")),
            ]),
            Self::Abort { code, text, .. } => {
                told([Some(format!("{code} {:?}", code.meaning())), text.clone()])
            }
            Self::Print(lines) => format!("{} lines", lines.len()),
        }
    }
}

/// What there is to tell, side by side.
fn told<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}
