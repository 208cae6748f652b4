//! The facts of backups as such, with something in every field.

use super::*;
use crate::ids::BackupId;

pub fn facts(user: UserId) -> [Fact; 5] {
    let backup_id = BackupId(Uuid::from_u128(0xb4c4));
    [
        Fact::BackupMade(BackupMade {
            backup_id,
            why: BackupWhy::Hand,
            seq: Seq(1200),
            bytes: 1_234_567,
            by: Some(user),
        }),
        Fact::BackupProved(BackupProved {
            backup_id,
            good: true,
            by: None,
        }),
        Fact::DrillHeld(DrillHeld {
            backup_id,
            good: false,
            places: 2,
            by: Some(user),
        }),
        Fact::BackupPlanSaved(b"{}".to_vec()),
        Fact::Restored(Restored {
            backup_id,
            epoch: 2,
            seq: Seq(1200),
            set_aside_seq: Some(Seq(1300)),
            receipt_no: 417,
            z_number: 31,
            by: Some(user),
            approved_by: Some(UserId(Uuid::from_u128(9))),
        }),
    ]
}
