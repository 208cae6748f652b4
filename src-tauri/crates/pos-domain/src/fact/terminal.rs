//! Terminals taken into use, alarmed and tried. The order of the fields is the order of the bytes.

use crate::ids::TerminalId;
use minicbor::{Decode, Encode};
use serde::Serialize;

/// A terminal was identified and taken into use.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct TerminalPaired {
    #[n(0)]
    pub terminal_id: TerminalId,
    #[n(1)]
    pub driver: String,
    #[n(2)]
    pub terminal_number: String,
    #[n(3)]
    pub serial_number: Option<String>,
}

/// A terminal did what it must not; it takes no payment until the alarm is cleared.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct TerminalAlarmed {
    #[n(0)]
    pub terminal_id: TerminalId,
    /// `clear_card_number`, `other_terminal` …
    #[n(1)]
    pub reason: String,
}

/// A technician tried a terminal.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct TerminalTested {
    #[n(0)]
    pub terminal_id: TerminalId,
    #[n(1)]
    pub test: String,
    #[n(2)]
    pub ok: bool,
}
