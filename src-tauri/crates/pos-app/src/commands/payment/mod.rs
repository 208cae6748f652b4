//! What becomes of a payment that was sent to a terminal. The driver's answers arrive here and are
//! on disk before the driver acknowledges them.

mod ask;
pub mod doubt;
pub mod reverse;
pub mod settle;
mod taken;

use super::sale::{self, complete, view};
use crate::api::{AppError, AppResult};
use crate::event::Event;
use crate::ports::records::Attempt;
use crate::tx::Tx;
use crate::views::sale::{AttemptStep, AttemptView, StepView};
use pos_domain::cart::{Cart, CartTender};
use pos_domain::fact::{
    AttemptMoved, CardSlip, Fact, MoneyMoved, PaperSlip, SlipTaken, TerminalAlarmed,
};
use pos_domain::ids::{AttemptId, TenderId, TerminalId};
use pos_domain::payment::{AttemptAct, AttemptEvent, AttemptState, LastReceipt, Verdict};

/// What a terminal answered.
#[derive(Clone, Debug)]
pub struct Answer {
    pub event: AttemptEvent,
    pub slip: Option<CardSlip>,
    /// The terminal's result code, or why there is no answer.
    pub code: Option<String>,
    /// Why the terminal takes no new payment from now on (a clear card number was seen).
    pub alarm: Option<String>,
}

/// The attempts of a sale as the screens see them.
pub fn views(tx: &Tx, attempts: &[Attempt]) -> AppResult<Vec<AttemptView>> {
    attempts.iter().map(|a| attempt_view(tx, a)).collect()
}

/// One attempt, with what the cable says right now.
pub fn attempt_view(tx: &Tx, attempt: &Attempt) -> AppResult<AttemptView> {
    let live = tx.live.progress(attempt.attempt_id);
    let settled = match attempt.state {
        AttemptState::Sent => None,
        AttemptState::Approved
        | AttemptState::Captured
        | AttemptState::Declined
        | AttemptState::Unknown
        | AttemptState::ResolvedPaid
        | AttemptState::ResolvedNotPaid
        | AttemptState::Reversed => Some(AttemptStep::Stored),
    };
    let mut steps = vec![StepView {
        step: AttemptStep::Written,
        at: attempt.started_at,
    }];
    steps.extend(live.steps.iter().copied());
    let name = tx.store.terminal(attempt.terminal_id)?.map(|t| t.name);
    let number = tx.store.sale(attempt.sale_id)?.and_then(|s| s.number);
    Ok(AttemptView {
        attempt_id: attempt.attempt_id,
        sale_id: attempt.sale_id,
        sale_number_text: number.map(|n| tx.context.number_text(n)),
        terminal_id: attempt.terminal_id,
        terminal_name: name.unwrap_or_default(),
        act: attempt.act,
        amount_minor: attempt.amount_minor,
        state: attempt.state,
        step: settled.or(live.step()).unwrap_or(AttemptStep::Written),
        steps,
        terminal_text: live.terminal_text,
        decline_code: attempt.code.clone(),
        masked_pan: attempt.slip.as_ref().and_then(|s| s.masked_pan.clone()),
        started_at: attempt.started_at,
        changed_at: attempt.changed_at,
        times_asked: attempt.times_asked + live.tries,
        can_cancel: attempt.state == AttemptState::Sent && live.can_cancel,
        deadline_at: live.deadline_at,
    })
}

pub(super) fn attempt(tx: &Tx, id: AttemptId) -> AppResult<Attempt> {
    tx.store
        .attempt(id)?
        .ok_or_else(|| AppError::not_found("attempt").field("attempt_id"))
}

/// Takes an answer of the terminal to its attempt. Idempotent: an answer that arrives for an
/// attempt that is settled changes nothing, but for word of money that came in: that is never
/// refused, for the terminal would keep what nobody here knows of.
pub fn answered(tx: &mut Tx, id: AttemptId, answer: &Answer) -> AppResult<AttemptView> {
    let before = attempt(tx, id)?;
    tx.device = Some(before.terminal_id);
    if let Some(reason) = &answer.alarm {
        raise_alarm(tx, before.terminal_id, reason)?;
    }
    let state = match before.state.step(late(before.state, answer.event)) {
        Ok(state) => state,
        Err(illegal) => {
            tracing::warn!(%id, "an answer changes nothing: {illegal}");
            return attempt_view(tx, &before);
        }
    };
    let evidence = Evidence {
        slip: answer.slip.clone(),
        code: answer.code.clone(),
        ..Evidence::default()
    };
    moved(tx, &before, state, evidence)
}

/// What a step rests on.
#[derive(Default)]
pub(super) struct Evidence {
    pub slip: Option<CardSlip>,
    pub code: Option<String>,
    pub seen: Option<LastReceipt>,
    pub paper: Option<PaperSlip>,
}

