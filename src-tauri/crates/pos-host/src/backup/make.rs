//! Makes one backup: a copy of the books under a fresh key, packed with what opens it on its day.

use crate::backup::file::{self, ENDING, FileFault, Header};
use crate::files::{Files, open_error};
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode, name_of};
use pos_app::ports::store::Store;
use pos_app::views::backup::{BackupCheck, BackupView};
use pos_domain::fact::BackupWhy;
use pos_domain::ids::{BackupId, Seq};
use pos_domain::time::Instant;
use pos_store::{Copied, DATABASE_FILE, Database, RESERVE_BYTES};
use pos_vault::{KeyRing, backup as seal};
use std::fs;
use std::path::{Path, PathBuf};

/// The shop's own folder of backups, within its folder.
pub const OWN_FOLDER: &str = "backups";
/// Where work is done that is thrown away.
pub const SCRATCH: &str = ".scratch";

/// Where backups of a shop lie on this computer.
pub fn own_folder(shop: &Path) -> PathBuf {
    shop.join(OWN_FOLDER)
}

/// A scratch folder that goes when the work ends, however it ends.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes an empty one.
    pub fn make(shop: &Path, what: &str) -> AppResult<Scratch> {
        let path = own_folder(shop).join(SCRATCH).join(what);
        clear(&path).map_err(file_error)?;
        make_private(&path).map_err(file_error)?;
        Ok(Scratch(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = clear(&self.0) {
            tracing::warn!("scratch stays behind: {error}");
        }
    }
}

fn clear(path: &Path) -> Result<(), FileFault> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(FileFault::io(path)(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Makes a folder that is closed to others.
pub fn make_private(path: &Path) -> Result<(), FileFault> {
    let mut make = fs::DirBuilder::new();
    make.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
    make.create(path).map_err(FileFault::io(path))
}

/// What went wrong with a file, as the screens know it.
pub fn file_error(fault: FileFault) -> AppError {
    let code = match &fault {
        FileFault::OtherKey => ErrorCode::KeyWrong,
        FileFault::Io { source, .. } => match source.kind() {
            std::io::ErrorKind::StorageFull => ErrorCode::DiskFull,
            std::io::ErrorKind::NotFound => ErrorCode::BackupMissing,
            _ => ErrorCode::PlaceUnreachable,
        },
        FileFault::NotABackup
        | FileFault::Newer(_)
        | FileFault::Cut
        | FileFault::TooLong
        | FileFault::Header
        | FileFault::Sum => ErrorCode::BackupBroken,
        FileFault::Vault(_) => ErrorCode::Internal,
    };
    AppError::new(code).with("reason", fault)
}

/// A backup that did not pass its proof: by which check, and what that found.
pub fn broken(checks: &[BackupCheck]) -> AppError {
    let error = AppError::new(ErrorCode::BackupBroken);
    match checks.iter().find(|check| !check.good) {
        Some(bad) => error
            .with("check", name_of(bad.check))
            .with("reason", &bad.found),
        None => error.with("reason", ""),
    }
}

/// What one backup is to be.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    pub backup_id: BackupId,
    pub why: BackupWhy,
    pub at: Instant,
}

/// Makes it in the shop's own folder. `told` gets pages done and in all, and false stops it.
pub fn make(
    files: &Files,
    database: &Database,
    ring: &KeyRing,
    order: Order,
    told: &mut dyn FnMut(u64, u64) -> bool,
) -> AppResult<BackupView> {
    let shop = files.dir();
    enough_room(files, database)?;
    let scratch = Scratch::make(shop, &order.backup_id.to_string())?;
    let key = seal::new_key().map_err(AppError::internal)?;
    let copy = database.beside(scratch.path(), key.expose());
    let copied = database.copy(&copy, told).map_err(open_error)?;
    let body = scratch.path().join(DATABASE_FILE);
    let header = header(files, ring, &copy, order, &copied, &body, &key)?;
    let name = file::name(&header);
    let to = own_folder(shop).join(&name);
    let bytes = file::pack(&header, &key, &body, &to, &mut |_| {}).map_err(file_error)?;
    Ok(view(&header, name, bytes))
}

/// How a file stands in the list before anything is known of it.
pub fn view(header: &Header, file_name: String, bytes: u64) -> BackupView {
    BackupView {
        backup_id: header.backup_id,
        at: header.at,
        why: header.why,
        seq: header.seq,
        bytes,
        file_name,
        places: Vec::new(),
        proof: None,
        kept_as: Vec::new(),
    }
}

/// The copy, its packed file, and the proof's copy of it, and the reserve beside them.
fn enough_room(files: &Files, database: &Database) -> AppResult<()> {
    let needed = database.bytes() * 3 + RESERVE_BYTES;
    let room = files.disk().room(files.dir()).ok().flatten();
    match room {
        Some(room) if room < needed => Err(AppError::new(ErrorCode::DiskFull)
            .with("room", room)
            .with("needed", needed)),
        Some(_) | None => Ok(()),
    }
}

fn header(
    files: &Files,
    ring: &KeyRing,
    copy: &Database,
    order: Order,
    copied: &Copied,
    body: &Path,
    key: &pos_vault::Secret32,
) -> AppResult<Header> {
    let (body_bytes, body_sum) = file::sum(body).map_err(file_error)?;
    let vault_path = files.dir().join("keys.ctk");
    let vault = fs::read_to_string(&vault_path).map_err(FileFault::io(&vault_path));
    let id = order.backup_id.to_string();
    // An older format's record is read by a look at the file as it is.
    let shop = copy.raw_shop().map_err(open_error)?;
    let shop = shop.ok_or_else(|| AppError::new(ErrorCode::ShopMissing))?;
    Ok(Header {
        backup_id: order.backup_id,
        shop_id: shop.shop_id,
        shop_name: shop.name,
        at: order.at,
        why: order.why,
        seq: Seq(copied.seq),
        hash: file::hex(&copied.hash),
        format: copied.format,
        epoch: copied.epoch,
        program: env!("CARGO_PKG_VERSION").into(),
        rows: copied.rows.clone(),
        body_bytes,
        body_sum,
        wrapped_key: seal::wrap_key(&ring.backup, key, &id).map_err(AppError::internal)?,
        vault: vault.map_err(file_error)?,
    })
}

/// Every backup in a folder, by its header; what is none is passed over.
pub fn headers(folder: &Path) -> Vec<(String, Header, u64)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(String, Header, u64)> = entries
        .filter_map(|entry| {
            let name = entry
                .file_name()
                .into_string()
                .ok()
                .filter(|n| n.ends_with(ENDING))?;
            let bytes = entry.metadata().ok()?.len();
            let header = file::peek(&entry.path())
                .inspect_err(|fault| tracing::warn!("{name} is passed over: {fault}"))
                .ok()?;
            Some((name, header, bytes))
        })
        .collect();
    found.sort_by_key(|(_, header, _)| std::cmp::Reverse(header.at));
    found
}

/// Receipt and Z numbers as a store knows them.
pub fn numbers(store: &dyn Store) -> AppResult<(i64, i64)> {
    Ok((store.next_number()? - 1, store.running_z()? - 1))
}
