//! Payments in doubt: what is known of each, and the ways out. There is none without evidence.

use super::taken::{self, Numbers};
use super::{attempt, attempt_view, reverse};
use crate::api::AppResult;
use crate::commands::sale::view::user_name;
use crate::ports::records::{Attempt, Terminal};
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::doubt::{CannotTell, DoubtEvent, DoubtStep, DoubtView, DoubtWay};
use crate::views::terminal::Link;
use pos_domain::fact::{AttemptMoved, Fact};
use pos_domain::journal::Header;
use pos_domain::payment::{AttemptState, LastReceipt, Unclear, Verdict, judge};
use pos_macros::command;

/// What a reading of the terminal says of a doubt. A receipt that another payment has already is
/// that payment's, whatever the baseline was.
pub(super) fn verdict(tx: &Tx, doubt: &Attempt, now: Option<&LastReceipt>) -> AppResult<Verdict> {
    let verdict = judge(doubt.amount_minor, doubt.baseline.as_ref(), now);
    if verdict != Verdict::Paid {
        return Ok(verdict);
    }
    let taken = match now {
        Some(now) => taken::is_taken(tx, doubt, &Numbers::of(now))?,
        None => false,
    };
    Ok(if taken {
        Verdict::Unclear(Unclear::OtherPayment)
    } else {
        verdict
    })
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
            Unclear::NoReceipt => Some(CannotTell::NoReceipt),
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
