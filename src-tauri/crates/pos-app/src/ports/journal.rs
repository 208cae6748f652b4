//! The proof of the journal, and the shop's signature, as the use cases ask for them. Slow on
//! purpose; never called inside a transaction. No key comes through here.

use crate::api::AppResult;
use pos_domain::ids::Seq;

/// What the check of the whole journal found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalCheck {
    /// Entries that hold, from the first on.
    pub entries: i64,
    pub bad_seq: Option<Seq>,
    /// In the words of the check; None: all holds.
    pub problem: Option<String>,
    /// Hexadecimal.
    pub head_hash: Option<String>,
}

/// A signature over a file (Ed25519, RFC 8032).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSignature {
    pub public_key: [u8; 32],
    pub signature: [u8; 64],
}

/// The journal of the open shop.
pub trait JournalProof: Send + Sync {
    /// Checks every entry, the anchors and the file's own rules. `progress` gets entries done and
    /// entries in all.
    fn verify(&self, progress: &mut dyn FnMut(i64, i64)) -> AppResult<JournalCheck>;
    /// Signs with the shop's own key.
    fn sign(&self, bytes: &[u8]) -> AppResult<FileSignature>;
}
