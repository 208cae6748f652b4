//! Backups and what became of them.

use crate::ids::{BackupId, Seq, UserId};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum BackupWhy {
    /// Its hour had come.
    #[n(0)]
    Schedule,
    /// A business day was closed.
    #[n(1)]
    Z,
    /// A newer program was about to change the file's format.
    #[n(2)]
    Update,
    /// Somebody asked for it.
    #[n(3)]
    Hand,
}

/// A backup lies whole in the shop's own folder.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct BackupMade {
    #[n(0)]
    pub backup_id: BackupId,
    #[n(1)]
    pub why: BackupWhy,
    /// The last entry in it.
    #[n(2)]
    pub seq: Seq,
    #[n(3)]
    pub bytes: u64,
    /// Who asked for it.
    #[n(4)]
    pub by: Option<UserId>,
}

/// A backup was put back into a scratch folder and looked through.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct BackupProved {
    #[n(0)]
    pub backup_id: BackupId,
    #[n(1)]
    pub good: bool,
    #[n(2)]
    pub by: Option<UserId>,
}

/// A restore was rehearsed from every place.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct DrillHeld {
    #[n(0)]
    pub backup_id: BackupId,
    #[n(1)]
    pub good: bool,
    /// Places it was had from.
    #[n(2)]
    pub places: u32,
    #[n(3)]
    pub by: Option<UserId>,
}

/// A backup took the place of the books. What was written after it is lost; no number that may
/// have been given is given again.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct Restored {
    #[n(0)]
    pub backup_id: BackupId,
    /// How often this shop was restored, this time included.
    #[n(1)]
    pub epoch: u32,
    /// The last entry of the backup.
    #[n(2)]
    pub seq: Seq,
    /// The last entry of the books that were set aside, where it could be read.
    #[n(3)]
    pub set_aside_seq: Option<Seq>,
    /// No receipt number up to this one is given again.
    #[n(4)]
    pub receipt_no: i64,
    /// No Z number up to this one is given again.
    #[n(5)]
    pub z_number: i64,
    /// Who asked for it; None: nobody could sign in, the recovery phrase was shown.
    #[n(6)]
    pub by: Option<UserId>,
    #[n(7)]
    pub approved_by: Option<UserId>,
}
