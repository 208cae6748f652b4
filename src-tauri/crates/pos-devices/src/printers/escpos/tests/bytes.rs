//! Byte examples of the command reference.

use proptest::prelude::*;

use crate::printers::escpos::codec::*;
use crate::printers::escpos::state::State;
use crate::printers::{DrawerKick, DrawerPin, Paper, PinLevel, PrintFailure, PrinterError};

fn heard(bytes: &[u8]) -> Vec<Heard> {
    let mut answers = Answers::with_names();
    let pushed = bytes.iter().map(|byte| answers.push(*byte));
    pushed.flatten().collect()
}

#[test]
fn requests() {
    let bytes: Vec<_> = Query::ALL.iter().map(|query| query.bytes()).collect();
    assert_eq!(
        bytes,
        [[0x10, 4, 1], [0x10, 4, 2], [0x10, 4, 3], [0x10, 4, 4]]
    );
    let kick = DrawerKick::USUAL;
    assert_eq!(kick_in_turn(&kick), [0x1B, 0x70, 0, 50, 100]);
    assert_eq!(kick_at_once(&kick), [0x10, 0x14, 1, 0, 1]);
    let long = DrawerKick {
        pin: DrawerPin::Five,
        on_ms: 5_000,
        off_ms: 0,
    };
    assert_eq!(kick_in_turn(&long), [0x1B, 0x70, 1, 255, 255]);
    assert_eq!(kick_at_once(&long), [0x10, 0x14, 1, 1, 8]);
}

#[test]
fn answers_are_told_apart() {
    let bytes = b"\x12\x14\x00\x00\x0F\x00\x5FTM-T88\x00\x16\x13\x11\x37\x25\x00\x0C";
    let wanted = [
        Heard::RealTime(0x12),
        Heard::Automatic([0x14, 0, 0, 0x0F]),
        Heard::Done(0),
        Heard::Name("TM-T88".to_owned()),
        Heard::RealTime(0x16),
        Heard::Done(0x0C),
    ];
    assert_eq!(heard(bytes), wanted);
    // XOFF within the four bytes; four bytes that break off.
    assert_eq!(
        heard(b"\x10\x00\x13\x00\x0F"),
        [Heard::Automatic([0x10, 0, 0, 0x0F])]
    );
    assert_eq!(heard(b"\x10\x00\x12"), [Heard::RealTime(0x12)]);
}

#[test]
fn states() {
    let of = |answers: [u8; 4]| {
        let mut state = State::default();
        for (query, byte) in Query::ALL.into_iter().zip(answers) {
            state.answered(query, byte);
        }
        state.status(Some(PinLevel::High)).unwrap()
    };
    let well = of([0x12, 0x12, 0x12, 0x12]);
    assert_eq!(well.hindrance(), None);
    assert_eq!(well.drawer_open, Some(false));
    assert_eq!(of([0x16, 0x12, 0x12, 0x12]).drawer_open, Some(true));
    let near = of([0x12, 0x12, 0x12, 0x1E]);
    assert_eq!((near.paper, near.hindrance()), (Paper::NearEnd, None));
    let out = of([0x1A, 0x32, 0x12, 0x7E]);
    assert_eq!(out.hindrance(), Some(PrintFailure::PaperOut));
    let cover = of([0x1A, 0x16, 0x12, 0x12]);
    assert_eq!(cover.hindrance(), Some(PrintFailure::CoverOpen));
    let cutter = of([0x1A, 0x52, 0x1A, 0x12]);
    assert_eq!(cutter.error, Some(PrinterError::Cutter));
    let unnamed = of([0x1A, 0x52, 0x12, 0x12]);
    assert_eq!(unnamed.error, Some(PrinterError::Other));
    assert_eq!(
        of([0x1A, 0x1A, 0x12, 0x12]).hindrance(),
        Some(PrintFailure::Offline)
    );
}

#[test]
fn automatic_status_says_the_same() {
    // Automatic bytes, and the real-time bytes of the same state.
    let cases: [([u8; 4], [u8; 4]); 6] = [
        ([0x10, 0, 0, 0x0F], [0x12, 0x12, 0x12, 0x12]),
        ([0x14, 0, 0x03, 0x0F], [0x16, 0x12, 0x12, 0x1E]),
        ([0x38, 0, 0, 0x0F], [0x1A, 0x16, 0x12, 0x12]),
        ([0x18, 0, 0x0F, 0x0F], [0x1A, 0x32, 0x12, 0x7E]),
        ([0x18, 0x08, 0, 0x0F], [0x1A, 0x52, 0x1A, 0x12]),
        ([0x58, 0x02, 0, 0x0F], [0x1A, 0x1A, 0x12, 0x12]),
    ];
    for (automatic, real_time) in cases {
        let (mut one, mut other) = (State::default(), State::default());
        one.automatic(automatic);
        for (query, byte) in Query::ALL.into_iter().zip(real_time) {
            other.answered(query, byte);
        }
        assert_eq!(one.status(None), other.status(None), "{automatic:02X?}");
        assert!(one.status(None).is_some());
    }
}

proptest! {
    /// The reader has no clock and no pieces, but it must bear anything, and find its way back.
    #[test]
    fn noise_is_borne(noise in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut answers = Answers::new();
        for byte in noise {
            answers.push(byte);
        }
        // At most three bytes can still belong to something that the noise began.
        let after: Vec<_> = [0x12, 0x12, 0x12, 0x12]
            .into_iter()
            .filter_map(|byte| answers.push(byte))
            .collect();
        prop_assert!(after.contains(&Heard::RealTime(0x12)), "{after:?}");
    }
}
