//! Payments, refunds and reversals: card, bank, result, booking.
//!
//! Source: ZVT PA00P015 2.2.8, 2.2.9 and chapter 4 (1F1F). Owns: when something is booked or taken
//! back. Must never: book what the till has not acknowledged, unless that is its habit.

use super::answers::{Kind, Say};
use super::bank::{Answer, Bank, Card, Request};
use super::bytes::unit;
use super::habits::{AfterReversal, Booked, DeclineForm, OnLoss, Unacknowledged};
use super::memory::{Act, Receipt};
use super::orders::{Mirrored, Money, Stage};
use super::{HOST_MS, Terminal};

/// `6C`: by key or timeout.
pub(super) const GIVEN_UP: u8 = 0x6C;
/// `A0`: the till does not take it.
const NOT_TAKEN: u8 = 0xA0;
/// `A3`: the bank is not reached.
const NO_BANK: u8 = 0xA3;

impl Terminal {
    /// A payment brings the receipt number that the till knows: one that was kept without the
    /// till's acknowledgement stands now, or is taken back.
    pub(super) fn confirm_last(&mut self, now: u64, mirrored: Mirrored, bank: &mut Bank) {
        let Some(kept) = self.memory.unconfirmed else {
            return;
        };
        let one_behind = match kept {
            1 => 9_999,
            kept => u64::from(kept) - 1,
        };
        match mirrored {
            Mirrored::Not => return,
            Mirrored::Number(number) if number == one_behind => {
                let found = self.memory.batch.iter().rev();
                let found = found
                    .copied()
                    .find(|r| r.receipt_no == Some(kept) && !r.undone);
                if let Some(receipt) = found {
                    self.take_back(now, receipt, bank);
                }
            }
            Mirrored::Fresh | Mirrored::Number(_) => {}
        }
        self.memory.unconfirmed = None;
    }

    pub(super) fn await_card(&mut self, now: u64, card_ms: Option<u64>) {
        let until_ms = now + card_ms.unwrap_or(self.habits.card_ms);
        self.enter(Stage::Card { until_ms });
        self.tell_step(now, 0x0A);
    }

    fn enter(&mut self, stage: Stage) {
        if let Some(running) = &mut self.running {
            running.stage = stage;
        }
    }

    /// `04 FF`, if both sides want it.
    fn tell_step(&mut self, now: u64, code: u8) {
        let wanted = self.memory.registered.is_some_and(|r| r.config & 0x08 != 0);
        if wanted && self.habits.statuses {
            let unit = unit(0x04, 0xFF, &[code]);
            self.say(
                now,
                Say {
                    kind: Kind::Status,
                    unit,
                },
            );
        }
    }

    /// An intermediate status reached nobody: before the bank was asked, that ends the payment.
    pub(super) fn status_unanswered(&mut self, now: u64) {
        let before_bank = self
            .running
            .as_ref()
            .is_some_and(|r| matches!(r.stage, Stage::Card { .. }));
        if before_bank && self.habits.on_loss == OnLoss::GivesUp {
            self.not_paid(now, GIVEN_UP, None);
        }
    }

    /// The customer holds a card to it.
    pub fn present(&mut self, now: u64, card: Card) {
        let Some(wanted) = self.wants_card() else {
            return;
        };
        let money = Money {
            act: wanted.act,
            amount_minor: wanted.amount_minor,
            card,
            reference: self.memory.next_reference(),
            original_trace: None,
        };
        self.note(now, "card", wanted.amount_minor);
        self.call_bank(now, money);
    }

    /// The customer presses the red key.
    pub fn cancel(&mut self, now: u64) {
        if self.wants_card().is_some() {
            self.note(now, "customer stops", 0);
            self.not_paid(now, GIVEN_UP, None);
        }
    }

    pub(super) fn reverse(&mut self, now: u64, receipt_no: u16, amount: Option<i64>) {
        match self.standing(receipt_no, amount) {
            Err(code) => self.not_paid(now, code, None),
            Ok(found) => {
                let money = Money {
                    act: Act::Reversal,
                    amount_minor: found.amount_minor,
                    card: found.card,
                    reference: found.reference,
                    original_trace: Some(found.trace),
                };
                self.call_bank(now, money);
            }
        }
    }

    fn call_bank(&mut self, now: u64, money: Money) {
        let at_ms = now + self.ride.there_ms;
        self.enter(Stage::There { at_ms, money });
        self.tell_step(now, 0x04);
    }

