//! ESC/POS status and real-time commands: bytes out, answers in.
//!
//! Sources: Epson's ESC/POS command reference, `DLE EOT`, `DLE DC4`, `GS a`, `GS r`, `GS I`,
//! `ESC p`, and its appendix on telling the answers apart. Must never: see a document's bytes.

use super::super::{DrawerKick, DrawerPin};

/// A real-time status request, `DLE EOT n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Query {
    /// n = 1: drawer pin, online.
    Printer,
    /// n = 2: why it is offline.
    Offline,
    /// n = 3: errors.
    Error,
    /// n = 4: paper sensors.
    Paper,
}

impl Query {
    /// All of them, in the order in which they are asked.
    pub const ALL: [Self; 4] = [Self::Printer, Self::Offline, Self::Error, Self::Paper];

    /// The bytes of the request.
    pub fn bytes(self) -> [u8; 3] {
        [0x10, 0x04, self as u8 + 1]
    }
}

/// `GS a`: drawer, online, error and paper changes are told without being asked.
pub const AUTOMATIC_STATUS_ON: [u8; 3] = [0x1D, 0x61, 0x0F];

/// `GS r 1`: answered when all before it has been worked off.
pub const TELL_WHEN_DONE: [u8; 3] = [0x1D, 0x72, 0x01];

/// `DLE DC4 8 …`: forget what is buffered, in real time.
pub const CLEAR_BUFFERS: [u8; 10] = [0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8];

/// `GS I n`: a name of the printer.
pub fn ask_name(n: u8) -> [u8; 3] {
    [0x1D, 0x49, n]
}

/// `ESC p m t1 t2`: opens a drawer in its turn; the times count in 2 ms.
pub fn kick_in_turn(kick: &DrawerKick) -> [u8; 5] {
    let steps = |ms: u16| (ms / 2).clamp(1, 255) as u8;
    let on = steps(kick.on_ms);
    [0x1B, 0x70, plug(kick.pin), on, steps(kick.off_ms).max(on)]
}

/// `DLE DC4 1 m t`: opens a drawer at once, also offline; t counts in 100 ms, 1 to 8.
pub fn kick_at_once(kick: &DrawerKick) -> [u8; 5] {
    let steps = kick.on_ms.div_ceil(100).clamp(1, 8) as u8;
    [0x10, 0x14, 1, plug(kick.pin), steps]
}

fn plug(pin: DrawerPin) -> u8 {
    match pin {
        DrawerPin::Two => 0,
        DrawerPin::Five => 1,
    }
}

/// What a printer said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The answer to a [`Query`].
    RealTime(u8),
    /// The four bytes of automatic status.
    Automatic([u8; 4]),
    /// The answer to [`TELL_WHEN_DONE`].
    Done(u8),
    /// The answer to [`ask_name`].
    Name(String),
}

/// The longest name that is believed; the reference says 80.
const NAME_MAX: usize = 80;
/// The answer to [`CLEAR_BUFFERS`] is `37 25 00`.
const CLEARED_MAX: usize = 1;

#[derive(Debug, Default)]
enum Inside {
    #[default]
    Nothing,
    Automatic(Vec<u8>),
    /// `5F … 00`.
    Name(Vec<u8>),
    /// `37 … 00`.
    Cleared(usize),
}

/// Tells the answers apart, whatever the pieces they come in.
#[derive(Debug, Default)]
pub struct Answers {
    inside: Inside,
    names: bool,
}

impl Answers {
    /// For a printer that is asked for no names: a name's first byte is noise there.
    pub fn new() -> Self {
        Self::default()
    }

    /// For a printer that is asked for its names.
    pub fn with_names() -> Self {
        Self {
            names: true,
            ..Self::default()
        }
    }

    /// Takes one byte.
    pub fn push(&mut self, byte: u8) -> Option<Heard> {
        match std::mem::take(&mut self.inside) {
            Inside::Nothing => self.first(byte),
            Inside::Automatic(bytes) => self.automatic(byte, bytes),
            Inside::Name(text) if byte == 0 => {
                let name = String::from_utf8_lossy(&text).trim().to_owned();
                Some(Heard::Name(name))
            }
            Inside::Name(mut text) => {
                if text.len() < NAME_MAX {
                    text.push(byte);
                    self.inside = Inside::Name(text);
                }
                None
            }
            Inside::Cleared(count) => {
                if byte != 0 && count < CLEARED_MAX {
                    self.inside = Inside::Cleared(count + 1);
                }
                None
            }
        }
    }

    fn first(&mut self, byte: u8) -> Option<Heard> {
        match byte {
            // XON, XOFF: the port's matter.
            0x11 | 0x13 => None,
            0x5F if self.names => {
                self.inside = Inside::Name(Vec::new());
                None
            }
            0x37 => {
                self.inside = Inside::Cleared(0);
                None
            }
            _ if byte & 0x93 == 0x12 => Some(Heard::RealTime(byte)),
            _ if byte & 0x93 == 0x10 => {
                self.inside = Inside::Automatic(vec![byte]);
                None
            }
            _ if byte & 0x90 == 0 => Some(Heard::Done(byte)),
            _ => None,
        }
    }

    fn automatic(&mut self, byte: u8, mut bytes: Vec<u8>) -> Option<Heard> {
        if byte & 0x90 == 0 {
            bytes.push(byte);
            if let [first, second, third, fourth] = bytes[..] {
                return Some(Heard::Automatic([first, second, third, fourth]));
            }
        } else if byte != 0x11 && byte != 0x13 {
            // Not one of the four: what was begun is lost, this one may begin something.
            return self.first(byte);
        }
        self.inside = Inside::Automatic(bytes);
        None
    }
}
