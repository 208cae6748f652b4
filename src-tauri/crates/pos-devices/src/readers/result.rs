//! What a terminal says about a payment, masked.
//!
//! Owns: the result's fields. Must never: hold a clear card number or drop a result because a
//! part of it is strange.

use std::fmt;

use crate::pan::{CardAlarm, MaskedPan};

/// A result code, abort code or refusal code of the terminal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResultCode(pub u8);

impl fmt::Debug for ResultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResultCode({:02X})", self.0)
    }
}

impl fmt::Display for ResultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02X}", self.0)
    }
}

/// What a [`ResultCode`] means (ZVT result codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ResultMeaning {
    Ok,
    /// 01–63: the card's issuer or the network says no; 37 is a wrong PIN.
    NetworkRefused,
    WrongPin,
    CardUnreadable,
    NoCardData,
    ProcessingError,
    TurnoverFull,
    NotRegistered,
    /// A key at the terminal, or the customer took too long.
    AbortedOrTimedOut,
    WrongCurrency,
    CardExpired,
    CommunicationError,
    NotPossible,
    KeyMissing,
    PinPadDefective,
    ProtocolError,
    DialUpError,
    PleaseWait,
    ReceiverNotReady,
    NoConnection,
    PciNotAllowed,
    MemoryFull,
    AlreadyReversed,
    ReversalImpossible,
    PreAuthorisationError,
    VoltageLow,
    DiagnosisRequired,
    AmountTooHigh,
    PrinterNotReady,
    CardInserted,
    OutOfOrder,
    RemoteMaintenance,
    ActivationRequired,
    EndOfDayOpen,
    OfflineClearingError,
    BaudRateNotSupported,
    SystemError,
    Unlisted,
}

impl ResultCode {
    /// What a terminal that was opened answers; None: this code says nothing of the kind.
    pub fn tamper_sign(self) -> Option<TamperSign> {
        match self.0 {
            0x85 => Some(TamperSign::KeyMissing),
            0x89 | 0xED => Some(TamperSign::PinPadDefective),
            0xDF => Some(TamperSign::OutOfOrder),
            _ => None,
        }
    }

    /// What the code means.
    pub fn meaning(self) -> ResultMeaning {
        use ResultMeaning as M;
        match self.0 {
            0x00 => M::Ok,
            0x37 => M::WrongPin,
            0x01..=0x63 => M::NetworkRefused,
            0x64 => M::CardUnreadable,
            0x65 => M::NoCardData,
            0x66 => M::ProcessingError,
            0x6A => M::TurnoverFull,
            0x6B => M::NotRegistered,
            0x6C => M::AbortedOrTimedOut,
            0x6F => M::WrongCurrency,
            0x78 => M::CardExpired,
            0x7D => M::CommunicationError,
            0x83 => M::NotPossible,
            0x85 => M::KeyMissing,
            0x89 | 0xED => M::PinPadDefective,
            0x9A => M::ProtocolError,
            0x9B => M::DialUpError,
            0x9C => M::PleaseWait,
            0xA0 => M::ReceiverNotReady,
            0xA3 => M::NoConnection,
            0xA5 => M::PciNotAllowed,
            0xB1 => M::MemoryFull,
            0xB4 => M::AlreadyReversed,
            0xB5 => M::ReversalImpossible,
            0xB8 => M::PreAuthorisationError,
            0xBF => M::VoltageLow,
            0xC2 => M::DiagnosisRequired,
            0xC3 => M::AmountTooHigh,
            0xCC => M::PrinterNotReady,
            0xDC => M::CardInserted,
            0xDF => M::OutOfOrder,
            0xE0 => M::RemoteMaintenance,
            0xE4 => M::ActivationRequired,
            0xF0 => M::EndOfDayOpen,
            0xFA => M::OfflineClearingError,
            0xFD => M::BaudRateNotSupported,
            0xFF => M::SystemError,
            _ => M::Unlisted,
        }
    }
}

/// By what a terminal shows that somebody was at it, or that it lost its keys. ZVT has no tamper
/// message; these codes are all there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TamperSign {
    /// `DF`: it put itself out of order until its maker had it.
    OutOfOrder,
    /// `85`: its keys are gone.
    KeyMissing,
    /// `89`, `ED`: its PIN pad does not work.
    PinPadDefective,
}

