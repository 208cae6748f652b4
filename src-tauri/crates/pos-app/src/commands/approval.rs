//! A second person's word.

use super::session::{tile, token};
use crate::api::approval::{APPROVAL_MS_MAX, Approval};
use crate::api::{AppError, AppResult, ApprovalNeeded, ErrorCode, SecretText};
use crate::app::held;
use crate::context::ShopContext;
use crate::flow::Flow;
use crate::ports::records::User;
use crate::sign_in;
use crate::sign_in::proof::{Purpose, Shown, prove};
use crate::tx::Tx;
use crate::views::people::{ApprovalView, SessionMust, SignInUser};
use pos_domain::ids::{SaleId, UserId};
use pos_domain::quantity::Percent;
use pos_domain::staff::{Permission, Role, Ruling};
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

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

/// Acts that a technician and a manager do together, whichever of them asks.
fn needs_both_roles(act: Permission) -> bool {
    matches!(act, Permission::DeviceClear | Permission::BackupRestore)
}

/// A technician and a manager, whichever way round.
pub(super) fn are_both_roles(one: Role, other: Role) -> bool {
    matches!(
        (one, other),
        (Role::Technician, Role::Manager) | (Role::Manager, Role::Technician)
    )
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
        about_id: None,
    };
    let users = tx.store.users()?;
    let fits = |role| !needs_both_roles(input.act) || are_both_roles(tx.actor.role, role);
    let could = |u: &&User| {
        Some(u.user_id) != own && fits(u.role) && may_approve(tx.context, u.role, &needed)
    };
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
    /// As the error asked for it.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<String>")]
    pub about_id: Option<Uuid>,
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
#[command(signed_in, secret, mode = Flow)]
pub fn approval_grant(flow: &Flow, input: ApprovalGrant) -> AppResult<ApprovalView> {
    let requester = flow.session()?.user_id;
    if requester == input.approver_id {
        return Err(AppError::new(ErrorCode::ApprovalInvalid).field("approver_id"));
    }
    let shown = Shown {
        pin: input.pin.as_ref(),
        password: input.password.as_ref(),
        code: input.code.as_ref(),
    };
    let context = flow.context()?;
    let proven = prove(flow, input.approver_id, shown, Purpose::Approval, |_, _| {
        Ok(())
    })?;
    let approver = proven.user;
    // A secret that somebody else knows is nobody's word.
    let by_pin = input.pin.is_some();
    let policy = context.shop.sign_in;
    match sign_in::must(policy, &approver, proven.enrolled, by_pin) {
        None => {}
        Some(SessionMust::ChangePassword | SessionMust::ChangePin) => {
            return Err(AppError::new(ErrorCode::SecretChangeNeeded).field("approver_id"));
        }
        Some(SessionMust::EnrolSecondFactor) => {
            return Err(AppError::new(ErrorCode::SecondFactorNeeded).field("approver_id"));
        }
    }
    let act = ApprovalNeeded {
        act: input.act,
        sale_id: input.sale_id,
        amount_minor: input.amount_minor,
        share: input.share,
        about_id: input.about_id,
    };
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
