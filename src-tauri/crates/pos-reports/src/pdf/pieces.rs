//! A document as pieces to be stacked in a column: where each mark of a block stands, in points.
//! Breaks lines as the printers' layout does and draws nothing.

use super::faces;
use crate::codes::code128;
use crate::layout::{balance, wrap};
use crate::picture::Picture;
use pos_app::views::receipt::{Align, ReceiptBlock};

const BODY: Style = Style::of(8.5, 12.0);
const STRONG: Style = Style {
    strong: true,
    ..Style::of(9.0, 13.0)
};
const DETAIL: Style = Style {
    grey: true,
    ..Style::of(7.5, 10.5)
};
const TITLE: Style = Style {
    strong: true,
    ..Style::of(14.0, 20.0)
};
/// Between the left part of a pair and its right one.
const GAP: f32 = 8.0;
/// A module of a barcode at most, in points: a third of a millimetre.
const BAR_MODULE: f32 = 0.94;
const BAR_HEIGHT: f32 = 30.0;
/// Side of a QR code: 22 mm.
const QR_SIDE: f32 = 62.0;
const LOGO_HEIGHT: f32 = 70.0;
/// Width of a character of the terminal's lines, in thousandths of its size.
const SLIP_PITCH: usize = 580;
/// Height of the rule above a section.
const SECTION_RULE: f32 = 14.0;
const SLIP: Style = Style::of(8.0, 10.5);

/// How a line of text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub size: f32,
    pub leading: f32,
    pub strong: bool,
    pub grey: bool,
}

impl Style {
    const fn of(size: f32, leading: f32) -> Style {
        Style {
            size,
            leading,
            strong: false,
            grey: false,
        }
    }
}

/// Something drawn, from the left top corner of its piece.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    Text {
        x: f32,
        baseline: f32,
        text: String,
        style: Style,
        /// Cells of a fixed width, in thousandths of the size.
        pitch: Option<usize>,
    },
    /// A hairline over the whole width.
    Rule { y: f32 },
    /// Black rectangles: x, y, width, height.
    Boxes(Vec<[f32; 4]>),
    Logo {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
}

/// What is not torn apart by the end of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub height: f32,
    pub marks: Vec<Mark>,
}

/// The rule above a section of a report.
pub fn section_rule() -> Piece {
    Piece {
        height: SECTION_RULE,
        marks: vec![Mark::Rule {
            y: SECTION_RULE / 2.0,
        }],
    }
}

/// A small grey line in the middle, for the foot of a page.
pub fn note(text: &str, width: f32) -> Piece {
    let mut stack = Stack::new(width);
    stack.lines(text, Align::Center, 0.0, DETAIL);
    stack.piece()
}

/// The pieces of a document in a column of this width.
pub fn pieces(blocks: &[ReceiptBlock], logo: Option<&Picture>, width: f32) -> Vec<Piece> {
    blocks
        .iter()
        .filter_map(|block| piece(block, logo, width))
        .collect()
}

fn piece(block: &ReceiptBlock, logo: Option<&Picture>, width: f32) -> Option<Piece> {
    let mut stack = Stack::new(width);
    match block {
        ReceiptBlock::Title { text } => stack.title(text),
        ReceiptBlock::Text {
            text,
            align,
            strong,
        } => stack.lines(text, *align, 0.0, body(*strong)),
        ReceiptBlock::Pair {
            left,
            right,
            strong,
        } => stack.pair(left, right, body(*strong)),
        ReceiptBlock::Item {
            name,
            detail,
            amount,
        } => {
            stack.pair(name, amount, BODY);
            if let Some(detail) = detail {
                stack.lines(detail, Align::Left, GAP, DETAIL);
            }
        }
        ReceiptBlock::Rule => stack.rule(),
        ReceiptBlock::Barcode { text } => stack.barcode(text),
        ReceiptBlock::Qr { modules, .. } => stack.qr(modules),
        ReceiptBlock::Logo => stack.logo(logo?),
        ReceiptBlock::Slip { lines } => stack.slip(lines),
    }
    Some(stack.piece())
}

fn body(strong: bool) -> Style {
    if strong { STRONG } else { BODY }
}

/// A piece while it grows downwards.
struct Stack {
    width: f32,
    height: f32,
    marks: Vec<Mark>,
}

impl Stack {
    fn new(width: f32) -> Stack {
        Stack {
            width,
            height: 0.0,
            marks: Vec::new(),
        }
    }

    fn piece(self) -> Piece {
        Piece {
            height: self.height,
            marks: self.marks,
        }
    }

    fn rule(&mut self) {
        self.marks.push(Mark::Rule { y: 5.0 });
        self.height += 9.0;
    }

    fn title(&mut self, text: &str) {
        let measure = |c| faces::advance(c, TITLE.strong);
        let lines = balance(&cleaned(text), thousandths(self.width, TITLE), measure);
        self.lines(&lines.join("\n"), Align::Center, 0.0, TITLE);
    }

