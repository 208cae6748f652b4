//! Terminals, their ports and their wires.

use crate::ports::records::Address;
use pos_domain::fact::CardTotal;
use pos_domain::ids::{AttemptId, TerminalId};
use pos_domain::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A port that something could be plugged into.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FoundPort {
    pub address: Address,
    pub usb_vendor_id: Option<String>,
    pub usb_product_id: Option<String>,
    pub serial_number: Option<String>,
    pub maker: Option<String>,
    pub product: Option<String>,
    pub likely: Option<LikelyDevice>,
    pub paired_terminal_id: Option<TerminalId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LikelyDevice {
    Terminal,
    Reader,
    Scanner,
    Printer,
    Scale,
}

/// What answered at an address.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ProbeView {
    /// The terminal id (TID).
    pub terminal_number: String,
    pub serial_number: Option<String>,
    pub model: Option<String>,
    pub software: Option<String>,
    pub simulator: bool,
    pub answered_in_ms: u32,
}

/// A paired terminal.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TerminalView {
    pub terminal_id: TerminalId,
    pub name: String,
    pub driver: String,
    pub address: Address,
    pub link: Link,
    pub link_detail: Option<String>,
    pub terminal_number: String,
    pub serial_number: Option<String>,
    pub model: Option<String>,
    pub software: Option<String>,
    pub simulator: bool,
    pub paired_at: Instant,
    pub last_seen_at: Option<Instant>,
    pub answers_in_ms: Option<u32>,
    /// The payment in doubt that holds it.
    pub held_by: Option<AttemptId>,
    pub alarm: Option<String>,
    /// The register locked it: it takes no payment until two people have cleared it.
    pub locked: bool,
}

/// How the till and a terminal stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    Connecting,
    Ready,
    Busy,
    Away,
    /// Not the terminal that was paired on this port.
    OtherTerminal,
    Alarmed,
    Held,
}

/// What is tried on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TerminalTest {
    Status,
    Diagnosis,
    EndOfDay,
}

/// How a test went.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TestReport {
    pub ok: bool,
    pub code: Option<String>,
    pub lines: Vec<String>,
    pub took_ms: u32,
    /// Of an end of day.
    #[serde(skip)]
    #[ts(skip)]
    pub totals: BatchTotals,
}

/// What a terminal told of its batch when it closed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchTotals {
    /// None: it told no sum.
    pub total_minor: Option<i64>,
    /// By card; empty: it told none.
    pub cards: Vec<CardTotal>,
}

/// One message on the wire, masked.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WireLine {
    pub at: Instant,
    pub direction: WireDirection,
    pub hex_head: String,
    pub name: String,
    pub summary: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WireDirection {
    Out,
    In,
    Note,
}
