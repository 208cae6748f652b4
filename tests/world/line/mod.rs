//! One terminal on its cable. Carries everything between the two ends, and there mishaps happen.
//! Must never: look into the bytes.

mod terminal_end;
mod till_end;

use crate::cable::{Cable, Medium, Mishap};
use crate::rng::Rng;
use crate::stage::{Cue, Side, Stage, held};
use crate::till::ear::Payment;
use pos_tests::terminal::{Bank, Terminal};
use std::sync::{Arc, Mutex};
pub use till_end::Driven;

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
