//! Signing in, waking a locked seat, showing a factor once more for a sensitive act.

use crate::api::session::{STEP_UP_MS_MAX, Session};
use crate::api::{AppError, AppResult, ErrorCode, SecretText};
use crate::app::held;
use crate::event::{Event, SessionChange};
use crate::flow::Flow;
use crate::ports::records::User;
use crate::sign_in;
use crate::sign_in::proof::{Purpose, Shown, prove};
use crate::views::Nothing;
use crate::views::people::{SessionView, SignInPolicy, SignInUser, StepUpView};
use pos_domain::fact::Fact;
use pos_domain::ids::UserId;
use pos_domain::staff::{Grant, Permission};
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// The people who may sign in here.
#[command(public, mode = Flow)]
pub fn session_users(flow: &Flow, _input: Nothing) -> AppResult<Vec<SignInUser>> {
    flow.read(|tx| {
        let policy = tx.context.shop.sign_in;
        let users = tx.store.users()?;
        let active = users.iter().filter(|u| u.active);
        Ok(active.map(|user| tile(user, policy)).collect())
    })
}

/// A person as the sign-in screen and the approval sheet show one.
pub(super) fn tile(user: &User, policy: SignInPolicy) -> SignInUser {
    SignInUser {
        user_id: user.user_id,
        name: user.name.clone(),
        role: user.role,
        has_pin: user.pin_hash.is_some(),
        wants: sign_in::wants(policy, user.role),
    }
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    pub user_id: UserId,
    pub pin: Option<SecretText>,
    pub password: Option<SecretText>,
    /// With the password, where the sign-in wants one: six digits, or a recovery code.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub code: Option<SecretText>,
}

/// Signs a person in at this seat; whoever sat here before is signed out.
#[command(public, secret, mode = Flow)]
pub fn session_sign_in(flow: &Flow, input: SignIn) -> AppResult<SessionView> {
    let shown = Shown {
        pin: input.pin.as_ref(),
        password: input.password.as_ref(),
        code: input.code.as_ref(),
    };
    let handle = token(flow)?;
    let proven = prove(flow, input.user_id, shown, Purpose::SignIn, |tx, user| {
        user.last_sign_in = Some(tx.now);
        tx.actor.user_id = Some(user.user_id);
        tx.record(&Fact::SignedIn(user.user_id)).map(|_| ())
    })?;
    let user = proven.user;
    let by_pin = input.pin.is_some();
    let now = flow.world().monotonic_ms();
    let session = Session {
        handle,
        user_id: user.user_id,
        name: user.name.clone(),
        role: user.role,
        locked: false,
        began_ms: now,
        last_act_ms: now,
        stepped_up_ms: None,
        must: sign_in::must(flow.context()?.shop.sign_in, &user, proven.enrolled, by_pin),
        by_pin,
    };
    held(&flow.app.sessions).begin(flow.seat, session.clone());
    session_view(flow, &session)
}

/// A handle that nobody can guess; without randomness there is no session.
pub(super) fn token(flow: &Flow) -> AppResult<String> {
    let token = flow.world().secrets().token();
    if token.is_empty() {
        return Err(AppError::internal("the system gives no randomness"));
    }
    Ok(token)
}

/// A session as its own screen sees it.
pub(super) fn session_view(flow: &Flow, session: &Session) -> AppResult<SessionView> {
    let permissions = Permission::ALL
        .iter()
        .copied()
        .filter(|p| flow.app.grant(session.role, *p) != Grant::Deny)
        .collect();
    let policy = flow.context()?.shop.sign_in;
    let (enrolled, recovery_codes_left) = flow.read(|tx| {
        let enrolled = tx.store.second_factor(session.user_id)?.is_some();
        Ok((enrolled, tx.store.recovery_codes_left(session.user_id)?))
    })?;
    let idle_ms = flow.app.idle_ms(session.role);
    Ok(SessionView {
        user_id: session.user_id,
        name: session.name.clone(),
        role: session.role,
        permissions,
        idle_lock_s: u32::try_from(idle_ms / 1000).unwrap_or(u32::MAX),
        locked: session.locked,
        must: session.must,
        step_up_by: sign_in::step_up_by(policy, session.role),
        second_factor: sign_in::factor_state(policy, session.role, enrolled),
        recovery_codes_left,
        handle: session.handle.clone(),
    })
}

