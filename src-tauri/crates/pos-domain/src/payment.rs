//! One try to get a card or wallet payment approved, as a pure state machine. The step is on disk
//! before the act it allows; unknown is a state, not an error, and has no way out but evidence.

mod evidence;

pub use evidence::{LastReceipt, Unclear, Verdict, judge};

use crate::tender::TenderKind;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// What is asked of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum AttemptAct {
    /// Take money from the customer.
    #[n(0)]
    Charge,
    /// Give money back, as a new credit.
    #[n(1)]
    Refund,
    /// Take an earlier charge back, by its receipt number. It moves no money of its own: when it
    /// is certain, the charge it names becomes reversed.
    #[n(2)]
    Reversal,
}

/// What the customer pays with: which account its money waits in.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, Encode, Decode,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum Means {
    #[default]
    #[n(0)]
    Card,
    #[n(1)]
    Wallet,
}

impl Means {
    /// Nothing is written of a card: it is what an attempt is of when its entry does not say.
    pub fn is_card(&self) -> bool {
        match self {
            Means::Card => true,
            Means::Wallet => false,
        }
    }

    /// The kind of tender that it becomes.
    pub fn tender(self) -> TenderKind {
        match self {
            Means::Card => TenderKind::Card,
            Means::Wallet => TenderKind::Wallet,
        }
    }
}

/// Where an attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum AttemptState {
    /// Written and allowed to go out; the answer is awaited.
    #[n(0)]
    Sent,
    /// The terminal said yes and has not ended its order: it may still take it back.
    #[n(1)]
    Approved,
    #[n(2)]
    Declined,
    /// No answer came. Blocks a second charge of the sale and holds the terminal.
    #[n(3)]
    Unknown,
    /// Was unknown; the terminal says the money moved.
    #[n(4)]
    ResolvedPaid,
    /// Was unknown; the terminal says nothing moved.
    #[n(5)]
    ResolvedNotPaid,
    /// The money moved and was given back.
    #[n(6)]
    Reversed,
    /// Approved, and the order ended well: it stands.
    #[n(7)]
    Captured,
}

/// What happened to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum AttemptEvent {
    /// The terminal reported approval.
    #[n(0)]
    Approved,
    /// The terminal reported a refusal, or certainly never took the order.
    #[n(1)]
    Declined,
    /// The order may have reached the terminal and no result came.
    #[n(2)]
    NoAnswer,
    /// Asked again: the money moved.
    #[n(3)]
    FoundPaid,
    /// Asked again: nothing moved.
    #[n(4)]
    FoundNotPaid,
    /// Asked again: still not to be told.
    #[n(5)]
    StillUnknown,
    /// The terminal gave the money back.
    #[n(6)]
    Reversed,
    /// Approved, and then the terminal gave up or went away before the end: it may reverse.
    #[n(7)]
    EndLost,
    /// The terminal ended the order after its approval, or the sale was completed with it.
    #[n(8)]
    Ended,
}

/// A step that the machine does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a payment attempt that is {from:?} cannot become {to:?} by {event:?}")]
pub struct IllegalStep {
    pub from: AttemptState,
    /// Where the event leads from a state that knows it.
    pub to: AttemptState,
    pub event: AttemptEvent,
}

impl AttemptEvent {
    /// The state it leads to.
    fn leads_to(self) -> AttemptState {
        match self {
            AttemptEvent::Approved => AttemptState::Approved,
            AttemptEvent::Declined => AttemptState::Declined,
            AttemptEvent::NoAnswer | AttemptEvent::StillUnknown | AttemptEvent::EndLost => {
                AttemptState::Unknown
            }
            AttemptEvent::FoundPaid => AttemptState::ResolvedPaid,
            AttemptEvent::FoundNotPaid => AttemptState::ResolvedNotPaid,
            AttemptEvent::Reversed => AttemptState::Reversed,
            AttemptEvent::Ended => AttemptState::Captured,
        }
    }
}

impl AttemptState {
    /// The next state, or an error that names both.
    pub fn step(self, event: AttemptEvent) -> Result<AttemptState, IllegalStep> {
        let to = event.leads_to();
        let known = match event {
            AttemptEvent::Approved | AttemptEvent::Declined | AttemptEvent::NoAnswer => {
                self == AttemptState::Sent
            }
            // Word of a payment that was held to be unpaid is never turned away: it has to be
            // given back, or its sale has to be found.
            AttemptEvent::FoundPaid => match self {
                AttemptState::Unknown | AttemptState::Declined | AttemptState::ResolvedNotPaid => {
                    true
                }
                AttemptState::Sent
                | AttemptState::Approved
                | AttemptState::Captured
                | AttemptState::ResolvedPaid
                | AttemptState::Reversed => false,
            },
            AttemptEvent::FoundNotPaid | AttemptEvent::StillUnknown => {
                self == AttemptState::Unknown
            }
            AttemptEvent::EndLost | AttemptEvent::Ended => self == AttemptState::Approved,
            AttemptEvent::Reversed => match self {
                AttemptState::Unknown
                | AttemptState::Approved
                | AttemptState::Captured
                | AttemptState::ResolvedPaid => true,
                AttemptState::Sent
                | AttemptState::Declined
                | AttemptState::ResolvedNotPaid
                | AttemptState::Reversed => false,
            },
        };
        if known {
            Ok(to)
        } else {
            Err(IllegalStep {
                from: self,
                to,
                event,
            })
        }
    }

    /// Money has moved and stands.
    pub fn is_paid(self) -> bool {
        match self {
            AttemptState::Approved | AttemptState::Captured | AttemptState::ResolvedPaid => true,
            AttemptState::Sent
            | AttemptState::Declined
            | AttemptState::Unknown
            | AttemptState::ResolvedNotPaid
            | AttemptState::Reversed => false,
        }
    }

    /// Its order may still be at the terminal, or nobody knows how it ended: it holds its sale and
    /// its terminal. An approval whose order has not ended can still be taken back.
    pub fn is_unsettled(self) -> bool {
        match self {
            AttemptState::Sent | AttemptState::Approved | AttemptState::Unknown => true,
            AttemptState::Captured
            | AttemptState::Declined
            | AttemptState::ResolvedPaid
            | AttemptState::ResolvedNotPaid
            | AttemptState::Reversed => false,
        }
    }
}

#[cfg(test)]
mod tests;
