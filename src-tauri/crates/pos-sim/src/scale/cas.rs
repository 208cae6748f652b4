//! Owns the protocol of CAS scales, type 6 of the PD-II's manual: `ENQ`, `ACK`, `DC1`, a block.

use serde_json::json;

use super::{Plate, kilograms};
use crate::beside::Hands;
use crate::hex;

const SOH: u8 = 0x01;
const STX: u8 = 0x02;
const ETX: u8 = 0x03;
const EOT: u8 = 0x04;
const ENQ: u8 = 0x05;
const ACK: u8 = 0x06;
const DC1: u8 = 0x11;

/// The state of the conversation.
#[derive(Debug, Default)]
pub struct Cas {
    /// ENQ was acknowledged; the next byte says what is wanted.
    asked: bool,
}

impl Cas {
    pub fn take(&mut self, bytes: &[u8], plate: &mut Plate, hands: &mut Hands) {
        for &byte in bytes {
            match byte {
                ENQ => {
                    self.asked = true;
                    hands.send([ACK]);
                }
                DC1 if self.asked => {
                    self.asked = false;
                    hands.tell("asked", json!({ "command": "DC1" }));
                    hands.send(block(plate));
                }
                other => {
                    self.asked = false;
                    hands.tell("unknown", json!({ "hex": hex::text(&[other]) }));
                }
            }
        }
    }
}

fn block(plate: &mut Plate) -> Vec<u8> {
    let net_g = plate.net_g();
    let (sign, weight) = if plate.is_over() {
        (b'F', "FFFFFF".to_owned())
    } else {
        let sign = if plate.is_under() { b'-' } else { b' ' };
        let weight = kilograms(net_g.abs());
        let digits = if plate.point {
            weight
        } else {
            format!("{:06}", net_g.abs())
        };
        (sign, digits)
    };
    let mut content = vec![if plate.stable { b'S' } else { b'U' }, sign];
    content.extend(weight.bytes());
    content.extend(plate.unit.bytes());
    let mut check = content.iter().fold(0, |check, byte| check ^ byte);
    if plate.bad_bcc > 0 {
        plate.bad_bcc -= 1;
        check ^= 0x01;
    }
    let mut block = vec![SOH, STX];
    block.extend(content);
    block.extend([check, ETX, EOT]);
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talk(plate: &mut Plate, said: &[u8]) -> String {
        let mut hands = Hands::default();
        Cas::default().take(said, plate, &mut hands);
        hex::text(&hands.writes.concat())
    }

    #[test]
    fn a_transcript() {
        let mut plate = Plate {
            weight_g: 550,
            ..Plate::default()
        };
        let stable = "06 01 02 53 20 30 30 2E 35 35 30 6B 67 61 03 04";
        assert_eq!(talk(&mut plate, b"\x05\x11"), stable);
        plate.bad_bcc = 1;
        assert_eq!(talk(&mut plate, b"\x05\x11"), stable.replace("61", "60"));
        assert_eq!(talk(&mut plate, b"\x05\x11"), stable);
        plate.stable = false;
        plate.weight_g = -20;
        let unstable = "06 01 02 55 2D 30 30 2E 30 32 30 6B 67 68 03 04";
        assert_eq!(talk(&mut plate, b"\x05\x11"), unstable);
        plate.point = false;
        let digits = "06 01 02 55 2D 30 30 30 30 32 30 6B 67 76 03 04";
        assert_eq!(talk(&mut plate, b"\x05\x11"), digits);
        plate.over = true;
        let over = "06 01 02 55 46 46 46 46 46 46 46 6B 67 1F 03 04";
        assert_eq!(talk(&mut plate, b"\x05\x11"), over);
    }

    #[test]
    fn nobody_is_answered_who_does_not_knock() {
        assert_eq!(talk(&mut Plate::default(), b"\x11"), "");
        assert_eq!(talk(&mut Plate::default(), b"\x05\x12\x11"), "06");
    }
}
