//! The bodies of the journal: facts with computed results, never inputs to be computed again. They
//! hold ids, not personal data or secrets.
//!
//! CBOR arrays (RFC 8949). A field is only ever added at the end, as an `Option` or with `skip_if`;
//! what is usual (no discount, counted in pieces) comes last and is left out of the bytes.

mod backup;
mod close;
mod device;
mod evidence;
mod keys;
mod kinds;
mod moving;
mod payment;
mod register;
mod sale;
mod shift;
mod shop;
mod sign_in;
mod stock;
mod terminal;
#[cfg(test)]
pub(crate) mod tests;

use crate::ids::{PeripheralId, SaleId, TerminalId, UserId};
use crate::limits::LimitRow;
use minicbor::{Decode, Encode};
use serde::Serialize;

pub use backup::{BackupMade, BackupProved, BackupWhy, DrillHeld, Restored};
pub use close::{
    CardTotal, ClosedShift, DayClosed, OpenBatch, OpenDoubt, PeriodSum, TerminalClosed,
};
pub use device::{PeripheralKind, PeripheralPaired};
pub use evidence::{AccessReviewed, JournalExported, JournalLook, JournalRead, JournalVerified};
pub use keys::{KeyKind, KeyRotated, SlotChanged, SlotKind};
pub use kinds::{KINDS, kind_name, kind_of};
pub use moving::Moving;
pub use payment::{AttemptMoved, AttemptSent, CardSlip, MoneyMoved, PaperSlip, SlipTaken};
pub use register::{
    BehindCause, DeviceCleared, DeviceInspected, DeviceKind, DeviceLocked, DeviceNoted, LockReason,
};
pub use sale::{SaleCompleted, SaleVoided, SoldLine, SoldTax, SoldTender};
pub use shift::{
    CashCount, CashMoveKind, CashMoved, DrawerOpened, ShiftClosed, ShiftCounted, ShiftOpened,
};
pub use shop::{ClockJumped, ShopOpened, UserSaved};
pub use sign_in::{RecoveryCodeUsed, SignInPolicySaved};
pub use stock::{CatalogueImported, StockAdjusted, StockMove};
pub use terminal::{TerminalAlarmed, TerminalPaired, TerminalTested};

