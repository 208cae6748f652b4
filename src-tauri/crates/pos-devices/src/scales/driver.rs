//! The scale's thread: a thin loop between a port, the session and the host.
//!
//! Owns: the port, the clock, and who waits for which answer. Must never: judge a weight.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant, SystemTime};

use super::protocol::Reading;
use super::session::{Action, Session, Ticket};
use super::{Adjusted, ScaleListener, ScaleSettings, ScaleWord};
use crate::line::{Attendant, Course, LineThread, Next, attend};
use crate::peripherals::{PeripheralLink, PeripheralProbeError, ToldLink};
use crate::port::{self, Address, OpenError, Patience, Port, ReadStep};

/// Opens a scale on a thread of its own.
pub(super) fn start(
    address: Address,
    settings: ScaleSettings,
    listener: Arc<dyn ScaleListener>,
) -> LineThread<ScaleWord> {
    LineThread::start("scale", move |words| {
        let mut run = Run {
            settings,
            listener,
            open: None,
            watched: false,
            worked: false,
            told: ToldLink::default(),
            weighing: HashMap::new(),
            adjusting: HashMap::new(),
            next_ticket: 0,
        };
        attend(&mut run, &address, settings.framing, &words);
    })
}

struct Run {
    settings: ScaleSettings,
    listener: Arc<dyn ScaleListener>,
    open: Option<(Box<dyn Port>, Session)>,
    watched: bool,
    /// Since the last connect: the scale answered.
    worked: bool,
    told: ToldLink,
    weighing: HashMap<Ticket, Sender<Reading>>,
    adjusting: HashMap<Ticket, Sender<Adjusted>>,
    next_ticket: Ticket,
}

impl Run {
    fn tell(&mut self, link: PeripheralLink) {
        if let Some(link) = self.told.news(link) {
            self.listener.on_link(link);
        }
    }

    fn carry_out(&mut self) {
        let actions = match &mut self.open {
            Some((_, session)) => session.actions(),
            None => return,
        };
        for action in actions {
            self.act(action);
        }
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Send(bytes) => {
                let written = match &mut self.open {
                    Some((port, _)) => port.write(&bytes),
                    None => return,
                };
                if written.is_err() {
                    self.hang_up();
                }
            }
            Action::Ready => {
                self.worked = true;
                self.tell(PeripheralLink::Ready);
            }
            Action::Silent => self.tell(PeripheralLink::Silent {
                since: SystemTime::now(),
            }),
            Action::Changed(reading) => self.listener.on_reading(reading),
            // Nobody waits any more when a receiver is gone.
            Action::Weighed(ticket, reading) => {
                if let Some(answer) = self.weighing.remove(&ticket) {
                    let _ = answer.send(reading);
                }
            }
            Action::Adjusted(ticket, adjusted) => {
                if let Some(answer) = self.adjusting.remove(&ticket) {
                    let _ = answer.send(adjusted);
                }
            }
        }
    }

    fn hang_up(&mut self) {
        let Some((_, mut session)) = self.open.take() else {
            return;
        };
        session.lost();
        for action in session.actions() {
            self.act(action);
        }
    }

    fn ticket(&mut self) -> Ticket {
        self.next_ticket += 1;
        self.next_ticket
    }
}

impl Attendant for Run {
    type Order = ScaleWord;

    fn opened(&mut self, port: Box<dyn Port>) {
        self.worked = false;
        let session = Session::new(self.settings.protocol, self.watched, Instant::now());
        self.open = Some((port, session));
        self.tell(PeripheralLink::Connecting);
    }

    fn not_opened(&mut self, fault: &OpenError) {
        self.tell(PeripheralLink::of_fault(fault));
    }

    fn is_open(&self) -> bool {
        self.open.is_some()
    }

    fn next(&self) -> Next {
        match &self.open {
            Some((_, session)) if session.is_busy() => Next::Device,
            Some(_) | None => Next::Host,
        }
    }

    fn order(&mut self, order: ScaleWord) {
        let (ticket, now) = (self.ticket(), Instant::now());
        match (&mut self.open, order) {
            (Some((_, session)), ScaleWord::Weigh(until, answer)) => {
                self.weighing.insert(ticket, answer);
                session.weigh(ticket, until, now);
            }
            (Some((_, session)), ScaleWord::Adjust(adjustment, until, answer)) if now < until => {
                self.adjusting.insert(ticket, answer);
                session.adjust(ticket, adjustment, now);
            }
            (open, ScaleWord::Watch(on)) => {
                self.watched = on;
                if let Some((_, session)) = open {
                    session.watch(on, now);
                }
            }
            // Dropping the sender answers: there is no scale, or it came too late.
            (None, ScaleWord::Weigh(..)) | (_, ScaleWord::Adjust(..)) => {}
        }
        self.carry_out();
    }

    fn step(&mut self, patience: Patience) {
        let mut buffer = [0; 256];
        let Some((port, session)) = &mut self.open else {
            return;
        };
        let read = port.read(&mut buffer, patience);
        let now = Instant::now();
        match read {
            ReadStep::Bytes(count) => session.bytes(&buffer[..count], now),
            ReadStep::Quiet => {}
            ReadStep::Gone => {
                self.hang_up();
                return;
            }
        }
        session.tick(now);
        self.carry_out();
    }

    fn lost(&mut self) {
        self.tell(PeripheralLink::Away {
            since: SystemTime::now(),
        });
    }

    fn closed(&mut self) {
        self.hang_up();
    }

    fn course(&self) -> Course {
        match self.worked {
            true => Course::Worked,
            false => Course::Failed,
        }
    }
}

/// See [`super::probe`].
pub(super) fn probe(
    address: &Address,
    settings: ScaleSettings,
    timeout: Duration,
) -> Result<Reading, PeripheralProbeError> {
    let mut port = port::open(address, settings.framing)?;
    let start = Instant::now();
    let deadline = start + timeout;
    // Watched, so that any reading is told.
    let mut session = Session::new(settings.protocol, true, start);
    let mut buffer = [0; 64];
    while Instant::now() < deadline {
        session.tick(Instant::now());
        for action in session.actions() {
            match action {
                Action::Send(bytes) => {
                    let sent = port.write(&bytes);
                    sent.map_err(|_| PeripheralProbeError::Gone)?;
                }
                Action::Changed(Reading::NoAnswer) | Action::Silent => {
                    return Err(PeripheralProbeError::Silent);
                }
                Action::Changed(reading) => return Ok(reading),
                Action::Ready | Action::Weighed(..) | Action::Adjusted(..) => {}
            }
        }
        match port.read(&mut buffer, Patience::Tick) {
            ReadStep::Bytes(count) => session.bytes(&buffer[..count], Instant::now()),
            ReadStep::Quiet => {}
            ReadStep::Gone => return Err(PeripheralProbeError::Gone),
        }
    }
    Err(PeripheralProbeError::Silent)
}
