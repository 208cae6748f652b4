//! The till's end of a line: opens it, steps the driver, and lets go of both when the till dies.

use super::Line;
use crate::cable::Medium;
use crate::stage::{Cue, Side, held};
use crate::till::ear::PlantedEar;
use crate::till::world::TillWorld;
use pos_devices::{OpenError, OrderId, SteppedTerminal, TerminalOrder, Wire, WriteFault};
use std::sync::Arc;

/// The till's end, as long as a till drives this terminal.
#[derive(Clone)]
pub struct Driven {
    pub life: u32,
    pub driver: Arc<SteppedTerminal>,
    pub ear: Arc<PlantedEar>,
    pub world: Arc<TillWorld>,
    /// A try to open the line is on its way.
    opening: bool,
    /// The earliest deadline that is in the queue.
    due_ms: Option<u64>,
}

impl Driven {
    pub fn new(
        life: u32,
        driver: Arc<SteppedTerminal>,
        ear: Arc<PlantedEar>,
        world: Arc<TillWorld>,
    ) -> Driven {
        Driven {
            life,
            driver,
            ear,
            world,
            opening: true,
            due_ms: None,
        }
    }
}

impl Line {
    pub fn drive(&self, driven: Driven) {
        let life = driven.life;
        *held(&self.driven) = Some(driven);
        let line = self.index;
        self.stage.after(0, Cue::Open { line, life });
    }

    /// The host lets the terminal go; the last word is heard when this returns.
    pub fn close_driver(&self, life: u32) {
        if let Some(driven) = self.driven(life) {
            let now = self.stage.now_ms();
            driven.driver.close(now, &mut self.wire(&driven));
            *held(&self.driven) = None;
        }
    }

    /// A result that a planted bug kept back is told now.
    pub fn tell_late(&self, life: u32) {
        if let Some(driven) = self.driven(life) {
            driven.ear.tell_late();
        }
    }

    /// A planted bug sends an order once more, under the id that was free a moment ago.
    pub fn send_again(&self, life: u32, id: OrderId, order: TerminalOrder) {
        if let Some(driven) = self.driven(life) {
            let _refused = driven.driver.submit(id, order);
            self.posted(life);
        }
    }

    pub(super) fn driven(&self, life: u32) -> Option<Driven> {
        held(&self.driven)
            .clone()
            .filter(|driven| driven.life == life && !driven.world.is_dead())
    }

    /// The till is gone: nothing of it is heard or told any more.
    pub fn forget_till(&self, noticed: bool) {
        *held(&self.driven) = None;
        self.hang_up(Side::Till, noticed);
    }

    /// One end closes the connection; over TCP the other end may hear of it.
    pub(super) fn hang_up(&self, by: Side, noticed: bool) {
        let (open, connection, medium) = {
            let mut cable = held(&self.cable);
            let was = (cable.open, cable.connection, cable.medium);
            cable.disconnect();
            was
        };
        if !open || !noticed || medium == Medium::Serial {
            return;
        }
        let side = match by {
            Side::Till => Side::Terminal,
            Side::Terminal => Side::Till,
        };
        self.gone_later(connection, side, 2);
    }

    pub(super) fn gone_later(&self, connection: u32, side: Side, wait_ms: u64) {
        let line = self.index;
        self.stage.after(
            wait_ms,
            Cue::Gone {
                line,
                connection,
                side,
            },
        );
    }

    /// The till tries to open the line.
    pub fn open(&self, life: u32) {
        let Some(driven) = self.driven(life) else {
            return;
        };
        if driven.driver.is_closed() || driven.driver.is_open() {
            return;
        }
        let answers = match self.medium() {
            // The port is the adapter's, whatever is behind it.
            Medium::Serial => true,
            Medium::Tcp => held(&self.terminal).is_powered(),
        };
        let there = {
            let cable = held(&self.cable);
            cable.plugged && !cable.silent && answers
        };
        if !there {
            let fault = OpenError::Absent(self.name.clone());
            let wait_ms = driven.driver.not_opened(&fault);
            let line = self.index;
            self.stage.after(wait_ms, Cue::Open { line, life });
            return;
        }
        self.open_after(false);
        held(&self.cable).connect();
        self.tell(format_args!("the till opens the line"));
        self.terminal_connected();
        let now = self.stage.now_ms();
        driven.driver.opened(now, &mut self.wire(&driven));
        self.driver_did(life);
    }

    fn open_after(&self, opening: bool) {
        if let Some(driven) = held(&self.driven).as_mut() {
            driven.opening = opening;
        }
    }

    pub(super) fn wire<'l>(&'l self, driven: &'l Driven) -> TillWire<'l> {
        TillWire {
            line: self,
            world: &driven.world,
        }
    }

    /// A deadline of the driver, or something was posted to it.
    pub fn driver_due(&self, life: u32) {
        let Some(driven) = self.driven(life) else {
            return;
        };
        if let Some(driven) = held(&self.driven).as_mut() {
            driven.due_ms = None;
        }
        let now = self.stage.now_ms();
        driven.driver.time(now, &mut self.wire(&driven));
        self.driver_did(life);
    }

    /// Something was posted to the driver.
    pub fn posted(&self, life: u32) {
        let line = self.index;
        self.stage.after(0, Cue::DriverDue { line, life });
    }

    /// After everything the driver did: when it wants to be called again.
    pub(super) fn driver_did(&self, life: u32) {
        let Some(driven) = self.driven(life) else {
            return;
        };
        let line = self.index;
        if !driven.driver.is_open() && !driven.driver.is_closed() && !driven.opening {
            self.hang_up(Side::Till, true);
            self.open_after(true);
            let wait_ms = driven.driver.pause_ms();
            self.stage.after(wait_ms, Cue::Open { line, life });
        }
        let due = driven.driver.due_ms().map(|at| at.max(self.stage.now_ms()));
        if let Some(at_ms) = due {
            let mut slot = held(&self.driven);
            if let Some(known) = slot.as_mut()
                && known.due_ms.is_none_or(|known| at_ms < known)
            {
                known.due_ms = Some(at_ms);
                self.stage.at(at_ms, Cue::DriverDue { line, life });
            }
        }
    }
}

/// The till's port.
pub struct TillWire<'l> {
    line: &'l Line,
    world: &'l TillWorld,
}

impl Wire for TillWire<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteFault> {
        let open = {
            let cable = held(&self.line.cable);
            cable.open && cable.plugged
        };
        if self.world.seam() || !open {
            return Err(WriteFault { written: 0 });
        }
        let broke = self.line.send(Side::Terminal, bytes);
        // A pulled adapter says how far it came; a network takes everything.
        match (broke, self.line.medium()) {
            (Some(written), Medium::Serial) => Err(WriteFault { written }),
            _ => Ok(()),
        }
    }

    fn hang_up(&mut self) {
        if !self.world.is_dead() {
            self.line.hang_up(Side::Till, true);
        }
    }
}
