//! The terminal's end of a line: blocks with acknowledgement on a serial one, units on TCP.
//!
//! Source: ZVT PA00P016. Owns: T1, T2, two repeats. Must never: know what a unit means.

use super::bytes::{block, checksum, extent};
use std::collections::VecDeque;

const ACK: u8 = 0x06;
const NAK: u8 = 0x15;
const DLE: u8 = 0x10;
const T1_MS: u64 = 200;
const T2_MS: u64 = 5_000;
const REPEATS_MAX: u8 = 2;
/// No till of ours sends longer units; more is noise.
const UNIT_MAX: usize = 4_096;

/// What carries the units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    Serial,
    Tcp,
}

/// What a unit that is sent is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// `80 00` to a command that is carried out once it is delivered.
    Acceptance,
    /// Another short answer.
    Answer,
    /// A message that the till has to answer.
    Said,
}

/// What comes of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Unit(Vec<u8>),
    Delivered(Tag),
    /// Sent three times and never acknowledged.
    Failed(Tag),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Between,
    Opening,
    Inside,
    Escape,
    Sum,
    SumHigh(u8),
}

#[derive(Clone, Debug)]
struct Flight {
    block: Vec<u8>,
    tag: Tag,
    repeats: u8,
    until_ms: u64,
}

/// The line.
#[derive(Clone, Debug)]
pub struct Line {
    medium: Medium,
    up: bool,
    now_ms: u64,
    place: Place,
    unit: Vec<u8>,
    /// An escape that does not exist was inside.
    spoiled: bool,
    t1_ms: Option<u64>,
    flight: Option<Flight>,
    queue: VecDeque<(Vec<u8>, Tag)>,
    last_unit: Vec<u8>,
    heard: VecDeque<Heard>,
    out: Vec<u8>,
}

impl Line {
    pub fn new(medium: Medium) -> Line {
        Line {
            medium,
            up: false,
            now_ms: 0,
            place: Place::Between,
            unit: Vec::new(),
            spoiled: false,
            t1_ms: None,
            flight: None,
            queue: VecDeque::new(),
            last_unit: Vec::new(),
            heard: VecDeque::new(),
            out: Vec::new(),
        }
    }

    pub fn up(&mut self) {
        self.down();
        self.up = true;
    }

    /// Everything on its way is lost.
    pub fn down(&mut self) {
        *self = Line::new(self.medium);
    }

    pub fn is_up(&self) -> bool {
        self.up
    }

    pub fn heard(&mut self) -> Option<Heard> {
        self.heard.pop_front()
    }

    pub fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    pub fn next_deadline(&self) -> Option<u64> {
        let t2 = self.flight.as_ref().map(|flight| flight.until_ms);
        [self.t1_ms, t2].into_iter().flatten().min()
    }

    pub fn send(&mut self, now: u64, unit: &[u8], tag: Tag) {
        if !self.up {
            return;
        }
        self.now_ms = now;
        match self.medium {
            Medium::Tcp => {
                self.out.extend(unit);
                self.heard.push_back(Heard::Delivered(tag));
            }
            Medium::Serial => {
                self.queue.push_back((block(unit), tag));
                self.send_next();
            }
        }
    }

    fn send_next(&mut self) {
        if self.flight.is_none()
            && let Some((block, tag)) = self.queue.pop_front()
        {
            self.out.extend(&block);
            self.flight = Some(Flight {
                block,
                tag,
                repeats: 0,
                until_ms: self.now_ms + T2_MS,
            });
        }
    }

    pub fn time(&mut self, now: u64) {
        self.now_ms = now;
        if self.t1_ms.is_some_and(|at| at <= now) {
            self.refuse();
        }
        if self.flight.as_ref().is_some_and(|f| f.until_ms <= now) {
            self.repeat();
        }
    }

    fn repeat(&mut self) {
        let Some(mut flight) = self.flight.take() else {
            return;
        };
        if flight.repeats == REPEATS_MAX {
            self.heard.push_back(Heard::Failed(flight.tag));
            return self.send_next();
        }
        flight.repeats += 1;
        flight.until_ms = self.now_ms + T2_MS;
        self.out.extend(&flight.block);
        self.flight = Some(flight);
    }

    fn delivered(&mut self) {
        if let Some(flight) = self.flight.take() {
            self.heard.push_back(Heard::Delivered(flight.tag));
        }
        self.send_next();
    }

    /// What was inside is not understood.
    fn refuse(&mut self) {
        self.out.push(NAK);
        self.place = Place::Between;
        self.t1_ms = None;
        self.unit.clear();
    }

    pub fn bytes(&mut self, now: u64, bytes: &[u8]) {
        self.now_ms = now;
        for byte in bytes
            .iter()
            .filter(|_| self.up)
            .copied()
            .collect::<Vec<_>>()
        {
            match self.medium {
                Medium::Serial => self.serial(byte),
                Medium::Tcp => self.stream(byte),
            }
        }
    }

    fn stream(&mut self, byte: u8) {
        self.unit.push(byte);
        if extent(&self.unit).is_some_and(|(_, to)| to == self.unit.len()) {
            let unit = std::mem::take(&mut self.unit);
            self.heard.push_back(Heard::Unit(unit));
        }
    }

    fn serial(&mut self, byte: u8) {
        let place = match (self.place, byte) {
            (Place::Between, ACK) => {
                self.delivered();
                Place::Between
            }
            (Place::Between, NAK) => {
                self.repeat();
                Place::Between
            }
            (Place::Between | Place::Opening, DLE) => Place::Opening,
            (Place::Opening | Place::Escape, 0x02) => {
                self.unit.clear();
                self.spoiled = false;
                Place::Inside
            }
            (Place::Between | Place::Opening, _) => Place::Between,
            (Place::Inside, DLE) => Place::Escape,
            (Place::Inside, plain) | (Place::Escape, plain @ DLE) => {
                self.unit.push(plain);
                self.spoiled |= self.unit.len() > UNIT_MAX;
                self.unit.truncate(UNIT_MAX);
                Place::Inside
            }
            (Place::Escape, 0x03) => Place::Sum,
            (Place::Escape, _) => {
                self.spoiled = true;
                Place::Inside
            }
            (Place::Sum, low) => Place::SumHigh(low),
            (Place::SumHigh(low), high) => {
                self.close([low, high]);
                Place::Between
            }
        };
        self.place = place;
        self.t1_ms = match place {
            Place::Between | Place::Opening => None,
            _ => Some(self.now_ms + T1_MS),
        };
    }

    fn close(&mut self, sum: [u8; 2]) {
        let unit = std::mem::take(&mut self.unit);
        let whole = extent(&unit).is_some_and(|(_, to)| to == unit.len());
        if self.spoiled || !whole || sum != checksum(&unit) {
            return self.refuse();
        }
        self.out.push(ACK);
        let answer = matches!(unit.first(), Some(0x80 | 0x84));
        // The same block again while ours is not acknowledged: the till missed our ACK.
        if self.flight.is_some() && unit == self.last_unit {
            return;
        }
        // Who answers a message has had it.
        if answer && self.flight.as_ref().is_some_and(|f| f.tag == Tag::Said) {
            self.delivered();
        }
        self.last_unit.clone_from(&unit);
        self.heard.push_back(Heard::Unit(unit));
    }
}
