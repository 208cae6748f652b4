//! Owns the words of a script: what one payment shall look like.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::card::{Card, CardChoice};
use crate::hex;

/// One byte in hexadecimal, such as `"6C"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code(pub u8);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        hex::byte(&text).map(Code).ok_or_else(|| {
            serde::de::Error::custom(format!("{text:?} is not two hexadecimal digits"))
        })
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&format!("{:02X}", self.0))
    }
}

/// Bytes in hexadecimal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HexBytes(pub Vec<u8>);

impl<'de> Deserialize<'de> for HexBytes {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        hex::bytes(&text)
            .map(HexBytes)
            .ok_or_else(|| serde::de::Error::custom(format!("{text:?} is not hexadecimal")))
    }
}

impl Serialize for HexBytes {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::text(&self.0))
    }
}

/// How the terminal answers `06 B0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbortMode {
    /// `80 00`, and the payment ends with 6C while no bank was asked.
    Accept,
    /// `84 83`, and the payment goes on.
    Refuse,
    /// No answer, and the payment goes on.
    Ignore,
    /// `80 00`, and the payment goes on all the same.
    Late,
}

/// What happens when `04 0F` is not acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unacknowledged {
    /// The terminal takes the booking back (specification 2.2.8).
    Reverse,
    /// The booking stands; the next payment's mirrored number decides (chapter 4).
    Keep,
}

/// How a decline is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineForm {
    /// `04 0F` with the code, then `06 1E` with the code.
    #[default]
    StatusAbort,
    /// `04 0F` with the code, then `06 0F`.
    StatusCompletion,
    /// `06 1E` alone.
    Abort,
}

/// What the serial line does with a frame of the till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AckFault {
    /// The frame is not seen; no byte goes back.
    Drop,
    /// The frame is refused with NAK.
    Nak,
    /// The frame is taken, but its ACK never leaves (an empty acknowledgement).
    Empty,
}

/// What to do at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Neither sends nor acknowledges, until `ms`, `resume` or the link's end.
    Silence,
    /// Closes the link; opens it after `ms`, or when told `replug`.
    Unplug,
    /// Loses what is not on disk and starts again, after `ms`.
    Restart,
    /// Stops, awake, until `ms` or `resume`, then goes on.
    Hold,
}

/// An act at a step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtStep {
    pub step: String,
    #[serde(rename = "do")]
    pub act: Act,
    pub ms: Option<u64>,
    /// After a silence: go on with the payment (else it is given up).
    #[serde(default)]
    pub go_on: bool,
}

/// An intermediate status, after a delay.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    pub code: Code,
    #[serde(default)]
    pub delay_ms: u64,
    /// Minutes (BCD on the wire) that change the till's T4.
    pub timeout_minutes: Option<u8>,
}

/// A clear card number to be leaked in every field that can carry one.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Canary {
    /// Digits only.
    pub pan: String,
    #[serde(default = "Canary::expiry")]
    pub expiry: String,
    /// Only these places; empty is all: 22 23 24 2D 3C print tlv.
    #[serde(default)]
    pub only: Vec<String>,
}

impl Canary {
    fn expiry() -> String {
        "2912".into()
    }

    /// True when this place is to carry the number.
    pub fn leaks(&self, place: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == place)
    }
}

impl std::fmt::Debug for Canary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Canary")
            .field("pan", &"redacted")
            .field("only", &self.only)
            .finish()
    }
}

/// One payment, reversal or refund. Everything left out is an ordinary approval.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scenario {
    /// Refused by the bank with this code.
    pub decline: Option<Code>,
    pub decline_form: DeclineForm,
    /// The command is refused at once: `84 xx`.
    pub refuse: Option<Code>,
    /// This many commands get `84 9C` first; the scenario stays until then.
    pub busy: u32,
    /// Instead of the usual intermediate statuses before the bank is asked.
    pub statuses: Option<Vec<Status>>,
    /// Delays for card and bank, instead of the terminal's own.
    pub card_ms: Option<u64>,
    pub bank_ms: Option<u64>,
    /// `80 00` to `04 0F` is thrown away.
    pub lose_acknowledgement: bool,
    pub at: Vec<AtStep>,
    pub paper_out: bool,
    pub wrong_currency: bool,
    pub card: Option<CardChoice>,
    pub canary: Option<Canary>,
    pub abort: Option<AbortMode>,
    pub unacknowledged: Option<Unacknowledged>,
    /// Faults of the serial line, one a frame, the command's own frame first.
    pub ack_faults: VecDeque<AckFault>,
    /// This many frames leave with a wrong CRC first.
    pub corrupt_frames: u32,
    /// Every byte is written by itself, this many ms apart.
    pub byte_gap_ms: Option<u64>,
    /// `80 00` and what follows go in one segment (TCP).
    pub coalesce: bool,
    /// `FF lo hi` lengths throughout.
    pub extended_length: bool,
    /// A TLV object of this many bytes is added to `04 0F`.
    pub long_tlv: Option<usize>,
    /// The card holder signs: the till has to print a slip for it.
    pub signature: bool,
    /// Free text for BMP 3C.
    pub text: Option<String>,
}

impl Scenario {
    /// Reads one line; unknown words and unknown cards are errors.
    pub fn parse(value: serde_json::Value) -> Result<Self, String> {
        let scenario: Self = serde_json::from_value(value).map_err(|error| error.to_string())?;
        scenario.card()?;
        if let Some(at) = scenario
            .at
            .iter()
            .find(|at| !STEPS.contains(&at.step.as_str()))
        {
            return Err(format!(
                "no step {:?}; there are {}",
                at.step,
                STEPS.join(" ")
            ));
        }
        if let Some(canary) = &scenario.canary
            && !(12..=19).contains(&canary.pan.len())
        {
            return Err("a canary needs 12 to 19 digits".into());
        }
        Ok(scenario)
    }

    /// The card held up: chosen, or VISA; a canary's number only masked.
    pub fn card(&self) -> Result<Card, String> {
        let card = self
            .card
            .as_ref()
            .map_or_else(|| Ok(Card::default()), CardChoice::card)?;
        Ok(match &self.canary {
            Some(canary) => card.with_number(&canary.pan),
            None => card,
        })
    }
}

/// The steps of one payment, in order, at which a script may act.
pub const STEPS: &[&str] = &[
    "received",
    "accepted",
    "card",
    "bank",
    "before_status",
    "status_sent",
    "status_acknowledged",
    "before_print",
    "before_completion",
    "completion_sent",
    "done",
];

/// The scenarios to come, one a payment.
#[derive(Debug, Default)]
pub struct Script {
    pub queue: VecDeque<Scenario>,
    /// For every payment that finds the queue empty.
    pub otherwise: Scenario,
}

impl Script {
    /// What the next payment will use, without taking it.
    pub fn head(&mut self) -> &mut Scenario {
        match self.queue.front_mut() {
            Some(head) => head,
            None => &mut self.otherwise,
        }
    }

    /// Takes the next payment's scenario.
    pub fn take(&mut self) -> Scenario {
        self.queue
            .pop_front()
            .unwrap_or_else(|| self.otherwise.clone())
    }
}
