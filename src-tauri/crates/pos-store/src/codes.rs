//! The numbers by which the file knows the closed words of the trade. Never reuse or change one;
//! they are the same as in the bodies of the journal.

use pos_app::ports::records::DayAxis;
use pos_app::views::peripheral::PrintState;
use pos_app::views::register::DeviceState;
use pos_domain::cart::{SaleKind, SaleState, Unit};
use pos_domain::fact::{DeviceKind, PeripheralKind};
use pos_domain::payment::{AttemptAct, AttemptState};
use pos_domain::staff::Role;
use pos_domain::tender::TenderKind;

/// A word that stands in a column as a number.
pub trait Code: Sized + Copy {
    fn code(self) -> i64;
    fn from_code(code: i64) -> Option<Self>;

    /// Reads one out of a row; a number that no word has means a damaged file.
    fn read(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Self> {
        let code = row.get(column)?;
        Self::from_code(code).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, code))
    }
}

macro_rules! codes {
    ($($name:ident { $($word:ident = $code:literal),+ $(,)? })+) => {$(
        impl Code for $name {
            fn code(self) -> i64 {
                match self { $($name::$word => $code),+ }
            }
            fn from_code(code: i64) -> Option<Self> {
                match code {
                    $($code => Some($name::$word),)+
                    _ => None,
                }
            }
        }
    )+};
}

codes! {
    SaleKind { Sale = 0, Return = 1 }
    SaleState { Open = 0, Suspended = 1, Tendering = 2, Completed = 3, Voided = 4 }
    Unit { Each = 0, Kg = 1 }
    TenderKind { Cash = 0, Card = 1, Wallet = 2, Voucher = 3, Exchange = 4 }
    AttemptAct { Charge = 0, Refund = 1, Reversal = 2 }
    AttemptState {
        Sent = 0, Approved = 1, Declined = 2, Unknown = 3,
        ResolvedPaid = 4, ResolvedNotPaid = 5, Reversed = 6, Captured = 7,
    }
    Role { Cashier = 0, Supervisor = 1, Manager = 2, Technician = 3, Auditor = 4 }
    PeripheralKind { Printer = 0, Scale = 1, Display = 2, Scanner = 3 }
    DeviceKind { Terminal = 0, Printer = 1, Scale = 2, Display = 3, Scanner = 4 }
    DeviceState { InUse = 0, Locked = 1, Retired = 2 }
    PrintState { Queued = 0, Sending = 1, Done = 2, Troubled = 3, GivenUp = 4 }
    DayAxis { Register = 0, Hour = 1, Tender = 2, Tax = 3, Cashier = 4, Product = 5 }
}

/// A set of tender kinds as bits.
pub fn tender_bits(kinds: impl Iterator<Item = TenderKind>) -> i64 {
    kinds.fold(0, |bits, kind| bits | 1 << kind.code())
}

/// The kinds in a set, in the order of their codes.
pub fn tender_kinds(bits: i64) -> Vec<TenderKind> {
    (0..5)
        .filter(|code| bits & (1 << code) != 0)
        .filter_map(TenderKind::from_code)
        .collect()
}
