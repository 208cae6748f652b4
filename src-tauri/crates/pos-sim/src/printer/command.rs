//! Owns the commands of ESC/POS as meaning, without bytes. Names and numbers follow Epson's
//! public command reference.

/// One command, with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A character of one byte, read by the code page.
    Char(u8),
    /// A character of two or four bytes of GB18030 (Chinese mode).
    Wide(Vec<u8>),
    LineFeed,
    CarriageReturn,
    FormFeed,
    Tab,
    /// ESC @
    Initialise,
    /// ESC !: font, bold, height, width, underline in one byte.
    PrintMode(u8),
    /// ESC -: dots, 0 to 2.
    Underline(u8),
    /// ESC E, ESC G
    Bold(bool),
    /// ESC M
    Font(u8),
    /// GS !: width in the high half, height in the low one, each less one.
    Size(u8),
    /// GS B
    Reverse(bool),
    /// ESC {
    UpsideDown(bool),
    /// ESC a: 0 left, 1 centre, 2 right.
    Align(u8),
    /// ESC t
    CodePage(u8),
    /// ESC SP: dots right of each character.
    Spacing(u8),
    /// FS & and FS .
    Chinese(bool),
    /// FS !: bit 2 double width, bit 3 double height, bit 7 underline.
    ChineseMode(u8),
    /// FS -
    ChineseUnderline(u8),
    /// FS W
    ChineseQuadruple(bool),
    /// FS S: dots left and right of each character.
    ChineseSpacing(u8, u8),
    /// ESC 2 and ESC 3: dots from line to line.
    LineSpacing(u8),
    /// ESC J
    FeedDots(u8),
    /// ESC d
    FeedLines(u8),
    /// ESC $
    Position(u16),
    /// ESC \
    Move(i16),
    /// GS L
    Margin(u16),
    /// GS W
    AreaWidth(u16),
    /// ESC D: columns.
    Tabs(Vec<u8>),
    Cut(Cut),
    /// ESC p
    Kick(Kick),
    /// GS h, in dots.
    BarcodeHeight(u8),
    /// GS w, dots of the thinnest bar.
    BarcodeModule(u8),
    /// GS H: 0 none, 1 above, 2 below, 3 both.
    BarcodeText(u8),
    /// GS f
    BarcodeFont(u8),
    /// GS k
    Barcode {
        kind: u8,
        content: Vec<u8>,
    },
    /// GS ( k 49 65: 49 model 1, 50 model 2.
    QrModel(u8),
    /// GS ( k 49 67: dots a module.
    QrModule(u8),
    /// GS ( k 49 69: 48 L, 49 M, 50 Q, 51 H.
    QrLevel(u8),
    /// GS ( k 49 80
    QrStore(Vec<u8>),
    /// GS ( k 49 81
    QrPrint,
    /// GS v 0: printed at once.
    Raster(Raster),
    /// GS ( L 112: kept until it is printed.
    StoreRaster(Raster),
    /// GS ( L 50
    PrintStored,
    /// ESC *: part of the line, columns of 8 or 24 dots.
    BitImage {
        mode: u8,
        columns: Vec<u8>,
    },
    /// GS a
    AutoStatus(u8),
    /// GS r
    SendStatus(u8),
    /// GS I
    SendIdentity(u8),
    /// GS ( H 48: answered when all before it is printed.
    ProcessId([u8; 4]),
    /// GS ( D: whether DLE DC4 may kick the drawer.
    AllowPulse(bool),
    /// DLE …: done when it came in; here only its place in the stream.
    RealTime,
    /// Understood, but without an effect here.
    Ignored(Vec<u8>),
    /// Not understood.
    Unknown(Vec<u8>),
}

/// GS V, ESC i, ESC m
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    pub partial: bool,
    /// Feed to the cutter and so many dots more; `None`: cut where the paper is.
    pub feed: Option<u8>,
}

/// A pulse to the drawer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kick {
    /// The connector's pin, 2 or 5.
    pub pin: u8,
    pub on_ms: u16,
}

/// A picture: rows of packed bits, the left dot in the highest bit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    pub width: usize,
    pub height: usize,
    /// How much each dot is enlarged, across and down.
    pub scale: (usize, usize),
    pub bits: Vec<u8>,
}
