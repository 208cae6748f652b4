//! One's own password and PIN.

use super::session::look_again;
use crate::api::{AppError, AppResult, ErrorCode, SecretText};
use crate::app::held;
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::records::User;
use crate::ports::sign_in::SecretKind;
use crate::sign_in::change;
use crate::sign_in::proof::{Purpose, Shown, prove};
use crate::views::people::SessionView;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OwnPasswordChange {
    /// The password as it is; for who has none, the PIN.
    pub password: SecretText,
    pub new_password: SecretText,
}

/// Changes one's own password. The session goes on, with what it must do next.
#[command(signed_in, secret, mode = Flow)]
pub fn own_password_change(flow: &Flow, input: OwnPasswordChange) -> AppResult<SessionView> {
    let has_password = own(flow)?.password_hash.is_some();
    let shown = Shown {
        pin: (!has_password).then_some(&input.password),
        password: has_password.then_some(&input.password),
        code: None,
    };
    let new = (&input.new_password, "new_password");
    change(flow, shown, SecretKind::Password, new)
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
#[command(signed_in, secret, mode = Flow)]
pub fn own_pin_change(flow: &Flow, input: OwnPinChange) -> AppResult<SessionView> {
    let shown = Shown {
        pin: input.pin.as_ref(),
        password: input.password.as_ref(),
        code: None,
    };
    change(flow, shown, SecretKind::Pin, (&input.new_pin, "new_pin"))
}

fn own(flow: &Flow) -> AppResult<User> {
    let user_id = flow.session()?.user_id;
    flow.read(|tx| Ok(tx.store.user(user_id)?))?
        .ok_or_else(|| AppError::new(ErrorCode::UserUnknown))
}

/// Who shows the old secret puts the new one in its place. Words given under the old one end.
fn change(
    flow: &Flow,
    shown: Shown,
    kind: SecretKind,
    (new, field): (&SecretText, &str),
) -> AppResult<SessionView> {
    let user_id = flow.session()?.user_id;
    let user = prove(flow, user_id, shown, Purpose::Own, |_, _| Ok(()))?.user;
    let hash = change::hash_of(flow, &user, kind, new, field)?;
    flow.act(|tx| {
        let mut user = tx
            .store
            .user(user_id)?
            .ok_or_else(|| AppError::new(ErrorCode::UserUnknown))?;
        change::put(tx, &mut user, kind, &hash, false)?;
        tx.events.push(Event::Changed {
            tags: vec!["users".into()],
        });
        Ok(())
    })?;
    held(&flow.app.approvals).forget(user_id);
    look_again(flow)
}
