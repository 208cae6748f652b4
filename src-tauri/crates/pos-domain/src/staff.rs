//! Who may do what. Default deny: one table, role by permission, compiled in. A grant may carry a
//! limit above which a second person must approve.

use crate::quantity::Percent;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person is in the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum Role {
    #[n(0)]
    Cashier,
    #[n(1)]
    Supervisor,
    #[n(2)]
    Manager,
    #[n(3)]
    Technician,
    #[n(4)]
    Auditor,
}

impl Role {
    pub const ALL: [Role; 5] = [
        Role::Cashier,
        Role::Supervisor,
        Role::Manager,
        Role::Technician,
        Role::Auditor,
    ];
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// One thing that may be allowed. The codes are kept in the journal: never reuse one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[derive(Serialize, Deserialize, TS, Encode, Decode)]
        #[serde(rename_all = "snake_case")]
        #[cbor(index_only)]
        pub enum Permission { $($(#[$doc])* #[n($code)] $name),+ }

        impl Permission {
            /// All of them, in the order of the table.
            pub const ALL: &'static [Permission] = &[$(Permission::$name),+];
        }
    };
}

permissions! {
    /// Ring, suspend, recall.
    SaleRing = 0,
    PayCash = 1,
    PayCard = 2,
    /// Reduce a line or a sale; the limit is a share of it.
    SaleDiscount = 3,
    /// Sell at another price than the catalogue's; the limit is a share of it.
    PriceOverride = 4,
    /// Give a whole sale up before it is paid.
    SaleVoid = 5,
    ReturnWithReceipt = 6,
    ReturnWithoutReceipt = 7,
    SaleFind = 8,
    ReceiptReprint = 9,
    DayReport = 10,
    DoubtView = 11,
    /// Ask a terminal again what became of a payment.
    DoubtAsk = 12,
    /// Undo an approved card payment of a sale that is not completed.
    PaymentReverse = 13,
    TerminalView = 14,
    TerminalPair = 15,
    TerminalTest = 16,
    TerminalClearAlarm = 17,
    UserView = 18,
    UserEdit = 19,
    SettingsView = 20,
    SettingsEdit = 21,
    CatalogueImport = 22,
    StockAdjust = 23,
    JournalVerify = 24,
    /// Open a drawer with its float.
    ShiftOpen = 25,
    /// Count and close one's own drawer, or the shared one.
    ShiftClose = 26,
    /// Count and close the drawer of somebody else.
    ShiftCloseOther = 27,
    /// See what a drawer should hold before it is counted; without it the count is blind.
    DrawerExpectedView = 28,
    CashPayIn = 29,
    CashPayOut = 30,
    /// Take cash out of a drawer into the safe.
    CashDrop = 31,
    /// Open the drawer without a sale.
    NoSale = 32,
    /// Close a drawer that is over or short; the limit is the difference either way.
    OverShort = 33,
    XReport = 34,
    /// Close the business day: the Z.
    DayClose = 35,
    /// Read and print Z reports.
    ZView = 36,
    LimitsEdit = 37,
    /// See what is waiting to be printed, print it again, give it up.
    PrintQueue = 38,
    PeripheralView = 39,
    PeripheralPair = 40,
    PeripheralTest = 41,
    /// Settle a payment in doubt against the terminal's printed slip.
    DoubtSettle = 42,
    /// See which keys there are and what opens them.
    KeyView = 43,
    /// Add, try and remove key slots; change keys.
    KeyChange = 44,
    /// Make a backup, prove one, hold a drill.
    BackupRun = 45,
    /// Put a backup in the place of the books.
    BackupRestore = 46,
    /// Where backups go, and when.
    BackupSettings = 47,
    /// See the register of payment devices.
    RegisterView = 48,
    /// Write down that a device was inspected.
    DeviceInspect = 49,
    /// Take the lock off a device that was tampered with or exchanged.
    DeviceClear = 50,
    /// See how safe this computer is.
    PostureView = 51,
    /// Rules of sign-in, of inspection and of what a weak computer may do.
    PolicyEdit = 52,
    /// Who may do what, and who did last.
    AccessReview = 53,
    /// Read the journal's entries.
    JournalSearch = 54,
    /// Take a signed copy of the journal out.
    JournalExport = 55,
    /// Destroy every key of this shop.
    Decommission = 56,
    /// Be the second person when a lost second factor is taken away.
    SecondFactorWitness = 57,
}

/// Up to where a grant reaches without a second person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(flat)]
pub enum Limit {
    /// A share of what is reduced.
    #[n(0)]
    Share(#[n(0)] Percent),
    /// An amount, in minor units of a two-decimal currency (scaled for others).
    #[n(1)]
    Cents(#[n(0)] i64),
}

/// What a role may do with one permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(flat)]
pub enum Grant {
    #[n(0)]
    Allow,
    /// Alone up to the limit, above it with an approval.
    #[n(1)]
    Within(#[n(0)] Limit),
    /// Always with a second person.
    #[n(2)]
    Approval,
    #[n(3)]
    Deny,
}

/// The table.
pub fn grant(role: Role, permission: Permission) -> Grant {
    use Grant::{Allow, Approval, Deny, Within};
    use Permission as P;
    let share = |percent| Within(Limit::Share(Percent::of(percent)));
    let cents = |cents| Within(Limit::Cents(cents));
    // In the order of Role::ALL: cashier, supervisor, manager, technician, auditor.
    let row = match permission {
        P::SaleRing | P::PayCash | P::PayCard => [Allow, Allow, Allow, Deny, Deny],
        P::SaleDiscount => [share(10), share(30), Allow, Deny, Deny],
        P::PriceOverride => [Approval, share(30), Allow, Deny, Deny],
        P::SaleVoid => [cents(10_000), Allow, Allow, Deny, Deny],
        P::ReturnWithReceipt => [cents(5_000), cents(50_000), Allow, Deny, Deny],
        P::ReturnWithoutReceipt => [Approval, cents(5_000), Allow, Deny, Deny],
        P::SaleFind => [Allow, Allow, Allow, Deny, Allow],
        P::ReceiptReprint => [Allow, Allow, Allow, Deny, Deny],
        P::DayReport => [Deny, Allow, Allow, Deny, Allow],
        P::DoubtView => [Allow, Allow, Allow, Deny, Allow],
        P::DoubtAsk => [Allow, Allow, Allow, Allow, Deny],
        P::PaymentReverse => [Approval, Allow, Allow, Deny, Deny],
        P::TerminalView => [Deny, Allow, Allow, Allow, Deny],
        P::TerminalPair => [Deny, Deny, Allow, Allow, Deny],
        P::TerminalTest => [Deny, Allow, Allow, Allow, Deny],
        P::TerminalClearAlarm => [Deny, Deny, Deny, Allow, Deny],
        P::UserView => [Deny, Deny, Allow, Deny, Allow],
        P::UserEdit => [Deny, Deny, Allow, Deny, Deny],
        P::SettingsView => [Deny, Allow, Allow, Allow, Allow],
        P::SettingsEdit => [Deny, Deny, Allow, Deny, Deny],
        P::CatalogueImport | P::StockAdjust => [Deny, Deny, Allow, Deny, Deny],
        P::JournalVerify => [Deny, Deny, Allow, Deny, Allow],
        P::ShiftOpen | P::ShiftClose | P::CashPayIn | P::CashDrop => {
            [Allow, Allow, Allow, Deny, Deny]
        }
        P::ShiftCloseOther | P::DayClose => [Deny, Allow, Allow, Deny, Deny],
        // Who reads X can work it out: the two go together.
        P::DrawerExpectedView => [Deny, Allow, Allow, Deny, Allow],
        P::CashPayOut => [Approval, cents(10_000), Allow, Deny, Deny],
        P::NoSale => [Approval, Allow, Allow, Deny, Deny],
        P::OverShort => [cents(500), cents(2_000), Allow, Deny, Deny],
        P::XReport | P::ZView => [Deny, Allow, Allow, Deny, Allow],
        P::LimitsEdit => [Deny, Deny, Allow, Deny, Deny],
        P::PrintQueue => [Allow, Allow, Allow, Allow, Deny],
        P::PeripheralView => [Deny, Allow, Allow, Allow, Deny],
        P::PeripheralPair => [Deny, Deny, Allow, Allow, Deny],
        P::PeripheralTest => [Deny, Allow, Allow, Allow, Deny],
        // The use case asks for a second person whoever it is.
        P::DoubtSettle => [Deny, Approval, Allow, Deny, Deny],
        P::KeyView | P::PostureView => [Deny, Deny, Allow, Allow, Allow],
        P::KeyChange | P::BackupSettings | P::PolicyEdit | P::Decommission => {
            [Deny, Deny, Allow, Deny, Deny]
        }
        P::BackupRun => [Deny, Deny, Allow, Allow, Deny],
        // Two people, one of each role: the use cases see to it.
        P::BackupRestore | P::DeviceClear => [Deny, Deny, Allow, Allow, Deny],
        P::RegisterView => [Deny, Allow, Allow, Allow, Allow],
        P::DeviceInspect => [Deny, Allow, Allow, Allow, Deny],
        // Anybody who does not repair the till: a shop may have one manager only.
        P::SecondFactorWitness => [Deny, Allow, Allow, Deny, Allow],
        P::AccessReview | P::JournalSearch | P::JournalExport => [Deny, Deny, Allow, Deny, Allow],
    };
    let column = match role {
        Role::Cashier => 0,
        Role::Supervisor => 1,
        Role::Manager => 2,
        Role::Technician => 3,
        Role::Auditor => 4,
    };
    row[column]
}

/// How large an act is, for comparing with a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Not measured: only an unlimited grant covers it alone.
    Whole,
    Share(Percent),
    /// In minor units of a currency with this exponent.
    Amount {
        amount_minor: i64,
        exponent: u8,
    },
}

/// Whether a role may do this alone, needs a second person, or may not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    Alone,
    NeedsApproval,
    Refused,
}

/// Rules on one act under a grant.
pub fn rule(grant: Grant, measure: Measure) -> Ruling {
    match grant {
        Grant::Allow => Ruling::Alone,
        Grant::Deny => Ruling::Refused,
        Grant::Approval => Ruling::NeedsApproval,
        Grant::Within(limit) if covers(limit, measure) => Ruling::Alone,
        Grant::Within(_) => Ruling::NeedsApproval,
    }
}

fn covers(limit: Limit, measure: Measure) -> bool {
    match (limit, measure) {
        (Limit::Share(most), Measure::Share(share)) => share <= most,
        (
            Limit::Cents(most),
            Measure::Amount {
                amount_minor,
                exponent,
            },
        ) => {
            let scale = 10_i128.pow(u32::from(exponent));
            i128::from(amount_minor) * 100 <= i128::from(most) * scale
        }
        (Limit::Share(_), Measure::Whole | Measure::Amount { .. })
        | (Limit::Cents(_), Measure::Whole | Measure::Share(_)) => false,
    }
}

#[cfg(test)]
mod tests;
