//! The characters that displays hold, and what stands for those they lack.
//!
//! Sources: code pages 437 and 858; GB18030. Must never: send a control byte out of a text, or
//! half a wide character.

use encoding_rs::GB18030;

use super::COLUMNS;
use crate::code_page::{CP437_HIGH, CP858_HIGH};

/// Which characters a display holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisplayCharset {
    /// Nothing but ASCII.
    Ascii,
    /// Code page 437: how nearly all of them start.
    Pc437,
    /// Code page 858, with the euro sign.
    Pc858,
    /// GB18030: Chinese displays. A Chinese character takes two columns.
    Gb18030,
}

impl DisplayCharset {
    /// `ESC t n`: the number of the code page in Epson's table.
    pub fn page(self) -> Option<u8> {
        match self {
            Self::Pc437 => Some(0),
            Self::Pc858 => Some(19),
            Self::Ascii | Self::Gb18030 => None,
        }
    }

    /// A row of exactly [`COLUMNS`] bytes, one a column: cut or filled with blanks.
    pub fn row(self, text: &str) -> [u8; COLUMNS] {
        let mut row = [b' '; COLUMNS];
        let mut column = 0;
        for ch in text.chars() {
            for bytes in self.cells(ch) {
                let Some(room) = row.get_mut(column..column + bytes.len()) else {
                    return row;
                };
                room.copy_from_slice(&bytes);
                column += bytes.len();
            }
        }
        row
    }

    /// The cells of one character; a wide one is one cell of two bytes.
    fn cells(self, ch: char) -> Vec<Vec<u8>> {
        match self.own(ch) {
            Some(cell) => vec![cell],
            None => plain(ch).bytes().map(|byte| vec![byte]).collect(),
        }
    }

    /// As the display itself has it.
    fn own(self, ch: char) -> Option<Vec<u8>> {
        if ch == ' ' || ch.is_ascii_graphic() {
            return Some(vec![ch as u8]);
        }
        let high = |page: &str| {
            let at = page.chars().position(|other| other == ch)?;
            Some(vec![0x80 + u8::try_from(at).ok()?])
        };
        match self {
            // These two are to be seen as what they mean, not as a glyph.
            _ if ch.is_ascii() || matches!(ch, '\u{a0}' | '\u{ad}') => None,
            Self::Ascii => None,
            Self::Pc437 => high(CP437_HIGH),
            Self::Pc858 => high(CP858_HIGH),
            Self::Gb18030 => {
                let mut text = [0; 4];
                let (bytes, _, unmappable) = GB18030.encode(ch.encode_utf8(&mut text));
                // Displays hold the two-byte part.
                (!unmappable && bytes.len() == 2).then(|| bytes.into_owned())
            }
        }
    }
}

/// What stands for a character that a display lacks.
fn plain(ch: char) -> &'static str {
    match ch {
        'Ä' | 'Æ' => "Ae",
        'ä' | 'æ' => "ae",
        'Ö' | 'Œ' => "Oe",
        'ö' | 'œ' => "oe",
        'Ü' => "Ue",
        'ü' => "ue",
        'ß' => "ss",
        'À' | 'Á' | 'Â' | 'Ã' | 'Å' | 'Ā' | 'Ă' | 'Ą' => "A",
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ª' => "a",
        'Ç' | 'Ć' | 'Č' => "C",
        'ç' | 'ć' | 'č' => "c",
        'Ď' | 'Đ' | 'Ð' => "D",
        'ď' | 'đ' | 'ð' => "d",
        'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ę' | 'Ě' => "E",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'Ğ' | 'Ģ' => "G",
        'ğ' | 'ģ' => "g",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'Ī' | 'İ' => "I",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'Ł' | 'Ľ' => "L",
        'ł' | 'ľ' => "l",
        'Ñ' | 'Ń' | 'Ň' => "N",
        'ñ' | 'ń' | 'ň' => "n",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ø' | 'Ő' => "O",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ő' | 'º' => "o",
        'Ř' => "R",
        'ř' => "r",
        'Ś' | 'Š' | 'Ş' | 'Ș' => "S",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'Ť' | 'Ţ' | 'Ț' => "T",
        'ť' | 'ţ' | 'ț' => "t",
        'Ù' | 'Ú' | 'Û' | 'Ū' | 'Ů' | 'Ű' => "U",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' => "u",
        'Ý' | 'Ÿ' => "Y",
        'ý' | 'ÿ' => "y",
        'Ź' | 'Ż' | 'Ž' => "Z",
        'ź' | 'ż' | 'ž' => "z",
        '€' => "EUR",
        '£' => "GBP",
        '¥' => "Y",
        '×' => "x",
        '÷' => ":",
        '·' | '•' => ".",
        '–' | '—' | '−' | '\u{2010}' | '\u{2011}' => "-",
        '‘' | '’' | '‚' | '´' => "'",
        '“' | '”' | '„' | '«' | '»' => "\"",
        '…' => "...",
        '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => " ",
        '\u{ad}' | '\u{200b}' | '\u{feff}' => "",
        _ => "?",
    }
}
