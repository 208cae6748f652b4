//! How a person is known: what is asked of whom, how it is checked, what a person does first.
//! Secrets are checked outside a transaction; the try is on disk before the answer.

pub mod change;
pub mod proof;
pub mod tries;

use crate::api::AppResult;
use crate::ports::records::User;
use crate::recovery::last_entry_at;
use crate::tx::Tx;
use crate::views::people::{FactorState, SessionMust, SignInPolicy, SignInWants, StepUpBy};
use pos_domain::staff::Role;
use pos_domain::time::Instant;

/// A wall clock this far behind what it has been is not one to check codes by.
const CLOCK_BEHIND_MS_MAX: i64 = 2 * 60 * 1000;

/// Whether these rules ask a second factor of this role.
pub fn is_strong(policy: SignInPolicy, role: Role) -> bool {
    policy.strong
        && match role {
            Role::Manager | Role::Technician | Role::Auditor => true,
            Role::Cashier | Role::Supervisor => false,
        }
}

/// What a sign-in asks for.
pub fn wants(policy: SignInPolicy, role: Role) -> SignInWants {
    match is_strong(policy, role) {
        true => SignInWants::PasswordAndCode,
        false => SignInWants::Secret,
    }
}

/// What a sensitive act asks for.
pub fn step_up_by(policy: SignInPolicy, role: Role) -> StepUpBy {
    match is_strong(policy, role) {
        true => StepUpBy::Code,
        false => StepUpBy::Secret,
    }
}

/// How a person stands with the second factor.
pub fn factor_state(policy: SignInPolicy, role: Role, enrolled: bool) -> FactorState {
    match (enrolled, is_strong(policy, role)) {
        (true, _) => FactorState::Enrolled,
        (false, true) => FactorState::Missing,
        (false, false) => FactorState::NotNeeded,
    }
}

/// What a person does before anything else.
pub fn must(
    policy: SignInPolicy,
    user: &User,
    enrolled: bool,
    by_pin: bool,
) -> Option<SessionMust> {
    let given = if by_pin {
        user.pin_given.then_some(SessionMust::ChangePin)
    } else {
        user.password_given.then_some(SessionMust::ChangePassword)
    };
    let lacks = is_strong(policy, user.role) && !enrolled;
    given
        .filter(|_| policy.change_given)
        .or(lacks.then_some(SessionMust::EnrolSecondFactor))
}

/// Whether the wall clock is behind the newest entry, or behind what it was before it was set back.
pub fn clock_is_behind(tx: &Tx) -> AppResult<bool> {
    let newest = last_entry_at(tx)?;
    let latest = newest.max(tx.store.clock_mark()?);
    Ok(latest.is_some_and(|Instant(at)| tx.now.0.saturating_add(CLOCK_BEHIND_MS_MAX) < at))
}

/// Notes how late it was when the wall clock went back.
pub fn mark_clock(tx: &mut Tx, expected: Instant, found: Instant) -> AppResult<()> {
    let known = tx.store.clock_mark()?;
    if found < expected && known.is_none_or(|known| known < expected) {
        tx.store.clock_mark_put(Some(expected))?;
    }
    Ok(())
}