/// Writes a step of an attempt, moves its sale along, and tells of it.
pub(super) fn moved(
    tx: &mut Tx,
    before: &Attempt,
    state: AttemptState,
    evidence: Evidence,
) -> AppResult<AttemptView> {
    let money = money_of(before, state);
    tx.device = Some(before.terminal_id);
    tx.record(&Fact::AttemptMoved(AttemptMoved {
        attempt_id: before.attempt_id,
        state,
        act: before.act,
        amount_minor: before.amount_minor,
        money,
        slip: slip_of(before, money, evidence.slip),
        code: evidence.code,
        seen: evidence.seen,
        paper: evidence.paper,
        means: before.means,
    }))?;
    match before.act {
        AttemptAct::Charge | AttemptAct::Refund => settle(tx, before, state)?,
        AttemptAct::Reversal => reverse::settle(tx, before, state)?,
    }
    let after = attempt(tx, before.attempt_id)?;
    let view = attempt_view(tx, &after)?;
    tx.events.push(Event::Attempt {
        attempt: Box::new(view.clone()),
    });
    tx.events.push(Event::Changed {
        tags: vec!["doubts".into(), "status".into()],
    });
    Ok(view)
}

/// Which way a step moves money.
fn money_of(before: &Attempt, state: AttemptState) -> MoneyMoved {
    let (stands, undone) = match before.act {
        AttemptAct::Charge => (MoneyMoved::In, MoneyMoved::Out),
        AttemptAct::Refund => (MoneyMoved::Out, MoneyMoved::In),
        // The payment that it takes back moves it.
        AttemptAct::Reversal => (MoneyMoved::Nothing, MoneyMoved::Nothing),
    };
    match (before.state.is_paid(), state.is_paid()) {
        (false, true) => stands,
        (true, false) => undone,
        (true, true) | (false, false) => MoneyMoved::Nothing,
    }
}

/// Money that goes back goes back to its card: without a name of its own it keeps the first one's,
/// so that both count for the same card.
fn slip_of(before: &Attempt, money: MoneyMoved, slip: Option<CardSlip>) -> Option<CardSlip> {
    let first = before.slip.clone();
    match slip {
        Some(mut slip) if before.state.is_paid() => {
            slip.card_name = first.and_then(|first| first.card_name).or(slip.card_name);
            Some(slip)
        }
        None if money != MoneyMoved::Nothing => first,
        told => told,
    }
}

/// A result that comes after its attempt became unknown is the evidence that was missing, and one
/// that comes after it was held to be unpaid corrects that.
fn late(state: AttemptState, event: AttemptEvent) -> AttemptEvent {
    use AttemptState as S;
    match (state, event) {
        (S::Unknown | S::Declined | S::ResolvedNotPaid, AttemptEvent::Approved) => {
            AttemptEvent::FoundPaid
        }
        (S::Unknown, AttemptEvent::Declined) => AttemptEvent::FoundNotPaid,
        // Given up after its approval: whether it took the money back is to be asked.
        (S::Approved, AttemptEvent::Declined | AttemptEvent::NoAnswer) => AttemptEvent::EndLost,
        (_, event) => event,
    }
}

/// Takes a terminal out of use until a technician has looked.
pub fn raise_alarm(tx: &mut Tx, id: TerminalId, reason: &str) -> AppResult<()> {
    let Some(mut terminal) = tx.store.terminal(id)? else {
        return Ok(());
    };
    if terminal.alarm.is_some() {
        return Ok(());
    }
    terminal.alarm = Some(reason.to_owned());
    tx.device = Some(id);
    tx.store.terminal_put(&terminal)?;
    tx.record(&Fact::TerminalAlarmed(TerminalAlarmed {
        terminal_id: id,
        reason: reason.to_owned(),
    }))?;
    tx.events.push(Event::Changed {
        tags: vec!["terminals".into(), "status".into()],
    });
    Ok(())
}

/// Keeps the terminal's own lines for the customer's receipt; they come after the result.
fn keep_slip_lines(tx: &mut Tx, id: AttemptId, lines: &[String]) -> AppResult<()> {
    let paid = attempt(tx, id)?;
    tx.device = Some(paid.terminal_id);
    tx.record(&Fact::SlipTaken(SlipTaken {
        attempt_id: id,
        lines: lines.to_vec(),
    }))?;
    tx.events.push(Event::Changed {
        tags: vec!["sales".into()],
    });
    Ok(())
}

/// Nothing is left to pay.
fn is_covered(tx: &Tx, cart: &Cart) -> AppResult<bool> {
    Ok(sale::pay::due_minor(tx, cart)? == 0)
}

