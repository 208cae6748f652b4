//! People: who there is, what they may do, their PINs and passwords.

use crate::api::{AppError, AppResult, ErrorCode, SecretText};
use crate::app::held;
use crate::context::rule_of;
use crate::event::{Event, SessionChange};
use crate::flow::Flow;
use crate::ports::records::User;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::close::LimitRule;
use crate::views::people::{FactorState, GrantView, RoleRow, RoleTable, UserView};
use pos_domain::fact::{Fact, UserSaved};
use pos_domain::ids::UserId;
use pos_domain::staff::{Grant, Permission, Role};
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

fn view(user: &User) -> UserView {
    UserView {
        user_id: user.user_id,
        name: user.name.clone(),
        role: user.role,
        active: user.active,
        has_pin: user.pin_hash.is_some(),
        has_password: user.password_hash.is_some(),
        must_change: false,
        second_factor: FactorState::NotNeeded,
        recovery_codes_left: 0,
        locked_until: user.locked_until,
        last_sign_in: user.last_sign_in,
    }
}

fn user(tx: &Tx, id: UserId) -> AppResult<User> {
    tx.store
        .user(id)?
        .ok_or_else(|| AppError::new(ErrorCode::UserUnknown).field("user_id"))
}

/// Everyone, also those who may no longer sign in.
#[command(permission = UserView, mode = Query)]
pub fn user_list(tx: &mut Tx, _input: Nothing) -> AppResult<Vec<UserView>> {
    Ok(tx.store.users()?.iter().map(view).collect())
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UserSave {
    pub user_id: UserId,
    pub name: String,
    pub role: Role,
    pub active: bool,
}

fn saved_again(tx: &mut Tx, input: &UserSave) -> AppResult<UserView> {
    Ok(view(&user(tx, input.user_id)?))
}

/// Adds a person, or changes one. The last active manager stays one.
#[command(permission = UserEdit, mode = Flow, again = saved_again)]
pub fn user_save(flow: &Flow, input: UserSave) -> AppResult<UserView> {
    let name = input.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(AppError::invalid("name", "missing_or_too_long"));
    }
    let answer = flow.act(|tx| {
        let users = tx.store.users()?;
        let manages = |u: &User| u.active && u.role == Role::Manager;
        let others = users
            .iter()
            .any(|u| u.user_id != input.user_id && manages(u));
        let was = users.iter().find(|u| u.user_id == input.user_id);
        let stays = input.active && input.role == Role::Manager;
        if !others && !stays && was.is_some_and(manages) {
            return Err(AppError::new(ErrorCode::LastManager).field("role"));
        }
        let saved = User {
            name: name.clone(),
            role: input.role,
            active: input.active,
            ..was.cloned().unwrap_or(User {
                user_id: input.user_id,
                name: String::new(),
                role: input.role,
                active: true,
                pin_hash: None,
                password_hash: None,
                wrong_tries: 0,
                locked_until: None,
                last_sign_in: None,
            })
        };
        tx.store.user_put(&saved)?;
        tx.record(&Fact::UserSaved(UserSaved {
            user_id: saved.user_id,
            role: saved.role,
            active: saved.active,
        }))?;
        tx.events.push(Event::Changed {
            tags: vec!["users".into()],
        });
        let changed = was.is_some_and(|w| w.role != saved.role || w.active != saved.active);
        Ok((view(&saved), changed))
    })?;
    if answer.1 {
        end_sessions(flow, input.user_id);
    }
    Ok(answer.0)
}

/// Ends a person's sessions: their role or secret changed.
fn end_sessions(flow: &Flow, id: UserId) {
    for seat in held(&flow.app.sessions).end_user(id) {
        flow.world().publish(Event::Session {
            state: SessionChange::Ended,
            seat: seat.0,
        });
    }
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UserSecretSet {
    pub user_id: UserId,
    pub pin: Option<SecretText>,
    pub password: Option<SecretText>,
}

/// Sets a PIN or a password, and lets a locked-out person in again.
#[command(permission = UserEdit, mode = Flow)]
pub fn user_secret_set(flow: &Flow, input: UserSecretSet) -> AppResult<UserView> {
    let secrets = flow.world().secrets();
    let pin_hash = match &input.pin {
        None => None,
        Some(pin) => {
            if let Some(flaw) = secrets.pin_flaw(pin.expose()) {
                return Err(AppError::new(ErrorCode::PinRule)
                    .field("pin")
                    .with("reason", flaw));
            }
            Some(secrets.hash_pin(input.user_id, pin.expose())?)
        }
    };
    let password_hash = match &input.password {
        None => None,
        Some(password) => {
            if let Some(flaw) = secrets.password_flaw(password.expose()) {
                let error = AppError::new(ErrorCode::PasswordRule);
                return Err(error.field("password").with("reason", flaw));
            }
            Some(secrets.hash_password(password.expose())?)
        }
    };
    let answer = flow.act(|tx| {
        let mut user = user(tx, input.user_id)?;
        if let Some(hash) = &pin_hash {
            user.pin_hash = Some(hash.clone());
        }
        if let Some(hash) = &password_hash {
            user.password_hash = Some(hash.clone());
        }
        user.wrong_tries = 0;
        user.locked_until = None;
        tx.store.user_put(&user)?;
        tx.record(&Fact::SecretSet(input.user_id))?;
        tx.events.push(Event::Changed {
            tags: vec!["users".into()],
        });
        Ok(view(&user))
    })?;
    if flow.session()?.user_id != input.user_id {
        end_sessions(flow, input.user_id);
    }
    Ok(answer)
}

/// The table of roles and permissions.
#[command(permission = UserView, mode = Query)]
pub fn role_table(tx: &mut Tx, _input: Nothing) -> AppResult<RoleTable> {
    let exponent = tx.context.pricing.currency.exponent;
    let row = |permission: &Permission| {
        let grants = Role::ALL.map(|role| tx.context.limits.grant(role, *permission));
        RoleRow {
            permission: *permission,
            grants: grants.iter().map(|g| grant_view(*g)).collect(),
            limits: grants.iter().map(|g| limit_text(*g, exponent)).collect(),
        }
    };
    Ok(RoleTable {
        roles: Role::ALL.to_vec(),
        rows: Permission::ALL.iter().map(row).collect(),
    })
}

/// A grant as the screens show it.
pub fn grant_view(grant: Grant) -> GrantView {
    match grant {
        Grant::Allow => GrantView::Allow,
        Grant::Within(_) => GrantView::Limit,
        Grant::Approval => GrantView::Approval,
        Grant::Deny => GrantView::Deny,
    }
}

/// `10%`, or an amount in minor units; None where there is no limit.
pub fn limit_text(grant: Grant, exponent: u8) -> Option<String> {
    match rule_of(grant, exponent) {
        LimitRule::Share { percent } => Some(format!("{percent}%")),
        LimitRule::Amount { amount_minor } => Some(amount_minor.to_string()),
        LimitRule::Allow | LimitRule::Approval | LimitRule::Deny => None,
    }
}
