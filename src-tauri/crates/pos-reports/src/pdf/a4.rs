//! Reports on A4: a head over the whole width, below it two columns of sections. Owns where pieces
//! go; what they are is known to nobody here.

use super::pieces::{self, Piece};
use super::{Placed, Sheet, mm, stacked};
use crate::picture::Picture;
use pos_app::views::receipt::ReceiptBlock;

const WIDTH: f32 = mm(210.0);
const HEIGHT: f32 = mm(297.0);
const MARGIN: f32 = mm(18.0);
const GAP: f32 = mm(10.0);
/// Columns end here, above the foot.
const BOTTOM: f32 = HEIGHT - MARGIN - mm(6.0);
/// How much longer columns become at each try to make them of like height.
const TRIAL_STEP: f32 = 6.0;
/// A rule, a heading and two rows.
const LEAST_TOGETHER: usize = 4;
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
        .map(|section| {
            let pieces = pieces::pieces(section, logo, COLUMN);
            std::iter::once(pieces::section_rule())
                .chain(pieces)
                .collect()
        })
        .collect();
    let counts = columns(&sections, head_bottom + mm(4.0));
    let pages = counts.len().div_ceil(2).max(1);
    let mut rest = sections.into_iter().flatten();
    let mut columns = counts
        .into_iter()
        .map(|count| rest.by_ref().take(count).collect());
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

/// How many pieces go into each column; the first two begin at `top`. Where one page takes all of
/// it, its columns are of like height, and sections are whole if that is possible.
fn columns(sections: &[Vec<Piece>], top: f32) -> Vec<usize> {
    let first = BOTTOM - top;
    let total: f32 = sections.iter().map(|section| height(section)).sum();
    for torn in [false, true] {
        let mut room = total / 2.0;
        while room < first {
            let counts = filled(sections, |_| room, torn);
            if counts.len() <= 2 {
                return counts;
            }
            room += TRIAL_STEP;
        }
    }
    let room = |column| if column < 2 { first } else { BOTTOM - MARGIN };
    filled(sections, room, true)
}

/// Fills columns one after the other. A torn section leaves its beginning in one piece.
fn filled(sections: &[Vec<Piece>], room: impl Fn(usize) -> f32, torn: bool) -> Vec<usize> {
    let mut counts = vec![0];
    let mut used = 0.0;
    for section in sections {
        let together = if torn { LEAST_TOGETHER } else { section.len() };
        let needed = height(&section[..together.min(section.len())]);
        for (i, piece) in section.iter().enumerate() {
            let wanted = if i == 0 { needed } else { piece.height };
            let column = counts.len() - 1;
            if used > 0.0 && used + wanted > room(column) + 0.5 {
                counts.push(0);
                used = 0.0;
            }
            used += piece.height;
            *counts.last_mut().expect("there is one from the start") += 1;
        }
    }
    counts
}

fn height(pieces: &[Piece]) -> f32 {
    pieces.iter().map(|piece| piece.height).sum()
}
