//! The backup before a newer program changes the file's format: into the shop's own folder, which
//! is always there, and proved before the first step runs. The proof changes its own copy in the
//! same way, so that a step which fails is found there and not in the books.
//!
//! It is carried to the places and listed once the shop is open (`Clerk::take_in`).

use crate::backup::check;
use crate::backup::file::{self, Header};
use crate::backup::make::{self, Order, Scratch, file_error, headers, own_folder};
use crate::files::{Files, open_error};
use pos_app::api::AppResult;
use pos_app::views::shop::UpdateStep;
use pos_domain::fact::BackupWhy;
use pos_domain::ids::BackupId;
use pos_domain::time::Instant;
use pos_store::{Copied, Database};
use pos_vault::KeyRing;
use std::path::Path;
use uuid::Uuid;

/// Gets the step, what is done of it and how much there is; false stops it.
pub type Told<'t> = dyn FnMut(UpdateStep, u64, u64) -> bool + 't;

/// Makes one of the books as they are, or finds the one that an earlier try left, and proves it.
///
/// # Errors
/// Whatever is in its way; `file_locked` while another program writes to the shop.
pub fn before_update(
    files: &Files,
    database: &Database,
    ring: &KeyRing,
    told: &mut Told,
) -> AppResult<()> {
    let _lock = files.alone()?;
    let now = database.facts().map_err(open_error)?;
    let own = own_folder(files.dir());
    let mut earlier = headers(&own).into_iter();
    if let Some((name, ..)) = earlier.find(|(_, header, _)| is_of(header, &now))
        && proven(files, database, ring, &own.join(name), told).is_ok()
    {
        return Ok(());
    }
    let order = Order {
        backup_id: BackupId(Uuid::now_v7()),
        why: BackupWhy::Update,
        at: Instant(jiff::Timestamp::now().as_millisecond()),
    };
    let mut copied = |done, total| told(UpdateStep::Copying, done, total);
    let made = make::make(files, database, ring, order, &mut copied)?;
    let path = own.join(made.file_name);
    proven(files, database, ring, &path, told).inspect_err(|_| {
        // Each further try would leave another one.
        if let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!("{} stays: {error}", path.display());
        }
    })
}

fn is_of(header: &Header, now: &Copied) -> bool {
    header.why == BackupWhy::Update
        && header.format == now.format
        && (header.seq.0, &header.hash) == (now.seq, &file::hex(&now.hash))
}

fn proven(
    files: &Files,
    database: &Database,
    ring: &KeyRing,
    path: &Path,
    told: &mut Told,
) -> AppResult<()> {
    let keys = files.backup_keys(ring);
    let scratch = Scratch::make(files.dir(), &format!("proof-{}", Uuid::now_v7()))?;
    let mut looked = |done, total| {
        told(UpdateStep::Proving, done, total);
    };
    looked(0, 0);
    let proven = check::prove(path, &keys, database, scratch.path(), &mut looked);
    match proven.fault {
        Some(fault) => Err(file_error(fault)),
        None if proven.good() => Ok(()),
        None => Err(make::broken(&proven.checks)),
    }
}
