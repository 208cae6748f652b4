//! Rows as the use cases see them.

use super::backups::BackupPlan;
use crate::views::close::LimitCell;
use crate::views::people::SignInPolicy;
use crate::views::peripheral::{PeripheralOptions, PrintReceipts, PrintState, PrintWhat};
use crate::views::posture::PosturePolicy;
use crate::views::receipt::ReceiptTemplate;
use crate::views::register::InspectionPolicy;
use crate::views::shift::DrawerMode;
use pos_domain::cart::{SaleKind, SaleState, Unit};
use pos_domain::currency::UnitPrice;
use pos_domain::fact::{CardSlip, CardTotal, PeripheralKind};
use pos_domain::ids::{
    AttemptId, PeripheralId, PrintJobId, ProductId, SaleId, Seq, ShopId, TaxClassId, TerminalId,
    UserId,
};
use pos_domain::payment::{AttemptAct, AttemptState, LastReceipt, Means};
use pos_domain::quantity::Quantity;
use pos_domain::shop::{PriceBarcodeRule, ShopKind};
use pos_domain::staff::Role;
use pos_domain::tax::{TaxClass, TaxRounding};
use pos_domain::tender::TenderKind;
use pos_domain::time::{Day, Instant};
use serde::{Deserialize, Serialize};

/// The shop: made once, settings changed by acts. Kept as one JSON document in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shop {
    pub shop_id: ShopId,
    pub kind: ShopKind,
    /// ISO 4217 letters; never changes.
    pub currency: String,
    pub register: u16,
    pub register_name: String,
    pub name: String,
    pub address: Vec<String>,
    /// `en` or `zh`: the language of receipts and of the sign-in screen.
    pub language: String,
    pub receipt_header: String,
    pub receipt_footer: String,
    pub prices_include_tax: bool,
    pub tax_rounding: TaxRounding,
    pub tax_classes: Vec<TaxClass>,
    /// Smallest coin in minor units; 1 = no cash rounding.
    pub cash_rounding_minor: i64,
    /// IANA name, such as `Europe/Berlin`.
    pub time_zone: String,
    pub cut_off_minute: u16,
    pub idle_lock_s: u32,
    pub price_barcodes: Vec<PriceBarcodeRule>,
    /// The demo shop's people and their secrets, shown on its sign-in screen; empty in any other.
    #[serde(default)]
    pub demo_logins: Vec<DemoSecret>,
    /// Where this shop's limits differ from the usual table.
    #[serde(default)]
    pub limits: Vec<LimitCell>,
    #[serde(default)]
    pub drawer_mode: DrawerMode,
    #[serde(default)]
    pub print_receipts: PrintReceipts,
    /// A second window shows the customer what is rung.
    #[serde(default)]
    pub customer_screen: bool,
    #[serde(default)]
    pub receipt_template: ReceiptTemplate,
    /// How often terminals are looked after.
    #[serde(default)]
    pub inspection: InspectionPolicy,
    /// What a weak computer may do.
    #[serde(default)]
    pub posture: PosturePolicy,
    #[serde(default)]
    pub sign_in: SignInPolicy,
    /// When backups are made and where they go.
    #[serde(default)]
    pub backup: BackupPlan,
}

/// A secret that is none: the demo shop prints it on its sign-in screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoSecret {
    pub user_id: UserId,
    pub pin: Option<String>,
    pub password: String,
}

/// A product of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    pub product_id: ProductId,
    /// The key of `pos_domain::barcode::gtin_key`, or the shop's own code.
    pub barcode: Option<String>,
    pub name: String,
    pub name_zh: Option<String>,
    pub category_id: Option<i64>,
    pub unit_price: UnitPrice,
    pub unit: Unit,
    pub tax_class: TaxClassId,
    pub favourite: bool,
    /// The cashier types the price.
    pub open_price: bool,
    pub active: bool,
    /// What was counted at the last import; None = stock is not kept. What is on the shelf now is
    /// this plus the journal's moves.
    pub stock_counted: Option<Quantity>,
}

/// A group of products on the sell screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    pub category_id: i64,
    pub name: String,
    pub name_zh: Option<String>,
    /// Degrees on the colour wheel, for the thin mark on a tile.
    pub hue: u16,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub user_id: UserId,
    pub name: String,
    pub role: Role,
    pub active: bool,
    /// PHC strings of Argon2id; never leave the store and the vault.
    pub pin_hash: Option<String>,
    pub password_hash: Option<String>,
    pub wrong_tries: u32,
    pub locked_until: Option<Instant>,
    pub last_sign_in: Option<Instant>,
    /// Somebody else gave it and knows it.
    pub pin_given: bool,
    pub password_given: bool,
}

/// How a terminal is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Address {
    Serial {
        path: String,
        baud: u32,
        usb_serial: Option<String>,
    },
    Tcp {
        host: String,
        port: u16,
    },
    /// A USB printer as a device file.
    Device {
        path: String,
    },
}

/// A paired terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminal {
    pub terminal_id: TerminalId,
    pub name: String,
    pub driver: String,
    pub address: Address,
    /// The terminal's own password (six digits).
    pub password: String,
    /// The terminal id (TID) it told at pairing.
    pub terminal_number: String,
    pub serial_number: Option<String>,
    pub model: Option<String>,
    pub software: Option<String>,
    pub simulator: bool,
    pub paired_at: Instant,
    /// Why it takes no payment until a technician has looked.
    pub alarm: Option<String>,
    /// Its last receipt as read at the last connect or result.
    pub last_receipt: Option<LastReceipt>,
}

