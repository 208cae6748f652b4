//! `sale`: completed and voided sales, as lists show them. Who rang it and when stand in the
//! entry's header.

use crate::codes::{Code, tender_bits, tender_kinds};
use crate::head;
use crate::project::live;
use crate::rows::{all, one, run};
use crate::tables::{day_sum, line, posting, stock, tender};
use crate::tx::Tx;
use pos_app::ports::records::{DayAxis, DaySum, Returned, SaleQuery, SaleRecord};
use pos_app::ports::store::{SaleTable, StoreResult};
use pos_domain::cart::{SaleKind, SaleState};
use pos_domain::fact::{SaleCompleted, SaleVoided};
use pos_domain::ids::{ProductId, SaleId, Seq, UserId};
use pos_domain::quantity::Quantity;
use pos_domain::tender::TenderKind;
use pos_domain::time::{Day, Instant};
use rusqlite::{Connection, Row, params};

const INSERT: &str = "INSERT INTO sale (seq, sale_id, kind, state, number, day, total_minor,
   line_count, tenders, original)
 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

pub fn insert_completed(
    connection: &Connection,
    seq: Seq,
    sold: &SaleCompleted,
) -> StoreResult<()> {
    let row = params![
        seq.0,
        sold.sale_id.bytes(),
        sold.kind.code(),
        SaleState::Completed.code(),
        sold.number,
        sold.day.0,
        sold.total_minor,
        live(sold).count() as i64,
        tender_bits(sold.tenders.iter().map(|tender| tender.kind)),
        sold.original.map(|Seq(seq)| seq),
    ];
    run(connection, INSERT, row)?;
    Ok(())
}

pub fn insert_voided(connection: &Connection, seq: Seq, voided: &SaleVoided) -> StoreResult<()> {
    let live = voided.lines.iter().filter(|line| !line.voided).count();
    let row = params![
        seq.0,
        voided.sale_id.bytes(),
        voided.kind.code(),
        SaleState::Voided.code(),
        None::<i64>,
        voided.day.0,
        voided.total_minor,
        live as i64,
        0,
        None::<i64>,
    ];
    run(connection, INSERT, row)?;
    Ok(())
}

const SELECT: &str = "SELECT sale.seq, sale.sale_id, sale.kind, sale.state, sale.number, sale.day,
   entry.at, who.id, sale.total_minor, sale.line_count, sale.tenders
 FROM sale JOIN journal_entry AS entry ON entry.seq = sale.seq
 LEFT JOIN identity AS who ON who.identity_no = entry.actor";

fn read(row: &Row<'_>) -> rusqlite::Result<SaleRecord> {
    Ok(SaleRecord {
        seq: Seq(row.get(0)?),
        sale_id: SaleId::from_bytes(row.get(1)?),
        kind: SaleKind::read(row, 2)?,
        state: SaleState::read(row, 3)?,
        number: row.get(4)?,
        day: Day(row.get(5)?),
        at: Instant(row.get(6)?),
        // An act of the house itself has no actor.
        cashier: UserId::from_bytes(row.get::<_, Option<[u8; 16]>>(7)?.unwrap_or_default()),
        total_minor: row.get(8)?,
        line_count: row.get(9)?,
        tenders: tender_kinds(row.get(10)?),
    })
}

/// One statement for each set of conditions, so that each uses its own index; an amount has none
/// and walks back from the newest. The state stands in the text, for the index of the voided ones
/// is partial.
fn list_sql(query: &SaleQuery) -> String {
    let state = query
        .state
        .map(|state| format!("sale.state = {}", state.code()));
    let conditions = [
        query.number.map(|_| "sale.number = ?1"),
        query.day.map(|_| "sale.day = ?2"),
        query
            .card_end
            .map(|_| "sale.seq IN (SELECT seq FROM sale_card WHERE card_end = ?3)"),
        query.total_minor.map(|_| "sale.total_minor = ?4"),
        state.as_deref(),
    ];
    let conditions: Vec<&str> = conditions.into_iter().flatten().collect();
    let filter = match conditions.is_empty() {
        true => String::new(),
        false => format!(" WHERE {}", conditions.join(" AND ")),
    };
    format!("{SELECT}{filter} ORDER BY sale.seq DESC LIMIT ?5 OFFSET ?6")
}

impl SaleTable for Tx<'_> {
    fn sale(&self, id: SaleId) -> StoreResult<Option<SaleRecord>> {
        one(
            self.connection,
            &format!("{SELECT} WHERE sale.sale_id = ?1"),
            [id.bytes()],
            read,
        )
    }

    fn sale_at(&self, seq: Seq) -> StoreResult<Option<SaleRecord>> {
        one(
            self.connection,
            &format!("{SELECT} WHERE sale.seq = ?1"),
            [seq.0],
            read,
        )
    }

    fn sales(&self, query: &SaleQuery) -> StoreResult<Vec<SaleRecord>> {
        let asked = params![
            query.number,
            query.day.map(|Day(day)| day),
            query.card_end,
            query.total_minor,
            query.limit,
            query.offset,
        ];
        all(self.connection, &list_sql(query), asked, read)
    }

    fn next_number(&self) -> StoreResult<i64> {
        match &self.writing {
            Some(writing) => Ok(writing.head.number + 1),
            None => Ok(head::last_number(self.connection)? + 1),
        }
    }

    fn returned(&self, original: Seq) -> StoreResult<Vec<Returned>> {
        line::returned(self.connection, original)
    }

    fn paid_back(&self, original: Seq) -> StoreResult<Vec<(TenderKind, i64)>> {
        tender::paid_back(self.connection, original)
    }

    fn day_sums(&self, day: Day, axis: DayAxis) -> StoreResult<Vec<DaySum>> {
        day_sum::of_day(self.connection, day, axis)
    }

    fn account_sums(&self) -> StoreResult<Vec<(i64, i64)>> {
        posting::sums(self.connection)
    }

    fn stock_moved(&self, product: ProductId) -> StoreResult<Quantity> {
        stock::moved(self.connection, product)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_few_among_many_does_not_walk_over_all() {
        let connection = Connection::open_in_memory().unwrap();
        for step in crate::migrate::STEPS {
            connection.execute_batch(step).unwrap();
        }
        let voided = Some(SaleState::Voided);
        for query in [
            SaleQuery {
                number: Some(1),
                ..SaleQuery::default()
            },
            SaleQuery {
                day: Some(Day(1)),
                ..SaleQuery::default()
            },
            SaleQuery {
                day: Some(Day(1)),
                state: voided,
                ..SaleQuery::default()
            },
            SaleQuery {
                card_end: Some(1),
                ..SaleQuery::default()
            },
            SaleQuery {
                state: voided,
                ..SaleQuery::default()
            },
        ] {
            let sql = format!("EXPLAIN QUERY PLAN {}", list_sql(&query));
            let mut plan = connection.prepare(&sql).unwrap();
            let plan = plan.query_map(params![1, 1, 1, 1, 1, 1], |row| row.get(3));
            let plan: Vec<String> = plan.unwrap().map(Result::unwrap).collect();
            let whole = |step: &String| step.starts_with("SCAN") && !step.contains(" USING ");
            assert!(!plan.iter().any(whole), "{query:?}: {plan:?}");
        }
    }
}
