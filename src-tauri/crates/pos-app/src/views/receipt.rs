//! A receipt as a document: one source for the screen, the printer and the archive.

use pos_domain::ids::SaleId;
use serde::Serialize;
use ts_rs::TS;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Receipt {
    pub sale_id: SaleId,
    pub language: String,
    /// Not the first print: marked as a copy.
    pub copy: bool,
    pub blocks: Vec<ReceiptBlock>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
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
    Barcode {
        text: String,
    },
    /// The terminal's own lines, in a fixed pitch.
    Slip {
        lines: Vec<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Left,
    Center,
}
