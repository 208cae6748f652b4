//! `shift` and `shift_move`: drawers from their float to their last count.

use crate::rows::{all, number, one, run};
use crate::tables::period;
use crate::tx::Tx;
use pos_app::ports::records::Shift;
use pos_app::ports::shifts::ShiftTable;
use pos_app::ports::store::{StoreError, StoreResult};
use pos_domain::fact::{CashMoved, ShiftClosed, ShiftCounted, ShiftOpened};
use pos_domain::ids::{Seq, UserId};
use rusqlite::{Connection, Row, params};

/// Opens a drawer in the running period.
///
/// # Errors
/// A number that leaves a gap, or comes twice.
pub fn open(connection: &Connection, seq: Seq, opened: &ShiftOpened) -> StoreResult<()> {
    let due = next_no(connection)?;
    if opened.shift_no != due {
        let given = opened.shift_no;
        return Err(StoreError::Failed(format!(
            "shift number {given} was given, {due} is next"
        )));
    }
    run(
        connection,
        "INSERT INTO shift (shift_no, drawer_no, holder, opened_seq, float_minor, z_number,
           times_counted)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
        params![
            opened.shift_no,
            opened.drawer_no,
            opened.holder.as_ref().map(UserId::bytes),
            seq.0,
            opened.float_minor,
            period::running(connection)?,
        ],
    )?;
    Ok(())
}

/// Notes cash that moved beside the sales.
pub fn note_move(connection: &Connection, seq: Seq, moved: &CashMoved) -> StoreResult<()> {
    run(
        connection,
        "INSERT INTO shift_move (shift_no, seq) VALUES (?1, ?2)",
        params![moved.shift_no, seq.0],
    )?;
    Ok(())
}

pub fn count(connection: &Connection, seq: Seq, counted: &ShiftCounted) -> StoreResult<()> {
    let changed = run(
        connection,
        "UPDATE shift SET counted_seq = ?2, times_counted = times_counted + 1
         WHERE shift_no = ?1 AND closed_seq IS NULL",
        params![counted.shift_no, seq.0],
    )?;
    one_open(changed, counted.shift_no)
}

pub fn close(connection: &Connection, seq: Seq, closed: &ShiftClosed) -> StoreResult<()> {
    let changed = run(
        connection,
        "UPDATE shift SET closed_seq = ?2, counted_minor = ?3, expected_minor = ?4
         WHERE shift_no = ?1 AND closed_seq IS NULL",
        params![
            closed.shift_no,
            seq.0,
            closed.counted_minor,
            closed.expected_minor
        ],
    )?;
    one_open(changed, closed.shift_no)
}

fn one_open(changed: usize, shift_no: i64) -> StoreResult<()> {
    match changed {
        1 => Ok(()),
        _ => Err(StoreError::Failed(format!("shift {shift_no} is not open"))),
    }
}

fn next_no(connection: &Connection) -> StoreResult<i64> {
    let sql = "SELECT coalesce(max(shift_no), 0) + 1 FROM shift";
    number(connection, sql, ())
}

const SELECT: &str = "SELECT shift_no, drawer_no, holder, opened_seq, float_minor, z_number,
   counted_seq, times_counted, closed_seq, counted_minor, expected_minor FROM shift";

fn read(row: &Row<'_>) -> rusqlite::Result<Shift> {
    Ok(Shift {
        shift_no: row.get(0)?,
        drawer_no: row.get(1)?,
        holder: row.get::<_, Option<[u8; 16]>>(2)?.map(UserId::from_bytes),
        opened_seq: Seq(row.get(3)?),
        float_minor: row.get(4)?,
        z_number: row.get(5)?,
        counted_seq: row.get::<_, Option<i64>>(6)?.map(Seq),
        times_counted: row.get(7)?,
        closed_seq: row.get::<_, Option<i64>>(8)?.map(Seq),
        counted_minor: row.get(9)?,
        expected_minor: row.get(10)?,
    })
}

impl ShiftTable for Tx<'_> {
    fn shift(&self, shift_no: i64) -> StoreResult<Option<Shift>> {
        let sql = format!("{SELECT} WHERE shift_no = ?1");
        one(self.connection, &sql, [shift_no], read)
    }

    fn shifts_open(&self) -> StoreResult<Vec<Shift>> {
        let sql = format!("{SELECT} WHERE closed_seq IS NULL ORDER BY shift_no");
        all(self.connection, &sql, (), read)
    }

    fn shifts_of(&self, z_number: i64) -> StoreResult<Vec<Shift>> {
        let sql = format!("{SELECT} WHERE z_number = ?1 ORDER BY shift_no");
        all(self.connection, &sql, [z_number], read)
    }

    fn last_shift_of(&self, drawer_no: u16) -> StoreResult<Option<Shift>> {
        let sql = format!("{SELECT} WHERE drawer_no = ?1 ORDER BY shift_no DESC LIMIT 1");
        one(self.connection, &sql, [drawer_no], read)
    }

    fn next_shift_no(&self) -> StoreResult<i64> {
        next_no(self.connection)
    }

    fn shift_moves(&self, shift_no: i64) -> StoreResult<Vec<Seq>> {
        let sql = "SELECT seq FROM shift_move WHERE shift_no = ?1 ORDER BY seq";
        all(self.connection, sql, [shift_no], |row| row.get(0).map(Seq))
    }
}
