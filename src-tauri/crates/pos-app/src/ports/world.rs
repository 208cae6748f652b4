//! The world around the use cases: the file, the clock, secrets, terminals, the shop's folder.

use super::backups::{Backups, NoBackups};
use super::devices::{Papers, PeripheralLinks};
use super::journal::JournalProof;
use super::keys::ShopKeys;
use super::records::{Address, Shop, Terminal};
use super::register::{Posture, SeenIdentity};
use super::sign_in::{NewRecoveryCode, SeedOffer};
use super::store::Store;
use crate::api::AppResult;
use crate::effect::Effect;
use crate::event::Event;
use crate::views::receipt::Receipt;
use crate::views::sale::{AttemptStep, SaleView, StepView};
use crate::views::shop::{KeySlot, UnlockReason, UpdateProgress};
use crate::views::status::{FileHealth, Network};
use crate::views::terminal::{FoundPort, Link, ProbeView, TerminalTest, TestReport, WireLine};
use pos_domain::ids::{AttemptId, ProductId, TerminalId, UserId};
use pos_domain::payment::LastReceipt;
use pos_domain::time::Instant;
use uuid::Uuid;

/// When a write is on disk for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Before the call returns.
    Now,
    /// Within a quarter of a second of quiet.
    Soon,
}

/// One transaction's work.
pub type Job<'a> = &'a mut dyn FnMut(&mut dyn Store) -> AppResult<()>;

/// Whether there is a shop, and whether its file is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileState {
    None,
    Locked(UnlockReason),
    Open,
}

/// Everything outside.
pub trait World: Send + Sync {
    /// Runs a job on a snapshot of the file; what it writes is refused.
    fn read(&self, job: Job) -> AppResult<()>;
    /// Runs a job in a write transaction; an error undoes it.
    fn write(&self, durability: Durability, job: Job) -> AppResult<()>;
    /// The wall clock.
    fn now(&self) -> Instant;
    /// Milliseconds that never go back.
    fn monotonic_ms(&self) -> u64;
    /// A new time-ordered id.
    fn new_id(&self) -> Uuid;
    /// Carries effects out; their entries are on disk.
    fn carry_out(&self, effects: Vec<Effect>);
    fn publish(&self, event: Event);
    fn network(&self) -> Network;
    /// The computer's own IANA time zone.
    fn time_zone(&self) -> String;
    /// Products whose names match, best first; None while the index is not there yet.
    fn search(&self, text: &str, limit: usize) -> Option<Vec<ProductId>>;
    fn secrets(&self) -> &dyn Secrets;
    fn terminals(&self) -> &dyn TerminalLinks;
    fn peripherals(&self) -> &dyn PeripheralLinks;
    fn files(&self) -> &dyn ShopFiles;
    fn receipts(&self) -> &dyn Receipts;
    fn papers(&self) -> &dyn Papers;
    fn tables(&self) -> &dyn TableReader;
    /// The desk of the backups.
    fn backups(&self) -> &dyn Backups {
        &NoBackups
    }
    fn posture(&self) -> &dyn Posture;
}

/// Passwords, PINs, handles. Slow on purpose; never called inside a transaction.
pub trait Secrets: Send + Sync {
    /// The rule that a password breaks, by name; None when it is good. `names` are the person's and
    /// the shop's.
    fn password_flaw(
        &self,
        password: &str,
        letters_and_digits: bool,
        names: &[&str],
    ) -> Option<String>;
    fn pin_flaw(&self, pin: &str) -> Option<String>;
    fn hash_password(&self, password: &str) -> AppResult<String>;
    fn hash_pin(&self, user: UserId, pin: &str) -> AppResult<String>;
    /// `hash` None costs the same time and is false.
    fn verify_password(&self, password: &str, hash: Option<&str>) -> bool;
    fn verify_pin(&self, user: UserId, pin: &str, hash: Option<&str>) -> bool;
    /// A PIN that was right just now, hashed anew where the kept hash is under an older key; None:
    /// the hash is as it should be.
    fn renewed_pin(&self, user: UserId, pin: &str, hash: &str) -> Option<String>;
    /// A fresh seed for a person's app, which shows it under these names.
    fn seed(&self, user: UserId, issuer: &str, account: &str) -> AppResult<SeedOffer>;
    /// Whether a text has the shape of an app's code; a recovery code has another.
    fn is_code(&self, typed: &str) -> bool;
    /// The step near `now` that a code of a sealed seed belongs to. Costs the same without a seed.
    fn code_step(&self, user: UserId, seed: Option<&[u8]>, code: &str, now: Instant)
    -> Option<i64>;
    /// A kept seed, sealed anew where it is under an older key; None: it is as it should be.
    fn renewed_seed(&self, user: UserId, sealed: &[u8]) -> Option<Vec<u8>>;
    fn recovery_codes(&self, user: UserId) -> AppResult<Vec<NewRecoveryCode>>;
    /// What may be kept of a recovery code that was typed: a line for each key it may have been
    /// made under; none when the text is no such code.
    fn recovery_macs(&self, user: UserId, typed: &str) -> Vec<[u8; 32]>;
    /// 256 random bits as text.
    fn token(&self) -> String;
}

