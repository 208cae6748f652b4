//! People, sessions and approvals.

use pos_domain::ids::UserId;
use pos_domain::staff::{Permission, Role};
use pos_domain::time::Instant;
use serde::Serialize;
use ts_rs::TS;

/// A tile on the sign-in screen.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SignInUser {
    pub user_id: UserId,
    pub name: String,
    pub role: Role,
    pub has_pin: bool,
}

/// A session, as its own screen sees it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(rename = "Session")]
pub struct SessionView {
    pub user_id: UserId,
    pub name: String,
    pub role: Role,
    pub permissions: Vec<Permission>,
    pub idle_lock_s: u32,
    pub locked: bool,
    /// Opaque; sent back with every call.
    pub handle: String,
}

/// A second person's word.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(rename = "Approval")]
pub struct ApprovalView {
    pub token: String,
    pub approver_name: String,
    pub expires_ms: u32,
}

/// A person in the list of people.
#[derive(Clone, Debug, Serialize, TS)]
pub struct UserView {
    pub user_id: UserId,
    pub name: String,
    pub role: Role,
    pub active: bool,
    pub has_pin: bool,
    pub has_password: bool,
    pub locked_until: Option<Instant>,
    pub last_sign_in: Option<Instant>,
}

/// Who may do what.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RoleTable {
    pub roles: Vec<Role>,
    pub rows: Vec<RoleRow>,
}

/// One permission over all roles, in the order of `RoleTable::roles`.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RoleRow {
    pub permission: Permission,
    pub grants: Vec<GrantView>,
    /// `10%` or an amount in minor units; None where there is no limit.
    pub limits: Vec<Option<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GrantView {
    Allow,
    Limit,
    Approval,
    Deny,
}
