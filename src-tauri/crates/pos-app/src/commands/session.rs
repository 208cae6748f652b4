//! Signing in, locking, and a second person's word. Secrets are checked outside a transaction; the
//! wrong tries are on disk before the answer.

use crate::api::approval::{APPROVAL_MS_MAX, Approval};
use crate::api::lock_out::LOCK_OUT_MS;
use crate::api::session::{STEP_UP_MS_MAX, Session};
use crate::api::{AppError, AppResult, ApprovalNeeded, ErrorCode, SecretText};
use crate::app::{App, held};
use crate::context::ShopContext;
use crate::event::{Event, SessionChange};
use crate::flow::Flow;
use crate::ports::records::User;
use crate::sign_in;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::people::{
    ApprovalView, FactorState, SessionView, SignInPolicy, SignInUser, StepUpView,
};
use pos_domain::fact::Fact;
use pos_domain::ids::{SaleId, UserId};
use pos_domain::quantity::Percent;
use pos_domain::staff::{Grant, Permission, Role, Ruling};
use pos_domain::time::Instant;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// Wrong PINs and passwords before a person is locked out.
const PIN_TRIES_MAX: u32 = 5;
const PASSWORD_TRIES_MAX: u32 = 10;

/// The people who may sign in here.
#[command(public, mode = Flow)]
pub fn session_users(flow: &Flow, _input: Nothing) -> AppResult<Vec<SignInUser>> {
    flow.read(|tx| {
        Ok(tx
            .store
            .users()?
            .iter()
            .filter(|u| u.active)
            .map(|user| tile(user, tx.context.shop.sign_in))
            .collect())
    })
}

