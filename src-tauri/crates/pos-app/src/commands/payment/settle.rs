//! Settling a doubt by what its terminal printed: two people read the numbers, and they are checked
//! here. Must never: believe one person, or a slip that another payment has.

use super::taken::{self, Numbers};
use super::{Evidence, attempt, attempt_view, moved};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::ports::records::Attempt;
use crate::tx::Tx;
use crate::views::sale::AttemptView;
use pos_domain::fact::{CardSlip, PaperSlip};
use pos_domain::ids::AttemptId;
use pos_domain::payment::{AttemptEvent, AttemptState, LastReceipt};
use pos_domain::staff::Permission;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaymentSettle {
    pub attempt_id: AttemptId,
    /// What both people hold to be true.
    pub paid: bool,
    /// The terminal's slip by which they do.
    pub slip: PaperSlip,
}

fn settled_again(tx: &mut Tx, input: &PaymentSettle) -> AppResult<AttemptView> {
    let settled = attempt(tx, input.attempt_id)?;
    attempt_view(tx, &settled)
}

/// Settles a doubt against the slip that the terminal printed: its numbers are checked, and a
/// second person reads it too, whoever the first is.
#[command(permission = DoubtSettle, mode = Act, again = settled_again)]
pub fn payment_settle(tx: &mut Tx, input: PaymentSettle) -> AppResult<AttemptView> {
    let doubt = attempt(tx, input.attempt_id)?;
    if doubt.state != AttemptState::Unknown {
        return Err(AppError::new(ErrorCode::AttemptNotRunning));
    }
    check_slip(tx, &doubt, &input)?;
    tx.require_second(Permission::DoubtSettle, doubt.sale_id, doubt.amount_minor)?;
    let event = match input.paid {
        true => AttemptEvent::FoundPaid,
        false => AttemptEvent::FoundNotPaid,
    };
    let state = doubt.state.step(event)?;
    let evidence = Evidence {
        slip: input.paid.then(|| CardSlip {
            receipt_no: input.slip.receipt_no,
            trace: input.slip.trace,
            terminal_number: Some(input.slip.terminal_number.clone()),
            ..CardSlip::default()
        }),
        paper: Some(input.slip.clone()),
        ..Evidence::default()
    };
    moved(tx, &doubt, state, evidence)
}

/// A slip that does not fit: which field, and why.
fn mismatch(field: &str, reason: &str) -> AppError {
    AppError::new(ErrorCode::SlipMismatch)
        .field(field)
        .with("field", field)
        .with("reason", reason)
}

/// The slip must be this payment's (or, of a payment that was not made, the one before it).
fn check_slip(tx: &Tx, doubt: &Attempt, input: &PaymentSettle) -> AppResult<()> {
    let slip = &input.slip;
    let before = doubt.baseline.as_ref();
    let known = before.and_then(|b| b.terminal_number.clone());
    let number = match known {
        Some(number) => Some(number),
        None => tx
            .store
            .terminal(doubt.terminal_id)?
            .map(|t| t.terminal_number),
    };
    if number.is_some_and(|number| plain(&number) != plain(&slip.terminal_number)) {
        return Err(mismatch("terminal_number", "other_terminal"));
    }
    if slip.approved != input.paid {
        return Err(mismatch("approved", "says_otherwise"));
    }
    let Some(receipt_no) = slip.receipt_no else {
        return nothing_printed(doubt, input);
    };
    if receipt_no == 0 || receipt_no > 9_999 {
        return Err(mismatch("receipt_no", "out_of_range"));
    }
    if before.is_some_and(|before| is_of(before, slip)) {
        return match input.paid {
            true => Err(mismatch("receipt_no", "earlier_payment")),
            // Nothing was printed after it: the slip shows the payment before.
            false => Ok(()),
        };
    }
    if slip.amount_minor != doubt.amount_minor {
        return Err(mismatch("amount_minor", "other_amount"));
    }
    let same_trace = before.is_some_and(|b| b.trace.is_some() && b.trace == slip.trace);
    if same_trace && input.paid {
        return Err(mismatch("trace", "earlier_payment"));
    }
    if taken::is_taken(tx, doubt, &Numbers::on(slip))? {
        return Err(mismatch("receipt_no", "other_payment"));
    }
    Ok(())
}

/// A terminal that had no receipt before the payment may have none after it: then its own list of
/// the day is what both read. One that had one can print that.
fn nothing_printed(doubt: &Attempt, input: &PaymentSettle) -> AppResult<()> {
    let had_one = doubt.baseline.as_ref().is_some_and(|b| !b.is_blank());
    if input.paid || had_one {
        return Err(mismatch("receipt_no", "missing"));
    }
    if input.slip.amount_minor != doubt.amount_minor {
        return Err(mismatch("amount_minor", "other_amount"));
    }
    Ok(())
}

/// The slip is of the receipt that the terminal had before. A memory that was cleared since gives
/// the same number to another one.
fn is_of(before: &LastReceipt, slip: &PaperSlip) -> bool {
    before.receipt_no.is_some()
        && before.receipt_no == slip.receipt_no
        && !Numbers::of(before).contradict(&Numbers::on(slip))
}

/// A terminal id without the zeros and blanks that slips print around it.
fn plain(number: &str) -> &str {
    number.trim().trim_start_matches('0')
}
