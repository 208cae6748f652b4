//! What the desk writes down: a backup that was made, proved, carried somewhere, let go of; a
//! drill; the entry with which restored books go on.

use crate::api::AppResult;
use crate::event::Event;
use crate::ports::backups::RestoreOrder;
use crate::ports::store::{NewEntry, Store};
use crate::tx::Tx;
use crate::views::backup::{BackupView, DrillReport};
use pos_domain::fact::{BackupMade, BackupProved, DrillHeld, Fact, Restored};
use pos_domain::ids::{BackupId, RequestId, Seq, UserId};
use pos_domain::time::Instant;

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

/// The first entry of restored books, and what it speaks of.
#[derive(Clone, Copy, Debug)]
pub struct Going {
    pub backup_id: BackupId,
    /// The last entry of the backup.
    pub seq: Seq,
    pub now: Instant,
    pub request_id: RequestId,
}

/// Carries restored books on: no number that may have been given is given again, papers that were
/// waiting may be out already and come as copies, backups that lie in the shop's own folder are
/// known again.
pub fn go_on(
    store: &mut dyn Store,
    going: &Going,
    highest: Highest,
    order: &RestoreOrder,
    own: &[BackupView],
) -> AppResult<()> {
    let last_receipt_no = store.next_number()? - 1;
    let last_z_number = store.running_z()? - 1;
    let receipt_no = highest.receipt_no.max(order.paper_receipt_no);
    let z_number = highest.z_number.max(order.paper_z_number);
    let restored = Restored {
        backup_id: going.backup_id,
        epoch: store.epoch()? + 1,
        seq: going.seq,
        set_aside_seq: highest.seq,
        receipt_no: receipt_no.max(last_receipt_no),
        z_number: z_number.max(last_z_number),
        by: order.by,
        approved_by: order.approved_by,
    };
    let entry = NewEntry {
        request_id: going.request_id,
        input_hash: 0,
        at: going.now,
        actor: order.by,
        approver: order.approved_by,
        device: None,
    };
    store.journal_append(entry, &Fact::Restored(restored))?;
    for mut job in store.print_jobs_open()? {
        job.copy = true;
        store.print_job_put(&job)?;
    }
    for backup in own {
        if store.backup(backup.backup_id)?.is_none() {
            store.backup_put(backup)?;
        }
    }
    Ok(())
}
