//! One terminal on its cable: what its end and the till's end do when bytes or time come. Carries
//! everything over the cable, where mishaps happen.

use crate::cable::{Cable, Medium, Mishap};
use crate::rng::Rng;
use crate::stage::{Cue, Side, Stage, held};
use crate::till::ear::{Payment, PlantedEar};
use crate::till::world::TillWorld;
use pos_devices::{OpenError, OrderId, SteppedTerminal, TerminalOrder, Wire, WriteFault};
use pos_tests::terminal::{Bank, Card, Ride, Terminal};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

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

/// One terminal on its cable.
pub struct Line {
    pub index: usize,
    /// As the story calls it.
    pub name: String,
    pub stage: Arc<Stage>,
    pub bank: Arc<Mutex<Bank>>,
    pub terminal: Mutex<Terminal>,
    pub cable: Mutex<Cable>,
    pub luck: Mutex<Rng>,
    /// The till's last payment order, for bugs that send it again.
    pub last_payment: Mutex<Option<Payment>>,
    driven: Mutex<Option<Driven>>,
    /// The terminal believes that somebody is connected.
    terminal_up: Mutex<bool>,
    terminal_due_ms: Mutex<Option<u64>>,
    /// The customer was called to the terminal.
    called: Mutex<bool>,
    /// Rides to the bank in a thousand that go wrong.
    bad_rides: u64,
}

impl Line {
    pub fn new(
        index: usize,
        stage: Arc<Stage>,
        bank: Arc<Mutex<Bank>>,
        terminal: Terminal,
        cable: Cable,
        luck: Rng,
    ) -> Line {
        Line {
            index,
            name: format!("terminal{}", index + 1),
            stage,
            bank,
            terminal: Mutex::new(terminal),
            cable: Mutex::new(cable),
            luck: Mutex::new(luck),
            last_payment: Mutex::default(),
            driven: Mutex::default(),
            terminal_up: Mutex::new(false),
            terminal_due_ms: Mutex::default(),
            called: Mutex::new(false),
            bad_rides: 0,
        }
    }

    pub fn with_rides(self, bad_rides: u64) -> Line {
        Line { bad_rides, ..self }
    }

    fn tell(&self, what: std::fmt::Arguments) {
        self.stage.tell(&self.name, what);
    }

    fn medium(&self) -> Medium {
        held(&self.cable).medium
    }

    // --- the till's end ---

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

