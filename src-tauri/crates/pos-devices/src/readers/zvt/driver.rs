//! The driver's thread: a thin loop between a port, the session and the host.
//!
//! Owns: the port and the clock. Must never: decide anything about money, or sleep:
//! it waits in a read, or for the host's next word.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use zeroize::Zeroize;

use super::actions::{Action, SessionEvent, Timer};
use super::link::Transport;
use super::session::{Loss, Session};
use crate::line::{Attendant, Course, Next, attend};
use crate::port::trace::WireLine;
use crate::port::{self, Address, OpenError, Patience, Port, ReadStep, SerialFraming};
use crate::readers::{
    Control, Identity, IdentityVerdict, LinkRefusal, LinkState, Mailbox, OrderEnd, OrderId,
    ProbeError, Progress, ResultStored, Terminal, TerminalListener, TerminalResult,
    TerminalSettings,
};

/// ZVT on a serial line: 8 data bits, no parity, 2 stop bits.
const FRAMING: SerialFraming = SerialFraming::N8_2;

/// Opens a terminal on a thread of its own.
pub(super) fn open(
    address: Address,
    settings: TerminalSettings,
    listener: Arc<dyn TerminalListener>,
) -> Terminal {
    Terminal::start("zvt-terminal", move |mailbox| {
        let mut run = Run::new(&address, settings, listener, Some(&mailbox));
        attend(&mut run, &address, FRAMING, &mailbox.words);
    })
}

/// Connects once and asks who is there.
pub(super) fn probe(
    address: &Address,
    settings: &TerminalSettings,
    timeout: Duration,
) -> Result<Identity, ProbeError> {
    let ear = Arc::new(ProbeEar::default());
    let mut run = Run::new(address, settings.clone(), Arc::clone(&ear) as _, None);
    run.opened(port::open(address, FRAMING)?);
    let deadline = Instant::now() + timeout;
    loop {
        let mut heard = ear.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = heard.take() {
            return answer;
        }
        drop(heard);
        if run.port.is_none() {
            // Closed by the other side, or given up by a timer of the protocol.
            return Err(if run.gone {
                ProbeError::Gone
            } else {
                ProbeError::Silent
            });
        }
        if Instant::now() >= deadline {
            return Err(ProbeError::Silent);
        }
        run.step(Patience::Tick);
    }
}

struct Run<'a> {
    session: Session,
    listener: Arc<dyn TerminalListener>,
    mailbox: Option<&'a Mailbox>,
    port: Option<Box<dyn Port>>,
    deadlines: [Option<Instant>; Timer::ALL.len()],
    told: Option<LinkState>,
    /// The port went away by itself.
    gone: bool,
    /// Since the last connect: the terminal became ready; it may not be used.
    ready: bool,
    refused: bool,
}

impl<'a> Run<'a> {
    fn new(
        address: &Address,
        settings: TerminalSettings,
        listener: Arc<dyn TerminalListener>,
        mailbox: Option<&'a Mailbox>,
    ) -> Self {
        let transport = match address {
            Address::Serial { .. } => Transport::Serial,
            // A printer's file carries no terminal; bare units harm nobody.
            Address::Tcp { .. } | Address::Device { .. } => Transport::Tcp,
        };
        Self {
            session: Session::new(settings, transport),
            listener,
            mailbox,
            port: None,
            deadlines: [None; Timer::ALL.len()],
            told: None,
            gone: false,
            ready: false,
            refused: false,
        }
    }

    fn lose_port(&mut self, loss: Loss) -> Vec<Action> {
        self.port = None;
        self.gone = true;
        self.session.lost(loss)
    }

    fn carry_out(&mut self, actions: Vec<Action>) {
        let mut queue = VecDeque::from(actions);
        while let Some(action) = queue.pop_front() {
            let more = match action {
                Action::Send(bytes) => self.send(bytes.as_slice()),
                Action::StartTimer(timer, ms) => {
                    let at = Instant::now() + Duration::from_millis(ms);
                    self.deadlines[timer as usize] = Some(at);
                    Vec::new()
                }
                Action::StopTimer(timer) => {
                    self.deadlines[timer as usize] = None;
                    Vec::new()
                }
                Action::Event(event) => self.event(event),
                Action::HangUp => {
                    self.port = None;
                    Vec::new()
                }
            };
            for action in more.into_iter().rev() {
                queue.push_front(action);
            }
        }
    }

    fn send(&mut self, bytes: &[u8]) -> Vec<Action> {
        let Some(port) = &mut self.port else {
            return Vec::new();
        };
        match port.write(bytes) {
            Ok(()) => {
                self.session.wrote();
                Vec::new()
            }
            Err(fault) if fault.written == 0 => self.lose_port(Loss::NothingWritten),
            Err(_) => self.lose_port(Loss::Gone),
        }
    }

