//! Owns the glyph sheets: pictures with one cell a character, and their order in a text beside.
//! Sheets are unpacked when the first of their characters is wanted.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::Dots;
use super::picture::{self, Packed};

/// A sheet of glyphs of one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Face {
    /// 12×24 dots.
    A,
    /// 9×17 dots.
    B,
    /// 24×24 dots: Chinese, kana, wide forms.
    Han,
}

impl Face {
    /// Width and height of a cell, in dots.
    pub fn cell(self) -> (usize, usize) {
        match self {
            Self::A => (12, 24),
            Self::B => (9, 17),
            Self::Han => (24, 24),
        }
    }

    fn sheet(self) -> &'static Sheet {
        static SHEETS: [OnceLock<Sheet>; 3] = [const { OnceLock::new() }; 3];
        let (place, png, order): (usize, &[u8], &str) = match self {
            Self::A => (
                0,
                include_bytes!("../../assets/font-a.png"),
                include_str!("../../assets/font-a.txt"),
            ),
            Self::B => (
                1,
                include_bytes!("../../assets/font-b.png"),
                include_str!("../../assets/font-b.txt"),
            ),
            Self::Han => (
                2,
                include_bytes!("../../assets/han.png"),
                include_str!("../../assets/han.txt"),
            ),
        };
        SHEETS[place].get_or_init(|| Sheet {
            picture: picture::load(png),
            places: order.chars().zip(0..).collect(),
        })
    }
}

struct Sheet {
    picture: Packed,
    places: HashMap<char, usize>,
}

/// A character drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Glyph {
    Drawn(Dots),
    /// The sheet has no such character: an empty box.
    Missing(Dots),
}

/// The glyph of a character on a sheet.
pub fn glyph(face: Face, character: char) -> Glyph {
    let (width, height) = face.cell();
    // A blank needs no sheet.
    if matches!(character, ' ' | '\u{a0}' | '\u{3000}') {
        return Glyph::Drawn(Dots::new(width, height));
    }
    let sheet = face.sheet();
    let Some(&place) = sheet.places.get(&character) else {
        return Glyph::Missing(empty_box(width, height));
    };
    let columns = sheet.picture.width / width;
    let (left, top) = (place % columns * width, place / columns * height);
    Glyph::Drawn(sheet.picture.part(left, top, width, height))
}

fn empty_box(width: usize, height: usize) -> Dots {
    let mut dots = Dots::new(width, height);
    dots.fill(1, 2, width - 2, 1);
    dots.fill(1, height - 3, width - 2, 1);
    dots.fill(1, 2, 1, height - 4);
    dots.fill(width - 2, 2, 1, height - 4);
    dots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_has_its_characters() {
        for (face, character) in [
            (Face::A, 'A'),
            (Face::A, '€'),
            (Face::A, '─'),
            (Face::B, 'ß'),
            (Face::Han, '中'),
            (Face::Han, '龥'),
            (Face::Han, '￥'),
        ] {
            let Glyph::Drawn(dots) = glyph(face, character) else {
                panic!("{character} is missing");
            };
            assert!(dots.ink() > 10, "{character} has no ink");
        }
        assert!(matches!(glyph(Face::Han, '\u{20000}'), Glyph::Missing(_)));
    }

    #[test]
    fn neighbours_do_not_touch_each_others_cells() {
        // The bar is alone in the middle of its cell: nothing of a neighbour is in it.
        let Glyph::Drawn(bar) = glyph(Face::A, '|') else {
            panic!("no bar");
        };
        let columns = (0..12).filter(|x| (0..24).any(|y| bar.get(*x, y)));
        assert_eq!(columns.collect::<Vec<_>>(), [5, 6]);
    }
}
