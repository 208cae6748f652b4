//! A restore: a backup is fetched, proved and looked at; then it takes the place of the books, with
//! an entry that carries the numbers on above everything that may have been given. It is a rollback
//! on purpose: doubts are asked again, nobody stays signed in, what is replaced is set aside.

use crate::backup::check::{self, Proven};
use crate::backup::file::{self, FileFault, Header};
use crate::backup::make::{self, Scratch, broken, file_error, headers, own_folder};
use crate::backup::state::Board;
use crate::backup::{carry, look, swap};
use crate::files::{Files, open_error, vault_error};
use crate::keys::store_keys;
use crate::peripherals::till;
use pos_app::App;
use pos_app::api::{AppError, AppResult, ErrorCode};
use pos_app::commands::backup::notes::{self, Highest};
use pos_app::effect::Effect;
use pos_app::ports::backups::{BackupPlan, NewDoor, RestoreOrder};
use pos_app::ports::world::{FileState, ShopFiles};
use pos_app::views::backup::{
    BackupAct, BackupProof, BackupStep, BackupView, RestoreSource, RestoreView,
};
use pos_domain::ids::StageId;
use pos_domain::payment::AttemptState;
use pos_store::{Database, Durability, Mode};
use pos_vault::{Anchor, Kek, KeyRing, NewSlot, Secret, Secret32, Unlock, Vault};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What was fetched and looked at.
pub struct Staged {
    pub view: RestoreView,
    header: Header,
    copy: Database,
    /// The keys that opened it, and what unlocks its vault where the phrase did.
    ring: KeyRing,
    kek: Option<Kek>,
    /// Holds the copy until it is restored or another is looked at.
    _scratch: Scratch,
}

/// Fetches a backup, opens it and proves it.
pub fn stage(
    files: &Files,
    app: &App,
    source: &RestoreSource,
    plan: Option<&BackupPlan>,
    phrase: Option<&str>,
    board: &Board,
) -> AppResult<Staged> {
    make::make_private(files.dir()).map_err(file_error)?;
    let stage_id = StageId(Uuid::now_v7());
    let scratch = Scratch::make(files.dir(), &format!("stage-{stage_id}"))?;
    let path = fetched(files, source, plan, scratch.path())?;
    let (ring, kek) = match phrase {
        None => (files.ring()?, None),
        Some(words) => {
            let (ring, kek) = keys_of_its_day(&path, scratch.path(), words)?;
            (ring, Some(kek))
        }
    };
    let keys: Vec<&Secret32> = files.backup_keys(&ring);
    let books = Database::on(files.disk().clone(), files.dir(), store_keys(&ring));
    let mut told =
        |done, total| board.tell(BackupAct::Restore, None, BackupStep::Proving, done, total);
    let proven = check::prove(
        &path,
        &keys,
        &books,
        &scratch.path().join("copy"),
        &mut told,
    );
    let (header, copy, checks) = whole(proven)?;
    if files.state() == FileState::Open && app.context()?.shop.shop_id != header.shop_id {
        return Err(AppError::new(ErrorCode::BackupBroken).with("reason", "another shop's"));
    }
    let proof = BackupProof {
        at: app.world().now(),
        by: None,
        good: true,
        checks,
    };
    let view = look::view(files, app, stage_id, &header, &copy, proof, &ring)?;
    Ok(Staged {
        view,
        header,
        copy,
        ring,
        kek,
        _scratch: scratch,
    })
}

type Whole = (Header, Database, Vec<pos_app::views::backup::BackupCheck>);

/// Only what every check found good is restored.
fn whole(proven: Proven) -> AppResult<Whole> {
    if let Some(fault) = proven.fault {
        return Err(file_error(fault));
    }
    let good = proven.good();
    match (proven.header, proven.copy, good) {
        (Some(header), Some(copy), true) => Ok((header, copy, proven.checks)),
        _ => Err(broken(&proven.checks)),
    }
}

