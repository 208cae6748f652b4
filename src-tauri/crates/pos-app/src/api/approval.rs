//! A second person's word for one act: bound to the act, its amount and its sale, good once, for a
//! minute, and never one's own.

use super::error::ApprovalNeeded;
use pos_domain::ids::UserId;
use std::collections::HashMap;

/// An approval lasts this long.
pub const APPROVAL_MS_MAX: u64 = 60_000;

/// One approval that was given.
#[derive(Clone, Debug)]
pub struct Approval {
    pub act: ApprovalNeeded,
    pub requester: UserId,
    pub approver: UserId,
    pub expires_ms: u64,
}

/// All approvals not used yet.
#[derive(Default)]
pub struct Approvals {
    given: HashMap<String, Approval>,
}

impl Approvals {
    pub fn give(&mut self, token: String, approval: Approval, now_ms: u64) {
        self.given.retain(|_, a| a.expires_ms > now_ms);
        self.given.insert(token, approval);
    }

    /// Takes an approval out for a call of `requester`; put it back when the call did not use it.
    pub fn take(&mut self, token: &str, requester: UserId, now_ms: u64) -> Option<Approval> {
        let approval = self.given.remove(token)?;
        let good = approval.expires_ms > now_ms
            && approval.requester == requester
            && approval.approver != requester;
        good.then_some(approval)
    }

    /// A person's word does not outlive its secret.
    pub fn forget(&mut self, approver: UserId) {
        self.given.retain(|_, a| a.approver != approver);
    }

    pub fn put_back(&mut self, token: String, approval: Approval) {
        self.given.insert(token, approval);
    }
}
