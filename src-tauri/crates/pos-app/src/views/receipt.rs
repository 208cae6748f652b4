//! A receipt as a document: one source for the screen, the printer and the archive.

use pos_domain::fact::CashMoveKind;
use pos_domain::ids::SaleId;
use pos_domain::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Receipt {
    pub sale_id: SaleId,
    pub language: String,
    /// Not the first print: marked as a copy.
    pub copy: bool,
    pub blocks: Vec<ReceiptBlock>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReceiptBlock {
    Title {
        text: String,
    },
    Text {
        text: String,
        align: Align,
        strong: bool,
    },
    Pair {
        left: String,
        right: String,
        strong: bool,
    },
    Item {
        name: String,
        detail: Option<String>,
        amount: String,
    },
    Rule,
    /// CODE 128, its text below it.
    Barcode {
        text: String,
    },
    /// A QR code (model 2, level M). Printers make their own from the text; screen and PDF draw the
    /// modules: a row a string, `1` is dark, without the quiet zone.
    Qr {
        text: String,
        modules: Vec<String>,
    },
    /// The shop's picture; its bytes come beside the document.
    Logo,
    /// The terminal's own lines, in a fixed pitch.
    Slip {
        lines: Vec<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Left,
    Center,
}

/// What a shop's receipts show beside goods and money. A part of the shop's record; what an older
/// record does not name stands as it is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ReceiptTemplate {
    /// The shop's picture at the top.
    pub logo: bool,
    /// Net, tax and gross of each rate.
    pub tax_table: bool,
    /// The receipt number as a QR code.
    pub qr: bool,
    /// The receipt number as CODE 128.
    pub barcode: bool,
    /// How much the customer saved.
    pub savings: bool,
}

impl Default for ReceiptTemplate {
    fn default() -> ReceiptTemplate {
        ReceiptTemplate {
            logo: true,
            tax_table: true,
            qr: false,
            barcode: true,
            savings: true,
        }
    }
}

/// What stands on the slip of a drawer act. The entry has it all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashSlip {
    /// The entry.
    pub seq: i64,
    pub act: CashSlipAct,
    pub drawer_no: u16,
    pub shift_no: Option<i64>,
    /// None: no cash moved.
    pub amount_minor: Option<i64>,
    pub reason: String,
    pub by: String,
    pub approved_by: Option<String>,
    pub at: Instant,
}

/// What was done with the drawer beside the sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CashSlipAct {
    Moved(CashMoveKind),
    /// Opened without a sale.
    NoSale,
}
