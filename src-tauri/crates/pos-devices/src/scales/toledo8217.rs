//! Mettler-Toledo 8217: one letter asks, a line between STX and CR answers.
//!
//! Sources: the maker's protocol sheet for the 8217 (7 data bits, even parity, at least 200 ms
//! between commands); bit order of the status also in Odoo's `SerialScaleDriver`. Bit 6 is
//! always on in some scales and "bad command" in others, so it decides nothing.

use super::protocol::{Adjustment, Ask, Reading, Step, Told, thousandths};

const STX: u8 = 0x02;
const CR: u8 = 0x0D;

const IN_MOTION: u8 = 1 << 0;
const OVER_CAPACITY: u8 = 1 << 1;
const UNDER_ZERO: u8 = 1 << 2;
const CENTRE_OF_ZERO: u8 = 1 << 4;
const NET: u8 = 1 << 5;

/// The longest answer: `00.000N` with room for more digits.
const LINE_MAX: usize = 16;

/// The language.
#[derive(Debug, Default)]
pub struct Toledo {
    asked: Option<Ask>,
    /// The line since STX.
    line: Option<Vec<u8>>,
}

impl Toledo {
    /// The letter of a question.
    pub fn ask(&mut self, ask: Ask) -> Vec<u8> {
        self.asked = Some(ask);
        self.line = None;
        let letter = match ask {
            Ask::Weigh => b'W',
            Ask::Adjust(Adjustment::Zero) => b'Z',
            Ask::Adjust(Adjustment::Tare) => b'T',
            Ask::Adjust(Adjustment::ClearTare) => b'C',
        };
        vec![letter]
    }

    /// A byte came.
    pub fn push(&mut self, byte: u8) -> Option<Step> {
        // A port that cannot do seven bits hands the parity bit on.
        let byte = byte & 0x7F;
        match (byte, &mut self.line) {
            (STX, line) => *line = Some(Vec::new()),
            (CR, line) => {
                let line = line.take()?;
                let ask = self.asked.take()?;
                return Some(Step::Told(told(ask, &line)));
            }
            (_, Some(line)) if line.len() < LINE_MAX => line.push(byte),
            (_, line) => *line = None,
        }
        None
    }
}

fn told(ask: Ask, line: &[u8]) -> Told {
    match (ask, line) {
        (Ask::Weigh, [b'?', status]) => Told::Reading(without_number(*status)),
        (Ask::Weigh, line) => weight(line).map_or(Told::Nothing, Told::Reading),
        (Ask::Adjust(adjustment), [b'?', status]) => {
            let steady = status & (IN_MOTION | OVER_CAPACITY) == 0;
            Told::Adjusted(
                steady
                    && match adjustment {
                        Adjustment::Zero => status & CENTRE_OF_ZERO != 0,
                        Adjustment::Tare => status & NET != 0,
                        Adjustment::ClearTare => status & NET == 0,
                    },
            )
        }
        (Ask::Adjust(_), _) => Told::Nothing,
    }
}

fn without_number(status: u8) -> Reading {
    if status & OVER_CAPACITY != 0 {
        Reading::Over
    } else if status & UNDER_ZERO != 0 {
        Reading::Under
    } else if status & (IN_MOTION | CENTRE_OF_ZERO) == CENTRE_OF_ZERO {
        Reading::Zero
    } else {
        Reading::Unstable
    }
}

/// A number is given only when it stands still.
fn weight(line: &[u8]) -> Option<Reading> {
    let (number, net) = match line {
        [number @ .., b'N'] => (number, true),
        number => (number, false),
    };
    Some(match thousandths(number)? {
        0 => Reading::Zero,
        thousandths_kg => Reading::Weight {
            thousandths_kg,
            stable: true,
            net,
        },
    })
}
