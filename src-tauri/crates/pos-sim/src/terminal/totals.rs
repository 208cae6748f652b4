//! Owns the batch: its totals (BMP 60) and its end.

use super::print::money;
use super::{Halt, Reply, Terminal};
use crate::apdu::Apdu;
use crate::bmp::{Chain, bcd};
use crate::card::Card;
use crate::currency;
use crate::ledger::{Entry, Event, Kind, Receipt};

/// What a batch sums up to. Groups in the order of BMP 60: girocard, JCB,
/// Eurocard, Amex, Visa, Diners, others.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Totals {
    first: u16,
    last: u16,
    groups: [(u8, i64); 7],
}

fn group(zvt_type: u8) -> usize {
    match zvt_type {
        2 | 5 => 0,
        14 => 1,
        6 => 2,
        8 => 3,
        10 | 11 => 4,
        12 => 5,
        _ => 6,
    }
}

impl Totals {
    fn add(&mut self, entry: &Entry) {
        if matches!(entry.event, Event::Declined | Event::BatchClosed) {
            return;
        }
        let number = entry.receipt.receipt_no;
        self.first = if self.first == 0 {
            number
        } else {
            self.first.min(number)
        };
        self.last = self.last.max(number);
        let (count, net_minor) = &mut self.groups[group(entry.receipt.card.zvt_type)];
        if entry.event == Event::Authorised {
            *count = count.saturating_add(1);
        }
        *net_minor += entry.net_minor;
    }

    fn net_minor(&self) -> i64 {
        self.groups.iter().map(|(_, minor)| minor).sum()
    }

    /// BMP 60. The format has no sign: a group that lost money shows nothing.
    fn bitmap(&self) -> Vec<u8> {
        let mut bytes = bcd(u64::from(self.first), 2);
        bytes.extend(bcd(u64::from(self.last), 2));
        for (count, minor) in self.groups {
            bytes.push(count);
            bytes.extend(bcd(minor.max(0).unsigned_abs(), 6));
        }
        bytes
    }
}

impl Terminal {
    /// `06 10`: the totals so far.
    pub(super) fn turnover_totals(&mut self) -> Result<(), Halt> {
        if !self.accept()? {
            return Ok(());
        }
        let (receipt, totals) = self.totals();
        self.tell_totals(&receipt, &totals)?;
        self.complete(&[])
    }

    /// `06 50`: the totals, and a new batch when the till has them.
    pub(super) fn end_of_day(&mut self) -> Result<(), Halt> {
        if !self.accept()? {
            return Ok(());
        }
        self.tell_status(0x0F, None)?;
        let (mut receipt, totals) = self.totals();
        {
            let mut books = self.shared.books();
            books.state.trace = books.state.trace % 999_999 + 1;
            receipt.trace = books.state.trace;
            books.save()?;
        }
        if !self.tell_totals(&receipt, &totals)? {
            return Ok(());
        }
        {
            let mut books = self.shared.books();
            books.post(Event::BatchClosed, 0, None, None, &receipt)?;
            books.state.batch += 1;
            books.save()?;
        }
        self.shared.steps.add("batch_closed");
        let lines = [
            "END OF DAY".to_owned(),
            format!("Receipts {:04}-{:04}", totals.first, totals.last),
            format!("Total {}", money(totals.net_minor(), &receipt.currency)),
        ];
        self.print_admin(&lines)?;
        self.complete(&[])
    }

    fn totals(&self) -> (Receipt, Totals) {
        let moment = self.moment();
        let books = self.shared.books();
        let mut totals = Totals::default();
        books.batch().for_each(|entry| totals.add(entry));
        let registered = books
            .state
            .registration
            .as_ref()
            .and_then(|with| with.currency);
        let receipt = Receipt {
            kind: Kind::EndOfDay,
            result: 0,
            amount_minor: totals.net_minor(),
            currency: currency::letters(registered.unwrap_or(978)),
            receipt_no: books.state.receipt_no,
            trace: books.state.trace,
            turnover_no: books.state.turnover_no,
            date: moment.date(),
            time: moment.time(),
            original_trace: None,
            card: Card::default(),
        };
        (receipt, totals)
    }

    fn tell_totals(&mut self, receipt: &Receipt, totals: &Totals) -> Result<bool, Halt> {
        let number = u64::from(currency::number(&receipt.currency).unwrap_or(978));
        let mut chain = Chain::default();
        chain
            .fixed(0x27, &[0])
            .fixed(0x04, &bcd(receipt.amount_minor.max(0).unsigned_abs(), 6))
            .fixed(0x49, &bcd(number, 2))
            .fixed(0x0B, &bcd(u64::from(receipt.trace), 3))
            .fixed(0x0C, &bcd(receipt.time.parse().unwrap_or(0), 3))
            .fixed(0x0D, &bcd(receipt.date.parse().unwrap_or(0), 2))
            .fixed(0x29, &self.terminal_id())
            .three(0x60, &totals.bitmap());
        Ok(self.exchange(&Apdu::new(0x040F, chain.0))? == Reply::Positive)
    }
}
