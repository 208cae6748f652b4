//! Messages that the till has to answer, one at a time, and what its answer or its silence does.
//!
//! Source: ZVT PA00P015 2.2. Owns: T3 of the terminal.

use super::Terminal;
use super::bank::Bank;
use super::line::Tag;

/// `84 9C` to a result: tell it again after this time.
const AGAIN_MS: u64 = 2_000;

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `04 FF`.
    Status,
    /// `04 0F` of a payment.
    Result,
    /// `04 0F` of anything else, and what only informs.
    Telling,
    /// A line for the till's printer.
    Print,
    /// `06 0F` or `06 1E`.
    End,
}

/// A message.
#[derive(Clone, Debug)]
pub(super) struct Say {
    pub kind: Kind,
    pub unit: Vec<u8>,
}

impl Say {
    pub(super) fn end(unit: Vec<u8>) -> Say {
        Say {
            kind: Kind::End,
            unit,
        }
    }
}

/// A message that was sent.
#[derive(Clone, Debug)]
pub(super) struct Awaited {
    pub say: Say,
    /// None while the line has not delivered it.
    pub until_ms: Option<u64>,
    /// The till asked to be told again; `until_ms` is when.
    pub again: bool,
}

impl Terminal {
    /// Says something after what is still to be said.
    pub(super) fn say(&mut self, now: u64, say: Say) {
        self.saying.push_back(say);
        self.say_next(now);
    }

    fn say_next(&mut self, now: u64) {
        if self.awaited.is_some() {
            return;
        }
        let Some(say) = self.saying.pop_front() else {
            return;
        };
        if !self.line.is_up() {
            // Nobody is there to hear it.
            if say.kind == Kind::End {
                self.over(now);
            }
            return;
        }
        let unit = say.unit.clone();
        self.awaited = Some(Awaited {
            say,
            until_ms: None,
            again: false,
        });
        self.line.send(now, &unit, Tag::Said);
    }

    /// `80 00` or `84 xx` of the till.
    pub(super) fn answered(&mut self, now: u64, unit: &[u8], bank: &mut Bank) {
        let Some(mut awaited) = self.awaited.take_if(|a| !a.again) else {
            return;
        };
        let kind = awaited.say.kind;
        let code = match unit {
            [0x84, code, ..] if *code != 0 => Some(*code),
            _ => None,
        };
        match (kind, code) {
            (Kind::Result | Kind::Telling, Some(0x9C)) => {
                awaited.until_ms = Some(now + AGAIN_MS);
                awaited.again = true;
                self.awaited = Some(awaited);
                return;
            }
            (Kind::Result, None) => self.acknowledged(now),
            (Kind::Result, Some(_)) => self.unacknowledged(now, bank),
            (Kind::Print, _) => self.printed(now, code.is_none(), bank),
            (Kind::End, _) => self.over(now),
            (Kind::Status | Kind::Telling, _) => {}
        }
        self.say_next(now);
    }

    /// The till said nothing to a message, or the line did not deliver it.
    pub(super) fn no_answer(&mut self, now: u64, bank: &mut Bank) {
        let Some(awaited) = self.awaited.take() else {
            return;
        };
        if awaited.again {
            self.saying.push_front(awaited.say);
            return self.say_next(now);
        }
        self.note(now, "no answer", i64::from(awaited.say.unit[1]));
        match awaited.say.kind {
            Kind::Status => self.status_unanswered(now),
            Kind::Result => self.unacknowledged(now, bank),
            Kind::Print => self.printed(now, false, bank),
            Kind::Telling | Kind::End => self.over(now),
        }
        self.say_next(now);
    }
}
