//! A restore: looked at first, then done by two people, one of them a manager and one a technician;
//! on a new computer by who has the recovery phrase of the backup's day. It takes the shop back in
//! time, and says what that costs before anybody agrees to it.

use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::approval::are_both_roles;
use crate::effect::Effect;
use crate::flow::Flow;
use crate::ports::backups::{Backups, NewDoor, RestoreOrder};
use crate::ports::world::FileState;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::backup::{
    RestoreBegin, RestoreLook, RestoreSourceView, RestoreState, RestoreView,
};
use crate::views::shop::{KeySlot, UnlockReason};
use pos_domain::ids::{StageId, UserId};
use pos_domain::staff::Permission;
use pos_macros::command;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Files that could be restored: at the plan's places and on the sticks that are in.
#[command(permission = BackupRestore, mode = Flow)]
pub fn restore_sources(flow: &Flow, _input: Nothing) -> AppResult<Vec<RestoreSourceView>> {
    let context = flow.context()?;
    flow.world().backups().sources(Some(&context.shop.backup))
}

/// Fetches a file, proves it, and says what a restore would take away. Changes nothing.
#[command(permission = BackupRestore, secret, mode = Flow)]
pub fn restore_look(flow: &Flow, input: RestoreLook) -> AppResult<RestoreView> {
    let context = flow.context()?;
    let plan = Some(&context.shop.backup);
    let phrase = input
        .phrase
        .as_deref()
        .filter(|text| !text.trim().is_empty());
    flow.world().backups().stage(&input.source, plan, phrase)
}

/// The desk has begun; it tells the rest by events and ends every session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RestoreBegun {
    pub stage_id: StageId,
}

fn begun_again(_tx: &mut Tx, input: &RestoreBegin) -> AppResult<RestoreBegun> {
    Ok(RestoreBegun {
        stage_id: input.stage_id,
    })
}

/// Puts what was looked at in the place of the books.
#[command(permission = BackupRestore, step_up, mode = Act, again = begun_again)]
pub fn restore_begin(tx: &mut Tx, input: RestoreBegin) -> AppResult<RestoreBegun> {
    let (paper_receipt_no, paper_z_number) = numbers(&input)?;
    let approver = tx.require_second_about(Permission::BackupRestore, input.stage_id.0)?;
    both_roles(tx, approver)?;
    tx.effects.push(Effect::Restore(RestoreOrder {
        stage_id: input.stage_id,
        paper_receipt_no,
        paper_z_number,
        by: tx.actor.user_id,
        approved_by: Some(approver),
    }));
    Ok(RestoreBegun {
        stage_id: input.stage_id,
    })
}

/// A manager and a technician, whichever of them asked.
fn both_roles(tx: &Tx, approver: UserId) -> AppResult<()> {
    let other = tx.store.user(approver)?.map(|user| user.role);
    match other.is_some_and(|other| are_both_roles(tx.actor.role, other)) {
        true => Ok(()),
        false => Err(AppError::new(ErrorCode::SecondOtherRole)),
    }
}

/// The largest number that a person can have read off a receipt.
const NUMBER_MAX: i64 = 999_999_999;

fn numbers(input: &RestoreBegin) -> AppResult<(i64, i64)> {
    let checked = |field: &str, number: Option<i64>| match number.unwrap_or(0) {
        good @ 0..=NUMBER_MAX => Ok(good),
        _ => Err(AppError::invalid(field, "out_of_range")),
    };
    Ok((
        checked("paper_receipt_no", input.paper_receipt_no)?,
        checked("paper_z_number", input.paper_z_number)?,
    ))
}

/// Whether the books are being replaced: nobody opens those that are to go.
pub fn is_being_restored(desk: &dyn Backups) -> bool {
    let standing = desk.restore_standing();
    standing.is_some_and(|one| one.state == RestoreState::Running)
}

/// A shop that is open is restored from its own screen, by its own people.
fn nobody_can_sign_in(flow: &Flow) -> AppResult<()> {
    match flow.world().files().state() {
        FileState::Open => Err(AppError::new(ErrorCode::ShopExists)),
        // Its file is being written.
        FileState::Locked(UnlockReason::Updating) => Err(AppError::new(ErrorCode::BackupBusy)),
        FileState::Locked(_) if is_being_restored(flow.world().backups()) => {
            Err(AppError::new(ErrorCode::BackupBusy))
        }
        FileState::None | FileState::Locked(_) => Ok(()),
    }
}

/// Backups on the sticks that are in, for a computer without an open shop.
#[command(public, mode = Flow)]
pub fn shop_restore_sources(flow: &Flow, _input: Nothing) -> AppResult<Vec<RestoreSourceView>> {
    nobody_can_sign_in(flow)?;
    flow.world().backups().sources(None)
}

/// "This shop exists already": opens its backup with the phrase of that day. Changes nothing.
#[command(public, secret, mode = Flow)]
pub fn shop_restore_look(flow: &Flow, input: RestoreLook) -> AppResult<RestoreView> {
    nobody_can_sign_in(flow)?;
    let phrase = input
        .phrase
        .as_deref()
        .filter(|text| !text.trim().is_empty());
    let phrase = phrase.ok_or_else(|| AppError::invalid("phrase", "missing"))?;
    flow.world()
        .backups()
        .stage(&input.source, None, Some(phrase))
}

/// How the shop opens on this computer from now on, beside its recovery phrase.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShopRestore {
    pub stage_id: StageId,
    pub key_slot: KeySlot,
    pub passphrase: Option<String>,
    pub paper_receipt_no: Option<i64>,
    pub paper_z_number: Option<i64>,
}

/// Makes the shop of its backup. What is in the folder already is set aside, never deleted.
#[command(public, secret, mode = Flow)]
pub fn shop_restore(flow: &Flow, input: ShopRestore) -> AppResult<RestoreView> {
    nobody_can_sign_in(flow)?;
    let (paper_receipt_no, paper_z_number) = numbers(&RestoreBegin {
        stage_id: input.stage_id,
        paper_receipt_no: input.paper_receipt_no,
        paper_z_number: input.paper_z_number,
    })?;
    let desk = flow.world().backups();
    let stale = || AppError::new(ErrorCode::RestoreStale).field("stage_id");
    let view = desk.staged(input.stage_id).ok_or_else(stale)?;
    let order = RestoreOrder {
        stage_id: input.stage_id,
        paper_receipt_no,
        paper_z_number,
        by: None,
        approved_by: None,
    };
    let door = NewDoor {
        slot: input.key_slot,
        passphrase: input.passphrase,
    };
    desk.restore_anew(order, &door)?;
    Ok(view)
}
