//! Drawers: whose cash goes where, cash in and out beside the sales, counting, closing.

pub mod cash;
pub mod end;
pub mod open;
pub mod view;

use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::sale::view::user_name;
use crate::effect::Effect;
use crate::event::Event;
use crate::ports::records::Shift;
use crate::tx::Tx;
use crate::views::shift::DrawerMode;
use pos_domain::cart::{Cart, CartHead};
use pos_domain::ids::UserId;
use pos_domain::staff::{Measure, Permission};
use pos_domain::tender::TenderKind;

/// The open shift that a person's cash goes into.
pub fn of_person(tx: &Tx, user: UserId) -> AppResult<Option<Shift>> {
    let holder = match tx.context.shop.drawer_mode {
        DrawerMode::Shared => None,
        DrawerMode::PerPerson => Some(user),
    };
    let open = tx.store.shifts_open()?;
    Ok(open.into_iter().find(|shift| shift.holder == holder))
}

/// The actor's open shift.
fn mine(tx: &Tx) -> AppResult<Option<Shift>> {
    match tx.actor.user_id {
        Some(user) => of_person(tx, user),
        None => Ok(None),
    }
}

/// The shift of that number.
pub fn shift(tx: &Tx, shift_no: i64) -> AppResult<Shift> {
    tx.store
        .shift(shift_no)?
        .ok_or_else(|| AppError::new(ErrorCode::ShiftMissing).field("shift_no"))
}

/// A shift that is still open, in the actor's hands: his own, the shared one, or another's if he
/// may count that.
fn open_in_hand(tx: &mut Tx, shift_no: i64) -> AppResult<Shift> {
    let shift = shift(tx, shift_no)?;
    if shift.closed_seq.is_some() {
        return Err(AppError::new(ErrorCode::ShiftMissing).field("shift_no"));
    }
    if !is_own(tx, &shift) {
        tx.require(Permission::ShiftCloseOther, Measure::Whole, None, None)?;
    }
    Ok(shift)
}

/// Everybody's, or the actor's.
fn is_own(tx: &Tx, shift: &Shift) -> bool {
    shift.holder.is_none() || shift.holder == tx.actor.user_id
}

/// The drawer that the cash of a sale goes into, or comes out of. One sale's cash is in one drawer.
///
/// # Errors
/// `shift_needed` without an open shift; `shift_has_payment` when another drawer holds a part.
pub fn take_cash(tx: &mut Tx, cart: &mut Cart) -> AppResult<()> {
    let shift = mine(tx)?.ok_or_else(|| AppError::new(ErrorCode::ShiftNeeded))?;
    if let Some(other) = holds_cash(&cart.head)
        && other != shift.shift_no
    {
        return Err(has_payment(tx, &cart.head, other)?);
    }
    cart.head.shift_no = Some(shift.shift_no);
    Ok(())
}

/// Opens the drawer with the part cash of a sale that is not settled: something goes in or out.
/// A sale that is settled opens it by itself.
pub fn open_for_part(tx: &mut Tx, head: &CartHead) -> AppResult<()> {
    if let Some(shift_no) = head.shift_no
        && let Some(shift) = tx.store.shift(shift_no)?
    {
        kick(tx, shift.drawer_no);
    }
    Ok(())
}

/// The shift whose drawer holds part cash of a sale that is not settled.
fn holds_cash(head: &CartHead) -> Option<i64> {
    let cash = head.tenders.iter().any(|t| t.kind == TenderKind::Cash);
    head.shift_no.filter(|_| cash)
}

/// Names the sale by what people know it by.
fn has_payment(tx: &Tx, head: &CartHead, shift_no: i64) -> AppResult<AppError> {
    let by = user_name(tx, head.opened_by)?;
    let sale = match &head.label {
        Some(label) => format!("{label} ({by})"),
        None => by,
    };
    Ok(AppError::new(ErrorCode::ShiftHasPayment)
        .with("sale", sale)
        .with("shift", shift_no))
}

/// The shift that a settled sale belongs to: the drawer with its cash, else that of whoever settles
/// it, or rang it when a terminal's answer settles it.
pub fn stamp(tx: &Tx, cart: &Cart) -> AppResult<Option<i64>> {
    if let Some(shift_no) = holds_cash(&cart.head) {
        return Ok(Some(shift_no));
    }
    let by = tx.actor.user_id.unwrap_or(cart.head.opened_by);
    Ok(of_person(tx, by)?.map(|shift| shift.shift_no))
}

/// Opens a drawer once the act is on disk.
fn kick(tx: &mut Tx, drawer_no: u16) {
    tx.effects.push(Effect::KickDrawer { drawer_no });
}

fn changed(tx: &mut Tx) {
    tx.events.push(Event::Changed {
        tags: vec!["shift".into(), "close".into()],
    });
}

/// An amount that a person types: above `least`, and money of this world.
fn checked_amount(amount_minor: i64, least: i64, field: &str) -> AppResult<i64> {
    if (least..=1_000_000_000_000).contains(&amount_minor) {
        Ok(amount_minor)
    } else {
        Err(AppError::new(ErrorCode::AmountOutOfRange).field(field))
    }
}