/// Looks again at what the person at this seat must do: a secret or the second factor changed.
pub(super) fn look_again(flow: &Flow) -> AppResult<SessionView> {
    let session = flow.session()?;
    let policy = flow.context()?.shop.sign_in;
    let must = flow.read(|tx| {
        let enrolled = tx.store.second_factor(session.user_id)?.is_some();
        let user = tx.store.user(session.user_id)?;
        Ok(user.and_then(|user| sign_in::must(policy, &user, enrolled, session.by_pin)))
    })?;
    let session = held(&flow.app.sessions)
        .set_must(flow.seat, &session.handle, must)
        .ok_or_else(|| AppError::new(ErrorCode::SessionEnded))?;
    session_view(flow, &session)
}

/// The session at this seat, if there is one.
#[command(public, mode = Flow)]
pub fn session_current(flow: &Flow, _input: Nothing) -> AppResult<Option<SessionView>> {
    flow.session
        .as_ref()
        .map(|s| session_view(flow, s))
        .transpose()
}

/// Locks the seat; the sale stays as it is.
#[command(signed_in, mode = Flow)]
pub fn session_lock(flow: &Flow, _input: Nothing) -> AppResult<()> {
    held(&flow.app.sessions).lock(flow.seat);
    Ok(())
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionUnlock {
    pub pin: Option<SecretText>,
    pub password: Option<SecretText>,
}

/// Wakes a locked seat with the person's own secret.
#[command(public, secret, mode = Flow)]
pub fn session_unlock(flow: &Flow, input: SessionUnlock) -> AppResult<SessionView> {
    let session = flow.session()?;
    let shown = Shown {
        pin: input.pin.as_ref(),
        password: input.password.as_ref(),
        code: None,
    };
    prove(flow, session.user_id, shown, Purpose::Own, |_, _| Ok(()))?;
    let now = flow.world().monotonic_ms();
    let session = held(&flow.app.sessions)
        .unlock(flow.seat, now)
        .filter(|awake| awake.handle == session.handle)
        .ok_or_else(|| AppError::new(ErrorCode::SessionEnded))?;
    session_view(flow, &session)
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StepUp {
    #[serde(default)]
    #[ts(optional = nullable)]
    pub pin: Option<SecretText>,
    #[serde(default)]
    #[ts(optional = nullable)]
    pub password: Option<SecretText>,
    /// Six digits, or a recovery code.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub code: Option<SecretText>,
}

/// Shows a factor of one's own: for a minute the sensitive acts are open at this seat.
#[command(signed_in, secret, mode = Flow)]
pub fn session_step_up(flow: &Flow, input: StepUp) -> AppResult<StepUpView> {
    let session = flow.session()?;
    let shown = Shown {
        pin: input.pin.as_ref(),
        password: input.password.as_ref(),
        code: input.code.as_ref(),
    };
    prove(flow, session.user_id, shown, Purpose::StepUp, |_, _| Ok(()))?;
    let now = flow.world().monotonic_ms();
    held(&flow.app.sessions).step_up(flow.seat, &session.handle, now);
    Ok(StepUpView {
        seconds: u32::try_from(STEP_UP_MS_MAX / 1000).unwrap_or(u32::MAX),
    })
}

/// Ends the session.
#[command(public, mode = Flow)]
pub fn session_sign_out(flow: &Flow, _input: Nothing) -> AppResult<()> {
    held(&flow.app.sessions).end(flow.seat);
    flow.world().publish(Event::Session {
        state: SessionChange::Ended,
        seat: flow.seat.0.clone(),
    });
    Ok(())
}
