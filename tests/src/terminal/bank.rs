//! The customer's bank: the only truth about who was charged.
//!
//! Owns: its own ledger, by card. Must never: know of sales, receipts or tills.

use std::collections::BTreeSet;

/// A customer's card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Card(pub u32);

/// What a line of the ledger did to the customer's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// Taken from the customer.
    Charged,
    /// Given to the customer.
    Refunded,
    /// An earlier line (its reference) is undone.
    Undone { reference: u64 },
}

/// A line of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub at_ms: u64,
    /// The terminal's number.
    pub terminal: u32,
    pub card: Card,
    pub movement: Movement,
    /// What the merchant gains by this line: refunds are negative.
    pub net_minor: i64,
    /// The terminal's own reference.
    pub reference: u64,
}

/// What a terminal tells the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    Charge {
        reference: u64,
        card: Card,
        amount_minor: i64,
    },
    Refund {
        reference: u64,
        card: Card,
        amount_minor: i64,
    },
    /// Undo a reference, whether it ever came or not.
    Undo { reference: u64 },
}

/// What the bank says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Approved,
    /// With its code, 01 to 63.
    Declined(u8),
}

/// How a conversation with the bank goes: decided by the world, not by the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ride {
    pub there_ms: u64,
    pub back_ms: u64,
    /// The bank never hears of it.
    pub request_lost: bool,
    /// The bank hears of it, the terminal never hears back.
    pub answer_lost: bool,
    /// The bank says no.
    pub declined: Option<u8>,
}

impl Default for Ride {
    fn default() -> Ride {
        Ride {
            there_ms: 150,
            back_ms: 150,
            request_lost: false,
            answer_lost: false,
            declined: None,
        }
    }
}

/// The bank.
#[derive(Clone, Debug, Default)]
pub struct Bank {
    /// Nobody reaches it before this time.
    pub away_until_ms: u64,
    entries: Vec<Entry>,
    /// References by terminal that were undone, those included that never came.
    undone: BTreeSet<(u32, u64)>,
}

impl Bank {
    /// Somebody can reach it.
    pub fn is_there(&self, now: u64) -> bool {
        self.away_until_ms <= now
    }

    /// Takes a request of a terminal. `declined`: the customer's account says no.
    pub fn take(
        &mut self,
        at_ms: u64,
        terminal: u32,
        request: Request,
        declined: Option<u8>,
    ) -> Answer {
        let (reference, card, movement, net_minor) = match request {
            Request::Undo { reference } => return self.undo(at_ms, terminal, reference),
            Request::Charge {
                reference,
                card,
                amount_minor,
            } => (reference, card, Movement::Charged, amount_minor),
            Request::Refund {
                reference,
                card,
                amount_minor,
            } => (reference, card, Movement::Refunded, -amount_minor),
        };
        if let Some(code) = declined {
            return Answer::Declined(code);
        }
        if self.undone.contains(&(terminal, reference)) {
            return Answer::Declined(0x05);
        }
        self.entries.push(Entry {
            at_ms,
            terminal,
            card,
            movement,
            net_minor,
            reference,
        });
        Answer::Approved
    }

    /// Undoing twice, or what never came, changes nothing and is right.
    fn undo(&mut self, at_ms: u64, terminal: u32, reference: u64) -> Answer {
        if self.undone.insert((terminal, reference))
            && let Some(undone) = self.standing(terminal, reference)
        {
            self.entries.push(Entry {
                at_ms,
                movement: Movement::Undone { reference },
                net_minor: -undone.net_minor,
                ..undone
            });
        }
        Answer::Approved
    }

    fn standing(&self, terminal: u32, reference: u64) -> Option<Entry> {
        let ours = |e: &&Entry| e.terminal == terminal && e.reference == reference;
        self.entries.iter().find(ours).copied()
    }

    /// Everything, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What the merchant has of a card.
    pub fn net_of(&self, card: Card) -> i64 {
        let ours = self.entries.iter().filter(|e| e.card == card);
        ours.map(|e| e.net_minor).sum()
    }

    /// What the merchant has of all.
    pub fn net_minor(&self) -> i64 {
        self.entries.iter().map(|e| e.net_minor).sum()
    }

    /// What stands of a card: charges and refunds that were not undone, by amount.
    pub fn stands_of(&self, card: Card) -> Vec<i64> {
        let stands = |e: &&Entry| {
            e.card == card
                && !matches!(e.movement, Movement::Undone { .. })
                && !self.undone.contains(&(e.terminal, e.reference))
        };
        self.entries
            .iter()
            .filter(stands)
            .map(|e| e.net_minor)
            .collect()
    }
}
