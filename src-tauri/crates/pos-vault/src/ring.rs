//! The working keys of a shop, and how they stand wrapped in the vault file: each in versions, of
//! which one is current. It must never drop a version that something may still need.

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
    /// Versions that are not current: coming, or retired.
    pub others: Vec<OtherKey>,
    /// The current versions, in the order of [`KeyName::ALL`].
    versions: [u32; 5],
}

/// A version of a key that is not the current one.
#[derive(Debug)]
pub struct OtherKey {
    /// Which key.
    pub name: KeyName,
    /// Its version.
    pub version: u32,
    /// Coming or retired.
    pub standing: Standing,
    /// The key.
    pub key: Secret32,
}

/// Where a version of a key is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Made, and perhaps in use already: a rotation was begun and not ended.
    Coming,
    /// In use.
    #[default]
    Current,
    /// Reads and checks what it once closed; closes nothing any more.
    Retired,
}

/// The names of the working keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyName {
    /// See [`KeyRing::database`].
    Database,
    /// See [`KeyRing::journal`].
    Journal,
    /// See [`KeyRing::anchor`].
    Anchor,
    /// See [`KeyRing::backup`].
    Backup,
    /// See [`KeyRing::pin_pepper`].
    PinPepper,
}

impl KeyRing {
    pub(crate) fn make() -> Result<Self> {
        Ok(Self {
            database: make_key()?,
            journal: make_key()?,
            anchor: make_key()?,
            backup: make_key()?,
            pin_pepper: make_key()?,
            others: Vec::new(),
            versions: [1; 5],
        })
    }

    /// The version of the current key of that name.
    pub fn version(&self, name: KeyName) -> u32 {
        self.versions[name.place()]
    }

    /// The current key of that name.
    pub fn current(&self, name: KeyName) -> &Secret32 {
        match name {
            KeyName::Database => &self.database,
            KeyName::Journal => &self.journal,
            KeyName::Anchor => &self.anchor,
            KeyName::Backup => &self.backup,
            KeyName::PinPepper => &self.pin_pepper,
        }
    }

    /// The versions of that name that are not current.
    pub fn others(&self, name: KeyName) -> impl Iterator<Item = &OtherKey> {
        self.others.iter().filter(move |other| other.name == name)
    }

    /// Wraps the current keys, each on its own, so that one can be replaced or destroyed alone.
    pub(crate) fn wrap(
        &self,
        kek: &Secret32,
        shop_id: &str,
        at_ms: i64,
    ) -> Result<Vec<WrappedKey>> {
        KeyName::ALL
            .into_iter()
            .map(|name| {
                let version = self.version(name);
                WrappedKey::wrap(name, version, self.current(name), kek, shop_id, Some(at_ms))
            })
            .collect()
    }

    /// Every version of every key. Damage when a current one is missing, or one does not open.
    pub(crate) fn unwrap(wrapped: &[WrappedKey], kek: &Secret32, shop_id: &str) -> Result<Self> {
        let mut versions = [0; 5];
        let mut current = |name: KeyName| {
            let mut of_it = wrapped.iter().filter(|w| w.is_current(name));
            let (Some(one), None) = (of_it.next(), of_it.next()) else {
                return Err(VaultError::Damaged("a key is missing"));
            };
            versions[name.place()] = one.version;
            one.open(kek, shop_id)
        };
        let mut ring = Self {
            database: current(KeyName::Database)?,
            journal: current(KeyName::Journal)?,
            anchor: current(KeyName::Anchor)?,
            backup: current(KeyName::Backup)?,
            pin_pepper: current(KeyName::PinPepper)?,
            others: Vec::new(),
            versions: [0; 5],
        };
        ring.versions = versions;
        for other in wrapped.iter().filter(|w| w.standing != Standing::Current) {
            ring.others.push(OtherKey {
                name: other.name,
                version: other.version,
                standing: other.standing,
                key: other.open(kek, shop_id)?,
            });
        }
        Ok(ring)
    }
}

/// One version of a working key under the KEK, bound to shop, name and version.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrappedKey {
    pub name: KeyName,
    pub version: u32,
    envelope: Envelope,
    /// Milliseconds since 1970; not known of keys of the first format.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at_ms: Option<i64>,
    #[serde(default)]
    pub standing: Standing,
}

impl WrappedKey {
    pub fn wrap(
        name: KeyName,
        version: u32,
        key: &Secret32,
        kek: &Secret32,
        shop_id: &str,
        made_at_ms: Option<i64>,
    ) -> Result<Self> {
        let envelope = envelope::wrap(kek, key, &name.context(shop_id, version))?;
        Ok(Self {
            name,
            version,
            envelope,
            made_at_ms,
            standing: Standing::Current,
        })
    }

    fn is_current(&self, name: KeyName) -> bool {
        self.name == name && self.standing == Standing::Current
    }

    pub fn open(&self, kek: &Secret32, shop_id: &str) -> Result<Secret32> {
        envelope::unwrap(
            kek,
            &self.envelope,
            &self.name.context(shop_id, self.version),
        )
        .ok_or(VaultError::Damaged("a key does not open"))
    }

    /// The same version of the same key under another KEK.
    pub fn carry(&self, old: &Secret32, new: &Secret32, shop_id: &str) -> Result<Self> {
        let key = self.open(old, shop_id)?;
        let carried = Self::wrap(self.name, self.version, &key, new, shop_id, self.made_at_ms)?;
        Ok(Self {
            standing: self.standing,
            ..carried
        })
    }
}

impl KeyName {
    /// All of them.
    pub const ALL: [KeyName; 5] = [
        KeyName::Database,
        KeyName::Journal,
        KeyName::Anchor,
        KeyName::Backup,
        KeyName::PinPepper,
    ];

    fn place(self) -> usize {
        match self {
            Self::Database => 0,
            Self::Journal => 1,
            Self::Anchor => 2,
            Self::Backup => 3,
            Self::PinPepper => 4,
        }
    }

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
