//! The drawers of the register, and opening one with its float.

use super::{changed, checked_amount, kick, mine, view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::ports::records::Shift;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::shift::{DrawerMode, DrawersView};
use pos_domain::fact::{Fact, ShiftOpened};
use pos_domain::staff::{Grant, Permission};
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// More drawers than any register has.
const DRAWERS_MAX: u16 = 99;

/// The drawers of this register now.
#[command(permission = ShiftOpen, mode = Query)]
pub fn drawers(tx: &mut Tx, _input: Nothing) -> AppResult<DrawersView> {
    all(tx)
}

pub(super) fn all(tx: &Tx) -> AppResult<DrawersView> {
    let open = tx.store.shifts_open()?;
    let mine = mine(tx)?;
    let drawer_no = mine.as_ref().map_or_else(|| free(&open), |s| s.drawer_no);
    let usual = tx.store.last_shift_of(drawer_no)?;
    let currency = tx.context.pricing.currency;
    let seen = tx
        .context
        .limits
        .grant(tx.actor.role, Permission::DrawerExpectedView);
    Ok(DrawersView {
        mode: tx.context.shop.drawer_mode,
        shifts: open
            .iter()
            .map(|shift| view::of(tx, shift))
            .collect::<AppResult<_>>()?,
        mine: mine.map(|shift| shift.shift_no),
        usual_float_minor: usual.map_or(0, |shift| shift.float_minor),
        denominations_minor: currency.counted_minor.iter().rev().copied().collect(),
        blind: seen == Grant::Deny,
    })
}

/// The first drawer that is shut.
fn free(open: &[Shift]) -> u16 {
    (1..=DRAWERS_MAX)
        .find(|no| open.iter().all(|shift| shift.drawer_no != *no))
        .unwrap_or(DRAWERS_MAX)
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShiftOpen {
    /// None: the first that is shut.
    #[ts(type = "number | null")]
    pub drawer_no: Option<u16>,
    #[ts(type = "number")]
    pub float_minor: i64,
}

fn opened_again(tx: &mut Tx, _input: &ShiftOpen) -> AppResult<DrawersView> {
    all(tx)
}

/// Opens a drawer with its float, which comes out of the safe.
#[command(permission = ShiftOpen, mode = Act, again = opened_again)]
pub fn shift_open(tx: &mut Tx, input: ShiftOpen) -> AppResult<DrawersView> {
    let float_minor = checked_amount(input.float_minor, 0, "float_minor")?;
    if let Some(mine) = mine(tx)? {
        return Err(open_already(&mine));
    }
    let open = tx.store.shifts_open()?;
    let drawer_no = input.drawer_no.unwrap_or_else(|| free(&open));
    if !(1..=DRAWERS_MAX).contains(&drawer_no) {
        return Err(AppError::invalid("drawer_no", "out_of_range"));
    }
    if let Some(taken) = open.iter().find(|shift| shift.drawer_no == drawer_no) {
        return Err(open_already(taken).field("drawer_no"));
    }
    let holder = match tx.context.shop.drawer_mode {
        DrawerMode::Shared => None,
        DrawerMode::PerPerson => tx.actor.user_id,
    };
    tx.record(&Fact::ShiftOpened(ShiftOpened {
        shift_no: tx.store.next_shift_no()?,
        drawer_no,
        holder,
        float_minor,
        day: tx.place()?.0,
    }))?;
    kick(tx, drawer_no);
    changed(tx);
    all(tx)
}

fn open_already(shift: &Shift) -> AppError {
    AppError::new(ErrorCode::ShiftOpenAlready)
        .with("shift", shift.shift_no)
        .with("drawer", shift.drawer_no)
}
