//! Whether the books are behind a terminal: a whole machine that was set back (a copy of the disk
//! with its keychain) holds together in itself, and only the terminal's own numbers tell. Decides
//! and locks; never asks.

use super::compare;
use crate::api::AppResult;
use crate::tx::Tx;
use crate::views::doubt::ReceiptReading;
use crate::views::register::DeviceLock;
use pos_domain::fact::{Fact, LockReason};
use pos_domain::ids::TerminalId;
use pos_domain::payment::LastReceipt;

/// The entries that are read for what the books know of a terminal: some days of a busy one.
const READ: u32 = 400;

/// What the books know, and what the terminal shows beyond it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    pub known_receipt_no: u32,
    pub found_receipt_no: u32,
    /// With its amount and time, for whoever looks for it.
    pub found: LastReceipt,
}

/// Receipt numbers have four digits and begin again after the last (ZVT 87: 0001–9999).
const LAST_NO: u32 = 9_999;
/// Numbers this near to the end and to the beginning are taken for neighbours.
const NEAR_END: u32 = 999;

/// Compares a terminal's last receipt with what the books have of it. Only an approved payment that
/// they do not know counts, and only beyond the last number that they do: a refused one moved
/// no money, and a lower number is a memory that was cleared. After a restore, which two people
/// decided knowing what is lost, the books begin to know anew.
pub fn is_behind(tx: &Tx, id: TerminalId, last: &LastReceipt) -> AppResult<Option<Behind>> {
    let paid = last.approved && last.amount_minor.is_some_and(|amount| amount > 0);
    let Some(found_receipt_no) = last.receipt_no.filter(|_| paid) else {
        return Ok(None);
    };
    let newest = tx.store.newest_on(id, READ)?;
    let known = last_known(newest.iter().map(|(_, fact)| fact));
    Ok(known
        .filter(|known| is_later(found_receipt_no, *known))
        .map(|known_receipt_no| Behind {
            known_receipt_no,
            found_receipt_no,
            found: last.clone(),
        }))
}

fn is_later(found: u32, known: u32) -> bool {
    let began_again = found <= NEAR_END && known >= LAST_NO - NEAR_END;
    match began_again {
        true => true,
        false => found > known && (known > NEAR_END || found < LAST_NO - NEAR_END),
    }
}

/// The last receipt number that entries know, newest first: since the terminal's last end of day,
/// or before it where nothing came after.
fn last_known<'f>(newest: impl Iterator<Item = &'f Fact>) -> Option<u32> {
    let mut known: Option<u32> = None;
    let mut closed = false;
    for fact in newest {
        if let Fact::TerminalClosed(_) = fact {
            if known.is_some() {
                break;
            }
            closed = true;
        }
        for number in numbers(fact) {
            known = match known {
                Some(known) if !is_later(number, known) => Some(known),
                Some(_) | None => Some(number),
            };
        }
    }
    // The end of day may have taken a number of its own.
    known.map(|known| match closed {
        true => known % LAST_NO + 1,
        false => known,
    })
}

/// The receipt numbers of the terminal that an entry names. One for which two people have taken a
/// lock off is known from then on.
fn numbers(fact: &Fact) -> Vec<u32> {
    let of = |reading: &Option<LastReceipt>| reading.as_ref().and_then(|one| one.receipt_no);
    let found = match fact {
        Fact::AttemptSent(sent) => vec![of(&sent.baseline)],
        Fact::AttemptMoved(moved) => {
            let slip = moved.slip.as_ref().and_then(|slip| slip.receipt_no);
            vec![slip, of(&moved.seen)]
        }
        Fact::DeviceLocked(locked) if locked.reason == LockReason::BooksBehind => {
            vec![locked.found.as_ref().and_then(|text| text.parse().ok())]
        }
        _ => Vec::new(),
    };
    found.into_iter().flatten().collect()
}

/// Takes the terminal out of use until a technician and a manager have looked at what it did.
pub fn lock(tx: &mut Tx, id: TerminalId, behind: &Behind) -> AppResult<()> {
    let why = DeviceLock {
        reason: LockReason::BooksBehind,
        at: tx.now,
        expected: Some(behind.known_receipt_no.to_string()),
        found: Some(behind.found_receipt_no.to_string()),
        receipt: Some(ReceiptReading::from(&behind.found)),
    };
    compare::lock_for(tx, id, why, Some(behind.found.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pos_domain::fact::{DeviceLocked, TerminalClosed};
    use pos_domain::ids::DeviceId;

    fn cleared(number: u32) -> Fact {
        Fact::DeviceLocked(DeviceLocked {
            device_id: DeviceId::from_bytes([1; 16]),
            reason: LockReason::BooksBehind,
            expected: None,
            found: Some(number.to_string()),
            receipt: None,
        })
    }

    #[test]
    fn what_came_after_the_end_of_day_counts_and_else_what_came_before() {
        let end_of_day = || {
            Fact::TerminalClosed(TerminalClosed {
                terminal_id: TerminalId::from_bytes([2; 16]),
                batch_no: 1,
                ours: Vec::new(),
                theirs: Vec::new(),
                their_total_minor: None,
            })
        };
        for (newest_first, known) in [
            (vec![], None),
            (vec![end_of_day()], None),
            (vec![cleared(7), cleared(9)], Some(9)),
            // They began again.
            (vec![cleared(1), cleared(9_999), cleared(9_998)], Some(1)),
            (vec![cleared(2), end_of_day(), cleared(9)], Some(2)),
            (
                vec![end_of_day(), cleared(9), end_of_day(), cleared(80)],
                Some(10),
            ),
        ] {
            assert_eq!(last_known(newest_first.iter()), known, "{newest_first:?}");
        }
    }
}
