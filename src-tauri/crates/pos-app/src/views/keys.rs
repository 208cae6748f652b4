//! The shop's keys and what opens them: numbers, dates and kinds; never a key.

use pos_domain::fact::{KeyKind, SlotKind};
use pos_domain::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All keys, and every slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct KeyList {
    pub keys: Vec<KeyView>,
    pub slots: Vec<SlotView>,
    /// Kinds of slot that may be added now.
    pub addable: Vec<SlotKind>,
    /// The key file could be read from its older copy only: damage that should be looked into.
    pub from_older_copy: bool,
}

/// One of the keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct KeyView {
    pub key: KeyKind,
    pub version: u32,
    /// None: made before this was written down.
    pub made_at: Option<Instant>,
    pub age_days: Option<i64>,
    /// It should be made anew: it is older than a year, or nobody knows how old it is.
    pub due: bool,
    /// Older ones that are kept, to read and check only.
    pub retired: u32,
}

/// One way in which the keys can be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SlotView {
    pub slot_id: u32,
    pub kind: SlotKind,
    /// None: made before this was written down.
    pub made_at: Option<Instant>,
    pub last_tested_at: Option<Instant>,
    /// Opens with nobody at the screen.
    pub automatic: bool,
    /// Why it cannot be removed; None: it can.
    pub kept_because: Option<SlotKept>,
}

/// Why a slot stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SlotKept {
    /// Nothing else would open the shop.
    LastSlot,
    /// The only one that a person can carry away: without it a broken computer takes the shop
    /// with it.
    LastPhrase,
}

/// A slot that was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SlotAdded {
    pub slot_id: u32,
    /// The twelve words, this once.
    pub recovery_phrase: Option<Vec<String>>,
    pub list: KeyList,
}

/// What a person typed for a slot.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SlotSecret {
    pub slot_id: u32,
    /// The passphrase, or the recovery phrase.
    pub secret: String,
}

/// How far a rotation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyStep {
    /// The new key is made and kept beside the old one.
    Made,
    /// What the old key closed is closed with the new one.
    Carried,
    /// The file was opened with the new key and is whole.
    Verified,
    /// The old key is gone, or kept to read and check only.
    Done,
}

impl KeyStep {
    pub const ALL: [KeyStep; 4] = [
        KeyStep::Made,
        KeyStep::Carried,
        KeyStep::Verified,
        KeyStep::Done,
    ];
}
