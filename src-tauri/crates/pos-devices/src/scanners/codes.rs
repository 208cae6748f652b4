//! Bytes to codes.
//!
//! Sources: ISO/IEC 15424 for the identifiers (`]cm`). Sans-I/O. Must never: mend a code by
//! leaving bytes out: another product might have the rest as its number.

use std::time::{Duration, Instant};

use super::{ScannedCode, ScannerSettings, ScannerSuffix};

/// A scanner sends a code in one breath. After a pause this long, what stands there without an
/// end is the rest of a lost one, and must not become the head of the next.
pub const BREATH: Duration = Duration::from_millis(250);

const STX: u8 = 0x02;
const ETX: u8 = 0x03;
/// Separates the fields of a GS1 code: a part of it.
const GROUP_SEPARATOR: u8 = 0x1D;

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned {
    /// A whole code.
    Code(ScannedCode),
    /// So many bytes that are none.
    Garbage(usize),
}

/// Collects bytes until they are a code.
#[derive(Debug)]
pub struct Codes {
    settings: ScannerSettings,
    bytes: Vec<u8>,
    /// Counted instead of kept: this one is too long already.
    surplus: usize,
    last: Option<Instant>,
}

impl Codes {
    /// Nothing came yet.
    pub fn new(settings: ScannerSettings) -> Self {
        Self {
            settings,
            bytes: Vec::new(),
            surplus: 0,
            last: None,
        }
    }

    /// Bytes came at this time.
    pub fn bytes(&mut self, bytes: &[u8], now: Instant) -> Vec<Scanned> {
        let mut out: Vec<Scanned> = self.tick(now).into_iter().collect();
        self.last = Some(now);
        for byte in bytes {
            out.extend(self.push(*byte));
        }
        out
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Instant) -> Option<Scanned> {
        let last = self.last?;
        if now.saturating_duration_since(last) < BREATH {
            return None;
        }
        self.last = None;
        let count = self.bytes.len() + self.surplus;
        self.bytes.clear();
        self.surplus = 0;
        (count > 0).then_some(Scanned::Garbage(count))
    }

    fn push(&mut self, byte: u8) -> Option<Scanned> {
        let end = match self.settings.suffix {
            ScannerSuffix::Cr | ScannerSuffix::CrLf => b'\r',
            ScannerSuffix::Lf => b'\n',
            ScannerSuffix::Tab => b'\t',
        };
        if byte == end {
            return self.finish();
        }
        let empty = self.bytes.is_empty() && self.surplus == 0;
        match byte {
            // Between two codes: the second half of CR LF, a line idling, a frame's start.
            b'\r' | b'\n' | 0 | STX | ETX if empty => {}
            ETX => {}
            // The suffix may add to the prefix and the identifier, but not without bound.
            _ if self.bytes.len() >= self.settings.length_max + self.settings.prefix.len() + 3 => {
                self.surplus += 1;
            }
            _ => self.bytes.push(byte),
        }
        None
    }

    fn finish(&mut self) -> Option<Scanned> {
        let bytes = std::mem::take(&mut self.bytes);
        let surplus = std::mem::take(&mut self.surplus);
        let count = bytes.len() + surplus;
        if count == 0 {
            return None;
        }
        let code = (surplus == 0).then(|| self.code(bytes)).flatten();
        Some(code.map_or(Scanned::Garbage(count), Scanned::Code))
    }

    fn code(&self, bytes: Vec<u8>) -> Option<ScannedCode> {
        let text = String::from_utf8(bytes).ok()?;
        let sound = |ch: char| !ch.is_control() || ch == GROUP_SEPARATOR.into();
        let text = text.strip_prefix(&self.settings.prefix).unwrap_or(&text);
        let (symbology, text) = identifier(text);
        let good =
            !text.is_empty() && text.len() <= self.settings.length_max && text.chars().all(sound);
        good.then(|| ScannedCode {
            text: text.to_owned(),
            symbology: symbology.map(str::to_owned),
        })
    }
}

/// Takes an AIM identifier off: a bracket, a letter, a letter or digit.
fn identifier(text: &str) -> (Option<&str>, &str) {
    match text.as_bytes() {
        [b']', code, modifier, _, ..]
            if code.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
        {
            let (identifier, rest) = text.split_at(3);
            (Some(identifier), rest)
        }
        _ => (None, text),
    }
}
