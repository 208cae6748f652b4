//! Documents as PDF: a roll as long as the receipt, or A4 in two columns for reports. Owns pages;
//! the words and their order come with the blocks.

mod a4;
mod faces;
mod pieces;
#[cfg(test)]
mod tests;

use crate::language::Language;
use crate::picture::Picture;
use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use pieces::{Mark, Piece, Style};
use pos_app::views::receipt::ReceiptBlock;

/// Points in a millimetre, times the millimetres.
const fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

const ROLL_WIDTH: f32 = mm(80.0);
const ROLL_MARGIN: f32 = mm(4.0);
/// PDF readers refuse pages longer than 14,400 points.
const ROLL_LONGEST: f32 = 14_000.0;

/// What the document is set on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfPaper {
    /// 80 mm wide and as long as needed: receipts and slips.
    Roll,
    /// Two columns below a common head: X, Z and reports.
    A4,
}

#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the document could not be written: {0}")]
    Unwritten(String),
}

/// A document as PDF bytes; the same document gives the same bytes. `title` is its name for the
/// reader's window; `logo` stands where the document says so.
pub fn render(
    title: &str,
    language: Language,
    blocks: &[ReceiptBlock],
    logo: Option<&Picture>,
    paper: PdfPaper,
) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(title.to_owned())
            .language(language.code().to_owned()),
    );
    let sheets = match paper {
        PdfPaper::Roll => roll(blocks, logo),
        PdfPaper::A4 => a4::sheets(title, blocks, logo),
    };
    let image = logo.map(|logo| {
        let side = |pixels| u32::try_from(pixels).unwrap_or_default();
        Image::from_rgba8(logo.rgba(), side(logo.width()), side(logo.height()))
    });
    for sheet in sheets {
        let settings = PageSettings::from_wh(sheet.size.0, sheet.size.1)
            .ok_or_else(|| PdfError::Unwritten("a page without size".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for placed in &sheet.pieces {
            placed.draw(&mut surface, image.as_ref());
        }
        surface.finish();
        page.finish();
    }
    document
        .finish()
        .map_err(|error| PdfError::Unwritten(format!("{error:?}")))
}

/// A page with everything in its place.
struct Sheet {
    size: (f32, f32),
    pieces: Vec<Placed>,
}

/// A piece at its place on the page.
struct Placed {
    x: f32,
    y: f32,
    width: f32,
    piece: Piece,
}

/// One page as long as the document; a further one only where no reader would open it.
fn roll(blocks: &[ReceiptBlock], logo: Option<&Picture>) -> Vec<Sheet> {
    let width = ROLL_WIDTH - 2.0 * ROLL_MARGIN;
    let mut pages: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut used = 0.0;
    for piece in pieces::pieces(blocks, logo, width) {
        if used + piece.height > ROLL_LONGEST && used > 0.0 {
            pages.push(Vec::new());
            used = 0.0;
        }
        used += piece.height;
        pages
            .last_mut()
            .expect("there is one from the start")
            .push(piece);
    }
    let sheet = |pieces| {
        let (pieces, height) = stacked(pieces, ROLL_MARGIN, mm(6.0), width);
        Sheet {
            size: (ROLL_WIDTH, height + mm(8.0)),
            pieces,
        }
    };
    pages.into_iter().map(sheet).collect()
}

/// Pieces below each other, and where the last one ends.
fn stacked(pieces: Vec<Piece>, x: f32, top: f32, width: f32) -> (Vec<Placed>, f32) {
    let mut y = top;
    let mut placed = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let height = piece.height;
        placed.push(Placed { x, y, width, piece });
        y += height;
    }
    (placed, y)
}

impl Placed {
    fn draw(&self, surface: &mut Surface, logo: Option<&Image>) {
        for mark in &self.piece.marks {
            match mark {
                Mark::Text {
                    x,
                    baseline,
                    text,
                    style,
                    pitch,
                } => self.text(surface, (*x, *baseline), text, *style, *pitch),
                Mark::Rule { y } => {
                    surface.set_fill(Some(fill(150)));
                    self.boxes(surface, &[[0.0, *y, self.width, 0.5]]);
                }
                Mark::Boxes(boxes) => {
                    surface.set_fill(Some(fill(0)));
                    self.boxes(surface, boxes);
                }
                Mark::Logo {
                    x,
                    y,
                    width,
                    height,
                } => {
                    let place = Transform::from_translate(self.x + x, self.y + y);
                    if let (Some(image), Some(size)) = (logo, Size::from_wh(*width, *height)) {
                        surface.push_transform(&place);
                        surface.draw_image(image.clone(), size);
                        surface.pop();
                    }
                }
            }
        }
    }

    fn text(
        &self,
        surface: &mut Surface,
        (x, baseline): (f32, f32),
        text: &str,
        style: Style,
        pitch: Option<usize>,
    ) {
        surface.set_fill(Some(fill(if style.grey { 90 } else { 0 })));
        let mut at = self.x + x;
        for run in faces::shape(text, style.strong, pitch) {
            let start = Point::from_xy(at, self.y + baseline);
            at += run.glyphs.iter().map(|g| g.x_advance).sum::<f32>() * style.size;
            surface.draw_glyphs(start, &run.glyphs, run.font, &run.text, style.size, false);
        }
    }

    fn boxes(&self, surface: &mut Surface, boxes: &[[f32; 4]]) {
        let mut path = PathBuilder::new();
        for [x, y, width, height] in boxes {
            if let Some(rect) = Rect::from_xywh(self.x + x, self.y + y, *width, *height) {
                path.push_rect(rect);
            }
        }
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
    }
}

fn fill(grey: u8) -> Fill {
    Fill {
        paint: luma::Color::new(grey).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}
