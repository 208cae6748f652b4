//! What the till orders, and how far it came.
//!
//! Source: ZVT PA00P015 chapter 2. Owns: reading commands, busy, mastership.

use super::answers::Say;
use super::bank::{Bank, Card};
use super::bytes::{data, field, number, object, unit};
use super::habits::{Abort, NothingToRepeat};
use super::line::Tag;
use super::memory::{Act, Receipt};
use super::{Terminal, Wanted};

/// `6B`: who are you?
const NOT_REGISTERED: u8 = 0x6B;
/// `83`: not possible.
pub(super) const NOT_POSSIBLE: u8 = 0x83;
/// `9C`: busy.
const BUSY: u8 = 0x9C;

/// An order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Pay {
        amount_minor: i64,
        card_ms: Option<u64>,
        mirrored: Mirrored,
    },
    Refund {
        amount_minor: i64,
    },
    Reverse {
        receipt_no: u16,
        amount_minor: Option<i64>,
    },
    Repeat {
        service: u8,
    },
    Register {
        config: u8,
        objects: bool,
    },
    LogOff,
    Status,
    Diagnosis,
    EndOfDay,
    Initialise,
}

/// The receipt number that came with a payment (1F1F).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mirrored {
    Not,
    /// With length 0: the till is new.
    Fresh,
    Number(u64),
}

impl Order {
    pub(super) fn wanted(&self) -> Option<Wanted> {
        let (act, amount_minor) = match *self {
            Order::Pay { amount_minor, .. } => (Act::Charge, amount_minor),
            Order::Refund { amount_minor } => (Act::Refund, amount_minor),
            Order::Reverse { .. }
            | Order::Repeat { .. }
            | Order::Register { .. }
            | Order::LogOff
            | Order::Status
            | Order::Diagnosis
            | Order::EndOfDay
            | Order::Initialise => return None,
        };
        Some(Wanted { act, amount_minor })
    }
}

/// How far an order came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// `80 00` is on its way.
    Taken,
    Card {
        until_ms: u64,
    },
    /// On the way to the bank.
    There {
        at_ms: u64,
        money: Money,
    },
    /// On the way back; None: nothing comes, and this is when waiting ends.
    Back {
        at_ms: u64,
        answer: Option<super::Answer>,
        money: Money,
    },
    /// Only messages are left to be said.
    Telling,
}

/// What the bank is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Money {
    pub act: Act,
    pub amount_minor: i64,
    pub card: Card,
    pub reference: u64,
    /// What a reversal undoes.
    pub original_trace: Option<u32>,
}

/// An order that runs.
#[derive(Clone, Debug)]
pub(super) struct Running {
    /// As it came.
    pub unit: Vec<u8>,
    pub order: Order,
    pub stage: Stage,
    /// The line it came on is gone.
    pub orphan: bool,
}

impl Running {
    pub(super) fn deadline(&self) -> Option<u64> {
        match self.stage {
            Stage::Card { until_ms } => Some(until_ms),
            Stage::There { at_ms, .. } | Stage::Back { at_ms, .. } => Some(at_ms),
            Stage::Taken | Stage::Telling => None,
        }
    }
}

/// Reads a command; the error is the code to refuse it with.
pub(super) fn read(unit: &[u8]) -> Result<Order, u8> {
    let all = data(unit);
    let after_password = all.get(3..).unwrap_or(&[]);
    let amount = |fields| {
        let amount = number(field(fields, 0x04)?)?;
        i64::try_from(amount).ok().filter(|amount| *amount > 0)
    };
    let euro = |fields| field(fields, 0x49).is_none_or(|code| code == [0x09, 0x78]);
    match unit.get(..2) {
        Some([0x06, 0x00]) => Ok(Order::Register {
            config: *after_password.first().ok_or(0x9A)?,
            objects: after_password
                .get(3..)
                .is_some_and(|fields| field(fields, 0x06).is_some()),
        }),
        Some([0x06, 0x01]) if !euro(all) => Err(0x6F),
        Some([0x06, 0x01]) => Ok(Order::Pay {
            amount_minor: amount(all).ok_or(0x9A)?,
            card_ms: field(all, 0x01).map(|s| u64::from(s[0]) * 1_000),
            mirrored: match field(all, 0x06).and_then(|o| object(o, &[0x1F, 0x1F])) {
                None => Mirrored::Not,
                Some([]) => Mirrored::Fresh,
                Some(told) => Mirrored::Number(number(told).ok_or(0x9A)?),
            },
        }),
        Some([0x06, 0x31]) => Ok(Order::Refund {
            amount_minor: amount(after_password).ok_or(0x9A)?,
        }),
        Some([0x06, 0x30]) => Ok(Order::Reverse {
            receipt_no: field(after_password, 0x87)
                .and_then(number)
                .and_then(|n| u16::try_from(n).ok())
                .ok_or(0x9A)?,
            amount_minor: amount(after_password),
        }),
        Some([0x06, 0x20]) => Ok(Order::Repeat {
            service: field(after_password, 0x03).map_or(0, |byte| byte[0]),
        }),
        Some([0x06, 0x02]) => Ok(Order::LogOff),
        Some([0x05, 0x01]) => Ok(Order::Status),
        Some([0x06, 0x70]) => Ok(Order::Diagnosis),
        Some([0x06, 0x50]) => Ok(Order::EndOfDay),
        Some([0x06, 0x93]) => Ok(Order::Initialise),
        _ => Err(NOT_POSSIBLE),
    }
}

