//! Owns what follows the bank's answer: telling the till, and making a booking
//! final only when the till has acknowledged it (protocols 2.6).

use super::{Flow, Halt, Reply, Terminal};
use crate::apdu::Apdu;
use crate::bmp;
use crate::ledger::{Event, Receipt};
use crate::script::DeclineForm;
use crate::shared::FinalAfter;

/// How the till took `04 0F`.
enum Taken {
    Yes,
    /// Only part of the goods went out: what stays charged.
    Partly(i64),
    /// The till refused with `84 xx`.
    Refused,
    /// It was sent, and no answer came.
    Nothing,
    /// It never reached anyone, or a silence began.
    Unheard,
}

impl Terminal {
    pub(super) fn tell_decline(&mut self, receipt: &Receipt) -> Result<(), Halt> {
        if self.scenario.decline_form == DeclineForm::Abort {
            return self.abort(receipt.result);
        }
        if self.step("before_status")? == Flow::GiveUp {
            return Ok(());
        }
        {
            let mut books = self.shared.books();
            books.state.last = Some(receipt.clone());
            books.save()?;
        }
        // Nothing was charged: what the till makes of it changes nothing.
        match self.told(receipt)? {
            Taken::Unheard => return Ok(()),
            Taken::Yes | Taken::Partly(_) | Taken::Refused | Taken::Nothing => {}
        }
        self.print_payment(receipt)?;
        if self.step("before_completion")? == Flow::GiveUp {
            return Ok(());
        }
        match self.scenario.decline_form {
            DeclineForm::StatusAbort | DeclineForm::Abort => self.abort(receipt.result)?,
            DeclineForm::StatusCompletion => self.complete(&[])?,
        }
        self.step("done").map(drop)
    }

    pub(super) fn tell_approval(&mut self, receipt: Receipt) -> Result<(), Halt> {
        if self.step("before_status")? == Flow::GiveUp {
            return self.give_up(&receipt, "silent before the status");
        }
        let receipt = match self.told(&receipt)? {
            Taken::Yes => receipt,
            Taken::Partly(stays_minor) => self.partly(receipt, stays_minor)?,
            Taken::Refused => return self.unacknowledged(&receipt, "the till refused"),
            Taken::Nothing => return self.unacknowledged(&receipt, "no acknowledgement"),
            Taken::Unheard => return self.give_up(&receipt, "the status reached nobody"),
        };
        let final_after = self.shared.settings().final_after;
        if final_after == FinalAfter::Status {
            self.book(&receipt)?;
        }
        if self.step("status_acknowledged")? == Flow::GiveUp {
            return Ok(());
        }
        let printed = self.print_payment(&receipt)?;
        if final_after == FinalAfter::Print {
            if !printed {
                return self.unacknowledged(&receipt, "a print block was not acknowledged");
            }
            self.book(&receipt)?;
        }
        self.finish()
    }

    fn finish(&mut self) -> Result<(), Halt> {
        if self.step("before_completion")? == Flow::GiveUp {
            return Ok(());
        }
        if self.session.send(&Apdu::new(0x060F, []))? {
            if self.step("completion_sent")? == Flow::GiveUp {
                return Ok(());
            }
            self.reply()?;
        }
        self.step("done").map(drop)
    }

    /// Sends `04 0F` until the till says something other than "again, please".
    fn told(&mut self, receipt: &Receipt) -> Result<Taken, Halt> {
        let canary = self.scenario.canary.clone();
        self.leaked = canary.map(|canary| (receipt.receipt_no, canary));
        let block = Apdu::new(0x040F, self.status_information(receipt));
        loop {
            if !self.session.send(&block)? || self.step("status_sent")? == Flow::GiveUp {
                return Ok(Taken::Unheard);
            }
            match self.reply()? {
                Reply::Nothing => return Ok(Taken::Nothing),
                Reply::Positive if self.scenario.lose_acknowledgement => {
                    self.shared.steps.add("acknowledgement_lost");
                    return Ok(Taken::Nothing);
                }
                Reply::Positive => return Ok(Taken::Yes),
                Reply::Negative(0x9C, _) => {
                    let busy_ms = self.shared.settings().busy_repeat_ms;
                    self.wait(Some(busy_ms))?;
                }
                Reply::Negative(0x9D, data) => {
                    let given = bmp::fields(&data).unwrap_or_default();
                    let stays = bmp::find(&given, 0x04).and_then(bmp::number);
                    return Ok(match stays.and_then(|minor| i64::try_from(minor).ok()) {
                        Some(minor) if minor < receipt.amount_minor => Taken::Partly(minor),
                        _ => Taken::Refused,
                    });
                }
                Reply::Negative(..) => return Ok(Taken::Refused),
            }
        }
    }

    /// The booking is final.
    fn book(&mut self, receipt: &Receipt) -> Result<(), Halt> {
        let mut books = self.shared.books();
        books.state.pending = None;
        books.state.kept = None;
        books.state.last = Some(receipt.clone());
        books.save()?;
        self.shared.steps.add("booked");
        Ok(())
    }

    fn partly(&mut self, receipt: Receipt, stays_minor: i64) -> Result<Receipt, Halt> {
        let mut books = self.shared.books();
        let less_minor = receipt.amount_minor - stays_minor;
        let part = Receipt {
            amount_minor: less_minor,
            ..receipt.clone()
        };
        let of_receipt = Some(receipt.receipt_no);
        books.post(
            Event::PartlyReversed,
            -less_minor,
            of_receipt,
            Some("84 9D"),
            &part,
        )?;
        Ok(Receipt {
            amount_minor: stays_minor,
            ..receipt
        })
    }

    /// The till did not take `04 0F`: the rule decides, and the till is told.
    fn unacknowledged(&mut self, receipt: &Receipt, reason: &str) -> Result<(), Halt> {
        self.settle(receipt, reason)?;
        if self.shared.books().state.kept == Some(receipt.receipt_no) {
            return self.finish();
        }
        self.tell_status(0x05, None)?;
        self.abort(0xA0)
    }

    /// Nobody listens: the rule decides in silence.
    pub(super) fn give_up(&mut self, receipt: &Receipt, reason: &str) -> Result<(), Halt> {
        Ok(self.settle(receipt, reason)?)
    }
}
