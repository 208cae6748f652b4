//! Key stretching: Argon2id (RFC 9106) with its cost written beside the result.
//!
//! At most two run at once in the process, because each takes its memory whole.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use crate::encoding::Bytes;
use crate::error::{Result, VaultError};
use crate::random::random_bytes;
use crate::secret::Secret32;

const AT_ONCE: usize = 2;

/// What one stretching costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Cost {
    /// Passwords and passphrases: about 200 ms on a small PC.
    pub const PASSWORD: Cost = Cost {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };
    /// The recovery phrase, typed once in years.
    pub const PHRASE: Cost = Cost {
        memory_kib: 128 * 1024,
        passes: 3,
        lanes: 1,
    };
    /// PINs, typed all day; the pepper is what protects them. OWASP's floor.
    pub const PIN: Cost = Cost {
        memory_kib: 19 * 1024,
        passes: 2,
        lanes: 1,
    };

    /// Argon2id with this cost. Refuses costs that only a tampered file would ask for.
    pub(crate) fn argon2(self) -> Result<Argon2<'static>> {
        if self.memory_kib > 1024 * 1024 || self.passes > 16 || self.lanes > 4 {
            return Err(VaultError::Stretching);
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| VaultError::Stretching)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// A cost and a salt: all that is needed, beside the secret, to derive a slot's key again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stretch {
    pub cost: Cost,
    pub salt: Bytes,
}

impl Stretch {
    pub fn fresh(cost: Cost) -> Result<Self> {
        Ok(Self {
            cost,
            salt: Bytes(random_bytes::<16>()?.to_vec()),
        })
    }

    /// The same secret gives the same key.
    pub fn derive_key(&self, secret: &[u8]) -> Result<Secret32> {
        let argon2 = self.cost.argon2()?;
        let _turn = Turn::take();
        Secret32::filled(|key| {
            argon2
                .hash_password_into(secret, &self.salt.0, key)
                .map_err(|_| VaultError::Stretching)
        })
    }
}

static RUNNING: Mutex<usize> = Mutex::new(0);
static ENDED: Condvar = Condvar::new();

/// Leave to run one stretching; waits for its turn.
pub(crate) struct Turn;

impl Turn {
    pub fn take() -> Self {
        let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        let mut running = ENDED
            .wait_while(running, |running| *running >= AT_ONCE)
            .unwrap_or_else(PoisonError::into_inner);
        *running += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        ENDED.notify_one();
    }
}
