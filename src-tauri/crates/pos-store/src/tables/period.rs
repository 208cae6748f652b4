//! `period`, `period_sum` and `approval`: what was closed, and the sums of what runs. The sums move
//! with each entry, so that neither X nor Z adds anything up.

use crate::error::Stored;
use crate::rows::{all, number, one, prepared, run};
use crate::tx::Tx;
use pos_app::ports::records::{ApprovedPlace, ZRecord};
use pos_app::ports::shifts::PeriodTable;
use pos_app::ports::store::{StoreError, StoreResult};
use pos_domain::fact::{DayClosed, Fact, PeriodSum};
use pos_domain::ids::Seq;
use pos_domain::period::movements;
use pos_domain::time::Day;
use rusqlite::{Connection, Row, params};

/// The number of the period that runs.
pub fn running(connection: &Connection) -> StoreResult<i64> {
    let sql = "SELECT max(coalesce((SELECT max(z_number) FROM period), 0),
       coalesce((SELECT max(z_number) FROM restored), 0)) + 1";
    number(connection, sql, ())
}

/// Moves the sums of the running period by one fact.
pub fn add(connection: &Connection, fact: &Fact) -> StoreResult<()> {
    let moved = movements(fact);
    if moved.is_empty() {
        return Ok(());
    }
    let z_number = running(connection)?;
    let mut add = prepared(
        connection,
        "INSERT INTO period_sum (z_number, shift_no, measure, count, amount_minor)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (z_number, shift_no, measure) DO UPDATE SET
           count = count + excluded.count, amount_minor = amount_minor + excluded.amount_minor",
    )?;
    for sum in moved {
        let row = [
            z_number,
            sum.shift_no,
            sum.measure,
            sum.count,
            sum.amount_minor,
        ];
        add.execute(row).stored()?;
    }
    Ok(())
}

/// Closes the running period.
///
/// # Errors
/// A number that leaves a gap, or comes twice.
pub fn close(connection: &Connection, seq: Seq, closed: &DayClosed) -> StoreResult<()> {
    let due = running(connection)?;
    if closed.z_number != due {
        let given = closed.z_number;
        return Err(StoreError::Failed(format!(
            "Z number {given} was given, {due} is next"
        )));
    }
    run(
        connection,
        "INSERT INTO period (z_number, seq, day) VALUES (?1, ?2, ?3)",
        params![closed.z_number, seq.0, closed.day.0],
    )?;
    Ok(())
}

/// Notes where a second person gave his word.
pub fn note_approvals(
    connection: &Connection,
    seq: Seq,
    approved: bool,
    fact: &Fact,
) -> StoreResult<()> {
    let note = |line_no: i64| {
        let sql = "INSERT INTO approval (seq, line_no) VALUES (?1, ?2)";
        run(connection, sql, [seq.0, line_no]).map(|_| ())
    };
    if approved {
        note(0)?;
    }
    if let Fact::SaleCompleted(sold) = fact {
        if sold.discount_approved_by.is_some() {
            note(-1)?;
        }
        for line in sold.lines.iter().filter(|line| line.approved_by.is_some()) {
            note(i64::from(line.line_no))?;
        }
    }
    Ok(())
}

fn read_z(row: &Row<'_>) -> rusqlite::Result<ZRecord> {
    Ok(ZRecord {
        z_number: row.get(0)?,
        seq: Seq(row.get(1)?),
        day: Day(row.get(2)?),
    })
}

fn read_sum(row: &Row<'_>) -> rusqlite::Result<PeriodSum> {
    Ok(PeriodSum {
        shift_no: row.get(0)?,
        measure: row.get(1)?,
        count: row.get(2)?,
        amount_minor: row.get(3)?,
    })
}

const SUMS: &str = "SELECT shift_no, measure, count, amount_minor FROM period_sum";

impl PeriodTable for Tx<'_> {
    fn running_z(&self) -> StoreResult<i64> {
        running(self.connection)
    }

    fn z(&self, z_number: i64) -> StoreResult<Option<ZRecord>> {
        let sql = "SELECT z_number, seq, day FROM period WHERE z_number = ?1";
        one(self.connection, sql, [z_number], read_z)
    }

    fn zs(&self, before: Option<i64>, limit: u32) -> StoreResult<Vec<ZRecord>> {
        all(
            self.connection,
            "SELECT z_number, seq, day FROM period WHERE z_number < ?1
             ORDER BY z_number DESC LIMIT ?2",
            params![before.unwrap_or(i64::MAX), limit],
            read_z,
        )
    }

    fn period_sums(&self, z_number: i64) -> StoreResult<Vec<PeriodSum>> {
        let sql = format!("{SUMS} WHERE z_number = ?1 ORDER BY shift_no, measure");
        all(self.connection, &sql, [z_number], read_sum)
    }

    fn shift_sums(&self, z_number: i64, shift_no: i64) -> StoreResult<Vec<PeriodSum>> {
        let sql = format!("{SUMS} WHERE z_number = ?1 AND shift_no = ?2 ORDER BY measure");
        all(self.connection, &sql, [z_number, shift_no], read_sum)
    }

    fn approvals(&self, first: Seq, last: Seq) -> StoreResult<Vec<ApprovedPlace>> {
        all(
            self.connection,
            "SELECT seq, line_no FROM approval WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq, line_no",
            [first.0, last.0],
            |row| {
                Ok(ApprovedPlace {
                    seq: Seq(row.get(0)?),
                    line_no: row.get(1)?,
                })
            },
        )
    }

    fn last_sale_day(&self, first: Seq) -> StoreResult<Option<Day>> {
        one(
            self.connection,
            "SELECT day FROM sale WHERE seq >= ?1 ORDER BY seq DESC LIMIT 1",
            [first.0],
            |row| row.get(0).map(Day),
        )
    }
}
