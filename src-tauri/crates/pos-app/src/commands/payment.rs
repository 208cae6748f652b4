//! What becomes of a payment that was sent to a terminal. The driver's answers arrive here and are
//! on disk before the driver acknowledges them.

use super::sale::{self, complete, view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::effect::Effect;
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::records::Attempt;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::sale::{AttemptStep, AttemptView, StepView};
use pos_domain::cart::{Cart, CartTender, SaleKind};
use pos_domain::fact::{AttemptMoved, CardSlip, Fact, MoneyMoved, SlipTaken, TerminalAlarmed};
use pos_domain::ids::{AttemptId, TenderId, TerminalId};
use pos_domain::payment::{AttemptAct, AttemptEvent, AttemptState, LastReceipt, Verdict, judge};
use pos_domain::tender::TenderKind;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

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
        times_asked: attempt.times_asked,
        can_cancel: attempt.state == AttemptState::Sent && live.can_cancel,
        deadline_at: live.deadline_at,
    })
}

fn attempt(tx: &Tx, id: AttemptId) -> AppResult<Attempt> {
    tx.store
        .attempt(id)?
        .ok_or_else(|| AppError::not_found("attempt").field("attempt_id"))
}

/// Takes an answer of the terminal to its attempt. Idempotent: an answer that arrives for an
/// attempt that is settled changes nothing.
pub fn answered(tx: &mut Tx, id: AttemptId, answer: &Answer) -> AppResult<AttemptView> {
    let before = attempt(tx, id)?;
    tx.device = Some(before.terminal_id);
    if let Some(reason) = &answer.alarm {
        raise_alarm(tx, before.terminal_id, reason)?;
    }
    let state = match before.state.step(late(before.state, answer.event)) {
        Ok(state) => state,
        Err(illegal) if before.state.is_paid() || before.state == AttemptState::Declined => {
            tracing::warn!(%id, "an answer came twice: {illegal}");
            return attempt_view(tx, &before);
        }
        Err(illegal) => return Err(illegal.into()),
    };
    let out = before.act == AttemptAct::Refund;
    let money = match (before.state.is_paid(), state.is_paid()) {
        (false, true) if out => MoneyMoved::Out,
        (false, true) => MoneyMoved::In,
        (true, false) if out => MoneyMoved::In,
        (true, false) => MoneyMoved::Out,
        (true, true) | (false, false) => MoneyMoved::Nothing,
    };
    tx.record(&Fact::AttemptMoved(AttemptMoved {
        attempt_id: id,
        state,
        act: before.act,
        amount_minor: before.amount_minor,
        money,
        slip: slip_of(&before, money, answer.slip.clone()),
        code: answer.code.clone(),
        seen: None,
        paper: None,
    }))?;
    settle(tx, &before, state)?;
    let after = attempt(tx, id)?;
    let view = attempt_view(tx, &after)?;
    tx.events.push(Event::Attempt {
        attempt: Box::new(view.clone()),
    });
    tx.events.push(Event::Changed {
        tags: vec!["doubts".into(), "status".into()],
    });
    Ok(view)
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

/// A result that comes after its attempt became unknown is the evidence that was missing. It is
/// never refused: the terminal would reverse a payment that the customer made.
fn late(state: AttemptState, event: AttemptEvent) -> AttemptEvent {
    match (state, event) {
        (AttemptState::Unknown, AttemptEvent::Approved) => AttemptEvent::FoundPaid,
        (AttemptState::Unknown, AttemptEvent::Declined) => AttemptEvent::FoundNotPaid,
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
/// are kept, and a sale with nothing left to pay is completed. Not before: a terminal that missed
/// the till's acknowledgement undoes the payment within the same order (ZVT 2.2.8).
pub fn ended(tx: &mut Tx, id: AttemptId, lines: &[String]) -> AppResult<()> {
    if !lines.is_empty() {
        keep_slip_lines(tx, id, lines)?;
    }
    let done = attempt(tx, id)?;
    if done.state == AttemptState::Approved
        && let Some(cart) = tx.store.cart(done.sale_id)?
        && is_covered(tx, &cart)?
    {
        complete::complete(tx, &cart)?;
    }
    Ok(())
}

/// Moves the sale along: an approved amount becomes a tender, and one that was found to be paid
/// completes the sale when nothing is left; one that is gone or in doubt is taken off again.
fn settle(tx: &mut Tx, attempt: &Attempt, state: AttemptState) -> AppResult<()> {
    let Some(mut cart) = tx.store.cart(attempt.sale_id)? else {
        return Ok(());
    };
    if state.is_paid() {
        cart.head.tenders.push(CartTender {
            // One tender per attempt: they share their id.
            tender_id: TenderId(attempt.attempt_id.0),
            kind: TenderKind::Card,
            amount_minor: attempt.amount_minor,
            given_minor: None,
            change_minor: 0,
            attempt_id: Some(attempt.attempt_id),
        });
        // An approval alone may still be taken back by the terminal: see `ended`.
        if state != AttemptState::Approved && is_covered(tx, &cart)? {
            complete::complete(tx, &cart)?;
            return Ok(());
        }
    } else if matches!(state, AttemptState::Reversed | AttemptState::Unknown) {
        cart.head
            .tenders
            .retain(|t| t.attempt_id != Some(attempt.attempt_id));
    }
    tx.touch(&mut cart.head)?;
    tx.store.cart_put_head(&cart.head)?;
    let view = view::of_cart(tx, &cart)?;
    tx.events.push(Event::Sale {
        sale: Box::new(view),
    });
    sale::tell_other(tx, &cart)
}

/// Takes what the terminal says of its last payment as evidence for an attempt in doubt.
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
    let event = match judge(before.amount_minor, before.baseline.as_ref(), last) {
        Verdict::Paid => AttemptEvent::FoundPaid,
        Verdict::NotPaid => AttemptEvent::FoundNotPaid,
        Verdict::Unclear => AttemptEvent::StillUnknown,
    };
    let slip = (event == AttemptEvent::FoundPaid).then_some(slip).flatten();
    answered(
        tx,
        id,
        &Answer {
            event,
            slip,
            code: None,
            alarm: None,
        },
    )
}

/// At start: what was sent before the program ended and has no answer is unknown, and so is an
/// approval that covers its sale whose order had not ended.
pub fn recover(tx: &mut Tx) -> AppResult<u32> {
    let mut open: Vec<(AttemptId, AttemptEvent)> = Vec::new();
    for sent in tx.store.attempts_unsettled()? {
        if sent.state == AttemptState::Sent {
            open.push((sent.attempt_id, AttemptEvent::NoAnswer));
        }
    }
    for head in tx.store.cart_heads()? {
        if let Some(last) = head.tenders.last().and_then(|t| t.attempt_id)
            && attempt(tx, last)?.state == AttemptState::Approved
            && let Some(cart) = tx.store.cart(head.sale_id)?
            && is_covered(tx, &cart)?
        {
            open.push((last, AttemptEvent::EndLost));
        }
    }
    for (id, event) in &open {
        let answer = Answer {
            event: *event,
            slip: None,
            code: Some("restart".into()),
            alarm: None,
        };
        answered(tx, *id, &answer)?;
    }
    Ok(u32::try_from(open.len()).unwrap_or(u32::MAX))
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AttemptRef {
    pub attempt_id: AttemptId,
}

/// Asks the terminal to stop a running payment. Only its answer tells whether it did.
#[command(permission = PayCard, mode = Flow)]
pub fn payment_cancel(flow: &Flow, input: AttemptRef) -> AppResult<()> {
    let running = flow.read(|tx| attempt(tx, input.attempt_id))?;
    if running.state != AttemptState::Sent {
        return Err(AppError::new(ErrorCode::AttemptNotRunning));
    }
    flow.world()
        .terminals()
        .cancel(running.terminal_id, running.attempt_id)
}

fn asked_again(tx: &mut Tx, input: &AttemptRef) -> AppResult<AttemptView> {
    let attempt = attempt(tx, input.attempt_id)?;
    attempt_view(tx, &attempt)
}

/// Asks the terminal what became of a payment in doubt. The answer comes as an event.
#[command(permission = DoubtAsk, mode = Edit)]
pub fn payment_ask(tx: &mut Tx, input: AttemptRef) -> AppResult<AttemptView> {
    let doubt = attempt(tx, input.attempt_id)?;
    if doubt.state != AttemptState::Unknown {
        return Err(AppError::new(ErrorCode::AttemptNotRunning));
    }
    tx.effects.push(Effect::TerminalAsk {
        terminal: doubt.terminal_id,
        attempt: doubt.attempt_id,
    });
    asked_again(tx, &input)
}

/// Takes an approved card payment of a sale that is not completed back, at the terminal.
#[command(permission = PayCard, mode = Edit)]
pub fn payment_reverse(tx: &mut Tx, input: AttemptRef) -> AppResult<AttemptView> {
    tx.must_have_room()?;
    let paid = attempt(tx, input.attempt_id)?;
    let open = tx
        .store
        .cart(paid.sale_id)?
        .is_some_and(|c| c.head.kind == SaleKind::Sale);
    let receipt_no = paid.slip.as_ref().and_then(|s| s.receipt_no);
    let (true, true, Some(receipt_no)) = (paid.state.is_paid(), open, receipt_no) else {
        return Err(AppError::new(ErrorCode::AttemptNotRunning));
    };
    let measure = tx.amount(paid.amount_minor);
    tx.require(
        pos_domain::staff::Permission::PaymentReverse,
        measure,
        Some(paid.sale_id),
        Some(paid.amount_minor),
    )?;
    super::sale::pay::free_terminal(tx, paid.terminal_id)?;
    tx.effects.push(Effect::TerminalReverse {
        terminal: paid.terminal_id,
        attempt: paid.attempt_id,
        receipt_no,
        amount_minor: paid.amount_minor,
    });
    attempt_view(tx, &paid)
}

/// Payments whose outcome nobody knows yet.
#[command(permission = DoubtView, mode = Query)]
pub fn doubt_list(tx: &mut Tx, _input: Nothing) -> AppResult<Vec<AttemptView>> {
    let open = tx.store.attempts_unsettled()?;
    let doubts: Vec<Attempt> = open
        .into_iter()
        .filter(|a| a.state == AttemptState::Unknown)
        .collect();
    views(tx, &doubts)
}
