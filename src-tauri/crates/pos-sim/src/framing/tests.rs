//! The verified frames of protocols 2.2, both ways.

use super::*;
use crate::hex;

const VECTORS: &[(&str, &str)] = &[
    (
        "06 00 06 12 34 56 BA 09 78",
        "10 02 06 00 06 12 34 56 BA 09 78 10 03 24 C3",
    ),
    ("06 93 03 12 34 56", "10 02 06 93 03 12 34 56 10 03 CA A4"),
    (
        "06 01 0A 04 00 00 00 01 10 00 49 09 78",
        "10 02 06 01 0A 04 00 00 00 01 10 10 00 49 09 78 10 03 F2 FF",
    ),
    ("06 70 00", "10 02 06 70 00 10 03 D9 F9"),
    ("80 00 00", "10 02 80 00 00 10 03 F5 1F"),
    ("84 9C 00", "10 02 84 9C 00 10 03 C3 41"),
    ("06 18 00", "10 02 06 18 00 10 03 56 3A"),
    ("05 01 03 12 34 56", "10 02 05 01 03 12 34 56 10 03 E0 43"),
    (
        "06 0F 0B F0 F0 F7 32 2E 31 34 2E 31 35 00",
        "10 02 06 0F 0B F0 F0 F7 32 2E 31 34 2E 31 35 00 10 03 B1 11",
    ),
    (
        "06 D1 17 00 20 20 20 20 20 20 20 20 20 4B 61 73 73 65 6E 73 63 68 6E 69 74 74",
        "10 02 06 D1 17 00 20 20 20 20 20 20 20 20 20 4B 61 73 73 65 6E 73 63 68 6E 69 74 74 \
         10 03 2F 07",
    ),
    ("06 B0 00", "10 02 06 B0 00 10 03 43 F3"),
    ("05 01 00", "10 02 05 01 00 10 03 10 06"),
    ("06 1E 01 6C", "10 02 06 1E 01 6C 10 03 C9 F2"),
    (
        "06 20 05 00 00 00 03 03",
        "10 02 06 20 05 00 00 00 03 03 10 03 DB 15",
    ),
    (
        "06 30 06 00 00 00 87 00 01",
        "10 02 06 30 06 00 00 00 87 00 01 10 03 C2 AC",
    ),
    ("06 50 03 00 00 00", "10 02 06 50 03 00 00 00 10 03 FB 37"),
    (
        "06 00 06 00 00 00 BE 09 78",
        "10 02 06 00 06 00 00 00 BE 09 78 10 03 3C AA",
    ),
];

fn read_all(bytes: &[u8]) -> Vec<SerialItem> {
    let mut reader = SerialReader::default();
    bytes.iter().filter_map(|&byte| reader.push(byte)).collect()
}

#[test]
fn crc_is_kermit() {
    assert_eq!(crc16(*b"123456789"), 0x2189);
}

#[test]
fn vectors_both_ways() {
    for (apdu, frame) in VECTORS {
        let (apdu, frame) = (hex::bytes(apdu).unwrap(), hex::bytes(frame).unwrap());
        assert_eq!(wrap_serial(&apdu), frame);
        assert_eq!(read_all(&frame), [SerialItem::Frame(apdu)]);
    }
}

#[test]
fn one_wrong_bit_is_noticed_everywhere() {
    let frame = wrap_serial(&hex::bytes("06 01 0A 04 00 00 00 01 10 00 49 09 78").unwrap());
    for bit in 0..frame.len() * 8 {
        let mut bad = frame.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(
            !read_all(&bad)
                .iter()
                .any(|item| matches!(item, SerialItem::Frame(_))),
            "{bit}"
        );
    }
}

#[test]
fn noise_restarts_and_control_bytes() {
    let mut bytes = vec![0xFF, DLE, 0x41, ACK, DLE, STX, 0x06, DLE, STX];
    bytes.extend([0x80, 0x00, 0x00, DLE, ETX, 0xF5, 0x1F, NAK]);
    let items = [
        SerialItem::Ack,
        SerialItem::Frame(vec![0x80, 0, 0]),
        SerialItem::Nak,
    ];
    assert_eq!(read_all(&bytes), items);
}
