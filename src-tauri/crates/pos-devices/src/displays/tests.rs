use proptest::prelude::*;

use super::screen::Screen;
use super::{COLUMNS, DisplayCharset, DisplayProtocol, DisplaySettings};

fn row(charset: DisplayCharset, text: &str) -> Vec<u8> {
    charset.row(text).trim_ascii_end().to_vec()
}

#[test]
fn characters() {
    use DisplayCharset::{Ascii, Gb18030, Pc437, Pc858};
    let cases: [(DisplayCharset, &str, &[u8]); 9] = [
        (Ascii, "Käse 1,20 €", b"Kaese 1,20 EUR"),
        (Pc437, "Käse 1,20 €", b"K\x84se 1,20 EUR"),
        (Pc858, "Käse 1,20 €", b"K\x84se 1,20 \xD5"),
        (Pc437, "Zażółć – “łódź”", b"Zaz\xA2lc - \"l\xA2dz\""),
        (Gb18030, "拿铁 2 杯", b"\xC4\xC3\xCC\xFA 2 \xB1\xAD"),
        (Pc437, "拿铁", b"??"),
        (Pc437, "a\rb\x1Bc", b"a?b?c"),
        (Pc437, "a\u{ad}b\u{a0}c", b"ab c"),
        (Ascii, "☃", b"?"),
    ];
    for (charset, text, wanted) in cases {
        let row = row(charset, text);
        assert!(row.starts_with(wanted), "{text}: {row:02X?}");
    }
    // A wide character that does not fit whole is left out.
    let text = "一二三四五六七八九1十";
    assert_eq!(Gb18030.row(text)[18..], *b"1 ");
    assert_eq!(row(Pc437, &"x".repeat(40)), [b'x'; COLUMNS]);
}

#[test]
fn cd5220_sends_whole_rows_that_changed() {
    let mut screen = Screen::new(DisplaySettings::new(DisplayProtocol::Cd5220));
    assert_eq!(screen.reset(), b"\x1B@\x0C\x1B*\x04");
    let bytes = screen.change("Espresso", "2.50");
    let wanted = b"\x1BQAEspresso            \r\x1BQB2.50                \r";
    assert_eq!(bytes, wanted);
    assert_eq!(screen.change("Espresso", "2.50"), []);
    assert_eq!(
        screen.change("Espresso", "5.00"),
        b"\x1BQB5.00                \r"
    );
}

#[test]
fn epson_sends_what_changed() {
    let mut screen = Screen::new(DisplaySettings::new(DisplayProtocol::Epson));
    let reset = b"\x1B@\x0C\x1F\x01\x1FC\x00\x1FX\x04\x1Bt\x00";
    assert_eq!(screen.reset(), reset);
    let bytes = screen.change("Espresso", "2.50");
    assert_eq!(bytes, b"\x1F$\x01\x01Espresso\x1F$\x01\x022.50");
    assert_eq!(screen.change("Espresso", "2.75"), b"\x1F$\x03\x0275");
    // Without a reset before, it comes first.
    let mut fresh = Screen::new(DisplaySettings::new(DisplayProtocol::Epson));
    assert_eq!(fresh.change("", ""), reset);
}

/// A display made of the manual's words: what its rows hold after these bytes.
fn reads(bytes: &[u8], mut rows: [[u8; COLUMNS]; 2]) -> [[u8; COLUMNS]; 2] {
    let (mut x, mut y, mut at) = (0, 0, 0);
    while at < bytes.len() {
        match bytes[at..] {
            [0x1F, 0x24, column, row, ..] => {
                (x, y) = (usize::from(column) - 1, usize::from(row) - 1);
                at += 4;
            }
            [0x1B, 0x51, which, ..] => {
                rows[usize::from(which - b'A')].copy_from_slice(&bytes[at + 3..at + 23]);
                assert_eq!(bytes[at + 23], b'\r');
                at += 24;
            }
            [byte, ..] => {
                rows[y][x] = byte;
                x += 1;
                at += 1;
            }
            [] => unreachable!(),
        }
    }
    rows
}

proptest! {
    /// However little is sent: the display shows what was asked for.
    #[test]
    fn the_display_shows_it(
        texts in proptest::collection::vec(("\\PC{0,24}", "\\PC{0,24}"), 1..6),
    ) {
        for protocol in [DisplayProtocol::Cd5220, DisplayProtocol::Epson] {
            for charset in [DisplayCharset::Pc858, DisplayCharset::Gb18030] {
                let settings = DisplaySettings { charset, ..DisplaySettings::new(protocol) };
                let mut screen = Screen::new(settings);
                screen.reset();
                let mut rows = [[b' '; COLUMNS]; 2];
                for (upper, lower) in &texts {
                    rows = reads(&screen.change(upper, lower), rows);
                    prop_assert_eq!(rows, [charset.row(upper), charset.row(lower)]);
                    prop_assert!(rows.iter().flatten().all(|byte| *byte >= b' '));
                }
            }
        }
    }
}
