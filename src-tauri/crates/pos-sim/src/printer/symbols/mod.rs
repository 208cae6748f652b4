//! Owns barcodes and QR symbols: content to dots.

mod code128;
mod ean;
mod qr;

use super::line::character;
use super::style::Style;
use crate::paint::{Dots, Face};

pub use qr::{Level, qr};

/// The settings of GS h, GS w, GS H, GS f.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarcodeStyle {
    /// Dots.
    pub height: usize,
    /// Dots of the thinnest bar.
    pub module: usize,
    pub text: Text,
    pub face: Face,
}

/// Where the digits stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    None,
    Above,
    Below,
    Both,
}

impl Default for BarcodeStyle {
    fn default() -> Self {
        Self {
            height: 162,
            module: 3,
            text: Text::None,
            face: Face::A,
        }
    }
}

/// A barcode, its name and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    pub name: &'static str,
    /// True is black; each is one module wide.
    pub modules: Vec<bool>,
    pub text: String,
}

/// The bars of `GS k`; the error says why there are none.
pub fn bars(kind: u8, content: &[u8]) -> Result<Bars, String> {
    match kind {
        2 | 67 => ean::ean13(content),
        3 | 68 => ean::ean8(content),
        73 => code128::code128(content),
        other => Err(format!("barcode kind {other} is not built in")),
    }
}

impl Bars {
    /// Draws the bars with their text above and below.
    pub fn draw(&self, style: &BarcodeStyle) -> Dots {
        let width = self.modules.len() * style.module;
        let words = self.words(style);
        let above = matches!(style.text, Text::Above | Text::Both);
        let below = matches!(style.text, Text::Below | Text::Both);
        let line = words.height() + GAP;
        let height = style.height + line * (usize::from(above) + usize::from(below));
        let mut dots = Dots::new(width.max(words.width()), height);
        let left = (dots.width() - width) / 2;
        let top = if above { line } else { 0 };
        for (place, black) in self.modules.iter().enumerate() {
            if *black {
                dots.fill(left + place * style.module, top, style.module, style.height);
            }
        }
        let x = (dots.width() - words.width()) / 2;
        if above {
            dots.draw(x, 0, &words);
        }
        if below {
            dots.draw(x, top + style.height + GAP, &words);
        }
        dots
    }

    fn words(&self, style: &BarcodeStyle) -> Dots {
        if style.text == Text::None {
            return Dots::default();
        }
        let mut plain = Style::new(0);
        plain.face = style.face;
        let glyphs: Vec<Dots> = self.text.chars().map(|c| character(c, &plain).0).collect();
        let (cell, height) = style.face.cell();
        let mut words = Dots::new(cell * glyphs.len(), height);
        for (place, glyph) in glyphs.iter().enumerate() {
            words.draw(place * cell, 0, glyph);
        }
        words
    }
}

/// Dots between bars and text.
const GAP: usize = 4;

/// Modules from a text of 1 and 0.
fn modules(pattern: &str) -> impl Iterator<Item = bool> + '_ {
    pattern.chars().map(|module| module == '1')
}
