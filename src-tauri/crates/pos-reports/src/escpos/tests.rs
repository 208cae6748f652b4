use super::*;
use crate::paper::PaperEncoding;
use crate::testing::paper;
use pos_app::views::receipt::Align;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a printer read: rows of text with the columns they took, and the codes among them.
#[derive(Default)]
struct Reading {
    rows: Vec<(String, usize)>,
    codes: Vec<String>,
    cuts: usize,
}

/// Reads the bytes as the manual tells it; anything that is no command known here is a failure.
fn read(bytes: &[u8], page: fn(u8) -> char) -> Reading {
    let mut reading = Reading::default();
    let (mut row, mut columns, mut wide, mut chinese) = (String::new(), 0, 1, false);
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        at += match *rest {
            [ESC, b'@', ..] => 2,
            [ESC, b'R' | b't' | b'E' | b'a' | b'd' | b'J', _, ..] => 3,
            [FS, mode @ (b'&' | b'.'), ..] => {
                chinese = mode == b'&';
                2
            }
            [GS, b'!', size, ..] => {
                wide = usize::from(size >> 4) + 1;
                3
            }
            [GS, b'V', 0 | 1, ..] => {
                reading.cuts += 1;
                3
            }
            [GS, b'H' | b'f' | b'h' | b'w', _, ..] => 3,
            [GS, b'k', 73, length, ..] => {
                let end = 4 + usize::from(length);
                reading.codes.push(format!("{:?}", &rest[4..end]));
                end
            }
            [GS, b'(', b'k', low, high, ..] => 5 + usize::from(u16::from_le_bytes([low, high])),
            [GS, b'v', b'0', 0, xl, xh, yl, yh, ..] => {
                let row = usize::from(u16::from_le_bytes([xl, xh]));
                8 + row * usize::from(u16::from_le_bytes([yl, yh]))
            }
            [LF, ..] => {
                reading.rows.push((std::mem::take(&mut row), columns));
                columns = 0;
                1
            }
            [byte @ b' '..=b'~', ..] => {
                row.push(char::from(byte));
                columns += wide;
                1
            }
            [0x81..=0xfe, second, ..] if chinese => {
                let length = if second.is_ascii_digit() { 4 } else { 2 };
                let (text, _, bad) = encoding_rs::GB18030.decode(&rest[..length]);
                assert!(!bad, "{:?}", &rest[..length]);
                row.push_str(&text);
                columns += 2 * wide;
                length
            }
            [byte @ 0x80..=0xff, ..] => {
                row.push(page(byte));
                columns += wide;
                1
            }
            _ => panic!("no command: {:?}", &rest[..rest.len().min(8)]),
        };
    }
    assert!(row.is_empty(), "a row without its end: {row}");
    reading
}

/// PC858 as its characters are encoded here; the table itself is tested beside it.
fn pc858(byte: u8) -> char {
    static PAGE: LazyLock<HashMap<u8, char>> = LazyLock::new(|| {
        let known = ('\u{a0}'..='\u{25ff}').filter_map(|c| Some((pages::pc858(c)?, c)));
        known.collect()
    });
    PAGE[&byte]
}

fn wpc1252(byte: u8) -> char {
    let (text, _, _) = encoding_rs::WINDOWS_1252.decode(std::slice::from_ref(&byte));
    text.chars().next().unwrap()
}

/// A small generator of its own: ten thousand documents in a second, the same ones each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % sides
    }

    fn text(&mut self, longest: usize) -> String {
        const PIECES: [&str; 24] = [
            "milk",
            "Sourdough",
            "a",
            "750 g",
            " ",
            " ",
            " ",
            "-",
            "Comté",
            "€4.20",
            "€1,234.56 A",
            "燕麦奶",
            "（咖啡师）",
            "，",
            "“好”",
            "×",
            "2",
            "Donaudampfschifffahrt",
            "\u{a0}",
            "{A",
            "Łódź",
            "☕",
            "\u{1b}@",
            "\n",
        ];
        (0..self.below(longest))
            .map(|_| PIECES[self.below(PIECES.len())])
            .collect()
    }

    fn block(&mut self) -> ReceiptBlock {
        let strong = self.below(2) == 0;
        match self.below(7) {
            0 => ReceiptBlock::Title { text: self.text(6) },
            1 => ReceiptBlock::Text {
                text: self.text(24),
                align: if strong { Align::Left } else { Align::Center },
                strong,
            },
            2 | 3 => ReceiptBlock::Pair {
                left: self.text(14),
                right: self.text(8),
                strong,
            },
            4 | 5 => ReceiptBlock::Item {
                name: self.text(16),
                detail: strong.then(|| self.text(12)),
                amount: format!("−€{},{:03}.00 B", self.below(1000), self.below(1000)),
            },
            _ => ReceiptBlock::Slip {
                lines: (0..self.below(4)).map(|_| self.text(10)).collect(),
            },
        }
    }
}

