//! Which permissions an entry shows to have been used. What leaves no entry (looking, searching)
//! is not counted.

use pos_domain::cart::SaleKind;
use pos_domain::fact::{CashMoveKind, Fact, SaleCompleted};
use pos_domain::ids::UserId;
use pos_domain::payment::AttemptAct;
use pos_domain::staff::Permission;
use pos_domain::staff::Permission as P;
use pos_domain::tender::TenderKind;

/// Permissions whose use leaves an entry under the person's name.
pub fn leaves_an_entry(permission: Permission) -> bool {
    !matches!(
        permission,
        P::SaleFind
            | P::DayReport
            | P::DoubtView
            | P::DoubtAsk
            | P::TerminalView
            | P::UserView
            | P::SettingsView
            | P::DrawerExpectedView
            | P::XReport
            | P::ZView
            | P::PrintQueue
            | P::PeripheralView
            | P::PeripheralTest
            | P::KeyView
            | P::RegisterView
            | P::PostureView
    )
}

/// What `actor` used for this fact.
pub fn used(fact: &Fact, actor: UserId) -> Vec<Permission> {
    match fact {
        // One's own password or PIN needs no right.
        Fact::SecretSet(user) if *user == actor => Vec::new(),
        Fact::SaleCompleted(sold) => of_sale(sold),
        Fact::SaleVoided(_) => vec![P::SaleVoid],
        Fact::AttemptSent(sent) => match sent.act {
            AttemptAct::Reversal => vec![P::PaymentReverse],
            AttemptAct::Charge | AttemptAct::Refund => vec![P::PayCard],
        },
        Fact::AttemptMoved(moved) if moved.paper.is_some() => vec![P::DoubtSettle],
        Fact::ReceiptReprinted(_) => vec![P::ReceiptReprint],
        Fact::UserSaved(_) | Fact::SecretSet(_) => vec![P::UserEdit],
        Fact::SettingsSaved(_) | Fact::PictureSaved(_) => vec![P::SettingsEdit],
        Fact::TerminalPaired(_) | Fact::TerminalUnpaired(_) => vec![P::TerminalPair],
        Fact::AlarmCleared(_) => vec![P::TerminalClearAlarm],
        Fact::CatalogueImported(_) => vec![P::CatalogueImport],
        Fact::StockAdjusted(_) => vec![P::StockAdjust],
        Fact::TerminalTested(_) => vec![P::TerminalTest],
        Fact::ShiftOpened(_) => vec![P::ShiftOpen],
        Fact::CashMoved(moved) => match moved.kind {
            CashMoveKind::PaidIn => vec![P::CashPayIn],
            CashMoveKind::PaidOut => vec![P::CashPayOut],
            CashMoveKind::Drop => vec![P::CashDrop],
        },
        Fact::DrawerOpened(_) => vec![P::NoSale],
        Fact::ShiftCounted(_) => vec![P::ShiftClose],
        Fact::ShiftClosed(closed) => match closed.counted_minor == closed.expected_minor {
            true => vec![P::ShiftClose],
            false => vec![P::ShiftClose, P::OverShort],
        },
        Fact::DayClosed(_) | Fact::TerminalClosed(_) => vec![P::DayClose],
        Fact::LimitsSaved(_) => vec![P::LimitsEdit],
        Fact::PeripheralPaired(_) | Fact::PeripheralUnpaired(_) => vec![P::PeripheralPair],
        Fact::DeviceCleared(_) => vec![P::DeviceClear],
        Fact::DeviceInspected(_) => vec![P::DeviceInspect],
        Fact::SecondFactorReset(_) => vec![P::UserEdit],
        Fact::DevicePolicySaved(_) | Fact::SignInPolicySaved(_) => vec![P::PolicyEdit],
        Fact::KeyRotated(_) | Fact::SlotAdded(_) | Fact::SlotRemoved(_) => vec![P::KeyChange],
        Fact::BackupMade(_) | Fact::BackupProved(_) | Fact::DrillHeld(_) => vec![P::BackupRun],
        Fact::BackupPlanSaved(_) => vec![P::BackupSettings],
        Fact::Restored(_) => vec![P::BackupRestore],
        Fact::JournalRead(_) => vec![P::JournalSearch],
        Fact::JournalExported(_) => vec![P::JournalExport],
        Fact::AccessReviewed(_) => vec![P::AccessReview],
        Fact::JournalVerified(_) => vec![P::JournalVerify],
        // What the till or a device did, and who came and went.
        Fact::ShopOpened(_)
        | Fact::AttemptMoved(_)
        | Fact::TerminalAlarmed(_)
        | Fact::SignedIn(_)
        | Fact::LockedOut(_)
        | Fact::SecondFactorEnrolled(_)
        | Fact::RecoveryCodeUsed(_)
        | Fact::RecoveryCodesRenewed(_)
        | Fact::SlipTaken(_)
        | Fact::DeviceNoted(_)
        | Fact::DeviceLocked(_)
        | Fact::ClockJumped(_) => Vec::new(),
    }
}

fn of_sale(sold: &SaleCompleted) -> Vec<Permission> {
    let mut all = vec![match (sold.kind, sold.original) {
        (SaleKind::Sale, _) => P::SaleRing,
        (SaleKind::Return, Some(_)) => P::ReturnWithReceipt,
        (SaleKind::Return, None) => P::ReturnWithoutReceipt,
    }];
    if sold
        .tenders
        .iter()
        .any(|tender| tender.kind == TenderKind::Cash)
    {
        all.push(P::PayCash);
    }
    let reduced = sold.lines.iter().any(|line| line.discount.is_some());
    if reduced || sold.discount.is_some() {
        all.push(P::SaleDiscount);
    }
    if sold.lines.iter().any(|line| line.list_price.is_some()) {
        all.push(P::PriceOverride);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_secret_is_nobodys_right() {
        let (mia, sam) = (UserId::from_bytes([1; 16]), UserId::from_bytes([2; 16]));
        assert_eq!(used(&Fact::SecretSet(sam), mia), [P::UserEdit]);
        assert_eq!(used(&Fact::SecretSet(sam), sam), []);
    }
}
