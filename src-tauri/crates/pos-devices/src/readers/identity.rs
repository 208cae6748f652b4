//! Who a terminal is, and how the register introduces itself to it.
//!
//! Owns: identity, settings. Must never: decide whether a terminal is the paired one.

use super::{ResultCode, TamperSign};
use crate::secret::TerminalPassword;

/// How to talk to a terminal.
#[derive(Debug, Clone)]
pub struct TerminalSettings {
    /// ISO 4217 numeric, 978 for EUR.
    pub currency_numeric: u16,
    /// The terminal's password for registers.
    pub password: TerminalPassword,
    /// What the register wants from the terminal.
    pub config: RegistrationConfig,
    /// T3: how long a command may stay unanswered, in milliseconds. `None`: 5,000.
    pub answer_timeout_ms: Option<u64>,
    /// How long the customer has to present a card, in seconds (BMP 01). `None`: the terminal's.
    pub card_timeout_s: Option<u8>,
}

impl TerminalSettings {
    /// The defaults of this product for a currency and a password.
    pub fn new(currency_numeric: u16, password: TerminalPassword) -> Self {
        Self {
            currency_numeric,
            password,
            config: RegistrationConfig::TILL,
            answer_timeout_ms: None,
            card_timeout_s: None,
        }
    }
}

/// The config byte of a ZVT registration (`06 00`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegistrationConfig(pub u8);

impl RegistrationConfig {
    /// The register prints the receipts of payments.
    pub const PRINTS_PAYMENTS: u8 = 0x02;
    /// The register prints the receipts of administration (end of day, diagnosis).
    pub const PRINTS_ADMINISTRATION: u8 = 0x04;
    /// The terminal tells the register what it is doing (`04 FF`).
    pub const WANTS_INTERMEDIATE: u8 = 0x08;
    /// Nobody starts a payment at the terminal itself: every payment belongs to a sale.
    pub const AMOUNT_ENTRY_BLOCKED: u8 = 0x10;
    /// Nobody reverses or closes the day at the terminal itself.
    pub const ADMINISTRATION_BLOCKED: u8 = 0x20;
    /// Receipts come as ready lines (`06 D1`, `06 D3`).
    pub const PRINT_LINES: u8 = 0x80;

    /// What this product registers with: `BE`.
    pub const TILL: Self = Self(
        Self::PRINTS_PAYMENTS
            | Self::PRINTS_ADMINISTRATION
            | Self::WANTS_INTERMEDIATE
            | Self::AMOUNT_ENTRY_BLOCKED
            | Self::ADMINISTRATION_BLOCKED
            | Self::PRINT_LINES,
    );
}

/// Who a terminal says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The acquirer's name for it, eight digits in ZVT. Empty when it has none yet.
    pub terminal_id: String,
    /// The maker's serial number.
    pub serial_number: Option<String>,
    /// The maker's name for the model.
    pub model: Option<String>,
    /// The version of its software.
    pub software: Option<String>,
    /// It names itself a simulator (in its model or software name).
    pub simulator: bool,
    /// What it says about its own state.
    pub status: TerminalStatus,
}

/// A terminal's own account of its state (the status byte of `05 01`; ZVT has no command for
/// battery or tampering, these codes are all there is).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TerminalStatus {
    /// `00`, or a terminal that does not tell.
    Ready,
    /// `51`: has to be initialised.
    NeedsInitialisation,
    /// `62`: its clock is wrong.
    ClockWrong,
    /// `9C`: busy, ask again.
    Wait,
    /// `B1`, `B2`: its memory is full.
    MemoryFull,
    /// `BF`: voltage too low.
    VoltageLow,
    /// `C0`, `C2`: needs a diagnosis.
    NeedsDiagnosis,
    /// `CC`: its printer is not ready.
    PrinterNotReady,
    /// `DC`: a card is still inserted.
    CardInserted,
    /// `DF`: out of order.
    OutOfOrder,
    /// `E0`–`E2`: under remote maintenance.
    RemoteMaintenance,
    /// `E4`: has to be activated.
    NeedsActivation,
    /// `F0`: an end of day is still open.
    EndOfDayOpen,
    /// Any other code.
    Other(ResultCode),
}

impl TerminalStatus {
    /// Reads a status byte (ZVT 05 01).
    pub fn from_code(code: u8) -> Self {
        match code {
            0x00 => Self::Ready,
            0x51 => Self::NeedsInitialisation,
            0x62 => Self::ClockWrong,
            0x9C => Self::Wait,
            0xB1 | 0xB2 => Self::MemoryFull,
            0xBF => Self::VoltageLow,
            0xC0 | 0xC2 => Self::NeedsDiagnosis,
            0xCC => Self::PrinterNotReady,
            0xDC => Self::CardInserted,
            0xDF => Self::OutOfOrder,
            0xE0..=0xE2 => Self::RemoteMaintenance,
            0xE4 => Self::NeedsActivation,
            0xF0 => Self::EndOfDayOpen,
            other => Self::Other(ResultCode(other)),
        }
    }

    /// The only status by which a ZVT terminal shows that it was opened: its keys are gone, and it
    /// puts itself out of order until its maker had it.
    pub fn tamper_sign(self) -> Option<TamperSign> {
        matches!(self, Self::OutOfOrder).then_some(TamperSign::OutOfOrder)
    }

    /// The terminal will be ready by itself (or once the card is taken): ask again.
    pub fn passes(self) -> bool {
        matches!(self, Self::Wait | Self::CardInserted)
    }
}

/// What the host says to an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdentityVerdict {
    /// It is the paired terminal (or none is paired yet).
    Accept,
    /// Another terminal is paired here; `expected` names it for the technician.
    Refuse {
        /// The paired terminal, as the host names it.
        expected: String,
    },
}
