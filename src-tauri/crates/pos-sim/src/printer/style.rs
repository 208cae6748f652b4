//! Owns how the next characters look and where lines go: everything that ESC @ resets.

use super::command::Command;
use crate::paint::Face;

/// The print settings of the command reference, with its defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    pub face: Face,
    /// How much wider and taller, 1 to 8.
    pub size: (usize, usize),
    /// The same for Chinese characters, which ESC ! leaves alone and FS ! sets alone.
    pub chinese_size: (usize, usize),
    pub bold: bool,
    /// Dots, 0 to 2.
    pub underline: usize,
    pub reverse: bool,
    pub upside_down: bool,
    pub align: Align,
    pub code_page: u8,
    /// Dots right of each character.
    pub spacing: usize,
    pub chinese: bool,
    pub chinese_underline: usize,
    pub chinese_spacing: (usize, usize),
    pub line_spacing: usize,
    pub margin: usize,
    pub area_width: usize,
    /// Columns.
    pub tabs: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

impl Style {
    /// What holds after the power comes on, for a print width in dots.
    pub fn new(width: usize) -> Self {
        Self {
            face: Face::A,
            size: (1, 1),
            chinese_size: (1, 1),
            bold: false,
            underline: 0,
            reverse: false,
            upside_down: false,
            align: Align::Left,
            code_page: 0,
            spacing: 0,
            chinese: false,
            chinese_underline: 0,
            chinese_spacing: (0, 0),
            line_spacing: 30,
            margin: 0,
            area_width: width,
            tabs: (1..=32).map(|stop| stop * 8).collect(),
        }
    }

    /// Takes a command that changes the style; false: it is none.
    pub fn take(&mut self, command: &Command) -> bool {
        match command {
            Command::PrintMode(mode) => {
                self.face = face(mode & 1);
                self.bold = mode & 0x08 != 0;
                let twice = |bit: u8| if mode & bit != 0 { 2 } else { 1 };
                self.size = (twice(0x20), twice(0x10));
                self.underline = usize::from(mode & 0x80 != 0);
            }
            Command::Underline(dots) => self.underline = usize::from(*dots).min(2),
            Command::Bold(on) => self.bold = *on,
            Command::Font(font) => self.face = face(*font),
            Command::Size(size) => {
                let times = |half: u8| usize::from(half & 7) + 1;
                self.size = (times(size >> 4), times(*size));
                self.chinese_size = self.size;
            }
            Command::Reverse(on) => self.reverse = *on,
            Command::UpsideDown(on) => self.upside_down = *on,
            Command::Align(align) => {
                self.align = match align {
                    1 => Align::Centre,
                    2 => Align::Right,
                    _ => Align::Left,
                }
            }
            Command::CodePage(page) => self.code_page = *page,
            Command::Spacing(dots) => self.spacing = usize::from(*dots),
            Command::Chinese(on) => self.chinese = *on,
            Command::ChineseMode(mode) => {
                let twice = |bit: u8| if mode & bit != 0 { 2 } else { 1 };
                self.chinese_size = (twice(0x04), twice(0x08));
                self.chinese_underline = usize::from(mode & 0x80 != 0);
            }
            Command::ChineseUnderline(dots) => {
                self.chinese_underline = usize::from(*dots).min(2);
            }
            Command::ChineseQuadruple(on) => {
                self.chinese_size = if *on { (2, 2) } else { (1, 1) };
            }
            Command::ChineseSpacing(left, right) => {
                self.chinese_spacing = (usize::from(*left), usize::from(*right));
            }
            Command::LineSpacing(dots) => self.line_spacing = usize::from(*dots),
            Command::Margin(dots) => self.margin = usize::from(*dots),
            Command::AreaWidth(dots) => self.area_width = usize::from(*dots),
            Command::Tabs(columns) => {
                self.tabs = columns.iter().map(|column| usize::from(*column)).collect();
            }
            _ => return false,
        }
        true
    }
}

fn face(font: u8) -> Face {
    if font == 1 { Face::B } else { Face::A }
}
