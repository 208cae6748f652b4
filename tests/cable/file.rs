//! The shop's file of one life of the till: keys that are known, a writer, readers.

use crate::stage::held;
use pos_app::api::{AppError, AppResult, ErrorCode};
use pos_app::ports::store::Store;
use pos_app::ports::world::{FileState, ShopFiles};
use pos_app::views::shop::KeySlot;
use pos_app::views::status::FileHealth;
use pos_store::disk::Disk;
use pos_store::{Database, Durability, Keys, Mode, OpenError, Reader, Writer};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Where the shop lies on its disk.
pub const FOLDER: &str = "/shop";

/// The file, open or not.
pub struct ShopFile {
    pub database: Database,
    writer: Mutex<Option<Writer>>,
    readers: Mutex<Vec<Reader>>,
    /// It was open once: until the end of this life it counts as open.
    opened: AtomicBool,
}

/// The keys of every simulated shop.
pub fn keys() -> Keys {
    Keys::new(&[0x11; 32], &[0x22; 32], &[0x33; 32])
}

impl ShopFile {
    /// Nothing is opened yet.
    pub fn on(disk: Arc<dyn Disk>) -> ShopFile {
        ShopFile {
            database: Database::on(disk, Path::new(FOLDER), keys()),
            writer: Mutex::default(),
            readers: Mutex::default(),
            opened: AtomicBool::new(false),
        }
    }

    /// Opens the writer.
    pub fn open(&self, mode: Mode) -> Result<(), OpenError> {
        let mut writer = held(&self.writer);
        held(&self.readers).clear();
        // The old one first: it holds the lock.
        *writer = None;
        *writer = Some(self.database.writer(mode, &[])?);
        self.opened.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// The writer, for settling and checkpoints.
    pub fn with_writer<T>(&self, job: impl FnOnce(&mut Writer) -> T) -> Option<T> {
        held(&self.writer).as_mut().map(job)
    }

    pub fn write(
        &self,
        durability: Durability,
        job: &mut dyn FnMut(&mut dyn Store) -> AppResult<()>,
    ) -> AppResult<()> {
        let mut writer = held(&self.writer);
        let writer = writer.as_mut().ok_or_else(unwritable)?;
        writer.act(durability, |store| job(store))
    }

    pub fn read(&self, job: &mut dyn FnMut(&mut dyn Store) -> AppResult<()>) -> AppResult<()> {
        let pooled = held(&self.readers).pop();
        let mut reader = match pooled {
            Some(reader) => reader,
            None => self.database.reader().map_err(open_error)?,
        };
        let done = reader.look(|store| job(store));
        // One that failed may be on a file that is not there any more.
        if done.is_ok() {
            held(&self.readers).push(reader);
        }
        done
    }
}

fn unwritable() -> AppError {
    AppError::new(ErrorCode::FileUnwritable).with("reason", "the file is being opened again")
}

fn open_error(error: OpenError) -> AppError {
    AppError::new(ErrorCode::FileUnwritable).with("reason", error)
}

impl ShopFiles for ShopFile {
    fn state(&self) -> FileState {
        match self.opened.load(Ordering::Relaxed) {
            true => FileState::Open,
            false => FileState::None,
        }
    }
    fn create(&self, _: KeySlot, _: Option<&str>) -> AppResult<Vec<String>> {
        self.open(Mode::Create).map_err(open_error)?;
        Ok(Vec::new())
    }
    fn discard(&self) {}
    fn unlock(&self, _: Option<&str>, _: Option<&str>) -> AppResult<()> {
        Ok(())
    }
    fn health(&self) -> FileHealth {
        FileHealth::Good
    }
    fn was_cut_off(&self) -> bool {
        false
    }
    fn cut_off_seen(&self) {}
    fn version(&self) -> String {
        "world".into()
    }
}
