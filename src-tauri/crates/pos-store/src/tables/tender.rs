//! `sale_tender`: what a sale was paid with, under the sale.

use crate::codes::Code;
use crate::rows::{all, run};
use pos_app::ports::store::StoreResult;
use pos_domain::fact::SaleCompleted;
use pos_domain::ids::Seq;
use pos_domain::tender::TenderKind;
use rusqlite::{Connection, params};

pub fn insert(connection: &Connection, seq: Seq, sold: &SaleCompleted) -> StoreResult<()> {
    for (tender_no, tender) in (1_i64..).zip(&sold.tenders) {
        run(
            connection,
            "INSERT INTO sale_tender (seq, tender_no, kind, amount_minor) VALUES (?1, ?2, ?3, ?4)",
            params![seq.0, tender_no, tender.kind.code(), tender.amount_minor],
        )?;
    }
    Ok(())
}

/// What the returns of a sale paid back, by kind of tender.
pub fn paid_back(connection: &Connection, original: Seq) -> StoreResult<Vec<(TenderKind, i64)>> {
    all(
        connection,
        "SELECT tender.kind, sum(tender.amount_minor)
         FROM sale JOIN sale_tender AS tender ON tender.seq = sale.seq
         WHERE sale.original = ?1 GROUP BY tender.kind ORDER BY tender.kind",
        [original.0],
        |row| Ok((TenderKind::read(row, 0)?, row.get(1)?)),
    )
}
