//! Between a driver and the links: tells the story of what went over the line, and is the seam for
//! planted bugs. Without a plant it hands everything on as it is; a dead till hears nothing.

use super::world::TillWorld;
use crate::line::Line;
use crate::oracle::promises::Promises;
use crate::plants::Plant;
use crate::stage::{Cue, held};
use pos_devices::{
    Identity, IdentityVerdict, LinkState, OrderEnd, OrderId, Outcome, Progress, ResultStored,
    TerminalListener, TerminalOrder, TerminalResult, WireLine,
};
use std::sync::{Arc, Mutex, Weak};

/// The ear.
pub struct PlantedEar {
    inner: Arc<dyn TerminalListener>,
    line: Arc<Line>,
    /// The links are part of it: whoever they hold must not hold it.
    world: Weak<TillWorld>,
    plant: Option<Plant>,
    promises: Arc<Mutex<Promises>>,
    life: u32,
    /// A result that is kept back.
    late: Mutex<Option<(OrderId, TerminalResult)>>,
    /// The order whose approval was told and that has not ended.
    approved: Mutex<Option<OrderId>>,
    /// An order that was sent a second time.
    resent: Mutex<Option<OrderId>>,
}

impl PlantedEar {
    pub fn around(
        inner: Arc<dyn TerminalListener>,
        line: Arc<Line>,
        world: &Arc<TillWorld>,
        promises: Arc<Mutex<Promises>>,
        life: u32,
    ) -> PlantedEar {
        PlantedEar {
            inner,
            line,
            plant: world.plant,
            world: Arc::downgrade(world),
            promises,
            life,
            late: Mutex::default(),
            approved: Mutex::default(),
            resent: Mutex::default(),
        }
    }

    fn tell(&self, what: std::fmt::Arguments) {
        self.line.stage.tell(&self.line.name, what);
    }

    fn is_dead(&self) -> bool {
        self.world.upgrade().is_none_or(|world| world.is_dead())
    }

    fn has(&self, plant: Plant) -> bool {
        self.plant == Some(plant)
    }

    /// What was kept back is told now.
    pub fn tell_late(&self) {
        let late = held(&self.late).take();
        if let Some((order, result)) = late
            && !self.is_dead()
        {
            self.inner.result(order, result);
        }
    }

    fn planted_end(&self, order: OrderId, end: OrderEnd) -> Option<OrderEnd> {
        let told = *held(&self.approved) == Some(order);
        let OrderEnd::Unknown { .. } = &end else {
            return Some(end);
        };
        if self.has(Plant::EndIgnored) && told {
            return Some(OrderEnd::Completed {
                print_lines: Vec::new(),
            });
        }
        if self.has(Plant::LostIsDeclined) && !told {
            return Some(OrderEnd::Refused {
                reason: pos_devices::Refusal::NotSent,
            });
        }
        let again = *held(&self.line.last_payment);
        if self.has(Plant::RetryWithoutAsking)
            && let Some((id, payment)) = again
            && id == order
            && *held(&self.resent) != Some(order)
        {
            *held(&self.resent) = Some(order);
            self.line.send_again(self.life, order, payment);
            return None;
        }
        Some(end)
    }
}

impl TerminalListener for PlantedEar {
    fn link(&self, state: LinkState) {
        self.tell(format_args!("link {state:?}"));
        if !self.is_dead() {
            self.inner.link(state);
        }
    }

    fn identity(&self, found: &Identity) -> IdentityVerdict {
        self.inner.identity(found)
    }

    fn progress(&self, order: OrderId, step: Progress) {
        if !self.is_dead() {
            self.inner.progress(order, step);
        }
    }

    fn result(&self, order: OrderId, result: TerminalResult) -> ResultStored {
        self.tell(format_args!(
            "result {:?} receipt {:?} amount {:?}",
            result.outcome, result.receipt_no, result.amount_minor
        ));
        if self.is_dead() {
            return ResultStored::NotStored;
        }
        let payment = held(&self.line.last_payment)
            .as_ref()
            .is_some_and(|(id, _)| *id == order);
        if result.outcome == Outcome::Approved {
            *held(&self.approved) = Some(order);
        }
        if self.has(Plant::AcknowledgeFirst) && payment {
            *held(&self.late) = Some((order, result));
            let (line, life) = (self.line.index, self.life);
            self.line.stage.after(40, Cue::Late { line, life });
            held(&self.promises).acknowledged(order.0);
            return ResultStored::Stored;
        }
        let approved = result.outcome == Outcome::Approved;
        let clear = result.outcome != Outcome::Unclear;
        let stored = self.inner.result(order, result);
        if self.has(Plant::CountedTwice)
            && payment
            && approved
            && let Some(world) = self.world.upgrade()
        {
            world.book_again(order);
        }
        if self.is_dead() {
            return ResultStored::NotStored;
        }
        let stored = match stored {
            ResultStored::NotStored if self.has(Plant::AcknowledgeUnstored) => ResultStored::Stored,
            other => other,
        };
        if payment && clear && stored == ResultStored::Stored {
            held(&self.promises).acknowledged(order.0);
        }
        stored
    }

    fn finished(&self, order: OrderId, end: OrderEnd) {
        self.tell(format_args!("order ends {end:?}"));
        if self.is_dead() {
            return;
        }
        self.tell_late();
        if let Some(end) = self.planted_end(order, end) {
            self.inner.finished(order, end);
        }
    }

    fn trace(&self, line: WireLine) {
        self.tell(format_args!(
            "{:?} {} {}",
            line.direction, line.name, line.summary
        ));
        if !self.is_dead() {
            self.inner.trace(line);
        }
    }
}

/// A payment order, for sending it a second time.
pub type Payment = (OrderId, TerminalOrder);
