//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use pos_domain::fact::{KeyKind, SlotKind};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Countertop without a window: make a shop, serve its screens, take goods in, prove its books.
#[derive(Debug, Parser)]
#[command(name = "posctl", version)]
pub struct Cli {
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub command: Command,
}

/// Which shop, and how to speak.
#[derive(Debug, Args)]
pub struct Place {
    /// The shop's folder [default: the platform's data folder; COUNTERTOP_DATA wins]
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// A file with the passphrase of the shop; a shop made with it gets a passphrase slot
    #[arg(long, value_name = "FILE", global = true)]
    pub passphrase_file: Option<PathBuf>,
    /// Print JSON
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Makes a shop; prints its recovery phrase, once
    Init(Box<InitArgs>),
    /// Makes the demo shop, unless there is one
    Demo,
    /// Serves the screens to a browser on this computer
    Serve(ServeArgs),
    /// Takes goods in from a table
    #[command(subcommand)]
    Import(ImportCommand),
    /// Rings a retail file (CSV) through the till's own use cases, into a test shop
    Replay(ReplayArgs),
    /// Makes, proves and rehearses backups; makes a shop of one again
    #[command(subcommand)]
    Backup(BackupCommand),
    /// Proves the journal, beside a running till too
    #[command(subcommand)]
    Journal(JournalCommand),
    /// The shop's keys and what opens them
    #[command(subcommand)]
    Key(KeyCommand),
    /// Ends the shop on this computer: destroys every slot, then every file
    Wipe(WipeArgs),
    /// Every device with its serial number, keys, place, lock and last inspection; fails where one
    /// in use takes no payment
    Register,
    /// Versions, key slots, file modes, journal and anchor
    Status,
    /// How safe this computer is: each item with its rule and what to do; fails where one blocks
    Doctor(DoctorArgs),
}

#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// CSV, TSV or XLSX, also packed with gzip; all or nothing
    Products(ImportArgs),
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    pub file: PathBuf,
    /// Which column holds what, counted from 1, such as name=2,price=5 [default: guessed]
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    pub map: Vec<String>,
    /// Whether the first row is a header [default: guessed]
    #[arg(long, value_name = "BOOL")]
    pub header: Option<bool>,
    /// Look and report; change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write the remarks to this file (TSV) instead of printing them
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// Columns InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice; gzip is fine
    pub file: PathBuf,
    /// The card terminal's simulator [default: beside posctl, else on the path]
    #[arg(long, value_name = "PROGRAM")]
    pub sim: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum BackupCommand {
    /// Makes one now and proves it
    Make,
    /// The backups that this shop knows
    List,
    /// Restores one into a scratch folder and looks it through [default: the newest]
    Verify { file: Option<PathBuf> },
    /// Rehearses a restore from every place where the newest lies
    Drill,
    /// Makes the shop again where none opens; what is there goes aside
    Restore(RestoreArgs),
}

#[derive(Debug, Args)]
pub struct RestoreArgs {
    pub file: PathBuf,
    /// A file with the recovery phrase of the backup's day
    #[arg(long, value_name = "FILE")]
    pub phrase_file: PathBuf,
    /// Where the key is kept [default: passphrase with --passphrase-file, else keychain]
    #[arg(long, value_enum)]
    pub key: Option<Slot>,
    /// The number on the newest paper receipt: numbers go on above it
    #[arg(long, value_name = "NUMBER")]
    pub paper_receipt: Option<i64>,
    /// The number on the newest Z on paper
    #[arg(long, value_name = "NUMBER")]
    pub paper_z: Option<i64>,
}

