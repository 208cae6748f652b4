//! The bits of a printer's state, from either kind of answer.
//!
//! Sources: Epson's ESC/POS command reference, `DLE EOT` n = 1 to 4 and `GS a`. Must never:
//! remember more than the last word.

use super::super::{Paper, PinLevel, PrinterError, PrinterStatus};
use super::codec::Query;

/// The last answer to each query.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct State {
    answers: [Option<u8>; 4],
}

impl State {
    /// An answer to a query came.
    pub fn answered(&mut self, query: Query, byte: u8) {
        self.answers[query as usize] = Some(byte);
    }

    /// Automatic status came: the same bits in other places.
    pub fn automatic(&mut self, [first, second, third, _]: [u8; 4]) {
        let bit = |byte: u8, from: u8, to: u8| if byte & from != 0 { to } else { 0 };
        let broken = second & 0x6C;
        let paper = bit(third, 0x03, 0x0C) | bit(third, 0x0C, 0x60);
        // A recoverable error by hand (bit 2) has no place of its own in the real-time bytes:
        // it stands as an error without a name.
        self.answers = [
            Some(0x12 | (first & 0x0C)),
            Some(
                0x12 | bit(first, 0x20, 0x04)
                    | bit(first, 0x40, 0x08)
                    | bit(third, 0x0C, 0x20)
                    | bit(broken, 0xFF, 0x40),
            ),
            Some(0x12 | (second & 0x68)),
            Some(0x12 | paper),
        ];
    }

    /// The whole state; `None` until every query has an answer.
    pub fn status(&self, drawer_open_level: Option<PinLevel>) -> Option<PrinterStatus> {
        let [Some(printer), Some(offline), Some(error), Some(paper)] = self.answers else {
            return None;
        };
        let pin = match printer & 0x04 {
            0 => PinLevel::Low,
            _ => PinLevel::High,
        };
        Some(PrinterStatus {
            online: printer & 0x08 == 0,
            paper: match paper {
                _ if paper & 0x60 != 0 || offline & 0x20 != 0 => Paper::Out,
                _ if paper & 0x0C != 0 => Paper::NearEnd,
                _ => Paper::Ok,
            },
            cover_open: offline & 0x04 != 0,
            drawer_open: drawer_open_level.map(|level| level == pin),
            error: match error {
                _ if error & 0x20 != 0 => Some(PrinterError::Unrecoverable),
                _ if error & 0x08 != 0 => Some(PrinterError::Cutter),
                _ if error & 0x40 != 0 => Some(PrinterError::Recoverable),
                _ if offline & 0x40 != 0 => Some(PrinterError::Other),
                _ => None,
            },
        })
    }
}

/// The answer to [`Query::Printer`] says that the printer takes orders.
pub fn is_online(byte: u8) -> bool {
    byte & 0x08 == 0
}
