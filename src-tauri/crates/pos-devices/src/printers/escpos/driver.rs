//! The printer's thread: a thin loop between a port, the session and the host.
//!
//! Owns: the port and the clock. Must never: decide whether something is printed.

use std::sync::Arc;
use std::time::{Instant, SystemTime};

use super::session::{Action, Session};
use crate::line::{Attendant, Course, LineThread, Next, attend};
use crate::peripherals::{PeripheralLink, ToldLink};
use crate::port::{Address, OpenError, Patience, Port, ReadStep};
use crate::printers::{
    KickEnd, PrintEvent, PrintFailure, PrinterListener, PrinterSettings, PrinterWord,
};

/// Opens a printer on a thread of its own.
pub(crate) fn start(
    address: Address,
    settings: PrinterSettings,
    listener: Arc<dyn PrinterListener>,
) -> LineThread<PrinterWord> {
    LineThread::start("printer", move |words| {
        let mut run = Run {
            settings,
            listener,
            open: None,
            interrupted: false,
            worked: false,
            told: ToldLink::default(),
        };
        attend(&mut run, &address, settings.framing, &words);
    })
}

struct Run {
    settings: PrinterSettings,
    listener: Arc<dyn PrinterListener>,
    open: Option<(Box<dyn Port>, Session)>,
    /// The last connection broke within a document.
    interrupted: bool,
    /// Since the last connect: the printer answered.
    worked: bool,
    told: ToldLink,
}

impl Run {
    fn tell(&mut self, link: PeripheralLink) {
        if let Some(link) = self.told.news(link) {
            self.listener.on_link(link);
        }
    }

    /// Does what the session wants, until it wants nothing more.
    fn carry_out(&mut self) {
        loop {
            let actions = match &mut self.open {
                Some((_, session)) => session.actions(),
                None => return,
            };
            if actions.is_empty() {
                return;
            }
            for action in actions {
                self.act(action);
            }
        }
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Command(bytes) => self.write(&bytes, false),
            Action::Document(bytes) => self.write(&bytes, true),
            Action::Ready => {
                self.worked = true;
                self.tell(PeripheralLink::Ready);
            }
            Action::Silent => self.tell(PeripheralLink::Silent {
                since: SystemTime::now(),
            }),
            Action::Status(status) => self.listener.on_status(status),
            Action::Print(id, event) => self.listener.on_print(id, event),
            Action::Kick(kick, end) => self.listener.on_kick(kick, end),
        }
    }

    fn write(&mut self, bytes: &[u8], document: bool) {
        // Without a port: it broke at an action before this one.
        let Some((port, session)) = &mut self.open else {
            return;
        };
        let written = port.write(bytes);
        let now = Instant::now();
        match written {
            Ok(()) if document => session.wrote(bytes.len(), now),
            Ok(()) => {}
            Err(fault) => {
                if document {
                    session.wrote_in_part(fault.written, now);
                }
                // A printer that takes no more may have said why.
                let mut buffer = [0; 256];
                if let ReadStep::Bytes(count) = port.read(&mut buffer, Patience::Glance) {
                    session.bytes(&buffer[..count], now);
                }
                self.hang_up();
            }
        }
    }

    /// The connection is over: what ran on it fails.
    fn hang_up(&mut self) {
        let Some((_, mut session)) = self.open.take() else {
            return;
        };
        session.lost();
        self.interrupted = session.is_interrupted();
        for action in session.actions() {
            self.act(action);
        }
    }
}

impl Attendant for Run {
    type Order = PrinterWord;

    fn opened(&mut self, port: Box<dyn Port>) {
        self.worked = false;
        let session = Session::new(self.settings, self.interrupted, Instant::now());
        self.open = Some((port, session));
        self.tell(PeripheralLink::Connecting);
        self.carry_out();
    }

    fn not_opened(&mut self, fault: &OpenError) {
        self.tell(PeripheralLink::of_fault(fault));
    }

    fn is_open(&self) -> bool {
        self.open.is_some()
    }

    fn next(&self) -> Next {
        match &self.open {
            Some((_, session)) if session.is_writing() => Next::Ourselves,
            Some((_, session)) if session.is_waiting() => Next::Device,
            Some(_) | None => Next::Host,
        }
    }

    fn order(&mut self, order: PrinterWord) {
        let now = Instant::now();
        match (&mut self.open, order) {
            (Some((_, session)), PrinterWord::Print(order)) => session.submit(order, now),
            (Some((_, session)), PrinterWord::Kick(kick)) => session.kick(kick, now),
            (None, PrinterWord::Print(order)) => {
                let why = PrintFailure::Offline;
                let event = PrintEvent::Failed { written: 0, why };
                self.listener.on_print(order.id, event);
            }
            (None, PrinterWord::Kick(kick)) => self.listener.on_kick(kick, KickEnd::NotSent),
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
