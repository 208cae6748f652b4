//! A card reader that answers at once: registers, tells who it is, approves every payment, and
//! notes how long the till took for each of its messages.

use crate::kit::figures::Times;
use crate::pty::Cable;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Instant;

const POSITIVE: [u8; 3] = [0x80, 0x00, 0x00];
/// "There is no such receipt."
const NO_RECEIPT: [u8; 3] = [0x84, 0x64, 0x00];
/// Registered: terminal 29000001, EUR.
const REGISTERED: [u8; 13] = [
    0x06, 0x0f, 0x0a, 0x19, 0x00, 0x29, 0x29, 0x00, 0x00, 0x01, 0x49, 0x09, 0x78,
];
/// Software "1.0", ready.
const STATUS: [u8; 10] = [0x06, 0x0f, 0x07, 0xf0, 0xf0, 0xf3, 0x31, 0x2e, 0x30, 0x00];
const DONE: [u8; 3] = [0x06, 0x0f, 0x00];
/// "Insert card", "please wait", and so on: what a payment tells on its way.
const ON_ITS_WAY: [u8; 6] = [0x0a, 0x0e, 0x15, 0x04, 0x17, 0x0e];

/// An intermediate status.
pub fn intermediate(code: u8) -> [u8; 4] {
    [0x04, 0xff, 0x01, code]
}

/// What the reader saw; shared with the bench.
#[derive(Default)]
pub struct Seen {
    /// When the key was pressed that the next order follows.
    pub pressed: Option<Instant>,
    /// From the key to the order's last byte at the reader.
    pub ordered: Times,
    /// From an intermediate status to the till's answer.
    pub told: Times,
    /// From the result to the till's answer: it is on disk then.
    pub stored: Times,
}

/// Serves the till until the cable is cut.
pub fn serve(mut cable: Cable, seen: Arc<Mutex<Seen>>) -> io::Result<()> {
    let mut number = 0_u32;
    loop {
        let (unit, heard) = cable.hear_at()?;
        match unit[..] {
            [0x06, 0x00, ..] => answer(&mut cable, &REGISTERED)?,
            [0x05, 0x01, ..] => answer(&mut cable, &STATUS)?,
            [0x06, 0x20, ..] => {
                cable.say(&NO_RECEIPT)?;
            }
            [0x06, 0x01, ..] => {
                number += 1;
                pay(&mut cable, &unit, heard, number, &seen)?;
            }
            _ => {
                cable.say(&[0x84, 0x83, 0x00])?;
            }
        }
    }
}

fn answer(cable: &mut Cable, completion: &[u8]) -> io::Result<()> {
    cable.say(&POSITIVE)?;
    cable.say(completion)?;
    cable.hear()?;
    Ok(())
}

fn pay(
    cable: &mut Cable,
    order: &[u8],
    heard: Instant,
    number: u32,
    seen: &Mutex<Seen>,
) -> io::Result<()> {
    cable.say(&POSITIVE)?;
    let (mut told, mut stored) = (Times::default(), Times::default());
    for code in ON_ITS_WAY {
        let sent = cable.say(&intermediate(code))?;
        let (_, answered) = cable.hear_at()?;
        told.add(answered - sent);
    }
    let sent = cable.say(&approved(order, number))?;
    let (reply, answered) = cable.hear_at()?;
    assert_eq!(reply, POSITIVE, "the result is on disk");
    stored.add(answered - sent);
    let mut seen = seen.lock().expect("no one panics with it");
    if let Some(pressed) = seen.pressed.take() {
        seen.ordered.add(heard - pressed);
    }
    seen.told.join(&told);
    seen.stored.join(&stored);
    drop(seen);
    cable.say(&DONE)?;
    cable.hear()?;
    Ok(())
}

/// `04 0F`: result 00, the order's own amount (BMP 04), EUR, trace, receipt number.
fn approved(order: &[u8], number: u32) -> Vec<u8> {
    let amount = &order[4..10];
    let trace = decimal(number);
    let mut unit = vec![0x04, 0x0f, 0x13, 0x27, 0x00, 0x04];
    unit.extend(amount);
    unit.extend([0x49, 0x09, 0x78, 0x0b]);
    unit.extend(&trace[1..]);
    unit.push(0x87);
    unit.extend(&trace[2..]);
    unit
}

/// Packed decimal, eight digits.
fn decimal(number: u32) -> [u8; 4] {
    std::array::from_fn(|at| {
        let pair = number / 100_u32.pow(3 - at as u32) % 100;
        (((pair / 10) << 4) | (pair % 10)) as u8
    })
}
