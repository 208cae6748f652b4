//! One terminal's conversation: the session, its deadlines and the host's ear, without a thread.
//!
//! Owns: which timers run, what the host was told of the link. Must never: read a clock, open a
//! port, or decide anything about money. A driver's thread and a stepped terminal both stand on it.

use std::collections::VecDeque;
use std::sync::Arc;

use super::actions::{Action, SessionEvent, Timer};
use super::link::Transport;
use super::session::{Loss, Session};
use crate::line::Course;
use crate::port::trace::WireLine;
use crate::port::{Address, OpenError, WriteFault};
use crate::readers::handle::{Control, Slot};
use crate::readers::{
    IdentityVerdict, LinkRefusal, LinkState, OrderEnd, OrderId, TerminalListener, TerminalSettings,
};

/// The end of a line that takes our bytes.
pub trait Wire {
    /// Takes all bytes, or says how many went.
    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteFault>;
    /// The conversation is over: close the port.
    fn hang_up(&mut self);
}

/// What runs between one register and one terminal. Times are milliseconds of any clock that
/// never goes back.
pub(crate) struct Conversation {
    session: Session,
    listener: Arc<dyn TerminalListener>,
    slot: Slot,
    deadlines: [Option<u64>; Timer::ALL.len()],
    told: Option<LinkState>,
    open: bool,
    /// The port went away by itself.
    gone: bool,
    /// Since the last connect: the terminal became ready; it may not be used.
    ready: bool,
    refused: bool,
}

/// What carries the units to an address.
pub(crate) fn transport(address: &Address) -> Transport {
    match address {
        Address::Serial { .. } => Transport::Serial,
        // A printer's file carries no terminal; bare units harm nobody.
        Address::Tcp { .. } | Address::Device { .. } => Transport::Tcp,
    }
}

impl Conversation {
    pub(crate) fn new(
        transport: Transport,
        settings: TerminalSettings,
        listener: Arc<dyn TerminalListener>,
        slot: Slot,
    ) -> Self {
        Self {
            session: Session::new(settings, transport),
            listener,
            slot,
            deadlines: [None; Timer::ALL.len()],
            told: None,
            open: false,
            gone: false,
            ready: false,
            refused: false,
        }
    }

    /// A port is open.
    pub(crate) fn opened(&mut self, now_ms: u64, wire: &mut dyn Wire) {
        (self.gone, self.ready, self.refused) = (false, false, false);
        self.tell(LinkState::Connecting);
        self.open = true;
        let actions = self.session.connected();
        self.carry_out(actions, now_ms, wire);
    }

    /// It did not open.
    pub(crate) fn not_opened(&mut self, fault: &OpenError) {
        match fault {
            OpenError::Absent(_) | OpenError::Unsupported(_) | OpenError::Failed(..) => {
                self.tell(LinkState::Away);
            }
            OpenError::InUse(_) | OpenError::Denied(_) => {
                self.tell(LinkState::Refused(LinkRefusal::Port(fault.to_string())));
            }
        }
    }

    /// Bytes came.
    pub(crate) fn bytes(&mut self, now_ms: u64, bytes: &[u8], wire: &mut dyn Wire) {
        let actions = self.session.bytes(bytes);
        self.carry_out(actions, now_ms, wire);
    }

    /// The port is gone, or the host closes it.
    pub(crate) fn gone(&mut self, now_ms: u64, loss: Loss, wire: &mut dyn Wire) {
        if self.open {
            let actions = self.lose(loss);
            self.carry_out(actions, now_ms, wire);
        }
    }

    /// The host wants something. With and without a port.
    pub(crate) fn control(&mut self, now_ms: u64, control: Control, wire: &mut dyn Wire) {
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
        self.carry_out(actions, now_ms, wire);
    }

    /// Time has passed: timers that are due run out, the earliest first.
    pub(crate) fn time(&mut self, now_ms: u64, wire: &mut dyn Wire) {
        while let Some((at_ms, timer)) = self.next_timer()
            && at_ms <= now_ms
        {
            self.deadlines[timer as usize] = None;
            let actions = self.session.timer(timer);
            self.carry_out(actions, now_ms, wire);
        }
    }

    /// When the next timer runs out.
    pub(crate) fn deadline_ms(&self) -> Option<u64> {
        self.next_timer().map(|(at_ms, _)| at_ms)
    }

    /// Tells the host that the port went by itself. Not when the terminal may not be used: that
    /// says more.
    pub(crate) fn tell_lost(&mut self) {
        if !self.refused {
            self.tell(LinkState::Away);
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// The port went away by itself, and was not given up.
    pub(crate) fn is_gone(&self) -> bool {
        self.gone
    }

    /// Nothing runs: the terminal owes no answer.
    pub(crate) fn is_ready(&self) -> bool {
        self.session.is_ready()
    }

    pub(crate) fn course(&self) -> Course {
        match (self.refused, self.ready) {
            (true, _) => Course::Refused,
            (false, true) => Course::Worked,
            (false, false) => Course::Failed,
        }
    }

    fn next_timer(&self) -> Option<(u64, Timer)> {
        let running = |timer: Timer| Some((self.deadlines[timer as usize]?, timer));
        Timer::ALL
            .into_iter()
            .filter_map(running)
            .min_by_key(|(at_ms, _)| *at_ms)
    }

    fn lose(&mut self, loss: Loss) -> Vec<Action> {
        self.open = false;
        self.gone = loss != Loss::Closed;
        self.session.lost(loss)
    }

    fn carry_out(&mut self, actions: Vec<Action>, now_ms: u64, wire: &mut dyn Wire) {
        let mut queue = VecDeque::from(actions);
        while let Some(action) = queue.pop_front() {
            let more = match action {
                Action::Send(bytes) => self.send(bytes.as_slice(), wire),
                Action::StartTimer(timer, ms) => {
                    self.deadlines[timer as usize] = Some(now_ms + ms);
                    Vec::new()
                }
                Action::StopTimer(timer) => {
                    self.deadlines[timer as usize] = None;
                    Vec::new()
                }
                Action::Event(event) => self.event(event),
                Action::HangUp => {
                    self.open = false;
                    wire.hang_up();
                    Vec::new()
                }
            };
            for action in more.into_iter().rev() {
                queue.push_front(action);
            }
        }
    }

    fn send(&mut self, bytes: &[u8], wire: &mut dyn Wire) -> Vec<Action> {
        if !self.open {
            return Vec::new();
        }
        let Err(fault) = wire.write(bytes) else {
            self.session.wrote();
            return Vec::new();
        };
        wire.hang_up();
        self.lose(match fault.written {
            0 => Loss::NothingWritten,
            _ => Loss::Gone,
        })
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
            SessionEvent::Wire(direction, name, summary) => self.listener.trace(WireLine {
                direction,
                name,
                summary,
            }),
        }
        Vec::new()
    }

    fn finished(&mut self, id: OrderId, end: OrderEnd) {
        self.slot.free(id);
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
}
