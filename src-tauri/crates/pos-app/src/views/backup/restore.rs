//! Files that could be restored, and what a restore of one would do. Shapes only.

use super::BackupProof;
use pos_domain::fact::BackupWhy;
use pos_domain::ids::{BackupId, Seq, StageId};
use pos_domain::time::{Day, Instant};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file that could be restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RestoreSourceView {
    pub source: RestoreSource,
    /// Where it lies, in words.
    pub place: String,
    pub at: Instant,
    pub why: BackupWhy,
    pub seq: Seq,
    pub shop_name: String,
    #[ts(type = "number")]
    pub bytes: u64,
}

/// Where a backup is taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RestoreSource {
    /// A file on this computer or on a stick.
    File { path: String },
    /// A file at one of the plan's places; None: the shop's own folder.
    Place {
        place_id: Option<u32>,
        file_name: String,
    },
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RestoreLook {
    pub source: RestoreSource,
    /// The recovery phrase of the backup's day; needed where this shop's keys do not open it.
    pub phrase: Option<String>,
}

/// What a restore would do. The file was fetched, opened and proved; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RestoreView {
    /// Names what was fetched, for `restore_begin`.
    pub stage_id: StageId,
    pub backup_id: BackupId,
    pub shop_name: String,
    pub at: Instant,
    pub why: BackupWhy,
    pub seq: Seq,
    pub proof: BackupProof,
    /// The last numbers in the backup; 0: none.
    pub receipt_no: i64,
    pub z_number: i64,
    /// The highest that this computer still knows of; None: there is nothing to read.
    pub known_receipt_no: Option<i64>,
    pub known_z_number: Option<i64>,
    /// What is lost; None: there is nothing here to lose, or it cannot be read.
    pub lost: Option<RestoreLoss>,
    /// Payments in doubt in the backup: they are asked again.
    pub doubts: u32,
    pub open_sales: u32,
}

/// What was written after the backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RestoreLoss {
    pub entries: i64,
    pub sales: i64,
    pub amount_minor: i64,
    pub last_at: Instant,
    pub last_day: Option<Day>,
}

/// The restore of an open shop that was begun last, for who is told nothing else: it ends every
/// session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RestoreStanding {
    pub stage_id: StageId,
    pub state: RestoreState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RestoreState {
    Running,
    Done,
    /// The books of before are in place.
    Failed,
}

/// A restore in a shop that is open: two people, one of them a manager, one a technician.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RestoreBegin {
    pub stage_id: StageId,
    /// The number on the newest paper receipt that somebody has; None: there is none.
    pub paper_receipt_no: Option<i64>,
    /// The number on the newest Z on paper.
    pub paper_z_number: Option<i64>,
}
