//! A card terminal and the customer's bank as pure state machines, for worlds in virtual time.
//!
//! Source: ZVT PA00P015 and PA00P016. Owns: the terminal's side of the cable. Must never: share
//! code with the driver it is tried against, read a clock, or draw a number itself.

mod answers;
mod bank;
pub mod bytes;
mod habits;
mod line;
mod memory;
mod orders;
mod paper;
mod payment;
mod power;
mod service;
#[cfg(test)]
mod tests;

pub use bank::{Answer, Bank, Card, Entry, Movement, Request, Ride};
pub use habits::{
    Abort, AfterReversal, Booked, DeclineForm, Habits, NothingToRepeat, OnLoss, Unacknowledged,
};
pub use line::Medium;
pub use memory::{Act, Memory, Receipt, Registration};

use answers::{Awaited, Say};
use line::{Heard, Line, Tag};
use orders::{Running, Stage};
use std::collections::VecDeque;

/// T3: how long an answer of the till is waited for.
pub const T3_MS: u64 = 5_000;
/// How long the bank's host is waited for.
pub const HOST_MS: u64 = 20_000;
/// A reversal that the bank has not taken is told again after this time.
const OWED_AGAIN_MS: u64 = 5_000;

/// Something that happened inside the terminal, for a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    pub at_ms: u64,
    pub what: &'static str,
    /// A receipt number, an amount or a code; what it is depends on `what`.
    pub number: i64,
}

/// What the customer sees on the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub act: Act,
    pub amount_minor: i64,
}

/// A terminal. Time goes in with each call and never back; bytes come out of `take_output`.
#[derive(Clone, Debug)]
pub struct Terminal {
    pub habits: Habits,
    /// How the next conversation with the bank goes.
    pub ride: Ride,
    /// What survives a loss of power.
    pub memory: Memory,
    line: Line,
    powered: bool,
    running: Option<Running>,
    saying: VecDeque<Say>,
    awaited: Option<Awaited>,
    busy_until_ms: u64,
    owed_again_at: Option<u64>,
    news: Vec<News>,
}

impl Terminal {
    /// A terminal that is powered; its cable is not in yet.
    pub fn new(medium: Medium, habits: Habits, memory: Memory) -> Terminal {
        Terminal {
            habits,
            ride: Ride::default(),
            memory,
            line: Line::new(medium),
            powered: true,
            running: None,
            saying: VecDeque::new(),
            awaited: None,
            busy_until_ms: 0,
            owed_again_at: None,
            news: Vec::new(),
        }
    }

    /// The cable is in, or a connection was made.
    pub fn line_up(&mut self, now: u64) {
        if self.powered {
            self.line.up();
            self.note(now, "line up", 0);
        }
    }

    /// The cable is out, or the connection is gone.
    pub fn line_down(&mut self, now: u64, bank: &mut Bank) {
        self.line.down();
        self.saying.clear();
        self.awaited = None;
        self.note(now, "line down", 0);
        self.till_lost(now, bank);
    }

    /// Bytes of the till.
    pub fn bytes(&mut self, now: u64, bytes: &[u8], bank: &mut Bank) {
        if self.powered {
            self.line.bytes(now, bytes);
            self.pump(now, bank);
        }
    }

    /// Time has passed; does everything that is due.
    pub fn time(&mut self, now: u64, bank: &mut Bank) {
        if !self.powered {
            return;
        }
        self.line.time(now);
        self.pump(now, bank);
        if self
            .awaited
            .as_ref()
            .is_some_and(|a| a.until_ms.is_some_and(|until| until <= now))
        {
            self.no_answer(now, bank);
        }
        self.stage_due(now, bank);
        if self.owed_again_at.is_some_and(|at| at <= now) {
            self.settle_with_bank(now, bank);
        }
        self.pump(now, bank);
    }

    /// When `time` has to be called next.
    pub fn next_deadline(&self) -> Option<u64> {
        if !self.powered {
            return None;
        }
        let all = [
            self.line.next_deadline(),
            self.awaited.as_ref().and_then(|a| a.until_ms),
            self.running.as_ref().and_then(Running::deadline),
            self.owed_again_at,
        ];
        all.into_iter().flatten().min()
    }

    /// What is to be written to the till.
    pub fn take_output(&mut self) -> Vec<u8> {
        self.line.take_output()
    }

    /// What happened since the last time.
    pub fn take_news(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news)
    }

    /// What is shown to a customer who stands before it.
    pub fn wants_card(&self) -> Option<Wanted> {
        let running = self.running.as_ref()?;
        let Stage::Card { .. } = running.stage else {
            return None;
        };
        running.order.wanted()
    }

    /// Nothing runs, and nothing is owed to the bank.
    pub fn is_idle(&self) -> bool {
        self.running.is_none() && self.memory.owed.is_empty()
    }

    /// An order runs.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// It has power.
    pub fn is_powered(&self) -> bool {
        self.powered
    }

    fn note(&mut self, at_ms: u64, what: &'static str, number: i64) {
        self.news.push(News {
            at_ms,
            what,
            number,
        });
    }

    fn pump(&mut self, now: u64, bank: &mut Bank) {
        while let Some(heard) = self.line.heard() {
            match heard {
                Heard::Unit(unit) => match unit.first() {
                    Some(0x80 | 0x84) => self.answered(now, &unit, bank),
                    _ => self.ordered(now, unit),
                },
                Heard::Delivered(Tag::Acceptance) => self.accepted(now, bank),
                Heard::Delivered(Tag::Said) => {
                    if let Some(awaited) = &mut self.awaited {
                        awaited.until_ms = Some(now + T3_MS);
                    }
                }
                Heard::Delivered(Tag::Answer) | Heard::Failed(Tag::Answer) => {}
                // Its acceptance reached nobody: it is not carried out.
                Heard::Failed(Tag::Acceptance) => self.running = None,
                Heard::Failed(Tag::Said) => self.no_answer(now, bank),
            }
        }
    }
}