impl Terminal {
    /// A command of the till came.
    pub(super) fn ordered(&mut self, now: u64, unit: Vec<u8>) {
        if unit.starts_with(&[0x06, 0xB0]) {
            return self.abort_wanted(now);
        }
        if let Some(running) = &self.running {
            // The same again: the till missed that it was taken.
            if running.unit != unit || running.orphan {
                self.refuse(now, BUSY);
            }
            return;
        }
        if now < self.busy_until_ms {
            return self.refuse(now, BUSY);
        }
        let order = match read(&unit) {
            Ok(order) => order,
            Err(code) => return self.refuse(now, code),
        };
        let known = self.memory.registered.is_some();
        if !known && !matches!(order, Order::Register { .. } | Order::Status) {
            return self.refuse(now, NOT_REGISTERED);
        }
        if let Order::Repeat { .. } = order
            && self.memory.last.is_none()
            && self.habits.nothing_to_repeat == NothingToRepeat::Refuses
        {
            return self.refuse(now, NOT_POSSIBLE);
        }
        self.note(now, "order", i64::from(unit[1]));
        self.running = Some(Running {
            unit,
            order,
            stage: Stage::Taken,
            orphan: false,
        });
        self.line
            .send(now, &super::bytes::unit(0x80, 0x00, &[]), Tag::Acceptance);
    }

    fn refuse(&mut self, now: u64, code: u8) {
        self.note(now, "refused", i64::from(code));
        self.line.send(now, &unit(0x84, code, &[]), Tag::Answer);
    }

    /// The till knows that its command was taken: it is carried out.
    pub(super) fn accepted(&mut self, now: u64, bank: &mut Bank) {
        let Some(running) = self.running.as_mut().filter(|r| r.stage == Stage::Taken) else {
            return;
        };
        running.stage = Stage::Telling;
        let order = running.order.clone();
        match order {
            Order::Pay {
                card_ms, mirrored, ..
            } => {
                self.confirm_last(now, mirrored, bank);
                self.await_card(now, card_ms);
            }
            Order::Refund { .. } => self.await_card(now, None),
            Order::Reverse {
                receipt_no,
                amount_minor,
            } => self.reverse(now, receipt_no, amount_minor),
            Order::Repeat { service } => self.repeat_receipt(now, service),
            Order::Register { config, objects } => self.register(now, config, objects),
            Order::LogOff => {
                self.memory.registered = None;
                self.complete(now, Vec::new());
            }
            Order::Status => self.tell_status(now),
            Order::Diagnosis => self.diagnose(now),
            Order::EndOfDay => self.end_day(now),
            Order::Initialise => self.complete(now, Vec::new()),
        }
    }

    /// `06 B0`.
    fn abort_wanted(&mut self, now: u64) {
        let card = self
            .running
            .as_ref()
            .map(|running| matches!(running.stage, Stage::Card { .. }));
        self.note(now, "abort wanted", 0);
        match (card, self.habits.abort) {
            (None, _) => self.answer_positive(now),
            (Some(true), Abort::Obeys) => {
                self.answer_positive(now);
                self.not_paid(now, super::payment::GIVEN_UP, None);
            }
            (Some(_), Abort::Ignores) => {}
            (Some(_), Abort::TooLate) => self.answer_positive(now),
            (Some(_), Abort::Refuses) | (Some(false), Abort::Obeys) => {
                self.refuse(now, NOT_POSSIBLE);
            }
        }
    }

    fn answer_positive(&mut self, now: u64) {
        self.line.send(now, &unit(0x80, 0x00, &[]), Tag::Answer);
    }

    /// `06 0F`, and the order is over.
    pub(super) fn complete(&mut self, now: u64, fields: Vec<u8>) {
        self.say(now, Say::end(unit(0x06, 0x0F, &fields)));
    }

    /// `06 1E`, and the order is over.
    pub(super) fn give_up(&mut self, now: u64, code: u8) {
        self.say(now, Say::end(unit(0x06, 0x1E, &[code])));
    }

    /// The order is over.
    pub(super) fn over(&mut self, now: u64) {
        self.running = None;
        self.saying.clear();
        self.awaited = None;
        self.busy_until_ms = now + self.habits.busy_after_ms;
    }

    /// What a reversal may take back: the code says why not.
    pub(super) fn standing(&self, receipt_no: u16, amount: Option<i64>) -> Result<Receipt, u8> {
        let ours = |r: &&Receipt| r.receipt_no == Some(receipt_no) && r.act == Act::Charge;
        let newest = self.memory.batch.last().map(|last| last.reference);
        // Numbers come round again: the newest is meant.
        match self.memory.batch.iter().rev().find(ours) {
            None => Err(0xB5),
            Some(found) if found.undone => Err(0xB4),
            Some(found) if amount.is_some_and(|amount| amount != found.amount_minor) => Err(0xB5),
            Some(found) if self.habits.reverses_only_last && newest != Some(found.reference) => {
                Err(0xB5)
            }
            Some(found) => Ok(*found),
        }
    }
}
