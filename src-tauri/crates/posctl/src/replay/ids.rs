//! Ids that come from a document's number, so that the same file rung twice rings once.

use pos_domain::ids::{AttemptId, LineId, RequestId, SaleId, TenderId, TerminalId};
use sha2::{Digest, Sha256};

/// Sixteen bytes of a hash, marked as a UUID made from something else (RFC 9562 section 5.8).
fn derived(document: &str, what: &str, n: usize) -> [u8; 16] {
    let full = Sha256::digest(format!("countertop replay/{document}/{what}/{n}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&full[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    bytes
}

pub fn sale(document: &str) -> SaleId {
    SaleId::from_bytes(derived(document, "sale", 0))
}

pub fn line(document: &str, n: usize) -> LineId {
    LineId::from_bytes(derived(document, "line", n))
}

pub fn cash(document: &str) -> TenderId {
    TenderId::from_bytes(derived(document, "cash", 0))
}

/// The `n`-th try to get the card payment approved.
pub fn attempt(document: &str, n: usize) -> AttemptId {
    AttemptId::from_bytes(derived(document, "attempt", n))
}

/// Of the act that settles a document; `n` tells tries apart.
pub fn request(document: &str, n: usize) -> RequestId {
    RequestId::from_bytes(derived(document, "request", n))
}

/// The simulator that replays pay at, always the same.
pub fn terminal() -> TerminalId {
    TerminalId::from_bytes(derived("", "terminal", 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// These are in the journals of shops that were rung before: they must never change.
    #[test]
    fn they_never_change() {
        assert_eq!(
            sale("536365").to_string(),
            "d3d3e7cf-bd43-8c1b-a84e-769d76adbeb2"
        );
        assert_ne!(request("536365", 0), request("536365", 1));
        assert_ne!(line("536365", 11), line("5363651", 1));
    }
}
