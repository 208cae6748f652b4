//! People, sessions and approvals.

use pos_domain::ids::UserId;
use pos_domain::staff::{Permission, Role};
use pos_domain::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A tile on the sign-in screen.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SignInUser {
    pub user_id: UserId,
    pub name: String,
    pub role: Role,
    pub has_pin: bool,
    pub wants: SignInWants,
}

/// What a sign-in asks for. It follows from role and policy alone: whoever looks learns nothing of
/// what a person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignInWants {
    /// A PIN or a password.
    Secret,
    /// A password and a code, on one screen. Who has no second factor yet leaves the code empty.
    PasswordAndCode,
}

/// What a person does before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SessionMust {
    /// Somebody else knows the password (`own_password_change`).
    ChangePassword,
    /// Somebody else knows the PIN (`own_pin_change`).
    ChangePin,
    /// There is no second factor yet (`second_factor_begin`, `second_factor_confirm`).
    EnrolSecondFactor,
}

/// What a person shows for a sensitive act (`session_step_up`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepUpBy {
    /// The second factor's code, or a recovery code.
    Code,
    /// The password or the PIN; a code too, where there is a second factor.
    Secret,
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
    /// Until it is done, every other act is refused.
    pub must: Option<SessionMust>,
    pub step_up_by: StepUpBy,
    /// The person's own second factor.
    pub second_factor: FactorState,
    pub recovery_codes_left: u32,
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
    /// Somebody else gave the secret; the person changes it at the next sign-in.
    pub must_change: bool,
    pub second_factor: FactorState,
    pub recovery_codes_left: u32,
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

/// How a person stands with the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FactorState {
    /// None, and none is asked for.
    NotNeeded,
    /// None, though sign-in asks for one.
    Missing,
    Enrolled,
}

/// A second factor to be taken into an app; shown this once.
#[derive(Clone, Serialize, TS)]
pub struct SecondFactorOffer {
    /// `otpauth://totp/…`, as the QR code holds it.
    pub uri: String,
    /// The same secret to type: base32 in groups of four.
    pub secret_groups: Vec<String>,
    /// The QR code: a row a string, `1` is dark, without the quiet zone.
    pub modules: Vec<String>,
}

/// Codes for the day when the second factor is lost: each good once, shown this once.
#[derive(Clone, Serialize, TS)]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

/// Sensitive acts are open for so long.
#[derive(Clone, Debug, Serialize, TS)]
pub struct StepUpView {
    pub seconds: u32,
}

/// The shop's rules of sign-in. A part of its record; an older record has none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignInPolicy {
    /// Manager, technician and auditor sign in with password and second factor.
    pub strong: bool,
    /// Who was given a password or a PIN by somebody else changes it first.
    pub change_given: bool,
    /// A new password has letters and digits (PCI DSS 4.0.1, 8.3.6).
    pub letters_and_digits: bool,
}

impl SignInPolicy {
    /// The rules of a new shop.
    pub const NEW: SignInPolicy = SignInPolicy {
        strong: true,
        change_given: true,
        letters_and_digits: true,
    };
}

impl Default for SignInPolicy {
    /// The rules of a shop that was made before there were any: nobody is shut out of it.
    fn default() -> SignInPolicy {
        SignInPolicy {
            strong: false,
            change_given: false,
            letters_and_digits: true,
        }
    }
}
