//! A till and a terminal on one cable that is pulled at one byte, and everything that happens then,
//! one event after the other in virtual time. Must never: judge what came out.

use crate::cable::Medium;
use crate::life::{Life, Port};
use crate::stage::Stage;
use crate::till_terminal;
use pos_app::ports::world::TerminalLinks;
use pos_app::views::terminal::Link;
use pos_devices::{OpenError, SteppedTerminal};
use pos_tests::disk::Image;
use pos_tests::terminal::{Bank, Card, Terminal};
use std::sync::Arc;

/// How often the house is looked after.
const TICK_MS: u64 = 250;
/// Within this time nothing of a cable that is put back at once arrives.
const GLITCH_MS: u64 = 40;
/// T3 is over, and the terminal has started again.
const RESTART_MS: u64 = 6_000;
/// A cable in another socket.
const MOVE_MS: u64 = 300;
/// How long the customer looks for his card.
const CARD_MS: u64 = 900;

/// Which end something is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    Till,
    Terminal,
}

/// How the cable comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// At once, in the same socket. On a serial line nobody notices.
    AtOnce,
    /// When T3 is over, and the terminal has started again.
    Restarted,
    /// In another socket or as a new connection; what was on its way is lost at both ends.
    Elsewhere,
    /// Not this day.
    Never,
}

impl Back {
    pub const ALL: [Back; 4] = [Back::AtOnce, Back::Restarted, Back::Elsewhere, Back::Never];
}

/// Where the cable is pulled: after so many bytes to one end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    pub to: To,
    pub after: usize,
    pub back: Back,
}

/// Everything as it stood at one moment, so that every case begins there.
#[derive(Clone)]
pub struct Snapshot {
    pub image: Image,
    pub stage: Arc<Stage>,
    pub terminal: Terminal,
    pub bank: Bank,
}

/// The bench.
pub struct Bench {
    pub life: Life,
    pub stage: Arc<Stage>,
    pub terminal: Terminal,
    pub bank: Bank,
    pub card: Card,
    medium: Medium,
    to_terminal: Vec<u8>,
    to_till: Vec<u8>,
    /// Bytes that arrived at the till and at the terminal since the window was opened.
    pub arrived: [usize; 2],
    cut: Option<Cut>,
    /// The cut has been made.
    pub pulled: bool,
    /// The till has its port open; the terminal believes that somebody is there.
    open: bool,
    up: bool,
    lossy_until_ms: u64,
    out_until_ms: Option<u64>,
    open_at: Option<u64>,
    power_at: Option<u64>,
    card_at: Option<u64>,
    tick_at: u64,
}

impl Bench {
    /// Starts the till where everything was left.
    pub fn on(snapshot: &Snapshot, medium: Medium) -> Bench {
        let stage = Arc::new(Stage::like(&snapshot.stage));
        Bench {
            life: Life::begin(&snapshot.image, stage.clone(), None),
            terminal: snapshot.terminal.clone(),
            bank: snapshot.bank.clone(),
            card: Card(4_711),
            medium,
            to_terminal: Vec::new(),
            to_till: Vec::new(),
            arrived: [0; 2],
            cut: None,
            pulled: false,
            open: false,
            up: false,
            lossy_until_ms: 0,
            out_until_ms: None,
            open_at: Some(stage.now_ms()),
            power_at: None,
            card_at: None,
            tick_at: stage.now_ms(),
            stage,
        }
    }

    /// From now on bytes are counted, and the cable is pulled where the cut says.
    pub fn window(&mut self, cut: Option<Cut>) {
        self.arrived = [0; 2];
        self.cut = cut;
    }

    /// The window is over: what was not pulled stays in.
    pub fn window_over(&mut self) {
        self.cut = None;
    }

    /// The till is killed, and what it leaves is what everything begins on again.
    pub fn leave(mut self) -> Snapshot {
        let now = self.stage.now_ms();
        self.life.world.settle();
        self.life.world.die();
        if self.up {
            self.terminal.line_down(now, &mut self.bank);
        }
        Snapshot {
            image: self.life.disk.kill(),
            stage: self.stage.clone(),
            terminal: self.terminal.clone(),
            bank: self.bank.clone(),
        }
    }

    /// The till is killed and started again on the same disk; the cable stays as it is.
    pub fn restart(&mut self) {
        self.life.world.die();
        let image = self.life.disk.kill();
        self.hang_up();
        self.life = Life::begin(&image, self.stage.clone(), None);
        self.open_at = Some(self.stage.now_ms());
    }

    /// The cable is in again, whatever the cut said.
    pub fn is_out(&self) -> bool {
        self.out_until_ms
            .is_some_and(|until| until > self.stage.now_ms())
    }

    /// Lets things happen for so long, or until it is so.
    pub fn run(&mut self, limit_ms: u64, so: &mut dyn FnMut(&Bench) -> bool) -> bool {
        let until = self.stage.now_ms() + limit_ms;
        loop {
            self.carry();
            if so(self) {
                return true;
            }
            let next = self.next();
            if next > until {
                self.stage.pass_to(until);
                return false;
            }
            self.stage.pass_to(next);
            self.due();
        }
    }

    /// The till shows the terminal as ready for a payment.
    pub fn is_ready(&self) -> bool {
        let status = self.life.links.status(till_terminal());
        status.link == Link::Ready
    }

    fn driver(&self) -> Arc<SteppedTerminal> {
        self.life.driver().expect("a terminal is paired")
    }

