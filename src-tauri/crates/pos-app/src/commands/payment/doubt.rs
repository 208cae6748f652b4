//! Payments in doubt: what is known of each, and the ways out. There is none without evidence.

use super::{Evidence, attempt, attempt_view, moved, reverse};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::sale::view::user_name;
use crate::ports::records::{Attempt, Terminal};
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::doubt::{CannotTell, DoubtEvent, DoubtStep, DoubtView, DoubtWay};
use crate::views::sale::AttemptView;
use crate::views::terminal::Link;
use pos_domain::fact::{AttemptMoved, CardSlip, Fact, PaperSlip};
use pos_domain::ids::AttemptId;
use pos_domain::journal::Header;
use pos_domain::payment::{AttemptEvent, AttemptState, LastReceipt, Unclear, Verdict, judge};
use pos_domain::staff::Permission;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// What a reading of the terminal says of a doubt. A receipt that another payment has already is
/// that payment's, whatever the baseline was.
pub(super) fn verdict(tx: &Tx, doubt: &Attempt, now: Option<&LastReceipt>) -> AppResult<Verdict> {
    let verdict = judge(doubt.amount_minor, doubt.baseline.as_ref(), now);
    if verdict != Verdict::Paid {
        return Ok(verdict);
    }
    let taken = match now.and_then(|now| now.receipt_no) {
        Some(receipt_no) => is_taken(tx, doubt, receipt_no)?,
        None => false,
    };
    Ok(if taken {
        Verdict::Unclear(Unclear::OtherPayment)
    } else {
        verdict
    })
}

/// Whether another payment has this receipt number since the terminal's last end of day.
fn is_taken(tx: &Tx, doubt: &Attempt, receipt_no: u32) -> AppResult<bool> {
    let entries = tx.store.since_end_of_day(doubt.terminal_id)?;
    let of_another = |(_, fact): &(Header, Fact)| {
        let Fact::AttemptMoved(moved) = fact else {
            return false;
        };
        let told = moved.slip.as_ref().and_then(|slip| slip.receipt_no);
        moved.attempt_id != doubt.attempt_id && told == Some(receipt_no)
    };
    Ok(entries.iter().any(of_another))
}

/// Payments whose outcome nobody knows yet, and those that were found to stand for no sale.
#[command(permission = DoubtView, mode = Query)]
pub fn doubt_list(tx: &mut Tx, _input: Nothing) -> AppResult<Vec<DoubtView>> {
    let mut open = tx.store.attempts_unsettled()?;
    open.retain(|a| a.state == AttemptState::Unknown);
    open.extend(tx.store.attempts_loose()?);
    open.iter().map(|doubt| view(tx, doubt)).collect()
}

/// One doubt with all that is known of it.
pub fn view(tx: &Tx, doubt: &Attempt) -> AppResult<DoubtView> {
    let history = tx.store.attempt_history(doubt.attempt_id)?;
    let seen = history.iter().rev().find_map(|(_, fact)| {
        let Fact::AttemptMoved(moved) = fact else {
            return None;
        };
        moved.seen.clone()
    });
    let terminal = tx.store.terminal(doubt.terminal_id)?;
    let unknown = doubt.state == AttemptState::Unknown;
    let cannot_tell = match unknown {
        true => cannot_tell(tx, doubt, terminal.as_ref(), seen.as_ref())?,
        false => None,
    };
    let mut ways = Vec::new();
    if unknown && terminal.is_some() {
        ways.push(DoubtWay::Ask);
    }
    if terminal.is_some() && reverse::reversible(tx, doubt)?.is_some() {
        ways.push(DoubtWay::Reverse);
    }
    if unknown {
        ways.push(DoubtWay::Settle);
    }
    let reverses = match doubt.reverses {
        Some(id) => Some(attempt_view(tx, &attempt(tx, id)?)?),
        None => None,
    };
    Ok(DoubtView {
        attempt: attempt_view(tx, doubt)?,
        cashier: cashier(tx, doubt, &history)?,
        reverses,
        baseline: doubt.baseline.as_ref().map(Into::into),
        seen: seen.as_ref().map(Into::into),
        history: history
            .iter()
            .filter_map(|(header, fact)| step(tx, header, fact).transpose())
            .collect::<AppResult<_>>()?,
        next_try_at: tx.live.progress(doubt.attempt_id).next_try_at,
        cannot_tell,
        ways,
    })
}

