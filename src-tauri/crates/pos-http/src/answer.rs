//! Errors as HTTP answers. The body tells everything; the status only groups it for tools.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use pos_app::{AppError, ErrorCode};
use serde_json::json;

/// `{"error": …}` with the status of its code.
pub fn refusal(error: AppError) -> Response {
    refusal_as(status(error.code), error)
}

/// `{"error": …}` with a status of its own.
pub fn refusal_as(status: StatusCode, error: AppError) -> Response {
    (status, Json(json!({ "error": error }))).into_response()
}

/// A path under `/api` that is none of the two.
pub async fn no_such_door() -> Response {
    refusal(AppError::not_found("path"))
}

#[rustfmt::skip] // A list, not a ladder.
fn status(code: ErrorCode) -> StatusCode {
    use ErrorCode as E;
    match code {
        E::SessionNeeded | E::SessionEnded | E::SessionLocked => StatusCode::UNAUTHORIZED,
        E::ApprovalInvalid | E::ApprovalNeeded | E::CredentialsWrong | E::KeyWrong
        | E::LockedOut | E::NotAllowed | E::SecondFactorNeeded | E::SecretChangeNeeded
        | E::StepUpNeeded => StatusCode::FORBIDDEN,
        E::CommandUnknown | E::DeviceUnknown | E::ImportNotFound | E::LineNotFound | E::NotFound
        | E::PeripheralMissing | E::PrinterMissing | E::ProductUnknown | E::SaleNotFound
        | E::ScaleMissing | E::ShiftMissing | E::TerminalMissing
        | E::UserUnknown => StatusCode::NOT_FOUND,
        E::AmountOutOfRange | E::BarcodeCheckDigit | E::BarcodeUnreadable | E::CashBelowDue
        | E::DiscountOutOfRange | E::FieldInvalid | E::ImportRefused | E::InputInvalid
        | E::PasswordRule | E::PinRule | E::PriceOutOfRange | E::QuantityNotWhole
        | E::QuantityOutOfRange | E::RefundTenderMismatch | E::RequestReused
        | E::ReturnMoreThanBought | E::SimulatorRefused | E::SlipMismatch
        | E::TaxClassUnknown => StatusCode::BAD_REQUEST,
        E::AttemptNotRunning | E::AttemptRunning | E::AttemptUnknown | E::ClockBehind
        | E::ComputerUnsafe | E::DeviceDiffers | E::DeviceInspectionDue | E::DeviceLocked
        | E::LastManager
        | E::NothingToPay | E::OtherTerminal | E::PeripheralPaired | E::SaleEmpty
        | E::SaleHasPayment | E::SaleNotOpen | E::ShiftHasPayment | E::ShiftNeeded
        | E::ShiftNotCounted | E::ShiftOpenAlready | E::ShiftsOpen | E::ShopExists
        | E::ShopLocked | E::ShopMissing | E::TerminalAlarmed | E::TerminalBusy
        | E::TerminalHeld | E::TerminalPaired | E::ZNumberAhead => StatusCode::CONFLICT,
        // Backups.
        E::SecondOtherRole => StatusCode::FORBIDDEN,
        E::BackupMissing => StatusCode::NOT_FOUND,
        E::BackupBroken | E::BackupBusy => StatusCode::CONFLICT,
        E::HostKeyChanged | E::RestoreStale => StatusCode::CONFLICT,
        E::BackupUnavailable | E::PlaceUnreachable => StatusCode::SERVICE_UNAVAILABLE,
        E::TooManyCalls | E::TryLater => StatusCode::TOO_MANY_REQUESTS,
        E::DeviceFailed | E::DiskFull | E::FileDamaged | E::FileLocked | E::FileRolledBack
        | E::FileTooNew | E::FileUnwritable | E::KeyUnavailable | E::PeripheralUnreachable
        | E::ScaleFault | E::TerminalUnreachable
        | E::UpdateWaits => StatusCode::SERVICE_UNAVAILABLE,
        E::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