    fn next(&self) -> u64 {
        let driver = self.driver();
        let all = [
            driver.due_ms(),
            self.terminal.next_deadline(),
            self.open_at,
            self.power_at,
            self.card_at,
            Some(self.tick_at),
        ];
        let next = all.into_iter().flatten().min().unwrap_or(self.tick_at);
        next.max(self.stage.now_ms())
    }

    fn due(&mut self) {
        let now = self.stage.now_ms();
        let is_due = |at: Option<u64>| at.is_some_and(|at| at <= now);
        if is_due(self.power_at) {
            self.power_at = None;
            self.terminal.power_on(now, &mut self.bank);
        }
        if is_due(self.open_at) {
            self.open_at = None;
            self.open();
        }
        if is_due(self.driver().due_ms()) {
            self.with_driver(|driver, now, port| driver.time(now, port));
        }
        self.terminal.time(now, &mut self.bank);
        if is_due(self.card_at) {
            self.card_at = None;
            self.terminal.present(now, self.card);
        }
        if self.terminal.wants_card().is_some() && self.card_at.is_none() {
            self.card_at = Some(now + CARD_MS);
        }
        if self.tick_at <= now {
            self.tick_at = now + TICK_MS;
            self.life.world.settle();
            self.life.links.tend();
        }
    }

    /// Bytes go over the cable until nobody has any.
    fn carry(&mut self) {
        loop {
            self.to_till.extend(self.terminal.take_output());
            if self.to_terminal.is_empty() && self.to_till.is_empty() {
                return;
            }
            let bytes = std::mem::take(&mut self.to_terminal);
            self.arrive(To::Terminal, &bytes);
            let bytes = std::mem::take(&mut self.to_till);
            self.arrive(To::Till, &bytes);
        }
    }

    fn arrive(&mut self, to: To, bytes: &[u8]) {
        let now = self.stage.now_ms();
        if bytes.is_empty() || now < self.lossy_until_ms || !self.open || self.is_out() {
            return;
        }
        let so_far = &mut self.arrived[to as usize];
        let room = match self.cut {
            Some(cut) if cut.to == to => cut.after.saturating_sub(*so_far),
            _ => usize::MAX,
        };
        let taken = bytes.len().min(room);
        *so_far += taken;
        match to {
            To::Terminal => self.terminal.bytes(now, &bytes[..taken], &mut self.bank),
            To::Till => self.with_driver(|driver, now, port| {
                driver.bytes(now, &bytes[..taken], port);
            }),
        }
        if taken < bytes.len()
            && let Some(cut) = self.cut.take()
        {
            self.pull(cut.back);
        }
    }

    /// The cable is pulled.
    pub fn pull(&mut self, back: Back) {
        let now = self.stage.now_ms();
        self.pulled = true;
        self.to_till.clear();
        self.to_terminal.clear();
        // What both would have said in this moment is lost too.
        let _lost = self.terminal.take_output();
        match back {
            Back::AtOnce if self.medium == Medium::Serial => {
                self.lossy_until_ms = now + GLITCH_MS;
            }
            Back::AtOnce => {
                self.terminal_gone();
                self.till_gone();
            }
            Back::Restarted => {
                self.out_until_ms = Some(now + RESTART_MS);
                self.till_gone();
                self.terminal.power_off(now);
                self.up = false;
                self.power_at = Some(now + RESTART_MS);
            }
            // A terminal on a serial cable does not look after it, and one on the network notices
            // a half-open connection by the next one.
            Back::Elsewhere => {
                self.out_until_ms = Some(now + MOVE_MS);
                self.till_gone();
            }
            Back::Never => {
                self.out_until_ms = Some(u64::MAX);
                self.till_gone();
                self.terminal_gone();
            }
        }
    }

    fn till_gone(&mut self) {
        self.open = false;
        let driver = self.driver();
        let mut port = Port {
            out: true,
            ..Port::default()
        };
        driver.gone(self.stage.now_ms(), &mut port);
        self.open_at = Some(self.stage.now_ms() + driver.pause_ms());
    }

    fn terminal_gone(&mut self) {
        if self.up {
            self.up = false;
            self.terminal.line_down(self.stage.now_ms(), &mut self.bank);
        }
    }

    /// The till lets go of the port.
    fn hang_up(&mut self) {
        self.open = false;
        if self.medium == Medium::Tcp {
            self.terminal_gone();
        }
    }

    /// The till tries to open the line.
    fn open(&mut self) {
        let now = self.stage.now_ms();
        let driver = self.driver();
        if self.open {
            return;
        }
        if self.is_out() || !self.terminal.is_powered() {
            let wait_ms = driver.not_opened(&OpenError::Absent("terminal".into()));
            self.open_at = Some(now + wait_ms);
            return;
        }
        if self.medium == Medium::Tcp {
            self.terminal_gone();
        }
        if !self.up {
            self.up = true;
            self.terminal.line_up(now);
        }
        self.open = true;
        self.with_driver(|driver, now, port| driver.opened(now, port));
    }

    fn with_driver(&mut self, act: impl FnOnce(&SteppedTerminal, u64, &mut Port)) {
        let driver = self.driver();
        let mut port = Port {
            out: !self.open,
            ..Port::default()
        };
        act(&driver, self.stage.now_ms(), &mut port);
        self.to_terminal.extend(port.bytes);
        if !driver.is_open() && self.open {
            // Its last bytes go out before the port is closed.
            let bytes = std::mem::take(&mut self.to_terminal);
            self.arrive(To::Terminal, &bytes);
            self.hang_up();
            self.open_at = Some(self.stage.now_ms() + driver.pause_ms());
        }
    }
}
