//! Carries backups to the plan's places, keeps there what the plan keeps, and takes them back.

use crate::backup::file::{self, FileFault};
use crate::backup::make::{Scratch, file_error, own_folder};
use crate::backup::places::{self, Place, PlaceFault};
use crate::files::Files;
use pos_app::api::{AppError, AppResult, ErrorCode};
use pos_app::ports::backups::BackupPlace;
use pos_app::views::backup::{BackupCopy, BackupView, CopyState};
use pos_domain::time::Instant;
use pos_vault::{Secret, backup as seal};
use std::path::{Path, PathBuf};

/// A place's secret, opened with this shop's keys.
pub fn secret(files: &Files, place: &BackupPlace) -> AppResult<Option<Secret>> {
    let Some(sealed) = &place.sealed_secret else {
        return Ok(None);
    };
    let ring = files.ring()?;
    let opened = files.backup_keys(&ring).into_iter();
    let mut opened = opened.filter_map(|key| seal::open_secret(key, sealed));
    let lost = || AppError::new(ErrorCode::KeyUnavailable).with("reason", "the place's secret");
    opened.next().map(Some).ok_or_else(lost)
}

/// Takes every backup to every place where it is not yet.
/// Answers whether something in the list has changed.
pub fn carry(
    files: &Files,
    backups: &mut [BackupView],
    place: &BackupPlace,
    now: Instant,
    again: bool,
    told: &mut dyn FnMut(u64, u64),
) -> bool {
    let wanted: Vec<usize> = (0..backups.len())
        .filter(|at| wants(&backups[*at], place, again))
        .collect();
    if wanted.is_empty() {
        return false;
    }
    let reached = secret(files, place)
        .map_err(|error| PlaceFault::NotLetIn(error.to_string()))
        .and_then(|secret| places::reach(place, secret));
    let mut reached = match reached {
        Ok(reached) => reached,
        Err(fault) => {
            let mut changed = false;
            for at in wanted {
                changed |= note(&mut backups[at], place, Err(&fault), now);
            }
            return changed;
        }
    };
    for at in wanted {
        let backup = &mut backups[at];
        let from = own_folder(files.dir()).join(&backup.file_name);
        let total = backup.bytes;
        let done = reached.put(&from, &backup.file_name, &mut |done| told(done, total));
        note(backup, place, done.as_ref().copied(), now);
        if let Err(fault) = done {
            tracing::warn!(place = place.name, "a backup was not taken there: {fault}");
        }
    }
    true
}

/// Lets go of one backup at one place.
pub fn let_go(files: &Files, place: &BackupPlace, file_name: &str) -> Result<(), String> {
    let secret = secret(files, place).map_err(|error| error.to_string())?;
    places::reach(place, secret)?.remove(file_name)?;
    Ok(())
}

fn wants(backup: &BackupView, place: &BackupPlace, again: bool) -> bool {
    let copy = backup
        .places
        .iter()
        .find(|copy| copy.place_id == place.place_id);
    match copy.map(|copy| copy.state) {
        None | Some(CopyState::Waiting) => true,
        Some(CopyState::Failed) => again,
        Some(CopyState::There | CopyState::Gone) => false,
    }
}

/// Notes how a copy stands; answers whether that is another way than before.
fn note(
    backup: &mut BackupView,
    place: &BackupPlace,
    done: Result<(), &PlaceFault>,
    now: Instant,
) -> bool {
    let state = match done {
        Ok(()) => CopyState::There,
        Err(PlaceFault::Away) => CopyState::Waiting,
        Err(_) => CopyState::Failed,
    };
    let copy = BackupCopy {
        place_id: place.place_id,
        state,
        trouble: done.err().map(ToString::to_string),
        at: Some(now),
    };
    let was = backup
        .places
        .iter_mut()
        .find(|copy| copy.place_id == place.place_id);
    match was {
        Some(was) => {
            let changed = (was.state, &was.trouble) != (copy.state, &copy.trouble);
            *was = copy;
            changed
        }
        None => {
            backup.places.push(copy);
            true
        }
    }
}

/// Fetches a backup from a place.
pub fn fetch(files: &Files, place: &BackupPlace, file_name: &str, to: &Path) -> AppResult<PathBuf> {
    if !file::is_name(file_name) {
        return Err(AppError::invalid("file_name", "not_a_backup"));
    }
    let mut reached = places::reach(place, secret(files, place)?)?;
    let path = to.join(file_name);
    reached.get(file_name, &path, &mut |_| {})?;
    Ok(path)
}

/// Writes a file at a place, reads it back, takes it away.
pub fn try_out(reached: &mut dyn Place, shop: &Path) -> AppResult<()> {
    let scratch = Scratch::make(shop, "trial")?;
    let (out, back) = (scratch.path().join("out"), scratch.path().join("back"));
    let bytes = pos_vault::random_bytes::<64>().map_err(AppError::internal)?;
    std::fs::write(&out, bytes)
        .map_err(FileFault::io(&out))
        .map_err(file_error)?;
    let name = format!(
        "countertop-trial-{}{}",
        &file::hex(&bytes)[..16],
        file::ENDING
    );
    reached.put(&out, &name, &mut |_| {})?;
    let got = reached.get(&name, &back, &mut |_| {});
    reached.remove(&name)?;
    got?;
    match std::fs::read(&back) {
        Ok(same) if same == bytes => Ok(()),
        Ok(_) | Err(_) => {
            let reason = "what was read back is not what was written";
            Err(AppError::new(ErrorCode::PlaceUnreachable).with("reason", reason))
        }
    }
}