fn tile(user: &User, policy: SignInPolicy) -> SignInUser {
    SignInUser {
        wants: sign_in::wants(policy, user.role),
        user_id: user.user_id,
        name: user.name.clone(),
        role: user.role,
        has_pin: user.pin_hash.is_some(),
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
#[command(public, mode = Flow)]
pub fn session_sign_in(flow: &Flow, input: SignIn) -> AppResult<SessionView> {
    let user = proven(
        flow,
        input.user_id,
        input.pin.as_ref().map(SecretText::expose),
        input.password.as_ref().map(SecretText::expose),
    )?;
    flow.act(|tx| {
        let mut user = user.clone();
        user.last_sign_in = Some(tx.now);
        tx.store.user_put(&user)?;
        tx.actor.user_id = Some(user.user_id);
        tx.record(&Fact::SignedIn(user.user_id)).map(|_| ())
    })?;
    let now = flow.world().monotonic_ms();
    let session = Session {
        handle: token(flow)?,
        user_id: user.user_id,
        name: user.name.clone(),
        role: user.role,
        locked: false,
        began_ms: now,
        last_act_ms: now,
        stepped_up_ms: None,
        must: None,
        by_pin: input.pin.is_some(),
    };
    held(&flow.app.sessions).begin(flow.seat, session.clone());
    session_view(flow, &session)
}

/// A handle that nobody can guess; without randomness there is no session.
fn token(flow: &Flow) -> AppResult<String> {
    let token = flow.world().secrets().token();
    if token.is_empty() {
        return Err(AppError::internal("the system gives no randomness"));
    }
    Ok(token)
}

/// Checks a PIN or a password, counts wrong tries, locks out. Unknown people cost the same time and
/// get the same answer.
fn proven(
    flow: &Flow,
    user_id: UserId,
    pin: Option<&str>,
    password: Option<&str>,
) -> AppResult<User> {
    let user = flow.read(|tx| Ok(tx.store.user(user_id)?.filter(|u| u.active)))?;
    if user.as_ref().is_some_and(|u| u.locked_until.is_some()) {
        let left_ms = flow.app.lock_out_left_ms(user_id);
        if left_ms > 0 {
            return Err(locked_out(left_ms));
        }
    }
    let secrets = flow.world().secrets();
    let (good, most) = match (pin, password) {
        (Some(pin), None) => {
            let hash = user.as_ref().and_then(|u| u.pin_hash.as_deref());
            (secrets.verify_pin(user_id, pin, hash), PIN_TRIES_MAX)
        }
        (None, Some(password)) => {
            let hash = user.as_ref().and_then(|u| u.password_hash.as_deref());
            (secrets.verify_password(password, hash), PASSWORD_TRIES_MAX)
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(AppError::invalid("pin", "one_of_pin_and_password"));
        }
    };
    let tries_left = flow.act(|tx| count_try(tx, flow.app, user_id, good, most))?;
    match (good, user, tries_left) {
        (true, Some(user), Some(_)) => Ok(User {
            wrong_tries: 0,
            locked_until: None,
            ..user
        }),
        (_, _, None) => Err(locked_out(flow.app.lock_out_left_ms(user_id))),
        (_, _, Some(left)) => {
            Err(AppError::new(ErrorCode::CredentialsWrong).with("tries_left", left))
        }
    }
}

/// Counts one try; None when the person is locked out (by this try or another at the same time).
fn count_try(
    tx: &mut Tx,
    app: &App,
    user_id: UserId,
    good: bool,
    most: u32,
) -> AppResult<Option<u32>> {
    let Some(mut user) = tx.store.user(user_id)? else {
        return Ok(Some(most.saturating_sub(1)));
    };
    if user.locked_until.is_some() && app.lock_out_left_ms(user_id) > 0 {
        return Ok(None);
    }
    user.locked_until = None;
    if good {
        user.wrong_tries = 0;
        tx.store.user_put(&user)?;
        return Ok(Some(most));
    }
    user.wrong_tries += 1;
    let left = most.saturating_sub(user.wrong_tries);
    if left == 0 {
        user.wrong_tries = 0;
        held(&app.lock_outs).begin(user_id, app.world().monotonic_ms());
        let shown = i64::try_from(LOCK_OUT_MS).unwrap_or(i64::MAX);
        user.locked_until = Some(Instant(tx.now.0.saturating_add(shown)));
        tx.record(&Fact::LockedOut(user_id))?;
    }
    tx.store.user_put(&user)?;
    Ok((left > 0).then_some(left))
}

fn locked_out(left_ms: u64) -> AppError {
    AppError::new(ErrorCode::LockedOut).with("minutes", left_ms.div_ceil(60_000).max(1))
}

fn session_view(flow: &Flow, session: &Session) -> AppResult<SessionView> {
    let permissions = Permission::ALL
        .iter()
        .copied()
        .filter(|p| flow.app.grant(session.role, *p) != Grant::Deny)
        .collect();
    Ok(SessionView {
        user_id: session.user_id,
        name: session.name.clone(),
        role: session.role,
        permissions,
        idle_lock_s: flow.context()?.shop.idle_lock_s,
        locked: session.locked,
        must: session.must,
        step_up_by: sign_in::step_up_by(flow.context()?.shop.sign_in, session.role),
        second_factor: FactorState::NotNeeded,
        recovery_codes_left: 0,
        handle: session.handle.clone(),
    })
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
#[command(public, mode = Flow)]
pub fn session_unlock(flow: &Flow, input: SessionUnlock) -> AppResult<SessionView> {
    let session = flow.session()?;
    proven(
        flow,
        session.user_id,
        input.pin.as_ref().map(SecretText::expose),
        input.password.as_ref().map(SecretText::expose),
    )?;
    let now = flow.world().monotonic_ms();
    let session = held(&flow.app.sessions)
        .unlock(flow.seat, now)
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
#[command(signed_in, mode = Flow)]
pub fn session_step_up(flow: &Flow, input: StepUp) -> AppResult<StepUpView> {
    let user_id = flow.session()?.user_id;
    proven(
        flow,
        user_id,
        input.pin.as_ref().map(SecretText::expose),
        input.password.as_ref().map(SecretText::expose),
    )?;
    held(&flow.app.sessions).step_up(flow.seat, flow.world().monotonic_ms());
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

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ApproversFor {
    pub act: Permission,
    /// As the error asked for it; without it only those are named who have no limit.
    pub amount_minor: Option<i64>,
    pub share: Option<Percent>,
}

/// Whether a role may approve an act: it may do one of this size alone.
fn may_approve(context: &ShopContext, role: Role, needed: &ApprovalNeeded) -> bool {
    let measure = needed.measure(context.pricing.currency.exponent);
    context.limits.rule(role, needed.act, measure) == Ruling::Alone
}

/// The people who could approve an act here and now; never oneself.
#[command(signed_in, mode = Query)]
pub fn approvers(tx: &mut Tx, input: ApproversFor) -> AppResult<Vec<SignInUser>> {
    let own = tx.actor.user_id;
    let needed = ApprovalNeeded {
        act: input.act,
        sale_id: None,
        amount_minor: input.amount_minor,
        share: input.share,
    };
    let users = tx.store.users()?;
    let could = |u: &&User| Some(u.user_id) != own && may_approve(tx.context, u.role, &needed);
    Ok(users
        .iter()
        .filter(|u| u.active)
        .filter(could)
        .map(|user| tile(user, tx.context.shop.sign_in))
        .collect())
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ApprovalGrant {
    pub act: Permission,
    pub sale_id: Option<SaleId>,
    pub amount_minor: Option<i64>,
    pub share: Option<Percent>,
    pub approver_id: UserId,
    pub pin: Option<SecretText>,
    pub password: Option<SecretText>,
    /// Six digits, or a recovery code.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub code: Option<SecretText>,
}

/// A second person approves one act on the spot: for this act, this amount, this sale, once, within
/// a minute. Who may do it alone, by the own limit, may approve it.
#[command(signed_in, mode = Flow)]
pub fn approval_grant(flow: &Flow, input: ApprovalGrant) -> AppResult<ApprovalView> {
    let requester = flow.session()?.user_id;
    if requester == input.approver_id {
        return Err(AppError::new(ErrorCode::ApprovalInvalid).field("approver_id"));
    }
    let approver = proven(
        flow,
        input.approver_id,
        input.pin.as_ref().map(SecretText::expose),
        input.password.as_ref().map(SecretText::expose),
    )?;
    let act = ApprovalNeeded {
        act: input.act,
        sale_id: input.sale_id,
        amount_minor: input.amount_minor,
        share: input.share,
    };
    let context = flow.context()?;
    if !may_approve(&context, approver.role, &act) {
        return Err(AppError::new(ErrorCode::NotAllowed).field("approver_id"));
    }
    let now = flow.world().monotonic_ms();
    let token = token(flow)?;
    let approval = Approval {
        act,
        requester,
        approver: approver.user_id,
        expires_ms: now + APPROVAL_MS_MAX,
    };
    held(&flow.app.approvals).give(token.clone(), approval, now);
    Ok(ApprovalView {
        token,
        approver_name: approver.name,
        expires_ms: u32::try_from(APPROVAL_MS_MAX).unwrap_or(u32::MAX),
    })
}
