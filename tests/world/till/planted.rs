//! The real links as the use cases see them, and the seam for bugs that are planted between the
//! two.

use super::world::Cables;
use crate::plants::Plant;
use crate::stage::held;
use pos_app::api::AppResult;
use pos_app::effect::Effect;
use pos_app::ports::records::{Address, Terminal};
use pos_app::ports::register::SeenIdentity;
use pos_app::ports::world::{AttemptProgress, LinkStatus, TerminalLinks};
use pos_app::views::terminal::{FoundPort, ProbeView, TerminalTest, TestReport, WireLine};
use pos_domain::ids::{AttemptId, TerminalId};
use pos_domain::payment::LastReceipt;
use pos_host::links::Links;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// The links.
pub struct PlantedLinks {
    links: Arc<Links>,
    plant: Option<Plant>,
    /// The first reading of each terminal in this life.
    first: Mutex<BTreeMap<TerminalId, LastReceipt>>,
}

impl PlantedLinks {
    pub fn around(links: Arc<Links>, plant: Option<Plant>) -> PlantedLinks {
        PlantedLinks {
            links,
            plant,
            first: Mutex::default(),
        }
    }
}

impl Cables for PlantedLinks {
    fn carry_out(&self, effect: Effect) {
        let _not_ours = self.links.carry_out(effect);
    }
}

impl TerminalLinks for PlantedLinks {
    fn discover(&self) -> AppResult<Vec<FoundPort>> {
        self.links.discover()
    }
    fn probe(&self, address: &Address, password: &str, currency: u16) -> AppResult<ProbeView> {
        self.links.probe(address, password, currency)
    }
    fn status(&self, terminal: TerminalId) -> LinkStatus {
        self.links.status(terminal)
    }
    fn last_receipt(&self, terminal: TerminalId) -> Option<LastReceipt> {
        let read = self.links.last_receipt(terminal);
        if self.plant == Some(Plant::AmountAlone) {
            return read.map(older);
        }
        if self.plant != Some(Plant::StaleBaseline) {
            return read;
        }
        let mut first = held(&self.first);
        match (first.get(&terminal), read) {
            (Some(first), _) => Some(first.clone()),
            (None, Some(read)) => {
                first.insert(terminal, read.clone());
                Some(read)
            }
            (None, None) => None,
        }
    }
    fn identity(&self, terminal: TerminalId) -> Option<SeenIdentity> {
        self.links.identity(terminal)
    }
    fn test(&self, terminal: &Terminal, test: TerminalTest) -> AppResult<TestReport> {
        self.links.test(terminal, test)
    }
    fn wire(&self, terminal: TerminalId) -> Vec<WireLine> {
        self.links.wire(terminal)
    }
    fn cancel(&self, terminal: TerminalId, attempt: AttemptId) -> AppResult<()> {
        self.links.cancel(terminal, attempt)
    }
    fn progress(&self, attempt: AttemptId) -> AttemptProgress {
        self.links.progress(attempt)
    }
}

/// A reading whose numbers are each one behind.
fn older(read: LastReceipt) -> LastReceipt {
    let behind = |number: Option<u32>| number.map(|number| number.saturating_sub(1).max(1));
    LastReceipt {
        receipt_no: behind(read.receipt_no),
        trace: behind(read.trace),
        turnover_no: behind(read.turnover_no),
        ..read
    }
}
