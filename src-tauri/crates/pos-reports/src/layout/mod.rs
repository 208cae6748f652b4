//! A document set in the columns of a printer. Owns where each character stands; knows no command
//! and no byte.

mod wrap;

pub use wrap::{balance, wrap};

use crate::escpos::charset::Charset;
use crate::paper::PaperProfile;
use pos_app::views::receipt::{Align, ReceiptBlock};

/// What stands below a line it belongs to is set in by this much.
const INDENT: usize = 2;
/// A left part is not squeezed into fewer columns than this beside its right part.
const LEAST_LEFT: usize = 10;
/// No paper is narrower.
const LEAST_COLUMNS: usize = 16;

/// How large characters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Normal,
    /// Twice as high.
    Tall,
    /// Twice as high and as wide.
    Double,
}

/// One row of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    Text {
        /// Empty columns before the text, of normal width.
        indent: usize,
        /// In characters that the printer has.
        text: String,
        size: Size,
        strong: bool,
    },
    /// A rule over all columns.
    Rule(usize),
    Barcode(String),
    Qr(String),
    Logo,
}

/// Sets a document in the columns of its paper.
pub fn set(blocks: &[ReceiptBlock], profile: &PaperProfile) -> Vec<Row> {
    let mut sheet = Sheet {
        charset: Charset::of(profile.encoding),
        columns: usize::from(profile.columns).max(LEAST_COLUMNS),
        rows: Vec::with_capacity(blocks.len() + 8),
    };
    for block in blocks {
        sheet.block(block);
    }
    sheet.rows
}

struct Sheet {
    charset: Charset,
    columns: usize,
    rows: Vec<Row>,
}

impl Sheet {
    fn block(&mut self, block: &ReceiptBlock) {
        match block {
            ReceiptBlock::Title { text } => self.title(text),
            ReceiptBlock::Text {
                text,
                align,
                strong,
            } => self.text(text, *align, *strong),
            ReceiptBlock::Pair {
                left,
                right,
                strong,
            } => self.pair(left, right, *strong),
            ReceiptBlock::Item {
                name,
                detail,
                amount,
            } => {
                self.pair(name, amount, false);
                if let Some(detail) = detail {
                    self.indented(detail);
                }
            }
            ReceiptBlock::Rule => self.rows.push(Row::Rule(self.columns)),
            ReceiptBlock::Barcode { text } => self.rows.push(Row::Barcode(text.clone())),
            ReceiptBlock::Qr { text, .. } => self.rows.push(Row::Qr(text.clone())),
            ReceiptBlock::Logo => self.rows.push(Row::Logo),
            ReceiptBlock::Slip { lines } => self.slip(lines),
        }
    }

    fn row(&mut self, indent: usize, text: String, size: Size, strong: bool) {
        self.rows.push(Row::Text {
            indent,
            text,
            size,
            strong,
        });
    }

    /// Double size on up to two lines, tall where a word or the whole is too long for that.
    fn title(&mut self, text: &str) {
        let text = self.charset.legible(text);
        let half = self.columns / 2;
        let words_fit = text
            .split([' ', '\n'])
            .all(|word| self.charset.width(word) <= half);
        let doubled = balance(&text, half, |c| self.charset.columns(c));
        let (lines, size, factor) = if words_fit && doubled.len() <= 2 {
            (doubled, Size::Double, 2)
        } else {
            let tall = balance(&text, self.columns, |c| self.charset.columns(c));
            (tall, Size::Tall, 1)
        };
        for line in lines {
            let used = self.charset.width(&line) * factor;
            self.row((self.columns - used) / 2, line, size, true);
        }
    }

    fn text(&mut self, text: &str, align: Align, strong: bool) {
        let text = self.charset.legible(text);
        for line in self.wrapped(&text, self.columns) {
            let indent = match align {
                Align::Left => 0,
                Align::Center => (self.columns - self.charset.width(&line)) / 2,
            };
            self.row(indent, line, Size::Normal, strong);
        }
    }

    fn indented(&mut self, text: &str) {
        let text = self.charset.legible(text);
        for line in self.wrapped(&text, self.columns - INDENT) {
            self.row(INDENT, line, Size::Normal, false);
        }
    }

    /// The right part is whole and on the last line of the left one; on lines of its own only
    /// where no left part fits beside it.
    fn pair(&mut self, left: &str, right: &str, strong: bool) {
        let left = self.charset.legible(left);
        let right = self.charset.legible(right).replace('\n', " ");
        let taken = self.charset.width(&right) + 1;
        let room = self.columns.saturating_sub(taken);
        let mut lines = self.wrapped(&left, self.columns);
        if !self.has_room(&lines, room) && room >= LEAST_LEFT {
            lines = self.wrapped(&left, room);
        }
        let last = if self.has_room(&lines, room) {
            lines.pop()
        } else {
            None
        };
        for line in lines {
            self.row(0, line, Size::Normal, strong);
        }
        if let Some(last) = last {
            let gap = self.columns - self.charset.width(&last) - taken + 1;
            let text = format!("{last}{:gap$}{right}", "");
            return self.row(0, text, Size::Normal, strong);
        }
        for line in self.wrapped(&right, self.columns) {
            let indent = self.columns - self.charset.width(&line);
            self.row(indent, line, Size::Normal, strong);
        }
    }

    fn wrapped(&self, text: &str, columns: usize) -> Vec<String> {
        wrap(text, columns, |c| self.charset.columns(c))
    }

    fn has_room(&self, lines: &[String], room: usize) -> bool {
        lines
            .last()
            .is_some_and(|last| room > 0 && self.charset.width(last) <= room)
    }

    /// The terminal's lines keep their own columns; all of them together are centred.
    fn slip(&mut self, lines: &[String]) {
        let lines: Vec<String> = lines
            .iter()
            .map(|line| self.charset.legible(line))
            .flat_map(|line| self.wrapped(line.trim_end(), self.columns))
            .collect();
        let widest = lines.iter().map(|line| self.charset.width(line)).max();
        let indent = (self.columns - widest.unwrap_or_default()) / 2;
        for line in lines {
            self.row(indent, line, Size::Normal, false);
        }
    }
}
