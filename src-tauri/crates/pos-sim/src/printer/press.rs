//! Owns the printing: commands to dots on the paper. It neither hears nor answers the till.

use super::command::{Command, Cut, Raster};
use super::line::{self, LineBuffer};
use super::slip::{End, Remarks};
use super::strip::{Paper, Strip};
use super::style::{Align, Style};
use super::symbols::{self, BarcodeStyle, Level, Text};
use crate::code_page;
use crate::hex;
use crate::paint::{Dots, Face};

/// The mechanics and their settings.
pub struct Press {
    style: Style,
    line: LineBuffer,
    strip: Strip,
    barcode: BarcodeStyle,
    qr: QrSettings,
    /// GS ( L 112
    stored: Option<Raster>,
    pub remarks: Remarks,
}

#[derive(Debug)]
struct QrSettings {
    content: Vec<u8>,
    module: usize,
    level: Level,
}

impl Default for QrSettings {
    fn default() -> Self {
        Self {
            content: Vec::new(),
            module: 3,
            level: Level::L,
        }
    }
}

impl Press {
    /// A press with new paper.
    pub fn new(width: usize, cutter: usize) -> Self {
        Self {
            style: Style::new(width),
            line: LineBuffer::default(),
            strip: Strip::new(width, cutter),
            barcode: BarcodeStyle::default(),
            qr: QrSettings::default(),
            stored: None,
            remarks: Remarks::default(),
        }
    }

    pub fn is_chinese(&self) -> bool {
        self.style.chinese
    }

    /// ESC @, and what a power cut does: the paper stays, all else is as when switched on.
    pub fn reset(&mut self) {
        self.style = Style::new(self.strip.width());
        self.line = LineBuffer::default();
        self.barcode = BarcodeStyle::default();
        self.qr = QrSettings::default();
        self.stored = None;
    }

    /// Tears off what was printed, with half a line of it if need be.
    pub fn tear(&mut self) -> Option<Paper> {
        self.end_line();
        self.strip.has_print().then(|| self.strip.feed_and_cut(0))?
    }

    /// Carries a command out; gives the paper that came off.
    pub fn print(&mut self, command: Command) -> Option<(Paper, End)> {
        if self.style.take(&command) {
            self.check_page(&command);
            return None;
        }
        match command {
            Command::Char(byte) => self.char(byte),
            Command::Wide(bytes) => self.wide(&bytes),
            Command::LineFeed => self.line_feed(),
            Command::FeedDots(dots) => {
                self.end_line();
                self.strip.feed(usize::from(dots));
            }
            Command::FeedLines(lines) => {
                self.end_line();
                self.strip
                    .feed(usize::from(lines) * self.style.line_spacing);
            }
            Command::Tab => self.tab(),
            Command::Position(dots) => self.go(Some(usize::from(dots)), "1B 24"),
            Command::Move(dots) => {
                self.go(self.line.x.checked_add_signed(isize::from(dots)), "1B 5C");
            }
            Command::Initialise => {
                if !self.line.is_empty() {
                    self.remarks.ignored.name("1B 40: half a line was dropped");
                }
                self.reset();
            }
            Command::Cut(cut) => return self.cut(cut),
            Command::FormFeed => {
                let paper = self.tear()?;
                return Some((paper, End::Form));
            }
            Command::Raster(raster) => self.raster(&raster, "1D 76 30"),
            Command::StoreRaster(raster) => self.stored = Some(raster),
            Command::PrintStored => match self.stored.take() {
                Some(raster) => self.raster(&raster, "1D 28 4C"),
                None => self
                    .remarks
                    .ignored
                    .name("1D 28 4C 30 32: nothing is stored"),
            },
            Command::BitImage { mode, columns } => self.bit_image(mode, &columns),
            Command::Ignored(name) => self.remarks.ignored.bytes(&name),
            Command::Unknown(name) => self.remarks.unknown.bytes(&name),
            other => self.symbol(other),
        }
        None
    }

    fn symbol(&mut self, command: Command) {
        match command {
            Command::BarcodeHeight(dots) => self.barcode.height = usize::from(dots.max(1)),
            Command::BarcodeModule(dots) => self.barcode.module = usize::from(dots.clamp(1, 6)),
            Command::BarcodeFont(font) => {
                self.barcode.face = if font == 1 { Face::B } else { Face::A };
            }
            Command::BarcodeText(place) => {
                self.barcode.text = match place {
                    1 => Text::Above,
                    2 => Text::Below,
                    3 => Text::Both,
                    _ => Text::None,
                }
            }
            Command::Barcode { kind, content } => self.barcode(kind, &content),
            Command::QrModel(50) => {}
            Command::QrModel(model) => {
                let name = format!("1D 28 6B 31 41: model {model}");
                self.remarks.ignored.name(&name);
            }
            Command::QrModule(dots) => self.qr.module = usize::from(dots.clamp(1, 16)),
            Command::QrLevel(level) => {
                self.qr.level = match level {
                    49 => Level::M,
                    50 => Level::Q,
                    51 => Level::H,
                    _ => Level::L,
                }
            }
            Command::QrStore(content) => self.qr.content = content,
            Command::QrPrint => self.print_qr(),
            // The rest is not for the paper: status, drawer, carriage return.
            _ => {}
        }
    }

    /// A page that is not built in is told, and letters stay as they were.
    fn check_page(&mut self, command: &Command) {
        if let Command::CodePage(page) = command
            && code_page::upper_half(*page).is_none()
        {
            let name = format!("1B 74 {page:02X}: no such page");
            self.remarks.ignored.name(&name);
            self.style.code_page = 0;
        }
    }

