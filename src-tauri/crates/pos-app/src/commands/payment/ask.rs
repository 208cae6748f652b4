//! Asking a terminal: to stop a running payment, or what became of one in doubt. Only its answer
//! moves anything.

use super::{attempt, attempt_view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::effect::Effect;
use crate::flow::Flow;
use crate::tx::Tx;
use crate::views::sale::AttemptView;
use pos_domain::ids::AttemptId;
use pos_domain::payment::AttemptState;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

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
    if tx.store.terminal(doubt.terminal_id)?.is_none() {
        return Err(AppError::new(ErrorCode::TerminalMissing).field("attempt_id"));
    }
    tx.effects.push(Effect::TerminalAsk {
        terminal: doubt.terminal_id,
        attempt: doubt.attempt_id,
    });
    asked_again(tx, &input)
}
