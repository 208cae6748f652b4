//! The faces of our documents and the glyphs of a text in them. What the bold faces lack is drawn
//! in the regular ones; what all lack shows as an empty box, never as nothing.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Face, UnicodeBuffer};
use std::ops::Range;
use std::sync::LazyLock;

static REGULAR: &[u8] = include_bytes!("../../../../../assets/fonts/NotoSansSC-Regular-subset.otf");
static REGULAR_LATIN: &[u8] =
    include_bytes!("../../../../../assets/fonts/CountertopLatin-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../../../../assets/fonts/NotoSansSC-Bold-subset.otf");
static BOLD_LATIN: &[u8] = include_bytes!("../../../../../assets/fonts/CountertopLatin-Bold.ttf");

/// Regular faces from here on; before them the bold ones.
const FIRST_REGULAR: usize = 2;

/// The faces in the order they are asked, read at the first document.
static FACES: LazyLock<[Typeface; 4]> =
    LazyLock::new(|| [BOLD, BOLD_LATIN, REGULAR, REGULAR_LATIN].map(Typeface::read));

struct Typeface {
    face: Face<'static>,
    font: Font,
    units_per_em: f32,
}

/// The face that draws a character.
fn face_of(c: char, strong: bool) -> usize {
    let first = if strong { 0 } else { FIRST_REGULAR };
    let has = |at: &usize| FACES[*at].face.glyph_index(c).is_some();
    (first..FACES.len()).find(has).unwrap_or(FIRST_REGULAR)
}

/// A stretch of a text in one face.
pub struct Run {
    pub font: Font,
    pub glyphs: Vec<KrillaGlyph>,
    pub text: String,
}

/// How wide a character is, in thousandths of its size.
pub fn advance(c: char, strong: bool) -> usize {
    let typeface = &FACES[face_of(c, strong)];
    let glyph = typeface.face.glyph_index(c).unwrap_or_default();
    let units = typeface.face.glyph_hor_advance(glyph).unwrap_or_default();
    usize::from(units) * 1000 / typeface.units_per_em as usize
}

/// The width of a text in thousandths of its size.
pub fn width(text: &str, strong: bool) -> usize {
    text.chars().map(|c| advance(c, strong)).sum()
}

/// The glyphs of a line in the order of its characters. `pitch` sets each of them into a cell so
/// many thousandths wide (ideographs into two).
pub fn shape(text: &str, strong: bool, pitch: Option<usize>) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let face = face_of(first, strong);
        let end = rest.find(|c| face_of(c, strong) != face);
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        let typeface = &FACES[face];
        let mut glyphs = typeface.shape(part);
        if let Some(pitch) = pitch {
            set_pitch(&mut glyphs, part, pitch);
        }
        runs.push(Run {
            font: typeface.font.clone(),
            glyphs,
            text: part.to_owned(),
        });
        rest = after;
    }
    runs
}

/// Each glyph in the middle of its cell.
fn set_pitch(glyphs: &mut [KrillaGlyph], text: &str, pitch: usize) {
    for glyph in glyphs {
        let wide = text[glyph.text_range.clone()].chars().any(is_wide);
        let cell = (pitch * (1 + usize::from(wide))) as f32 / 1000.0;
        glyph.x_offset = (cell - glyph.x_advance) / 2.0;
        glyph.x_advance = cell;
    }
}

/// Whether a character takes two cells in a fixed pitch.
pub fn is_wide(c: char) -> bool {
    c >= '\u{2e80}'
}

impl Typeface {
    fn read(bytes: &'static [u8]) -> Typeface {
        let face = Face::from_slice(bytes, 0).expect("the fonts are built in and tested");
        let font = Font::new(bytes.into(), 0).expect("the fonts are built in and tested");
        let units_per_em = font.units_per_em();
        Typeface {
            face,
            font,
            units_per_em,
        }
    }

    fn shape(&self, text: &str) -> Vec<KrillaGlyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaped = rustybuzz::shape(&self.face, &[], buffer);
        let infos = shaped.glyph_infos();
        let em = |units: i32| units as f32 / self.units_per_em;
        infos
            .iter()
            .zip(shaped.glyph_positions())
            .map(|(info, position)| {
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    em(position.x_advance),
                    em(position.x_offset),
                    em(position.y_offset),
                    em(position.y_advance),
                    cluster(text, info.cluster),
                    None,
                )
            })
            .collect()
    }
}

/// The bytes of the character at a cluster: no ligatures are in the subset.
fn cluster(text: &str, start: u32) -> Range<usize> {
    let start = usize::try_from(start).unwrap_or_default();
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    start..start + length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn each_character_of_our_texts_has_a_glyph() {
        let texts = Language::ALL.map(|language| language.source()).concat();
        let demo = include_str!("../../../../../assets/demo/products.tsv");
        let missing: String = texts
            .chars()
            .chain(demo.chars())
            .filter(|c| *c >= ' ' && FACES[face_of(*c, false)].face.glyph_index(*c).is_none())
            .collect();
        assert_eq!(missing, "", "run assets/fonts/subset.py");
    }

    #[test]
    fn bold_falls_back_and_widths_agree_with_the_glyphs() {
        let runs = shape("共 €42.10 Česká 氍", true, None);
        let texts: Vec<&str> = runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(texts, ["共 €42.10 ", "Č", "eská ", "氍"]);
        let glyphs = runs.iter().flat_map(|run| &run.glyphs);
        let drawn: f32 = glyphs.map(|glyph| glyph.x_advance).sum();
        assert!((drawn * 1000.0 - width("共 €42.10 Česká 氍", true) as f32).abs() < 60.0);
    }
}
