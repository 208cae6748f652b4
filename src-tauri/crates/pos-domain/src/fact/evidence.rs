//! Looks into the journal and at who may do what: each is itself an act (PCI DSS 10.2.1.3). The
//! order of the fields is the order of the bytes.

use crate::ids::{Seq, UserId};
use minicbor::{Decode, Encode};
use serde::Serialize;

/// How somebody looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum JournalLook {
    /// Entries sought by what they have in common.
    #[n(0)]
    Search,
    /// One entry opened.
    #[n(1)]
    Entry,
}

/// Somebody read entries.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct JournalRead {
    #[n(0)]
    pub look: JournalLook,
    /// How many were shown.
    #[n(1)]
    pub count: u32,
    /// The newest of them.
    #[n(2)]
    pub last_seq: Option<Seq>,
    /// Whose entries were sought.
    #[n(3)]
    pub of_user: Option<UserId>,
    /// The kind that was sought.
    #[n(4)]
    pub of_kind: Option<u16>,
}

/// Somebody took a signed copy of entries out.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct JournalExported {
    #[n(0)]
    pub first_seq: Seq,
    #[n(1)]
    pub last_seq: Seq,
    /// SHA-256 of what was signed.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub file_hash: Vec<u8>,
    /// The key that signed it, as who reads it must know it.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub public_key: Vec<u8>,
}

/// Somebody looked through who may do what and who did.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct AccessReviewed {
    #[n(0)]
    pub people: u32,
    /// It was taken out as a file.
    #[n(1)]
    pub file: bool,
}

/// Somebody had the whole journal checked.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct JournalVerified {
    /// Entries that hold, from the first on.
    #[n(0)]
    pub entries: i64,
    /// The first that does not; None: all hold.
    #[n(1)]
    pub bad_seq: Option<Seq>,
    /// The file's own rules or anchors do not hold, whichever entry that concerns.
    #[n(2)]
    pub holds: bool,
}
