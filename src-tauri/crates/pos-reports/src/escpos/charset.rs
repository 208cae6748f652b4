//! What a printer can write: a text in its characters, their bytes and their widths. A character it
//! lacks is written with others or as a question mark; never does a printer get a byte that stands
//! for something else, or a command that hid in a name.

use super::pages;
use crate::paper::PaperEncoding;
use encoding_rs::{EncoderResult, GB18030};
use unicode_normalization::UnicodeNormalization;

/// First of the scripts that are set two columns wide; all below are Latin, Greek, Cyrillic, signs.
const EAST_ASIAN: char = '\u{2e80}';

/// How one character goes to the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    Ascii(u8),
    /// A byte of the single-byte page, one column wide.
    Page(u8),
    /// GB 18030, two columns wide; the bytes and how many of them count.
    Wide([u8; 4], u8),
}

/// The characters of one printer.
#[derive(Clone, Copy, Debug)]
pub struct Charset {
    encoding: PaperEncoding,
}

impl Charset {
    pub fn of(encoding: PaperEncoding) -> Charset {
        Charset { encoding }
    }

    /// The number of the single-byte page for `ESC t`.
    pub fn table(self) -> u8 {
        match self.encoding {
            PaperEncoding::Wpc1252 => 16,
            PaperEncoding::Gb18030 | PaperEncoding::Pc858 => 19,
        }
    }

    pub fn is_chinese(self) -> bool {
        match self.encoding {
            PaperEncoding::Gb18030 => true,
            PaperEncoding::Pc858 | PaperEncoding::Wpc1252 => false,
        }
    }

    /// The cell of a character; None when the printer lacks it.
    pub fn cell(self, c: char) -> Option<Cell> {
        if matches!(c, ' '..='~') {
            return u8::try_from(c).ok().map(Cell::Ascii);
        }
        if c == '\u{a0}' {
            return Some(Cell::Ascii(b' '));
        }
        // The soft hyphen and the controls of Latin 1 have no picture.
        if c.is_control() || c == '\u{ad}' {
            return None;
        }
        let page = |c| match self.encoding {
            PaperEncoding::Gb18030 | PaperEncoding::Pc858 => pages::pc858(c),
            PaperEncoding::Wpc1252 => pages::wpc1252(c),
        };
        if c < EAST_ASIAN
            && let Some(byte) = page(c)
        {
            return Some(Cell::Page(byte));
        }
        if self.is_chinese() { wide(c) } else { None }
    }

    /// Columns that a character of a legible text takes.
    pub fn columns(self, c: char) -> usize {
        match self.cell(c) {
            Some(Cell::Wide(..)) => 2,
            Some(Cell::Ascii(_) | Cell::Page(_)) | None => 1,
        }
    }

    /// Columns of a legible text.
    pub fn width(self, text: &str) -> usize {
        text.chars().map(|c| self.columns(c)).sum()
    }

    /// The text in characters that the printer has; line breaks stay, other controls go.
    pub fn legible(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.nfc() {
            // A typewriter's apostrophe, where the Chinese one would tear a word apart.
            let inside_word = c == '’' && out.ends_with(|p: char| p.is_ascii_alphanumeric());
            if inside_word && self.is_chinese() {
                out.push('\'');
            } else if c == '\n' || self.cell(c).is_some() {
                out.push(c);
            } else {
                self.spell(c, &mut out);
            }
        }
        out
    }

    /// Writes a character that the printer lacks with those that it has.
    fn spell(self, c: char, out: &mut String) {
        if let Some(spelling) = spelling(c) {
            out.push_str(spelling);
            return;
        }
        let before = out.len();
        let parts = std::iter::once(c).nfkd();
        out.extend(parts.filter(|p| *p != c && self.cell(*p).is_some()));
        if out.len() == before && !is_silent(c) {
            out.push('?');
        }
    }
}

/// Characters that need no place of their own: controls, joiners, marks of direction, accents that
/// found no letter.
fn is_silent(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}')
}

