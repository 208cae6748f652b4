//! Printers, scales, displays and scanners; what is waiting to be printed; the customer's screen.

use super::receipt::ReceiptBlock;
use crate::ports::records::Address;
use pos_domain::fact::PeripheralKind;
use pos_domain::ids::{PeripheralId, PrintJobId, SaleId};
use pos_domain::quantity::Quantity;
use pos_domain::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What can be set on a device; fields that its kind does not have keep their defaults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PeripheralOptions {
    /// Printer: characters of the usual font in a line: 48 (80 mm), 42, 32 (58 mm).
    pub columns: u8,
    /// Printer and display: `gb18030`, `pc858`, `wpc1252`.
    pub encoding: String,
    /// Printer: cuts by itself.
    pub cutter: bool,
    /// Printer: the drawer's pin, 0 or 1 (connector pins 2 and 5); None: no drawer on it.
    pub drawer_pin: Option<u8>,
    /// Printer: the drawer's switch closes when it is shut (the usual one opens).
    pub drawer_inverted: bool,
    /// Printer: which drawer hangs on it.
    pub drawer_no: u16,
    /// Scanner: `cr`, `lf`, `crlf`, `tab`.
    pub suffix: String,
    /// Scale: grams of the usual packaging, taken off each weight.
    pub tare_g: u32,
}

impl Default for PeripheralOptions {
    fn default() -> PeripheralOptions {
        PeripheralOptions {
            columns: 48,
            encoding: "pc858".into(),
            cutter: true,
            drawer_pin: Some(0),
            drawer_inverted: false,
            drawer_no: 1,
            suffix: "cr".into(),
            tare_g: 0,
        }
    }
}

/// A paired device.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PeripheralView {
    pub peripheral_id: PeripheralId,
    pub kind: PeripheralKind,
    pub driver: String,
    pub name: String,
    pub model: Option<String>,
    pub address: Address,
    pub options: PeripheralOptions,
    pub simulator: bool,
    pub paired_at: Instant,
    pub health: Health,
    pub last_seen_at: Option<Instant>,
    /// Scanner: the last code it read. Scale: the last weight.
    pub last_reading: Option<String>,
    pub drawer_open: Option<bool>,
    /// Jobs waiting for this printer.
    pub waiting: u32,
}

/// How a device stands. The worst comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    Connecting,
    Ready,
    /// Ready, and the paper is near its end.
    PaperLow,
    PaperOut,
    CoverOpen,
    /// The printer says that it cannot print (cutter, feed button held …).
    Fault,
    Away,
}

/// What answered at an address.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PeripheralProbe {
    pub model: Option<String>,
    pub simulator: bool,
    pub health: Health,
    pub answered_in_ms: u32,
}

/// What can be tried on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeripheralTest {
    /// Printer: a test page, through the queue.
    Page,
    /// Printer: opens its drawer.
    Kick,
    Weigh,
    Zero,
    /// Display: shows a text.
    Message,
    /// Scanner: waits for a code.
    Scan,
}

/// What was read when a device was tried.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PeripheralReading {
    pub ok: bool,
    /// Scale: kilograms as decimal text. Scanner: the code.
    pub text: Option<String>,
    pub took_ms: u32,
}

/// A weight, once it is stable.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WeightView {
    /// Kilograms, tare taken off.
    pub weight: Quantity,
    pub stable: bool,
}

/// Something to be printed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PrintJobView {
    pub job_id: PrintJobId,
    pub what: PrintWhat,
    pub state: PrintState,
    /// Printed marked as a copy.
    pub copy: bool,
    pub printer_name: Option<String>,
    pub made_at: Instant,
    pub tries: u32,
    /// Why the last try failed: `paper_out`, `cover_open`, `offline`, `link_lost`, `fault`,
    /// `no_printer`, `interrupted`.
    pub trouble: Option<String>,
}

/// Which paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PrintWhat {
    /// The receipt of a sale or return (of an exchange: both halves).
    Receipt {
        sale_id: SaleId,
    },
    /// The receipt without prices.
    Gift {
        sale_id: SaleId,
    },
    /// The merchant's half of a card slip that wants a signature.
    MerchantSlip {
        sale_id: SaleId,
    },
    /// The running figures when it was asked for; None: the whole register.
    X {
        #[ts(type = "number | null")]
        shift_no: Option<i64>,
    },
    Z {
        #[ts(type = "number")]
        z_number: i64,
    },
    Count {
        #[ts(type = "number")]
        shift_no: i64,
    },
    /// Paid-in, paid-out, drop or no-sale: the entry.
    CashSlip {
        #[ts(type = "number")]
        seq: i64,
    },
    TestPage {
        peripheral_id: PeripheralId,
    },
    /// The report of the newest drill.
    Drill {},
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrintState {
    Queued,
    /// On disk before the first byte: after a crash it is printed as a copy, if at all.
    Sending,
    Done,
    /// Waits for somebody: the printer said no, or nobody knows whether it came out.
    Troubled,
    GivenUp,
}

/// A paper on the screen.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PaperView {
    pub language: String,
    /// Not the first print: marked as a copy.
    pub copy: bool,
    pub blocks: Vec<ReceiptBlock>,
}

/// A paper as a file.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PaperFileView {
    pub file_name: String,
    pub base64: String,
}

/// The shop's picture.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PictureView {
    pub base64: Option<String>,
}

/// When a receipt is printed by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrintReceipts {
    #[default]
    Always,
    Ask,
}

/// What the customer sees. No ids, no names: it is public by nature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct CustomerView {
    pub state: CustomerState,
    pub shop_name: String,
    pub language: String,
    /// ISO 4217 letters.
    pub currency: String,
    pub exponent: u8,
    pub symbol: String,
    pub lines: Vec<CustomerLine>,
    pub total_minor: i64,
    pub due_minor: i64,
    pub paid_minor: i64,
    pub change_minor: i64,
    pub savings_minor: i64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CustomerState {
    /// Nothing is being rung: the shop's picture.
    #[default]
    Idle,
    Ringing,
    Paying,
    /// Paid: change and thanks, until the next sale begins.
    Done,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CustomerLine {
    pub name: String,
    pub name_zh: Option<String>,
    pub quantity: Quantity,
    pub amount_minor: i64,
    /// Goods brought back.
    pub back: bool,
}
