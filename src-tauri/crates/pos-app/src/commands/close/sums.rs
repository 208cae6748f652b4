//! The running sums of a period, read by name.

use crate::api::AppResult;
use crate::ports::records::Shift;
use crate::tx::Tx;
use crate::views::close::CountSum;
use pos_domain::fact::PeriodSum;
use pos_domain::period::Tally;
use pos_domain::posting::Account;

/// Measures from here on are acts, below it accounts.
const ACTS_FROM: i64 = 10_000;

/// Rows of sums, of one shift or of all.
pub struct Sums(Vec<PeriodSum>);

impl Sums {
    pub fn new(rows: Vec<PeriodSum>) -> Sums {
        Sums(rows)
    }

    /// The part of one shift in its period.
    pub fn of_shift(tx: &Tx, shift: &Shift) -> AppResult<Sums> {
        let rows = tx.store.shift_sums(shift.z_number, shift.shift_no)?;
        Ok(Sums(rows))
    }

    fn measure(&self, measure: i64) -> CountSum {
        let rows = || self.0.iter().filter(|row| row.measure == measure);
        CountSum {
            count: rows().map(|row| row.count).sum(),
            amount_minor: rows().map(|row| row.amount_minor).sum(),
        }
    }

    /// How often an act was done, and what it came to.
    pub fn tally(&self, tally: Tally) -> CountSum {
        self.measure(tally.code())
    }

    /// What an account moved by; debit is positive.
    pub fn account(&self, account: Account) -> i64 {
        self.measure(account.code()).amount_minor
    }

    /// Every account that moved, by number.
    pub fn accounts(&self) -> Vec<(i64, i64)> {
        let mut codes: Vec<i64> = self.0.iter().map(|row| row.measure).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
            .into_iter()
            .filter(|code| *code < ACTS_FROM)
            .map(|code| (code, self.measure(code).amount_minor))
            .collect()
    }
}
