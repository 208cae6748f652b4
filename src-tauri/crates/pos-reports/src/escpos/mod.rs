//! Documents for receipt printers: ESC/POS after Epson's command reference. Owns the bytes of one
//! document from reset to cut. Never kicks a drawer and never asks for status: those belong to
//! whoever holds the cable.

pub mod charset;
mod codes;
mod pages;
#[cfg(test)]
mod tests;

use crate::layout::{self, Row, Size};
use crate::paper::{PaperCut, PaperProfile};
use crate::picture::Picture;
use charset::{Cell, Charset};
use pos_app::views::receipt::ReceiptBlock;

const ESC: u8 = 0x1b;
const FS: u8 = 0x1c;
const GS: u8 = 0x1d;
const LF: u8 = 0x0a;
/// Dots above a code.
const WHITE_ABOVE: u8 = 16;

/// The bytes that print a document and cut it off. `logo` stands where the document says so; a
/// logo block without one prints nothing.
pub fn encode(blocks: &[ReceiptBlock], logo: Option<&Picture>, profile: &PaperProfile) -> Vec<u8> {
    let mut press = Press::new(profile);
    for row in layout::set(blocks, profile) {
        press.row(&row, logo);
    }
    press.finish(profile)
}

/// The bytes so far, and the mode the printer is in after them.
struct Press {
    bytes: Vec<u8>,
    charset: Charset,
    dots: usize,
    columns: usize,
}

impl Press {
    fn new(profile: &PaperProfile) -> Press {
        let charset = Charset::of(profile.encoding);
        // Reset, the American set (others print # or $ as something else), page or Chinese mode.
        let mut bytes = vec![ESC, b'@', ESC, b'R', 0, ESC, b't', charset.table()];
        bytes.extend([FS, if charset.is_chinese() { b'&' } else { b'.' }]);
        Press {
            bytes,
            charset,
            dots: usize::from(profile.dots),
            columns: usize::from(profile.columns),
        }
    }

    fn row(&mut self, row: &Row, logo: Option<&Picture>) {
        match row {
            Row::Text {
                indent,
                text,
                size,
                strong,
            } => self.text(*indent, text, *size, *strong),
            Row::Rule(columns) => self.text(0, &"-".repeat(*columns), Size::Normal, false),
            Row::Barcode(text) => self.code(text, codes::barcode(text, self.dots)),
            Row::Qr(text) => self.code(text, codes::qr(text, self.dots)),
            Row::Logo => {
                if let Some(logo) = logo {
                    let raster = logo.raster(self.dots);
                    self.graphic(&codes::raster(&raster));
                }
            }
        }
    }

    fn text(&mut self, indent: usize, text: &str, size: Size, strong: bool) {
        self.bytes.extend(std::iter::repeat_n(b' ', indent));
        if strong {
            self.bytes.extend([ESC, b'E', 1]);
        }
        match size {
            Size::Normal => {}
            Size::Tall => self.bytes.extend([GS, b'!', 0x01]),
            Size::Double => self.bytes.extend([GS, b'!', 0x11]),
        }
        self.characters(text);
        if size != Size::Normal {
            self.bytes.extend([GS, b'!', 0]);
        }
        if strong {
            self.bytes.extend([ESC, b'E', 0]);
        }
        self.bytes.push(LF);
    }

    /// The layout has left nothing here that the printer lacks.
    fn characters(&mut self, text: &str) {
        let mut left_chinese = false;
        for cell in text.chars().filter_map(|c| self.charset.cell(c)) {
            let single = matches!(cell, Cell::Page(_));
            if self.charset.is_chinese() && single != left_chinese {
                self.bytes.extend([FS, if single { b'.' } else { b'&' }]);
                left_chinese = single;
            }
            match cell {
                Cell::Ascii(byte) | Cell::Page(byte) => self.bytes.push(byte),
                Cell::Wide(bytes, count) => self.bytes.extend(&bytes[..usize::from(count)]),
            }
        }
        if left_chinese {
            self.bytes.extend([FS, b'&']);
        }
    }

    fn graphic(&mut self, bytes: &[u8]) {
        self.bytes.extend([ESC, b'a', 1]);
        self.bytes.extend(bytes);
        self.bytes.extend([LF, ESC, b'a', 0]);
    }

    /// A code with some white above it; its text where the paper cannot hold it.
    fn code(&mut self, text: &str, bytes: Option<Vec<u8>>) {
        match bytes {
            Some(bytes) => {
                self.bytes.extend([ESC, b'J', WHITE_ABOVE]);
                self.graphic(&bytes);
            }
            None => self.bare(text),
        }
    }

    /// The text of a code that the paper cannot hold.
    fn bare(&mut self, text: &str) {
        let text = self.charset.legible(text);
        for line in layout::wrap(&text, self.columns, |c| self.charset.columns(c)) {
            let indent = self.columns.saturating_sub(self.charset.width(&line)) / 2;
            self.text(indent, &line, Size::Normal, false);
        }
    }

    fn finish(mut self, profile: &PaperProfile) -> Vec<u8> {
        self.bytes.extend([ESC, b'd', profile.feed_lines]);
        match profile.cut {
            PaperCut::Partial => self.bytes.extend([GS, b'V', 1]),
            PaperCut::Full => self.bytes.extend([GS, b'V', 0]),
            PaperCut::None => {}
        }
        self.bytes
    }
}
