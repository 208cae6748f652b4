//! Whether a receipt of a terminal is another payment's already. Numbers alone do not say: a
//! terminal whose memory was cleared gives them out again.

use super::attempt;
use crate::api::AppResult;
use crate::ports::records::Attempt;
use crate::tx::Tx;
use pos_domain::fact::{AttemptMoved, Fact, PaperSlip};
use pos_domain::payment::LastReceipt;

/// What tells one receipt of a terminal from another.
pub(super) struct Numbers {
    receipt_no: Option<u32>,
    trace: Option<u32>,
    turnover_no: Option<u32>,
    amount_minor: Option<i64>,
}

impl Numbers {
    /// As the terminal told them.
    pub fn of(told: &LastReceipt) -> Numbers {
        Numbers {
            receipt_no: told.receipt_no,
            trace: told.trace,
            turnover_no: told.turnover_no,
            amount_minor: told.amount_minor,
        }
    }

    /// As two people read them.
    pub fn on(paper: &PaperSlip) -> Numbers {
        Numbers {
            receipt_no: paper.receipt_no,
            trace: paper.trace,
            turnover_no: None,
            amount_minor: Some(paper.amount_minor),
        }
    }

    /// As they came with a result.
    fn with(moved: &AttemptMoved) -> Option<Numbers> {
        let slip = moved.slip.as_ref()?;
        Some(Numbers {
            receipt_no: slip.receipt_no,
            trace: slip.trace,
            turnover_no: slip.turnover_no,
            amount_minor: Some(moved.amount_minor),
        })
    }

    /// They cannot be of one receipt: something that stands in both differs.
    pub fn contradict(&self, other: &Numbers) -> bool {
        let pairs = [
            (self.receipt_no, other.receipt_no),
            (self.trace, other.trace),
            (self.turnover_no, other.turnover_no),
        ];
        let differs = |(one, two): (Option<u32>, Option<u32>)| {
            one.zip(two).is_some_and(|(one, two)| one != two)
        };
        let amounts = self.amount_minor.zip(other.amount_minor);
        pairs.into_iter().any(differs) || amounts.is_some_and(|(one, two)| one != two)
    }
}

/// Whether another payment has this receipt since the terminal's last end of day, and since its
/// memory was last known to be cleared.
pub(super) fn is_taken(tx: &Tx, doubt: &Attempt, receipt: &Numbers) -> AppResult<bool> {
    let Some(receipt_no) = receipt.receipt_no else {
        return Ok(false);
    };
    let mut taken = false;
    // What the terminal cannot show less than, unless its memory was cleared.
    let mut least = None;
    for (_, fact) in tx.store.since_end_of_day(doubt.terminal_id)? {
        let (reading, holder) = match &fact {
            Fact::AttemptSent(sent) => (sent.baseline.as_ref(), None),
            Fact::AttemptMoved(moved) => (moved.seen.as_ref(), holder(doubt, receipt, moved)),
            _ => (None, None),
        };
        if reading.is_some_and(|reading| was_cleared(least, reading)) {
            taken = false;
        }
        if let Some(moved) = holder {
            let other = attempt(tx, moved.attempt_id)?;
            let before = other.baseline.as_ref().and_then(|b| b.receipt_no);
            // One that was taken back may leave the receipt before it as the terminal's last.
            least = match other.state.is_paid() {
                true => Some(receipt_no),
                false => before,
            };
            taken = true;
        }
    }
    Ok(taken)
}

/// The entry, when it gives this receipt to another payment.
fn holder<'a>(
    doubt: &Attempt,
    receipt: &Numbers,
    moved: &'a AttemptMoved,
) -> Option<&'a AttemptMoved> {
    let told = Numbers::with(moved)?;
    let same = told.receipt_no == receipt.receipt_no && !told.contradict(receipt);
    (moved.attempt_id != doubt.attempt_id && same).then_some(moved)
}

/// A terminal that was as far as `least` and shows less now.
fn was_cleared(least: Option<u32>, reading: &LastReceipt) -> bool {
    least.is_some_and(|least| reading.is_blank() || reading.is_behind(least))
}
