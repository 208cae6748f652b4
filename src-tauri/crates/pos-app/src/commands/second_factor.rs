//! The second factor: taken into an app, confirmed, given back when it is lost.

use crate::api::{AppError, AppResult, SecretText};
use crate::flow::Flow;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::people::{RecoveryCodes, SecondFactorOffer, UserView};
use pos_domain::ids::UserId;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// Offers a secret for the person's app; nothing is kept before it is confirmed. Who has a second
/// factor already steps up first.
#[command(signed_in, mode = Flow)]
pub fn second_factor_begin(_flow: &Flow, _input: Nothing) -> AppResult<SecondFactorOffer> {
    Err(AppError::internal("comes with the rules of sign-in"))
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorConfirm {
    /// The six digits that the app shows for the secret offered last.
    pub code: SecretText,
}

/// Takes the offered second factor into use; answers the recovery codes, this once.
#[command(signed_in, mode = Flow)]
pub fn second_factor_confirm(
    _flow: &Flow,
    _input: SecondFactorConfirm,
) -> AppResult<RecoveryCodes> {
    Err(AppError::internal("comes with the rules of sign-in"))
}

/// New recovery codes; the old ones are worth nothing any more.
#[command(signed_in, step_up, mode = Flow)]
pub fn recovery_codes_renew(_flow: &Flow, _input: Nothing) -> AppResult<RecoveryCodes> {
    Err(AppError::internal("comes with the rules of sign-in"))
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorReset {
    pub user_id: UserId,
}

fn reset_again(_tx: &mut Tx, _input: &SecondFactorReset) -> AppResult<UserView> {
    Err(AppError::internal("comes with the rules of sign-in"))
}

/// Takes a lost second factor away, with a second person's word; the person enrols anew at the
/// next sign-in.
#[command(permission = UserEdit, step_up, mode = Act, again = reset_again)]
pub fn second_factor_reset(_tx: &mut Tx, _input: SecondFactorReset) -> AppResult<UserView> {
    Err(AppError::internal("comes with the rules of sign-in"))
}
