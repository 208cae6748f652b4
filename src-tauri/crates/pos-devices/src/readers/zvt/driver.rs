//! The driver's thread: a thin loop between a port and the conversation.
//!
//! Owns: the port and the clock. Must never: decide anything about money, or sleep:
//! it waits in a read, or for the host's next word.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use zeroize::Zeroize;

use super::conversation::{Conversation, Wire, transport};
use super::session::Loss;
use crate::line::{Attendant, Course, Next, attend};
use crate::port::trace::WireLine;
use crate::port::{self, Address, OpenError, Patience, Port, ReadStep, SerialFraming, WriteFault};
use crate::readers::handle::Slot;
use crate::readers::{
    Control, Identity, IdentityVerdict, LinkRefusal, LinkState, OrderEnd, OrderId, ProbeError,
    Progress, ResultStored, Terminal, TerminalListener, TerminalResult, TerminalSettings,
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
        let mut run = Run::new(&address, settings, listener, mailbox.slot);
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
    let listener = Arc::clone(&ear) as _;
    let mut run = Run::new(address, settings.clone(), listener, Slot::default());
    run.opened(port::open(address, FRAMING)?);
    let deadline = Instant::now() + timeout;
    loop {
        let mut heard = ear.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = heard.take() {
            return answer;
        }
        drop(heard);
        if !run.is_open() {
            // Closed by the other side, or given up by a timer of the protocol.
            return Err(if run.conversation.is_gone() {
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

struct Run {
    conversation: Conversation,
    line: OpenPort,
    began: Instant,
}

/// The port, while it is open.
struct OpenPort(Option<Box<dyn Port>>);

impl Wire for OpenPort {
    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteFault> {
        match &mut self.0 {
            Some(port) => port.write(bytes),
            None => Err(WriteFault { written: 0 }),
        }
    }

    fn hang_up(&mut self) {
        self.0 = None;
    }
}

impl Run {
    fn new(
        address: &Address,
        settings: TerminalSettings,
        listener: Arc<dyn TerminalListener>,
        slot: Slot,
    ) -> Self {
        Self {
            conversation: Conversation::new(transport(address), settings, listener, slot),
            line: OpenPort(None),
            began: Instant::now(),
        }
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn lose(&mut self, loss: Loss) {
        self.line.0 = None;
        let now_ms = self.now_ms();
        self.conversation.gone(now_ms, loss, &mut self.line);
    }
}

impl Attendant for Run {
    type Order = Control;

    fn opened(&mut self, port: Box<dyn Port>) {
        self.line.0 = Some(port);
        let now_ms = self.now_ms();
        self.conversation.opened(now_ms, &mut self.line);
    }

    fn not_opened(&mut self, fault: &OpenError) {
        self.conversation.not_opened(fault);
    }

    fn is_open(&self) -> bool {
        self.line.0.is_some()
    }

    fn next(&self) -> Next {
        match self.conversation.is_ready() {
            true => Next::Host,
            false => Next::Device,
        }
    }

    fn order(&mut self, control: Control) {
        let now_ms = self.now_ms();
        self.conversation.control(now_ms, control, &mut self.line);
    }

    fn step(&mut self, patience: Patience) {
        let mut buffer = [0; 1024];
        let read = match &mut self.line.0 {
            Some(port) => port.read(&mut buffer, patience),
            None => return,
        };
        let now_ms = self.now_ms();
        match read {
            ReadStep::Bytes(count) => {
                let heard = &buffer[..count];
                self.conversation.bytes(now_ms, heard, &mut self.line);
                buffer[..count].zeroize();
            }
            ReadStep::Quiet => {}
            ReadStep::Gone => self.lose(Loss::Gone),
        }
        // Storing a result takes its time: the clock is read again.
        let now_ms = self.now_ms();
        self.conversation.time(now_ms, &mut self.line);
    }

    fn lost(&mut self) {
        self.conversation.tell_lost();
    }

    fn closed(&mut self) {
        self.lose(Loss::Closed);
    }

    fn course(&self) -> Course {
        self.conversation.course()
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
