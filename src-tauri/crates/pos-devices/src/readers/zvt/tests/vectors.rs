//! Byte-exact vectors: serial frames from public captures and the specification's TCP example.

use proptest::prelude::*;

use super::bench::{hex, settings};
use crate::readers::zvt::apdu::build;
use crate::readers::zvt::commands::Command;
use crate::readers::zvt::framing::{Received, SerialFrames, StreamUnits, checksum, wrap};
use crate::readers::zvt::messages::{Asked, Message, decode};
use crate::readers::{RegistrationConfig, TerminalOrder};

/// Unit and whole frame. Facts (byte strings) published by `mathiasfrey/ecrterm`.
const FRAMES: &[(&str, &str)] = &[
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
];

/// Units and the two checksum bytes as they are sent, computed independently.
const CHECKSUMS: &[(&str, &str)] = &[
    ("06 B0 00", "43 F3"),
    ("05 01 00", "10 06"),
    ("06 1E 01 6C", "C9 F2"),
    ("06 20 05 00 00 00 03 03", "DB 15"),
    ("06 30 06 00 00 00 87 00 01", "C2 AC"),
    ("06 50 03 00 00 00", "FB 37"),
    ("06 00 06 00 00 00 BE 09 78", "3C AA"),
];

fn unframe(bytes: &[u8]) -> Vec<Received> {
    let mut frames = SerialFrames::new();
    bytes.iter().filter_map(|byte| frames.push(*byte)).collect()
}

#[test]
fn serial_frames() {
    for (unit, frame) in FRAMES {
        assert_eq!(wrap(&hex(unit)).as_slice(), hex(frame), "{unit}");
        match unframe(&hex(frame)).as_slice() {
            [Received::Unit(found)] => assert_eq!(found.as_slice(), hex(unit), "{unit}"),
            other => panic!("{unit}: {other:?}"),
        }
    }
}

#[test]
fn checksums_are_kermit_and_raw() {
    for (unit, sent) in CHECKSUMS {
        assert_eq!(checksum(&hex(unit)).to_le_bytes(), hex(sent)[..], "{unit}");
        // `10 06` among them: not an escape, not an acknowledgement.
        assert!(
            matches!(
                unframe(wrap(&hex(unit)).as_slice())[..],
                [Received::Unit(_)]
            ),
            "{unit}"
        );
    }
}

#[test]
fn broken_frames() {
    let good = hex(FRAMES[0].1);
    let mut wrong_crc = good.clone();
    *wrong_crc.last_mut().unwrap() ^= 1;
    assert_eq!(unframe(&wrong_crc), [Received::Broken]);
    let mut wrong_escape = good.clone();
    wrong_escape.splice(4..4, [0x10, 0x55]);
    assert_eq!(unframe(&wrong_escape), [Received::Broken]);
    // A frame that starts again in the middle counts from its second start.
    let twice = [&good[..6], &good[..]].concat();
    assert!(matches!(unframe(&twice)[..], [Received::Unit(_)]));
    // A maker's greeting and acknowledgements between frames.
    let noisy = [b"HELLO\r\n".as_slice(), &[0x06, 0x15], &good].concat();
    assert!(matches!(
        unframe(&noisy)[..],
        [Received::Ack, Received::Nak, Received::Unit(_)]
    ));
}

#[test]
fn a_frame_without_end_is_cut_at_the_longest_unit() {
    let mut endless = hex("10 02 06 0F");
    endless.resize(200_000, 0x41);
    endless.extend(hex("10 03 00 00"));
    assert_eq!(unframe(&endless), [Received::Broken]);
}