    fn char(&mut self, byte: u8) {
        let letter = code_page::letter(self.style.code_page, byte);
        let (dots, known) = line::character(letter, &self.style);
        self.piece(dots, known, letter);
    }

    fn wide(&mut self, bytes: &[u8]) {
        let decoded =
            encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
        let mut letters = decoded.as_deref().unwrap_or_default().chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else {
            let name = format!("{}: no GB18030", hex::text(bytes));
            self.remarks.unknown.name(&name);
            return;
        };
        let (dots, known) = line::wide(letter, &self.style);
        self.piece(dots, known, letter);
    }

    fn piece(&mut self, dots: Dots, known: bool, letter: char) {
        if !known && !self.remarks.missing.contains(letter) {
            self.remarks.missing.push(letter);
        }
        if !self.line.fits(dots.width(), &self.style) && !self.line.is_empty() {
            self.remarks.wrapped += 1;
            self.line_feed();
        }
        self.line.push(dots, Some(letter));
    }

    fn line_feed(&mut self) {
        let set = self.line.set(&self.style, self.strip.width());
        self.strip
            .print(&set.dots, Some(set.text), self.style.line_spacing);
    }

    /// Prints what waits, without a feed of its own beyond the line's height.
    fn end_line(&mut self) {
        if !self.line.is_empty() {
            let set = self.line.set(&self.style, self.strip.width());
            self.strip.print(&set.dots, Some(set.text), 0);
        }
        self.line.x = 0;
    }

    /// A place outside of the print area is not gone to.
    fn go(&mut self, place: Option<usize>, name: &str) {
        match place.filter(|x| *x <= self.style.area_width) {
            Some(x) => self.line.x = x,
            None => {
                let name = format!("{name}: outside of the print area");
                self.remarks.ignored.name(&name);
            }
        }
    }

    fn tab(&mut self) {
        let (cell, _) = self.style.face.cell();
        let column = (cell + self.style.spacing) * self.style.size.0;
        let stops = self.style.tabs.iter().map(|stop| stop * column);
        if let Some(stop) = stops.filter(|stop| *stop > self.line.x).min() {
            self.line.x = stop;
        }
    }

    fn cut(&mut self, cut: Cut) -> Option<(Paper, End)> {
        if !self.is_at_line_start("1D 56") {
            return None;
        }
        let paper = match cut.feed {
            Some(more) => self.strip.feed_and_cut(usize::from(more)),
            None => self.strip.cut(),
        };
        let end = if cut.partial {
            End::PartialCut
        } else {
            End::Cut
        };
        Some((paper?, end))
    }

    /// These commands work only at the beginning of a line.
    fn is_at_line_start(&mut self, name: &str) -> bool {
        let at_start = self.line.is_empty();
        if !at_start {
            let name = format!("{name}: in the middle of a line");
            self.remarks.ignored.name(&name);
        }
        at_start
    }

    fn raster(&mut self, raster: &Raster, name: &str) {
        if !self.is_at_line_start(name) {
            return;
        }
        let (across, down) = raster.scale;
        let dots = Dots::from_bits(raster.width, raster.height, &raster.bits);
        let dots = dots.enlarged(across, down);
        let text = format!("[image {}x{}]", dots.width(), dots.height());
        self.block(&dots, text);
    }

    /// 8 or 24 dots a column, the top one in the highest bit.
    fn bit_image(&mut self, mode: u8, columns: &[u8]) {
        let (bytes, scale) = match mode {
            0 => (1, (2, 3)),
            1 => (1, (1, 3)),
            32 => (3, (2, 1)),
            _ => (3, (1, 1)),
        };
        let mut dots = Dots::new(columns.len() / bytes, bytes * 8);
        for (x, column) in columns.chunks_exact(bytes).enumerate() {
            for y in 0..bytes * 8 {
                dots.set(x, y, column[y / 8] >> (7 - y % 8) & 1 == 1);
            }
        }
        self.line.push(dots.enlarged(scale.0, scale.1), None);
    }

    fn barcode(&mut self, kind: u8, content: &[u8]) {
        if !self.is_at_line_start("1D 6B") {
            return;
        }
        let bars = match symbols::bars(kind, content) {
            Ok(bars) => bars,
            Err(why) => return self.remarks.ignored.name(&format!("1D 6B: {why}")),
        };
        let dots = bars.draw(&self.barcode);
        if bars.modules.len() * self.barcode.module > self.style.area_width {
            self.remarks
                .ignored
                .name("1D 6B: wider than the print area");
            return;
        }
        self.block(&dots, format!("[{} {}]", bars.name, bars.text));
    }

    fn print_qr(&mut self) {
        if !self.is_at_line_start("1D 28 6B") {
            return;
        }
        let Some(dots) = symbols::qr(&self.qr.content, self.qr.level, self.qr.module) else {
            self.remarks
                .ignored
                .name("1D 28 6B 31 51: too much content");
            return;
        };
        if self.qr.content.is_empty() || dots.width() > self.style.area_width {
            let why = "1D 28 6B 31 51: no content, or wider than the print area";
            self.remarks.ignored.name(why);
            return;
        }
        let text = String::from_utf8_lossy(&self.qr.content);
        self.block(&dots, format!("[QR {text}]"));
    }

    /// Prints something that stands alone on its rows.
    fn block(&mut self, dots: &Dots, text: String) {
        let width = dots.width().min(self.style.area_width);
        let free = self.style.area_width - width;
        let indent = match self.style.align {
            Align::Left => 0,
            Align::Centre => free / 2,
            Align::Right => free,
        };
        let mut row = Dots::new(self.strip.width(), dots.height());
        row.draw(self.style.margin + indent, 0, dots);
        self.strip.print(&row, Some(text), 0);
    }
}