/// How a link stands right now.
#[derive(Clone, Debug)]
pub struct LinkStatus {
    pub link: Link,
    pub detail: Option<String>,
    pub last_seen_at: Option<Instant>,
    pub answers_in_ms: Option<u32>,
}

/// Live facts of a running attempt.
#[derive(Clone, Debug, Default)]
pub struct AttemptProgress {
    pub steps: Vec<StepView>,
    pub terminal_text: Option<String>,
    pub can_cancel: bool,
    pub deadline_at: Option<Instant>,
    /// When the terminal is asked again by itself, while the attempt is in doubt.
    pub next_try_at: Option<Instant>,
    /// How often it was asked and told nothing new, since the program started.
    pub tries: u32,
}

impl AttemptProgress {
    /// The last step reached.
    pub fn step(&self) -> Option<AttemptStep> {
        self.steps.last().map(|s| s.step)
    }
}

/// The terminals' cables.
pub trait TerminalLinks: Send + Sync {
    fn discover(&self) -> AppResult<Vec<FoundPort>>;
    fn probe(&self, address: &Address, password: &str, currency: u16) -> AppResult<ProbeView>;
    fn status(&self, terminal: TerminalId) -> LinkStatus;
    /// The last receipt the terminal told of, since it was last connected.
    fn last_receipt(&self, terminal: TerminalId) -> Option<LastReceipt>;
    /// Who answered there at the last connect, or when it was last asked; None before that.
    fn identity(&self, terminal: TerminalId) -> Option<SeenIdentity>;
    fn test(&self, terminal: &Terminal, test: TerminalTest) -> AppResult<TestReport>;
    fn wire(&self, terminal: TerminalId) -> Vec<WireLine>;
    /// Asks the terminal to stop; only its answer tells whether it did.
    fn cancel(&self, terminal: TerminalId, attempt: AttemptId) -> AppResult<()>;
    fn progress(&self, attempt: AttemptId) -> AttemptProgress;
}

/// The shop's folder: its keys and its file.
pub trait ShopFiles: Send + Sync {
    fn state(&self) -> FileState;
    /// Makes keys and an empty file; answers the recovery phrase.
    fn create(&self, slot: KeySlot, passphrase: Option<&str>) -> AppResult<Vec<String>>;
    /// Takes back what `create` made, when the shop could not be written into it.
    fn discard(&self);
    fn unlock(&self, passphrase: Option<&str>, phrase: Option<&str>) -> AppResult<()>;
    /// How the file and its disk stand. Never waits: it is asked inside transactions.
    fn health(&self) -> FileHealth;
    /// How far the update of an older file is, or why it waits.
    fn update(&self) -> Option<UpdateProgress> {
        None
    }
    /// The till before this one did not end in order, and nobody has confirmed it yet.
    fn was_cut_off(&self) -> bool;
    /// Somebody has seen that the till had not ended in order.
    fn cut_off_seen(&self);
    fn version(&self) -> String;
    /// The keys of the open shop; None where the file has keys of its own making (simulations).
    fn keys(&self) -> Option<&dyn ShopKeys> {
        None
    }
    /// The journal's proof and the shop's signature; None as for the keys.
    fn journal(&self) -> Option<&dyn JournalProof> {
        None
    }
}

/// Makes receipts.
pub trait Receipts: Send + Sync {
    fn receipt(&self, sale: &SaleView, shop: &Shop, copy: bool) -> Receipt;
}

/// Reads tables of goods.
pub trait TableReader: Send + Sync {
    /// The rows of a CSV, TSV or XLSX file, each with its line in the file (from 1).
    fn rows(&self, file_name: &str, bytes: &[u8]) -> AppResult<Vec<(u32, Vec<String>)>>;
    /// SHA-256.
    fn hash(&self, bytes: &[u8]) -> Vec<u8>;
}
