//! Owns the print buffer: the pieces of the line that is being set, and how they are put
//! together when it is printed.

use super::style::{Align, Style};
use crate::paint::{Dots, Face, Glyph, glyph};

/// A piece of a line: a character, or a part of a picture.
#[derive(Debug, Clone)]
struct Piece {
    /// From the left edge of the area.
    x: usize,
    dots: Dots,
    text: Option<char>,
}

/// The print buffer.
#[derive(Debug, Clone, Default)]
pub struct LineBuffer {
    pieces: Vec<Piece>,
    /// Where the next piece goes, from the left edge of the area.
    pub x: usize,
}

/// A line put together.
#[derive(Debug)]
pub struct SetLine {
    /// As wide as the paper's print width.
    pub dots: Dots,
    pub text: String,
}

/// Gaps are told in the text as blanks of this width.
const BLANK: usize = 12;

impl LineBuffer {
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether a piece of this width still fits on the line.
    pub fn fits(&self, width: usize, style: &Style) -> bool {
        self.x + width <= style.area_width
    }

    /// Adds a piece; the buffer goes on at its right.
    pub fn push(&mut self, dots: Dots, text: Option<char>) {
        let width = dots.width();
        self.pieces.push(Piece {
            x: self.x,
            dots,
            text,
        });
        self.x += width;
    }

    /// Puts the line together on a print width of `width` dots, and empties the buffer.
    pub fn set(&mut self, style: &Style, width: usize) -> SetLine {
        let pieces = std::mem::take(&mut self.pieces);
        let used = self.x.min(style.area_width);
        self.x = 0;
        let free = style.area_width - used;
        let indent = style.margin
            + match style.align {
                Align::Left => 0,
                Align::Centre => free / 2,
                Align::Right => free,
            };
        let height = pieces.iter().map(|piece| piece.dots.height()).max();
        let height = height.unwrap_or(0);
        let mut dots = Dots::new(width, height);
        for piece in &pieces {
            // All stand on one line.
            let y = height - piece.dots.height();
            dots.draw(indent + piece.x, y, &piece.dots);
        }
        if style.upside_down {
            dots = dots.turned();
        }
        SetLine {
            dots,
            text: text(&pieces),
        }
    }
}

fn text(pieces: &[Piece]) -> String {
    let mut text = String::new();
    let mut end = 0;
    for piece in pieces {
        let Some(character) = piece.text else {
            continue;
        };
        let gap = piece.x.saturating_sub(end);
        if gap >= BLANK / 2 && end > 0 {
            text.extend(std::iter::repeat_n(' ', gap.div_ceil(BLANK)));
        }
        text.push(character);
        end = piece.x + piece.dots.width();
    }
    text
}

/// How one character is dressed.
struct Dress {
    face: Face,
    size: (usize, usize),
    /// Dots left and right of it.
    spacing: (usize, usize),
    underline: usize,
}

/// The piece of a character, and whether its face has it.
pub fn character(character: char, style: &Style) -> (Dots, bool) {
    let dress = Dress {
        face: style.face,
        size: style.size,
        spacing: (0, style.spacing),
        underline: style.underline,
    };
    dressed(character, &dress, style)
}

/// The piece of a Chinese character.
pub fn wide(character: char, style: &Style) -> (Dots, bool) {
    let mut dress = Dress {
        face: Face::Han,
        size: style.chinese_size,
        spacing: style.chinese_spacing,
        underline: style.chinese_underline,
    };
    // Latin letters of four bytes stand in the middle of a wide cell.
    if matches!(glyph(Face::Han, character), Glyph::Missing(_))
        && matches!(glyph(Face::A, character), Glyph::Drawn(_))
    {
        dress.face = Face::A;
        dress.spacing.0 += 6;
        dress.spacing.1 += 6;
    }
    dressed(character, &dress, style)
}

fn dressed(character: char, dress: &Dress, style: &Style) -> (Dots, bool) {
    let (drawn, known) = match glyph(dress.face, character) {
        Glyph::Drawn(dots) => (dots, true),
        Glyph::Missing(dots) => (dots, false),
    };
    let (left, right) = dress.spacing;
    let mut cell = Dots::new(left + drawn.width() + right, drawn.height());
    cell.draw(left, 0, &drawn);
    if style.bold {
        cell.draw(left + 1, 0, &drawn);
    }
    let mut cell = cell.enlarged(dress.size.0, dress.size.1);
    // The reference does not underline reversed characters.
    if dress.underline > 0 && !style.reverse {
        let top = cell.height() - dress.underline;
        cell.fill(0, top, cell.width(), dress.underline);
    }
    if style.reverse {
        cell = cell.inverted();
    }
    (cell, known)
}
