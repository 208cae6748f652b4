//! Backups: the list, one made now, one proved, a drill. The desk does the work on its own thread;
//! these begin it and tell how it stands.

pub mod notes;
pub mod plan;
pub mod restore;

use crate::api::{AppError, AppResult, ErrorCode};
use crate::flow::Flow;
use crate::ports::backups::{BackupPlan, Backups};
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::backup::{
    BackupBegun, BackupList, BackupRef, BackupStanding, BackupView, CopyState,
};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use pos_domain::fact::BackupWhy;
use pos_domain::ids::Seq;
use pos_domain::time::Instant;
use pos_macros::command;

const HOUR_MS: i64 = 3_600_000;

/// How safe the shop is by its backups, for the status bar.
pub fn standing(tx: &Tx, desk: &dyn Backups) -> AppResult<BackupStanding> {
    let backups = tx.store.backups()?;
    let plan = &tx.context.shop.backup;
    let good = backups.iter().find(|backup| is_good(backup));
    let last_good_at = good.map(|backup| backup.at);
    // A shop that never had one is measured from its first entry.
    let since = match last_good_at {
        Some(at) => Some(at),
        None => tx.store.entry(Seq(1))?.map(|(header, _)| header.at),
    };
    let limit_ms = i64::from(plan.overdue_after_h) * HOUR_MS;
    let newest = backups.first().and_then(|backup| backup.proof.as_ref());
    let copies = backups.iter().flat_map(|backup| &backup.places);
    let waiting = copies
        .filter(|copy| copy.state == CopyState::Waiting)
        .count();
    Ok(BackupStanding {
        last_good_at,
        overdue: limit_ms > 0 && since.is_some_and(|at| tx.now.0 - at.0 > limit_ms),
        failed: desk.trouble().is_some() || newest.is_some_and(|proof| !proof.good),
        running: desk.running().is_some(),
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
    })
}

/// Whether it was proved and found whole.
pub fn is_good(backup: &BackupView) -> bool {
    backup.proof.as_ref().is_some_and(|proof| proof.good)
}

/// When the clock makes the next one: the first time after `after` that the shop's clock shows the
/// plan's hour. None: the plan has no hour.
pub fn next_at(plan: &BackupPlan, zone: &TimeZone, after: Instant) -> Option<Instant> {
    let minute = plan.daily_at_minute?;
    let after = jiff::Timestamp::from_millisecond(after.0).ok()?;
    let mut day = after.to_zoned(zone.clone()).date();
    let (hour, minute) = (
        i8::try_from(minute / 60).ok()?,
        i8::try_from(minute % 60).ok()?,
    );
    for _ in 0..3 {
        // An hour that the clock leaves out in spring comes as the one after it.
        let at = day.at(hour, minute, 0, 0).to_zoned(zone.clone()).ok()?;
        if at.timestamp() > after {
            return Some(Instant(at.timestamp().as_millisecond()));
        }
        day = day.checked_add(1.day()).ok()?;
    }
    None
}

/// Every backup, newest first, and how the plan stands.
#[command(permission = BackupRun, mode = Flow)]
pub fn backup_list(flow: &Flow, _input: Nothing) -> AppResult<BackupList> {
    let desk = flow.world().backups();
    flow.read(|tx| {
        let context = tx.context;
        Ok(BackupList {
            backups: tx.store.backups()?,
            standing: standing(tx, desk)?,
            running: desk.running(),
            next_at: next_at(&context.shop.backup, &context.day_rule.zone, tx.now),
            drill: tx.store.drill()?,
        })
    })
}

/// Makes one now; the rest is told by events.
#[command(permission = BackupRun, mode = Flow)]
pub fn backup_make(flow: &Flow, _input: Nothing) -> AppResult<BackupBegun> {
    let by = flow.session()?.user_id;
    let backup_id = flow.world().backups().make(BackupWhy::Hand, Some(by))?;
    Ok(BackupBegun { backup_id })
}

/// Proves one: it is put back into a scratch folder and looked through.
#[command(permission = BackupRun, mode = Flow)]
pub fn backup_verify(flow: &Flow, input: BackupRef) -> AppResult<BackupBegun> {
    let by = flow.session()?.user_id;
    let backup_id = input.backup_id;
    known(flow, &input)?;
    flow.world().backups().verify(backup_id, Some(by))?;
    Ok(BackupBegun { backup_id })
}

fn known(flow: &Flow, input: &BackupRef) -> AppResult<BackupView> {
    let backup = flow.read(|tx| Ok(tx.store.backup(input.backup_id)?))?;
    backup.ok_or_else(|| AppError::new(ErrorCode::BackupMissing).field("backup_id"))
}

/// Rehearses a restore of the newest backup from every place where it lies; the report is a paper.
#[command(permission = BackupRun, mode = Flow)]
pub fn backup_drill(flow: &Flow, _input: Nothing) -> AppResult<BackupBegun> {
    let by = flow.session()?.user_id;
    let newest = flow.read(|tx| Ok(tx.store.backups()?.into_iter().next()))?;
    let newest = newest.ok_or_else(|| AppError::new(ErrorCode::BackupMissing))?;
    let backup_id = newest.backup_id;
    flow.world().backups().drill(backup_id, Some(by))?;
    Ok(BackupBegun { backup_id })
}

#[cfg(test)]
mod tests;
