//! Owns what the terminal and the control channel both look at: settings,
//! script, books and steps. Each lock is held briefly and never two at once.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::currency;
use crate::ledger::{Entry, Event, Kind, Ledger, Receipt};
use crate::script::{AbortMode, Code, HexBytes, Script, Unacknowledged};
use crate::state::State;
use crate::steps::StepBoard;

/// How the terminal refuses work before `06 00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unregistered {
    /// `84 6B`
    Negative,
    /// `80 00`, then `06 1E 6B`
    Abort,
}

/// What `06 20` finds after the terminal took a sale back by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterReverse {
    /// The receipt before it, as if the sale had never been.
    Previous,
    /// The sale's own receipt, with the result 6C.
    Aborted,
}

/// When a booking can no longer be undone by the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinalAfter {
    /// The till's `80 00` to `04 0F`.
    Status,
    /// That, and its `80 00` to every print block.
    Print,
}

/// What the terminal is, and how it behaves when no scenario says otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Tag 1F40.
    pub name: String,
    pub software: String,
    pub serial: String,
    /// Eight digits.
    pub terminal_id: String,
    pub merchant_no: String,
    /// Key check value, printed by the diagnosis: six hexadecimal digits.
    pub kcv: String,
    /// Opened by somebody: no keys any more.
    pub tampered: bool,
    /// ISO letters of the currencies the merchant's contract has.
    pub currencies: Vec<String>,
    pub paper_out: bool,
    /// Instead of 00 in `05 01`.
    pub status: Option<Code>,
    pub abort: AbortMode,
    pub unacknowledged: Unacknowledged,
    /// Lists 1F1F in 1F71.
    pub mirrors: bool,
    pub after_reverse: AfterReverse,
    pub final_after: FinalAfter,
    pub unregistered: Unregistered,
    /// Some terminals take back only the last sale.
    pub reverse_only_last: bool,
    /// Sent as soon as the till connects.
    pub connect_bytes: HexBytes,
    pub card_ms: u64,
    pub bank_ms: u64,
    pub t1_ms: u64,
    pub t2_ms: u64,
    pub t3_ms: u64,
    /// The wait before `04 0F` is sent again after `84 9C`.
    pub busy_repeat_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "Countertop Simulator".into(),
            software: concat!("SIM ", env!("CARGO_PKG_VERSION")).into(),
            serial: "SIM-00000001".into(),
            terminal_id: "52000001".into(),
            merchant_no: "SIM0000000001".into(),
            kcv: "8CA64D".into(),
            tampered: false,
            currencies: currency::all(),
            paper_out: false,
            status: None,
            abort: AbortMode::Accept,
            unacknowledged: Unacknowledged::Reverse,
            mirrors: false,
            after_reverse: AfterReverse::Previous,
            final_after: FinalAfter::Status,
            unregistered: Unregistered::Negative,
            reverse_only_last: false,
            connect_bytes: HexBytes::default(),
            card_ms: 0,
            bank_ms: 0,
            t1_ms: 200,
            t2_ms: 5_000,
            t3_ms: 5_000,
            busy_repeat_ms: 2_000,
        }
    }
}

impl Settings {
    /// Changes the fields named in `changes`; an unknown name changes nothing.
    pub fn change(
        &mut self,
        changes: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<(), String> {
        let mut whole = serde_json::to_value(&*self).map_err(|error| error.to_string())?;
        if let Some(fields) = whole.as_object_mut() {
            fields.extend(changes.clone());
        }
        *self = serde_json::from_value(whole).map_err(|error| error.to_string())?;
        Ok(())
    }
}

/// The ledger and the persisted state, with their files.
#[derive(Debug)]
pub struct Books {
    pub ledger: Ledger,
    pub state: State,
    ledger_path: PathBuf,
    state_path: PathBuf,
    sync: bool,
}

impl Books {
    /// Opens both files.
    pub fn open(ledger_path: PathBuf, state_path: PathBuf, sync: bool) -> io::Result<Self> {
        let ledger = Ledger::open(&ledger_path, sync)?;
        let state = State::read(&state_path)?;
        Ok(Self {
            ledger,
            state,
            ledger_path,
            state_path,
            sync,
        })
    }

    /// Forgets the memory and reads the files again: a restart.
    pub fn reload(&mut self) -> io::Result<()> {
        self.ledger = Ledger::open(&self.ledger_path, self.sync)?;
        self.state = State::read(&self.state_path)?;
        Ok(())
    }

    /// Writes the state file.
    pub fn save(&self) -> io::Result<()> {
        self.state.write(&self.state_path)
    }

    /// Appends a ledger line for this receipt.
    pub fn post(
        &mut self,
        event: Event,
        net_minor: i64,
        of_receipt: Option<u16>,
        reason: Option<&str>,
        receipt: &Receipt,
    ) -> io::Result<()> {
        self.ledger.append(Entry {
            seq: 0,
            at: String::new(),
            event,
            net_minor,
            batch: self.state.batch,
            of_receipt,
            reason: reason.map(str::to_owned),
            receipt: receipt.clone(),
        })
    }

    /// Takes back what a receipt moved, by the terminal itself.
    pub fn undo(&mut self, receipt: &Receipt, reason: &str) -> io::Result<()> {
        let net_minor = match receipt.kind {
            Kind::Sale => -receipt.amount_minor,
            Kind::Reversal | Kind::Refund => receipt.amount_minor,
            Kind::EndOfDay => return Ok(()),
        };
        self.post(
            Event::AutoReversed,
            net_minor,
            Some(receipt.receipt_no),
            Some(reason),
            receipt,
        )
    }

    /// The lines of the open batch.
    pub fn batch(&self) -> impl Iterator<Item = &Entry> {
        let batch = self.state.batch;
        self.ledger
            .entries
            .iter()
            .rev()
            .take_while(move |entry| entry.batch == batch)
    }
}

/// Everything the threads share.
#[derive(Debug)]
pub struct Shared {
    settings: Mutex<Settings>,
    script: Mutex<Script>,
    books: Mutex<Books>,
    pub steps: StepBoard,
}

impl Shared {
    pub fn new(settings: Settings, script: Script, books: Books) -> Self {
        Self {
            settings: Mutex::new(settings),
            script: Mutex::new(script),
            books: Mutex::new(books),
            steps: StepBoard::default(),
        }
    }

    pub fn settings(&self) -> MutexGuard<'_, Settings> {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
