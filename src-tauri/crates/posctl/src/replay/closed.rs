//! What the Zs say of a replay: their numbers, their sums, and the terminals' totals beside ours.

use pos_app::AppResult;
use pos_app::ports::store::Store;
use pos_domain::fact::{DayClosed, Fact, PeriodSum};
use pos_domain::period::Tally;
use serde_json::{Value, json};

/// Zs read in one go.
const PAGE: u32 = 100;

/// All Zs of the books.
#[derive(Debug, Default)]
pub struct Closed {
    pub z_count: i64,
    /// Sales less returns of all Zs.
    pub gross_minor: i64,
    /// And of what runs since the last.
    pub running_minor: i64,
    pub gapless: bool,
    pub ends_of_day: i64,
    /// Ends of day whose total was not ours.
    pub apart: i64,
}

impl Closed {
    pub fn of(store: &dyn Store) -> AppResult<Closed> {
        let mut closed = Closed {
            gapless: true,
            ..Closed::default()
        };
        let mut before = None;
        let mut due = store.running_z()? - 1;
        loop {
            let page = store.zs(before, PAGE)?;
            let Some(last) = page.last() else {
                break;
            };
            before = Some(last.z_number);
            for record in page {
                closed.gapless &= record.z_number == due;
                due -= 1;
                if let Some((_, Some(Fact::DayClosed(day)))) = store.entry(record.seq)? {
                    closed.add(store, &day)?;
                }
            }
        }
        closed.gapless &= due == 0;
        closed.running_minor = gross(&store.period_sums(store.running_z()?)?);
        Ok(closed)
    }

    fn add(&mut self, store: &dyn Store, day: &DayClosed) -> AppResult<()> {
        self.z_count += 1;
        self.gross_minor += gross(&day.sums);
        for seq in &day.terminals {
            if let Some((_, Some(Fact::TerminalClosed(end)))) = store.entry(*seq)? {
                let ours: i64 = end.ours.iter().map(|card| card.amount_minor).sum();
                self.ends_of_day += 1;
                self.apart += i64::from(end.their_total_minor != Some(ours.max(0)));
            }
        }
        Ok(())
    }

    /// Whether every Z is there and they come to what the sales come to.
    pub fn holds(&self, recorded_minor: i64) -> bool {
        self.gapless && self.gross_minor + self.running_minor == recorded_minor
    }

    pub fn json(&self, recorded_minor: i64) -> Value {
        json!({
            "holds": self.holds(recorded_minor),
            "z_count": self.z_count,
            "gapless": self.gapless,
            "gross_minor": self.gross_minor,
            "running_minor": self.running_minor,
            "ends_of_day": self.ends_of_day,
            "apart": self.apart,
        })
    }
}

fn gross(sums: &[PeriodSum]) -> i64 {
    let of = |tally: Tally| -> i64 {
        let rows = sums.iter().filter(|row| row.measure == tally.code());
        rows.map(|row| row.amount_minor).sum()
    };
    of(Tally::Sales) - of(Tally::Returns)
}
