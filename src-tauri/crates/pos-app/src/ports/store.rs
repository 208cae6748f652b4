//! One transaction on the shop's file. A value of [`Store`] lives exactly as long as a transaction:
//! what was written before an error is returned is not kept.

use super::backups::BackupTable;
use super::devices::{PeripheralTable, PictureTable, PrintJobTable};
use super::records::{
    Attempt, Category, DayAxis, DaySum, EntrySought, Product, Returned, SaleQuery, SaleRecord,
    Shop, Terminal, User,
};
use super::register::RegisterTable;
use super::shifts::{CardTable, PeriodTable, ShiftTable};
use super::sign_in::SignInTable;
use pos_domain::cart::{Cart, CartHead, CartLine};
use pos_domain::fact::Fact;
use pos_domain::ids::{AttemptId, LineId, ProductId, RequestId, SaleId, Seq, TerminalId, UserId};
use pos_domain::journal::{Header, Mac16};
use pos_domain::quantity::Quantity;
use pos_domain::tender::TenderKind;
use pos_domain::time::{Day, Instant};
use thiserror::Error;

/// What can go wrong with the file.
#[derive(Debug, Error)]
pub enum StoreError {
    #[error("the disk is full")]
    DiskFull,
    #[error("the disk or the file cannot be written: {0}")]
    ReadOnly(String),
    #[error("the file is damaged: {0}")]
    Damaged(String),
    #[error("another program holds the file")]
    Locked,
    #[error("the store failed: {0}")]
    Failed(String),
}

/// The result of a look into the file.
pub type StoreResult<T> = Result<T, StoreError>;

/// What an entry's header takes from the call that makes it.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub request_id: RequestId,
    pub input_hash: i64,
    pub at: Instant,
    pub actor: Option<UserId>,
    pub approver: Option<UserId>,
    pub device: Option<TerminalId>,
}

/// The journal, and everything that can be rebuilt from it.
pub trait JournalTable {
    /// Appends one entry with its postings and moves every projection, in this transaction.
    fn journal_append(&mut self, entry: NewEntry, fact: &Fact) -> StoreResult<Seq>;
    /// The last entry's place and hash; None in an empty file.
    fn journal_head(&self) -> StoreResult<Option<(Seq, Mac16)>>;
    /// The first entry made under a request id.
    fn entry_by_request(&self, id: RequestId) -> StoreResult<Option<Header>>;
    /// An entry with its body; the body is None when it became a tombstone.
    fn entry(&self, seq: Seq) -> StoreResult<Option<(Header, Option<Fact>)>>;
    /// Walks over entries, newest first, until `each` answers false.
    fn entries(
        &self,
        sought: &EntrySought,
        each: &mut dyn FnMut(Header, Option<Fact>) -> bool,
    ) -> StoreResult<()>;
}

/// Sales being rung: rows of their own, not in the journal.
pub trait CartTable {
    fn cart(&self, id: SaleId) -> StoreResult<Option<Cart>>;
    /// Every cart there is, oldest first, without lines.
    fn cart_heads(&self) -> StoreResult<Vec<CartHead>>;
    fn cart_line_count(&self, id: SaleId) -> StoreResult<u32>;
    fn cart_put_head(&mut self, head: &CartHead) -> StoreResult<()>;
    fn cart_put_line(&mut self, sale: SaleId, line: &CartLine) -> StoreResult<()>;
    fn cart_line(&self, sale: SaleId, line: LineId) -> StoreResult<Option<CartLine>>;
    /// Removes a cart with its lines (it was completed or voided).
    fn cart_remove(&mut self, id: SaleId) -> StoreResult<()>;
}

