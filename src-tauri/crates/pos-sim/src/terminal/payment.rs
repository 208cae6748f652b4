//! Owns the way to the bank: take the order, wait for a card, ask, and write
//! the answer down before anyone hears of it. `outcome` tells the till.

use super::command::{container, fields};
use super::{Flow, Halt, LineFaults, Reply, Terminal};
use crate::apdu::Apdu;
use crate::ledger::{Event, Kind, Receipt};
use crate::script::{Code, Status};
use crate::{bmp, currency, tlv};

/// An order that moves money.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub kind: Kind,
    pub amount_minor: i64,
    /// ISO letters.
    pub currency: String,
    /// The sale a reversal takes back.
    pub original: Option<Receipt>,
}

impl Terminal {
    /// `06 01`
    pub(super) fn sale(&mut self, apdu: &Apdu) -> Result<(), Halt> {
        match self.begin(apdu)? {
            Some(job) => {
                self.check_mirror(apdu)?;
                self.perform(job)
            }
            None => Ok(()),
        }
    }

    /// `06 31`
    pub(super) fn refund(&mut self, apdu: &Apdu) -> Result<(), Halt> {
        match self.begin(apdu)? {
            Some(job) => self.perform(Job {
                kind: Kind::Refund,
                ..job
            }),
            None => Ok(()),
        }
    }

    /// Takes the scenario and the amount; answers with `84` what cannot be.
    fn begin(&mut self, apdu: &Apdu) -> Result<Option<Job>, Halt> {
        if !self.take_scenario()? {
            return Ok(None);
        }
        let given = match fields(apdu) {
            Ok(given) => given,
            Err(bmp::BadField::Unknown(_)) => return self.refuse(0x83).map(|()| None),
            Err(bmp::BadField::Short(_)) => return self.refuse(0x9A).map(|()| None),
        };
        let amount = bmp::find(&given, 0x04).and_then(bmp::number).unwrap_or(0);
        let number = bmp::find(&given, 0x49)
            .and_then(bmp::number)
            .map(|number| number as u16);
        let own = self
            .shared
            .books()
            .state
            .registration
            .as_ref()
            .and_then(|with| with.currency);
        let number = number.or(own).unwrap_or(978);
        let foreign = own.is_some_and(|own| own != number) || !self.has_currency(number);
        if foreign || self.scenario.wrong_currency {
            return self.refuse(0x6F).map(|()| None);
        }
        let Ok(amount_minor @ 1..) = i64::try_from(amount) else {
            return self.refuse(0x9A).map(|()| None);
        };
        let currency = currency::letters(number);
        Ok(Some(Job {
            kind: Kind::Sale,
            amount_minor,
            currency,
            original: None,
        }))
    }

    /// Takes the next scenario; false when the command was refused by it.
    pub(super) fn take_scenario(&mut self) -> Result<bool, Halt> {
        let busy = {
            let mut script = self.shared.script();
            let head = script.head();
            let busy = head.busy > 0;
            head.busy = head.busy.saturating_sub(1);
            if !busy {
                self.scenario = script.take();
            }
            busy
        };
        if busy {
            self.shared.steps.add("busy");
            return self.refuse(0x9C).map(|()| false);
        }
        self.session.faults = LineFaults::of(&self.scenario);
        if self.step("received")? == Flow::GiveUp {
            return Ok(false);
        }
        let own_printer = {
            let books = self.shared.books();
            !books
                .state
                .registration
                .as_ref()
                .is_some_and(|with| with.wants_payment_receipts())
        };
        let no_paper = self.shared.settings().paper_out && own_printer || self.scenario.paper_out;
        match (self.scenario.refuse, no_paper) {
            (Some(code), _) => self.refuse(code.0).map(|()| false),
            (None, true) => self.refuse(0xCC).map(|()| false),
            (None, false) => Ok(true),
        }
    }

    /// Chapter 4: the till repeats the last receipt number it knows.
    fn check_mirror(&mut self, apdu: &Apdu) -> Result<(), Halt> {
        let mirrored = container(apdu).and_then(|objects| tlv::find(objects, 0x1F1F));
        let mirrored = mirrored.and_then(bmp::number);
        let mut books = self.shared.books();
        let Some(kept) = books.state.kept.take() else {
            return Ok(());
        };
        let before = match kept {
            1 => 9_999,
            kept => u64::from(kept) - 1,
        };
        // Any other number, or an empty object from a fresh till, says nothing of it.
        let missed = mirrored == Some(before);
        let receipt = books
            .state
            .last
            .clone()
            .filter(|last| last.receipt_no == kept);
        if let (true, Some(receipt)) = (missed, receipt) {
            books.undo(&receipt, "the mirrored receipt number is behind")?;
            self.shared.steps.add("auto_reversed");
        }
        books.save()?;
        Ok(())
    }

