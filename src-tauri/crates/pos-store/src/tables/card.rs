//! `card_batch` and `card_sum`: what each terminal took since its last end of day, by card.

use crate::rows::{all, one, run};
use crate::tx::Tx;
use pos_app::ports::records::CardBatch;
use pos_app::ports::shifts::CardTable;
use pos_app::ports::store::{StoreError, StoreResult};
use pos_domain::fact::{AttemptMoved, CardTotal, TerminalClosed};
use pos_domain::ids::{Seq, TerminalId};
use rusqlite::{Connection, params};

/// The batch that runs on a terminal, and whether it has its row already.
fn running(connection: &Connection, terminal: TerminalId) -> StoreResult<(i64, bool)> {
    let last = one(
        connection,
        "SELECT batch_no, closed_seq IS NULL FROM card_batch WHERE terminal_id = ?1
         ORDER BY batch_no DESC LIMIT 1",
        [terminal.bytes()],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?)),
    )?;
    Ok(match last {
        None => (1, false),
        Some((batch_no, true)) => (batch_no, true),
        Some((batch_no, false)) => (batch_no + 1, false),
    })
}

/// The running batch, with a row of its own.
fn begun(connection: &Connection, terminal: TerminalId) -> StoreResult<i64> {
    let (batch_no, known) = running(connection, terminal)?;
    if !known {
        run(
            connection,
            "INSERT INTO card_batch (terminal_id, batch_no) VALUES (?1, ?2)",
            params![terminal.bytes(), batch_no],
        )?;
    }
    Ok(batch_no)
}

/// Moves the running batch of a terminal by a step of a payment.
pub fn add(
    connection: &Connection,
    terminal: Option<TerminalId>,
    moved: &AttemptMoved,
) -> StoreResult<()> {
    let Some((card_name, count, amount_minor)) = moved.batch_share() else {
        return Ok(());
    };
    let terminal = terminal.ok_or_else(|| {
        let attempt = moved.attempt_id;
        StoreError::Failed(format!("attempt {attempt} moved money on no terminal"))
    })?;
    run(
        connection,
        "INSERT INTO card_sum (terminal_id, batch_no, card_name, count, amount_minor)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (terminal_id, batch_no, card_name) DO UPDATE SET
           count = count + excluded.count, amount_minor = amount_minor + excluded.amount_minor",
        params![
            terminal.bytes(),
            begun(connection, terminal)?,
            card_name,
            count,
            amount_minor,
        ],
    )?;
    Ok(())
}

/// Ends the running batch of a terminal; the next begins with its next payment.
///
/// # Errors
/// A number that leaves a gap, or comes twice.
pub fn close(connection: &Connection, seq: Seq, closed: &TerminalClosed) -> StoreResult<()> {
    let due = begun(connection, closed.terminal_id)?;
    if closed.batch_no != due {
        let given = closed.batch_no;
        return Err(StoreError::Failed(format!(
            "batch {given} was closed, {due} is running"
        )));
    }
    run(
        connection,
        "UPDATE card_batch SET closed_seq = ?3 WHERE terminal_id = ?1 AND batch_no = ?2",
        params![closed.terminal_id.bytes(), closed.batch_no, seq.0],
    )?;
    Ok(())
}

impl CardTable for Tx<'_> {
    fn card_batch(&self, terminal: TerminalId) -> StoreResult<CardBatch> {
        let (batch_no, _) = running(self.connection, terminal)?;
        let cards = all(
            self.connection,
            "SELECT card_name, count, amount_minor FROM card_sum
             WHERE terminal_id = ?1 AND batch_no = ?2 ORDER BY card_name",
            params![terminal.bytes(), batch_no],
            |row| {
                Ok(CardTotal {
                    card_name: row.get(0)?,
                    count: row.get(1)?,
                    amount_minor: row.get(2)?,
                })
            },
        )?;
        Ok(CardBatch {
            terminal_id: terminal,
            batch_no,
            cards,
        })
    }

    fn card_batches_open(&self) -> StoreResult<Vec<TerminalId>> {
        all(
            self.connection,
            "SELECT terminal_id FROM card_batch WHERE closed_seq IS NULL ORDER BY terminal_id",
            (),
            |row| row.get(0).map(TerminalId::from_bytes),
        )
    }

    fn card_batches_closed(&self, first: Seq) -> StoreResult<Vec<Seq>> {
        all(
            self.connection,
            "SELECT closed_seq FROM card_batch WHERE closed_seq >= ?1 ORDER BY closed_seq",
            [first.0],
            |row| row.get(0).map(Seq),
        )
    }
}
