//! The drivers' words about devices in the words of the use cases.

use pos_app::api::{AppError, ErrorCode};
use pos_app::views::peripheral::Health;
use pos_devices::PeripheralLink;
use pos_devices::printers::{Paper, PrintFailure, PrinterStatus};

/// How a link stands.
pub fn health(link: &PeripheralLink) -> Health {
    match link {
        PeripheralLink::Connecting => Health::Connecting,
        PeripheralLink::Ready => Health::Ready,
        PeripheralLink::Silent { .. }
        | PeripheralLink::Away { .. }
        | PeripheralLink::Refused { .. } => Health::Away,
    }
}

/// How a printer that answers stands.
pub fn printer_health(status: &PrinterStatus) -> Health {
    match status.hindrance() {
        Some(PrintFailure::PaperOut) => Health::PaperOut,
        Some(PrintFailure::CoverOpen) => Health::CoverOpen,
        Some(PrintFailure::Error | PrintFailure::Offline | PrintFailure::LinkLost) => Health::Fault,
        None if status.paper == Paper::NearEnd => Health::PaperLow,
        None => Health::Ready,
    }
}

/// Nothing answered at an address.
pub fn unreachable(reason: impl ToString) -> AppError {
    AppError::new(ErrorCode::PeripheralUnreachable)
        .field("address")
        .with("reason", reason)
}
