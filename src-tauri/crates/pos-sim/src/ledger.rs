//! Owns what the customer's bank did: an append-only file of JSON lines, each
//! on disk before the terminal goes on. It is the truth the till's books are
//! compared with, so nothing here ever asks the till.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::card::Card;
use crate::clock::{self, Moment};

/// What the bank did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A sale was charged.
    Authorised,
    /// A sale was refused; no money moved.
    Declined,
    /// A sale was taken back on the till's order (`06 30`).
    Reversed,
    /// Money was paid out on the till's order (`06 31`).
    Refunded,
    /// The terminal undid what the till did not acknowledge.
    AutoReversed,
    /// The till said that only part of the goods went out (`84 9D`).
    PartlyReversed,
    /// The batch was closed (`06 50`); no money moved.
    BatchClosed,
}

/// What kind of order a receipt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Sale,
    Reversal,
    Refund,
    EndOfDay,
}

/// The fields of one receipt, as `04 0F` gives them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub kind: Kind,
    /// BMP 27; 0 is approved.
    pub result: u8,
    pub amount_minor: i64,
    pub currency: String,
    pub receipt_no: u16,
    pub trace: u32,
    pub turnover_no: u32,
    /// `MMDD` and `HHMMSS` by the terminal's clock.
    pub date: String,
    pub time: String,
    /// The trace of the sale that a reversal takes back.
    pub original_trace: Option<u32>,
    pub card: Card,
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub seq: u64,
    /// RFC 3339, the machine's clock.
    pub at: String,
    pub event: Event,
    /// What the merchant gains by this line; losses are negative.
    pub net_minor: i64,
    pub batch: u32,
    /// The receipt number this line takes back.
    pub of_receipt: Option<u16>,
    /// Why the terminal did it by itself.
    pub reason: Option<String>,
    #[serde(flatten)]
    pub receipt: Receipt,
}

/// The ledger file, and its lines in memory.
#[derive(Debug)]
pub struct Ledger {
    file: File,
    sync: bool,
    pub entries: Vec<Entry>,
}

impl Ledger {
    /// Opens the file, making it when missing, and reads all lines.
    /// A torn last line (the program was killed in the write) is cut off.
    pub fn open(path: &Path, sync: bool) -> io::Result<Self> {
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .open(path)?;
        let text = std::fs::read_to_string(path)?;
        let whole = text.rfind('\n').map_or(0, |at| at + 1);
        file.set_len(whole as u64)?;
        let entries = parse(&text[..whole])?;
        file.flush()?;
        Ok(Self {
            file,
            sync,
            entries,
        })
    }

    /// Appends one line and waits until it is on disk.
    pub fn append(&mut self, mut entry: Entry) -> io::Result<()> {
        entry.seq = self.entries.last().map_or(1, |last| last.seq + 1);
        entry.at = Moment::at(clock::now_s()).stamp();
        let mut line = serde_json::to_vec(&entry)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        if self.sync {
            self.file.sync_data()?;
        }
        self.entries.push(entry);
        Ok(())
    }
}

/// Reads the lines of a ledger file.
pub fn parse(text: &str) -> io::Result<Vec<Entry>> {
    text.lines()
        .map(|line| serde_json::from_str(line).map_err(io::Error::from))
        .collect()
}

/// Sums of one card, or of all.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Sums {
    pub authorised: u32,
    pub declined: u32,
    pub reversed: u32,
    pub auto_reversed: u32,
    pub refunded: u32,
    pub net_minor: i64,
}

/// What one card's bank owes the merchant, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardSums {
    pub card_token: String,
    pub masked_pan: String,
    pub currency: String,
    #[serde(flatten)]
    pub sums: Sums,
}

/// The whole ledger in sums.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub entries: usize,
    pub cards: Vec<CardSums>,
    /// By currency.
    pub totals: BTreeMap<String, Sums>,
}

impl Sums {
    fn add(&mut self, entry: &Entry) {
        self.net_minor += entry.net_minor;
        let count = match entry.event {
            Event::Authorised => &mut self.authorised,
            Event::Declined => &mut self.declined,
            Event::Reversed | Event::PartlyReversed => &mut self.reversed,
            Event::AutoReversed => &mut self.auto_reversed,
            Event::Refunded => &mut self.refunded,
            Event::BatchClosed => return,
        };
        *count += 1;
    }
}

/// Sums the lines per card and currency.
pub fn summary(entries: &[Entry]) -> Summary {
    let mut cards: BTreeMap<(&str, &str), CardSums> = BTreeMap::new();
    let mut totals: BTreeMap<String, Sums> = BTreeMap::new();
    for entry in entries
        .iter()
        .filter(|entry| entry.event != Event::BatchClosed)
    {
        let receipt = &entry.receipt;
        let card = cards.entry((&receipt.card.token, &receipt.currency));
        let card = card.or_insert_with(|| CardSums {
            card_token: receipt.card.token.clone(),
            masked_pan: receipt.card.masked_pan.clone(),
            currency: receipt.currency.clone(),
            sums: Sums::default(),
        });
        card.sums.add(entry);
        totals
            .entry(receipt.currency.clone())
            .or_default()
            .add(entry);
    }
    Summary {
        entries: entries.len(),
        cards: cards.into_values().collect(),
        totals,
    }
}
