//! `attempt`: where each payment attempt stands. What the terminal told stays in the entries; the
//! row points to them, so that an erased body is gone from here as well.

use crate::codes::Code;
use crate::rows::{all, one, run};
use crate::tables::journal::fact_at;
use crate::tables::sale_card;
use crate::tx::Tx;
use pos_app::ports::records::Attempt;
use pos_app::ports::store::{AttemptTable, StoreError, StoreResult};
use pos_domain::fact::{AttemptMoved, AttemptSent, CardSlip, Fact, SaleCompleted, SlipTaken};
use pos_domain::ids::{AttemptId, SaleId, Seq, TerminalId};
use pos_domain::journal::Header;
use pos_domain::payment::{AttemptAct, AttemptState, Means};
use rusqlite::{Connection, Row, params};

/// By the terminal: all that the shop ever sold stands between two ends of its day.
const SINCE_END_OF_DAY: &str = "SELECT seq FROM journal_entry
    WHERE seq > coalesce((SELECT max(closed_seq) FROM card_batch WHERE terminal_id = ?1), 0)
      AND device = (SELECT identity_no FROM identity WHERE id = ?1)
    ORDER BY seq";

const NEWEST_ON: &str = "SELECT seq FROM journal_entry
    WHERE seq > coalesce((SELECT max(seq) FROM restored), 0)
      AND device = (SELECT identity_no FROM identity WHERE id = ?1)
    ORDER BY seq DESC LIMIT ?2";

pub fn insert(connection: &Connection, seq: Seq, sent: &AttemptSent) -> StoreResult<()> {
    run(
        connection,
        "INSERT INTO attempt (sale_id, attempt_id, sent_seq, act, amount_minor, state, moved_seq,
           slip_seq, lines_seq, times_asked)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, NULL, NULL, 0)",
        params![
            sent.sale_id.bytes(),
            sent.attempt_id.bytes(),
            seq.0,
            sent.act.code(),
            sent.amount_minor,
            AttemptState::Sent.code(),
        ],
    )?;
    Ok(())
}

/// Moves an attempt. Unknown once more means that the terminal was asked and could not tell. One
/// that is paid after its sale was done or given up belongs to no sale: it is loose.
pub fn step(connection: &Connection, seq: Seq, moved: &AttemptMoved) -> StoreResult<()> {
    keep_steps(connection, seq, moved.attempt_id)?;
    let changed = run(
        connection,
        "UPDATE attempt SET
           times_asked = times_asked + (state = ?4 AND ?2 = ?4),
           state = ?2, moved_seq = ?3, slip_seq = iif(?5, ?3, slip_seq),
           card_end = coalesce(?6, card_end),
           loose = ?7 AND (loose OR EXISTS (SELECT 1 FROM sale WHERE sale_id = attempt.sale_id))
         WHERE attempt_id = ?1",
        params![
            moved.attempt_id.bytes(),
            moved.state.code(),
            seq.0,
            AttemptState::Unknown.code(),
            moved.slip.is_some(),
            moved.slip.as_ref().and_then(card_end),
            moved.state.is_paid() && moved.act != AttemptAct::Reversal,
        ],
    )?;
    match changed {
        1 => Ok(()),
        _ => Err(StoreError::Failed(format!(
            "attempt {} was never sent",
            moved.attempt_id
        ))),
    }
}

/// The first step is found from the attempt's own row; from the second on all are kept.
fn keep_steps(connection: &Connection, seq: Seq, id: AttemptId) -> StoreResult<()> {
    run(
        connection,
        "INSERT OR IGNORE INTO attempt_step (attempt_id, seq)
         SELECT attempt_id, moved_seq FROM attempt
         WHERE attempt_id = ?1 AND moved_seq IS NOT NULL
         UNION ALL
         SELECT attempt_id, ?2 FROM attempt WHERE attempt_id = ?1 AND moved_seq IS NOT NULL",
        params![id.bytes(), seq.0],
    )?;
    Ok(())
}

