//! Frames: the serial envelope with doubled DLE and CRC, and the bare stream on TCP.
//!
//! Source: ZVT PA00P016 (transport). Owns: bytes ↔ whole units. Must never: panic, keep more
//! than one unit, or let a byte stay in memory after its unit was handed on.

use crc::{CRC_16_KERMIT, Crc};
use zeroize::Zeroize;

use super::apdu::{APDU_MAX, total_len};
use crate::secret::WireBytes;

/// Acknowledges a block.
pub const ACK: u8 = 0x06;
/// Asks for a block again.
pub const NAK: u8 = 0x15;
const DLE: u8 = 0x10;
const STX: u8 = 0x02;
const ETX: u8 = 0x03;

/// The specification calls it "CRC-XModem" and writes the reflected constant; in catalogue terms
/// it is KERMIT.
const CRC: Crc<u16> = Crc::<u16>::new(&CRC_16_KERMIT);

/// What the line brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// A block was acknowledged.
    Ack,
    /// A block was not understood.
    Nak,
    /// A whole unit.
    Unit(WireBytes),
    /// A block with a wrong checksum, a wrong escape, or without an end.
    Broken,
}

/// The checksum of a unit: over its bytes before doubling, and the ETX.
pub fn checksum(unit: &[u8]) -> u16 {
    let mut digest = CRC.digest();
    digest.update(unit);
    digest.update(&[ETX]);
    digest.finalize()
}

/// Wraps a unit for a serial line.
pub fn wrap(unit: &[u8]) -> WireBytes {
    let doubled = unit.iter().filter(|byte| **byte == DLE).count();
    let mut frame = Vec::with_capacity(unit.len() + doubled + 6);
    frame.extend([DLE, STX]);
    for byte in unit {
        frame.push(*byte);
        if *byte == DLE {
            frame.push(DLE);
        }
    }
    frame.extend([DLE, ETX]);
    frame.extend(checksum(unit).to_le_bytes());
    WireBytes::new(frame)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Between,
    BetweenDle,
    Inside,
    InsideDle,
    CrcLow,
    CrcHigh(u8),
}

/// Takes a serial line apart, byte by byte.
#[derive(Debug)]
pub struct SerialFrames {
    place: Place,
    unit: UnitBuffer,
    /// This frame is lost already; its end is waited for, so that nothing in it is taken for an
    /// acknowledgement.
    spoiled: bool,
}

impl SerialFrames {
    /// Waits for the start of a frame.
    pub fn new() -> Self {
        Self {
            place: Place::Between,
            unit: UnitBuffer::new(),
            spoiled: false,
        }
    }

    /// A frame has begun and is not complete: T1 runs.
    pub fn inside(&self) -> bool {
        !matches!(self.place, Place::Between | Place::BetweenDle)
    }

    /// Forgets a frame that did not go on (T1).
    pub fn reset(&mut self) {
        self.place = Place::Between;
        self.clear();
    }

    fn clear(&mut self) {
        self.unit.clear();
        self.spoiled = false;
    }

    /// Takes the next byte. Bytes between frames that mean nothing are dropped: some terminals
    /// send a maker's greeting when the port opens.
    pub fn push(&mut self, byte: u8) -> Option<Received> {
        let (place, received) = match (self.place, byte) {
            (Place::Between, ACK) => (Place::Between, Some(Received::Ack)),
            (Place::Between, NAK) => (Place::Between, Some(Received::Nak)),
            (Place::Between | Place::BetweenDle, DLE) => (Place::BetweenDle, None),
            (Place::BetweenDle | Place::InsideDle, STX) => {
                self.clear();
                (Place::Inside, None)
            }
            (Place::Between | Place::BetweenDle, _) => (Place::Between, None),
            (Place::Inside, DLE) => (Place::InsideDle, None),
            (Place::Inside, other) | (Place::InsideDle, other @ DLE) => {
                self.spoiled |= !self.unit.push(other);
                (Place::Inside, None)
            }
            (Place::InsideDle, ETX) => (Place::CrcLow, None),
            (Place::InsideDle, _) => {
                self.spoiled = true;
                (Place::Inside, None)
            }
            (Place::CrcLow, low) => (Place::CrcHigh(low), None),
            (Place::CrcHigh(low), high) => (Place::Between, Some(self.check([low, high]))),
        };
        self.place = place;
        received
    }

    /// The two checksum bytes are raw: never doubled, also when they are `10`.
    fn check(&mut self, crc: [u8; 2]) -> Received {
        let sound = checksum(self.unit.as_slice()) == u16::from_le_bytes(crc);
        let received = match sound && !self.spoiled {
            true => Received::Unit(self.unit.take()),
            false => Received::Broken,
        };
        self.clear();
        received
    }
}

impl Default for SerialFrames {
    fn default() -> Self {
        Self::new()
    }
}

/// Takes a TCP stream apart by the lengths in it. Until the first whole unit has come, bytes
/// that cannot begin a terminal's message are dropped.
#[derive(Debug)]
pub struct StreamUnits {
    unit: UnitBuffer,
    in_step: bool,
}

impl StreamUnits {
    /// Waits for the first unit.
    pub fn new() -> Self {
        Self {
            unit: UnitBuffer::new(),
            in_step: false,
        }
    }

    /// Takes the next byte.
    pub fn push(&mut self, byte: u8) -> Option<Received> {
        // Cannot overflow: a unit is taken as soon as it is whole, and none is longer.
        self.unit.push(byte);
        if !self.in_step && !may_begin(self.unit.as_slice()) {
            self.unit.clear();
            if may_begin(&[byte]) {
                self.unit.push(byte);
            }
            return None;
        }
        let whole = total_len(self.unit.as_slice()) == Some(self.unit.as_slice().len());
        whole.then(|| {
            self.in_step = true;
            Received::Unit(self.unit.take())
        })
    }
}

impl Default for StreamUnits {
    fn default() -> Self {
        Self::new()
    }
}

/// The control bytes a terminal can begin with.
fn may_begin(start: &[u8]) -> bool {
    match *start {
        [] | [0x04 | 0x06 | 0x80 | 0x84] => true,
        [0x80, 0x00, ..] | [0x84, ..] => true,
        [0x04, instr, ..] => matches!(instr, 0x01 | 0x0D | 0x0E | 0x0F | 0xFF),
        [0x06, instr, ..] => {
            matches!(instr, 0x0F | 0x1E | 0xD1 | 0xD3 | 0xD8..=0xDB | 0xDD)
        }
        _ => false,
    }
}

/// Room for one unit, taken once, zeroed after each.
struct UnitBuffer(Vec<u8>);

impl UnitBuffer {
    fn new() -> Self {
        // The whole room at once: growing would leave unzeroed copies behind.
        Self(Vec::with_capacity(APDU_MAX))
    }

    fn push(&mut self, byte: u8) -> bool {
        let fits = self.0.len() < APDU_MAX;
        if fits {
            self.0.push(byte);
        }
        fits
    }

    fn as_slice(&self) -> &[u8] {
        &self.0
    }

    fn take(&mut self) -> WireBytes {
        let unit = WireBytes::new(self.0.as_slice().to_vec());
        self.clear();
        unit
    }

    fn clear(&mut self) {
        self.0.as_mut_slice().zeroize();
        self.0.clear();
    }
}

impl std::fmt::Debug for UnitBuffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UnitBuffer({} bytes)", self.0.len())
    }
}

impl Drop for UnitBuffer {
    fn drop(&mut self) {
        self.clear();
    }
}
