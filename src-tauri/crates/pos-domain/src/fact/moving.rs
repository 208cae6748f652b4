//! Which facts move something: money, goods, a drawer, a count of the day, an attempt, the journal
//! itself. All others are told by their entry alone. Decides what is one of them; never what it
//! moves, which is for those who keep the sums.

use super::{
    AttemptMoved, AttemptSent, CashMoved, DayClosed, DrawerOpened, Fact, KeyRotated, Restored,
    SaleCompleted, SaleVoided, ShiftClosed, ShiftCounted, ShiftOpened, SlipTaken, StockAdjusted,
    TerminalClosed,
};
use crate::ids::SaleId;

/// A fact that moves something; each variant is the fact of the same name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moving<'a> {
    SaleCompleted(&'a SaleCompleted),
    SaleVoided(&'a SaleVoided),
    AttemptSent(&'a AttemptSent),
    AttemptMoved(&'a AttemptMoved),
    ReceiptReprinted(&'a SaleId),
    StockAdjusted(&'a StockAdjusted),
    SlipTaken(&'a SlipTaken),
    ShiftOpened(&'a ShiftOpened),
    CashMoved(&'a CashMoved),
    DrawerOpened(&'a DrawerOpened),
    ShiftCounted(&'a ShiftCounted),
    ShiftClosed(&'a ShiftClosed),
    TerminalClosed(&'a TerminalClosed),
    DayClosed(&'a DayClosed),
    KeyRotated(&'a KeyRotated),
    Restored(&'a Restored),
}

impl Fact {
    /// What of this fact those who keep sums and tables look at; None: its entry is all there is.
    pub fn moving(&self) -> Option<Moving<'_>> {
        Some(match self {
            Fact::SaleCompleted(of) => Moving::SaleCompleted(of),
            Fact::SaleVoided(of) => Moving::SaleVoided(of),
            Fact::AttemptSent(of) => Moving::AttemptSent(of),
            Fact::AttemptMoved(of) => Moving::AttemptMoved(of),
            Fact::ReceiptReprinted(of) => Moving::ReceiptReprinted(of),
            Fact::StockAdjusted(of) => Moving::StockAdjusted(of),
            Fact::SlipTaken(of) => Moving::SlipTaken(of),
            Fact::ShiftOpened(of) => Moving::ShiftOpened(of),
            Fact::CashMoved(of) => Moving::CashMoved(of),
            Fact::DrawerOpened(of) => Moving::DrawerOpened(of),
            Fact::ShiftCounted(of) => Moving::ShiftCounted(of),
            Fact::ShiftClosed(of) => Moving::ShiftClosed(of),
            Fact::TerminalClosed(of) => Moving::TerminalClosed(of),
            Fact::DayClosed(of) => Moving::DayClosed(of),
            Fact::KeyRotated(of) => Moving::KeyRotated(of),
            Fact::Restored(of) => Moving::Restored(of),
            Fact::ShopOpened(_)
            | Fact::UserSaved(_)
            | Fact::SecretSet(_)
            | Fact::SettingsSaved(_)
            | Fact::TerminalPaired(_)
            | Fact::TerminalUnpaired(_)
            | Fact::TerminalAlarmed(_)
            | Fact::AlarmCleared(_)
            | Fact::CatalogueImported(_)
            | Fact::SignedIn(_)
            | Fact::LockedOut(_)
            | Fact::TerminalTested(_)
            | Fact::LimitsSaved(_)
            | Fact::PeripheralPaired(_)
            | Fact::PeripheralUnpaired(_)
            | Fact::PictureSaved(_)
            | Fact::ClockJumped(_)
            | Fact::SecondFactorEnrolled(_)
            | Fact::SecondFactorReset(_)
            | Fact::RecoveryCodeUsed(_)
            | Fact::RecoveryCodesRenewed(_)
            | Fact::SignInPolicySaved(_)
            | Fact::DeviceNoted(_)
            | Fact::DeviceLocked(_)
            | Fact::DeviceCleared(_)
            | Fact::DeviceInspected(_)
            | Fact::DevicePolicySaved(_)
            | Fact::SlotAdded(_)
            | Fact::SlotRemoved(_)
            | Fact::BackupMade(_)
            | Fact::BackupProved(_)
            | Fact::DrillHeld(_)
            | Fact::BackupPlanSaved(_)
            | Fact::JournalRead(_)
            | Fact::JournalExported(_)
            | Fact::AccessReviewed(_)
            | Fact::JournalVerified(_) => return None,
        })
    }
}