/// A completed sale captures the approvals it names.
pub fn capture(connection: &Connection, sold: &SaleCompleted) -> StoreResult<()> {
    let named: Vec<AttemptId> = sold.tenders.iter().filter_map(|t| t.attempt_id).collect();
    for id in &named {
        run(
            connection,
            "UPDATE attempt SET state = ?2 WHERE attempt_id = ?1 AND state = ?3",
            params![
                id.bytes(),
                AttemptState::Captured.code(),
                AttemptState::Approved.code()
            ],
        )?;
    }
    release(connection, sold.sale_id, &named)
}

/// Payments that stand and that their sale, which is done or given up, does not name are loose.
pub fn release(connection: &Connection, sale: SaleId, named: &[AttemptId]) -> StoreResult<()> {
    let paid = all(
        connection,
        "SELECT attempt_id FROM attempt WHERE sale_id = ?1 AND act <> ?2 AND state IN (4, 7)",
        params![sale.bytes(), AttemptAct::Reversal.code()],
        |row| row.get(0).map(AttemptId::from_bytes),
    )?;
    for id in paid.into_iter().filter(|id| !named.contains(id)) {
        run(
            connection,
            "UPDATE attempt SET loose = 1 WHERE attempt_id = ?1",
            [id.bytes()],
        )?;
    }
    Ok(())
}

fn card_end(slip: &CardSlip) -> Option<u16> {
    sale_card::end_of(slip.masked_pan.as_deref()?)
}

/// Notes where the terminal's own lines stand.
pub fn take_slip(connection: &Connection, seq: Seq, taken: &SlipTaken) -> StoreResult<()> {
    run(
        connection,
        "UPDATE attempt SET lines_seq = ?2 WHERE attempt_id = ?1",
        params![taken.attempt_id.bytes(), seq.0],
    )?;
    Ok(())
}

struct AttemptRow {
    attempt: Attempt,
    sent_seq: i64,
    moved_seq: Option<i64>,
    slip_seq: Option<i64>,
    lines_seq: Option<i64>,
}

const SELECT: &str = "SELECT attempt_id, sale_id, act, amount_minor, state, times_asked,
   sent_seq, moved_seq, slip_seq, lines_seq FROM attempt";

fn read(row: &Row<'_>) -> rusqlite::Result<AttemptRow> {
    let attempt = Attempt {
        attempt_id: AttemptId::from_bytes(row.get(0)?),
        sale_id: SaleId::from_bytes(row.get(1)?),
        terminal_id: TerminalId::from_bytes([0; 16]),
        act: AttemptAct::read(row, 2)?,
        amount_minor: row.get(3)?,
        state: AttemptState::read(row, 4)?,
        times_asked: row.get(5)?,
        baseline: None,
        slip: None,
        code: None,
        means: Means::Card,
        reverses: None,
        seen: None,
        started_at: Default::default(),
        changed_at: Default::default(),
    };
    Ok(AttemptRow {
        attempt,
        sent_seq: row.get(6)?,
        moved_seq: row.get(7)?,
        slip_seq: row.get(8)?,
        lines_seq: row.get(9)?,
    })
}

/// Adds what stands in the entries.
fn told(connection: &Connection, row: AttemptRow) -> StoreResult<Attempt> {
    let mut attempt = row.attempt;
    let (header, fact) = fact_at(connection, row.sent_seq)?;
    attempt.started_at = header.at;
    attempt.changed_at = header.at;
    if let Some(terminal) = header.device {
        attempt.terminal_id = terminal;
    }
    if let Some(Fact::AttemptSent(sent)) = fact {
        attempt.terminal_id = sent.terminal_id;
        attempt.baseline = sent.baseline;
        attempt.reverses = sent.reverses;
        attempt.means = sent.means;
    }
    let moved = |seq| match fact_at(connection, seq)? {
        (header, Some(Fact::AttemptMoved(moved))) => Ok((header, Some(moved))),
        (header, _) => Ok::<_, StoreError>((header, None)),
    };
    if let Some(seq) = row.moved_seq {
        let (header, step) = moved(seq)?;
        attempt.changed_at = header.at;
        if let Some(step) = step {
            attempt.code = step.code;
            attempt.seen = step.seen;
        }
    }
    if let Some(seq) = row.slip_seq {
        attempt.slip = moved(seq)?.1.and_then(|step| step.slip);
    }
    if let Some(seq) = row.lines_seq
        && let (_, Some(Fact::SlipTaken(taken))) = fact_at(connection, seq)?
        && let Some(slip) = &mut attempt.slip
    {
        slip.lines = taken.lines;
    }
    Ok(attempt)
}

