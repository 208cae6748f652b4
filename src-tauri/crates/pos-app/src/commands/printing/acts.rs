//! What people do with papers: print one, print it again, give it up.

use super::{job, papers, printers, put, view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::flow::Flow;
use crate::ports::records::PrintJob;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::peripheral::{PrintJobView, PrintState, PrintWhat};
use pos_domain::fact::Fact;
use pos_domain::ids::{PeripheralId, PrintJobId};
use pos_domain::staff::Permission;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// Ended jobs that the screens list.
const ENDED_SHOWN: u32 = 20;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Print {
    pub job_id: PrintJobId,
    pub what: PrintWhat,
    /// None: the first printer there is.
    pub printer: Option<PeripheralId>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrintJobRef {
    pub job_id: PrintJobId,
}

fn kept(tx: &Tx, id: PrintJobId) -> AppResult<PrintJob> {
    tx.store
        .print_job(id)?
        .ok_or_else(|| AppError::not_found("print_job").field("job_id"))
}

fn shown(tx: &Tx, job: &PrintJob) -> AppResult<PrintJobView> {
    Ok(view(tx, &printers(tx)?, job))
}

/// Whether the receipt of a sale came out before, or will: then this one is a copy.
fn is_copy(tx: &Tx, what: &PrintWhat) -> AppResult<bool> {
    let PrintWhat::Receipt { sale_id } = what else {
        return Ok(false);
    };
    let before = tx.store.print_jobs_of(*sale_id)?;
    let came_out =
        |job: &PrintJob| job.what == *what && (job.state != PrintState::GivenUp || job.tries > 0);
    if before.iter().any(came_out) {
        return Ok(true);
    }
    // Of sales from before the oldest job that is kept nobody knows any more.
    let sold_at = tx.store.sale(*sale_id)?.map(|sale| sale.at);
    let forgotten = tx.store.print_jobs_forgotten_before()?;
    Ok(matches!((sold_at, forgotten), (Some(at), Some(before)) if at < before))
}

fn printed_again(tx: &mut Tx, input: &Print) -> AppResult<PrintJobView> {
    let job = kept(tx, input.job_id)?;
    shown(tx, &job)
}

/// Has a paper printed. A receipt that came out before is marked as a copy, and that it was made
/// stands in the journal.
#[command(signed_in, mode = Flow, again = printed_again)]
pub fn print(flow: &Flow, input: Print) -> AppResult<PrintJobView> {
    papers::allowed(flow, papers::permission(&input.what))?;
    let known = flow.read(|tx| {
        let known = tx.store.print_job(input.job_id)?;
        known.map(|job| shown(tx, &job)).transpose()
    })?;
    if let Some(known) = known {
        return Ok(known);
    }
    let (what, copy) = flow.read(|tx| {
        let printers = printers(tx)?;
        let there = |id: PeripheralId| printers.iter().any(|p| p.peripheral_id == id);
        if printers.is_empty() || input.printer.is_some_and(|id| !there(id)) {
            return Err(AppError::new(ErrorCode::PrinterMissing).field("printer"));
        }
        let what = papers::meant(tx, input.what.clone())?;
        let copy = is_copy(tx, &what)?;
        Ok((what, copy))
    })?;
    if copy {
        papers::allowed(flow, Permission::ReceiptReprint)?;
    }
    let document = document(flow, &what)?;
    flow.act(|tx| {
        let copy = is_copy(tx, &what)?;
        note_copy(tx, &what, copy)?;
        let job = PrintJob {
            copy,
            printer: input.printer,
            document: document.clone(),
            ..job(tx, input.job_id, what.clone())
        };
        put(tx, &job)?;
        shown(tx, &job)
    })
}

/// What cannot be made again later is kept with the job; what can is only looked for.
fn document(flow: &Flow, what: &PrintWhat) -> AppResult<Option<String>> {
    let source = flow.read(|tx| papers::source(tx, what))?;
    match what {
        PrintWhat::X { .. } => {
            let shop = &flow.context()?.shop;
            let blocks = flow.world().papers().set(&source, shop, false);
            let text = serde_json::to_string(&blocks).map_err(AppError::internal)?;
            Ok(Some(text))
        }
        PrintWhat::Receipt { .. }
        | PrintWhat::Gift { .. }
        | PrintWhat::MerchantSlip { .. }
        | PrintWhat::Z { .. }
        | PrintWhat::Count { .. }
        | PrintWhat::CashSlip { .. }
        | PrintWhat::TestPage { .. }
        | PrintWhat::Drill {} => Ok(None),
    }
}

/// A second receipt of a sale stands in the journal.
fn note_copy(tx: &mut Tx, what: &PrintWhat, copy: bool) -> AppResult<()> {
    match what {
        PrintWhat::Receipt { sale_id } if copy => {
            tx.record(&Fact::ReceiptReprinted(*sale_id)).map(|_| ())
        }
        PrintWhat::Receipt { .. }
        | PrintWhat::Gift { .. }
        | PrintWhat::MerchantSlip { .. }
        | PrintWhat::X { .. }
        | PrintWhat::Z { .. }
        | PrintWhat::Count { .. }
        | PrintWhat::CashSlip { .. }
        | PrintWhat::TestPage { .. }
        | PrintWhat::Drill {} => Ok(()),
    }
}

/// What waits, what is in trouble, and what was printed or given up last.
#[command(permission = PrintQueue, mode = Query)]
pub fn print_jobs(tx: &mut Tx, _input: Nothing) -> AppResult<Vec<PrintJobView>> {
    let printers = printers(tx)?;
    let open = tx.store.print_jobs_open()?;
    let ended = tx.store.print_jobs_ended(ENDED_SHOWN)?;
    let all = open.iter().chain(&ended);
    Ok(all.map(|job| view(tx, &printers, job)).collect())
}

fn job_again(tx: &mut Tx, input: &PrintJobRef) -> AppResult<PrintJobView> {
    let job = kept(tx, input.job_id)?;
    shown(tx, &job)
}

/// Prints a job once more: marked as a copy when it may have come out already. One that waits is
/// only tried at once.
#[command(permission = PrintQueue, mode = Act, again = job_again)]
pub fn print_again(tx: &mut Tx, input: PrintJobRef) -> AppResult<PrintJobView> {
    let mut job = kept(tx, input.job_id)?;
    match job.state {
        PrintState::Sending => return shown(tx, &job),
        PrintState::Queued => {}
        PrintState::Done | PrintState::Troubled | PrintState::GivenUp => {
            let came_out = job.tries > 0;
            note_copy(tx, &job.what, came_out)?;
            job.copy |= came_out;
            job.state = PrintState::Queued;
            job.trouble = None;
        }
    }
    put(tx, &job)?;
    shown(tx, &job)
}

/// Nobody waits for this paper any more.
#[command(permission = PrintQueue, mode = Act, again = job_again)]
pub fn print_give_up(tx: &mut Tx, input: PrintJobRef) -> AppResult<PrintJobView> {
    let mut job = kept(tx, input.job_id)?;
    match job.state {
        PrintState::Queued | PrintState::Troubled => {
            job.state = PrintState::GivenUp;
            put(tx, &job)?;
        }
        // What is being sent cannot be called back; what has ended stays so.
        PrintState::Sending | PrintState::Done | PrintState::GivenUp => {}
    }
    shown(tx, &job)
}