    /// Does what the running order waits for, if it is time.
    pub(super) fn stage_due(&mut self, now: u64, bank: &mut Bank) {
        let Some(running) = self.running.as_ref().filter(|r| r.deadline() <= Some(now)) else {
            return;
        };
        match running.stage.clone() {
            Stage::Card { .. } => self.not_paid(now, GIVEN_UP, None),
            Stage::There { money, .. } => self.at_bank(now, money, bank),
            Stage::Back { answer, money, .. } => self.bank_said(now, answer, money, bank),
            Stage::Taken | Stage::Telling => {}
        }
    }

    fn at_bank(&mut self, now: u64, money: Money, bank: &mut Bank) {
        let ride = std::mem::take(&mut self.ride);
        let Money {
            reference,
            card,
            amount_minor,
            ..
        } = money;
        let request = match money.act {
            Act::Charge => Request::Charge {
                reference,
                card,
                amount_minor,
            },
            Act::Refund => Request::Refund {
                reference,
                card,
                amount_minor,
            },
            Act::Reversal => {
                let receipt = self.receipt(now, money, 0x00);
                self.memory.reversing = Some(receipt);
                Request::Undo { reference }
            }
        };
        if money.act != Act::Reversal {
            self.memory.asked = Some(reference);
        }
        let heard = !ride.request_lost && bank.is_there(now);
        let terminal = self.memory.terminal_no;
        let answer = heard.then(|| bank.take(now, terminal, request, ride.declined));
        let answer = answer.filter(|_| !ride.answer_lost);
        let wait_ms = answer.map_or(HOST_MS, |_| ride.back_ms);
        self.enter(Stage::Back {
            at_ms: now + wait_ms,
            answer,
            money,
        });
    }

    fn bank_said(&mut self, now: u64, answer: Option<Answer>, money: Money, bank: &mut Bank) {
        self.memory.asked = None;
        self.enter(Stage::Telling);
        if money.act == Act::Reversal {
            // Told to the bank until it has heard it: a reversal is an advice, not a question.
            self.finish_reversal(now, bank);
            if !self.is_heard() {
                return self.over(now);
            }
            let receipt = self.memory.last;
            return self.tell_result(now, receipt.as_ref());
        }
        match answer {
            Some(Answer::Approved) => {
                let receipt = self.receipt(now, money, 0x00);
                self.memory.open = Some(receipt);
                self.note(now, "approved", money.amount_minor);
                self.tell_open(now, bank);
            }
            Some(Answer::Declined(code)) => self.not_paid(now, code, Some(money)),
            None => {
                // It may have been heard: undone for certain.
                self.owe(now, money.reference, bank);
                self.not_paid(now, NO_BANK, Some(money));
            }
        }
    }

    /// A new receipt; numbers are used up.
    fn receipt(&mut self, now: u64, money: Money, result: u8) -> Receipt {
        let numbered = result == 0 || self.habits.declines_numbered;
        Receipt {
            act: money.act,
            receipt_no: numbered.then(|| self.memory.next_receipt_no()),
            trace: self.memory.next_trace(),
            turnover_no: self.memory.turnover_no,
            amount_minor: money.amount_minor,
            card: money.card,
            result,
            at_ms: now,
            reference: money.reference,
            original_trace: money.original_trace,
            undone: false,
        }
    }

    /// Tells an approved payment to the till that waits for it.
    fn tell_open(&mut self, now: u64, bank: &mut Bank) {
        if !self.is_heard() {
            return self.unacknowledged(now, bank);
        }
        let open = self.memory.open;
        self.tell_result(now, open.as_ref());
    }

    /// A result finds the till that ordered it, or at least one that is there now.
    fn is_heard(&self) -> bool {
        let orphan = self.running.as_ref().is_none_or(|r| r.orphan);
        self.line.is_up() && (!orphan || self.habits.tells_late)
    }

    fn tell_result(&mut self, now: u64, receipt: Option<&Receipt>) {
        let Some(receipt) = receipt else { return };
        let kind = match receipt.act {
            Act::Charge | Act::Refund => Kind::Result,
            Act::Reversal => Kind::Telling,
        };
        let unit = unit(0x04, 0x0F, &self.result_fields(receipt));
        self.say(now, Say { kind, unit });
        if kind == Kind::Telling {
            self.print_payment(now, receipt);
            self.complete(now, Vec::new());
        }
    }

