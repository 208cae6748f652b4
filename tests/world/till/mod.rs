//! One life of the till, from its start to its death: the real use cases and the real links over
//! the world's clock, disk and cables. Does what the host's housekeeping does.

pub mod beside;
pub mod drivers;
pub mod ear;
pub mod file;
pub mod planted;
pub mod world;

use crate::oracle::promises;
use crate::plants::Plant;
use crate::scene::Scene;
use crate::stage::held;
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
    reopen_at: AtomicU64,
    reopen_wait: AtomicU64,
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
            world: world.clone(),
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
        world.file.set_reserve();
        links.attach_paired(None);
        Ok(Arc::new(Life {
            no,
            app,
            world,
            links,
            checkpoint_due: AtomicU64::new(0),
            reopen_at: AtomicU64::new(0),
            reopen_wait: AtomicU64::new(1_000),
        }))
    }

    /// What is done between sales.
    pub fn house(&self) {
        let now = self.world.stage.now_ms();
        if self.world.has_failed() {
            self.reopen(now);
            return;
        }
        self.links.tend();
        if let Some(since) = self.world.unsettled_since()
            && now >= since + QUIET_MS
        {
            self.settle(now);
        }
        let due = self.checkpoint_due.load(Ordering::Relaxed);
        if due > 0 && now >= due {
            self.checkpoint_due.store(0, Ordering::Relaxed);
            let moved = self.world.file.with_writer(|writer| writer.checkpoint());
            if let Some(Err(error)) = moved {
                self.failed(&error.to_string());
            }
        }
        if now % 1_000 < 100 {
            if self.world.file.is_full() {
                self.world.file.set_reserve();
            }
            self.app.lock_idle();
        }
    }

    fn settle(&self, now: u64) {
        match self.world.file.with_writer(|writer| writer.settle()) {
            Some(Ok(())) => {
                self.world.is_settled();
                self.checkpoint_due
                    .store(now + CHECKPOINT_MS, Ordering::Relaxed);
            }
            Some(Err(error)) => self.failed(&error.to_string()),
            None => {}
        }
    }

    fn failed(&self, why: &str) {
        self.world
            .stage
            .tell("till", format_args!("the file failed: {why}"));
        self.world.mark_failed(true);
    }

    /// After a failure of the disk the file is opened anew, by itself, with growing waits.
    fn reopen(&self, now: u64) {
        let at = self.reopen_at.load(Ordering::Relaxed);
        let wait = self.reopen_wait.load(Ordering::Relaxed);
        if at == 0 {
            self.reopen_at.store(now + wait, Ordering::Relaxed);
            return;
        }
        if now < at {
            return;
        }
        self.reopen_at.store(0, Ordering::Relaxed);
        let opened = self.world.file.open(Mode::Open);
        let stage = &self.world.stage;
        match opened {
            Ok(()) => {
                stage.tell("till", format_args!("has opened its file again"));
                self.world.mark_failed(false);
                *held(&self.world.refusal) = None;
                self.world.is_settled();
                self.reopen_wait.store(1_000, Ordering::Relaxed);
            }
            Err(error) => {
                stage.tell("till", format_args!("cannot open its file again: {error}"));
                self.reopen_wait
                    .store((wait * 2).min(30_000), Ordering::Relaxed);
            }
        }
    }
}
