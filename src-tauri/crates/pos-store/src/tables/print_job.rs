//! `print_job`: what is to be printed, and what was a short while ago.

use super::peripheral::{json, to_json};
use crate::codes::Code;
use crate::rows::{all, one, run};
use crate::tx::Tx;
use pos_app::ports::devices::PrintJobTable;
use pos_app::ports::records::PrintJob;
use pos_app::ports::store::StoreResult;
use pos_app::views::peripheral::PrintWhat;
use pos_domain::ids::{PeripheralId, PrintJobId, SaleId};
use pos_domain::time::Instant;
use rusqlite::{Row, params};

const SELECT: &str = "SELECT job_id, what, state, copy, printer, document, made_at, tries, trouble
   FROM print_job";

fn read(row: &Row<'_>) -> rusqlite::Result<PrintJob> {
    let printer: Option<[u8; 16]> = row.get(4)?;
    Ok(PrintJob {
        job_id: PrintJobId::from_bytes(row.get(0)?),
        what: json(row, 1)?,
        state: Code::read(row, 2)?,
        copy: row.get(3)?,
        printer: printer.map(PeripheralId::from_bytes),
        document: row.get(5)?,
        made_at: Instant(row.get(6)?),
        tries: row.get(7)?,
        trouble: row.get(8)?,
    })
}

/// The sale that a paper belongs to.
fn sale_of(what: &PrintWhat) -> Option<SaleId> {
    match what {
        PrintWhat::Receipt { sale_id }
        | PrintWhat::Gift { sale_id }
        | PrintWhat::MerchantSlip { sale_id } => Some(*sale_id),
        PrintWhat::X { .. }
        | PrintWhat::Z { .. }
        | PrintWhat::Count { .. }
        | PrintWhat::CashSlip { .. }
        | PrintWhat::TestPage { .. }
        | PrintWhat::Drill {} => None,
    }
}

impl PrintJobTable for Tx<'_> {
    fn print_job(&self, id: PrintJobId) -> StoreResult<Option<PrintJob>> {
        let sql = format!("{SELECT} WHERE job_id = ?1");
        one(self.connection, &sql, [id.bytes()], read)
    }

    fn print_jobs_open(&self) -> StoreResult<Vec<PrintJob>> {
        let sql = format!("{SELECT} WHERE state IN (0, 1, 3) ORDER BY job_no");
        all(self.connection, &sql, (), read)
    }

    fn print_jobs_ended(&self, limit: u32) -> StoreResult<Vec<PrintJob>> {
        let sql = format!("{SELECT} WHERE state IN (2, 4) ORDER BY job_no DESC LIMIT ?1");
        all(self.connection, &sql, [limit], read)
    }

    fn print_jobs_of(&self, sale: SaleId) -> StoreResult<Vec<PrintJob>> {
        let sql = format!("{SELECT} WHERE sale_id = ?1 ORDER BY job_no");
        all(self.connection, &sql, [sale.bytes()], read)
    }

    fn print_jobs_forgotten_before(&self) -> StoreResult<Option<Instant>> {
        // Numbers run from 1: a first one that is higher had others before it.
        let first = "SELECT job_no, made_at FROM print_job ORDER BY job_no LIMIT 1";
        let first = one(self.connection, first, (), |row| {
            Ok((row.get::<_, i64>(0)?, Instant(row.get(1)?)))
        })?;
        Ok(first.and_then(|(job_no, at)| (job_no > 1).then_some(at)))
    }

    fn print_job_put(&mut self, job: &PrintJob) -> StoreResult<()> {
        run(
            self.change()?,
            "INSERT INTO print_job (job_id, what, sale_id, state, copy, printer, document,
               made_at, tries, trouble)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (job_id) DO UPDATE SET state = excluded.state, copy = excluded.copy,
               printer = excluded.printer, tries = excluded.tries, trouble = excluded.trouble",
            params![
                job.job_id.bytes(),
                to_json(&job.what)?,
                sale_of(&job.what).map(|sale| *sale.bytes()),
                job.state.code(),
                job.copy,
                job.printer.map(|printer| *printer.bytes()),
                job.document,
                job.made_at.0,
                job.tries,
                job.trouble,
            ],
        )?;
        Ok(())
    }

    fn print_jobs_forget(&mut self, keep: u32) -> StoreResult<()> {
        // The newest row stays whatever it is, so that numbers go on.
        run(
            self.change()?,
            "DELETE FROM print_job WHERE state IN (2, 4) AND job_no <=
               (SELECT max(job_no) FROM print_job) - ?1",
            [keep.max(1)],
        )?;
        Ok(())
    }
}
