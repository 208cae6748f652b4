//! Keys of the shop and what opens them. Never a key, a word or a place where one is kept.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One of the shop's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum KeyKind {
    /// Encrypts the shop's file.
    #[n(0)]
    Database,
    /// Chains the journal.
    #[n(1)]
    Journal,
    /// Seals how far the journal had come.
    #[n(2)]
    Anchor,
    /// Wraps the key of each backup.
    #[n(3)]
    Backup,
    /// Goes into every PIN hash.
    #[n(4)]
    Pepper,
    /// Wraps all the others; the slots hold it.
    #[n(5)]
    Kek,
}

impl KeyKind {
    pub const ALL: [KeyKind; 6] = [
        KeyKind::Database,
        KeyKind::Journal,
        KeyKind::Anchor,
        KeyKind::Backup,
        KeyKind::Pepper,
        KeyKind::Kek,
    ];
}

/// A way in which the shop's keys can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum SlotKind {
    /// The operating system's keychain.
    #[n(0)]
    Keychain,
    /// The security chip of this computer.
    #[n(1)]
    Tpm,
    /// A passphrase that a person types.
    #[n(2)]
    Passphrase,
    /// The printed recovery phrase.
    #[n(3)]
    RecoveryPhrase,
    /// A file with the key in clear.
    #[n(4)]
    KeyFile,
}

/// A key was made anew. Entries after one about the journal's key are sealed with the new one.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct KeyRotated {
    #[n(0)]
    pub key: KeyKind,
    /// Of the new key; counts from 1 and may skip.
    #[n(1)]
    pub version: u32,
}

/// A slot was added or removed.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct SlotChanged {
    /// Never used twice in a shop.
    #[n(0)]
    pub slot_id: u32,
    #[n(1)]
    pub kind: SlotKind,
}