/// What typesetters write for a character that a page lacks and Unicode does not take apart.
fn spelling(c: char) -> Option<&'static str> {
    Some(match c {
        '\t' | '\u{2000}'..='\u{200a}' | '\u{202f}' => " ",
        '€' => "EUR",
        '£' => "GBP",
        '₹' => "INR",
        '₽' => "RUB",
        '−' | '‐' | '‑' | '‒' | '–' | '—' | '―' => "-",
        '‘' | '’' | '‚' | '′' | '‹' | '›' => "'",
        '“' | '”' | '„' | '″' => "\"",
        '…' => "...",
        '×' => "x",
        '÷' => "/",
        '•' | '·' | '‧' => "*",
        'œ' => "oe",
        'Œ' => "OE",
        'ẞ' => "SS",
        'ł' => "l",
        'Ł' => "L",
        'đ' => "d",
        'Đ' => "D",
        'ı' => "i",
        '≤' => "<=",
        '≥' => ">=",
        '≈' => "~",
        '→' => "->",
        '✓' | '✔' => "x",
        _ => return None,
    })
}

/// A character of GB 18030. Its four-byte part holds every script there is; printers have of it
/// the ideographs at most.
fn wide(c: char) -> Option<Cell> {
    if matches!(c, '\u{2012}' | '\u{2013}') || matches!(c, '\u{e000}'..='\u{f8ff}') {
        return None;
    }
    let mut encoder = GB18030.new_encoder();
    let (mut utf8, mut bytes) = ([0; 4], [0; 8]);
    let text = c.encode_utf8(&mut utf8);
    let (result, _, written) = encoder.encode_from_utf8_without_replacement(text, &mut bytes, true);
    let ideograph = matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let whole = result == EncoderResult::InputEmpty;
    if !whole || !(written == 2 || written == 4 && ideograph) {
        return None;
    }
    Some(Cell::Wide(
        [bytes[0], bytes[1], bytes[2], bytes[3]],
        u8::try_from(written).unwrap_or(2),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn legible(encoding: PaperEncoding, text: &str) -> String {
        Charset::of(encoding).legible(text)
    }

    #[test]
    fn what_a_page_lacks_is_spelled() {
        for (text, pc858, wpc1252, gb18030) in [
            ("€4.20", "€4.20", "€4.20", "€4.20"),
            ("−¥5", "-¥5", "-¥5", "-¥5"),
            (
                "Jerry’s “Café”",
                "Jerry's \"Café\"",
                "Jerry’s “Café”",
                "Jerry's “Café”",
            ),
            ("Łódź ő", "Lódz o", "Lódz o", "Lódz o"),
            ("燕麦奶", "???", "???", "燕麦奶"),
            ("㐀𠀀", "??", "??", "㐀𠀀"),
            ("＃１２", "#12", "#12", "＃１２"),
            ("1 × 2 · 3…", "1 × 2 · 3...", "1 × 2 · 3…", "1 × 2 · 3…"),
            ("e\u{301}", "é", "é", "é"),
            ("☕ tea", "? tea", "? tea", "? tea"),
            (
                "a\u{1b}@\u{1d}V0\u{200b}\tb\r",
                "a@V0 b",
                "a@V0 b",
                "a@V0 b",
            ),
        ] {
            assert_eq!(legible(PaperEncoding::Pc858, text), pc858);
            assert_eq!(legible(PaperEncoding::Wpc1252, text), wpc1252);
            assert_eq!(legible(PaperEncoding::Gb18030, text), gb18030);
        }
    }

    #[test]
    fn widths_are_those_of_the_mode() {
        let chinese = Charset::of(PaperEncoding::Gb18030);
        assert_eq!(chinese.width("燕麦奶 €4.70 ×"), 6 + 1 + 5 + 1 + 1);
        assert_eq!(chinese.cell('燕'), Some(Cell::Wide([0xd1, 0xe0, 0, 0], 2)));
        assert_eq!(chinese.cell('é'), Some(Cell::Page(0x82)));
        assert_eq!(chinese.cell('\u{a0}'), Some(Cell::Ascii(b' ')));
    }
}
