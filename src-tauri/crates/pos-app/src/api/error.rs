//! One error at the edge: a code that the screens can act on, the field it concerns, parameters for
//! its text, and whether asking again is safe.

use crate::api::name_of;
use crate::ports::store::StoreError;
use pos_domain::cart::CartError;
use pos_domain::ids::SaleId;
use pos_domain::limits::{Yardstick, yardstick};
use pos_domain::payment::IllegalStep;
use pos_domain::quantity::Percent;
use pos_domain::refund::RefundError;
use pos_domain::staff::{Measure, Permission};
use pos_domain::totals::TotalsError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;
use uuid::Uuid;

/// The result of a use case.
pub type AppResult<T> = Result<T, AppError>;

/// What went wrong, as the screens know it. Each has a text `error-<code>` in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    AmountOutOfRange,
    ApprovalInvalid,
    ApprovalNeeded,
    AttemptNotRunning,
    AttemptRunning,
    AttemptUnknown,
    /// The file is damaged, cut or was not written by this shop's keys.
    BackupBroken,
    /// The desk is at work.
    BackupBusy,
    BackupMissing,
    BackupUnavailable,
    BarcodeCheckDigit,
    BarcodeUnreadable,
    CashBelowDue,
    /// The wall clock is behind the newest entry: no code can be checked by it.
    ClockBehind,
    CommandUnknown,
    /// This computer is too weak for card payments by the shop's own policy.
    ComputerUnsafe,
    CredentialsWrong,
    /// The device in the register is another one than the one that answers.
    DeviceDiffers,
    DeviceFailed,
    /// Nobody has looked at the terminal for too long.
    DeviceInspectionDue,
    /// Locked until a technician and a manager have cleared it together.
    DeviceLocked,
    DeviceUnknown,
    DiscountOutOfRange,
    DiskFull,
    FieldInvalid,
    FileDamaged,
    FileLocked,
    FileRolledBack,
    FileTooNew,
    FileUnwritable,
    /// The server shows another key than the one that was confirmed.
    HostKeyChanged,
    ImportNotFound,
    ImportRefused,
    InputInvalid,
    Internal,
    KeyUnavailable,
    KeyWrong,
    LastManager,
    LineNotFound,
    LockedOut,
    NotAllowed,
    NotFound,
    NothingToPay,
    OtherTerminal,
    PasswordRule,
    PeripheralMissing,
    PeripheralPaired,
    PeripheralUnreachable,
    PinRule,
    /// A place of backups does not answer, or is not there.
    PlaceUnreachable,
    PriceOutOfRange,
    PrinterMissing,
    ProductUnknown,
    QuantityNotWhole,
    QuantityOutOfRange,
    RefundTenderMismatch,
    RequestReused,
    /// What was looked at is not kept any more: look again.
    RestoreStale,
    ReturnMoreThanBought,
    SaleEmpty,
    SaleHasPayment,
    SaleNotFound,
    SaleNotOpen,
    ScaleFault,
    ScaleMissing,
    /// The person has no second factor yet and does nothing before.
    SecondFactorNeeded,
    /// Somebody else knows the secret: it is changed first.
    SecretChangeNeeded,
    /// The second person must have the other role.
    SecondOtherRole,
    SessionEnded,
    SessionLocked,
    SessionNeeded,
    ShiftHasPayment,
    ShiftMissing,
    ShiftNeeded,
    ShiftNotCounted,
    ShiftOpenAlready,
    ShiftsOpen,
    ShopExists,
    ShopLocked,
    ShopMissing,
    SimulatorRefused,
    SlipMismatch,
    /// A sensitive act: the person shows a factor of its own first (`session_step_up`).
    StepUpNeeded,
    TaxClassUnknown,
    TerminalAlarmed,
    TerminalBusy,
    TerminalHeld,
    TerminalMissing,
    TerminalPaired,
    TerminalUnreachable,
    TooManyCalls,
    /// Wrong tries make the next one wait.
    TryLater,
    /// The backup before a change of the file's format cannot be made.
    UpdateWaits,
    UserUnknown,
    ZNumberAhead,
}

impl ErrorCode {
    /// Every code, for the generated list and the test that each has its text.
    pub fn name(self) -> String {
        name_of(self)
    }

    /// Nothing was changed and the same call may simply be made again.
    pub fn retry_safe(self) -> bool {
        matches!(
            self,
            ErrorCode::DiskFull
                | ErrorCode::BackupBusy
                | ErrorCode::PlaceUnreachable
                | ErrorCode::FileLocked
                | ErrorCode::FileUnwritable
                | ErrorCode::PeripheralUnreachable
                | ErrorCode::ScaleFault
                | ErrorCode::TerminalBusy
                | ErrorCode::TerminalUnreachable
                | ErrorCode::SessionLocked
                | ErrorCode::StepUpNeeded
                | ErrorCode::TooManyCalls
                | ErrorCode::TryLater
        )
    }
}

/// What a second person would have to approve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ApprovalNeeded {
    pub act: Permission,
    pub sale_id: Option<SaleId>,
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// Where the act is measured by a share: which.
    pub share: Option<Percent>,
    /// What it is done to, where that is no sale: the device, the person, the restore that was
    /// looked at. One word is good for this one only.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub about_id: Option<Uuid>,
}

