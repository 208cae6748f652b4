//! Owns the pole display as the till sees it, and its picture.

mod parse;
mod screen;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::beside::{Device, Fields, Hands};
use crate::hex;
use crate::paint::{self, Dots, Face, Glyph, glyph};
use parse::Order;
use screen::{COLUMNS, ROWS, Screen};

/// A display of two rows.
pub struct Display {
    screen: Screen,
    buffer: Vec<u8>,
    /// Where its picture is kept.
    out: Option<PathBuf>,
    unknown: u64,
}

/// Each dot of a glyph is so many dots of the picture.
const ENLARGED: usize = 2;
const MARGIN: usize = 24;
const ROW_GAP: usize = 16;

impl Display {
    pub fn new(out: Option<PathBuf>) -> Self {
        Self {
            screen: Screen::default(),
            buffer: Vec::new(),
            out,
            unknown: 0,
        }
    }

    fn keep(&self, out: &Path) -> Result<PathBuf, String> {
        let path = out.join("display.png");
        match paint::save(&path, &self.picture(), 0) {
            Ok(()) => Ok(path),
            Err(error) => Err(format!("{}: {error}", path.display())),
        }
    }

    /// Bright letters on a dark glass.
    fn picture(&self) -> Dots {
        let (width, height) = Face::A.cell();
        let (width, height) = (width * ENLARGED, height * ENLARGED);
        let mut glass = Dots::new(
            COLUMNS * width + 2 * MARGIN,
            ROWS * height + ROW_GAP + 2 * MARGIN,
        );
        for (row, text) in self.screen.rows().iter().enumerate() {
            for (column, letter) in text.chars().enumerate() {
                let (Glyph::Drawn(dots) | Glyph::Missing(dots)) = glyph(Face::A, letter);
                let x = MARGIN + column * width;
                let y = MARGIN + row * (height + ROW_GAP);
                glass.draw(x, y, &dots.enlarged(ENLARGED, ENLARGED));
            }
        }
        glass.inverted()
    }
}

impl Device for Display {
    fn take(&mut self, bytes: &[u8], hands: &mut Hands) {
        let before = self.screen.rows();
        self.buffer.extend(bytes);
        let mut at = 0;
        while let Some((order, used)) = parse::next(&self.buffer[at..]) {
            at += used;
            if let Order::Unknown(bytes) = &order {
                self.unknown += 1;
                hands.tell("unknown", json!({ "hex": hex::text(bytes) }));
            }
            self.screen.obey(order);
        }
        self.buffer.drain(..at);
        let rows = self.screen.rows();
        if rows != before {
            hands.tell("shown", json!({ "rows": rows }));
            if let Some(Err(error)) = self.out.as_deref().map(|out| self.keep(out)) {
                eprintln!("pos-sim: cannot keep the display's picture: {error}");
            }
        }
    }

    fn verb(&mut self, verb: &str, _fields: Fields, _hands: &mut Hands) -> Result<Value, String> {
        match verb {
            "picture" => {
                let out = self.out.as_deref().ok_or("it was started without --out")?;
                Ok(json!({ "png": self.keep(out)? }))
            }
            other => Err(format!("no verb {other:?}")),
        }
    }

    fn set(&mut self, fields: &Fields, _hands: &mut Hands) -> Result<(), String> {
        match fields.keys().next() {
            None => Ok(()),
            Some(name) => Err(format!("a display has no setting {name:?}")),
        }
    }

    fn state(&self) -> Value {
        let (x, y) = self.screen.cursor();
        json!({
            "rows": self.screen.rows(),
            "cursor": [x, y],
            "cursor_on": self.screen.cursor_on,
            "brightness": self.screen.brightness,
            "unknown": self.unknown,
        })
    }

    fn power_cut(&mut self, _hands: &mut Hands) {
        self.buffer.clear();
        self.screen = Screen::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows after these bytes, each byte by itself.
    fn rows(bytes: &[u8]) -> [String; 2] {
        let mut display = Display::new(None);
        for byte in bytes {
            display.take(&[*byte], &mut Hands::default());
        }
        assert_eq!(display.unknown, 0, "{bytes:02X?}");
        display.screen.rows().map(|row| row.trim_end().to_owned())
    }

    #[test]
    fn both_sets_of_commands() {
        let cases: [(&[u8], [&str; 2]); 10] = [
            (
                b"\x1B@\x0C\x1BQAMilk 1l        2.49\r",
                ["Milk 1l        2.49", ""],
            ),
            (b"\x1BQATotal\r\x1BQB12.34\r", ["Total", "12.34"]),
            (
                b"\x1BQAlonger than twenty characters\r",
                ["longer than twenty c", ""],
            ),
            (b"\x1BQAlong text\r\x1BQAnew\r", ["new", ""]),
            (b"one\x1B\x6C\x05\x02two", ["one", "    two"]),
            (b"\x0Cone\x1F\x24\x01\x02two", ["one", "two"]),
            (b"one\x0B1", ["1ne", ""]),
            (b"12345678901234567890ab", ["12345678901234567890", "ab"]),
            (b"one\x0D\x0Atwo\x18three", ["one", "three"]),
            (
                b"\x1F\x021234567890123456789012\r\nzwei\nthree",
                ["zwei", "    three"],
            ),
        ];
        for (bytes, wanted) in cases {
            assert_eq!(rows(bytes), wanted, "{}", hex::text(bytes));
        }
    }

    #[test]
    fn what_is_unknown_is_told() {
        let mut display = Display::new(None);
        let mut hands = Hands::default();
        display.take(b"\x1Bz\x1F\x58\x02\x1B*\x04", &mut hands);
        assert_eq!(hands.events.len(), 1);
        assert_eq!(hands.events[0]["hex"], "1B 7A");
        assert_eq!(display.screen.brightness, 4);
    }

    #[test]
    fn letters_are_bright() {
        let mut display = Display::new(None);
        let dark = display.picture();
        display.take(b"8", &mut Hands::default());
        let lit = display.picture();
        assert_eq!((dark.width(), dark.height()), (528, 160));
        assert_eq!(dark.ink(), 528 * 160);
        assert!(lit.ink() < dark.ink());
    }
}
