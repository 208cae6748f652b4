//! Messages as real terminals sent them. Facts (byte strings) published by `EVerest/zvt`.

use super::bench::hex;
use crate::readers::zvt::messages::{Asked, Message, decode};
use crate::readers::{Outcome, TerminalResult};

fn result(unit: &[u8]) -> TerminalResult {
    match decode(unit, Asked::Other) {
        Some(Message::Result(result)) => *result,
        other => panic!("{other:?}"),
    }
}

/// A contactless card that was read: a container of 96 bytes with five applications.
#[test]
fn read_card() {
    let found = result(&hex(
        "04 0F 64 27 00 06 60 4C 0A 00 00 00 00 00 00 08 FF 69 14 1F 45 0C 0C 78 80 74 03 80 31 \
         C0 73 D6 31 C0 1F 4C 01 01 1F 4D 02 FE 04 1F 4F 02 04 00 1F 50 01 20 60 0B 43 09 A0 00 \
         00 00 59 45 43 01 00 60 0C 43 0A A0 00 00 03 59 10 10 02 80 01 60 0B 43 09 D2 76 00 00 \
         25 47 41 01 00 60 09 43 07 A0 00 00 00 04 10 10",
    ));
    assert_eq!(found.outcome, Outcome::Approved);
    assert_eq!(found.aid.as_deref(), Some("A00000005945430100"));
    assert_eq!((found.card_alarm, found.unread_fields), (None, vec![]));
}

#[test]
fn read_card_without_applications() {
    let found = result(&hex(
        "04 0F 22 27 00 06 1E 4C 0A 00 00 00 04 63 C8 B2 AE 4F 80 1F 4C 01 01 1F 4D 02 00 03 1F \
         4F 02 44 00 1F 50 01 00",
    ));
    assert_eq!((found.outcome, found.aid), (Outcome::Approved, None));
    assert_eq!((found.card_alarm, found.unread_fields), (None, vec![]));
}
