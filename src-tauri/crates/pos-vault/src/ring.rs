//! The working keys of a shop, and how they stand wrapped in the vault file.

use serde::{Deserialize, Serialize};

use crate::envelope::{self, Envelope};
use crate::error::{Result, VaultError};
use crate::random::make_key;
use crate::secret::Secret32;

/// A shop's working keys: random, unrelated, each for one use. Move each to its one owner.
#[derive(Debug)]
pub struct KeyRing {
    /// The raw page key of the encrypted SQLite file.
    pub database: Secret32,
    /// Keys the journal's hash chain.
    pub journal: Secret32,
    /// Authenticates the anchor, in the sidecar and in the keychain.
    pub anchor: Secret32,
    /// Wraps the key of each backup.
    pub backup: Secret32,
    /// Goes into every PIN hash; see [`crate::pin`].
    pub pin_pepper: Secret32,
}

impl KeyRing {
    pub(crate) fn make() -> Result<Self> {
        Ok(Self {
            database: make_key()?,
            journal: make_key()?,
            anchor: make_key()?,
            backup: make_key()?,
            pin_pepper: make_key()?,
        })
    }

    /// Wraps every key on its own, so that one can be replaced or destroyed alone.
    pub(crate) fn wrap(&self, kek: &Secret32, shop_id: &str) -> Result<Vec<WrappedKey>> {
        let keys = [
            (KeyName::Database, &self.database),
            (KeyName::Journal, &self.journal),
            (KeyName::Anchor, &self.anchor),
            (KeyName::Backup, &self.backup),
            (KeyName::PinPepper, &self.pin_pepper),
        ];
        keys.into_iter()
            .map(|(name, key)| {
                let version = 1;
                let envelope = envelope::wrap(kek, key, &name.context(shop_id, version))?;
                Ok(WrappedKey {
                    name,
                    version,
                    envelope,
                })
            })
            .collect()
    }

    /// The newest version of each key. Damage when one is missing or does not open.
    pub(crate) fn unwrap(wrapped: &[WrappedKey], kek: &Secret32, shop_id: &str) -> Result<Self> {
        let key = |name: KeyName| {
            let newest = wrapped
                .iter()
                .filter(|w| w.name == name)
                .max_by_key(|w| w.version);
            let wrapped = newest.ok_or(VaultError::Damaged("a key is missing"))?;
            envelope::unwrap(
                kek,
                &wrapped.envelope,
                &name.context(shop_id, wrapped.version),
            )
            .ok_or(VaultError::Damaged("a key does not open"))
        };
        Ok(Self {
            database: key(KeyName::Database)?,
            journal: key(KeyName::Journal)?,
            anchor: key(KeyName::Anchor)?,
            backup: key(KeyName::Backup)?,
            pin_pepper: key(KeyName::PinPepper)?,
        })
    }
}

/// One working key under the KEK, bound to shop, name and version.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrappedKey {
    name: KeyName,
    version: u32,
    envelope: Envelope,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeyName {
    Database,
    Journal,
    Anchor,
    Backup,
    PinPepper,
}

impl KeyName {
    fn context(self, shop_id: &str, version: u32) -> Vec<u8> {
        let name: &[u8] = match self {
            Self::Database => b"database",
            Self::Journal => b"journal",
            Self::Anchor => b"anchor",
            Self::Backup => b"backup",
            Self::PinPepper => b"pin_pepper",
        };
        envelope::context(&[
            b"countertop key",
            shop_id.as_bytes(),
            name,
            &version.to_be_bytes(),
        ])
    }
}