    fn driven(&self, life: u32) -> Option<Driven> {
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
    fn hang_up(&self, by: Side, noticed: bool) {
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

    fn gone_later(&self, connection: u32, side: Side, wait_ms: u64) {
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

    fn wire<'l>(&'l self, driven: &'l Driven) -> TillWire<'l> {
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
    fn driver_did(&self, life: u32) {
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

    // --- the terminal's end ---

    fn terminal_connected(&self) {
        let now = self.stage.now_ms();
        let mut up = held(&self.terminal_up);
        let mut terminal = held(&self.terminal);
        if *up && self.medium() == Medium::Tcp {
            // A second connection: the first one was half open.
            terminal.line_down(now, &mut held(&self.bank));
            *up = false;
        }
        if !*up && terminal.is_powered() {
            terminal.line_up(now);
            *up = true;
        }
        drop((up, terminal));
        self.terminal_did();
    }

    fn terminal_disconnected(&self) {
        let mut up = held(&self.terminal_up);
        if *up {
            let now = self.stage.now_ms();
            held(&self.terminal).line_down(now, &mut held(&self.bank));
            *up = false;
        }
        drop(up);
        self.terminal_did();
    }

    pub fn terminal_due(&self) {
        *held(&self.terminal_due_ms) = None;
        let now = self.stage.now_ms();
        held(&self.terminal).time(now, &mut held(&self.bank));
        self.terminal_did();
    }

    /// Somebody does something at the terminal.
    pub fn at_terminal<T>(&self, act: impl FnOnce(&mut Terminal, u64, &mut Bank) -> T) -> T {
        let now = self.stage.now_ms();
        let done = act(&mut held(&self.terminal), now, &mut held(&self.bank));
        self.terminal_did();
        done
    }

    /// The customer stands before a terminal that wants a card.
    pub fn customer(&self, cards: &Mutex<BTreeMap<u128, Card>>) {
        let order = held(&self.last_payment).as_ref().map(|(id, _)| id.0);
        let card = order.and_then(|id| held(cards).get(&id).copied());
        let (mood, ride) = {
            let mut luck = held(&self.luck);
            (luck.below(100), ride(&mut luck, self.bad_rides))
        };
        let Some(card) = card else { return };
        self.at_terminal(|terminal, now, _| {
            if terminal.wants_card().is_none() {
                return;
            }
            terminal.ride = ride;
            match mood {
                0..=4 => terminal.cancel(now),
                // Walks off.
                5..=11 => {}
                _ => terminal.present(now, card),
            }
        });
    }

    /// The terminal lost its power; it forgets its line.
    pub fn power_lost(&self, noticed: bool) {
        *held(&self.terminal_up) = false;
        if self.medium() == Medium::Tcp {
            self.hang_up(Side::Terminal, noticed);
        }
    }

    /// It has power again. Over a serial cable the till's port was open all the time.
    pub fn power_back(&self) {
        let cable = held(&self.cable);
        let on = cable.medium == Medium::Serial && cable.open && cable.plugged;
        drop(cable);
        if on {
            self.terminal_connected();
        }
    }

    /// After everything the terminal did: what it says goes out, what it waits for is noted.
    fn terminal_did(&self) {
        let (bytes, news, due, wants) = {
            let mut terminal = held(&self.terminal);
            let bytes = terminal.take_output();
            let wants = terminal.wants_card().is_some();
            (bytes, terminal.take_news(), terminal.next_deadline(), wants)
        };
        let called = std::mem::replace(&mut *held(&self.called), wants);
        if wants && !called {
            let wait_ms = held(&self.luck).between(300, 9_000);
            let line = self.index;
            self.stage.after(wait_ms, Cue::Customer { line });
        }
        for news in news {
            self.tell(format_args!("{} {}", news.what, news.number));
        }
        if !bytes.is_empty() {
            self.send(Side::Till, &bytes);
        }
        if let Some(at_ms) = due {
            let at_ms = at_ms.max(self.stage.now_ms());
            let mut known = held(&self.terminal_due_ms);
            if known.is_none_or(|known| at_ms < known) {
                *known = Some(at_ms);
                let line = self.index;
                self.stage.at(at_ms, Cue::TerminalDue { line });
            }
        }
    }

    // --- between them ---

    /// One end writes. Answers how many bytes its own port took before it was gone.
    fn send(&self, to: Side, bytes: &[u8]) -> Option<usize> {
        let now = self.stage.now_ms();
        let line = self.index;
        let mut luck = held(&self.luck);
        let mut cable = held(&self.cable);
        if !cable.open || !cable.plugged {
            return None;
        }
        let mishap = cable.mishap(&mut luck, bytes.len());
        let connection = cable.connection;
        for (wait_ms, bytes) in cable.carry(&mut luck, now, to, bytes, mishap) {
            let cue = Cue::Arrive {
                line,
                connection,
                to,
                bytes,
            };
            self.stage.after(wait_ms, cue);
        }
        let back_ms = luck.between(100, 40_000);
        drop((luck, cable));
        if let Some(mishap) = mishap {
            self.tell(format_args!("a chunk to {to:?} meets {mishap:?}"));
        }
        match mishap {
            Some(Mishap::Cut(at)) => {
                self.unplug(back_ms);
                (to == Side::Terminal).then_some(at)
            }
            Some(Mishap::Silence(_)) => {
                self.silence(back_ms);
                None
            }
            _ => None,
        }
    }

    /// The cable is pulled, and plugged in again after a while.
    pub fn unplug(&self, back_ms: u64) {
        let (was, connection, medium, open) = {
            let mut cable = held(&self.cable);
            let was = cable.plugged;
            cable.plugged = false;
            (was, cable.connection, cable.medium, cable.open)
        };
        if !was {
            return;
        }
        self.tell(format_args!("the cable is out for {back_ms} ms"));
        let line = self.index;
        self.stage.after(back_ms, Cue::Plug { line });
        if open {
            let (till_ms, terminal_ms) = {
                let mut luck = held(&self.luck);
                (luck.between(1, 40), luck.between(1, 400))
            };
            self.gone_later(connection, Side::Till, till_ms);
            // Half of the terminals on a serial cable do not look after it.
            if medium == Medium::Tcp || terminal_ms % 2 == 0 {
                self.gone_later(connection, Side::Terminal, terminal_ms);
            }
        }
    }

    /// Bytes get lost for a while, and nobody notices.
    pub fn silence(&self, back_ms: u64) {
        held(&self.cable).silent = true;
        self.tell(format_args!("the cable is silent for {back_ms} ms"));
        let line = self.index;
        self.stage.after(back_ms, Cue::Plug { line });
    }

    /// The cable is as it should be.
    pub fn plug(&self) {
        let (silent, connection, medium, open) = {
            let mut cable = held(&self.cable);
            let was = (cable.silent, cable.connection, cable.medium, cable.open);
            (cable.plugged, cable.silent) = (true, false);
            was
        };
        self.tell(format_args!("the cable is in"));
        if silent && medium == Medium::Tcp && open {
            // What was lost meanwhile breaks the connection.
            self.gone_later(connection, Side::Till, 3);
            self.gone_later(connection, Side::Terminal, 3);
        } else if medium == Medium::Serial && open {
            self.terminal_connected();
        }
    }

    /// Bytes arrive at an end.
    pub fn arrive(&self, connection: u32, to: Side, bytes: &[u8]) {
        {
            let cable = held(&self.cable);
            let same = cable.connection == connection || cable.medium == Medium::Serial;
            if !same || !cable.plugged && to == Side::Terminal {
                return;
            }
        }
        let now = self.stage.now_ms();
        match to {
            Side::Terminal => {
                held(&self.terminal).bytes(now, bytes, &mut held(&self.bank));
                self.terminal_did();
            }
            Side::Till => {
                let driven = held(&self.driven).clone();
                if let Some(driven) = driven
                    && !driven.world.is_dead()
                    && driven.driver.is_open()
                {
                    driven.driver.bytes(now, bytes, &mut self.wire(&driven));
                    self.driver_did(driven.life);
                }
            }
        }
    }

    /// An end notices that its connection is gone.
    pub fn gone(&self, connection: u32, side: Side) {
        let current = held(&self.cable).connection == connection;
        match side {
            Side::Terminal => {
                // Noticed late: somebody else may be connected by now.
                let newer = !current && held(&self.cable).open;
                if !newer || self.medium() == Medium::Serial {
                    self.terminal_disconnected();
                }
            }
            Side::Till => {
                let driven = held(&self.driven).clone();
                if let Some(driven) = driven
                    && current
                    && !driven.world.is_dead()
                    && driven.driver.is_open()
                {
                    held(&self.cable).open = false;
                    self.tell(format_args!("the till loses the line"));
                    let now = self.stage.now_ms();
                    driven.driver.gone(now, &mut self.wire(&driven));
                    self.driver_did(driven.life);
                }
            }
        }
    }
}

/// How the next conversation with the bank goes.
fn ride(luck: &mut Rng, bad: u64) -> Ride {
    let mut ride = Ride {
        there_ms: luck.between(30, 900),
        back_ms: luck.between(30, 900),
        ..Ride::default()
    };
    if luck.chance(bad) {
        match luck.below(5) {
            0 => ride.request_lost = true,
            1 => ride.answer_lost = true,
            2 => ride.back_ms = luck.between(5_000, 30_000),
            _ => ride.declined = Some(0x05),
        }
    }
    ride
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
