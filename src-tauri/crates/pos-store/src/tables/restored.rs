//! `restored`: when a backup took the place of the books, and above which numbers they go on.

use super::period;
use crate::rows::{number, run};
use pos_app::ports::store::StoreResult;
use pos_domain::fact::Restored;
use pos_domain::ids::Seq;
use rusqlite::{Connection, params};

/// The highest receipt number that is not given again; 0: there was no restore.
pub fn receipt_floor(connection: &Connection) -> StoreResult<i64> {
    let sql = "SELECT coalesce(max(receipt_no), 0) FROM restored";
    number(connection, sql, ())
}

/// How often the shop was restored.
pub fn epoch(connection: &Connection) -> StoreResult<i64> {
    number(
        connection,
        "SELECT coalesce(max(epoch), 0) FROM restored",
        (),
    )
}

/// Goes on above the numbers: the running period, with what is in it, gets the next one.
pub fn go_on(connection: &Connection, seq: Seq, restored: &Restored) -> StoreResult<()> {
    let was = period::running(connection)?;
    let Restored {
        epoch,
        receipt_no,
        z_number,
        ..
    } = restored;
    run(
        connection,
        "INSERT INTO restored (seq, epoch, receipt_no, z_number) VALUES (?1, ?2, ?3, ?4)",
        params![seq.0, epoch, receipt_no, z_number],
    )?;
    let now = period::running(connection)?;
    if now != was {
        for table in ["period_sum", "shift"] {
            let sql = format!("UPDATE {table} SET z_number = ?2 WHERE z_number = ?1");
            run(connection, &sql, [was, now])?;
        }
    }
    Ok(())
}
