//! How a person is known: what is asked of whom. Secrets are checked outside a transaction; the try
//! is on disk before the answer.

use crate::views::people::{SignInPolicy, SignInWants, StepUpBy};
use pos_domain::staff::Role;

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
