//! Printing: jobs are made in the transaction of the act that wants paper, and printed by the host
//! afterwards. Nothing here waits for a printer.

pub mod acts;
pub mod papers;
pub mod queue;

use crate::api::AppResult;
use crate::effect::Effect;
use crate::event::Event;
use crate::ports::records::{Attempt, Peripheral, PrintJob};
use crate::tx::{Tx, derived};
use crate::views::peripheral::{Health, PrintJobView, PrintReceipts, PrintState, PrintWhat};
use pos_domain::cart::Cart;
use pos_domain::fact::PeripheralKind;
use pos_domain::ids::{PeripheralId, PrintJobId, RequestId, SaleId};
use pos_domain::tender::TenderKind;

/// So many printed jobs are kept, to know which paper came out already.
const ENDED_KEPT: u32 = 500;

/// The shop's printers; the first is the usual one.
pub fn printers(tx: &Tx) -> AppResult<Vec<Peripheral>> {
    let mut all = tx.store.peripherals()?;
    all.retain(|device| device.kind == PeripheralKind::Printer);
    Ok(all)
}

/// The printer that prints a job: its own while it is there, else the first.
pub fn printer_of<'p>(printers: &'p [Peripheral], job: &PrintJob) -> Option<&'p Peripheral> {
    let own = |printer: &&Peripheral| Some(printer.peripheral_id) == job.printer;
    printers.iter().find(own).or_else(|| printers.first())
}

/// A new job for the first printer.
pub fn job(tx: &Tx, job_id: PrintJobId, what: PrintWhat) -> PrintJob {
    PrintJob {
        job_id,
        what,
        state: PrintState::Queued,
        copy: false,
        printer: None,
        document: None,
        made_at: tx.now,
        tries: 0,
        trouble: None,
    }
}

/// Writes a job as it stands, tells of it, and lets the printers look.
pub fn put(tx: &mut Tx, job: &PrintJob) -> AppResult<()> {
    tx.store.print_job_put(job)?;
    match job.state {
        PrintState::Queued => tx.effects.push(Effect::Print),
        PrintState::Done | PrintState::GivenUp => tx.store.print_jobs_forget(ENDED_KEPT)?,
        PrintState::Sending | PrintState::Troubled => {}
    }
    tell(tx, job)
}

/// Tells the screens how a job stands.
fn tell(tx: &mut Tx, job: &PrintJob) -> AppResult<()> {
    let view = view(tx, &printers(tx)?, job);
    tx.events.push(Event::PrintJob {
        job: Box::new(view),
    });
    Ok(())
}

/// A job as the screens see it. One that waits tells what is wrong with its printer right now.
pub fn view(tx: &Tx, printers: &[Peripheral], job: &PrintJob) -> PrintJobView {
    let printer = printer_of(printers, job);
    let hindrance = || match printer {
        None => Some("no_printer"),
        Some(printer) => hindrance(tx.beside.status(printer.peripheral_id).health),
    };
    let trouble = match job.state {
        PrintState::Queued => hindrance().map(str::to_owned),
        PrintState::Troubled => job.trouble.clone(),
        PrintState::Sending | PrintState::Done | PrintState::GivenUp => None,
    };
    PrintJobView {
        job_id: job.job_id,
        what: job.what.clone(),
        state: job.state,
        copy: job.copy,
        printer_name: printer.map(|printer| printer.name.clone()),
        made_at: job.made_at,
        tries: job.tries,
        trouble,
    }
}

/// Why a printer in this state prints nothing.
pub fn hindrance(health: Health) -> Option<&'static str> {
    match health {
        Health::Connecting | Health::Ready | Health::PaperLow => None,
        Health::PaperOut => Some("paper_out"),
        Health::CoverOpen => Some("cover_open"),
        Health::Fault => Some("fault"),
        Health::Away => Some("offline"),
    }
}

/// Jobs that wait for a printer.
pub fn waiting(tx: &Tx, printer: PeripheralId) -> AppResult<u32> {
    let open = tx.store.print_jobs_open()?;
    if open.is_empty() {
        return Ok(0);
    }
    let printers = printers(tx)?;
    let its = |job: &&PrintJob| {
        printer_of(&printers, job).is_some_and(|one| one.peripheral_id == printer)
    };
    Ok(u32::try_from(open.iter().filter(its).count()).unwrap_or(u32::MAX))
}

/// Jobs in trouble, or waiting for a printer that is.
pub fn troubled(tx: &Tx) -> AppResult<u32> {
    let open = tx.store.print_jobs_open()?;
    if open.is_empty() {
        return Ok(0);
    }
    let printers = printers(tx)?;
    let troubled = |job: &&PrintJob| view(tx, &printers, job).trouble.is_some();
    Ok(u32::try_from(open.iter().filter(troubled).count()).unwrap_or(u32::MAX))
}

/// What a completed sale wants of the printer: its receipt where the shop always prints, a slip to
/// sign where the terminal asked for one, the drawer where cash changed hands.
pub fn after_sale(tx: &mut Tx, cart: &Cart) -> AppResult<()> {
    let cash = |tender: &pos_domain::cart::CartTender| tender.kind == TenderKind::Cash;
    if cart.head.tenders.iter().any(cash) {
        let drawer_no = drawer_of(tx, cart)?;
        tx.effects.push(Effect::KickDrawer { drawer_no });
    }
    if printers(tx)?.is_empty() {
        return Ok(());
    }
    let sale_id = cart.head.sale_id;
    // The goods brought back in an exchange stand on the ticket of those taken.
    let own_ticket =
        cart.head.exchange_with.is_none() || cart.head.kind == pos_domain::cart::SaleKind::Sale;
    if own_ticket && tx.context.shop.print_receipts == PrintReceipts::Always {
        let receipt = job(tx, of_sale(sale_id, 1), PrintWhat::Receipt { sale_id });
        put(tx, &receipt)?;
    }
    let signed = tx.store.attempts_of(sale_id)?.into_iter();
    let mut signed = signed.filter(Attempt::stands);
    if signed.any(|a| a.slip.is_some_and(|slip| slip.signature)) {
        let slip = job(tx, of_sale(sale_id, 2), PrintWhat::MerchantSlip { sale_id });
        put(tx, &slip)?;
    }
    Ok(())
}

/// The drawer that a sale's cash is in.
fn drawer_of(tx: &Tx, cart: &Cart) -> AppResult<u16> {
    let shift = match cart.head.shift_no {
        Some(shift_no) => tx.store.shift(shift_no)?,
        None => None,
    };
    Ok(shift.map_or(1, |shift| shift.drawer_no))
}

/// The id of a sale's own papers: a sale is completed once.
fn of_sale(sale: SaleId, n: u32) -> PrintJobId {
    PrintJobId::from_bytes(*derived(RequestId::from_bytes(*sale.bytes()), n).bytes())
}
