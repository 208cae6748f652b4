//! The shop's keys, as the use cases ask for them. Slow on purpose; never called inside a
//! transaction. No key comes through here.

use crate::api::AppResult;
use crate::views::keys::{KeyStep, SlotSecret};
use pos_domain::fact::{KeyKind, SlotKind};
use pos_domain::time::Instant;

/// What stands in the key file.
#[derive(Clone, Debug)]
pub struct KeyRegister {
    pub keys: Vec<KeyRecord>,
    pub slots: Vec<SlotRecord>,
    /// Read from the copy before, because the newest is missing or damaged.
    pub from_older_copy: bool,
    /// Whether this computer has a security chip that could hold a key.
    pub has_tpm: bool,
}

/// One key.
#[derive(Clone, Debug)]
pub struct KeyRecord {
    pub key: KeyKind,
    pub version: u32,
    pub made_at: Option<Instant>,
    /// Older versions that are kept.
    pub retired: u32,
}

/// One slot.
#[derive(Clone, Debug)]
pub struct SlotRecord {
    pub slot_id: u32,
    pub kind: SlotKind,
    pub made_at: Option<Instant>,
    pub tested_at: Option<Instant>,
}

/// Keys and slots of the open shop.
pub trait ShopKeys: Send + Sync {
    fn register(&self) -> AppResult<KeyRegister>;
    /// Makes a key anew, all the way; answers its version. `secrets` open the slots that a person
    /// types for, which only a new KEK needs. A journal key is at hand when this returns, and in
    /// use from the entry on that tells of it.
    fn rotate(
        &self,
        key: KeyKind,
        secrets: &[SlotSecret],
        tell: &dyn Fn(KeyStep),
    ) -> AppResult<u32>;
    /// Answers the new slot's number and, for a recovery phrase, its words.
    fn slot_add(
        &self,
        kind: SlotKind,
        passphrase: Option<&str>,
    ) -> AppResult<(u32, Option<Vec<String>>)>;
    /// Opens the shop's keys by this slot alone, all the way.
    fn slot_test(&self, slot_id: u32, secret: Option<&str>) -> AppResult<()>;
    fn slot_remove(&self, slot_id: u32) -> AppResult<()>;
    /// Whether these words open the shop: the proof that a decommission asks for.
    fn check_phrase(&self, phrase: &str) -> AppResult<()>;
    /// Destroys every slot, then every file. Nothing opens the shop afterwards.
    fn destroy(&self) -> AppResult<()>;
}