fn fetched(
    files: &Files,
    source: &RestoreSource,
    plan: Option<&BackupPlan>,
    scratch: &Path,
) -> AppResult<PathBuf> {
    match source {
        RestoreSource::File { path } => Ok(PathBuf::from(path)),
        RestoreSource::Place { file_name, .. } if !file::is_name(file_name) => {
            Err(AppError::invalid("source.file_name", "not_a_backup"))
        }
        RestoreSource::Place {
            place_id: None,
            file_name,
        } => Ok(own_folder(files.dir()).join(file_name)),
        RestoreSource::Place {
            place_id: Some(id),
            file_name,
        } => {
            let mut places = plan.into_iter().flat_map(|plan| &plan.places);
            let place = places.find(|place| place.place_id == *id);
            let place = place.ok_or_else(|| AppError::invalid("source.place_id", "unknown"))?;
            carry::fetch(files, place, file_name, scratch)
        }
    }
}

/// The keys in a backup's own vault file, by the recovery phrase of its day.
fn keys_of_its_day(path: &Path, scratch: &Path, words: &str) -> AppResult<(KeyRing, Kek)> {
    let header = file::peek(path).map_err(file_error)?;
    let dir = scratch.join("vault");
    lay_out_vault(&dir, &header)?;
    Vault::at(&dir)
        .open_held(&Unlock::Recovery(Secret::new(words)))
        .map_err(vault_error)
}

