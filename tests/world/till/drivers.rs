//! Drivers that the world steps. Must never: call a listener from `open` or `submit`.

use super::address::line_driven;
use super::ear::PlantedEar;
use super::world::TillWorld;
use crate::line::{Driven, Line};
use crate::oracle::promises::Promises;
use crate::plants::Plant;
use crate::scene::Scene;
use crate::stage::held;
use pos_app::views::terminal::FoundPort;
use pos_devices::{
    Address, Identity, OrderId, ProbeError, SteppedTerminal, SubmitError, TerminalListener,
    TerminalOrder, TerminalSettings,
};
use pos_host::links::{Driver, Drivers, RunningTest};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

/// Opens the world's terminals.
pub struct StageDrivers {
    pub life: u32,
    /// The links, which hold the drivers, are part of it.
    pub world: Weak<TillWorld>,
    pub lines: Vec<Arc<Line>>,
    pub promises: Arc<Mutex<Promises>>,
    /// Runs on while somebody waits; None where nobody may wait.
    pub scene: Weak<Scene>,
}

impl Drivers for StageDrivers {
    fn open(
        &self,
        address: Address,
        settings: TerminalSettings,
        listener: Arc<dyn TerminalListener>,
    ) -> Box<dyn Driver> {
        let index = line_driven(&address).expect("an address of this world");
        let line = self.lines[index].clone();
        let world = self
            .world
            .upgrade()
            .expect("the links are a living world's");
        let ear = Arc::new(PlantedEar::around(
            listener,
            line.clone(),
            &world,
            self.promises.clone(),
            self.life,
        ));
        let driver = Arc::new(SteppedTerminal::new(&address, settings, ear.clone()));
        let driven = Driven::new(self.life, driver.clone(), ear, world);
        let plant = driven.world.plant;
        line.drive(driven);
        Box::new(StageDriver {
            driver,
            line,
            life: self.life,
            plant,
        })
    }

    fn probe(
        &self,
        _: &Address,
        _: &TerminalSettings,
        _: Duration,
    ) -> Result<Identity, ProbeError> {
        Err(ProbeError::Silent)
    }

    fn discover(&self) -> Vec<FoundPort> {
        Vec::new()
    }

    fn wait(&self, test: &RunningTest, limit: Duration) {
        if let Some(scene) = self.scene.upgrade() {
            let limit_ms = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
            let is_dead = || self.world.upgrade().is_none_or(|world| world.is_dead());
            scene.run_on(limit_ms, &|| test.is_over() || is_dead());
        }
    }
}

/// One of them, as the links hold it.
struct StageDriver {
    driver: Arc<SteppedTerminal>,
    line: Arc<Line>,
    life: u32,
    plant: Option<Plant>,
}

impl Driver for StageDriver {
    fn submit(&self, id: OrderId, order: TerminalOrder) -> Result<(), SubmitError> {
        if self.plant == Some(Plant::DropReversal) && matches!(order, TerminalOrder::Reverse { .. })
        {
            return Ok(());
        }
        if let TerminalOrder::Authorise { .. } | TerminalOrder::Refund { .. } = &order {
            *held(&self.line.last_payment) = Some((id, order));
        }
        self.driver.submit(id, order)?;
        self.line.posted(self.life);
        Ok(())
    }

    fn abort(&self, id: OrderId) {
        self.driver.abort(id);
        self.line.posted(self.life);
    }

    fn close(self: Box<Self>) {
        self.line.close_driver(self.life);
    }
}