/// The terminal has ended the order and did not take its approval back: its lines for the customer
/// are kept, and a sale with nothing left to pay is completed, which captures what it names. Not
/// before: a terminal that missed the till's acknowledgement undoes the payment within the same
/// order (ZVT 2.2.8).
pub fn ended(tx: &mut Tx, id: AttemptId, lines: &[String]) -> AppResult<()> {
    if !lines.is_empty() {
        keep_slip_lines(tx, id, lines)?;
    }
    let done = attempt(tx, id)?;
    if done.state != AttemptState::Approved {
        return Ok(());
    }
    if let Some(cart) = tx.store.cart(done.sale_id)?
        && is_tender(&cart, id)
        && is_covered(tx, &cart)?
    {
        complete::complete(tx, &cart)?;
        return tell(tx, id);
    }
    let state = done.state.step(AttemptEvent::Ended)?;
    moved(tx, &done, state, Evidence::default())?;
    Ok(())
}

/// Tells of an attempt that another entry moved.
fn tell(tx: &mut Tx, id: AttemptId) -> AppResult<()> {
    let view = attempt_view(tx, &attempt(tx, id)?)?;
    tx.events.push(Event::Attempt {
        attempt: Box::new(view),
    });
    tx.events.push(Event::Changed {
        tags: vec!["status".into()],
    });
    Ok(())
}

fn is_tender(cart: &Cart, id: AttemptId) -> bool {
    let mut tenders = cart.head.tenders.iter();
    tenders.any(|tender| tender.attempt_id == Some(id))
}

/// Moves the sale along: an approved amount becomes a tender, and one that was found to be paid
/// completes the sale when nothing is left; one that is gone or in doubt is taken off again.
fn settle(tx: &mut Tx, attempt: &Attempt, state: AttemptState) -> AppResult<()> {
    let Some(mut cart) = tx.store.cart(attempt.sale_id)? else {
        return Ok(());
    };
    let id = attempt.attempt_id;
    if !state.is_paid() {
        cart.head.tenders.retain(|t| t.attempt_id != Some(id));
    } else if !is_tender(&cart, id) && attempt.amount_minor <= sale::pay::due_minor(tx, &cart)? {
        // What is more than the sale still takes waits to be reversed.
        cart.head.tenders.push(CartTender {
            // One tender per attempt: they share their id.
            tender_id: TenderId(id.0),
            kind: attempt.means.tender(),
            amount_minor: attempt.amount_minor,
            given_minor: None,
            change_minor: 0,
            attempt_id: Some(id),
        });
    }
    // An approval alone may still be taken back by the terminal: see `ended`.
    if state == AttemptState::ResolvedPaid && is_tender(&cart, id) && is_covered(tx, &cart)? {
        complete::complete(tx, &cart)?;
        return Ok(());
    }
    tx.touch(&mut cart.head)?;
    tx.store.cart_put_head(&cart.head)?;
    let view = view::of_cart(tx, &cart)?;
    tx.events.push(Event::Sale {
        sale: Box::new(view),
    });
    sale::tell_other(tx, &cart)
}

/// Takes what the terminal says of its last payment as evidence for an attempt in doubt. What tells
/// nothing new makes no entry.
pub fn asked(
    tx: &mut Tx,
    id: AttemptId,
    last: Option<&LastReceipt>,
    slip: Option<CardSlip>,
) -> AppResult<AttemptView> {
    let before = attempt(tx, id)?;
    if before.state != AttemptState::Unknown {
        return attempt_view(tx, &before);
    }
    let event = match doubt::verdict(tx, &before, last)? {
        Verdict::Paid => AttemptEvent::FoundPaid,
        Verdict::NotPaid => AttemptEvent::FoundNotPaid,
        Verdict::Unclear(_) if last.is_none() || before.seen.as_ref() == last => {
            return attempt_view(tx, &before);
        }
        Verdict::Unclear(_) => AttemptEvent::StillUnknown,
    };
    let state = before.state.step(event)?;
    let evidence = Evidence {
        slip: (event == AttemptEvent::FoundPaid).then_some(slip).flatten(),
        seen: last.cloned(),
        ..Evidence::default()
    };
    moved(tx, &before, state, evidence)
}

/// At start: what was sent or approved before the program ended, and whose order was not seen to
/// end, is in doubt.
pub fn recover(tx: &mut Tx) -> AppResult<u32> {
    let mut count = 0;
    for open in tx.store.attempts_unsettled()? {
        let event = match open.state {
            AttemptState::Sent => AttemptEvent::NoAnswer,
            AttemptState::Approved => AttemptEvent::EndLost,
            AttemptState::Captured
            | AttemptState::Declined
            | AttemptState::Unknown
            | AttemptState::ResolvedPaid
            | AttemptState::ResolvedNotPaid
            | AttemptState::Reversed => continue,
        };
        let answer = Answer {
            event,
            slip: None,
            code: Some("restart".into()),
            alarm: None,
        };
        answered(tx, open.attempt_id, &answer)?;
        count += 1;
    }
    Ok(count)
}