    fn lines(&mut self, text: &str, align: Align, indent: f32, style: Style) {
        for line in broken(text, self.width - indent, style) {
            let x = match align {
                Align::Left => indent,
                Align::Center => (self.width - wide(&line, style)) / 2.0,
            };
            self.line(line, x, style);
            self.height += style.leading;
        }
    }

    fn line(&mut self, text: String, x: f32, style: Style) {
        self.marks.push(Mark::Text {
            x,
            baseline: self.height + (style.leading + style.size * 0.72) / 2.0,
            text,
            style,
            pitch: None,
        });
    }

    /// The right part stands on the last line of the left one, or below it where it has no room.
    fn pair(&mut self, left: &str, right: &str, style: Style) {
        let right = cleaned(right).replace('\n', " ");
        let taken = wide(&right, style);
        let room = self.width - taken - GAP;
        let fits = |lines: &[String]| lines.last().is_some_and(|last| wide(last, style) <= room);
        let mut lines = broken(left, self.width, style);
        if !fits(&lines) && room >= self.width / 4.0 {
            lines = broken(left, room, style);
        }
        let beside = fits(&lines);
        for line in lines {
            self.line(line, 0.0, style);
            self.height += style.leading;
        }
        if beside {
            self.height -= style.leading;
            self.line(right, self.width - taken, style);
            self.height += style.leading;
            return;
        }
        for line in broken(&right, self.width, style) {
            let x = self.width - wide(&line, style);
            self.line(line, x, style);
            self.height += style.leading;
        }
    }

    fn barcode(&mut self, text: &str) {
        let Some(bars) = code128::bars(text) else {
            return self.lines(text, Align::Center, 0.0, BODY);
        };
        let modules: f32 = bars.iter().map(|w| f32::from(*w)).sum();
        let module = (self.width / (modules + 20.0)).min(BAR_MODULE);
        let mut x = (self.width - modules * module) / 2.0;
        self.height += 6.0;
        let mut boxes = Vec::with_capacity(bars.len() / 2 + 1);
        for (i, bar) in bars.iter().enumerate() {
            let bar = f32::from(*bar) * module;
            if i % 2 == 0 {
                boxes.push([x, self.height, bar, BAR_HEIGHT]);
            }
            x += bar;
        }
        self.marks.push(Mark::Boxes(boxes));
        self.height += BAR_HEIGHT;
        self.lines(text, Align::Center, 0.0, BODY);
    }

    fn qr(&mut self, modules: &[String]) {
        let module = QR_SIDE / modules.len().max(1) as f32;
        let left = (self.width - QR_SIDE) / 2.0;
        self.height += 8.0;
        let mut boxes = Vec::new();
        for (y, row) in modules.iter().enumerate() {
            for (x, _) in row.match_indices('1') {
                let top = self.height + y as f32 * module;
                boxes.push([left + x as f32 * module, top, module, module]);
            }
        }
        self.marks.push(Mark::Boxes(boxes));
        self.height += QR_SIDE + 8.0;
    }

    fn logo(&mut self, logo: &Picture) {
        let (width, height) = (logo.width() as f32, logo.height() as f32);
        let scale = (self.width / width).min(LOGO_HEIGHT / height).min(0.5);
        let (width, height) = (width * scale, height * scale);
        self.marks.push(Mark::Logo {
            x: (self.width - width) / 2.0,
            y: self.height,
            width,
            height,
        });
        self.height += height + 6.0;
    }

    /// In a fixed pitch, all lines together in the middle.
    fn slip(&mut self, lines: &[String]) {
        let cells = |c| if faces::is_wide(c) { 2 } else { 1 };
        let most = (self.width * 1000.0 / SLIP.size) as usize / SLIP_PITCH;
        let lines: Vec<String> = lines
            .iter()
            .flat_map(|line| wrap(cleaned(line).trim_end(), most, cells))
            .collect();
        let widest = lines.iter().map(|line| line.chars().map(cells).sum()).max();
        let widest: usize = widest.unwrap_or_default();
        let x = (self.width - (widest * SLIP_PITCH) as f32 * SLIP.size / 1000.0) / 2.0;
        for text in lines {
            self.marks.push(Mark::Text {
                x,
                baseline: self.height + SLIP.leading * 0.8,
                text,
                style: SLIP,
                pitch: Some(SLIP_PITCH),
            });
            self.height += SLIP.leading;
        }
    }
}

/// Lines of a text that fit into so many points.
fn broken(text: &str, width: f32, style: Style) -> Vec<String> {
    wrap(&cleaned(text), thousandths(width, style), |c| {
        faces::advance(c, style.strong)
    })
}

fn thousandths(width: f32, style: Style) -> usize {
    (width * 1000.0 / style.size) as usize
}

fn wide(text: &str, style: Style) -> f32 {
    faces::width(text, style.strong) as f32 * style.size / 1000.0
}

/// Without controls other than line breaks.
fn cleaned(text: &str) -> String {
    text.chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}
