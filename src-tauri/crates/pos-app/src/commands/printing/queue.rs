//! A job on its way to paper. The printer's own thread calls these; each step is on disk before the
//! act that it allows.

use super::{papers, printer_of, printers, put, view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::ports::devices::Paper;
use crate::ports::records::{Peripheral, PrintJob, Shop};
use crate::tx::Tx;
use crate::views::peripheral::{PrintJobView, PrintState};
use pos_domain::ids::{PeripheralId, PrintJobId};

/// Everything that is needed to print a job.
#[derive(Clone, Debug)]
pub struct Due {
    pub paper: Paper,
    pub printer: Peripheral,
    pub shop: Shop,
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TryEnd {
    /// The printer has it all, and said so.
    Printed,
    /// Not one byte was sent: the job waits as if it had not been tried.
    NothingSent,
    /// The link broke: nobody knows how much of it is on paper.
    LinkLost,
    /// The till or the printer stopped within it: nobody knows either.
    BrokenOff,
    /// It could not be set: no printer is to blame.
    NotMade,
}

/// The oldest job that waits for a printer; None: nothing to do.
pub fn next(tx: &Tx, printer: PeripheralId) -> AppResult<Option<PrintJob>> {
    let open = tx.store.print_jobs_open()?;
    if open.is_empty() {
        return Ok(None);
    }
    let printers = printers(tx)?;
    Ok(open.into_iter().find(|job| {
        job.state == PrintState::Queued
            && printer_of(&printers, job).is_some_and(|one| one.peripheral_id == printer)
    }))
}

/// What a job is set from, as the books stand now.
pub fn due(tx: &Tx, job: &PrintJob) -> AppResult<Due> {
    let printers = printers(tx)?;
    let printer = printer_of(&printers, job)
        .ok_or_else(|| AppError::new(ErrorCode::PrinterMissing).field("printer"))?;
    let paper = match &job.document {
        Some(kept) => Paper::Kept(papers::kept(kept)?),
        None => papers::source(tx, &job.what)?,
    };
    Ok(Due {
        paper,
        printer: printer.clone(),
        shop: tx.context.shop.clone(),
    })
}

/// Writes that bytes may go out from now on. False: somebody gave it up, or it is under way.
pub fn begin(tx: &mut Tx, id: PrintJobId) -> AppResult<bool> {
    let Some(mut job) = tx.store.print_job(id)? else {
        return Ok(false);
    };
    if job.state != PrintState::Queued {
        return Ok(false);
    }
    job.state = PrintState::Sending;
    job.tries += 1;
    put(tx, &job)?;
    Ok(true)
}

/// Writes how a try ended.
pub fn ended(tx: &mut Tx, id: PrintJobId, end: TryEnd) -> AppResult<()> {
    let Some(mut job) = tx.store.print_job(id)? else {
        return Ok(());
    };
    match (end, job.state) {
        (TryEnd::NotMade, PrintState::Queued) => {
            job.state = PrintState::Troubled;
            job.trouble = Some("fault".into());
        }
        (_, PrintState::Sending) => {
            let (state, trouble) = match end {
                TryEnd::Printed => (PrintState::Done, None),
                TryEnd::NothingSent => {
                    job.tries = job.tries.saturating_sub(1);
                    (PrintState::Queued, None)
                }
                TryEnd::LinkLost => (PrintState::Troubled, Some("link_lost")),
                TryEnd::BrokenOff => (PrintState::Troubled, Some("interrupted")),
                TryEnd::NotMade => (PrintState::Troubled, Some("fault")),
            };
            job.state = state;
            job.trouble = trouble.map(str::to_owned);
        }
        (_, PrintState::Queued | PrintState::Done | PrintState::Troubled | PrintState::GivenUp) => {
            return Ok(());
        }
    }
    put(tx, &job)
}

/// At start: what was being sent when the program ended may be on paper. It waits for a person.
pub fn recover(tx: &mut Tx) -> AppResult<u32> {
    let open = tx.store.print_jobs_open()?;
    let cut_off: Vec<PrintJobId> = open
        .iter()
        .filter(|job| job.state == PrintState::Sending)
        .map(|job| job.job_id)
        .collect();
    for id in &cut_off {
        ended(tx, *id, TryEnd::BrokenOff)?;
    }
    Ok(u32::try_from(cut_off.len()).unwrap_or(u32::MAX))
}

/// Everything that waits for a printer, as the screens see it.
pub fn waiting_views(tx: &Tx, printer: PeripheralId) -> AppResult<Vec<PrintJobView>> {
    let open = tx.store.print_jobs_open()?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let printers = printers(tx)?;
    let waits = |job: &&PrintJob| {
        let its = printer_of(&printers, job).is_some_and(|one| one.peripheral_id == printer);
        its && job.state == PrintState::Queued
    };
    let waiting = open.iter().filter(waits);
    Ok(waiting.map(|job| view(tx, &printers, job)).collect())
}
