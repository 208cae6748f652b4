use super::*;

/// A change here is a change of who may do what: read it as such.
const TABLE: &str = "
                     Cashier    Supervisor Manager    Technician Auditor
SaleRing             yes        yes        yes        -          -
PayCash              yes        yes        yes        -          -
PayCard              yes        yes        yes        -          -
SaleDiscount         ≤ 10 %     ≤ 30 %     yes        -          -
PriceOverride        approval   ≤ 30 %     yes        -          -
SaleVoid             ≤ 100      yes        yes        -          -
ReturnWithReceipt    ≤ 50       ≤ 500      yes        -          -
ReturnWithoutReceipt approval   ≤ 50       yes        -          -
SaleFind             yes        yes        yes        -          yes
ReceiptReprint       yes        yes        yes        -          -
DayReport            -          yes        yes        -          yes
DoubtView            yes        yes        yes        -          yes
DoubtAsk             yes        yes        yes        yes        -
PaymentReverse       approval   yes        yes        -          -
TerminalView         -          yes        yes        yes        -
TerminalPair         -          -          yes        yes        -
TerminalTest         -          yes        yes        yes        -
TerminalClearAlarm   -          -          -          yes        -
UserView             -          -          yes        -          yes
UserEdit             -          -          yes        -          -
SettingsView         -          yes        yes        yes        yes
SettingsEdit         -          -          yes        -          -
CatalogueImport      -          -          yes        -          -
StockAdjust          -          -          yes        -          -
JournalVerify        -          -          yes        -          yes
ShiftOpen            yes        yes        yes        -          -
ShiftClose           yes        yes        yes        -          -
ShiftCloseOther      -          yes        yes        -          -
DrawerExpectedView   -          yes        yes        -          yes
CashPayIn            yes        yes        yes        -          -
CashPayOut           approval   ≤ 100      yes        -          -
CashDrop             yes        yes        yes        -          -
NoSale               approval   yes        yes        -          -
OverShort            ≤ 5        ≤ 20       yes        -          -
XReport              -          yes        yes        -          yes
DayClose             -          yes        yes        -          -
ZView                -          yes        yes        -          yes
LimitsEdit           -          -          yes        -          -
PrintQueue           yes        yes        yes        yes        -
PeripheralView       -          yes        yes        yes        -
PeripheralPair       -          -          yes        yes        -
PeripheralTest       -          yes        yes        yes        -
DoubtSettle          -          approval   yes        -          -
KeyView              -          -          yes        yes        yes
KeyChange            -          -          yes        -          -
BackupRun            -          -          yes        yes        -
BackupRestore        -          -          yes        yes        -
BackupSettings       -          -          yes        -          -
RegisterView         -          yes        yes        yes        yes
DeviceInspect        -          yes        yes        yes        -
DeviceClear          -          -          yes        yes        -
PostureView          -          -          yes        yes        yes
PolicyEdit           -          -          yes        -          -
AccessReview         -          -          yes        -          yes
JournalSearch        -          -          yes        -          yes
JournalExport        -          -          yes        -          yes
Decommission         -          -          yes        -          -
SecondFactorWitness  -          yes        yes        -          yes
";

fn word(grant: Grant) -> String {
    match grant {
        Grant::Allow => "yes".to_owned(),
        Grant::Within(Limit::Share(percent)) => format!("≤ {percent} %"),
        Grant::Within(Limit::Cents(cents)) => format!("≤ {}", cents / 100),
        Grant::Approval => "approval".to_owned(),
        Grant::Deny => "-".to_owned(),
    }
}

#[test]
fn the_table_is_this() {
    let mut found = format!("\n{:20}", "");
    for role in Role::ALL {
        found += &format!(" {:10}", format!("{role:?}"));
    }
    found = found.trim_end().to_owned();
    for permission in Permission::ALL {
        let mut row = format!("\n{:20}", format!("{permission:?}"));
        for role in Role::ALL {
            row += &format!(" {:10}", word(grant(role, *permission)));
        }
        found += row.trim_end();
    }
    found.push('\n');
    assert_eq!(found, TABLE, "{found}");
}

#[test]
fn limits_decide_who_is_asked() {
    use Permission as P;
    use Ruling::{Alone, NeedsApproval, Refused};
    let share = |text| Measure::Share(Percent::parse(text).unwrap());
    let amount = |amount_minor, exponent| Measure::Amount {
        amount_minor,
        exponent,
    };
    for (role, permission, measure, expected) in [
        (Role::Cashier, P::SaleRing, Measure::Whole, Alone),
        (Role::Cashier, P::SaleDiscount, share("10"), Alone),
        (
            Role::Cashier,
            P::SaleDiscount,
            share("10.001"),
            NeedsApproval,
        ),
        (Role::Supervisor, P::SaleDiscount, share("30"), Alone),
        (Role::Manager, P::SaleDiscount, share("100"), Alone),
        (Role::Cashier, P::PriceOverride, share("0"), NeedsApproval),
        (Role::Cashier, P::ReturnWithReceipt, amount(5_000, 2), Alone),
        (
            Role::Cashier,
            P::ReturnWithReceipt,
            amount(5_001, 2),
            NeedsApproval,
        ),
        // 50 major units, whatever the decimals of the currency.
        (Role::Cashier, P::ReturnWithReceipt, amount(50, 0), Alone),
        (
            Role::Cashier,
            P::ReturnWithReceipt,
            amount(51, 0),
            NeedsApproval,
        ),
        (
            Role::Cashier,
            P::ReturnWithReceipt,
            amount(i64::MAX, 4),
            NeedsApproval,
        ),
        // A measure of another kind covers nothing.
        (
            Role::Cashier,
            P::ReturnWithReceipt,
            share("0"),
            NeedsApproval,
        ),
        (Role::Cashier, P::SaleDiscount, amount(0, 2), NeedsApproval),
        (
            Role::Cashier,
            P::SaleDiscount,
            Measure::Whole,
            NeedsApproval,
        ),
        (Role::Technician, P::SaleRing, Measure::Whole, Refused),
        (Role::Technician, P::SaleDiscount, share("0"), Refused),
        (
            Role::Manager,
            P::TerminalClearAlarm,
            Measure::Whole,
            Refused,
        ),
        (Role::Auditor, P::DayReport, Measure::Whole, Alone),
    ] {
        let found = rule(grant(role, permission), measure);
        assert_eq!(found, expected, "{role:?} {permission:?} {measure:?}");
    }
}

#[test]
fn whoever_may_not_alone_finds_somebody_who_may() {
    for permission in Permission::ALL {
        let alone = |role: &Role| rule(grant(*role, *permission), Measure::Whole) == Ruling::Alone;
        assert!(Role::ALL.iter().any(alone), "{permission:?}");
    }
}

#[test]
fn codes_of_the_journal_stay() {
    for (code, permission) in (0_u32..).zip(Permission::ALL) {
        assert_eq!(
            minicbor::to_vec(permission).unwrap(),
            minicbor::to_vec(code).unwrap()
        );
    }
    for (code, role) in (0_u32..).zip(Role::ALL) {
        assert_eq!(
            minicbor::to_vec(role).unwrap(),
            minicbor::to_vec(code).unwrap()
        );
    }
}
