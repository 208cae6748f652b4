//! Backups: what was kept where, what proved it, and what a restore would take away.

mod restore;

pub use restore::{
    RestoreBegin, RestoreLook, RestoreLoss, RestoreSource, RestoreSourceView, RestoreStanding,
    RestoreState, RestoreView,
};

use crate::api::AppError;
use pos_domain::fact::BackupWhy;
use pos_domain::ids::{BackupId, Seq};
use pos_domain::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Backups, newest first, and how the plan stands.
#[derive(Clone, Debug, Serialize, TS)]
pub struct BackupList {
    pub backups: Vec<BackupView>,
    pub standing: BackupStanding,
    /// What the desk is doing now.
    pub running: Option<BackupProgress>,
    /// When the clock makes the next one; None: the plan has no hour.
    pub next_at: Option<Instant>,
    /// The newest drill.
    pub drill: Option<DrillReport>,
}

/// One backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupView {
    pub backup_id: BackupId,
    pub at: Instant,
    pub why: BackupWhy,
    /// The last entry in it.
    pub seq: Seq,
    #[ts(type = "number")]
    pub bytes: u64,
    pub file_name: String,
    /// Each place of the plan and how the file stands there.
    pub places: Vec<BackupCopy>,
    /// The newest proof; None: not proved yet.
    pub proof: Option<BackupProof>,
    /// For what it is kept; empty: only because it is the newest.
    pub kept_as: Vec<KeptAs>,
}

/// For what a backup is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeptAs {
    Daily,
    Weekly,
    Monthly,
    /// Made by hand today.
    Hand,
    /// Made before the last update.
    Update,
}

/// A backup at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupCopy {
    pub place_id: u32,
    pub state: CopyState,
    /// Why it is not there, in the words of what refused it.
    pub trouble: Option<String>,
    pub at: Option<Instant>,
}

/// How a copy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CopyState {
    /// The place is not there yet (a stick that is not in); it is taken there when it is.
    Waiting,
    There,
    /// The place refused it; it is tried again with the next one.
    Failed,
    /// It was too old to keep.
    Gone,
}

/// What a proof found: the file was put back into a scratch folder and looked through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupProof {
    pub at: Instant,
    /// Who asked for it; None: the till itself.
    pub by: Option<String>,
    pub good: bool,
    pub checks: Vec<BackupCheck>,
}

/// One check of a proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupCheck {
    pub check: BackupCheckKind,
    pub good: bool,
    /// What was counted, or what was found wrong.
    pub found: String,
    #[ts(type = "number")]
    pub ms: u64,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BackupCheckKind {
    /// The file is whole and was written by this shop: length, sum, seal.
    Seal,
    /// It opens with the key of the day.
    Opens,
    /// Every page answers to its own seal.
    Cipher,
    /// The tables and their indexes fit together.
    Integrity,
    /// Every entry of the journal hangs on the one before it.
    Chain,
    /// Counted again from the journal, everything is equal.
    Projections,
    /// As many rows as there were when it was made.
    Rows,
}

/// How safe the shop is by its backups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct BackupStanding {
    /// When the newest one was made that was proved good.
    pub last_good_at: Option<Instant>,
    /// The plan wants one, and there is none that is new enough.
    pub overdue: bool,
    /// The newest try failed.
    pub failed: bool,
    pub running: bool,
    /// Copies that wait for their place.
    pub waiting: u32,
}

