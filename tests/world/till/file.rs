//! The shop's file of one life of the till, on the world's disk: the host's own open shop, with
//! keys that are known. Must never: do itself what the host does when the disk fails.

use crate::stage::held;
use pos_app::api::{AppError, AppResult, ErrorCode};
use pos_app::ports::store::Store;
use pos_app::ports::world::{FileState, ShopFiles};
use pos_app::views::shop::KeySlot;
use pos_app::views::status::FileHealth;
use pos_host::shop::{OpenShop, Peppers};
use pos_store::disk::Disk;
use pos_store::{Database, Durability, Keys, Mode, OpenError};
use pos_vault::Secret32;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Where the shop lies on its disk.
const FOLDER: &str = "/shop";

/// The file, open or not.
pub struct ShopFile {
    pub database: Database,
    shop: Mutex<Option<Arc<OpenShop>>>,
}

/// The keys of every simulated shop.
fn keys() -> Keys {
    Keys::new(&[0x11; 32], &[0x22; 32], &[0x33; 32])
}

impl ShopFile {
    /// Nothing is opened yet.
    pub fn on(disk: Arc<dyn Disk>) -> ShopFile {
        ShopFile {
            database: Database::on(disk, Path::new(FOLDER), keys()),
            shop: Mutex::default(),
        }
    }

    pub fn open(&self, mode: Mode) -> Result<(), OpenError> {
        let writer = self.database.writer(mode, &[])?;
        let shop = OpenShop::new(
            self.database.clone(),
            writer,
            Peppers::first(Secret32::take(&mut [0x44; 32])),
        );
        *held(&self.shop) = Some(Arc::new(shop));
        Ok(())
    }

    /// The open shop.
    pub fn shop(&self) -> AppResult<Arc<OpenShop>> {
        let shop = held(&self.shop).clone();
        shop.ok_or_else(|| AppError::new(ErrorCode::ShopMissing))
    }

    pub fn write(
        &self,
        durability: Durability,
        job: &mut dyn FnMut(&mut dyn Store) -> AppResult<()>,
    ) -> AppResult<()> {
        self.shop()?.act(durability, job).0
    }

    pub fn read(&self, job: &mut dyn FnMut(&mut dyn Store) -> AppResult<()>) -> AppResult<()> {
        let shop = self.shop()?;
        let mut reader = shop.reader().map_err(open_error)?;
        let done = reader.look(|store| job(store));
        shop.give_back(reader, &done);
        done
    }

    /// Lets everything go, in order.
    pub fn close(&self) {
        if let Some(shop) = held(&self.shop).take() {
            shop.end();
        }
    }
}

fn open_error(error: OpenError) -> AppError {
    AppError::new(ErrorCode::FileUnwritable).with("reason", error)
}

impl ShopFiles for ShopFile {
    fn state(&self) -> FileState {
        match held(&self.shop).is_some() {
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
        held(&self.shop)
            .as_ref()
            .map_or(FileHealth::Good, |shop| shop.health())
    }
    fn was_cut_off(&self) -> bool {
        false
    }
    fn cut_off_seen(&self) {}
    fn version(&self) -> String {
        "world".into()
    }
}
