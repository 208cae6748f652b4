//! A sale's life beside ringing and paying: current, suspended, recalled, voided.

use super::{SaleRef, again, cart, complete, exchange, pay, ring, saved, view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::effect::Effect;
use crate::event::Event;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::sale::{SaleRow, SaleView};
use pos_domain::cart::{Cart, CartHead, SaleState};
use pos_domain::fact::{Fact, SaleVoided};
use pos_domain::ids::SaleId;
use pos_domain::payment::AttemptState;
use pos_domain::staff::Permission;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// The sale the register is at: the one touched last that is not set aside. After a restart it is
/// the one that was being rung.
#[command(permission = SaleRing, mode = Query)]
pub fn sale_current(tx: &mut Tx, _input: Nothing) -> AppResult<Option<SaleView>> {
    current(tx)
}

/// The sale that is being rung or paid at the register.
pub fn current(tx: &Tx) -> AppResult<Option<SaleView>> {
    let heads = tx.store.cart_heads()?;
    let current = heads
        .iter()
        .filter(|h| !exchange::is_half(h))
        .filter(|h| matches!(h.state, SaleState::Open | SaleState::Tendering))
        .max_by_key(|h| (h.touch_no, h.changed_at, h.sale_id));
    match current {
        Some(head) => Ok(Some(view::of(tx, head.sale_id)?)),
        None => Ok(None),
    }
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleSuspend {
    pub sale_id: SaleId,
    pub label: Option<String>,
}

/// Sets a sale aside for later. One that waits for a payment in doubt may be set aside too, so that
/// the next customer can be served; it stays blocked.
#[command(permission = SaleRing, mode = Edit)]
pub fn sale_suspend(tx: &mut Tx, input: SaleSuspend) -> AppResult<()> {
    let mut cart = cart(tx, input.sale_id)?;
    exchange::must_lead(&cart.head)?;
    match cart.head.state {
        SaleState::Suspended => return Ok(()),
        SaleState::Open | SaleState::Tendering => {}
        SaleState::Completed | SaleState::Voided => cart.must_be_open()?,
    }
    if view::blocked_of(tx, &cart.head)? == Some(crate::views::sale::Blocked::AttemptRunning) {
        return Err(AppError::new(ErrorCode::AttemptRunning));
    }
    if let Some(label) = input.label {
        cart.head.label = ring::text(label, "label", 60)?;
    }
    cart.head.state = SaleState::Suspended;
    saved(tx, cart)?;
    tx.events.push(Event::Changed {
        tags: vec!["suspended".into()],
    });
    Ok(())
}

/// Sales set aside, oldest first.
#[command(permission = SaleRing, mode = Query)]
pub fn sale_suspended(tx: &mut Tx, _input: Nothing) -> AppResult<Vec<SaleRow>> {
    let heads = tx.store.cart_heads()?;
    heads
        .iter()
        .filter(|h| h.state == SaleState::Suspended)
        .map(|h| row(tx, h))
        .collect()
}

/// A sale that is not finished, for lists.
pub fn row(tx: &Tx, head: &CartHead) -> AppResult<SaleRow> {
    let sale = view::of(tx, head.sale_id)?;
    Ok(SaleRow {
        sale_id: head.sale_id,
        kind: head.kind,
        state: head.state,
        number_text: None,
        label: head.label.clone(),
        at: head.changed_at,
        cashier_name: sale.cashier_name,
        total_minor: sale.total_minor,
        line_count: u32::try_from(sale.lines.len()).unwrap_or(u32::MAX),
        tenders: head.tenders.iter().map(|t| t.kind).collect(),
        doubt: sale
            .attempts
            .iter()
            .any(|a| a.state == AttemptState::Unknown),
    })
}

/// Takes a suspended sale up again.
#[command(permission = SaleRing, mode = Edit)]
pub fn sale_recall(tx: &mut Tx, input: SaleRef) -> AppResult<SaleView> {
    let mut cart = cart(tx, input.sale_id)?;
    exchange::must_lead(&cart.head)?;
    if cart.head.state == SaleState::Suspended {
        let paying = cart.head.original.is_some() || pay::is_under_way(tx, &cart.head)?;
        cart.head.state = if paying {
            SaleState::Tendering
        } else {
            SaleState::Open
        };
        tx.events.push(Event::Changed {
            tags: vec!["suspended".into()],
        });
    }
    saved(tx, cart)
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleVoid {
    pub sale_id: SaleId,
    pub reason: String,
}

fn voided_again(tx: &mut Tx, input: &SaleVoid) -> AppResult<SaleView> {
    again(tx, input.sale_id)
}

/// Gives a whole sale up before it is paid. It is kept, and visible.
#[command(permission = SaleRing, mode = Act, again = voided_again)]
pub fn sale_void(tx: &mut Tx, input: SaleVoid) -> AppResult<SaleView> {
    let cart = cart(tx, input.sale_id)?;
    exchange::must_lead(&cart.head)?;
    let reason = ring::text(input.reason, "reason", 200)?
        .ok_or_else(|| AppError::invalid("reason", "missing"))?;
    pay::must_not_be_blocked(tx, &cart.head)?;
    if pay::is_under_way(tx, &cart.head)? {
        return Err(AppError::new(ErrorCode::SaleHasPayment));
    }
    let total_minor = tx.context.pricing.totals(&cart)?.total_minor;
    let measure = tx.amount(total_minor);
    tx.require(
        Permission::SaleVoid,
        measure,
        Some(input.sale_id),
        Some(total_minor),
    )?;
    let back = exchange::other(tx, &cart)?;
    give_up(tx, &cart, &reason)?;
    if let Some(back) = back {
        give_up(tx, &back, &reason)?;
    }
    tx.effects.push(Effect::CustomerGone(input.sale_id));
    tx.events.push(Event::Changed {
        tags: vec!["sales".into(), "suspended".into()],
    });
    view::of(tx, input.sale_id)
}

fn give_up(tx: &mut Tx, cart: &Cart, reason: &str) -> AppResult<()> {
    let totals = tx.context.pricing.totals(cart)?;
    let (day, _) = tx.place()?;
    let fact = Fact::SaleVoided(SaleVoided {
        sale_id: cart.head.sale_id,
        kind: cart.head.kind,
        day,
        opened_at: cart.head.opened_at,
        lines: complete::sold_lines(cart, &totals),
        total_minor: totals.total_minor,
        reason: reason.to_owned(),
    });
    tx.record(&fact)?;
    Ok(tx.store.cart_remove(cart.head.sale_id)?)
}
