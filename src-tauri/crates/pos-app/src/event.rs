//! What the screens are told without asking.

use crate::views::backup::BackupProgress;
use crate::views::keys::KeyStep;
use crate::views::peripheral::{CustomerView, PeripheralView, PrintJobView};
use crate::views::sale::{AttemptView, SaleView};
use crate::views::shop::UpdateProgress;
use crate::views::status::TillStatus;
use crate::views::terminal::{TerminalView, WireLine};
use pos_domain::fact::KeyKind;
use pos_domain::ids::{ImportId, TerminalId};
use serde::Serialize;
use ts_rs::TS;

/// One message to every screen that may see it.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    Sale {
        sale: Box<SaleView>,
    },
    Attempt {
        attempt: Box<AttemptView>,
    },
    Terminal {
        terminal: Box<TerminalView>,
    },
    Wire {
        terminal_id: TerminalId,
        line: WireLine,
    },
    Status {
        status: Box<TillStatus>,
    },
    Peripheral {
        peripheral: Box<PeripheralView>,
    },
    /// A serial scanner read a code.
    Scanned {
        code: String,
    },
    PrintJob {
        job: Box<PrintJobView>,
    },
    /// What the customer sees. Told only where the shop has a customer's screen.
    Customer {
        view: Box<CustomerView>,
    },
    Backup {
        progress: BackupProgress,
    },
    /// A file of an older format is being brought to this program's.
    Update {
        progress: UpdateProgress,
    },
    ImportProgress {
        import_id: ImportId,
        done: u32,
        total: u32,
    },
    /// The journal is being checked.
    JournalCheck {
        done: i64,
        total: i64,
    },
    /// A key is being made anew.
    KeyRotation {
        key: KeyKind,
        step: KeyStep,
    },
    Session {
        state: SessionChange,
        #[serde(skip)]
        #[ts(skip)]
        seat: String,
    },
    /// Reads with one of these tags are stale.
    Changed {
        tags: Vec<String>,
    },
}

/// What happened to the session of a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SessionChange {
    Locked,
    Ended,
}
