//! People: who there is, what they may do, their PINs and passwords.

use crate::api::{AppError, AppResult, ErrorCode, SecretText};
use crate::app::held;
use crate::context::rule_of;
use crate::effect::Effect;
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::records::User;
use crate::ports::sign_in::SecretKind;
use crate::sign_in;
use crate::sign_in::change;
use crate::sign_in::tries::Tried;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::close::LimitRule;
use crate::views::people::{GrantView, RoleRow, RoleTable, UserView};
use pos_domain::fact::{Fact, UserSaved};
use pos_domain::ids::UserId;
use pos_domain::staff::{Grant, Permission, Role};
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

fn view(tx: &Tx, user: &User) -> AppResult<UserView> {
    let policy = tx.context.shop.sign_in;
    let enrolled = tx.store.second_factor(user.user_id)?.is_some();
    Ok(UserView {
        user_id: user.user_id,
        name: user.name.clone(),
        role: user.role,
        active: user.active,
        has_pin: user.pin_hash.is_some(),
        has_password: user.password_hash.is_some(),
        must_change: policy.change_given && (user.pin_given || user.password_given),
        second_factor: sign_in::factor_state(policy, user.role, enrolled),
        recovery_codes_left: tx.store.recovery_codes_left(user.user_id)?,
        locked_until: user.locked_until,
        last_sign_in: user.last_sign_in,
    })
}

/// A person as the list of people shows one.
pub(super) fn view_of(tx: &Tx, id: UserId) -> AppResult<UserView> {
    view(tx, &user(tx, id)?)
}

pub(super) fn user(tx: &Tx, id: UserId) -> AppResult<User> {
    tx.store
        .user(id)?
        .ok_or_else(|| AppError::new(ErrorCode::UserUnknown).field("user_id"))
}

/// Everyone, also those who may no longer sign in.
#[command(permission = UserView, mode = Query)]
pub fn user_list(tx: &mut Tx, _input: Nothing) -> AppResult<Vec<UserView>> {
    let users = tx.store.users()?;
    users.iter().map(|user| view(tx, user)).collect()
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
    view_of(tx, input.user_id)
}

/// Adds a person, or changes one. The last active manager stays one.
#[command(permission = UserEdit, step_up, mode = Flow, again = saved_again)]
pub fn user_save(flow: &Flow, input: UserSave) -> AppResult<UserView> {
    let name = input.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(AppError::invalid("name", "missing_or_too_long"));
    }
    flow.act(|tx| {
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
                pin_given: false,
                password_given: false,
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
        if changed {
            tx.effects.push(Effect::EndSessions(saved.user_id));
        }
        view(tx, &saved)
    })
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UserSecretSet {
    pub user_id: UserId,
    pub pin: Option<SecretText>,
    pub password: Option<SecretText>,
}

/// Sets a PIN or a password, and lets a locked-out person in again. Who is given one by somebody
/// else changes it at the next sign-in, where the rules ask for that.
#[command(permission = UserEdit, step_up, secret, mode = Flow)]
pub fn user_secret_set(flow: &Flow, input: UserSecretSet) -> AppResult<UserView> {
    let id = input.user_id;
    let person = flow.read(|tx| user(tx, id))?;
    let given = flow.session()?.user_id != id;
    let hashed = |kind, new: &Option<SecretText>, field| {
        let hash = |new| change::hash_of(flow, &person, kind, new, field);
        new.as_ref().map(hash).transpose()
    };
    let pin_hash = hashed(SecretKind::Pin, &input.pin, "pin")?;
    let password_hash = hashed(SecretKind::Password, &input.password, "password")?;
    let answer = flow.act(|tx| {
        let mut user = user(tx, id)?;
        user.wrong_tries = 0;
        user.locked_until = None;
        tx.store.user_put(&user)?;
        let new = [
            (SecretKind::Pin, &pin_hash),
            (SecretKind::Password, &password_hash),
        ];
        for (kind, hash) in new {
            if let Some(hash) = hash {
                change::put(tx, &mut user, kind, hash, given)?;
            }
        }
        if pin_hash.is_none() && password_hash.is_none() {
            tx.record(&Fact::SecretSet(id))?;
        }
        if given {
            tx.effects.push(Effect::EndSessions(id));
        }
        tx.events.push(Event::Changed {
            tags: vec!["users".into()],
        });
        view(tx, &user)
    })?;
    held(&flow.app.tries).end(&Tried::Person(id));
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
