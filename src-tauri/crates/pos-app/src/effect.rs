//! What a use case wants done in the world after its transaction is on disk. pos-host carries it
//! out; the answer comes back as a further use case.

use crate::ports::backups::RestoreOrder;
use crate::views::peripheral::CustomerView;
use pos_domain::fact::BackupWhy;
use pos_domain::ids::{AttemptId, PeripheralId, SaleId, TerminalId, UserId};
use pos_domain::payment::AttemptAct;

/// One thing to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send a charge or a refund to the terminal. Its entry is on disk.
    TerminalPay {
        terminal: TerminalId,
        attempt: AttemptId,
        act: AttemptAct,
        amount_minor: i64,
    },
    /// Ask the terminal what became of its last payment.
    TerminalAsk {
        terminal: TerminalId,
        attempt: AttemptId,
    },
    /// Take back a payment by its receipt number.
    TerminalReverse {
        terminal: TerminalId,
        attempt: AttemptId,
        receipt_no: u32,
        amount_minor: i64,
    },
    /// Drive a terminal that was paired or changed.
    TerminalAttach(TerminalId),
    /// Let go of a terminal.
    TerminalDetach(TerminalId),
    /// Drive a device beside the terminals that was paired or changed.
    PeripheralAttach(PeripheralId),
    /// Let go of a device.
    PeripheralDetach(PeripheralId),
    /// Something was added to what is to be printed, or may go on.
    Print,
    /// Open a drawer.
    KickDrawer { drawer_no: u16 },
    /// The sale is not rung any more: the customer sees nothing of it.
    CustomerGone(SaleId),
    /// What the customer sees from now on.
    ShowCustomer(Box<CustomerView>),
    /// The catalogue changed: the index in memory is rebuilt.
    CatalogueChanged,
    /// A backup is due.
    Backup(BackupWhy),
    /// Two people put a backup in the place of the books.
    Restore(RestoreOrder),
    /// The shop's record changed: rules are read anew.
    ShopChanged,
    /// A person's role or secret changed. Carried out by the use cases themselves.
    EndSessions(UserId),
}