#[derive(Debug, Subcommand)]
pub enum JournalCommand {
    /// Checks every entry; names the first that is changed or missing
    Verify,
    /// Checks a signed copy that was taken out; needs no shop
    CheckExport { file: PathBuf },
    /// Counts every projection again from the journal and compares
    Rebuild {
        /// Only compare; the file is never changed by this program
        #[arg(long, required = true)]
        check: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Which keys there are, how old they are, and what opens them
    List,
    /// Makes a key anew
    Rotate(RotateArgs),
    /// Adds, tries and removes what opens the shop
    #[command(subcommand)]
    Slot(SlotCommand),
}

#[derive(Debug, Args)]
pub struct RotateArgs {
    #[arg(value_enum)]
    pub key: Key,
    /// For a new KEK: a file with what opens a slot that a person types for; once for each
    #[arg(long, value_name = "SLOT=FILE")]
    pub secret: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub enum SlotCommand {
    /// Adds a slot; a recovery phrase is printed, once
    Add(SlotAddArgs),
    /// Opens the keys by one slot alone
    Test {
        slot: u32,
        /// A file with the slot's passphrase or recovery phrase
        #[arg(long, value_name = "FILE")]
        secret_file: Option<PathBuf>,
    },
    /// Removes a slot; never the last one, nor the last recovery phrase
    Remove { slot: u32 },
}

#[derive(Debug, Args)]
pub struct SlotAddArgs {
    #[arg(value_enum)]
    pub kind: AnySlot,
    /// A file with the passphrase of the new slot
    #[arg(long, value_name = "FILE")]
    pub new_passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct WipeArgs {
    /// A file with the recovery phrase
    #[arg(long, value_name = "FILE")]
    pub phrase_file: PathBuf,
    /// The shop's name, as it stands on its receipts
    #[arg(long)]
    pub shop_name: String,
}

/// See `pos_domain::fact::KeyKind`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Key {
    Database,
    Journal,
    Anchor,
    Backup,
    Pepper,
    Kek,
}

impl From<Key> for KeyKind {
    fn from(key: Key) -> KeyKind {
        match key {
            Key::Database => KeyKind::Database,
            Key::Journal => KeyKind::Journal,
            Key::Anchor => KeyKind::Anchor,
            Key::Backup => KeyKind::Backup,
            Key::Pepper => KeyKind::Pepper,
            Key::Kek => KeyKind::Kek,
        }
    }
}

/// See `pos_domain::fact::SlotKind`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum AnySlot {
    Keychain,
    Tpm,
    Passphrase,
    RecoveryPhrase,
    KeyFile,
}

impl From<AnySlot> for SlotKind {
    fn from(slot: AnySlot) -> SlotKind {
        match slot {
            AnySlot::Keychain => SlotKind::Keychain,
            AnySlot::Tpm => SlotKind::Tpm,
            AnySlot::Passphrase => SlotKind::Passphrase,
            AnySlot::RecoveryPhrase => SlotKind::RecoveryPhrase,
            AnySlot::KeyFile => SlotKind::KeyFile,
        }
    }
}

#[derive(Debug, Args)]
pub struct InitArgs {
    /// Everything in one JSON file, as the command `shop_create` takes it
    #[arg(long, value_name = "FILE", exclusive = false)]
    pub from: Option<PathBuf>,
    /// The shop's name
    #[arg(long, required_unless_present = "from")]
    pub name: Option<String>,
    /// One line of the address; may be given several times
    #[arg(long, value_name = "LINE")]
    pub address: Vec<String>,
    #[arg(long, default_value = "Till 1")]
    pub register_name: String,
    /// ISO 4217 letters, such as EUR
    #[arg(long, required_unless_present = "from")]
    pub currency: Option<String>,
    /// A training or test shop may use simulators
    #[arg(long, value_enum, default_value_t = Kind::Real)]
    pub kind: Kind,
    /// Of receipts and of the sign-in screen: en or zh
    #[arg(long, default_value = "en")]
    pub language: String,
    /// IANA name, such as Europe/Berlin [default: the computer's own]
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// Prices are without tax; it is added on top
    #[arg(long)]
    pub prices_without_tax: bool,
    /// A tax class as NAME=PERCENT; may be given several times, the usual one first
    #[arg(long, value_name = "NAME=PERCENT", required_unless_present = "from")]
    pub tax: Vec<String>,
    /// Round the tax of each line instead of the document's
    #[arg(long)]
    pub tax_per_line: bool,
    /// The smallest coin in minor units
    #[arg(long, value_name = "MINOR", default_value_t = 1)]
    pub cash_rounding: i64,
    /// The first manager
    #[arg(long, required_unless_present = "from")]
    pub manager: Option<String>,
    /// A file with the manager's password
    #[arg(long, value_name = "FILE", required_unless_present = "from")]
    pub manager_password_file: Option<PathBuf>,
    /// A file with the manager's PIN
    #[arg(long, value_name = "FILE")]
    pub manager_pin_file: Option<PathBuf>,
    /// Where the key is kept [default: passphrase with --passphrase-file, else keychain]
    #[arg(long, value_enum)]
    pub key: Option<Slot>,
}

/// See `pos_domain::shop::ShopKind`; a demo shop is made by `demo`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Kind {
    Real,
    Training,
    Test,
}

/// See `pos_app::views::shop::KeySlot`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Slot {
    /// The operating system's keychain
    Keychain,
    /// A passphrase, from --passphrase-file
    Passphrase,
    /// A file beside the shop's, readable by its owner: opens for whoever reads it
    KeyFile,
}

impl From<Slot> for pos_app::views::shop::KeySlot {
    fn from(slot: Slot) -> Self {
        match slot {
            Slot::Keychain => Self::Keychain,
            Slot::Passphrase => Self::Passphrase,
            Slot::KeyFile => Self::KeyFile,
        }
    }
}

#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Of the texts: en or zh [default: the shop's]
    #[arg(long, value_parser = ["en", "zh"])]
    pub language: Option<String>,
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// An address of this computer itself; port 0 takes any free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8086")]
    pub listen: SocketAddr,
    /// A folder with the screens [default: those built into this program]
    #[arg(long, value_name = "DIR")]
    pub ui: Option<PathBuf>,
}
