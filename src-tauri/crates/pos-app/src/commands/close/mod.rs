//! X and Z: figures of what runs and of what was closed; and what stands between now and the Z.

mod approvals;
mod cards;
pub mod figures;
pub mod sums;
pub mod terminals;
mod z;

use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::shift::view as shift_view;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::close::{CloseCheck, PeriodReport, ZRow};
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// Zs in one answer.
const ROWS_MAX: u32 = 100;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct XReport {
    /// None: the whole register.
    #[ts(type = "number | null")]
    pub shift_no: Option<i64>,
}

/// The figures of the running period, or of one drawer. Closes nothing.
#[command(permission = XReport, mode = Query)]
pub fn x_report(tx: &mut Tx, input: XReport) -> AppResult<PeriodReport> {
    match input.shift_no {
        None => figures::running(tx),
        Some(shift_no) => figures::of_shift(tx, shift_no),
    }
}

/// What stands between now and the Z. Only open drawers stop it.
#[command(permission = DayClose, mode = Query)]
pub fn close_check(tx: &mut Tx, _input: Nothing) -> AppResult<CloseCheck> {
    let period = z::Period::running(tx)?;
    let open = tx.store.shifts_open()?;
    Ok(CloseCheck {
        z_number: period.z_number,
        day: z::day_of(tx, &period)?,
        open_shifts: open
            .iter()
            .map(|shift| shift_view::of(tx, shift))
            .collect::<AppResult<_>>()?,
        terminals: terminals::of_running(tx, &period, true)?,
        doubts: z::doubts(tx)?,
        suspended: z::suspended(tx)?,
        last_z_at: period.last_z_at,
    })
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ZRef {
    #[ts(type = "number")]
    pub z_number: i64,
}

fn closed_again(tx: &mut Tx, input: &ZRef) -> AppResult<PeriodReport> {
    figures::closed(tx, input.z_number)
}

/// Closes the business day under the number that the screen showed. Closing the same number twice
/// answers the first Z again.
#[command(permission = DayClose, mode = Act, again = closed_again)]
pub fn day_close(tx: &mut Tx, input: ZRef) -> AppResult<PeriodReport> {
    let period = z::Period::running(tx)?;
    match input.z_number.cmp(&period.z_number) {
        std::cmp::Ordering::Less => figures::closed(tx, input.z_number),
        std::cmp::Ordering::Greater => Err(AppError::new(ErrorCode::ZNumberAhead)
            .field("z_number")
            .with("running", period.z_number)),
        std::cmp::Ordering::Equal => {
            z::close(tx, &period)?;
            figures::closed(tx, input.z_number)
        }
    }
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ZList {
    /// Below this number; None: from the newest.
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    pub limit: u32,
}

/// Closed days, newest first.
#[command(permission = ZView, mode = Query)]
pub fn z_reports(tx: &mut Tx, input: ZList) -> AppResult<Vec<ZRow>> {
    let limit = input.limit.clamp(1, ROWS_MAX);
    let records = tx.store.zs(input.before, limit)?;
    records.iter().map(|record| z::row(tx, record)).collect()
}

/// A closed day.
#[command(permission = ZView, mode = Query)]
pub fn z_report(tx: &mut Tx, input: ZRef) -> AppResult<PeriodReport> {
    figures::closed(tx, input.z_number)
}
