//! What the register says: commands and its short answers.
//!
//! Source: ZVT PA00P015, chapter 2. Owns: the data of each command. Must never: be logged by its
//! bytes, which hold the password.

use super::apdu::{build, to_bcd};
use super::tlv;
use crate::readers::{ResultCode, TerminalOrder, TerminalSettings};
use crate::secret::WireBytes;

/// The largest amount that six bytes of packed decimals hold.
const AMOUNT_MAX: i64 = 999_999_999_999;
/// Payment type 40: the terminal decides how the customer pays.
const TERMINAL_DECIDES: u8 = 0x40;
/// Service byte of `06 20`: send the result again (bit 0), do not print (bit 1).
const RESULT_AGAIN_NO_PRINT: u8 = 0x03;
/// Service byte of `05 01`: send the extended TLV (bit 2).
const EXTENDED_TLV: u8 = 0x04;

/// A message to the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// `06 00`.
    Register,
    /// `06 93`.
    Initialise,
    /// An order of the host.
    Order(TerminalOrder),
    /// `06 B0`.
    Abort,
    /// `80 00 00`.
    Positive,
    /// `84 xx 00`.
    Negative(ResultCode),
}

/// The amount fits into a command.
pub fn amount_fits(amount_minor: i64) -> bool {
    (1..=AMOUNT_MAX).contains(&amount_minor)
}

impl Command {
    /// The unit to send. Amounts have been checked with [`amount_fits`] before. `mirrors`: the
    /// terminal knows 1F1F.
    pub fn encode(self, settings: &TerminalSettings, mirrors: bool) -> WireBytes {
        let password = settings.password.bcd();
        let currency = to_bcd::<2>(u64::from(settings.currency_numeric));
        let mut data = Vec::with_capacity(32);
        let (class, instr) = self.control();
        match self {
            Self::Register => {
                data.extend_from_slice(password);
                data.push(settings.config.0);
                data.extend(currency);
                put_tlv(&mut data);
            }
            Self::Initialise => data.extend_from_slice(password),
            Self::Order(order) => {
                put_order(&mut data, order, settings);
                if mirrors {
                    put_mirror(&mut data, order);
                }
            }
            Self::Abort | Self::Positive | Self::Negative(_) => {}
        }
        let unit = build(class, instr, &data);
        drop(WireBytes::new(data));
        unit
    }

    /// The control bytes.
    fn control(self) -> (u8, u8) {
        match self {
            Self::Register => (0x06, 0x00),
            Self::Initialise => (0x06, 0x93),
            Self::Order(TerminalOrder::Authorise { .. }) => (0x06, 0x01),
            Self::Order(TerminalOrder::Reverse { .. }) => (0x06, 0x30),
            Self::Order(TerminalOrder::Refund { .. }) => (0x06, 0x31),
            Self::Order(TerminalOrder::RepeatReceipt) => (0x06, 0x20),
            Self::Order(TerminalOrder::EndOfDay) => (0x06, 0x50),
            Self::Order(TerminalOrder::Status) => (0x05, 0x01),
            Self::Order(TerminalOrder::Diagnosis) => (0x06, 0x70),
            Self::Abort => (0x06, 0xB0),
            Self::Positive => (0x80, 0x00),
            Self::Negative(code) => (0x84, code.0),
        }
    }

    /// Control bytes and name, for the wire log.
    pub fn name(self) -> String {
        let (class, instr) = self.control();
        let name = match self {
            Self::Register => "registration",
            Self::Initialise => "initialisation",
            Self::Order(TerminalOrder::Authorise { .. }) => "authorisation",
            Self::Order(TerminalOrder::Reverse { .. }) => "reversal",
            Self::Order(TerminalOrder::Refund { .. }) => "refund",
            Self::Order(TerminalOrder::RepeatReceipt) => "repeat receipt",
            Self::Order(TerminalOrder::EndOfDay) => "end of day",
            Self::Order(TerminalOrder::Status) => "status enquiry",
            Self::Order(TerminalOrder::Diagnosis) => "diagnosis",
            Self::Abort => "abort",
            Self::Positive => "positive",
            Self::Negative(_) => "negative",
        };
        format!("{class:02X} {instr:02X} {name}")
    }

    /// What the wire log says of it.
    pub fn summary(self) -> String {
        match self {
            Self::Order(TerminalOrder::Reverse {
                receipt_no,
                amount_minor,
            }) => {
                let amount = amount_minor
                    .map(|n| format!("  04={n}"))
                    .unwrap_or_default();
                format!("87={receipt_no:04}{amount}")
            }
            Self::Order(order) => match order.amount_minor() {
                Some(amount) => format!("04={amount}"),
                None => String::new(),
            },
            Self::Register
            | Self::Initialise
            | Self::Abort
            | Self::Positive
            | Self::Negative(_) => String::new(),
        }
    }
}

fn put_order(data: &mut Vec<u8>, order: TerminalOrder, settings: &TerminalSettings) {
    let password = settings.password.bcd();
    match order {
        TerminalOrder::Authorise { amount_minor, .. } => {
            put_amount(data, amount_minor, settings);
            data.extend([0x19, TERMINAL_DECIDES]);
            if let Some(seconds) = settings.card_timeout_s {
                data.extend([0x01, seconds]);
            }
        }
        TerminalOrder::Reverse {
            receipt_no,
            amount_minor,
        } => {
            data.extend_from_slice(password);
            data.push(0x87);
            data.extend(to_bcd::<2>(u64::from(receipt_no)));
            if let Some(amount) = amount_minor {
                put_amount(data, amount, settings);
            }
        }
        TerminalOrder::Refund { amount_minor } => {
            data.extend_from_slice(password);
            put_amount(data, amount_minor, settings);
        }
        TerminalOrder::RepeatReceipt => {
            data.extend_from_slice(password);
            data.extend([0x03, RESULT_AGAIN_NO_PRINT]);
        }
        TerminalOrder::EndOfDay => data.extend_from_slice(password),
        TerminalOrder::Status => {
            data.extend_from_slice(password);
            data.extend([0x03, EXTENDED_TLV]);
        }
        TerminalOrder::Diagnosis => {}
    }
}

/// The last receipt number we know, in a payment (chapter 4). Without one the object is empty: the
/// value 0 would be a number.
fn put_mirror(data: &mut Vec<u8>, order: TerminalOrder) {
    let TerminalOrder::Authorise {
        last_receipt_no, ..
    } = order
    else {
        return;
    };
    let number = last_receipt_no.map(|number| to_bcd::<2>(u64::from(number)));
    let mut objects = Vec::new();
    let value = number.as_ref().map_or(&[][..], |number| &number[..]);
    tlv::put(&mut objects, &[0x1F, 0x1F], value);
    tlv::put(data, &[0x06], &objects);
}

fn put_amount(data: &mut Vec<u8>, amount_minor: i64, settings: &TerminalSettings) {
    data.push(0x04);
    data.extend(to_bcd::<6>(amount_minor.unsigned_abs()));
    data.push(0x49);
    data.extend(to_bcd::<2>(u64::from(settings.currency_numeric)));
}

/// A terminal sends TLV only to a register that sent some: we take print text blocks.
fn put_tlv(data: &mut Vec<u8>) {
    let mut permitted = Vec::new();
    tlv::put(&mut permitted, &[0x0A], &[0x06, 0xD3]);
    let mut objects = Vec::new();
    tlv::put(&mut objects, &[0x26], &permitted);
    tlv::put(data, &[0x06], &objects);
}