/// How a payment came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Result code 00.
    Approved,
    /// Any other result code.
    Declined(ResultCode),
    /// The result came without a code that could be read. Ask again.
    Unclear,
}

/// How the terminal took the payment (BMP 19 of a result).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentKind {
    /// `40`: offline.
    Offline,
    /// `50`: the card was present, approved without an authorisation.
    WithoutAuthorisation,
    /// `60`: online.
    Online,
    /// `70`: with PIN.
    Pin,
    /// Any other code.
    Other(u8),
}

/// How the cardholder was verified (TLV 1F10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cvm {
    /// Not at all.
    None,
    /// By signature: the receipt needs a line to sign.
    Signature,
    /// PIN, checked online.
    OnlinePin,
    /// PIN, checked by the card, enciphered.
    OfflineEncipheredPin,
    /// PIN, checked by the card, plain.
    OfflinePlainPin,
    /// Any other code.
    Other(u8),
}

/// One card brand in the totals of an end of day (BMP 60), in the terminal's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TotalsLine {
    /// `girocard`, `JCB`, `Eurocard`, `American Express`, `Visa`, `Diners`, `others`.
    pub brand: &'static str,
    /// How many payments.
    pub count: u8,
    /// Their sum in minor units.
    pub amount_minor: i64,
}

/// What the terminal said in one `04 0F`. Only what was sent is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminalResult {
    /// Approved, declined, or unclear.
    pub outcome: Outcome,
    /// Minor units (BMP 04).
    pub amount_minor: Option<i64>,
    /// ISO 4217 numeric (BMP 49).
    pub currency_numeric: Option<u16>,
    /// Trace number (BMP 0B).
    pub trace: Option<u32>,
    /// Trace number of the payment that a reversal undid (BMP 37).
    pub original_trace: Option<u32>,
    /// Receipt number (BMP 87): names the payment in a reversal.
    pub receipt_no: Option<u16>,
    /// Turnover record number (BMP 88).
    pub turnover_no: Option<u32>,
    /// Terminal id (BMP 29), eight digits.
    pub terminal_id: Option<String>,
    /// The terminal's date as sent: `MMDD` (BMP 0D) or `YYMMDD` (BMP AA).
    pub date: Option<String>,
    /// The terminal's time as sent: `HHMMSS` (BMP 0C).
    pub time: Option<String>,
    /// Card number (BMP 22), masked.
    pub masked_pan: Option<MaskedPan>,
    /// ZVT card type (BMP 8A, or TLV 41 when that is FF).
    pub card_type: Option<u16>,
    /// Card name (BMP 8B).
    pub card_name: Option<String>,
    /// Authorisation attribute (BMP 3B): the approval code.
    pub auth_attribute: Option<String>,
    /// EMV application id (TLV 43), hexadecimal.
    pub aid: Option<String>,
    /// How the cardholder was verified (TLV 1F10).
    pub cvm: Option<Cvm>,
    /// How the payment was taken (BMP 19).
    pub payment_kind: Option<PaymentKind>,
    /// Additional text (BMP 3C), masked.
    pub text: Option<String>,
    /// Totals of an end of day (BMP 60); empty for anything else.
    pub totals: Vec<TotalsLine>,
    /// Set when a field held a clear card number: lock this terminal until somebody looked.
    pub card_alarm: Option<CardAlarm>,
    /// Field numbers that were not known or cut short; what came with them could not be read.
    pub unread_fields: Vec<u8>,
}

impl TerminalResult {
    /// The customer has to sign.
    pub fn signature_needed(&self) -> bool {
        self.cvm == Some(Cvm::Signature)
    }
}

/// A line that the terminal wants printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintLine {
    /// Its text, masked.
    pub text: String,
    /// The terminal's attribute byte, as sent (`06 D1`, TLV 09); 0 is plain.
    pub attribute: u8,
    /// Whose receipt it is, where the terminal says so.
    pub receipt: Option<ReceiptKind>,
}

/// Whose receipt a print line is on (TLV 1F07).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptKind {
    /// The shop keeps it.
    Merchant,
    /// The customer takes it.
    Customer,
    /// End of day, diagnosis.
    Administration,
}
