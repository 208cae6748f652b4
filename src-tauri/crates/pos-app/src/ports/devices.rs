//! What is kept of the devices beside the terminals and of what is to be printed, and the cables
//! that lead there.

use super::records::{Address, Peripheral, PrintJob, Shop};
use super::store::StoreResult;
use crate::api::AppResult;
use crate::views::backup::DrillReport;
use crate::views::close::PeriodReport;
use crate::views::evidence::AccessReview;
use crate::views::peripheral::{
    Health, PeripheralOptions, PeripheralProbe, PeripheralReading, PrintState, WeightView,
};
use crate::views::receipt::{CashSlip, ReceiptBlock};
use crate::views::sale::{CardSlipView, SaleView};
use crate::views::shift::ShiftView;
use pos_domain::fact::PeripheralKind;
use pos_domain::ids::{PeripheralId, PrintJobId, SaleId};
use pos_domain::time::Instant;

/// Paired devices.
pub trait PeripheralTable {
    fn peripheral(&self, id: PeripheralId) -> StoreResult<Option<Peripheral>>;
    /// In the order in which they were paired.
    fn peripherals(&self) -> StoreResult<Vec<Peripheral>>;
    fn peripheral_put(&mut self, peripheral: &Peripheral) -> StoreResult<()>;
    fn peripheral_remove(&mut self, id: PeripheralId) -> StoreResult<()>;
}

/// What is to be printed, and what was a short while ago.
pub trait PrintJobTable {
    fn print_job(&self, id: PrintJobId) -> StoreResult<Option<PrintJob>>;
    /// Queued, being sent or troubled; oldest first.
    fn print_jobs_open(&self) -> StoreResult<Vec<PrintJob>>;
    /// Printed or given up; newest first.
    fn print_jobs_ended(&self, limit: u32) -> StoreResult<Vec<PrintJob>>;
    /// Every kept job for papers of a sale, oldest first.
    fn print_jobs_of(&self, sale: SaleId) -> StoreResult<Vec<PrintJob>>;
    /// When the oldest kept job was made, if older ones were forgotten.
    fn print_jobs_forgotten_before(&self) -> StoreResult<Option<Instant>>;
    /// Inserts at the end, or replaces in its place.
    fn print_job_put(&mut self, job: &PrintJob) -> StoreResult<()>;
    /// Forgets the oldest ended jobs but `keep`.
    fn print_jobs_forget(&mut self, keep: u32) -> StoreResult<()>;
}

/// The shop's picture.
pub trait PictureTable {
    fn picture(&self) -> StoreResult<Option<Vec<u8>>>;
    /// None takes it away.
    fn picture_put(&mut self, bytes: Option<&[u8]>) -> StoreResult<()>;
}

/// How a device stands right now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeripheralStatus {
    pub health: Health,
    pub last_seen_at: Option<Instant>,
    /// Scanner: the last code. Scale: the last weight, kilograms.
    pub last_reading: Option<String>,
    pub drawer_open: Option<bool>,
}

/// What is tried on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeripheralTry {
    Kick,
    Weigh,
    Zero,
    Message,
    Scan,
}

/// The cables to the devices beside the terminals.
pub trait PeripheralLinks: Send + Sync {
    /// Asks what is at an address. A device that is driven from there is let go of meanwhile.
    fn probe(
        &self,
        kind: PeripheralKind,
        driver: &str,
        address: &Address,
    ) -> AppResult<PeripheralProbe>;
    fn status(&self, id: PeripheralId) -> PeripheralStatus;
    /// Tries a device; blocks until it answered or its time is over.
    fn try_out(&self, device: &Peripheral, test: PeripheralTry) -> AppResult<PeripheralReading>;
    /// Weighs: waits for a stable weight up to its limit, takes the tare of the options off.
    fn weigh(&self, scale: &Peripheral) -> AppResult<WeightView>;
    /// Waits until a print job has ended or stands in trouble; None: neither within the time.
    fn printed(&self, job: PrintJobId, limit_ms: u64) -> Option<PrintState>;
}

/// What a paper is set from.
#[derive(Clone, Debug)]
pub enum Paper {
    Receipt(Box<SaleView>),
    /// Both halves on one ticket.
    Exchange {
        returned: Box<SaleView>,
        sold: Box<SaleView>,
    },
    /// The receipt without prices.
    Gift(Box<SaleView>),
    /// The slips to sign, each with the amount that the terminal was asked for.
    MerchantSlip {
        sale: Box<SaleView>,
        slips: Vec<(CardSlipView, i64)>,
    },
    Period(Box<PeriodReport>),
    Count(Box<ShiftView>),
    CashSlip(CashSlip),
    TestPage {
        printer: String,
        options: PeripheralOptions,
    },
    /// The report of a rehearsed restore.
    Drill(Box<DrillReport>),
    /// Who may do what, and did it last.
    Access(Box<AccessReview>),
    /// A document that was kept as it was.
    Kept(Vec<ReceiptBlock>),
}

/// A file of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperFile {
    /// With its ending.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Sets papers and writes them for a printer or a file.
pub trait Papers: Send + Sync {
    /// The document, in the shop's language.
    fn set(&self, paper: &Paper, shop: &Shop, copy: bool) -> Vec<ReceiptBlock>;
    /// The bytes for a receipt printer.
    fn escpos(
        &self,
        blocks: &[ReceiptBlock],
        picture: Option<&[u8]>,
        options: &PeripheralOptions,
    ) -> Vec<u8>;
    /// A PDF: reports on sheets, everything else on a roll's width.
    fn pdf(&self, paper: &Paper, shop: &Shop, picture: Option<&[u8]>) -> AppResult<PaperFile>;
    /// A table for other programs (RFC 4180): a line for each row of a paper that has rows.
    fn table(&self, paper: &Paper, shop: &Shop) -> AppResult<PaperFile>;
    /// Why a picture cannot be printed or shown, by name; None when it can.
    fn picture_flaw(&self, bytes: &[u8]) -> Option<&'static str>;
    /// The rows of a QR code, `1` dark, without the quiet zone; empty when the text is too long.
    fn qr(&self, text: &str) -> Vec<String>;
}
