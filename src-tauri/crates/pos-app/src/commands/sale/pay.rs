//! Paying: cash laid down, a card asked of a terminal, several tenders on one sale.

use super::{SaleRef, again, cart, complete, exchange, returns, saved, view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::{posture, register, shift};
use crate::effect::Effect;
use crate::tx::Tx;
use crate::views::sale::{Blocked, SaleView};
use crate::views::terminal::Link;
use pos_domain::cart::{Cart, CartHead, CartTender, SaleKind};
use pos_domain::fact::{AttemptSent, Fact};
use pos_domain::ids::{AttemptId, SaleId, TenderId, TerminalId};
use pos_domain::payment::{AttemptAct, AttemptState, Means};
use pos_domain::tender::{TenderKind, lay_cash};
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// Refuses while an attempt of this sale, or of its other half, is running or in doubt.
pub fn must_not_be_blocked(tx: &Tx, head: &CartHead) -> AppResult<()> {
    match view::blocked_of(tx, head)? {
        None => Ok(()),
        Some(Blocked::AttemptUnknown) => Err(AppError::new(ErrorCode::AttemptUnknown)),
        Some(Blocked::AttemptRunning) => Err(AppError::new(ErrorCode::AttemptRunning)),
    }
}

/// Whether something has been paid, or is being paid: for this sale or its other half.
pub fn is_under_way(tx: &Tx, head: &CartHead) -> AppResult<bool> {
    let other = match head.exchange_with {
        Some(id) => tx.store.cart(id)?,
        None => None,
    };
    let paid = other.is_some_and(|o| !o.head.tenders.is_empty());
    Ok(paid || !head.tenders.is_empty() || view::blocked_of(tx, head)?.is_some())
}

/// What is left to pay, before cash rounding.
pub fn due_minor(tx: &Tx, cart: &Cart) -> AppResult<i64> {
    let total_minor = tx.context.pricing.totals(cart)?.total_minor;
    let met_minor = exchange::met_minor(tx, cart)?;
    Ok(total_minor + cart.head.rounding_minor - cart.paid_minor() - met_minor)
}

/// The cart as it is to be paid now, or paid out: nothing of it is being paid elsewhere, and goods
/// that come back are worth what is left of their line by now.
fn payable(tx: &mut Tx, mut cart: Cart) -> AppResult<Cart> {
    must_not_be_blocked(tx, &cart.head)?;
    if let Some(other) = cart.head.exchange_with {
        returns::price_again(tx, other)?;
    }
    if cart.head.original.is_some() {
        let id = cart.head.sale_id;
        returns::price_again(tx, id)?;
        cart = super::cart(tx, id)?;
    }
    cart.begin_tendering()?;
    Ok(cart)
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SalePayCash {
    pub sale_id: SaleId,
    pub tender_id: TenderId,
    pub given_minor: i64,
}

fn cash_again(tx: &mut Tx, input: &SalePayCash) -> AppResult<SaleView> {
    again(tx, input.sale_id)
}

/// Lays cash down (or, for a return, pays it out). Completes the sale when nothing is left.
#[command(permission = PayCash, mode = Act, again = cash_again)]
pub fn sale_pay_cash(tx: &mut Tx, input: SalePayCash) -> AppResult<SaleView> {
    let cart = cart(tx, input.sale_id)?;
    let tenders = &cart.head.tenders;
    if tenders.iter().any(|t| t.tender_id == input.tender_id) {
        return view::of_cart(tx, &cart);
    }
    let mut cart = payable(tx, cart)?;
    // Before anybody is asked for his word, and before anything is written.
    shift::take_cash(tx, &mut cart)?;
    let due = due_minor(tx, &cart)?;
    if due <= 0 {
        return Err(AppError::new(ErrorCode::NothingToPay));
    }
    if input.given_minor <= 0 || input.given_minor > 1_000_000_000_000 {
        return Err(AppError::new(ErrorCode::AmountOutOfRange).field("given_minor"));
    }
    exchange::ready(tx, &cart)?;
    let step = tx.context.pricing.cash_step_minor;
    let outcome = match cart.head.kind {
        SaleKind::Sale => lay_cash(due, input.given_minor, step),
        SaleKind::Return => {
            returns::allow_payout(tx, &mut cart)?;
            let cash = returns::plan_part(tx, &cart, due, TenderKind::Cash)?;
            if cash == 0 {
                return Err(AppError::new(ErrorCode::RefundTenderMismatch).field("tender"));
            }
            // The drawer gives exactly the cash part; what is typed cannot make it more.
            let mut outcome = lay_cash(cash, i64::MAX / 2, step);
            outcome.change_minor = 0;
            outcome.settles = cash == due;
            outcome
        }
    };
    cart.head.tenders.push(CartTender {
        tender_id: input.tender_id,
        kind: TenderKind::Cash,
        amount_minor: outcome.applied_minor,
        given_minor: (cart.head.kind == SaleKind::Sale).then_some(input.given_minor),
        change_minor: outcome.change_minor,
        attempt_id: None,
    });
    cart.head.rounding_minor += outcome.rounding_minor;
    if outcome.settles {
        complete::complete(tx, &cart)
    } else {
        shift::open_for_part(tx, &cart.head)?;
        saved(tx, cart)
    }
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleTenderRemove {
    pub sale_id: SaleId,
    pub tender_id: TenderId,
}

/// Gives a part payment in cash back before the sale is completed.
#[command(permission = PayCash, mode = Edit)]
pub fn sale_tender_remove(tx: &mut Tx, input: SaleTenderRemove) -> AppResult<SaleView> {
    let mut cart = cart(tx, input.sale_id)?;
    let Some(at) = cart
        .head
        .tenders
        .iter()
        .position(|t| t.tender_id == input.tender_id)
    else {
        return view::of_cart(tx, &cart);
    };
    match cart.head.tenders[at].kind {
        TenderKind::Cash => {}
        TenderKind::Card | TenderKind::Wallet | TenderKind::Voucher | TenderKind::Exchange => {
            return Err(AppError::new(ErrorCode::SaleHasPayment));
        }
    }
    cart.head.tenders.remove(at);
    cart.head.rounding_minor = 0;
    shift::open_for_part(tx, &cart.head)?;
    saved(tx, cart)
}

fn complete_again(tx: &mut Tx, input: &SaleRef) -> AppResult<SaleView> {
    again(tx, input.sale_id)
}

/// Completes a sale that comes to nothing, or whose tenders already cover it.
#[command(permission = PayCash, mode = Act, again = complete_again)]
pub fn sale_complete(tx: &mut Tx, input: SaleRef) -> AppResult<SaleView> {
    let cart = cart(tx, input.sale_id)?;
    let mut cart = payable(tx, cart)?;
    if due_minor(tx, &cart)? != 0 {
        return Err(AppError::new(ErrorCode::CashBelowDue));
    }
    exchange::ready(tx, &cart)?;
    if cart.head.kind == SaleKind::Return {
        returns::allow_payout(tx, &mut cart)?;
    }
    complete::complete(tx, &cart)
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SalePayCard {
    pub sale_id: SaleId,
    pub attempt_id: AttemptId,
    pub terminal_id: TerminalId,
    pub amount_minor: i64,
}

fn card_again(tx: &mut Tx, input: &SalePayCard) -> AppResult<SaleView> {
    again(tx, input.sale_id)
}

/// Asks a terminal for a card payment (for a return: a refund). The request is on disk before the
/// terminal hears of it; what follows comes as events.
#[command(permission = PayCard, mode = Act, again = card_again)]
pub fn sale_pay_card(tx: &mut Tx, input: SalePayCard) -> AppResult<SaleView> {
    if tx.store.attempt(input.attempt_id)?.is_some() {
        return view::of(tx, input.sale_id);
    }
    tx.must_have_room()?;
    let cart = cart(tx, input.sale_id)?;
    let mut cart = payable(tx, cart)?;
    let due = due_minor(tx, &cart)?;
    let most = match cart.head.kind {
        SaleKind::Sale => due,
        SaleKind::Return => returns::plan_part(tx, &cart, due, TenderKind::Card)?,
    };
    if most <= 0 {
        return Err(match cart.head.kind {
            SaleKind::Sale => AppError::new(ErrorCode::NothingToPay),
            SaleKind::Return => AppError::new(ErrorCode::RefundTenderMismatch).field("tender"),
        });
    }
    if input.amount_minor <= 0 || input.amount_minor > most {
        return Err(AppError::new(ErrorCode::AmountOutOfRange)
            .field("amount_minor")
            .with("most", most));
    }
    exchange::ready(tx, &cart)?;
    if cart.head.kind == SaleKind::Return {
        returns::allow_payout(tx, &mut cart)?;
    }
    posture::may_take_cards(tx)?;
    register::must_be_inspected(tx, input.terminal_id)?;
    free_terminal(tx, input.terminal_id)?;
    let act = match cart.head.kind {
        SaleKind::Sale => AttemptAct::Charge,
        SaleKind::Return => AttemptAct::Refund,
    };
    tx.device = Some(input.terminal_id);
    let baseline = tx.live.last_receipt(input.terminal_id);
    tx.record(&Fact::AttemptSent(AttemptSent {
        attempt_id: input.attempt_id,
        sale_id: input.sale_id,
        terminal_id: input.terminal_id,
        act,
        amount_minor: input.amount_minor,
        baseline,
        reverses: None,
        means: Means::Card,
    }))?;
    tx.effects.push(Effect::TerminalPay {
        terminal: input.terminal_id,
        attempt: input.attempt_id,
        act,
        amount_minor: input.amount_minor,
    });
    saved(tx, cart)
}

/// Refuses a terminal that is alarmed or locked, held by a doubt or busy with another payment.
pub fn free_terminal(tx: &Tx, id: TerminalId) -> AppResult<()> {
    let terminal = tx
        .store
        .terminal(id)?
        .ok_or_else(|| AppError::new(ErrorCode::TerminalMissing).field("terminal_id"))?;
    if terminal.alarm.is_some() {
        return Err(AppError::new(ErrorCode::TerminalAlarmed).with("terminal", &terminal.name));
    }
    register::must_not_be_locked(tx, id)?;
    let unsettled = tx.store.attempts_unsettled()?;
    if let Some(holder) = unsettled.iter().find(|a| a.terminal_id == id) {
        let code = match holder.state == AttemptState::Unknown {
            true => ErrorCode::TerminalHeld,
            false => ErrorCode::TerminalBusy,
        };
        return Err(AppError::new(code).with("terminal", &terminal.name));
    }
    match tx.live.status(id).link {
        Link::Ready | Link::Held => Ok(()),
        Link::Busy => Err(AppError::new(ErrorCode::TerminalBusy).with("terminal", &terminal.name)),
        Link::OtherTerminal => {
            Err(AppError::new(ErrorCode::OtherTerminal).with("terminal", &terminal.name))
        }
        Link::Alarmed => {
            Err(AppError::new(ErrorCode::TerminalAlarmed).with("terminal", &terminal.name))
        }
        Link::Connecting | Link::Away => {
            Err(AppError::new(ErrorCode::TerminalUnreachable).with("terminal", &terminal.name))
        }
    }
}
