//! The shop: its state, first run, settings.

use super::people::SignInPolicy;
use super::peripheral::PrintReceipts;
use super::receipt::ReceiptTemplate;
use super::shift::DrawerMode;
use crate::api::AppError;
use pos_domain::ids::{TaxClassId, UserId};
use pos_domain::quantity::Percent;
use pos_domain::shop::{PriceBarcodeRule, ShopKind};
use pos_domain::staff::Role;
use pos_domain::tax::TaxRounding;
use pos_domain::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether there is a shop here, and whether it is open.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ShopStatus {
    pub state: ShopState,
    pub kind: Option<ShopKind>,
    pub name: Option<String>,
    pub register_name: Option<String>,
    pub currency: Option<CurrencyView>,
    pub language: String,
    /// The demo shop's people with their secrets; empty in any other.
    pub demo_logins: Vec<DemoLogin>,
    pub unlock_reason: Option<UnlockReason>,
    /// How far the update of an older file is, or why it waits.
    pub update: Option<UpdateProgress>,
    pub version: String,
    pub business_day: Option<Day>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ShopState {
    None,
    Locked,
    Open,
}

/// Why the file did not open by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UnlockReason {
    /// A backup takes the place of the books just now.
    BeingRestored,
    KeychainLocked,
    KeychainEmpty,
    KeychainUnavailable,
    /// The security chip is not there, or does not answer.
    ChipUnavailable,
    /// The key was sealed by the chip of another computer.
    ChipOther,
    /// The chip was cleared; what it had sealed is lost.
    ChipCleared,
    PassphraseNeeded,
    /// A newer program changes the file's format just now, after a backup.
    Updating,
    /// It cannot: above all because the backup before it cannot be made.
    UpdateWaits,
}

/// How far a newer program is with a file of an older format.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UpdateProgress {
    pub step: UpdateStep,
    /// Of this step: pages or checks; 0 of 0 where nobody can say.
    #[ts(type = "number")]
    pub done: u64,
    #[ts(type = "number")]
    pub total: u64,
    /// Why it failed; the file is as it was.
    pub trouble: Option<AppError>,
}

/// The steps of an update, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UpdateStep {
    /// The backup before it is made.
    Copying,
    /// The backup is restored for a trial, and changed there first.
    Proving,
    /// The file itself is changed.
    Changing,
    Failed,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(rename = "Currency")]
pub struct CurrencyView {
    pub code: String,
    pub exponent: u8,
    pub symbol: String,
    /// Coins and notes that people hand over, ascending.
    pub quick_notes_minor: Vec<i64>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct DemoLogin {
    pub user_id: UserId,
    pub name: String,
    pub role: Role,
    pub pin: Option<String>,
    pub password: String,
}

/// Everything a new shop needs.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShopCreate {
    pub kind: ShopKind,
    pub name: String,
    pub address: Vec<String>,
    pub register_name: String,
    pub currency: String,
    pub language: String,
    pub prices_include_tax: bool,
    pub tax_rounding: TaxRounding,
    pub tax_classes: Vec<TaxClassInput>,
    pub cash_rounding_minor: i64,
    pub manager_name: String,
    pub manager_password: String,
    pub manager_pin: Option<String>,
    pub key_slot: KeySlot,
    pub passphrase: Option<String>,
    /// IANA name; the computer's own when missing.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// The rules of sign-in; the strong ones when missing.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub sign_in: Option<SignInPolicy>,
}

/// Where the key is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeySlot {
    Keychain,
    Passphrase,
    KeyFile,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TaxClassInput {
    pub tax_class_id: TaxClassId,
    pub name: String,
    pub rate_percent: Percent,
}

/// The new shop; the phrase is shown once and kept nowhere.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ShopCreated {
    pub recovery_phrase: Vec<String>,
    pub status: ShopStatus,
}

/// A word that opens a locked file.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShopUnlock {
    pub passphrase: Option<String>,
    pub recovery_phrase: Option<String>,
}

/// Countries with what is usual there.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ShopPresets {
    pub currencies: Vec<CurrencyView>,
    pub countries: Vec<CountryPreset>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct CountryPreset {
    pub code: String,
    pub name_en: String,
    pub name_zh: String,
    pub currency: String,
    pub prices_include_tax: bool,
    pub tax_classes: Vec<TaxClassInput>,
    pub cash_rounding_minor: i64,
}

/// What a manager may change.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShopSettings {
    pub name: String,
    pub address: Vec<String>,
    pub register_name: String,
    pub language: String,
    pub receipt_header: String,
    pub receipt_footer: String,
    pub prices_include_tax: bool,
    pub tax_rounding: TaxRounding,
    pub tax_classes: Vec<TaxClassInput>,
    pub cash_rounding_minor: i64,
    /// `04:00`: when a business day begins.
    pub day_cut_off: String,
    pub time_zone: String,
    pub idle_lock_s: u32,
    pub price_barcodes: Vec<PriceBarcodeRule>,
    pub drawer_mode: DrawerMode,
    pub print_receipts: PrintReceipts,
    /// A second window shows the customer what is rung.
    pub customer_screen: bool,
    pub receipt_template: ReceiptTemplate,
    /// Read only: never changes.
    pub currency: String,
    /// Read only: never changes.
    pub kind: ShopKind,
}