/// One thing that happened. The index is the entry's kind in the journal: never reuse one.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(flat)]
pub enum Fact {
    #[n(1)]
    ShopOpened(#[n(0)] ShopOpened),
    #[n(2)]
    SaleCompleted(#[n(0)] SaleCompleted),
    #[n(3)]
    SaleVoided(#[n(0)] SaleVoided),
    #[n(4)]
    AttemptSent(#[n(0)] AttemptSent),
    #[n(5)]
    AttemptMoved(#[n(0)] AttemptMoved),
    #[n(6)]
    ReceiptReprinted(#[n(0)] SaleId),
    #[n(7)]
    UserSaved(#[n(0)] UserSaved),
    #[n(8)]
    SecretSet(#[n(0)] UserId),
    #[n(9)]
    SettingsSaved(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        Vec<u8>,
    ),
    #[n(10)]
    TerminalPaired(#[n(0)] TerminalPaired),
    #[n(11)]
    TerminalUnpaired(#[n(0)] TerminalId),
    #[n(12)]
    TerminalAlarmed(#[n(0)] TerminalAlarmed),
    #[n(13)]
    AlarmCleared(#[n(0)] TerminalId),
    #[n(14)]
    CatalogueImported(#[n(0)] CatalogueImported),
    #[n(15)]
    StockAdjusted(#[n(0)] StockAdjusted),
    #[n(16)]
    SignedIn(#[n(0)] UserId),
    #[n(17)]
    LockedOut(#[n(0)] UserId),
    #[n(18)]
    TerminalTested(#[n(0)] TerminalTested),
    #[n(19)]
    SlipTaken(#[n(0)] SlipTaken),
    #[n(20)]
    ShiftOpened(#[n(0)] ShiftOpened),
    #[n(21)]
    CashMoved(#[n(0)] CashMoved),
    #[n(22)]
    DrawerOpened(#[n(0)] DrawerOpened),
    #[n(23)]
    ShiftCounted(#[n(0)] ShiftCounted),
    #[n(24)]
    ShiftClosed(#[n(0)] ShiftClosed),
    #[n(25)]
    TerminalClosed(#[n(0)] TerminalClosed),
    #[n(26)]
    DayClosed(#[n(0)] DayClosed),
    /// The whole table of limits that differ from the usual ones.
    #[n(27)]
    LimitsSaved(#[n(0)] Vec<LimitRow>),
    #[n(28)]
    PeripheralPaired(#[n(0)] PeripheralPaired),
    #[n(29)]
    PeripheralUnpaired(#[n(0)] PeripheralId),
    /// SHA-256 of the shop's picture; empty: it was taken away.
    #[n(30)]
    PictureSaved(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        Vec<u8>,
    ),
    #[n(31)]
    ClockJumped(#[n(0)] ClockJumped),
    #[n(32)]
    SecondFactorEnrolled(#[n(0)] UserId),
    /// A lost second factor was taken away; the header names the second person.
    #[n(33)]
    SecondFactorReset(#[n(0)] UserId),
    #[n(34)]
    RecoveryCodeUsed(#[n(0)] RecoveryCodeUsed),
    #[n(35)]
    RecoveryCodesRenewed(#[n(0)] UserId),
    #[n(36)]
    SignInPolicySaved(#[n(0)] SignInPolicySaved),
    #[n(37)]
    DeviceNoted(#[n(0)] DeviceNoted),
    #[n(38)]
    DeviceLocked(#[n(0)] DeviceLocked),
    #[n(39)]
    DeviceCleared(#[n(0)] DeviceCleared),
    #[n(40)]
    DeviceInspected(#[n(0)] DeviceInspected),
    /// How often devices are inspected and what a weak computer may do, as JSON.
    #[n(41)]
    DevicePolicySaved(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        Vec<u8>,
    ),
    #[n(42)]
    KeyRotated(#[n(0)] KeyRotated),
    #[n(43)]
    SlotAdded(#[n(0)] SlotChanged),
    #[n(44)]
    SlotRemoved(#[n(0)] SlotChanged),
    #[n(47)]
    BackupMade(#[n(0)] BackupMade),
    #[n(48)]
    BackupProved(#[n(0)] BackupProved),
    #[n(49)]
    DrillHeld(#[n(0)] DrillHeld),
    /// The plan as JSON, without its secrets.
    #[n(50)]
    BackupPlanSaved(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        Vec<u8>,
    ),
    #[n(51)]
    Restored(#[n(0)] Restored),
    #[n(52)]
    JournalRead(#[n(0)] JournalRead),
    #[n(53)]
    JournalExported(#[n(0)] JournalExported),
    #[n(54)]
    AccessReviewed(#[n(0)] AccessReviewed),
    #[n(55)]
    JournalVerified(#[n(0)] JournalVerified),
}

impl Fact {
    /// The kind as it stands in the entry's header.
    pub fn kind(&self) -> u16 {
        match self {
            Fact::ShopOpened(_) => 1,
            Fact::SaleCompleted(_) => 2,
            Fact::SaleVoided(_) => 3,
            Fact::AttemptSent(_) => 4,
            Fact::AttemptMoved(_) => 5,
            Fact::ReceiptReprinted(_) => 6,
            Fact::UserSaved(_) => 7,
            Fact::SecretSet(_) => 8,
            Fact::SettingsSaved(_) => 9,
            Fact::TerminalPaired(_) => 10,
            Fact::TerminalUnpaired(_) => 11,
            Fact::TerminalAlarmed(_) => 12,
            Fact::AlarmCleared(_) => 13,
            Fact::CatalogueImported(_) => 14,
            Fact::StockAdjusted(_) => 15,
            Fact::SignedIn(_) => 16,
            Fact::LockedOut(_) => 17,
            Fact::TerminalTested(_) => 18,
            Fact::SlipTaken(_) => 19,
            Fact::ShiftOpened(_) => 20,
            Fact::CashMoved(_) => 21,
            Fact::DrawerOpened(_) => 22,
            Fact::ShiftCounted(_) => 23,
            Fact::ShiftClosed(_) => 24,
            Fact::TerminalClosed(_) => 25,
            Fact::DayClosed(_) => 26,
            Fact::LimitsSaved(_) => 27,
            Fact::PeripheralPaired(_) => 28,
            Fact::PeripheralUnpaired(_) => 29,
            Fact::PictureSaved(_) => 30,
            Fact::ClockJumped(_) => 31,
            Fact::SecondFactorEnrolled(_) => 32,
            Fact::SecondFactorReset(_) => 33,
            Fact::RecoveryCodeUsed(_) => 34,
            Fact::RecoveryCodesRenewed(_) => 35,
            Fact::SignInPolicySaved(_) => 36,
            Fact::DeviceNoted(_) => 37,
            Fact::DeviceLocked(_) => 38,
            Fact::DeviceCleared(_) => 39,
            Fact::DeviceInspected(_) => 40,
            Fact::DevicePolicySaved(_) => 41,
            Fact::KeyRotated(_) => 42,
            Fact::SlotAdded(_) => 43,
            Fact::SlotRemoved(_) => 44,
            Fact::BackupMade(_) => 47,
            Fact::BackupProved(_) => 48,
            Fact::DrillHeld(_) => 49,
            Fact::BackupPlanSaved(_) => 50,
            Fact::Restored(_) => 51,
            Fact::JournalRead(_) => 52,
            Fact::JournalExported(_) => 53,
            Fact::AccessReviewed(_) => 54,
            Fact::JournalVerified(_) => 55,
        }
    }

    /// The kind's name, for reports.
    pub fn name(&self) -> &'static str {
        match self {
            Fact::ShopOpened(_) => "shop_opened",
            Fact::SaleCompleted(_) => "sale_completed",
            Fact::SaleVoided(_) => "sale_voided",
            Fact::AttemptSent(_) => "attempt_sent",
            Fact::AttemptMoved(_) => "attempt_moved",
            Fact::ReceiptReprinted(_) => "receipt_reprinted",
            Fact::UserSaved(_) => "user_saved",
            Fact::SecretSet(_) => "secret_set",
            Fact::SettingsSaved(_) => "settings_saved",
            Fact::TerminalPaired(_) => "terminal_paired",
            Fact::TerminalUnpaired(_) => "terminal_unpaired",
            Fact::TerminalAlarmed(_) => "terminal_alarmed",
            Fact::AlarmCleared(_) => "alarm_cleared",
            Fact::CatalogueImported(_) => "catalogue_imported",
            Fact::StockAdjusted(_) => "stock_adjusted",
            Fact::SignedIn(_) => "signed_in",
            Fact::LockedOut(_) => "locked_out",
            Fact::TerminalTested(_) => "terminal_tested",
            Fact::SlipTaken(_) => "slip_taken",
            Fact::ShiftOpened(_) => "shift_opened",
            Fact::CashMoved(_) => "cash_moved",
            Fact::DrawerOpened(_) => "drawer_opened",
            Fact::ShiftCounted(_) => "shift_counted",
            Fact::ShiftClosed(_) => "shift_closed",
            Fact::TerminalClosed(_) => "terminal_closed",
            Fact::DayClosed(_) => "day_closed",
            Fact::LimitsSaved(_) => "limits_saved",
            Fact::PeripheralPaired(_) => "peripheral_paired",
            Fact::PeripheralUnpaired(_) => "peripheral_unpaired",
            Fact::PictureSaved(_) => "picture_saved",
            Fact::ClockJumped(_) => "clock_jumped",
            Fact::SecondFactorEnrolled(_) => "second_factor_enrolled",
            Fact::SecondFactorReset(_) => "second_factor_reset",
            Fact::RecoveryCodeUsed(_) => "recovery_code_used",
            Fact::RecoveryCodesRenewed(_) => "recovery_codes_renewed",
            Fact::SignInPolicySaved(_) => "sign_in_policy_saved",
            Fact::DeviceNoted(_) => "device_noted",
            Fact::DeviceLocked(_) => "device_locked",
            Fact::DeviceCleared(_) => "device_cleared",
            Fact::DeviceInspected(_) => "device_inspected",
            Fact::DevicePolicySaved(_) => "device_policy_saved",
            Fact::KeyRotated(_) => "key_rotated",
            Fact::SlotAdded(_) => "slot_added",
            Fact::SlotRemoved(_) => "slot_removed",
            Fact::BackupMade(_) => "backup_made",
            Fact::BackupProved(_) => "backup_proved",
            Fact::DrillHeld(_) => "drill_held",
            Fact::BackupPlanSaved(_) => "backup_plan_saved",
            Fact::Restored(_) => "restored",
            Fact::JournalRead(_) => "journal_read",
            Fact::JournalExported(_) => "journal_exported",
            Fact::AccessReviewed(_) => "access_reviewed",
            Fact::JournalVerified(_) => "journal_verified",
        }
    }

    /// The body's bytes.
    pub fn encode(&self) -> Vec<u8> {
        minicbor::to_vec(self).expect("writing to a vector cannot fail")
    }

    /// Reads a body. Fields that this program does not know yet are passed over; bytes after the
    /// body are an error.
    pub fn decode(bytes: &[u8]) -> Result<Fact, minicbor::decode::Error> {
        let mut decoder = minicbor::Decoder::new(bytes);
        let fact = decoder.decode()?;
        if decoder.position() == bytes.len() {
            Ok(fact)
        } else {
            Err(minicbor::decode::Error::message("bytes after the body"))
        }
    }
}
