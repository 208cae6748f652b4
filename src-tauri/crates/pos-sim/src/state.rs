//! Owns what a terminal remembers without power: counters, registration, the
//! last receipt and a payment that is not final yet.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::card::Card;
use crate::clock::{self, Moment};
use crate::ledger::{Kind, Receipt};

/// What the till asked for in `06 00`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    pub config: u8,
    /// ISO 4217 number, when the till gave one.
    pub currency: Option<u16>,
    /// The till sent a BMP 06, so it may be sent TLV.
    pub tlv: bool,
    /// The till lists `06 D3` among its commands (tag 26).
    pub text_blocks: bool,
    /// Messages are numbered (tag 1F73).
    pub numbered: bool,
}

impl Registration {
    /// What is left after log-off.
    pub fn logged_off() -> Self {
        Self {
            config: 0x86,
            currency: None,
            tlv: false,
            text_blocks: false,
            numbered: false,
        }
    }

    pub fn wants_payment_receipts(&self) -> bool {
        self.config & 0x02 != 0
    }

    pub fn wants_admin_receipts(&self) -> bool {
        self.config & 0x04 != 0
    }

    pub fn wants_statuses(&self) -> bool {
        self.config & 0x08 != 0
    }

    /// Printed lines are sent; else the till composes receipts itself.
    pub fn wants_lines(&self) -> bool {
        self.config & 0x80 != 0
    }
}

/// Persisted state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    pub registration: Option<Registration>,
    /// Last used numbers.
    pub receipt_no: u16,
    pub trace: u32,
    pub turnover_no: u32,
    /// The open batch.
    pub batch: u32,
    /// The last receipt, for `06 20`.
    pub last: Option<Receipt>,
    /// Charged, but `04 0F` is not acknowledged yet.
    pub pending: Option<Receipt>,
    /// Kept without acknowledgement (chapter 4): the next payment's mirrored
    /// number decides.
    pub kept: Option<u16>,
    /// What `06 91` added to the machine's clock.
    pub clock_offset_s: i64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            registration: None,
            receipt_no: 0,
            trace: 0,
            turnover_no: 0,
            batch: 1,
            last: None,
            pending: None,
            kept: None,
            clock_offset_s: 0,
        }
    }
}

impl State {
    /// A terminal as its technician leaves it: the last receipt is his trial payment, which the
    /// bank declined, and the next numbers are the first ones.
    pub fn installed() -> Self {
        let now = Moment::at(clock::now_s());
        let trial = Receipt {
            kind: Kind::Sale,
            result: 0x05,
            amount_minor: 1,
            currency: "EUR".into(),
            receipt_no: 9_999,
            trace: 999_999,
            turnover_no: 999_999,
            date: now.date(),
            time: now.time(),
            original_trace: None,
            card: Card::default(),
        };
        Self {
            last: Some(trial),
            ..Self::default()
        }
    }

    /// Reads the file; a missing file is a new terminal.
    pub fn read(path: &Path) -> io::Result<Self> {
        match std::fs::read(path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// Writes the file whole: the old one or the new one is there, never a half.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut beside = PathBuf::from(path).into_os_string();
        beside.push(".new");
        std::fs::write(&beside, serde_json::to_vec(self)?)?;
        std::fs::rename(&beside, path)
    }

    /// Takes the next receipt number (1–9999), trace and turnover number.
    pub fn next_numbers(&mut self) -> (u16, u32, u32) {
        self.receipt_no = self.receipt_no % 9_999 + 1;
        self.trace = self.trace % 999_999 + 1;
        self.turnover_no = self.turnover_no % 999_999 + 1;
        (self.receipt_no, self.trace, self.turnover_no)
    }
}
