//! What scales can be asked and what they answer, whatever they speak.
//!
//! Owns: the words, and the reading of decimal weights. Must never: round a weight.

use super::cas::Cas;
use super::toledo8217::Toledo;
use crate::peripherals::{CAS, PeripheralDriver, TOLEDO_8217};

/// What a scale speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScaleProtocol {
    /// Mettler-Toledo 8217 and the many that copy it.
    Toledo8217,
    /// CAS PD-II and ER (the "ECR type 6" and copies): weight only.
    Cas,
}

impl ScaleProtocol {
    /// Its line in the registry.
    pub fn driver(self) -> &'static PeripheralDriver {
        match self {
            Self::Toledo8217 => &TOLEDO_8217,
            Self::Cas => &CAS,
        }
    }

    pub(super) fn dialogue(self) -> Dialogue {
        match self {
            Self::Toledo8217 => Dialogue::Toledo(Toledo::default()),
            Self::Cas => Dialogue::Cas(Cas::default()),
        }
    }
}

/// What lies on a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A weight above zero.
    Weight {
        /// Grams: thousandths of a kilogram.
        thousandths_kg: i64,
        /// The scale itself says that it stands still. Only then it may be sold by.
        stable: bool,
        /// A tare is taken off, as far as the scale tells.
        net: bool,
    },
    /// The pan is empty. Never a weight.
    Zero,
    /// It moves, and the scale gives no number.
    Unstable,
    /// Below zero: something was lifted off that the tare or the zero counted.
    Under,
    /// More than the scale can weigh.
    Over,
    /// The scale weighs in another unit than kilograms.
    WrongUnit,
    /// The scale does not answer.
    NoAnswer,
}

impl Reading {
    /// It will not become a weight by waiting.
    pub fn is_definite(self) -> bool {
        match self {
            Self::Weight { stable, .. } => stable,
            Self::Zero | Self::Under | Self::Over | Self::WrongUnit => true,
            Self::Unstable | Self::NoAnswer => false,
        }
    }
}

/// What a scale can be told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    /// What lies on the pan counts as nothing: the box, the bowl.
    Tare,
    /// No tare any more.
    ClearTare,
    /// The empty pan is zero.
    Zero,
}

/// What a scale is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// What lies on it?
    Weigh,
    /// Do this.
    Adjust(Adjustment),
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// What lies on the scale.
    Reading(Reading),
    /// An adjustment was done or not.
    Adjusted(bool),
    /// It answers, but this was nothing: broken on the way, or "ask again".
    Nothing,
}

/// What to do with a byte that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Send these; the answer goes on.
    Send(Vec<u8>),
    /// The answer is whole.
    Told(Told),
}

/// One scale's language. One question at a time.
#[derive(Debug)]
pub enum Dialogue {
    /// See [`ScaleProtocol::Toledo8217`].
    Toledo(Toledo),
    /// See [`ScaleProtocol::Cas`].
    Cas(Cas),
}

impl Dialogue {
    /// The first bytes of a question; `None`: the language has no word for it.
    pub fn ask(&mut self, ask: Ask) -> Option<Vec<u8>> {
        match self {
            Self::Toledo(toledo) => Some(toledo.ask(ask)),
            Self::Cas(cas) => cas.ask(ask),
        }
    }

    /// A byte came.
    pub fn push(&mut self, byte: u8) -> Option<Step> {
        match self {
            Self::Toledo(toledo) => toledo.push(byte),
            Self::Cas(cas) => cas.push(byte),
        }
    }
}

/// Reads `0.550`, `00.550`, ` 1.25` or, without a point, five or six digits of grams.
/// `None`: no weight.
pub fn thousandths(text: &[u8]) -> Option<i64> {
    let text = text.trim_ascii();
    let (whole, part) = match text.iter().position(|byte| *byte == b'.') {
        Some(point) => (&text[..point], &text[point + 1..]),
        None if matches!(text.len(), 5 | 6) => text.split_at(text.len() - 3),
        None => return None,
    };
    let digits = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    if whole.is_empty() || whole.len() > 6 || !digits(whole) {
        return None;
    }
    if part.is_empty() || part.len() > 3 || !digits(part) {
        return None;
    }
    let padded = part.iter().copied().chain(std::iter::repeat(b'0')).take(3);
    let number = whole.iter().copied().chain(padded);
    Some(number.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}
