//! `sale_card`: the settled sales of a card, by the last four digits of its number. The terminal
//! masked the others before they reached the till.

use crate::rows::run;
use pos_app::ports::store::StoreResult;
use pos_domain::fact::SaleCompleted;
use pos_domain::ids::Seq;
use rusqlite::{Connection, params};

/// The last four digits of a masked card number, where they are told.
pub fn end_of(masked: &str) -> Option<u16> {
    let start = masked.len().checked_sub(4)?;
    let end = masked.get(start..)?;
    let digits = end.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| end.parse().ok()).flatten()
}

/// Notes the cards of a sale's tenders.
pub fn insert(connection: &Connection, seq: Seq, sold: &SaleCompleted) -> StoreResult<()> {
    for attempt in sold.tenders.iter().filter_map(|tender| tender.attempt_id) {
        run(
            connection,
            "INSERT OR IGNORE INTO sale_card (card_end, seq)
             SELECT card_end, ?2 FROM attempt WHERE attempt_id = ?1 AND card_end IS NOT NULL",
            params![attempt.bytes(), seq.0],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_masked_number() {
        for (masked, end) in [
            ("476173******0119", Some(119)),
            ("************4242", Some(4242)),
            ("4242", Some(4242)),
            ("476173**********", None),
            ("***", None),
            ("", None),
            ("****12\u{661}4", None),
        ] {
            assert_eq!(end_of(masked), end, "{masked:?}");
        }
    }
}
