//! One life of the till, from its start to its death: the real use cases and the real links over
//! the world's clock, disk and cables. Does what the host's housekeeping does.

pub mod address;
pub mod drivers;
pub mod ear;
pub mod file;
pub mod planted;
pub mod world;

use crate::oracle::promises;
use crate::plants::Plant;
use crate::scene::Scene;
use drivers::StageDrivers;
use file::ShopFile;
use planted::PlantedLinks;
use pos_app::App;
use pos_host::links::Links;
use pos_store::Mode;
use pos_store::disk::Disk;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use world::TillWorld;

/// A cart edit is durable after this much quiet.
const QUIET_MS: u64 = 250;
/// The log is moved into the file after this much quiet.
const CHECKPOINT_MS: u64 = 2_000;

/// One life.
pub struct Life {
    pub no: u32,
    pub app: Arc<App>,
    pub world: Arc<TillWorld>,
    links: Arc<Links>,
    checkpoint_due: AtomicU64,
}

impl Life {
    /// Opens the file, puts what was under way in doubt, connects the terminals.
    ///
    /// # Errors
    /// The file does not open, in words.
    pub fn begin(
        no: u32,
        scene: &Scene,
        disk: Arc<dyn Disk>,
        me: Weak<Scene>,
    ) -> Result<Arc<Life>, String> {
        let file = ShopFile::on(disk);
        file.open(Mode::Open).map_err(|e| e.to_string())?;
        let broken = promises::kept(&scene.promises, &file).map_err(|e| e.to_string())?;
        for wrong in broken {
            scene.wrong(wrong);
        }
        let world = TillWorld::new(scene.stage.clone(), file, scene.plant);
        let world = Arc::new(world);
        let links = Links::new(Arc::new(StageDrivers {
            life: no,
            world: Arc::downgrade(&world),
            lines: scene.lines.clone(),
            promises: scene.promises.clone(),
            scene: me,
        }));
        let planted = PlantedLinks::around(links.clone(), scene.plant);
        world.plug(Arc::new(planted));
        let app = Arc::new(App::new(world.clone()));
        links.bind(&app);
        if scene.plant != Some(Plant::NoRecovery) {
            app.recover().map_err(|e| e.to_string())?;
        }
        links.attach_paired(None);
        Ok(Arc::new(Life {
            no,
            app,
            world,
            links,
            checkpoint_due: AtomicU64::new(0),
        }))
    }

    /// What is done between sales.
    pub fn house(&self) {
        let now = self.world.stage.now_ms();
        let Ok(shop) = self.world.file.shop() else {
            return;
        };
        if shop.tend(now) {
            let health = shop.health();
            let stage = &self.world.stage;
            stage.tell("till", format_args!("its file is {health:?}"));
        }
        self.links.tend();
        let due = self.checkpoint_due.load(Ordering::Relaxed);
        if let Some(since) = self.world.unsettled_since()
            && now >= since + QUIET_MS
        {
            if shop.settle().is_ok() {
                self.world.is_settled();
            }
            self.checkpoint_due
                .store(now + CHECKPOINT_MS, Ordering::Relaxed);
        } else if due > 0 && now >= due {
            self.checkpoint_due.store(0, Ordering::Relaxed);
            // A failure is noted by the shop itself.
            let _failed = shop.checkpoint();
        }
        if now % 1_000 < 100 {
            self.app.lock_idle();
        }
    }
}
