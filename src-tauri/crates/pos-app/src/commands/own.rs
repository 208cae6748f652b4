//! One's own password and PIN.

use crate::api::{AppError, AppResult, SecretText};
use crate::flow::Flow;
use crate::views::people::SessionView;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OwnPasswordChange {
    /// The password as it is; without one, the PIN.
    pub password: SecretText,
    pub new_password: SecretText,
}

/// Changes one's own password. The session goes on, with what it must do next.
#[command(signed_in, mode = Flow)]
pub fn own_password_change(_flow: &Flow, _input: OwnPasswordChange) -> AppResult<SessionView> {
    Err(AppError::internal("comes with the rules of sign-in"))
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OwnPinChange {
    /// The PIN as it is.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub pin: Option<SecretText>,
    /// In its place, for who has none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub password: Option<SecretText>,
    pub new_pin: SecretText,
}

/// Changes one's own PIN. The session goes on, with what it must do next.
#[command(signed_in, mode = Flow)]
pub fn own_pin_change(_flow: &Flow, _input: OwnPinChange) -> AppResult<SessionView> {
    Err(AppError::internal("comes with the rules of sign-in"))
}
