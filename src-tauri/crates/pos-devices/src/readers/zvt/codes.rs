//! Codes of intermediate statuses and the character set of printed text.
//!
//! Source: ZVT PA00P015, chapters 3.7 and 10. Owns: tables. Must never: decide an outcome.

use crate::code_page::CP437_HIGH;
use crate::readers::IntermediateMeaning;

/// Added to a code: the same, and "please remove the card".
const REMOVE_CARD: u8 = 0x40;

/// What an intermediate status code means, and whether the card is to be removed.
pub fn intermediate(code: u8) -> (IntermediateMeaning, bool) {
    match plain(code) {
        IntermediateMeaning::Other if code & REMOVE_CARD != 0 && code < 0x80 => {
            let meaning = plain(code & !REMOVE_CARD);
            (meaning, meaning != IntermediateMeaning::Other)
        }
        meaning => (meaning, false),
    }
}

fn plain(code: u8) -> IntermediateMeaning {
    use IntermediateMeaning as M;
    match code {
        0x00 => M::AmountConfirmation,
        0x01 | 0x02 => M::LookAtPinPad,
        0x04 => M::WaitingForHost,
        0x05 => M::AutomaticReversal,
        0x06 => M::PostBookings,
        0x0A => M::InsertCard,
        0x0B => M::RemoveCard,
        0x0E | 0x17 => M::PleaseWait,
        0x0F => M::AutomaticEndOfDay,
        0x15 => M::WrongPin,
        0x1C => M::Approved,
        0x1D => M::Declined,
        0xC8 => M::WaitingForCashier,
        0xC9 => M::AutomaticDiagnosis,
        _ => M::Other,
    }
}

/// Which characters text is in (TLV 14).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// Code page 437, the default of ZVT.
    Cp437,
    /// UTF-8 (`14 01 FE`).
    Utf8,
}

/// Decodes text. Control characters are dropped (digits with zero bytes between them come
/// together, so that the masking sees them); carriage returns become line breaks.
pub fn text(bytes: &[u8], charset: Charset) -> String {
    let clean = |ch: char| match ch {
        '\r' | '\n' => Some('\n'),
        ch if ch.is_control() => None,
        ch => Some(ch),
    };
    let mut decoded = String::with_capacity(bytes.len() * 3);
    match charset {
        Charset::Utf8 => {
            decoded.extend(String::from_utf8_lossy(bytes).chars().filter_map(clean));
        }
        Charset::Cp437 => {
            let decode = |byte: &u8| match byte.checked_sub(0x80) {
                Some(place) => CP437_HIGH.chars().nth(usize::from(place)),
                None => Some(char::from(*byte)),
            };
            decoded.extend(bytes.iter().filter_map(decode).filter_map(clean));
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_page_437_is_whole() {
        assert_eq!(CP437_HIGH.chars().count(), 128);
        let sample = text(b"Z\x84hlung gen\x81gt \xE1\x9C", Charset::Cp437);
        assert_eq!(sample, "Zählung genügt ß£");
        assert_eq!(text(b"4\x001\x001\r2", Charset::Cp437), "411\n2");
        assert_eq!(text("Zähl".as_bytes(), Charset::Utf8), "Zähl");
    }

    #[test]
    fn intermediate_codes() {
        let table = [
            (0x0A, IntermediateMeaning::InsertCard, false),
            (0x1C, IntermediateMeaning::Approved, false),
            (0x5D, IntermediateMeaning::Declined, true),
            (0x44, IntermediateMeaning::WaitingForHost, true),
            (0xC8, IntermediateMeaning::WaitingForCashier, false),
            (0x7F, IntermediateMeaning::Other, false),
        ];
        for (code, meaning, remove_card) in table {
            assert_eq!(intermediate(code), (meaning, remove_card), "{code:02X}");
        }
    }
}