/// Completed and voided sales (projections).
pub trait SaleTable {
    fn sale(&self, id: SaleId) -> StoreResult<Option<SaleRecord>>;
    fn sale_at(&self, seq: Seq) -> StoreResult<Option<SaleRecord>>;
    fn sales(&self, query: &SaleQuery) -> StoreResult<Vec<SaleRecord>>;
    /// The number that the next completed sale of this register gets.
    fn next_number(&self) -> StoreResult<i64>;
    /// What has come back of each line of a sale.
    fn returned(&self, original: Seq) -> StoreResult<Vec<Returned>>;
    /// What has been paid back of a sale, by tender kind, in minor units.
    fn paid_back(&self, original: Seq) -> StoreResult<Vec<(TenderKind, i64)>>;
    /// The rollup rows of a day along one axis.
    fn day_sums(&self, day: Day, axis: DayAxis) -> StoreResult<Vec<DaySum>>;
    /// What stands in each account of the ledger, by `Account::code`; they sum to zero.
    fn account_sums(&self) -> StoreResult<Vec<(i64, i64)>>;
    /// What the journal moved of a product's stock since the file began.
    fn stock_moved(&self, product: ProductId) -> StoreResult<Quantity>;
}

/// Payment attempts (a projection).
pub trait AttemptTable {
    fn attempt(&self, id: AttemptId) -> StoreResult<Option<Attempt>>;
    fn attempts_of(&self, sale: SaleId) -> StoreResult<Vec<Attempt>>;
    /// Attempts that are sent, approved without the end of their order, or unknown.
    fn attempts_unsettled(&self) -> StoreResult<Vec<Attempt>>;
    /// Payments that were found to stand after their sale was done or given up without them.
    fn attempts_loose(&self) -> StoreResult<Vec<Attempt>>;
    /// The entries of an attempt, oldest first; an erased one is left out.
    fn attempt_history(&self, id: AttemptId) -> StoreResult<Vec<(Header, Fact)>>;
    /// The entries made on a terminal's behalf since its last end of day, oldest first.
    fn since_end_of_day(&self, terminal: TerminalId) -> StoreResult<Vec<(Header, Fact)>>;
    /// The newest entries made on a terminal's behalf since the last restore, newest first, at most
    /// so many.
    fn newest_on(&self, terminal: TerminalId, most: u32) -> StoreResult<Vec<(Header, Fact)>>;
}

/// The catalogue.
pub trait ProductTable {
    fn product(&self, id: ProductId) -> StoreResult<Option<Product>>;
    /// By its key (see `Product::barcode`); only active products.
    fn product_by_code(&self, code: &str) -> StoreResult<Option<Product>>;
    /// Active products of a category (None: the favourites) in name order.
    fn product_grid(
        &self,
        category: Option<i64>,
        offset: u32,
        limit: u32,
    ) -> StoreResult<Vec<Product>>;
    /// Walks over all active products.
    fn product_walk(&self, each: &mut dyn FnMut(&Product)) -> StoreResult<()>;
    fn product_count(&self) -> StoreResult<u32>;
    /// Inserts (`product_id` 0) or replaces; answers the key.
    fn product_put(&mut self, product: &Product) -> StoreResult<ProductId>;
    fn categories(&self) -> StoreResult<Vec<Category>>;
    /// Inserts (`category_id` 0) or replaces; answers the key.
    fn category_put(&mut self, category: &Category) -> StoreResult<i64>;
}

/// People and their secrets' hashes.
pub trait UserTable {
    fn user(&self, id: UserId) -> StoreResult<Option<User>>;
    fn users(&self) -> StoreResult<Vec<User>>;
    fn user_put(&mut self, user: &User) -> StoreResult<()>;
}

/// Paired terminals.
pub trait TerminalTable {
    fn terminal(&self, id: TerminalId) -> StoreResult<Option<Terminal>>;
    fn terminals(&self) -> StoreResult<Vec<Terminal>>;
    fn terminal_put(&mut self, terminal: &Terminal) -> StoreResult<()>;
    fn terminal_remove(&mut self, id: TerminalId) -> StoreResult<()>;
}

/// The shop's own record.
pub trait ShopTable {
    fn shop(&self) -> StoreResult<Option<Shop>>;
    fn shop_put(&mut self, shop: &Shop) -> StoreResult<()>;
}

/// One transaction on everything.
pub trait Store:
    JournalTable
    + CartTable
    + SaleTable
    + AttemptTable
    + ProductTable
    + UserTable
    + TerminalTable
    + ShopTable
    + PeripheralTable
    + RegisterTable
    + PrintJobTable
    + PictureTable
    + ShiftTable
    + PeriodTable
    + CardTable
    + BackupTable
    + SignInTable
{
}
