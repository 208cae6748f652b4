use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::{Make, Printer};
use crate::beside::{Device, Hands};

/// What a printer answered, its events without times and files, and its state at the end.
fn outcome(parts: &[&[u8]]) -> (Vec<u8>, Vec<Value>, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut printer = Printer::new(Make {
        model: "Test".into(),
        width_dots: 384,
        cutter_dots: 96,
        out: folder.path().into(),
    });
    let mut hands = Hands::default();
    for part in parts {
        printer.take(part, &mut hands);
    }
    printer.end(&mut hands);
    for event in &mut hands.events {
        let event = event.as_object_mut().expect("an object");
        for own in ["at_us", "png", "txt"] {
            event.remove(own);
        }
    }
    (hands.writes.concat(), hands.events, printer.report())
}

/// Bytes as they come in commands, and bytes as they come by accident.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    let start = [
        0x10, 0x1B, 0x1C, 0x1D, b'(', b'k', b'V', b'*', 0x0A, 0, 1, 4,
    ];
    let byte = prop_oneof![
        3 => select(start.to_vec()),
        2 => 0x20..0x7F_u8,
        1 => any::<u8>(),
    ];
    vec(byte, 0..120)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever comes, it does not fall over; and where a cable cuts a stream changes nothing.
    #[test]
    fn any_bytes_cut_anywhere(bytes in stream(), size in 1..9_usize) {
        let whole = outcome(&[&bytes]);
        let parts: Vec<&[u8]> = bytes.chunks(size).collect();
        prop_assert_eq!(whole, outcome(&parts));
    }
}