/// The words of a document in order, in characters that the printer has, without any space.
fn words(blocks: &[ReceiptBlock], charset: Charset) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            ReceiptBlock::Title { text: t } | ReceiptBlock::Text { text: t, .. } => text += t,
            ReceiptBlock::Pair { left, right, .. } => text.extend([left.as_str(), "\n", right]),
            ReceiptBlock::Item {
                name,
                detail,
                amount,
            } => {
                text.extend([name.as_str(), "\n", amount, "\n"]);
                text += detail.as_deref().unwrap_or_default();
            }
            ReceiptBlock::Slip { lines } => text += &lines.join("\n"),
            ReceiptBlock::Rule | ReceiptBlock::Logo => {}
            ReceiptBlock::Barcode { .. } | ReceiptBlock::Qr { .. } => {}
        }
        text.push('\n');
    }
    bare(&charset.legible(&text))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn ten_thousand_documents_keep_their_columns_and_their_words() {
    let mut dice = Dice(0x0417_2026_1122_1432);
    for round in 0..10_000 {
        let (encoding, page): (_, fn(u8) -> char) = match round % 3 {
            0 => (PaperEncoding::Gb18030, pc858),
            1 => (PaperEncoding::Pc858, pc858),
            _ => (PaperEncoding::Wpc1252, wpc1252),
        };
        let profile = PaperProfile {
            columns: [48, 42, 32][dice.below(3)],
            encoding,
            ..PaperProfile::default()
        };
        let blocks: Vec<ReceiptBlock> = (0..dice.below(10)).map(|_| dice.block()).collect();
        let reading = read(&encode(&blocks, None, &profile), page);
        for (row, columns) in &reading.rows {
            assert!(*columns <= usize::from(profile.columns), "{columns}: {row}");
        }
        let printed: String = reading.rows.iter().map(|(row, _)| bare(row)).collect();
        assert_eq!(
            printed,
            words(&blocks, Charset::of(encoding)),
            "{blocks:#?}"
        );
        for block in &blocks {
            if let ReceiptBlock::Item { amount, .. } = block {
                let amount = Charset::of(encoding).legible(amount);
                let whole = reading.rows.iter().any(|(row, _)| row.ends_with(&amount));
                assert!(whole, "{amount} was torn apart: {:?}", reading.rows);
            }
        }
        assert_eq!(reading.cuts, 1);
    }
}

#[test]
fn the_bytes_of_a_small_receipt() {
    let blocks = [
        ReceiptBlock::Title {
            text: "茶馆".to_owned(),
        },
        ReceiptBlock::Item {
            name: "龙井茶 Café".to_owned(),
            detail: None,
            amount: "¥38.00".to_owned(),
        },
    ];
    let bytes = encode(&blocks, None, &paper("zh", 32));
    let wanted: Vec<u8> = [
        b"\x1b@\x1bR\x00\x1bt\x13\x1c&".as_slice(),
        b"            \x1bE\x01\x1d!\x11\xb2\xe8\xb9\xdd\x1d!\x00\x1bE\x00\n",
        b"\xc1\xfa\xbe\xae\xb2\xe8 Caf\x1c.\x82\x1c&               \x1c.\xbe\x1c&38.00\n",
        b"\x1bd\x04\x1dV\x01",
    ]
    .concat();
    assert_eq!(bytes, wanted, "{}", bytes.escape_ascii());
}

#[test]
fn codes_are_sized_for_their_paper() {
    let code = |text: &str| ReceiptBlock::Barcode {
        text: text.to_owned(),
    };
    let small = paper("en", 32);
    let bytes = encode(&[code("2-0417")], None, &small);
    let wanted =
        b"\x1ba\x01\x1dH\x02\x1df\x00\x1dh\x50\x1dw\x03\x1dkI\x08{B2-{C\x04\x11\n\x1ba\x00";
    assert!(
        bytes.windows(wanted.len()).any(|w| w == wanted),
        "{}",
        bytes.escape_ascii()
    );
    // Too long for 48 mm of paper, and no text for CODE 128: the number is there to be typed.
    for text in ["MUCH-TOO-LONG-FOR-THIS", "小票 1"] {
        let reading = read(&encode(&[code(text)], None, &paper("zh", 32)), pc858);
        assert!(reading.codes.is_empty());
        assert_eq!(reading.rows[0].0.trim(), text);
    }
    let qr = crate::codes::qr::block("2-0417").unwrap();
    let bytes = encode(&[qr], None, &small);
    let stored = b"\x1d(k\x09\x001P02-0417\x1d(k\x03\x001Q0";
    assert!(
        bytes.windows(stored.len()).any(|w| w == stored),
        "{}",
        bytes.escape_ascii()
    );
}

#[test]
fn titles_are_as_large_as_their_words_allow() {
    let sizes = |text: &str| {
        let title = ReceiptBlock::Title {
            text: text.to_owned(),
        };
        let rows = layout::set(&[title], &paper("zh", 48));
        let size = |row: &Row| match row {
            Row::Text { size, .. } => Some(*size),
            Row::Rule(_) | Row::Barcode(_) | Row::Qr(_) | Row::Logo => None,
        };
        rows.iter().filter_map(size).collect::<Vec<_>>()
    };
    assert_eq!(sizes("茶馆"), [Size::Double]);
    assert_eq!(sizes("Harbour Street Grocer 港街食品店"), [Size::Double; 2]);
    assert_eq!(sizes("Rindfleischetikettierungsladen"), [Size::Tall]);
    assert_eq!(
        sizes("A shop that tells the whole story of its house in its name"),
        [Size::Tall; 2]
    );
}
