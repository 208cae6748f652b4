//! The slots: the ways in which a shop's KEK can be had, as they stand in the vault file.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::envelope::{self, Envelope};
use crate::error::{Result, VaultError};
use crate::kdf::Stretch;
use crate::secret::{Secret, Secret32};
use crate::tpm::Sealed;
use std::sync::Arc;

const MAX_SLOTS: usize = 8;
/// Bound into every wrapped KEK; the file's own version may grow past it.
const CONTEXT_VERSION: u64 = 1;

/// The kinds of slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlotKind {
    /// An item in the operating system's keychain. Opens by itself.
    Keychain,
    /// Sealed by the security chip of this computer. Opens by itself, and on this computer only.
    Tpm,
    /// A passphrase typed by a person.
    Passphrase,
    /// The printed recovery phrase.
    RecoveryPhrase,
    /// A file with the key in clear. Opens by itself, and for whoever reads the file.
    KeyFile,
}

impl SlotKind {
    /// The name in the vault file, in `doctor` and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keychain => "keychain",
            Self::Tpm => "tpm",
            Self::Passphrase => "passphrase",
            Self::RecoveryPhrase => "recovery_phrase",
            Self::KeyFile => "key_file",
        }
    }

    /// Whether it opens with nobody at the screen.
    pub fn is_automatic(self) -> bool {
        match self {
            Self::Keychain | Self::Tpm | Self::KeyFile => true,
            Self::Passphrase | Self::RecoveryPhrase => false,
        }
    }
}

impl fmt::Display for SlotKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A slot to be made.
#[derive(Debug)]
pub enum NewSlot {
    /// Keeps a random key in the operating system's keychain.
    Keychain,
    /// Seals a random key with the security chip of this computer.
    Tpm,
    /// Takes this passphrase. Whether it is strong enough is the caller's question;
    /// see [`crate::password::check`].
    Passphrase(Secret),
    /// Makes a recovery phrase and returns it, once.
    RecoveryPhrase,
    /// Keeps a random key in a file of mode 0600; a relative path starts at the shop folder,
    /// `None` is `kek.key` there.
    KeyFile(Option<PathBuf>),
}

impl NewSlot {
    /// The kind of the slot to be made.
    pub fn kind(&self) -> SlotKind {
        match self {
            Self::Keychain => SlotKind::Keychain,
            Self::Tpm => SlotKind::Tpm,
            Self::Passphrase(_) => SlotKind::Passphrase,
            Self::RecoveryPhrase => SlotKind::RecoveryPhrase,
            Self::KeyFile(_) => SlotKind::KeyFile,
        }
    }
}

/// How to open a vault.
#[derive(Debug)]
pub enum Unlock {
    /// With the slots recorded in the file that open by themselves, in the order they were made,
    /// and no other.
    Automatic,
    /// With a passphrase.
    Passphrase(Secret),
    /// With the recovery phrase as typed.
    Recovery(Secret),
    /// With what an earlier opening left in memory.
    Held(Kek),
}

/// The KEK of an open vault, to change its slots and keys with. Clones share it.
#[derive(Clone)]
pub struct Kek(pub(crate) Arc<Secret32>);

impl fmt::Debug for Kek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kek(..)")
    }
}

/// A slot's number, never used twice in a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SlotId(pub u32);

/// What may be shown of a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotView {
    /// Its number.
    pub id: SlotId,
    /// Its kind.
    pub kind: SlotKind,
    /// Where the key file is; only for that kind.
    pub path: Option<PathBuf>,
    /// When it was made, in milliseconds since 1970; not known of slots of the first format.
    pub made_at_ms: Option<i64>,
    /// When it was last tried all the way.
    pub tested_at_ms: Option<i64>,
}

/// A slot as stored: what its own key comes from, and the KEK wrapped under that key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slot {
    pub id: SlotId,
    pub lock: Lock,
    pub wrapped_kek: Envelope,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at_ms: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tested_at_ms: Option<i64>,
}

/// What a slot's own key comes from.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Lock {
    Keychain,
    Tpm { sealed: Sealed },
    Passphrase { stretch: Stretch },
    RecoveryPhrase { stretch: Stretch },
    KeyFile { path: PathBuf },
}

impl Lock {
    pub fn kind(&self) -> SlotKind {
        match self {
            Self::Keychain => SlotKind::Keychain,
            Self::Tpm { .. } => SlotKind::Tpm,
            Self::Passphrase { .. } => SlotKind::Passphrase,
            Self::RecoveryPhrase { .. } => SlotKind::RecoveryPhrase,
            Self::KeyFile { .. } => SlotKind::KeyFile,
        }
    }
}

impl Slot {
    /// Wraps the KEK under the slot's own key.
    pub fn seal(
        id: SlotId,
        lock: Lock,
        slot_key: &Secret32,
        kek: &Secret32,
        shop_id: &str,
    ) -> Result<Self> {
        let wrapped_kek = envelope::wrap(slot_key, kek, &context(id, lock.kind(), shop_id))?;
        Ok(Self {
            id,
            lock,
            wrapped_kek,
            made_at_ms: None,
            tested_at_ms: None,
        })
    }

    /// The KEK, or `None` when it is not this slot's key.
    pub fn open(&self, slot_key: &Secret32, shop_id: &str) -> Option<Secret32> {
        envelope::unwrap(
            slot_key,
            &self.wrapped_kek,
            &context(self.id, self.lock.kind(), shop_id),
        )
    }

    pub fn view(&self) -> SlotView {
        let path = match &self.lock {
            Lock::KeyFile { path } => Some(path.clone()),
            Lock::Keychain
            | Lock::Tpm { .. }
            | Lock::Passphrase { .. }
            | Lock::RecoveryPhrase { .. } => None,
        };
        SlotView {
            id: self.id,
            kind: self.lock.kind(),
            path,
            made_at_ms: self.made_at_ms,
            tested_at_ms: self.tested_at_ms,
        }
    }
}

fn context(id: SlotId, kind: SlotKind, shop_id: &str) -> Vec<u8> {
    let version = CONTEXT_VERSION.to_be_bytes();
    let (id, kind) = (id.0.to_be_bytes(), kind.name().as_bytes());
    envelope::context(&[b"countertop slot", shop_id.as_bytes(), &id, kind, &version])
}

/// Whether a slot of `kind` may stand beside `slots`: one of each that opens by itself, two
/// recovery phrases, so that one can take the place of the other, eight in all.
pub(crate) fn admit(slots: &[Slot], kind: SlotKind) -> Result<()> {
    let same = slots.iter().filter(|slot| slot.lock.kind() == kind).count();
    let room = match kind {
        SlotKind::Keychain | SlotKind::Tpm | SlotKind::KeyFile => 1,
        SlotKind::RecoveryPhrase => 2,
        SlotKind::Passphrase => MAX_SLOTS,
    };
    if same >= room || slots.len() >= MAX_SLOTS {
        return Err(VaultError::SlotRefused(kind));
    }
    Ok(())
}
