//! Power lost and back, and what is owed to the bank.
//!
//! Owns: what becomes of a payment that the power cut through. Must never: keep anything over a
//! loss of power that is not in the memory.

use super::Terminal;
use super::bank::{Bank, Request};

impl Terminal {
    /// The power is gone: only the memory is left.
    pub fn power_off(&mut self, now: u64) {
        self.note(now, "power off", 0);
        self.powered = false;
        self.line.down();
        self.running = None;
        self.saying.clear();
        self.awaited = None;
        self.owed_again_at = None;
    }

    /// It starts again; the cable has to be told of anew (`line_up`).
    pub fn power_on(&mut self, now: u64, bank: &mut Bank) {
        self.note(now, "power on", 0);
        self.powered = true;
        self.busy_until_ms = now;
        if self.habits.forgets_registration {
            self.memory.registered = None;
        }
        if let Some(reference) = self.memory.asked.take() {
            self.owe(now, reference, bank);
        }
        if self.memory.reversing.is_some() {
            self.finish_reversal(now, bank);
        }
        self.unacknowledged(now, bank);
        self.settle_with_bank(now, bank);
    }

    /// A reversal is done: it is booked, and the bank hears of it again until it has.
    pub(super) fn finish_reversal(&mut self, now: u64, bank: &mut Bank) {
        if let Some(receipt) = self.memory.reversing.take() {
            self.memory.mark_undone(receipt.reference);
            if let Some(kept) = self.memory.unconfirmed
                && self
                    .memory
                    .batch
                    .iter()
                    .any(|r| r.receipt_no == Some(kept) && r.undone)
            {
                self.memory.unconfirmed = None;
            }
            self.memory.book(receipt);
            self.note(now, "reversed", receipt.amount_minor);
            self.owe(now, receipt.reference, bank);
        }
    }

    /// The bank must undo this, now or as soon as it can be reached.
    pub(super) fn owe(&mut self, now: u64, reference: u64, bank: &mut Bank) {
        self.memory.owed.push(reference);
        self.settle_with_bank(now, bank);
    }

    pub(super) fn settle_with_bank(&mut self, now: u64, bank: &mut Bank) {
        self.owed_again_at = None;
        if self.memory.owed.is_empty() {
            return;
        }
        if !bank.is_there(now) {
            self.owed_again_at = Some(now + super::OWED_AGAIN_MS);
            return;
        }
        for reference in std::mem::take(&mut self.memory.owed) {
            let request = Request::Undo { reference };
            bank.take(now, self.memory.terminal_no, request, None);
        }
    }
}
