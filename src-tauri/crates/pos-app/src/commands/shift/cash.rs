//! Cash beside the sales: in, out, into the safe; and the drawer opened for its own sake.

use super::{changed, checked_amount, kick, mine, open, open_in_hand, view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::sale::ring::text;
use crate::tx::Tx;
use crate::views::shift::{DrawersView, ShiftView};
use pos_domain::fact::{CashMoveKind, CashMoved, DrawerOpened, Fact};
use pos_domain::staff::{Measure, Permission};
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// The drawer that a register has at least.
const FIRST_DRAWER: u16 = 1;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashMove {
    /// None: the caller's own.
    #[ts(type = "number | null")]
    pub shift_no: Option<i64>,
    #[ts(type = "number")]
    pub amount_minor: i64,
    pub reason: String,
}

/// The drawer as it stands now.
fn moved_again(tx: &mut Tx, _input: &CashMove) -> AppResult<ShiftView> {
    let header = tx.store.entry_by_request(tx.request_id)?;
    let entry = match header {
        Some(header) => tx.store.entry(header.seq)?,
        None => None,
    };
    match entry {
        Some((_, Some(Fact::CashMoved(moved)))) => {
            let shift = super::shift(tx, moved.shift_no)?;
            view::of(tx, &shift)
        }
        Some((_, Some(_) | None)) | None => Err(AppError::new(ErrorCode::ShiftMissing)),
    }
}

/// Puts cash into a drawer, such as more change.
#[command(permission = CashPayIn, mode = Act, again = moved_again)]
pub fn cash_pay_in(tx: &mut Tx, input: CashMove) -> AppResult<ShiftView> {
    moved(tx, Permission::CashPayIn, CashMoveKind::PaidIn, input)
}

/// Pays cash out of a drawer, such as for a window cleaner.
#[command(permission = CashPayOut, mode = Act, again = moved_again)]
pub fn cash_pay_out(tx: &mut Tx, input: CashMove) -> AppResult<ShiftView> {
    moved(tx, Permission::CashPayOut, CashMoveKind::PaidOut, input)
}

/// Takes cash out of a drawer into the safe.
#[command(permission = CashDrop, mode = Act, again = moved_again)]
pub fn cash_drop(tx: &mut Tx, input: CashMove) -> AppResult<ShiftView> {
    moved(tx, Permission::CashDrop, CashMoveKind::Drop, input)
}

fn moved(
    tx: &mut Tx,
    act: Permission,
    kind: CashMoveKind,
    input: CashMove,
) -> AppResult<ShiftView> {
    let amount_minor = checked_amount(input.amount_minor, 1, "amount_minor")?;
    let reason = reason(input.reason)?;
    let shift = match input.shift_no {
        Some(shift_no) => open_in_hand(tx, shift_no)?,
        None => mine(tx)?.ok_or_else(|| AppError::new(ErrorCode::ShiftNeeded))?,
    };
    let measure = tx.amount(amount_minor);
    tx.require(act, measure, None, Some(amount_minor))?;
    tx.record(&Fact::CashMoved(CashMoved {
        shift_no: shift.shift_no,
        kind,
        amount_minor,
        reason,
    }))?;
    kick(tx, shift.drawer_no);
    changed(tx);
    view::of(tx, &shift)
}

fn reason(text_typed: String) -> AppResult<String> {
    text(text_typed, "reason", 200)?.ok_or_else(|| AppError::invalid("reason", "missing"))
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NoSale {
    pub reason: String,
}

fn opened_again(tx: &mut Tx, _input: &NoSale) -> AppResult<DrawersView> {
    open::all(tx)
}

/// Opens the drawer without a sale.
#[command(permission = NoSale, mode = Act, again = opened_again)]
pub fn no_sale(tx: &mut Tx, input: NoSale) -> AppResult<DrawersView> {
    let reason = reason(input.reason)?;
    tx.require(Permission::NoSale, Measure::Whole, None, None)?;
    let mine = mine(tx)?;
    let drawer_no = mine.as_ref().map_or(FIRST_DRAWER, |s| s.drawer_no);
    tx.record(&Fact::DrawerOpened(DrawerOpened {
        drawer_no,
        shift_no: mine.map(|s| s.shift_no),
        reason,
    }))?;
    kick(tx, drawer_no);
    changed(tx);
    open::all(tx)
}
