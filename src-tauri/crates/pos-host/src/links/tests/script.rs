//! A driver that says what the test lets it say.

use crate::links::{Driver, Drivers, RunningTest};
use pos_app::views::terminal::FoundPort;
use pos_devices::{
    Identity, OrderId, ProbeError, SubmitError, TerminalListener, TerminalOrder, TerminalSettings,
};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What was ordered of the terminal and has not ended.
pub type Orders = Arc<Mutex<VecDeque<(OrderId, TerminalOrder)>>>;

/// Opens the one terminal of the bench.
#[derive(Default)]
pub struct Script {
    pub orders: Orders,
    pub ear: Mutex<Option<Arc<dyn TerminalListener>>>,
}

struct ScriptedDriver(Orders);

impl Driver for ScriptedDriver {
    fn submit(&self, id: OrderId, order: TerminalOrder) -> Result<(), SubmitError> {
        let mut orders = self.0.lock().unwrap();
        if let Some((running, _)) = orders.front() {
            return Err(SubmitError::Busy { running: *running });
        }
        orders.push_back((id, order));
        Ok(())
    }
    fn abort(&self, _: OrderId) {}
    fn close(self: Box<Self>) {}
}

impl Drivers for Script {
    fn open(
        &self,
        _: pos_devices::Address,
        _: TerminalSettings,
        listener: Arc<dyn TerminalListener>,
    ) -> Box<dyn Driver> {
        *self.ear.lock().unwrap() = Some(listener);
        Box::new(ScriptedDriver(self.orders.clone()))
    }
    fn probe(
        &self,
        _: &pos_devices::Address,
        _: &TerminalSettings,
        _: Duration,
    ) -> Result<Identity, ProbeError> {
        Err(ProbeError::Silent)
    }
    fn discover(&self) -> Vec<FoundPort> {
        Vec::new()
    }
    fn wait(&self, _: &RunningTest, _: Duration) {}
}