/// Who rang the sale; who asked for the payment when the sale is gone.
fn cashier(tx: &Tx, doubt: &Attempt, history: &[(Header, Fact)]) -> AppResult<String> {
    let rang = match tx.store.cart(doubt.sale_id)? {
        Some(cart) => Some(cart.head.opened_by),
        None => tx.store.sale(doubt.sale_id)?.map(|sale| sale.cashier),
    };
    let asked = || history.first().and_then(|(header, _)| header.actor);
    match rang.or_else(asked) {
        Some(id) => user_name(tx, id),
        None => Ok(String::new()),
    }
}

fn cannot_tell(
    tx: &Tx,
    doubt: &Attempt,
    terminal: Option<&Terminal>,
    seen: Option<&LastReceipt>,
) -> AppResult<Option<CannotTell>> {
    let Some(terminal) = terminal else {
        return Ok(Some(CannotTell::Unpaired));
    };
    match tx.live.status(terminal.terminal_id).link {
        Link::OtherTerminal => return Ok(Some(CannotTell::Replaced)),
        Link::Ready | Link::Held | Link::Busy | Link::Alarmed | Link::Connecting | Link::Away => {}
    }
    if doubt.baseline.is_none() {
        return Ok(Some(CannotTell::NoBaseline));
    }
    Ok(match verdict(tx, doubt, seen)? {
        Verdict::Paid | Verdict::NotPaid => None,
        Verdict::Unclear(why) => match why {
            Unclear::NotTold => None,
            Unclear::NoBaseline => Some(CannotTell::NoBaseline),
            Unclear::OtherTerminal => Some(CannotTell::Replaced),
            Unclear::Reset | Unclear::NothingToCompare => Some(CannotTell::Reset),
            Unclear::OtherPayment => Some(CannotTell::OtherPayment),
        },
    })
}

/// An entry of an attempt as a step of its history.
fn step(tx: &Tx, header: &Header, fact: &Fact) -> AppResult<Option<DoubtStep>> {
    let name = |id: Option<_>| id.map(|id| user_name(tx, id)).transpose();
    let (what, code, reading) = if let Fact::AttemptSent(sent) = fact {
        (DoubtEvent::Sent, None, sent.baseline.as_ref())
    } else if let Fact::AttemptMoved(moved) = fact {
        (event(moved), moved.code.clone(), moved.seen.as_ref())
    } else {
        return Ok(None);
    };
    Ok(Some(DoubtStep {
        at: header.at,
        what,
        code,
        reading: reading.map(Into::into),
        by: name(header.actor)?,
        approved_by: name(header.approver)?,
    }))
}

fn event(moved: &AttemptMoved) -> DoubtEvent {
    let by_paper = moved.paper.is_some();
    match moved.state {
        AttemptState::Sent => DoubtEvent::Sent,
        AttemptState::Approved => DoubtEvent::Approved,
        AttemptState::Captured => DoubtEvent::Ended,
        AttemptState::Declined => DoubtEvent::Declined,
        AttemptState::Unknown if moved.seen.is_some() => DoubtEvent::Asked,
        AttemptState::Unknown => DoubtEvent::Lost,
        AttemptState::ResolvedPaid if by_paper => DoubtEvent::SettledPaid,
        AttemptState::ResolvedPaid => DoubtEvent::FoundPaid,
        AttemptState::ResolvedNotPaid if by_paper => DoubtEvent::SettledNotPaid,
        AttemptState::ResolvedNotPaid => DoubtEvent::FoundNotPaid,
        AttemptState::Reversed => DoubtEvent::Reversed,
    }
}

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
    tx.require_second(
        Permission::DoubtSettle,
        Some(doubt.sale_id),
        Some(doubt.amount_minor),
    )?;
    let event = match input.paid {
        true => AttemptEvent::FoundPaid,
        false => AttemptEvent::FoundNotPaid,
    };
    let state = doubt.state.step(event)?;
    let evidence = Evidence {
        slip: input.paid.then(|| CardSlip {
            receipt_no: Some(input.slip.receipt_no),
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
    if slip.receipt_no == 0 || slip.receipt_no > 9_999 {
        return Err(mismatch("receipt_no", "out_of_range"));
    }
    if slip.approved != input.paid {
        return Err(mismatch("approved", "says_otherwise"));
    }
    let is_before = before.is_some_and(|b| b.receipt_no == Some(slip.receipt_no));
    if is_before {
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
    if is_taken(tx, doubt, slip.receipt_no)? {
        return Err(mismatch("receipt_no", "other_payment"));
    }
    Ok(())
}

/// A terminal id without the zeros and blanks that slips print around it.
fn plain(number: &str) -> &str {
    number.trim().trim_start_matches('0')
}
