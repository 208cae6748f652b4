//! The shop's rules of sign-in.

use crate::api::{AppError, AppResult};
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::people::SignInPolicy;
use pos_macros::command;

/// The rules as they are.
#[command(permission = SettingsView, mode = Query)]
pub fn sign_in_policy(tx: &mut Tx, _input: Nothing) -> AppResult<SignInPolicy> {
    Ok(tx.context.shop.sign_in)
}

fn saved_again(tx: &mut Tx, _input: &SignInPolicy) -> AppResult<SignInPolicy> {
    Ok(tx.context.shop.sign_in)
}

/// Sets the rules. They hold from the next call on.
#[command(permission = PolicyEdit, step_up, mode = Act, again = saved_again)]
pub fn sign_in_policy_save(_tx: &mut Tx, _input: SignInPolicy) -> AppResult<SignInPolicy> {
    Err(AppError::internal("comes with the rules of sign-in"))
}