fn lay_out_vault(dir: &Path, header: &Header) -> AppResult<()> {
    let lay_out = || -> Result<(), FileFault> {
        make::make_private(dir)?;
        let path = dir.join("keys.ctk");
        let mut file = file::private(&path)?;
        std::io::Write::write_all(&mut file, header.vault.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(FileFault::io(&path))
    };
    lay_out().map_err(file_error)
}

/// Makes the new books in a folder of their own, under these keys, with their first entry.
fn make_books(
    files: &Files,
    app: &App,
    staged: &Staged,
    order: &RestoreOrder,
    ring: &KeyRing,
    highest: Highest,
    board: &mut dyn FnMut(u64, u64),
) -> AppResult<PathBuf> {
    let making = files.dir().join(swap::MAKING_FOLDER);
    make::make_private(&making).map_err(file_error)?;
    let target = Database::on(files.disk().clone(), &making, store_keys(ring));
    let mut told = |done, total| {
        board(done, total);
        true
    };
    staged.copy.copy(&target, &mut told).map_err(open_error)?;
    let mut writer = target
        .writer(Mode::OpenAfterLoss, &[])
        .map_err(open_error)?;
    let own: Vec<BackupView> = headers(&own_folder(files.dir()))
        .into_iter()
        .filter(|(_, header, _)| header.shop_id == staged.header.shop_id)
        .map(|(name, header, bytes)| make::view(&header, name, bytes))
        .collect();
    let (now, id) = (app.world().now(), app.world().new_id());
    let header = &staged.header;
    let entry = notes::Going {
        backup_id: header.backup_id,
        seq: header.seq,
        now,
        request_id: pos_domain::ids::RequestId(id),
    };
    writer.act(Durability::Full, |store| {
        notes::go_on(store, &entry, highest, order, &own)
    })?;
    writer.checkpoint()?;
    drop(writer);
    Ok(making)
}

/// Puts it in the place of an open shop's books. The till stands still meanwhile.
pub fn in_place(
    files: &Files,
    app: &App,
    staged: &Staged,
    order: &RestoreOrder,
    told: &mut dyn FnMut(u64, u64),
) -> AppResult<()> {
    let (unlock, ring) = (files.unlock()?, files.ring()?);
    let (terminals, devices) = app.read(till(), |tx| {
        if tx
            .store
            .attempts_unsettled()?
            .iter()
            .any(|a| a.state == AttemptState::Sent)
        {
            return Err(AppError::new(ErrorCode::AttemptRunning));
        }
        Ok((tx.store.terminals()?, tx.store.peripherals()?))
    })?;
    let mut effects: Vec<Effect> = Vec::new();
    effects.extend(
        terminals
            .iter()
            .map(|t| Effect::TerminalDetach(t.terminal_id)),
    );
    effects.extend(
        devices
            .iter()
            .map(|d| Effect::PeripheralDetach(d.peripheral_id)),
    );
    let highest = match files.close_for_restore(highest) {
        Ok(highest) => highest,
        Err(error) => {
            // Nothing was replaced: these books are to be had again.
            if files.state() != FileState::Open {
                files.open_again(&unlock)?;
            }
            return Err(error);
        }
    };
    // Before the others open: who was let in by these books does nothing in those.
    app.sign_everybody_out();
    app.world().carry_out(effects);
    app.tell_status();
    let replaced = replace(files, app, staged, order, &ring, highest, told);
    files.open_again(&unlock)?;
    app.books_changed()?;
    attach(app)?;
    replaced
}

/// With the shop shut. Whatever comes of it, there are books to open: these or those.
fn replace(
    files: &Files,
    app: &App,
    staged: &Staged,
    order: &RestoreOrder,
    ring: &KeyRing,
    highest: Highest,
    told: &mut dyn FnMut(u64, u64),
) -> AppResult<()> {
    // Nobody else opens those that go, nor ends what is begun here.
    let _lock = files.alone()?;
    let kept = files.kept_anchor();
    let replaced = make_books(files, app, staged, order, ring, highest, told).and_then(|made| {
        swap::write_permit(&made, &ring.anchor, kept.as_deref())
            .and_then(|()| swap::ready(files.dir(), &made))
            .and_then(|()| swap::finish(files.dir()))
            .map_err(file_error)
    });
    if replaced.is_err()
        && let Err(fault) = swap::finish(files.dir())
    {
        tracing::error!("a restore could not be ended: {fault}");
    }
    replaced.map(|_| ())
}

/// The highest numbers in the books that are to be set aside.
fn highest(database: &Database) -> AppResult<Highest> {
    let mut reader = database.reader().map_err(open_error)?;
    reader.look(|store| {
        let (receipt_no, z_number) = make::numbers(store)?;
        let seq = store.journal_head()?.map(|(seq, _)| seq);
        Ok(Highest {
            receipt_no,
            z_number,
            seq,
        })
    })
}

/// Drives what the restored books know.
fn attach(app: &App) -> AppResult<()> {
    let (terminals, devices) = app.read(till(), |tx| {
        Ok((tx.store.terminals()?, tx.store.peripherals()?))
    })?;
    let mut effects = vec![Effect::CatalogueChanged];
    effects.extend(
        terminals
            .iter()
            .map(|t| Effect::TerminalAttach(t.terminal_id)),
    );
    effects.extend(
        devices
            .iter()
            .map(|d| Effect::PeripheralAttach(d.peripheral_id)),
    );
    app.world().carry_out(effects);
    app.tell_status();
    Ok(())
}

/// Makes a shop of it where none is open, by the phrase of its day.
pub fn anew(
    files: &Files,
    app: &App,
    staged: &Staged,
    order: &RestoreOrder,
    door: &NewDoor,
) -> AppResult<()> {
    let kek = staged.kek.clone();
    let unlock = Unlock::Held(kek.ok_or_else(|| AppError::invalid("phrase", "missing"))?);
    let slot = files.new_slot(door.slot, door.passphrase.as_deref())?;
    // Nobody else may be at work in this folder.
    let lock = files.alone()?;
    let known = look::of_unopened(files, &staged.ring, &staged.header, staged.view.receipt_no);
    let highest = known.unwrap_or_default();
    let made = make_books(
        files,
        app,
        staged,
        order,
        &staged.ring,
        highest,
        &mut |_, _| {},
    )?;
    lay_out_vault(&made, &staged.header)?;
    let vault = Vault::at(&made);
    let kept = match vault.get_anchor() {
        Ok(Anchor::Kept(sealed)) => Some(sealed),
        Ok(Anchor::Missing | Anchor::NotHere) | Err(_) => None,
    };
    for old in vault.slots().map_err(vault_error)? {
        // It opens on the computer of that day, and by itself on none but that.
        if old.kind.is_automatic() {
            vault.remove_slot(&unlock, old.id).map_err(vault_error)?;
        }
    }
    if !matches!(slot, NewSlot::Passphrase(_)) || !opens_already(&vault, door) {
        vault.add_slot(&unlock, &slot).map_err(vault_error)?;
    }
    swap::write_permit(&made, &staged.ring.anchor, kept.as_deref())
        .and_then(|()| swap::ready(files.dir(), &made))
        .and_then(|()| swap::finish(files.dir()))
        .map_err(file_error)?;
    drop(lock);
    files.open_again(&unlock)?;
    app.books_changed()?;
    attach(app)
}

/// The backup's own passphrase may be the one that was asked for.
fn opens_already(vault: &Vault, door: &NewDoor) -> bool {
    let typed = Secret::new(door.passphrase.as_deref().unwrap_or_default());
    vault.open(&Unlock::Passphrase(typed)).is_ok()
}