impl ApprovalNeeded {
    /// How large the act is, by what its limit is measured by. Without the figure it is as large as
    /// can be: only who has no limit may approve it.
    pub fn measure(&self, exponent: u8) -> Measure {
        match (yardstick(self.act), self.share, self.amount_minor) {
            (Yardstick::Share, Some(share), _) => Measure::Share(share),
            (Yardstick::Amount, _, Some(amount_minor)) => Measure::Amount {
                amount_minor,
                exponent,
            },
            (Yardstick::Share, None, _)
            | (Yardstick::Amount, _, None)
            | (Yardstick::Whole, _, _) => Measure::Whole,
        }
    }
}

/// An error at the edge. Nothing was changed when one is returned.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(rename = "ApiError")]
pub struct AppError {
    pub code: ErrorCode,
    pub field: Option<String>,
    pub params: BTreeMap<String, String>,
    pub retry_safe: bool,
    pub approval: Option<Box<ApprovalNeeded>>,
    /// Finds the matching lines in the log.
    pub trace_id: String,
}

impl AppError {
    pub fn new(code: ErrorCode) -> AppError {
        AppError {
            code,
            field: None,
            params: BTreeMap::new(),
            retry_safe: code.retry_safe(),
            approval: None,
            trace_id: String::new(),
        }
    }
    /// The input's field that is wrong.
    pub fn field(mut self, name: &str) -> AppError {
        self.field = Some(name.to_owned());
        self
    }
    /// A value for the text.
    pub fn with(mut self, name: &str, value: impl ToString) -> AppError {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
    /// A field that breaks a rule, with the rule's name.
    pub fn invalid(field: &str, reason: &str) -> AppError {
        AppError::new(ErrorCode::FieldInvalid)
            .field(field)
            .with("reason", reason)
    }
    /// Why, in the words of what refused it; without any, the code's own as words.
    pub fn reason(&self) -> String {
        let given = self.params.get("reason").filter(|text| !text.is_empty());
        given
            .cloned()
            .unwrap_or_else(|| self.code.name().replace('_', " "))
    }
    pub fn internal(reason: impl ToString) -> AppError {
        AppError::new(ErrorCode::Internal).with("reason", reason)
    }
    pub fn not_found(what: &str) -> AppError {
        AppError::new(ErrorCode::NotFound).with("what", what)
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.code.name())?;
        if let Some(field) = &self.field {
            write!(f, " (field {field})")?;
        }
        for (name, value) in &self.params {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}
impl std::error::Error for AppError {}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> AppError {
        let code = match &error {
            StoreError::DiskFull => ErrorCode::DiskFull,
            StoreError::ReadOnly(_) => ErrorCode::FileUnwritable,
            StoreError::Damaged(_) => ErrorCode::FileDamaged,
            StoreError::Locked => ErrorCode::FileLocked,
            StoreError::Failed(_) => ErrorCode::Internal,
        };
        AppError::new(code).with("reason", error)
    }
}

impl From<CartError> for AppError {
    fn from(error: CartError) -> AppError {
        match error {
            CartError::NotOpen(state) => AppError::new(ErrorCode::SaleNotOpen)
                .with("state", format!("{state:?}").to_lowercase()),
            CartError::NoSuchLine(id) => AppError::new(ErrorCode::LineNotFound)
                .field("line_id")
                .with("line", id),
            CartError::Empty => AppError::new(ErrorCode::SaleEmpty),
            CartError::QuantityOutOfRange => {
                AppError::new(ErrorCode::QuantityOutOfRange).field("quantity")
            }
            CartError::QuantityNotWhole(_) => {
                AppError::new(ErrorCode::QuantityNotWhole).field("quantity")
            }
            CartError::PriceOutOfRange => {
                AppError::new(ErrorCode::PriceOutOfRange).field("unit_price")
            }
            CartError::DiscountOutOfRange => {
                AppError::new(ErrorCode::DiscountOutOfRange).field("discount")
            }
            CartError::AlreadyPaid => AppError::new(ErrorCode::SaleHasPayment),
        }
    }
}

impl From<TotalsError> for AppError {
    fn from(error: TotalsError) -> AppError {
        let text = error.to_string();
        match error {
            TotalsError::TooLarge(_) | TotalsError::DocumentTooLarge => {
                AppError::new(ErrorCode::AmountOutOfRange).with("reason", text)
            }
            TotalsError::LineDiscountTooLarge(_) | TotalsError::DocumentDiscountTooLarge => {
                AppError::new(ErrorCode::DiscountOutOfRange)
                    .field("discount")
                    .with("reason", text)
            }
            TotalsError::NoSuchTaxClass(id) => {
                AppError::new(ErrorCode::TaxClassUnknown).with("class", id.0)
            }
        }
    }
}

impl From<RefundError> for AppError {
    fn from(error: RefundError) -> AppError {
        match error {
            RefundError::MoreThanBought {
                line_no,
                asked,
                left,
            } => AppError::new(ErrorCode::ReturnMoreThanBought)
                .field("quantity")
                .with("line", line_no)
                .with("asked", asked)
                .with("left", left),
            RefundError::NoSuchLine(line_no) => AppError::new(ErrorCode::LineNotFound)
                .field("lines")
                .with("line", line_no),
        }
    }
}

impl From<IllegalStep> for AppError {
    fn from(error: IllegalStep) -> AppError {
        AppError::new(ErrorCode::AttemptNotRunning).with("reason", error)
    }
}
