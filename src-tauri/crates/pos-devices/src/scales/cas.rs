//! CAS PD-II, ER and copies: ENQ, ACK, DC1, then a block with a check byte.
//!
//! `01 02 STA SIGN W5 W4 W3 W2 W1 W0 U1 U0 BCC 03 04`: STA `S` or `U`, SIGN blank, `-` or `F`,
//! BCC the exclusive or of STA to U0. Sources: CAS PD-II manual, interface section; the same
//! block in the manuals of OHAUS Aviator 7000 and AP-1. 9600 8N1.

use super::protocol::{Ask, Reading, Step, Told, thousandths};

const SOH: u8 = 0x01;
const STX: u8 = 0x02;
const ETX: u8 = 0x03;
const EOT: u8 = 0x04;
const ENQ: u8 = 0x05;
const ACK: u8 = 0x06;
const DC1: u8 = 0x11;
const NAK: u8 = 0x15;

/// From STA to EOT.
const BLOCK: usize = 13;

#[derive(Debug, Default)]
enum Turn {
    /// Nothing is asked.
    #[default]
    Idle,
    /// ENQ is out.
    Enquired,
    /// DC1 is out; the bytes since SOH.
    Requested(Vec<u8>),
}

/// The language.
#[derive(Debug, Default)]
pub struct Cas(Turn);

impl Cas {
    /// The first byte of a question. There is no word for tare and zero.
    pub fn ask(&mut self, ask: Ask) -> Option<Vec<u8>> {
        match ask {
            Ask::Weigh => {
                self.0 = Turn::Enquired;
                Some(vec![ENQ])
            }
            Ask::Adjust(_) => None,
        }
    }

    /// A byte came.
    pub fn push(&mut self, byte: u8) -> Option<Step> {
        match std::mem::take(&mut self.0) {
            Turn::Idle => None,
            Turn::Enquired => match byte {
                ACK => {
                    self.0 = Turn::Requested(Vec::new());
                    Some(Step::Send(vec![DC1]))
                }
                NAK => Some(Step::Told(Told::Nothing)),
                _ => {
                    self.0 = Turn::Enquired;
                    None
                }
            },
            Turn::Requested(mut bytes) => {
                match (bytes.len(), byte) {
                    (0, SOH) | (1, STX) | (2.., _) => bytes.push(byte),
                    (0, NAK) => return Some(Step::Told(Told::Nothing)),
                    // Noise before the block.
                    (0 | 1, _) => bytes.clear(),
                }
                if bytes.len() == BLOCK + 2 {
                    return Some(Step::Told(told(&bytes[2..])));
                }
                self.0 = Turn::Requested(bytes);
                None
            }
        }
    }
}

fn told(block: &[u8]) -> Told {
    let [sta, sign, number @ .., unit_1, unit_0, check, ETX, EOT] = block else {
        return Told::Nothing;
    };
    let sum = block[..BLOCK - 3].iter().fold(0, |sum, byte| sum ^ byte);
    if sum != *check || !matches!(sta, b'S' | b'U') {
        return Told::Nothing;
    }
    if *sign == b'F' {
        return Told::Reading(Reading::Over);
    }
    let unit = [*unit_1, *unit_0].map(|byte| byte.to_ascii_lowercase());
    let Some(thousandths_kg) = thousandths(number) else {
        return Told::Nothing;
    };
    Told::Reading(match (unit, sign) {
        _ if unit != *b"kg" => Reading::WrongUnit,
        _ if thousandths_kg == 0 => Reading::Zero,
        (_, b'-') => Reading::Under,
        (_, b' ' | b'+') => Reading::Weight {
            thousandths_kg,
            stable: *sta == b'S',
            net: false,
        },
        (_, _) => return Told::Nothing,
    })
}
