//! Taking a charge back at its terminal. A reversal is an attempt of its own: on disk before it is
//! asked for, in doubt like any other when its answer is lost. The charge it names moves when the
//! reversal is certain, in the same transaction, and never before.

use super::{Evidence, attempt, attempt_view, moved};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::sale::pay::{free_terminal, must_not_be_blocked};
use crate::effect::Effect;
use crate::event::Event;
use crate::ports::records::Attempt;
use crate::tx::Tx;
use crate::views::sale::AttemptView;
use pos_domain::cart::SaleKind;
use pos_domain::fact::{AttemptSent, Fact};
use pos_domain::ids::AttemptId;
use pos_domain::payment::{AttemptAct, AttemptEvent, AttemptState};
use pos_domain::staff::Permission;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaymentReverse {
    /// The payment that is taken back.
    pub attempt_id: AttemptId,
    /// The reversal's own id, the caller's choice.
    pub reversal_id: AttemptId,
}

fn reversed_again(tx: &mut Tx, input: &PaymentReverse) -> AppResult<AttemptView> {
    let reversal = attempt(tx, input.reversal_id)?;
    attempt_view(tx, &reversal)
}

/// Takes a card payment back at its terminal: one of a sale that is not completed, or one that was
/// found to stand after its sale was done or given up without it. Answers the reversal's attempt.
#[command(permission = PayCard, mode = Act, again = reversed_again)]
pub fn payment_reverse(tx: &mut Tx, input: PaymentReverse) -> AppResult<AttemptView> {
    if let Some(known) = tx.store.attempt(input.reversal_id)? {
        return attempt_view(tx, &known);
    }
    tx.must_have_room()?;
    let paid = attempt(tx, input.attempt_id)?;
    let Some(receipt_no) = reversible(tx, &paid)? else {
        return Err(AppError::new(ErrorCode::AttemptNotRunning));
    };
    if let Some(cart) = tx.store.cart(paid.sale_id)? {
        must_not_be_blocked(tx, &cart.head)?;
    }
    let measure = tx.amount(paid.amount_minor);
    tx.require(
        Permission::PaymentReverse,
        measure,
        Some(paid.sale_id),
        Some(paid.amount_minor),
    )?;
    free_terminal(tx, paid.terminal_id)?;
    tx.device = Some(paid.terminal_id);
    let baseline = tx.live.last_receipt(paid.terminal_id);
    tx.record(&Fact::AttemptSent(AttemptSent {
        attempt_id: input.reversal_id,
        sale_id: paid.sale_id,
        terminal_id: paid.terminal_id,
        act: AttemptAct::Reversal,
        amount_minor: paid.amount_minor,
        baseline,
        reverses: Some(paid.attempt_id),
        means: paid.means,
    }))?;
    tx.effects.push(Effect::TerminalReverse {
        terminal: paid.terminal_id,
        attempt: input.reversal_id,
        receipt_no,
        amount_minor: paid.amount_minor,
    });
    tx.events.push(Event::Changed {
        tags: vec!["doubts".into(), "status".into()],
    });
    let reversal = attempt(tx, input.reversal_id)?;
    attempt_view(tx, &reversal)
}

/// The receipt number by which a payment can be taken back now; None when it cannot.
pub fn reversible(tx: &Tx, paid: &Attempt) -> AppResult<Option<u32>> {
    let stands = match paid.state {
        AttemptState::Captured | AttemptState::ResolvedPaid => true,
        AttemptState::Sent
        | AttemptState::Approved
        | AttemptState::Declined
        | AttemptState::Unknown
        | AttemptState::ResolvedNotPaid
        | AttemptState::Reversed => false,
    };
    if !stands || paid.act != AttemptAct::Charge {
        return Ok(None);
    }
    let cart = tx.store.cart(paid.sale_id)?;
    let rung = cart.is_some_and(|cart| cart.head.kind == SaleKind::Sale);
    let loose = || -> AppResult<bool> {
        let all = tx.store.attempts_loose()?;
        Ok(all.iter().any(|a| a.attempt_id == paid.attempt_id))
    };
    let may = rung || loose()?;
    Ok(paid
        .slip
        .as_ref()
        .and_then(|slip| slip.receipt_no)
        .filter(|_| may))
}

/// A reversal that is certain moves the charge it names; in every other state that charge stands as
/// it did.
pub(super) fn settle(tx: &mut Tx, reversal: &Attempt, state: AttemptState) -> AppResult<()> {
    match state {
        AttemptState::Captured | AttemptState::ResolvedPaid => {}
        AttemptState::Sent
        | AttemptState::Approved
        | AttemptState::Declined
        | AttemptState::Unknown
        | AttemptState::ResolvedNotPaid
        | AttemptState::Reversed => return retell(tx, reversal),
    }
    let Some(id) = reversal.reverses else {
        return Err(AppError::internal("a reversal that names no payment"));
    };
    let paid = attempt(tx, id)?;
    match paid.state.step(AttemptEvent::Reversed) {
        Ok(state) => moved(tx, &paid, state, Evidence::default()).map(|_| ()),
        Err(illegal) => {
            tracing::warn!(%id, "reversed twice: {illegal}");
            Ok(())
        }
    }
}

/// Shows the sale that waits for its reversal.
fn retell(tx: &mut Tx, reversal: &Attempt) -> AppResult<()> {
    if tx.store.cart(reversal.sale_id)?.is_some() {
        let sale = Box::new(crate::commands::sale::view::of(tx, reversal.sale_id)?);
        tx.events.push(Event::Sale { sale });
    }
    Ok(())
}