    /// The whole course, from `80 00` to `06 0F`.
    pub(super) fn perform(&mut self, job: Job) -> Result<(), Halt> {
        if !self.accept()? {
            return Ok(());
        }
        if self.step("accepted")? == Flow::GiveUp {
            return Ok(());
        }
        if job.kind != Kind::Reversal && !self.card_shown()? {
            return self.abort(0x6C);
        }
        if self.step("card")? == Flow::GiveUp {
            return Ok(());
        }
        if self.aborted {
            return self.abort(0x6C);
        }
        let receipt = self.ask_bank(&job)?;
        let given_up = self.step("bank")? == Flow::GiveUp;
        if receipt.result != 0 {
            return match given_up {
                true => Ok(()),
                false => self.tell_decline(&receipt),
            };
        }
        match given_up {
            true => self.give_up(&receipt, "silent after the bank"),
            false => self.tell_approval(receipt),
        }
    }

    /// Statuses until a card is there; false when the till aborted first.
    fn card_shown(&mut self) -> Result<bool, Halt> {
        let card_ms = self
            .scenario
            .card_ms
            .unwrap_or(self.shared.settings().card_ms);
        let usual = Status {
            code: Code(0x0A),
            delay_ms: 0,
            timeout_minutes: None,
        };
        let statuses = self
            .scenario
            .statuses
            .clone()
            .unwrap_or_else(|| vec![usual]);
        for status in statuses {
            self.wait(Some(status.delay_ms))?;
            if self.aborted || !self.tell_status(status.code.0, status.timeout_minutes)? {
                return Ok(false);
            }
        }
        self.wait(Some(card_ms))?;
        Ok(!self.aborted)
    }

    /// `04 FF` when the till wants those. False when it did not answer (T3).
    pub(super) fn tell_status(&mut self, code: u8, minutes: Option<u8>) -> Result<bool, Halt> {
        let with = self.shared.books().state.registration.clone();
        let Some(with) = with.filter(|with| with.wants_statuses()) else {
            return Ok(true);
        };
        let mut data = vec![code];
        if let Some(minutes) = minutes {
            data.extend(bmp::bcd(u64::from(minutes), 1));
        }
        if let (Some(canary), true) = (&self.scenario.canary, with.tlv) {
            data.extend(canary.status_text(minutes.is_some()));
        }
        let reply = self.exchange(&Apdu::new(0x04FF, data))?;
        self.shared.steps.add("status");
        Ok(reply != Reply::Nothing)
    }

    /// Asks the bank and writes its answer down before anyone hears of it.
    fn ask_bank(&mut self, job: &Job) -> Result<Receipt, Halt> {
        self.bank_asked = true;
        // An unanswered status changes nothing any more.
        self.tell_status(0x04, None)?;
        let bank_ms = self
            .scenario
            .bank_ms
            .unwrap_or(self.shared.settings().bank_ms);
        self.wait(Some(bank_ms))?;
        let moment = self.moment();
        let card = match &job.original {
            Some(original) => original.card.clone(),
            None => self.scenario.card().unwrap_or_default(),
        };
        let mut books = self.shared.books();
        let (receipt_no, trace, turnover_no) = books.state.next_numbers();
        let receipt = Receipt {
            kind: job.kind,
            result: self.scenario.decline.map_or(0, |code| code.0),
            amount_minor: job.amount_minor,
            currency: job.currency.clone(),
            receipt_no,
            trace,
            turnover_no,
            date: moment.date(),
            time: moment.time(),
            original_trace: job.original.as_ref().map(|original| original.trace),
            card,
        };
        if receipt.result != 0 {
            books.save()?;
            books.post(Event::Declined, 0, None, None, &receipt)?;
            return Ok(receipt);
        }
        books.state.pending = Some(receipt.clone());
        books.save()?;
        let of_receipt = job.original.as_ref().map(|original| original.receipt_no);
        let (event, net_minor) = match job.kind {
            Kind::Sale | Kind::EndOfDay => (Event::Authorised, job.amount_minor),
            Kind::Reversal => (Event::Reversed, -job.amount_minor),
            Kind::Refund => (Event::Refunded, -job.amount_minor),
        };
        books.post(event, net_minor, of_receipt, None, &receipt)?;
        Ok(receipt)
    }
}
