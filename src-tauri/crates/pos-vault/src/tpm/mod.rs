//! The security chip of this computer (TPM 2.0): seals a slot's key so that only this chip opens
//! it. Behind a thread of its own and a time limit, like the keychain: a chip may be busy for long.
//!
//! It must never take a chip that fails for one without the key, and never make a key anew.

#[cfg(target_os = "linux")]
mod chip;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::encoding::Bytes;
use crate::secret::Secret32;

/// How long a chip may take before it counts as silent.
pub const TPM_LIMIT: Duration = Duration::from_secs(5);
/// Names another way to a chip than the system's own device, in the words of the TSS
/// (`swtpm:host=localhost,port=2321`, `device:/dev/tpmrm0`).
pub const TPM_VARIABLE: &str = "COUNTERTOP_TPM";
const DEVICE: &str = "/dev/tpmrm0";

/// Why the chip gave nothing. None of these is a reason to make a new key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TpmError {
    /// This computer has no such chip, it is switched off, or this system cannot reach one.
    #[error("this computer has no security chip that could be reached")]
    Absent,
    /// There is one, and it failed.
    #[error("the security chip failed: {0}")]
    Failed(String),
    /// The key was sealed by the chip of another computer.
    #[error("the key was sealed by another security chip")]
    OtherChip,
    /// It is the same chip, and it was cleared since: what it had sealed is lost.
    #[error("the security chip was cleared; what it kept is lost")]
    Cleared,
    /// It did not answer within the limit, or is still busy with a call that did not.
    #[error("the security chip does not answer")]
    Silent,
}

/// A slot's key as the chip sealed it, and which chip that was.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealed {
    /// TPM2B_PUBLIC of the sealed object (TCG, TPM 2.0 Library part 2, 12.2.5).
    pub public: Bytes,
    /// TPM2B_PRIVATE of it (part 2, 12.3.7).
    pub private: Bytes,
    /// SHA-256 over the public part of the chip's primary endorsement key: the same as long as the
    /// chip is, cleared or not.
    pub chip: Bytes,
}

/// A handle to a chip. Clones share its busy mark.
#[derive(Clone, Debug)]
pub struct Tpm {
    way: Arc<str>,
    limit: Duration,
    busy: Arc<AtomicBool>,
}

impl Tpm {
    /// The chip of this computer, or the one that [`TPM_VARIABLE`] names.
    pub fn of_this_computer() -> Self {
        let way = std::env::var(TPM_VARIABLE).unwrap_or_else(|_| format!("device:{DEVICE}"));
        Self::at(&way, TPM_LIMIT)
    }

    /// A chip by the words of the TSS.
    pub fn at(way: &str, limit: Duration) -> Self {
        Self {
            way: way.into(),
            limit,
            busy: Arc::default(),
        }
    }

    /// Whether there seems to be a chip; only using it tells for certain.
    pub fn is_there(&self) -> bool {
        match self.way.strip_prefix("device:") {
            Some(device) => std::path::Path::new(device).exists(),
            None => true,
        }
    }

    /// Seals `key` with the chip.
    pub(crate) fn seal(&self, key: &Secret32) -> Result<Sealed, TpmError> {
        let key = Secret32::take(&mut { *key.expose() });
        self.call(move |way| chip_seal(way, &key))
    }

    /// What the chip had sealed.
    pub(crate) fn unseal(&self, sealed: &Sealed) -> Result<Secret32, TpmError> {
        let sealed = sealed.clone();
        self.call(move |way| chip_unseal(way, &sealed))
    }

    fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&str) -> Result<T, TpmError> + Send + 'static,
    ) -> Result<T, TpmError> {
        if !self.is_there() {
            return Err(TpmError::Absent);
        }
        // While one call hangs, another would only make its caller wait as well.
        if self.busy.swap(true, Ordering::AcqRel) {
            return Err(TpmError::Silent);
        }
        let (answer, reply) = mpsc::channel();
        let (way, busy) = (Arc::clone(&self.way), Arc::clone(&self.busy));
        let serve = move || {
            let done = work(&way);
            busy.store(false, Ordering::Release);
            // The caller may have given up; a late answer has no reader.
            let _ = answer.send(done);
        };
        if let Err(error) = thread::Builder::new().name("tpm".to_owned()).spawn(serve) {
            self.busy.store(false, Ordering::Release);
            return Err(TpmError::Failed(error.to_string()));
        }
        match reply.recv_timeout(self.limit) {
            Ok(done) => done,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(TpmError::Silent),
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                self.busy.store(false, Ordering::Release);
                Err(TpmError::Failed("its thread has ended".to_owned()))
            }
        }
    }
}

#[cfg(target_os = "linux")]
use chip::{seal as chip_seal, unseal as chip_unseal};

#[cfg(not(target_os = "linux"))]
fn chip_seal(_way: &str, _key: &Secret32) -> Result<Sealed, TpmError> {
    Err(TpmError::Absent)
}

#[cfg(not(target_os = "linux"))]
fn chip_unseal(_way: &str, _sealed: &Sealed) -> Result<Secret32, TpmError> {
    Err(TpmError::Absent)
}
