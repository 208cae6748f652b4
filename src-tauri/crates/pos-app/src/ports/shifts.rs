//! Drawers, periods and card batches, as one transaction sees them. All are projections.

use super::records::{ApprovedPlace, CardBatch, Shift, ZRecord};
use super::store::StoreResult;
use pos_domain::fact::PeriodSum;
use pos_domain::ids::{Seq, TerminalId};
use pos_domain::time::Day;

/// Shifts of drawers.
pub trait ShiftTable {
    fn shift(&self, shift_no: i64) -> StoreResult<Option<Shift>>;
    /// Those that are not closed, by number.
    fn shifts_open(&self) -> StoreResult<Vec<Shift>>;
    /// Those that were opened in a period, by number.
    fn shifts_of(&self, z_number: i64) -> StoreResult<Vec<Shift>>;
    /// The newest shift of a drawer, open or not.
    fn last_shift_of(&self, drawer_no: u16) -> StoreResult<Option<Shift>>;
    /// The number that the next shift of this register gets.
    fn next_shift_no(&self) -> StoreResult<i64>;
    /// The entries of cash that moved beside the sales, oldest first.
    fn shift_moves(&self, shift_no: i64) -> StoreResult<Vec<Seq>>;
}

/// Periods: what one Z covers.
pub trait PeriodTable {
    /// The number of the period that runs: one above the last Z's.
    fn running_z(&self) -> StoreResult<i64>;
    fn z(&self, z_number: i64) -> StoreResult<Option<ZRecord>>;
    /// Closed periods below a number (None: all), newest first.
    fn zs(&self, before: Option<i64>, limit: u32) -> StoreResult<Vec<ZRecord>>;
    /// The sums of a period, by shift and measure.
    fn period_sums(&self, z_number: i64) -> StoreResult<Vec<PeriodSum>>;
    /// The part of one shift in them.
    fn shift_sums(&self, z_number: i64, shift_no: i64) -> StoreResult<Vec<PeriodSum>>;
    /// Where a second person gave his word, from one entry to another.
    fn approvals(&self, first: Seq, last: Seq) -> StoreResult<Vec<ApprovedPlace>>;
    /// The business day of the last sale at or after an entry.
    fn last_sale_day(&self, first: Seq) -> StoreResult<Option<Day>>;
}

/// What terminals took, by card, between their ends of day.
pub trait CardTable {
    /// What runs on a terminal now.
    fn card_batch(&self, terminal: TerminalId) -> StoreResult<CardBatch>;
    /// Terminals that took something since their last end of day.
    fn card_batches_open(&self) -> StoreResult<Vec<TerminalId>>;
    /// The entries at or after a place in which terminals made their end of day.
    fn card_batches_closed(&self, first: Seq) -> StoreResult<Vec<Seq>>;
}