/// A payment attempt as the journal has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    pub attempt_id: AttemptId,
    pub sale_id: SaleId,
    pub terminal_id: TerminalId,
    pub act: AttemptAct,
    pub amount_minor: i64,
    pub state: AttemptState,
    pub baseline: Option<LastReceipt>,
    pub slip: Option<CardSlip>,
    pub code: Option<String>,
    pub started_at: Instant,
    pub changed_at: Instant,
    /// How often the terminal was asked while the attempt was unknown, and told something new.
    pub times_asked: u32,
    pub means: Means,
    /// Of a reversal: the payment it takes back.
    pub reverses: Option<AttemptId>,
    /// What the terminal told of its last receipt when it was last asked.
    pub seen: Option<LastReceipt>,
}

impl Attempt {
    /// Money that it moved has moved and stands. A reversal moves none of its own.
    pub fn stands(&self) -> bool {
        self.state.is_paid() && self.act != AttemptAct::Reversal
    }
}

/// One completed or voided sale, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleRecord {
    /// The completing (or voiding) entry.
    pub seq: Seq,
    pub sale_id: SaleId,
    pub kind: SaleKind,
    pub state: SaleState,
    pub number: Option<i64>,
    pub day: Day,
    pub at: Instant,
    pub cashier: UserId,
    pub total_minor: i64,
    pub line_count: u32,
    pub tenders: Vec<TenderKind>,
}

/// What has come back of a line of a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Returned {
    /// Of the original sale.
    pub line_no: u32,
    pub quantity: Quantity,
    /// What was paid back for it.
    pub amount_minor: i64,
}

/// Which sales to list; newest first.
#[derive(Clone, Debug, Default)]
pub struct SaleQuery {
    pub number: Option<i64>,
    pub day: Option<Day>,
    pub state: Option<SaleState>,
    /// The last four digits of a card of one of its tenders.
    pub card_end: Option<u16>,
    pub total_minor: Option<i64>,
    pub offset: u32,
    pub limit: u32,
}

/// Which entries of the journal to walk over; newest first.
#[derive(Clone, Debug, Default)]
pub struct EntrySought {
    /// Only entries before this one.
    pub before: Option<Seq>,
    pub from_at: Option<Instant>,
    /// Not included.
    pub to_at: Option<Instant>,
    pub actor: Option<UserId>,
    pub kind: Option<u16>,
}

/// What a rollup row counts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayAxis {
    /// One row for the whole day; the key is the register.
    Register,
    /// Wall-clock hour.
    Hour,
    /// Tender kind: 0 cash, 1 card, 2 wallet, 3 voucher. `net` holds the amount.
    Tender,
    /// Tax class; net and tax.
    Tax,
    Product,
    /// The key is the user.
    Cashier,
}

/// One rollup row of a day. Returns count negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaySum {
    pub key: DayKey,
    pub sale_count: i64,
    pub return_count: i64,
    pub quantity: Quantity,
    pub net_minor: i64,
    pub tax_minor: i64,
    /// What returns alone took from the total, positive.
    pub return_minor: i64,
}

/// The key of a rollup row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKey {
    Number(i64),
    User(UserId),
}

/// A shift of a drawer (a projection).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub shift_no: i64,
    pub drawer_no: u16,
    pub holder: Option<UserId>,
    /// The entry that opened it: who and when stand there.
    pub opened_seq: Seq,
    pub float_minor: i64,
    /// The period it belongs to.
    pub z_number: i64,
    /// The entry of its last count, and how often it was counted.
    pub counted_seq: Option<Seq>,
    pub times_counted: i64,
    pub closed_seq: Option<Seq>,
    pub counted_minor: Option<i64>,
    pub expected_minor: Option<i64>,
}

/// A closed period (a projection); the figures are in its entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZRecord {
    pub z_number: i64,
    pub seq: Seq,
    pub day: Day,
}

/// Where a second person gave his word: an entry as a whole, or a part of a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApprovedPlace {
    pub seq: Seq,
    /// 0: the entry; −1: the discount of a whole sale; else a line of it.
    pub line_no: i64,
}

/// What a terminal took since its last end of day, by card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardBatch {
    pub terminal_id: TerminalId,
    /// Gapless per terminal, from 1.
    pub batch_no: i64,
    pub cards: Vec<CardTotal>,
}

/// A paired device beside the terminals. Not in the journal but for its pairing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peripheral {
    pub peripheral_id: PeripheralId,
    pub kind: PeripheralKind,
    /// `escpos`, `toledo8217`, `cas`, `cd5220`, `epson_display`, `scanner`.
    pub driver: String,
    pub name: String,
    pub address: Address,
    pub options: PeripheralOptions,
    pub model: Option<String>,
    pub simulator: bool,
    pub paired_at: Instant,
}

/// Something to be printed. Not in the journal: the paper can be made again from the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintJob {
    pub job_id: PrintJobId,
    pub what: PrintWhat,
    pub state: PrintState,
    pub copy: bool,
    /// None: the first printer there is.
    pub printer: Option<PeripheralId>,
    /// The document itself where it cannot be made again (an X), as JSON.
    pub document: Option<String>,
    pub made_at: Instant,
    pub tries: u32,
    pub trouble: Option<String>,
}
