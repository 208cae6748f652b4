//! What a use case wants done in the world after its transaction is on disk. pos-host carries it
//! out; the answer comes back as a further use case.

use pos_domain::ids::{AttemptId, TerminalId};
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
    /// The catalogue changed: the index in memory is rebuilt.
    CatalogueChanged,
    /// The shop's record changed: rules are read anew.
    ShopChanged,
}
