//! The working keys of one open shop, and how they change while it is open: every clone of a
//! [`crate::Database`] sees the same ones. Must never drop a key that something on the disk may
//! still need.

use pos_app::ports::store::{StoreError, StoreResult};
use pos_domain::journal::{ChainKey, OpenKey, SealKey};
use std::sync::{Arc, PoisonError, RwLock};
use zeroize::Zeroizing;

/// A raw SQLCipher key.
pub type DatabaseKey = Zeroizing<[u8; 32]>;

/// The working keys of one shop, as the vault unlocked them.
#[derive(Clone)]
pub struct Keys {
    pub(crate) database: DatabaseKey,
    /// The one that the file may have in its place: a change of keys was cut off.
    pub(crate) other_database: Option<DatabaseKey>,
    /// Each version of the journal's key; which one seals an entry stands in `journal_epoch`.
    chains: Vec<(u32, ChainKey)>,
    pub(crate) anchor: ChainKey,
    /// Older ones, which still check an anchor.
    anchors_before: Vec<ChainKey>,
}

impl Keys {
    /// `database` is the raw SQLCipher key, `chain` the first version of the journal's, `anchor`
    /// the anchor's.
    pub fn new(database: &[u8; 32], chain: &[u8; 32], anchor: &[u8; 32]) -> Keys {
        Keys {
            database: Zeroizing::new(*database),
            other_database: None,
            chains: vec![(1, ChainKey(*chain))],
            anchor: ChainKey(*anchor),
            anchors_before: Vec::new(),
        }
    }

    /// A later version of the journal's key.
    #[must_use]
    pub fn and_chain(mut self, version: u32, chain: &[u8; 32]) -> Keys {
        self.chains.retain(|(known, _)| *known != version);
        self.chains.push((version, ChainKey(*chain)));
        self
    }

    /// A key that the file may have in place of the one in use.
    #[must_use]
    pub fn or_database(mut self, other: &[u8; 32]) -> Keys {
        self.other_database = Some(Zeroizing::new(*other));
        self
    }

    /// An older key of the anchor, which still checks one.
    #[must_use]
    pub fn and_anchor_before(mut self, before: &[u8; 32]) -> Keys {
        self.anchors_before.push(ChainKey(*before));
        self
    }

    /// The same keys for a copy of the file that has a page key of its own.
    pub(crate) fn only_with(&self, database: &[u8; 32]) -> Keys {
        Keys {
            database: Zeroizing::new(*database),
            other_database: None,
            ..self.clone()
        }
    }

    pub(crate) fn chain(&self, version: u32) -> StoreResult<&ChainKey> {
        let found = self.chains.iter().find(|(known, _)| *known == version);
        found.map(|(_, chain)| chain).ok_or_else(|| {
            StoreError::Failed(format!(
                "version {version} of the journal's key is not at hand"
            ))
        })
    }

    /// What seals entries in the epoch of that version.
    pub(crate) fn seal(&self, version: u32) -> StoreResult<SealKey<'_>> {
        self.chain(version).map(SealKey)
    }

    /// What checks entries of the epoch of that version.
    pub(crate) fn open(&self, version: u32) -> StoreResult<OpenKey<'_>> {
        self.chain(version).map(OpenKey)
    }

    /// The anchor's key and those before it.
    pub(crate) fn anchors(&self) -> impl Iterator<Item = &ChainKey> {
        std::iter::once(&self.anchor).chain(&self.anchors_before)
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// The keys that all clones of a database share.
#[derive(Clone, Debug)]
pub struct SharedKeys(Arc<RwLock<Arc<Keys>>>);

impl SharedKeys {
    pub fn new(keys: Keys) -> SharedKeys {
        SharedKeys(Arc::new(RwLock::new(Arc::new(keys))))
    }

    /// The keys as they are now.
    pub fn now(&self) -> Arc<Keys> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub fn change(&self, change: impl FnOnce(&mut Keys)) {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let mut keys = Keys::clone(&held);
        change(&mut keys);
        *held = Arc::new(keys);
    }
}
