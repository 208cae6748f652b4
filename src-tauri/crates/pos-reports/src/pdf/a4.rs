//! Reports on A4: a head over the whole width, below it two columns of sections. Owns where pieces
//! go; what they are is known to nobody here.

use super::pieces::{self, Piece, SECTION_RULE};
use super::{Placed, Sheet, mm, stacked};
use crate::picture::Picture;
use pos_app::views::receipt::ReceiptBlock;

const WIDTH: f32 = mm(210.0);
const HEIGHT: f32 = mm(297.0);
const MARGIN: f32 = mm(18.0);
const GAP: f32 = mm(10.0);
const COLUMN: f32 = (WIDTH - 2.0 * MARGIN - GAP) / 2.0;

/// The head over both columns, then the sections between the rules, none torn apart that fits.
pub fn sheets(title: &str, blocks: &[ReceiptBlock], logo: Option<&Picture>) -> Vec<Sheet> {
    let is_rule = |block: &ReceiptBlock| *block == ReceiptBlock::Rule;
    let head_end = blocks.iter().position(is_rule).unwrap_or(blocks.len());
    let (head, rest) = blocks.split_at(head_end);
    let width = WIDTH - 2.0 * MARGIN;
    let head = pieces::pieces(head, logo, width);
    let (mut placed, head_bottom) = stacked(head, MARGIN, MARGIN, width);
    let sections: Vec<Vec<Piece>> = rest
        .split(is_rule)
        .filter(|section| !section.is_empty())
        .map(|section| pieces::pieces(section, logo, COLUMN))
        .collect();
    let columns = columns(sections, HEIGHT - MARGIN - mm(6.0), head_bottom + mm(4.0));
    let pages = columns.len().div_ceil(2).max(1);
    let mut columns = columns.into_iter();
    let mut sheets = Vec::with_capacity(pages);
    for page in 0..pages {
        let top = if page == 0 {
            head_bottom + mm(4.0)
        } else {
            MARGIN
        };
        for (i, column) in columns.by_ref().take(2).enumerate() {
            let x = MARGIN + i as f32 * (COLUMN + GAP);
            placed.extend(stacked(column, x, top, COLUMN).0);
        }
        placed.push(Placed {
            x: MARGIN,
            y: HEIGHT - MARGIN - mm(4.0),
            width,
            piece: pieces::note(&format!("{title} · {} / {pages}", page + 1), width),
        });
        sheets.push(Sheet {
            size: (WIDTH, HEIGHT),
            pieces: std::mem::take(&mut placed),
        });
    }
    sheets
}

/// Sections filled into columns that reach down to `bottom`; the first two begin at `top`, and are
/// of like height where everything has room in them.
fn columns(sections: Vec<Vec<Piece>>, bottom: f32, top: f32) -> Vec<Vec<Piece>> {
    let heights: Vec<f32> = sections.iter().map(|s| height(s) + SECTION_RULE).collect();
    let total: f32 = heights.iter().sum();
    let mut first_room = bottom - top;
    let mut trial = total / 2.0;
    while trial < first_room {
        if needed(&heights, trial) <= 2 {
            first_room = trial;
            break;
        }
        trial += 6.0;
    }
    let mut columns: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut used = 0.0;
    for section in sections {
        let room = if columns.len() <= 2 {
            first_room
        } else {
            bottom - MARGIN
        };
        let section_height = height(&section) + SECTION_RULE;
        if used > 0.0 && used + section_height > room {
            columns.push(Vec::new());
            used = 0.0;
        }
        let room = if columns.len() <= 2 {
            first_room
        } else {
            bottom - MARGIN
        };
        for piece in std::iter::once(pieces::section_rule()).chain(section) {
            // Only a section higher than a whole column comes to its end here.
            if used + piece.height > room + 0.5 {
                columns.push(Vec::new());
                used = 0.0;
            }
            used += piece.height;
            columns
                .last_mut()
                .expect("there is one from the start")
                .push(piece);
        }
    }
    columns
}

/// How many columns of this height the sections need.
fn needed(heights: &[f32], room: f32) -> usize {
    let mut count = 1;
    let mut used = 0.0;
    for height in heights {
        if used > 0.0 && used + height > room {
            count += 1;
            used = 0.0;
        }
        used += height;
    }
    count
}

fn height(pieces: &[Piece]) -> f32 {
    pieces.iter().map(|piece| piece.height).sum()
}