/// The entries at these places; an erased one is left out.
fn facts_at(connection: &Connection, places: Vec<i64>) -> StoreResult<Vec<(Header, Fact)>> {
    let mut entries = Vec::with_capacity(places.len());
    for seq in places {
        if let (header, Some(fact)) = fact_at(connection, seq)? {
            entries.push((header, fact));
        }
    }
    Ok(entries)
}

impl AttemptTable for Tx<'_> {
    fn attempt(&self, id: AttemptId) -> StoreResult<Option<Attempt>> {
        let sql = format!("{SELECT} WHERE attempt_id = ?1");
        let row = one(self.connection, &sql, [id.bytes()], read)?;
        row.map(|row| told(self.connection, row)).transpose()
    }

    fn attempts_of(&self, sale: SaleId) -> StoreResult<Vec<Attempt>> {
        let sql = format!("{SELECT} WHERE sale_id = ?1 ORDER BY sent_seq");
        let rows = all(self.connection, &sql, [sale.bytes()], read)?;
        rows.into_iter()
            .map(|row| told(self.connection, row))
            .collect()
    }

    fn attempts_unsettled(&self) -> StoreResult<Vec<Attempt>> {
        // The states stand in the text, so that the partial index is used: sent, approved, unknown.
        let sql = format!("{SELECT} WHERE state IN (0, 1, 3) ORDER BY sent_seq");
        let rows = all(self.connection, &sql, (), read)?;
        rows.into_iter()
            .map(|row| told(self.connection, row))
            .collect()
    }

    fn attempts_loose(&self) -> StoreResult<Vec<Attempt>> {
        let sql = format!("{SELECT} WHERE loose = 1 ORDER BY sent_seq");
        let rows = all(self.connection, &sql, (), read)?;
        rows.into_iter()
            .map(|row| told(self.connection, row))
            .collect()
    }

    fn attempt_history(&self, id: AttemptId) -> StoreResult<Vec<(Header, Fact)>> {
        let places = all(
            self.connection,
            "SELECT sent_seq FROM attempt WHERE attempt_id = ?1
             UNION SELECT moved_seq FROM attempt WHERE attempt_id = ?1 AND moved_seq IS NOT NULL
             UNION SELECT seq FROM attempt_step WHERE attempt_id = ?1
             ORDER BY 1",
            [id.bytes()],
            |row| row.get::<_, i64>(0),
        )?;
        facts_at(self.connection, places)
    }

    fn since_end_of_day(&self, terminal: TerminalId) -> StoreResult<Vec<(Header, Fact)>> {
        let places = all(
            self.connection,
            SINCE_END_OF_DAY,
            [terminal.bytes()],
            |row| row.get::<_, i64>(0),
        )?;
        facts_at(self.connection, places)
    }

    fn newest_on(&self, terminal: TerminalId, most: u32) -> StoreResult<Vec<(Header, Fact)>> {
        let places = all(
            self.connection,
            NEWEST_ON,
            params![terminal.bytes(), most],
            |row| row.get::<_, i64>(0),
        )?;
        facts_at(self.connection, places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::STEPS;

    #[test]
    fn a_terminal_is_not_looked_for_in_the_whole_journal() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(&STEPS.concat()).unwrap();
        let cases = [
            (SINCE_END_OF_DAY, 1, "(device=? AND rowid>?)"),
            (NEWEST_ON, 2, "(device=? AND rowid>?)"),
        ];
        for (query, parameters, by) in cases {
            let sql = format!("EXPLAIN QUERY PLAN {query}");
            let mut plan = connection.prepare(&sql).unwrap();
            let plan = plan.query_map(rusqlite::params_from_iter(vec![1; parameters]), |row| {
                row.get(3)
            });
            let plan: Vec<String> = plan.unwrap().map(Result::unwrap).collect();
            let by_terminal = |step: &String| step.contains(&format!("journal_entry_device {by}"));
            assert!(plan.iter().any(by_terminal), "{plan:?}");
            assert!(
                !plan.iter().any(|step| step.contains("TEMP B-TREE")),
                "{plan:?}"
            );
        }
    }
}
