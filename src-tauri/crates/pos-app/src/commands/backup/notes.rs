//! What the desk writes down: a backup that was made, proved, carried somewhere, let go of; a drill;
//! the entry with which restored books go on.

use crate::api::AppResult;
use crate::event::Event;
use crate::ports::backups::RestoreOrder;
use crate::tx::Tx;
use crate::views::backup::{BackupView, DrillReport};
use pos_domain::fact::{BackupMade, BackupProved, DrillHeld, Fact, Restored};
use pos_domain::ids::{BackupId, Seq, UserId};

fn changed(tx: &mut Tx) {
    tx.events.push(Event::Changed {
        tags: vec!["backups".into()],
    });
}

/// A backup lies whole in the shop's own folder.
pub fn made(tx: &mut Tx, backup: &BackupView, by: Option<UserId>) -> AppResult<()> {
    tx.store.backup_put(backup)?;
    tx.record(&Fact::BackupMade(BackupMade {
        backup_id: backup.backup_id,
        why: backup.why,
        seq: backup.seq,
        bytes: backup.bytes,
        by,
    }))?;
    changed(tx);
    Ok(())
}

/// It was proved, with whatever end.
pub fn proved(tx: &mut Tx, backup: &BackupView, by: Option<UserId>) -> AppResult<()> {
    tx.store.backup_put(backup)?;
    if let Some(proof) = &backup.proof {
        tx.record(&Fact::BackupProved(BackupProved {
            backup_id: backup.backup_id,
            good: proof.good,
            by,
        }))?;
    }
    changed(tx);
    Ok(())
}

/// It was carried to a place, or could not be, or is kept for something else than before.
pub fn moved(tx: &mut Tx, backups: &[BackupView], gone: &[BackupId]) -> AppResult<()> {
    for backup in backups {
        tx.store.backup_put(backup)?;
    }
    for id in gone {
        tx.store.backup_forget(*id)?;
    }
    changed(tx);
    Ok(())
}

/// A rehearsal was held.
pub fn drilled(tx: &mut Tx, drill: &DrillReport, by: Option<UserId>) -> AppResult<()> {
    tx.store.drill_put(drill)?;
    let places = drill.places.iter().filter(|place| place.good).count();
    tx.record(&Fact::DrillHeld(DrillHeld {
        backup_id: drill.backup_id,
        good: drill.good,
        places: u32::try_from(places).unwrap_or(u32::MAX),
        by,
    }))?;
    changed(tx);
    Ok(())
}

/// The highest numbers that may have been given, and what was known of the books set aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Highest {
    pub receipt_no: i64,
    pub z_number: i64,
    pub seq: Option<Seq>,
}

/// The first entry of restored books. Papers that were waiting may be out already: from now on
/// they come as copies.
pub fn restored(
    tx: &mut Tx,
    backup_id: BackupId,
    seq: Seq,
    highest: Highest,
    order: &RestoreOrder,
) -> AppResult<u32> {
    let epoch = tx.store.epoch()? + 1;
    tx.actor.user_id = order.by;
    tx.approver = order.approved_by;
    tx.record(&Fact::Restored(Restored {
        backup_id,
        epoch,
        seq,
        set_aside_seq: highest.seq,
        receipt_no: highest.receipt_no.max(order.paper_receipt_no),
        z_number: highest.z_number.max(order.paper_z_number),
        by: order.by,
        approved_by: order.approved_by,
    }))?;
    for mut job in tx.store.print_jobs_open()? {
        job.copy = true;
        tx.store.print_job_put(&job)?;
    }
    Ok(epoch)
}