    fn event(&mut self, event: SessionEvent) -> Vec<Action> {
        match event {
            SessionEvent::Identified(found) => {
                let verdict = self.listener.identity(&found);
                if let IdentityVerdict::Refuse { expected } = &verdict {
                    self.refused = true;
                    self.tell(LinkState::Refused(LinkRefusal::WrongTerminal {
                        expected: expected.clone(),
                        found: Box::new(found),
                    }));
                }
                return self.session.verdict(&verdict);
            }
            SessionEvent::Result(id, result) => {
                let stored = self.listener.result(id, *result);
                return self.session.stored(stored);
            }
            SessionEvent::Ready => {
                self.ready = true;
                self.tell(LinkState::Ready);
            }
            SessionEvent::Waiting(status) => self.tell(LinkState::Waiting(status)),
            SessionEvent::RegistrationRefused(code) => {
                self.refused = true;
                self.tell(LinkState::Refused(LinkRefusal::Registration(code)));
            }
            SessionEvent::Progress(id, step) => self.listener.progress(id, step),
            SessionEvent::Finished(id, end) => self.finished(id, end),
            SessionEvent::Wire(direction, name, summary) => {
                self.listener.trace(WireLine {
                    at: SystemTime::now(),
                    direction,
                    name,
                    summary,
                });
            }
        }
        Vec::new()
    }

    fn finished(&mut self, id: OrderId, end: OrderEnd) {
        if let Some(mailbox) = self.mailbox {
            mailbox.free(id);
        }
        if self.session.is_ready() {
            self.tell(LinkState::Ready);
        }
        self.listener.finished(id, end);
    }

    fn tell(&mut self, state: LinkState) {
        if self.told.as_ref() != Some(&state) {
            self.told = Some(state.clone());
            self.listener.link(state);
        }
    }

    fn tell_away(&mut self) {
        if !matches!(self.told, Some(LinkState::Away { .. })) {
            self.tell(LinkState::Away {
                since: SystemTime::now(),
            });
        }
    }
}

impl Attendant for Run<'_> {
    type Order = Control;

    fn opened(&mut self, port: Box<dyn Port>) {
        (self.gone, self.ready, self.refused) = (false, false, false);
        self.tell(LinkState::Connecting);
        self.port = Some(port);
        let actions = self.session.connected();
        self.carry_out(actions);
    }

    fn not_opened(&mut self, fault: &OpenError) {
        match fault {
            OpenError::Absent(_) | OpenError::Unsupported(_) | OpenError::Failed(..) => {
                self.tell_away();
            }
            OpenError::InUse(_) | OpenError::Denied(_) => {
                self.tell(LinkState::Refused(LinkRefusal::Port(fault.to_string())));
            }
        }
    }

    fn is_open(&self) -> bool {
        self.port.is_some()
    }

    fn next(&self) -> Next {
        match self.session.is_ready() {
            true => Next::Host,
            false => Next::Device,
        }
    }

    fn order(&mut self, control: Control) {
        let actions = match control {
            Control::Order(id, order) => {
                let actions = self.session.order(id, order);
                if self.session.running_order() == Some(id) {
                    self.tell(LinkState::Busy);
                }
                actions
            }
            Control::Abort(id) => self.session.abort(id),
        };
        self.carry_out(actions);
    }

    fn step(&mut self, patience: Patience) {
        let mut buffer = [0; 1024];
        let read = match &mut self.port {
            Some(port) => port.read(&mut buffer, patience),
            None => return,
        };
        let actions = match read {
            ReadStep::Bytes(count) => {
                let actions = self.session.bytes(&buffer[..count]);
                buffer[..count].zeroize();
                actions
            }
            ReadStep::Quiet => Vec::new(),
            ReadStep::Gone => self.lose_port(Loss::Gone),
        };
        self.carry_out(actions);
        for timer in Timer::ALL {
            let due = self.deadlines[timer as usize].is_some_and(|at| at <= Instant::now());
            if due && self.port.is_some() {
                self.deadlines[timer as usize] = None;
                let actions = self.session.timer(timer);
                self.carry_out(actions);
            }
        }
    }

    fn lost(&mut self) {
        if !self.refused {
            self.tell_away();
        }
    }

    fn closed(&mut self) {
        if self.port.is_some() {
            let actions = self.session.lost(Loss::Closed);
            self.carry_out(actions);
            self.port = None;
        }
    }

    fn course(&self) -> Course {
        match (self.refused, self.ready) {
            (true, _) => Course::Refused,
            (false, true) => Course::Worked,
            (false, false) => Course::Failed,
        }
    }
}

/// Listens for the first identity.
#[derive(Default)]
struct ProbeEar(Mutex<Option<Result<Identity, ProbeError>>>);

impl ProbeEar {
    fn hear(&self, answer: Result<Identity, ProbeError>) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.get_or_insert(answer);
    }
}

impl TerminalListener for ProbeEar {
    fn link(&self, state: LinkState) {
        if let LinkState::Refused(LinkRefusal::Registration(code)) = state {
            self.hear(Err(ProbeError::Refused(code)));
        }
    }

    fn identity(&self, found: &Identity) -> IdentityVerdict {
        self.hear(Ok(found.clone()));
        IdentityVerdict::Accept
    }

    fn progress(&self, _: OrderId, _: Progress) {}

    /// A probe keeps nothing, so it acknowledges nothing.
    fn result(&self, _: OrderId, _: TerminalResult) -> ResultStored {
        ResultStored::NotStored
    }

    fn finished(&self, _: OrderId, _: OrderEnd) {}

    fn trace(&self, _: WireLine) {}
}
