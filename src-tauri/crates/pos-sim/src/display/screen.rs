//! Owns the two rows and the cursor.

use super::parse::{Flow, Order};
use crate::code_page;

pub const COLUMNS: usize = 20;
pub const ROWS: usize = 2;

/// What is shown.
#[derive(Debug, Clone)]
pub struct Screen {
    cells: [[char; COLUMNS]; ROWS],
    column: usize,
    row: usize,
    flow: Flow,
    code_page: u8,
    pub cursor_on: bool,
    /// 1 to 4.
    pub brightness: u8,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            cells: [[' '; COLUMNS]; ROWS],
            column: 0,
            row: 0,
            flow: Flow::Overwrite,
            code_page: 0,
            cursor_on: true,
            brightness: 4,
        }
    }
}

impl Screen {
    /// Both rows, 20 characters each.
    pub fn rows(&self) -> [String; ROWS] {
        self.cells.map(|row| row.iter().collect())
    }

    /// Column and row, from 1.
    pub fn cursor(&self) -> (usize, usize) {
        (self.column.min(COLUMNS - 1) + 1, self.row + 1)
    }

    pub fn obey(&mut self, order: Order) {
        match order {
            Order::Letter(byte) => self.letter(code_page::letter(self.code_page, byte)),
            Order::Row(row, text) => {
                self.cells[row] = [' '; COLUMNS];
                for (cell, byte) in self.cells[row].iter_mut().zip(text) {
                    *cell = code_page::letter(self.code_page, byte);
                }
            }
            Order::Initialise => *self = Self::default(),
            Order::Clear => {
                self.cells = [[' '; COLUMNS]; ROWS];
                self.go(0, 0);
            }
            Order::ClearRow => {
                self.cells[self.row] = [' '; COLUMNS];
                self.column = 0;
            }
            Order::Home => self.go(0, 0),
            Order::Bottom => self.go(COLUMNS - 1, ROWS - 1),
            Order::Left => self.column = self.column.saturating_sub(1),
            Order::Right => self.column = (self.column + 1).min(COLUMNS - 1),
            Order::Up => self.row = 0,
            Order::Down => self.down(),
            Order::RowStart => self.column = 0,
            Order::RowEnd => self.column = COLUMNS - 1,
            Order::Cursor(column, row) => {
                let place = |n: u8, count: usize| (1..=count).contains(&usize::from(n));
                if place(column, COLUMNS) && place(row, ROWS) {
                    self.go(usize::from(column) - 1, usize::from(row) - 1);
                }
            }
            Order::CursorOn(on) => self.cursor_on = on,
            Order::Brightness(level) => self.brightness = level.clamp(1, 4),
            Order::Flow(flow) => self.flow = flow,
            Order::CodePage(page) => self.code_page = page,
            Order::Nothing | Order::Unknown(_) => {}
        }
    }

    fn go(&mut self, column: usize, row: usize) {
        self.column = column;
        self.row = row;
    }

    /// The cursor stands behind the last column until the next letter comes.
    fn letter(&mut self, letter: char) {
        if self.column == COLUMNS {
            match self.flow {
                Flow::Overwrite => self.go(0, (self.row + 1) % ROWS),
                Flow::Vertical => {
                    self.column = 0;
                    self.down();
                }
                Flow::Horizontal => {
                    self.cells[self.row].rotate_left(1);
                    self.column = COLUMNS - 1;
                }
            }
        }
        self.cells[self.row][self.column] = letter;
        self.column += 1;
    }

    fn down(&mut self) {
        if self.row + 1 < ROWS {
            self.row += 1;
        } else if self.flow == Flow::Vertical {
            self.cells.rotate_left(1);
            self.cells[ROWS - 1] = [' '; COLUMNS];
        } else {
            self.row = 0;
        }
    }
}
