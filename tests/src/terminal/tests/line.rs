//! Bytes as published, repeats of a serial line, and the terminal's calendar.

use super::super::bytes::{block, checksum, field, unit};
use super::super::*;
use super::{Bench, PASSWORD};

/// Published frames: `mathiasfrey/ecrterm`, and units of the specification.
#[test]
fn blocks_as_published() {
    for (data, frame) in [
        (
            &[0x06, 0x00, 0x06, 0x12, 0x34, 0x56, 0xBA, 0x09, 0x78][..],
            "10020600061234 56BA0978100324C3",
        ),
        (
            &[
                0x06, 0x01, 0x0A, 0x04, 0x00, 0x00, 0x00, 0x01, 0x10, 0x00, 0x49, 0x09, 0x78,
            ],
            "100206010A04000000011010004909781003F2FF",
        ),
        (&[0x80, 0x00, 0x00], "10028000001003F51F"),
        (&[0x84, 0x9C, 0x00], "1002849C001003C341"),
        (&[0x06, 0x70, 0x00], "10020670001003D9F9"),
    ] {
        let hex: String = block(data).iter().map(|b| format!("{b:02X}")).collect();
        assert_eq!(hex, frame.replace(' ', ""));
    }
    for (unit, sum) in [
        (&[0x06, 0xB0, 0x00][..], [0x43, 0xF3]),
        (&[0x05, 0x01, 0x00], [0x10, 0x06]),
        (&[0x06, 0x1E, 0x01, 0x6C], [0xC9, 0xF2]),
        (&[0x06, 0x20, 0x05, 0, 0, 0, 3, 3], [0xDB, 0x15]),
        (&[0x06, 0x30, 0x06, 0, 0, 0, 0x87, 0, 1], [0xC2, 0xAC]),
    ] {
        assert_eq!(checksum(unit), sum);
    }
}

/// A serial line: NAK to a broken block, two repeats, T1, the same block again.
#[test]
fn a_serial_line_repeats() {
    let mut bench = Bench::with(Medium::Serial, Habits::by_the_book());
    let mut data = PASSWORD.to_vec();
    data.extend([0xBE, 0x09, 0x78]);
    let order = block(&unit(0x06, 0x00, &data));
    let mut broken = order.clone();
    broken[6] ^= 1;
    assert_eq!(bench.give(&broken), [0x15]);
    bench.give(&order[..5]);
    assert_eq!(bench.wait(200), [0x15]);
    let taken = block(&[0x80, 0x00, 0x00]);
    let mut expected = vec![0x06];
    expected.extend(&taken);
    assert_eq!(bench.give(&order), expected);
    // Our ACK was missed: only the ACK comes again.
    assert_eq!(bench.give(&order), [0x06]);
    assert_eq!(bench.give(&[0x15]), taken);
    assert_eq!(bench.wait(5_000), taken);
    assert!(bench.wait(5_000).is_empty());
    assert!(!bench.terminal.is_running());
    // Once more, to the end.
    bench.give(&order);
    let end = bench.give(&[0x06]);
    assert_eq!(end[..4], [0x10, 0x02, 0x06, 0x0F]);
    bench.give(&[0x06]);
    assert_eq!(bench.give(&taken), [0x06]);
    assert!(!bench.terminal.is_running());
    assert_eq!(
        bench.terminal.memory.registered.map(|r| r.config),
        Some(0xBE)
    );
}

/// A till whose ACK is lost answers: the answer is the acknowledgement.
#[test]
fn an_answer_acknowledges_the_block_before_it() {
    let mut bench = Bench::with(Medium::Serial, Habits::by_the_book());
    let mut data = PASSWORD.to_vec();
    data.extend([0xBE, 0x09, 0x78]);
    bench.give(&block(&unit(0x06, 0x00, &data)));
    bench.give(&[0x06]);
    assert_eq!(bench.give(&block(&[0x80, 0x00, 0x00])), [0x06]);
    assert!(!bench.terminal.is_running());
    assert!(bench.wait(60_000).is_empty());
}

#[test]
fn days_of_the_terminal_are_days() {
    let memory = Memory::new(1, 1, 0, 0);
    let day = 86_400_000;
    assert_eq!(memory.clock(0), (80_000, 1_122));
    assert_eq!(memory.clock(9 * day + 3_723_000), (90_203, 1_201));
    assert_eq!(memory.clock(40 * day), (80_000, 101));
    // 29 February 2028 and the day after.
    assert_eq!(memory.clock(464 * day), (80_000, 229));
    assert_eq!(memory.clock(465 * day), (80_000, 301));
    assert_eq!(field(&[0x03, 0x03], 0x03), Some(&[0x03][..]));
}
