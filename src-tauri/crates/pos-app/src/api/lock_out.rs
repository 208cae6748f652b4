//! How long a person who guessed wrong too often has to wait: by the monotonic clock, so that no
//! change of the wall clock shortens it or draws it out. Must never end early: of a lock-out that
//! began before this program did nobody knows how much was served, so it is served again in full.

use crate::api::AppResult;
use crate::app::{App, held};
use crate::tx::Tx;
use pos_domain::ids::UserId;
use pos_domain::time::Instant;
use std::collections::BTreeMap;

/// A lock-out lasts half an hour.
pub const LOCK_OUT_MS: u64 = 30 * 60 * 1000;

/// Until when whom; the file says who is locked out at all.
#[derive(Debug, Default)]
pub struct LockOuts {
    /// Monotonic milliseconds.
    until_ms: BTreeMap<UserId, u64>,
}

impl LockOuts {
    /// A person is locked out from now on.
    pub fn begin(&mut self, user: UserId, now_ms: u64) {
        self.until_ms.insert(user, now_ms + LOCK_OUT_MS);
    }

    /// What is left for a person of whom the file says that he is locked out.
    pub fn left_ms(&mut self, user: UserId, now_ms: u64) -> u64 {
        let until = *self.until_ms.entry(user).or_insert(now_ms + LOCK_OUT_MS);
        until.saturating_sub(now_ms)
    }

    pub fn end(&mut self, user: UserId) {
        self.until_ms.remove(&user);
    }

    /// Those who have waited long enough.
    fn served(&self, now_ms: u64) -> Vec<UserId> {
        let served = self.until_ms.iter().filter(|(_, until)| **until <= now_ms);
        served.map(|(user, _)| *user).collect()
    }
}

impl App {
    /// What is left of a person's lock-out, in milliseconds.
    pub(crate) fn lock_out_left_ms(&self, user: UserId) -> u64 {
        held(&self.lock_outs).left_ms(user, self.world().monotonic_ms())
    }

    /// Takes lock-outs off that were served, so that a restart does not begin them again; called by
    /// the host's timer. Costs nothing while nobody is locked out.
    pub fn end_lock_outs(&self) -> AppResult<()> {
        let served = held(&self.lock_outs).served(self.world().monotonic_ms());
        if served.is_empty() {
            return Ok(());
        }
        self.till_note(|tx| {
            for id in &served {
                if let Some(mut user) = tx.store.user(*id)?
                    && user.locked_until.take().is_some()
                {
                    tx.store.user_put(&user)?;
                }
            }
            Ok(())
        })?;
        let mut lock_outs = held(&self.lock_outs);
        for id in served {
            lock_outs.end(id);
        }
        Ok(())
    }

    /// After a start or a jump of the clock: the time that is shown follows what is left.
    pub(crate) fn lock_outs_by_clock(&self, tx: &mut Tx) -> AppResult<()> {
        let now = tx.now;
        for mut user in tx.store.users()? {
            if user.locked_until.is_some() {
                let left = i64::try_from(self.lock_out_left_ms(user.user_id)).unwrap_or(i64::MAX);
                user.locked_until = Some(Instant(now.0.saturating_add(left)));
                tx.store.user_put(&user)?;
            }
        }
        Ok(())
    }
}
