//! Owns Mettler Toledo's 8217 protocol, as its service manuals print it: letters in, `STX … CR`
//! out.

use serde_json::json;

use super::{Plate, kilograms};
use crate::beside::Hands;
use crate::hex;

const STX: u8 = 0x02;
const CR: u8 = 0x0D;
/// What a passed confidence test answers.
const PASSED: u8 = b'@';

/// The state of the conversation.
#[derive(Debug, Default)]
pub struct Toledo {
    waiting: Vec<u8>,
    /// After E all bytes come back, until F.
    echo: bool,
}

impl Toledo {
    pub fn take(&mut self, bytes: &[u8], plate: &mut Plate, hands: &mut Hands) {
        self.waiting.extend(bytes);
        while let Some(command) = self.next() {
            self.obey(&command, plate, hands);
        }
    }

    /// One command. A `T` is followed by five digits or by nothing; some of them have to wait.
    fn next(&mut self) -> Option<Vec<u8>> {
        let first = *self.waiting.first()?;
        let mut length = 1;
        if first == b'T' && !self.echo && self.waiting.get(1).is_some_and(u8::is_ascii_digit) {
            length = 6;
        }
        (self.waiting.len() >= length).then(|| self.waiting.drain(..length).collect())
    }

    fn obey(&mut self, command: &[u8], plate: &mut Plate, hands: &mut Hands) {
        if self.echo {
            match command {
                b"F" => self.echo = false,
                other => hands.send(other),
            }
            return;
        }
        if command == [CR] {
            // Some hosts end their letters so; the scale passes it over.
            return;
        }
        hands.tell(
            "asked",
            json!({ "command": String::from_utf8_lossy(command) }),
        );
        match command {
            b"W" => hands.send(weight(plate)),
            b"Z" => {
                if plate.stable && plate.tare_g == 0 && plate.is_near_zero() {
                    plate.zero_g = plate.weight_g;
                    hands.note("zeroed");
                }
                hands.send(status(plate, false));
            }
            b"T" => {
                if plate.stable && plate.gross_g() > 0 {
                    plate.tare_g = plate.gross_g();
                    hands.note("tared");
                }
                hands.send(status(plate, false));
            }
            [b'T', digits @ ..] => {
                let grams = digits.iter().try_fold(0, |sum: i64, digit| {
                    digit
                        .is_ascii_digit()
                        .then(|| sum * 10 + i64::from(digit - b'0'))
                });
                if let Some(grams) = grams {
                    plate.tare_g = grams;
                    hands.note("tared");
                }
                hands.send(status(plate, grams.is_none()));
            }
            b"C" => {
                if plate.stable {
                    plate.tare_g = 0;
                    hands.note("cleared");
                }
                hands.send(status(plate, false));
            }
            b"A" => hands.send([STX, CR]),
            b"B" => hands.send([STX, b'?', PASSED, CR]),
            b"E" => {
                self.echo = true;
                hands.send([STX, b'E', CR]);
            }
            b"F" => {}
            other => {
                hands.tell("unknown", json!({ "hex": hex::text(other) }));
                hands.send(status(plate, true));
            }
        }
    }
}

fn weight(plate: &Plate) -> Vec<u8> {
    if !plate.stable || plate.is_under() || plate.is_over() {
        return status(plate, false);
    }
    let net = if plate.tare_g != 0 { "N" } else { "" };
    let text = format!("\u{2}{}{net}\r", kilograms(plate.net_g()));
    text.into_bytes()
}

/// The manual's table of the status byte.
fn status(plate: &Plate, bad_command: bool) -> Vec<u8> {
    let bits = [
        !plate.stable,
        plate.is_over(),
        plate.is_under(),
        !plate.is_near_zero(),
        plate.gross_g() == 0,
        plate.tare_g != 0,
        plate.status_bit6 || bad_command,
    ];
    let byte = (0..)
        .zip(bits)
        .fold(0, |byte, (place, on)| byte | u8::from(on) << place);
    vec![STX, b'?', byte, CR]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talk(plate: &mut Plate, said: &[u8]) -> String {
        let mut hands = Hands::default();
        Toledo::default().take(said, plate, &mut hands);
        hex::text(&hands.writes.concat())
    }

    #[test]
    fn a_transcript() {
        let mut plate = Plate::default();
        let mut check = |weight_g, stable, said: &[u8], wanted: &str| {
            plate.weight_g = weight_g;
            plate.stable = stable;
            assert_eq!(talk(&mut plate, said), wanted, "{weight_g} g, {said:?}");
        };
        check(550, true, b"W", "02 30 30 2E 35 35 30 0D");
        check(550, false, b"W", "02 3F 49 0D");
        check(-5, true, b"W", "02 3F 44 0D");
        check(15_005, true, b"W", "02 3F 4A 0D");
        check(0, true, b"W", "02 30 30 2E 30 30 30 0D");
        check(40, true, b"Z", "02 3F 50 0D");
        check(540, true, b"W", "02 30 30 2E 35 30 30 0D");
        check(120, true, b"T", "02 3F 60 0D");
        check(620, true, b"W", "02 30 30 2E 35 30 30 4E 0D");
        check(620, true, b"C", "02 3F 48 0D");
        check(
            620,
            true,
            b"T00080W",
            "02 3F 68 0D 02 30 30 2E 35 30 30 4E 0D",
        );
        check(620, true, b"?", "02 3F 68 0D");
    }

    #[test]
    fn the_probe_that_hosts_use() {
        let mut plate = Plate::default();
        let mut toledo = Toledo::default();
        let mut hands = Hands::default();
        toledo.take(b"Ehello", &mut plate, &mut hands);
        assert_eq!(hands.writes.concat(), b"\x02E\rhello");
        let mut hands = Hands::default();
        toledo.take(b"FW", &mut plate, &mut hands);
        assert_eq!(hands.writes.concat(), b"\x0200.000\r");
    }
}
