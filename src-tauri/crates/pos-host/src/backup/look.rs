//! What a restore would do, before anybody agrees to it: what is in the backup, what would be lost,
//! which numbers are known to have been given. Changes nothing.

use crate::backup::clerk;
use crate::backup::file::Header;
use crate::backup::make;
use crate::files::{Files, anchor_keys, open_error};
use crate::keys::store_keys;
use crate::peripherals::till;
use crate::proof::sidecar_seq;
use pos_app::App;
use pos_app::api::{AppError, AppResult};
use pos_app::commands::backup::notes::Highest;
use pos_app::ports::store::Store;
use pos_app::ports::world::{FileState, ShopFiles};
use pos_app::views::backup::{BackupProof, RestoreLoss, RestoreView};
use pos_domain::cart::SaleKind;
use pos_domain::fact::Fact;
use pos_domain::ids::{Seq, StageId};
use pos_domain::journal::ChainKey;
use pos_store::Database;
use pos_vault::KeyRing;

/// What a restore of it would do.
pub fn view(
    files: &Files,
    app: &App,
    stage_id: StageId,
    header: &Header,
    copy: &Database,
    proof: BackupProof,
    ring: &KeyRing,
) -> AppResult<RestoreView> {
    let mut reader = copy.reader().map_err(open_error)?;
    let (numbers, doubts, open_sales) = reader.look(|store| {
        let open = u32::try_from(store.cart_heads()?.len()).unwrap_or(u32::MAX);
        Ok::<_, AppError>((make::numbers(store)?, clerk::unsettled(store)?, open))
    })?;
    let (receipt_no, z_number) = numbers;
    let open = files.state() == FileState::Open;
    let known = match open {
        true => Some(app.read(till(), |tx| make::numbers(tx.store))?),
        false => of_unopened(files, ring, header, receipt_no).map(|h| (h.receipt_no, h.z_number)),
    };
    let lost = match open {
        true => app.read(till(), |tx| loss(tx.store, header.seq))?,
        false => None,
    };
    Ok(RestoreView {
        stage_id,
        backup_id: header.backup_id,
        shop_name: header.shop_name.clone(),
        at: header.at,
        why: header.why,
        seq: header.seq,
        proof,
        receipt_no,
        z_number,
        known_receipt_no: known.map(|(receipt_no, _)| receipt_no),
        known_z_number: known.map(|(_, z_number)| z_number),
        lost,
        doubts,
        open_sales,
    })
}

/// What was written after the backup.
fn loss(store: &dyn Store, after: Seq) -> AppResult<Option<RestoreLoss>> {
    let Some((head, _)) = store.journal_head()? else {
        return Ok(None);
    };
    let mut lost = RestoreLoss {
        entries: (head.0 - after.0).max(0),
        sales: 0,
        amount_minor: 0,
        last_at: store
            .entry(head)?
            .map(|(header, _)| header.at)
            .unwrap_or_default(),
        last_day: None,
    };
    for seq in after.0 + 1..=head.0 {
        if let Some((_, Some(Fact::SaleCompleted(sold)))) = store.entry(Seq(seq))? {
            lost.sales += 1;
            let total: i64 = sold.tenders.iter().map(|tender| tender.amount_minor).sum();
            lost.amount_minor += match sold.kind {
                SaleKind::Sale => total,
                SaleKind::Return => -total,
            };
            lost.last_day = Some(sold.day);
        }
    }
    Ok(Some(lost))
}

/// The highest numbers in books that are here and not open: read with the keys of the backup, or
/// judged by how far the anchor saw them come. An entry gives at most one number.
pub fn of_unopened(
    files: &Files,
    ring: &KeyRing,
    header: &Header,
    receipt_no: i64,
) -> Option<Highest> {
    let here = Database::on(files.disk().clone(), files.dir(), store_keys(ring));
    let read = here.reader().map_err(open_error).and_then(|mut reader| {
        reader.look(|store| {
            let (receipt_no, z_number) = make::numbers(store)?;
            let seq = store.journal_head()?.map(|(seq, _)| seq);
            Ok::<_, AppError>(Highest {
                receipt_no,
                z_number,
                seq,
            })
        })
    });
    if let Ok(known) = read {
        return Some(known);
    }
    let keys: Vec<ChainKey> = anchor_keys(ring)
        .into_iter()
        .map(|key| ChainKey(*key.expose()))
        .collect();
    let seq = sidecar_seq(files.dir(), &keys)?;
    let beyond = (seq - header.seq.0).max(0);
    Some(Highest {
        receipt_no: receipt_no + beyond,
        z_number: beyond,
        seq: Some(Seq(seq)),
    })
}

/// Payments in doubt in a copy.
pub fn doubts(copy: &Database) -> AppResult<u32> {
    let mut reader = copy.reader().map_err(open_error)?;
    reader.look(|store| clerk::unsettled(store))
}