    /// The till acknowledged the result.
    pub(super) fn acknowledged(&mut self, now: u64) {
        let Some(open) = self.memory.open else {
            // A refusal: only its end is left.
            return;
        };
        let prints = self.prints(&open);
        if self.habits.booked == Booked::AtResult || prints == 0 {
            self.book_open(now);
        }
        self.print_payment(now, &open);
        self.complete(now, Vec::new());
    }

    fn book_open(&mut self, now: u64) {
        if let Some(open) = self.memory.open.take() {
            self.memory.book(open);
            self.note(now, "booked", open.receipt_no.map_or(0, i64::from));
        }
    }

    /// A line was taken by the till, or not.
    pub(super) fn printed(&mut self, now: u64, taken: bool, bank: &mut Bank) {
        if self.memory.open.is_none() {
            return;
        }
        let more = self.saying.iter().any(|say| say.kind == Kind::Print);
        match (taken, more) {
            (true, true) => {}
            (true, false) => self.book_open(now),
            (false, _) => self.unacknowledged(now, bank),
        }
    }

    /// Nobody acknowledged what was told: what becomes of it is a matter of habit.
    pub(super) fn unacknowledged(&mut self, now: u64, bank: &mut Bank) {
        let Some(open) = self.memory.open.take() else {
            return;
        };
        self.saying.clear();
        self.note(
            now,
            "not acknowledged",
            open.receipt_no.map_or(0, i64::from),
        );
        match self.habits.unacknowledged {
            Unacknowledged::Reverses => {
                self.take_back(now, open, bank);
                if self.line.is_up() && self.running.as_ref().is_some_and(|r| !r.orphan) {
                    self.tell_step(now, 0x05);
                    return self.give_up(now, NOT_TAKEN);
                }
            }
            Unacknowledged::Keeps => self.memory.book(open),
            Unacknowledged::ReversesUnlessMirrored => {
                self.memory.book(open);
                self.memory.unconfirmed = open.receipt_no;
            }
        }
        self.over(now);
    }

    /// Takes a payment back by itself.
    fn take_back(&mut self, now: u64, receipt: Receipt, bank: &mut Bank) {
        self.note(now, "taken back", receipt.receipt_no.map_or(0, i64::from));
        self.memory.mark_undone(receipt.reference);
        self.owe(now, receipt.reference, bank);
        let is_last = self
            .memory
            .last
            .is_some_and(|l| l.reference == receipt.reference);
        match self.habits.after_reversal {
            AfterReversal::Aborted => {
                self.memory.last = Some(Receipt {
                    result: GIVEN_UP,
                    ..receipt
                });
            }
            AfterReversal::Previous if is_last => {
                let before = |r: &&Receipt| r.reference != receipt.reference;
                self.memory.last = self.memory.batch.iter().rev().find(before).copied();
            }
            AfterReversal::Previous => {}
        }
    }

    /// No money moved; `money` when it came as far as the bank.
    pub(super) fn not_paid(&mut self, now: u64, code: u8, money: Option<Money>) {
        self.note(now, "not paid", i64::from(code));
        self.enter(Stage::Telling);
        let receipt = money.map(|money| self.receipt(now, money, code));
        if let Some(receipt) = receipt.filter(|r| r.receipt_no.is_some()) {
            self.memory.last = Some(receipt);
        }
        if !self.line.is_up() || self.running.as_ref().is_none_or(|r| r.orphan) {
            return self.over(now);
        }
        let form = match receipt {
            Some(_) => self.habits.decline,
            None => DeclineForm::Abort,
        };
        if form != DeclineForm::Abort
            && let Some(receipt) = receipt
        {
            let unit = unit(0x04, 0x0F, &self.result_fields(&receipt));
            self.say(
                now,
                Say {
                    kind: Kind::Telling,
                    unit,
                },
            );
        }
        match form {
            DeclineForm::ResultThenAbort | DeclineForm::Abort => self.give_up(now, code),
            DeclineForm::ResultThenCompletion => self.complete(now, Vec::new()),
        }
    }

    /// The line of the running order is gone.
    pub(super) fn till_lost(&mut self, now: u64, bank: &mut Bank) {
        let Some(running) = &mut self.running else {
            return;
        };
        running.orphan = true;
        match running.stage {
            Stage::Taken => self.running = None,
            Stage::Card { .. } if self.habits.on_loss == OnLoss::GivesUp => self.over(now),
            // The bank cannot be called back; its answer finds nobody, or the next line.
            Stage::Card { .. } | Stage::There { .. } | Stage::Back { .. } => {}
            Stage::Telling if self.memory.open.is_some() => self.unacknowledged(now, bank),
            Stage::Telling => self.over(now),
        }
    }
}