/// How far the desk has come; told as an event.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct BackupProgress {
    pub act: BackupAct,
    pub backup_id: Option<BackupId>,
    pub step: BackupStep,
    /// Of this step: pages, bytes or entries.
    #[ts(type = "number")]
    pub done: u64,
    #[ts(type = "number")]
    pub total: u64,
    /// Why it failed.
    pub trouble: Option<AppError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BackupAct {
    Make,
    Verify,
    Drill,
    Restore,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BackupStep {
    Copying,
    Writing,
    Carrying,
    Proving,
    Restoring,
    Done,
    Failed,
}

/// When backups are made and where they go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct BackupPlanView {
    /// Each day at this hour, `03:00` by the shop's clock; None: not by the clock.
    pub daily_at: Option<String>,
    pub at_z: bool,
    pub keep_daily: u16,
    pub keep_weekly: u16,
    pub keep_monthly: u16,
    /// Without a good one for so many hours the till warns.
    pub overdue_after_h: u16,
    /// Beside the shop's own folder, which always has them.
    pub places: Vec<BackupPlaceView>,
}

/// One place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct BackupPlaceView {
    pub place_id: u32,
    pub name: String,
    pub address: PlaceAddress,
    /// A password or key is kept for it.
    pub secret_kept: bool,
}

/// Where a place is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PlaceAddress {
    /// A folder that is always there.
    Folder { path: String },
    /// A folder on a stick that is known by its label or its file system's id.
    Stick { stick: String, folder: String },
    Sftp {
        host: String,
        port: u16,
        user: String,
        folder: String,
        /// `SHA256:` and the sum of the server's key: another key is refused.
        host_key: String,
        /// What the secret is: a private key, or a password.
        with_key: bool,
    },
}

/// A plan to be kept.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BackupPlanSave {
    pub daily_at: Option<String>,
    pub at_z: bool,
    pub keep_daily: u16,
    pub keep_weekly: u16,
    pub keep_monthly: u16,
    pub overdue_after_h: u16,
    pub places: Vec<BackupPlaceSave>,
}

/// A place to be kept.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BackupPlaceSave {
    /// None: a new one.
    pub place_id: Option<u32>,
    pub name: String,
    pub address: PlaceAddress,
    /// Password or private key of an SFTP place; None: the one that is kept.
    pub secret: Option<String>,
}

/// What backups could go to.
#[derive(Clone, Debug, Serialize, TS)]
pub struct BackupDestinations {
    /// The shop's own folder of backups, and the room there.
    pub own_folder: String,
    #[ts(type = "number | null")]
    pub own_free_bytes: Option<u64>,
    pub sticks: Vec<StickView>,
}

/// A stick that is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct StickView {
    /// By which it is known again: its label, or the id of its file system.
    pub stick: String,
    pub path: String,
    #[ts(type = "number | null")]
    pub free_bytes: Option<u64>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SftpLook {
    pub host: String,
    pub port: u16,
}

/// Who answers there; a person compares it with what the server's owner says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SftpServer {
    /// `SHA256:` and 43 characters.
    pub host_key: String,
    /// `ssh-ed25519` …
    pub key_kind: String,
}

/// A place was tried: a file was written, read back and taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PlaceTried {
    #[ts(type = "number | null")]
    pub free_bytes: Option<u64>,
    #[ts(type = "number")]
    pub ms: u64,
    /// Backups of this shop that are there already.
    pub backups: u32,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BackupRef {
    pub backup_id: BackupId,
}

/// The desk has begun; it tells the rest by events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct BackupBegun {
    pub backup_id: BackupId,
}

/// A rehearsal: the newest backup was put back into a scratch folder from each place it lies at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DrillReport {
    pub backup_id: BackupId,
    pub backup_at: Instant,
    pub seq: Seq,
    pub at: Instant,
    pub by: Option<String>,
    pub good: bool,
    pub places: Vec<DrillPlace>,
    /// Entries made since the backup: what a loss right now would cost.
    pub entries_since: i64,
    /// Payments in doubt that would be asked again.
    pub doubts: u32,
    #[ts(type = "number")]
    pub ms: u64,
}

/// One place of a drill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DrillPlace {
    /// None: the shop's own folder.
    pub place: Option<String>,
    pub good: bool,
    /// Why it could not be had from there.
    pub trouble: Option<String>,
    pub checks: Vec<BackupCheck>,
}
