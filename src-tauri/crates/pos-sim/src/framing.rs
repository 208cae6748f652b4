//! Owns the bytes on a serial cable: DLE STX … DLE ETX with CRC, ACK and NAK.
//! Written from protocols 2.1 alone; it must never borrow the till's codec.

pub const STX: u8 = 0x02;
pub const ETX: u8 = 0x03;
pub const ACK: u8 = 0x06;
pub const DLE: u8 = 0x10;
pub const NAK: u8 = 0x15;

/// CRC-16/KERMIT: reflected 0x1021 (0x8408), start 0, no final xor.
pub fn crc16(bytes: impl IntoIterator<Item = u8>) -> u16 {
    bytes.into_iter().fold(0, |mut crc, byte| {
        crc ^= u16::from(byte);
        for _ in 0..8 {
            let carry = crc & 1;
            crc >>= 1;
            if carry == 1 {
                crc ^= 0x8408;
            }
        }
        crc
    })
}

/// Puts an encoded APDU into a serial frame. The CRC covers the APDU before
/// doubling and the ETX; its two bytes go out low first and are never doubled.
pub fn wrap_serial(apdu: &[u8]) -> Vec<u8> {
    let mut frame = vec![DLE, STX];
    for &byte in apdu {
        frame.push(byte);
        if byte == DLE {
            frame.push(DLE);
        }
    }
    frame.extend([DLE, ETX]);
    let crc = crc16(apdu.iter().copied().chain([ETX]));
    frame.extend(crc.to_le_bytes());
    frame
}

/// What came off the cable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SerialItem {
    Ack,
    Nak,
    /// A frame with a good CRC: the APDU, un-doubled.
    Frame(Vec<u8>),
    /// A frame that broke: a wrong CRC or a DLE that leads nowhere.
    Broken,
}

#[derive(Debug, Default)]
enum Place {
    #[default]
    Outside,
    AfterDle,
    Inside,
    InsideDle,
    CrcLow,
    CrcHigh(u8),
}

/// Finds frames, ACKs and NAKs in a stream of bytes, one byte at a time.
#[derive(Debug, Default)]
pub struct SerialReader {
    place: Place,
    apdu: Vec<u8>,
}

impl SerialReader {
    /// True between the first DLE of a frame and its last CRC byte (T1 runs).
    pub fn is_mid_frame(&self) -> bool {
        !matches!(self.place, Place::Outside)
    }

    /// Forgets a frame that was begun.
    pub fn reset(&mut self) {
        self.place = Place::Outside;
        self.apdu.clear();
    }

    /// Takes one byte; bytes outside frames other than ACK and NAK are noise.
    pub fn push(&mut self, byte: u8) -> Option<SerialItem> {
        let place = std::mem::take(&mut self.place);
        let (next, item) = match (place, byte) {
            (Place::Outside, ACK) => (Place::Outside, Some(SerialItem::Ack)),
            (Place::Outside, NAK) => (Place::Outside, Some(SerialItem::Nak)),
            (Place::Outside | Place::AfterDle, DLE) => (Place::AfterDle, None),
            (Place::Outside, _) => (Place::Outside, None),
            (Place::AfterDle, STX) => {
                self.apdu.clear();
                (Place::Inside, None)
            }
            (Place::AfterDle, _) => (Place::Outside, None),
            (Place::Inside, DLE) => (Place::InsideDle, None),
            (Place::Inside, byte) => {
                self.apdu.push(byte);
                (Place::Inside, None)
            }
            (Place::InsideDle, DLE) => {
                self.apdu.push(DLE);
                (Place::Inside, None)
            }
            (Place::InsideDle, ETX) => (Place::CrcLow, None),
            (Place::InsideDle, STX) => {
                // The sender gave up in the middle and began again.
                self.apdu.clear();
                (Place::Inside, None)
            }
            (Place::InsideDle, _) => (Place::Outside, Some(SerialItem::Broken)),
            (Place::CrcLow, low) => (Place::CrcHigh(low), None),
            (Place::CrcHigh(low), high) => (Place::Outside, Some(self.finish(low, high))),
        };
        self.place = next;
        item
    }

    fn finish(&mut self, low: u8, high: u8) -> SerialItem {
        let apdu = std::mem::take(&mut self.apdu);
        let crc = crc16(apdu.iter().copied().chain([ETX]));
        if crc == u16::from_le_bytes([low, high]) {
            SerialItem::Frame(apdu)
        } else {
            SerialItem::Broken
        }
    }
}

#[cfg(test)]
mod tests;
