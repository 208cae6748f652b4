//! What stands in a PDF, as a reader would copy it out: its pages are packed, and say glyphs where
//! the words were.
//!
//! Owns: unpacking and the tables from glyphs to letters (PDF 32000-1, 7.3.4 strings, 7.4.4 Flate,
//! 9.10.3 ToUnicode). Must never: be taken for a reader; it tries every table on every page.

use flate2::read::ZlibDecoder;
use std::collections::HashMap;
use std::io::Read;

/// From the two bytes of a glyph to what it stands for, in UTF-16.
type Letters = HashMap<[u8; 2], Vec<u8>>;

/// The unpacked streams of a document, and each page's words by each font's table.
pub fn texts(pdf: &[u8]) -> Vec<Vec<u8>> {
    let streams = streams(pdf);
    let tables: Vec<Letters> = streams
        .iter()
        .filter(|stream| find(stream, b"beginbfchar").is_some())
        .map(|stream| letters(stream))
        .collect();
    let mut all = Vec::new();
    for stream in streams {
        let strings = strings(&stream);
        all.push(stream);
        let read = tables.iter().map(|table| spelt(&strings, table));
        all.extend(read.filter(|text| !text.is_empty()));
    }
    all
}

fn find(bytes: &[u8], sought: &[u8]) -> Option<usize> {
    bytes.windows(sought.len()).position(|w| w == sought)
}

/// Every stream, unpacked where it is packed.
fn streams(pdf: &[u8]) -> Vec<Vec<u8>> {
    let (mut all, mut rest) = (Vec::new(), pdf);
    while let Some(at) = find(rest, b"stream\n") {
        rest = &rest[at + b"stream\n".len()..];
        let end = find(rest, b"endstream").unwrap_or(rest.len());
        let mut open = Vec::new();
        if ZlibDecoder::new(&rest[..end])
            .read_to_end(&mut open)
            .is_err()
        {
            open = rest[..end].to_vec();
        }
        all.push(open);
        rest = &rest[end..];
        rest = &rest[b"endstream".len().min(rest.len())..];
    }
    all
}

/// `<0003> <0039>` between `beginbfchar` and `endbfchar`.
fn letters(stream: &[u8]) -> Letters {
    let text = String::from_utf8_lossy(stream);
    let pairs = text
        .split("beginbfchar")
        .skip(1)
        .filter_map(|part| part.split("endbfchar").next())
        .flat_map(str::lines);
    let read = |line: &str| {
        let mut sides = line.split(['<', '>', ' ']).filter(|side| !side.is_empty());
        let glyph = from_hex(sides.next()?)?.try_into().ok()?;
        Some((glyph, from_hex(sides.next()?)?))
    };
    pairs.filter_map(read).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks_exact(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.map(byte).collect()
}

/// The strings of a page's program: `(…)` with its escapes, and `<…>`.
fn strings(stream: &[u8]) -> Vec<Vec<u8>> {
    let (mut all, mut at) = (Vec::new(), 0);
    while at < stream.len() {
        match stream[at] {
            b'(' => {
                let mut string = Vec::new();
                at = literal(stream, at + 1, &mut string);
                all.push(string);
            }
            b'<' => {
                let end = stream[at..].iter().position(|byte| *byte == b'>');
                let end = end.map_or(stream.len(), |length| at + length);
                let hex = std::str::from_utf8(&stream[at + 1..end]).ok();
                all.extend(hex.and_then(from_hex));
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    all
}

/// Reads to the bracket that closes it; answers where that is.
fn literal(stream: &[u8], mut at: usize, string: &mut Vec<u8>) -> usize {
    let mut depth = 1;
    while let Some(&byte) = stream.get(at) {
        match byte {
            b'\\' => {
                at += 1;
                let digits = stream[at..].iter().take(3);
                let octal: Vec<u8> = digits
                    .take_while(|byte| (b'0'..=b'7').contains(byte))
                    .copied()
                    .collect();
                if octal.is_empty() {
                    string.extend(stream.get(at).map(|byte| escaped(*byte)));
                } else {
                    let value = octal
                        .iter()
                        .fold(0_u32, |sum, digit| sum * 8 + u32::from(digit - b'0'));
                    string.push(value as u8);
                    at += octal.len() - 1;
                }
            }
            b')' if depth == 1 => return at,
            _ => {
                depth += i32::from(byte == b'(') - i32::from(byte == b')');
                string.push(byte);
            }
        }
        at += 1;
    }
    at
}

fn escaped(byte: u8) -> u8 {
    match byte {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        other => other,
    }
}

/// The strings' glyphs as letters, in UTF-8, one after the other: a line is drawn in several. What
/// the table does not know is left out.
fn spelt(strings: &[Vec<u8>], table: &Letters) -> Vec<u8> {
    let wide: Vec<u16> = strings
        .iter()
        .flat_map(|string| string.chunks_exact(2))
        .filter_map(|glyph| table.get(glyph))
        .flat_map(|letters| letters.chunks_exact(2))
        .map(|unit| u16::from_be_bytes([unit[0], unit[1]]))
        .collect();
    String::from_utf16_lossy(&wide).into_bytes()
}