#[test]
fn our_commands() {
    let mut settings = settings();
    let encode = |command: Command| command.encode(&settings, false).as_slice().to_vec();
    let table = [
        (
            Command::Register,
            "06 00 0E 12 34 56 BE 09 78 06 06 26 04 0A 02 06 D3",
        ),
        (Command::Initialise, "06 93 03 12 34 56"),
        (
            Command::Order(TerminalOrder::Authorise {
                amount_minor: 11_000,
                last_receipt_no: None,
            }),
            "06 01 0C 04 00 00 00 01 10 00 49 09 78 19 40",
        ),
        (
            Command::Order(TerminalOrder::Reverse {
                receipt_no: 1,
                amount_minor: None,
            }),
            "06 30 06 12 34 56 87 00 01",
        ),
        (
            Command::Order(TerminalOrder::Reverse {
                receipt_no: 9_999,
                amount_minor: Some(5),
            }),
            "06 30 10 12 34 56 87 99 99 04 00 00 00 00 00 05 49 09 78",
        ),
        (
            Command::Order(TerminalOrder::Refund {
                amount_minor: 999_999_999_999,
            }),
            "06 31 0D 12 34 56 04 99 99 99 99 99 99 49 09 78",
        ),
        (
            Command::Order(TerminalOrder::RepeatReceipt),
            "06 20 05 12 34 56 03 03",
        ),
        (Command::Order(TerminalOrder::EndOfDay), "06 50 03 12 34 56"),
        (
            Command::Order(TerminalOrder::Status),
            "05 01 05 12 34 56 03 04",
        ),
        (Command::Order(TerminalOrder::Diagnosis), "06 70 00"),
        (Command::Abort, "06 B0 00"),
        (Command::Positive, "80 00 00"),
    ];
    for (command, bytes) in table {
        assert_eq!(encode(command), hex(bytes), "{command:?}");
    }
    assert_eq!(settings.config, RegistrationConfig(0xBE));
    settings.card_timeout_s = Some(45);
    let sale = Command::Order(TerminalOrder::Authorise {
        amount_minor: 1,
        last_receipt_no: None,
    });
    let bytes = sale.encode(&settings, false);
    assert!(bytes.as_slice().ends_with(&[0x19, 0x40, 0x01, 45]));
}

/// Chapter 4: the last receipt number, and an empty object on a fresh register.
#[test]
fn a_payment_mirrors_the_last_receipt_number() {
    let head = "04 00 00 00 00 12 95 49 09 78 19 40";
    let table = [
        (None, "06 01 11", "06 03 1F 1F 00"),
        (Some(42), "06 01 13", "06 05 1F 1F 02 00 42"),
        (Some(9_999), "06 01 13", "06 05 1F 1F 02 99 99"),
    ];
    for (last_receipt_no, control, mirrored) in table {
        let sale = Command::Order(TerminalOrder::Authorise {
            amount_minor: 1_295,
            last_receipt_no,
        });
        let bytes = sale.encode(&settings(), true);
        assert_eq!(
            bytes.as_slice(),
            hex(&format!("{control} {head} {mirrored}"))
        );
    }
    let refund = Command::Order(TerminalOrder::Refund { amount_minor: 1 });
    assert_eq!(
        refund.encode(&settings(), true),
        refund.encode(&settings(), false)
    );
}

/// The specification's registration over TCP with message numbers (TLV 1F73).
#[test]
fn the_stream_is_cut_by_its_lengths() {
    let answer = hex("80 00 00");
    let completion =
        hex("06 0F 18 19 00 29 65 00 00 28 49 09 78 06 0C 26 04 0A 02 06 D3 1F 73 03 00 00 00");
    let stream = [
        answer.clone(),
        completion.clone(),
        hex("80 00 08 06 06 1F 73 03 00 00 01"),
    ];
    let whole = stream.concat();
    for chunk in [1, 2, 3, 5, 64] {
        let mut units = StreamUnits::new();
        let mut found = Vec::new();
        for piece in whole.chunks(chunk) {
            found.extend(piece.iter().filter_map(|byte| units.push(*byte)));
        }
        let found: Vec<Vec<u8>> = found
            .into_iter()
            .map(|received| match received {
                Received::Unit(unit) => unit.as_slice().to_vec(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(found, stream);
    }
    let Some(Message::Completion(found)) = decode(&completion, Asked::Other) else {
        panic!()
    };
    assert_eq!(found.terminal_id.as_deref(), Some("65000028"));
}

#[test]
fn a_greeting_on_a_stream_is_stepped_over() {
    let mut units = StreamUnits::new();
    let stream = [
        b"\x00\xFFMAKER v1\r\n\x04\x06\x99".as_slice(),
        &hex("80 00 00"),
    ]
    .concat();
    let found: Vec<Received> = stream.iter().filter_map(|byte| units.push(*byte)).collect();
    assert!(matches!(&found[..], [Received::Unit(unit)] if unit.as_slice() == hex("80 00 00")));
}

proptest! {
    #[test]
    fn frames_round_trip(class: u8, instr: u8, data in prop::collection::vec(any::<u8>(), 0..600)) {
        let unit = build(class, instr, &data);
        match unframe(wrap(unit.as_slice()).as_slice()).as_slice() {
            [Received::Unit(found)] => prop_assert_eq!(found, &unit),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        unframe(&bytes);
        let mut units = StreamUnits::new();
        for byte in &bytes {
            units.push(*byte);
        }
        decode(&bytes, Asked::Other);
        decode(&bytes, Asked::Status);
        for control in [[4, 15], [4, 255], [6, 15], [6, 30], [6, 209], [6, 211]] {
            let unit = build(control[0], control[1], &bytes);
            let message = decode(unit.as_slice(), Asked::Status).unwrap();
            message.summary();
        }
    }
}
