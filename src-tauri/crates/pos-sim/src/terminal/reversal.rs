//! Owns looking back: repeating the last receipt, reprinting, and taking a
//! sale back by its receipt number.

use super::command::fields;
use super::payment::Job;
use super::{Flow, Halt, Reply, Terminal};
use crate::apdu::Apdu;
use crate::bmp;
use crate::ledger::{Entry, Event, Kind, Receipt};

impl Terminal {
    /// `06 20 password [03 service]`: bit 0 sends `04 0F` again, bit 1 prints nothing.
    pub(super) fn repeat_receipt(&mut self, apdu: &Apdu) -> Result<(), Halt> {
        let Ok(given) = fields(apdu) else {
            return self.refuse(0x83);
        };
        let service = bmp::find(&given, 0x03)
            .and_then(|byte| byte.first().copied())
            .unwrap_or(0);
        let last = self.shared.books().state.last.clone();
        if !self.accept()? {
            return Ok(());
        }
        let Some(last) = last else {
            self.shared.steps.add("nothing_to_repeat");
            return self.abort(0x83);
        };
        if service & 0x01 != 0 {
            let block = Apdu::new(0x040F, self.status_information(&last));
            if self.exchange(&block)? == Reply::Nothing {
                return Ok(());
            }
        }
        if service & 0x02 == 0 {
            self.print_payment(&last)?;
        }
        self.complete(&[])?;
        self.shared.steps.add("repeated");
        Ok(())
    }

    /// `06 12 password from2 [to2]`
    pub(super) fn reprint(&mut self, apdu: &Apdu) -> Result<(), Halt> {
        let number = |from: usize| apdu.data.get(from..from + 2).and_then(bmp::number);
        let Some(first) = number(3) else {
            return self.refuse(0x9A);
        };
        let last = number(5).unwrap_or(first);
        if !self.accept()? {
            return Ok(());
        }
        let mut wanted: Vec<Receipt> = {
            let books = self.shared.books();
            let told = |entry: &&Entry| {
                let number = u64::from(entry.receipt.receipt_no);
                let told = match entry.event {
                    Event::Authorised | Event::Declined | Event::Reversed | Event::Refunded => true,
                    Event::AutoReversed | Event::PartlyReversed | Event::BatchClosed => false,
                };
                told && (first..=last).contains(&number)
            };
            books
                .batch()
                .filter(told)
                .map(|entry| entry.receipt.clone())
                .collect()
        };
        wanted.reverse();
        for receipt in &wanted {
            if !self.print_payment(receipt)? {
                return Ok(());
            }
        }
        self.complete(&[])
    }

    /// `06 30 password 87 receipt [04 amount] [49 currency]`
    pub(super) fn reversal(&mut self, apdu: &Apdu) -> Result<(), Halt> {
        if !self.take_scenario()? {
            return Ok(());
        }
        let Ok(given) = fields(apdu) else {
            return self.refuse(0x83);
        };
        let Some(wanted) = bmp::find(&given, 0x87).and_then(bmp::number) else {
            return self.refuse(0x9A);
        };
        let amount = bmp::find(&given, 0x04).and_then(bmp::number);
        match self.standing(wanted) {
            Err(code) => self.not_reversed(code),
            Ok((_, stands)) if amount.is_some_and(|a| a != stands.unsigned_abs()) => {
                self.not_reversed(0xB5)
            }
            Ok((original, stands)) => self.perform(Job {
                kind: Kind::Reversal,
                amount_minor: stands,
                currency: original.currency.clone(),
                original: Some(original),
            }),
        }
    }

    fn not_reversed(&mut self, code: u8) -> Result<(), Halt> {
        if !self.accept()? {
            return Ok(());
        }
        match self.step("accepted")? {
            Flow::Go => self.abort(code),
            Flow::GiveUp => Ok(()),
        }
    }

    /// The sale under this receipt number in the open batch, and what of it is
    /// still charged. B5 when there is none, B4 when nothing is left.
    fn standing(&self, receipt_no: u64) -> Result<(Receipt, i64), u8> {
        let books = self.shared.books();
        let sale = books.batch().find(|entry| {
            entry.event == Event::Authorised && u64::from(entry.receipt.receipt_no) == receipt_no
        });
        let sale = &sale.ok_or(0xB5)?.receipt;
        let only_last = self.shared.settings().reverse_only_last;
        if only_last && u64::from(books.state.receipt_no) != receipt_no {
            return Err(0xB5);
        }
        let about = |receipt: &Receipt| {
            receipt.trace == sale.trace || receipt.original_trace == Some(sale.trace)
        };
        let stands = books
            .batch()
            .filter(|e| about(&e.receipt))
            .map(|e| e.net_minor)
            .sum();
        match stands {
            1.. => Ok((sale.clone(), stands)),
            _ => Err(0xB4),
        }
    }
}
