//! What is kept of how people are known, and the vault's part in it.

use super::store::StoreResult;
use pos_domain::ids::{Seq, UserId};
use pos_domain::time::Instant;

/// A person's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// Sealed by the vault.
    pub seed: Vec<u8>,
    /// The step of the code taken last: only a later one is taken.
    pub last_step: i64,
    pub enrolled_at: Instant,
}

/// The use of a recovery code that nobody has looked at yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecoveryAlert {
    /// The entry that tells of it.
    pub seq: Seq,
    /// Whose code it was.
    pub user_id: UserId,
}

/// The two secrets of which the former ones are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    Pin,
    Password,
}

/// Second factors, recovery codes, former secrets, wrong tries at a device.
pub trait SignInTable {
    fn second_factor(&self, user: UserId) -> StoreResult<Option<SecondFactor>>;
    fn second_factor_put(&mut self, user: UserId, factor: &SecondFactor) -> StoreResult<()>;
    /// The recovery codes go with it.
    fn second_factor_remove(&mut self, user: UserId) -> StoreResult<()>;
    /// Replaces all codes of a person.
    fn recovery_codes_put(&mut self, user: UserId, macs: &[[u8; 32]]) -> StoreResult<()>;
    /// Uses a code up; false when it is none of the person's, or was used before.
    fn recovery_code_use(&mut self, user: UserId, mac: &[u8; 32], at: Instant)
    -> StoreResult<bool>;
    fn recovery_codes_left(&self, user: UserId) -> StoreResult<u32>;
    /// Oldest first. They outlive the codes, which may be renewed at once.
    fn recovery_alerts(&self) -> StoreResult<Vec<RecoveryAlert>>;
    fn recovery_alert_put(&mut self, alert: RecoveryAlert) -> StoreResult<()>;
    fn recovery_alert_remove(&mut self, seq: Seq) -> StoreResult<()>;
    /// Hashes of what the secret was before, newest first.
    fn former_secrets(&self, user: UserId, kind: SecretKind) -> StoreResult<Vec<String>>;
    /// Adds one and forgets the oldest but `keep`.
    fn former_secret_put(
        &mut self,
        user: UserId,
        kind: SecretKind,
        hash: &str,
        keep: u32,
    ) -> StoreResult<()>;
    /// Wrong tries in a row at a device.
    fn seat_tries(&self, seat: &str) -> StoreResult<u32>;
    fn seat_tries_put(&mut self, seat: &str, wrong: u32) -> StoreResult<()>;
    /// How late it was when the wall clock was set back.
    fn clock_mark(&self) -> StoreResult<Option<Instant>>;
    fn clock_mark_put(&mut self, at: Option<Instant>) -> StoreResult<()>;
}

/// A seed for a person's app; nothing of it is kept in clear.
#[derive(Clone)]
pub struct SeedOffer {
    /// As it is kept.
    pub sealed: Vec<u8>,
    /// `otpauth://totp/…`
    pub uri: String,
    /// To type.
    pub base32: String,
}

/// A recovery code as it is shown once, and what is kept of it.
#[derive(Clone)]
pub struct NewRecoveryCode {
    pub text: String,
    pub mac: [u8; 32],
}
