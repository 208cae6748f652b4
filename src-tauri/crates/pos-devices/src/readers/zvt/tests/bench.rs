//! A session with a clock of its own, a scripted terminal and a scripted host.

use crate::readers::zvt::actions::{Action, SessionEvent, Timer};
use crate::readers::zvt::framing::wrap;
use crate::readers::zvt::link::Transport;
use crate::readers::zvt::session::{Loss, Session};
use crate::readers::{
    IdentityVerdict, OrderEnd, OrderId, Progress, ResultStored, TerminalOrder, TerminalResult,
    TerminalSettings,
};
use crate::secret::TerminalPassword;

pub const ID: OrderId = OrderId(7);
pub const POSITIVE: &str = "80 00 00";
/// Completion of a registration: terminal 29000001, EUR.
pub const REGISTERED: &str = "06 0F 0A 19 00 29 29 00 00 01 49 09 78";
/// Completion of a status enquiry: software "1.0", ready.
pub const STATUS: &str = "06 0F 07 F0 F0 F3 31 2E 30 00";
pub const SALE: TerminalOrder = TerminalOrder::Authorise {
    amount_minor: 1295,
    last_receipt_no: None,
};
pub const SALE_BYTES: &str = "06 01 0C 04 00 00 00 00 12 95 49 09 78 19 40";
/// 12.95 EUR approved, receipt 231, trace 975.
pub const APPROVED: &str = "04 0F 13 27 00 04 00 00 00 00 12 95 49 09 78 0B 00 09 75 87 02 31";
pub const DECLINED: &str = "04 0F 0C 27 37 04 00 00 00 00 12 95 87 02 32";
pub const DONE: &str = "06 0F 00";

pub fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .bytes()
        .filter(u8::is_ascii_hexdigit)
        .map(|digit| char::from(digit).to_digit(16).unwrap() as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

/// A unit with the right length byte.
pub fn unit(control: &str, data: &[u8]) -> Vec<u8> {
    let control = hex(control);
    let unit = crate::readers::zvt::apdu::build(control[0], control[1], data);
    unit.as_slice().to_vec()
}

/// A TLV object, or bitmap 06 itself.
pub fn object(tag: &str, value: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    crate::readers::zvt::tlv::put(&mut out, &hex(tag), value);
    out
}

pub fn settings() -> TerminalSettings {
    TerminalSettings::new(978, TerminalPassword::new("123456").unwrap())
}

pub struct Bench {
    pub session: Session,
    transport: Transport,
    now_ms: u64,
    deadlines: [Option<u64>; Timer::ALL.len()],
    sent: Vec<Vec<u8>>,
    pub events: Vec<SessionEvent>,
    pub stored: ResultStored,
    pub verdict: IdentityVerdict,
    pub hung_up: bool,
}

impl Bench {
    pub fn new(transport: Transport) -> Self {
        Self {
            session: Session::new(settings(), transport),
            transport,
            now_ms: 0,
            deadlines: [None; Timer::ALL.len()],
            sent: Vec::new(),
            events: Vec::new(),
            stored: ResultStored::Stored,
            verdict: IdentityVerdict::Accept,
            hung_up: false,
        }
    }

    /// Connected over TCP and ready.
    pub fn ready() -> Self {
        let mut bench = Self::new(Transport::Tcp);
        bench.connect();
        bench
    }

    /// Connected over a serial line and ready.
    pub fn ready_serial() -> Self {
        let mut bench = Self::new(Transport::Serial);
        bench.connect();
        bench
    }

    pub fn connect(&mut self) {
        self.hung_up = false;
        let actions = self.session.connected();
        self.carry_out(actions);
        for step in [POSITIVE, REGISTERED, POSITIVE, STATUS] {
            self.ack();
            self.says(step);
        }
        self.ack();
        self.sent.clear();
        self.events.clear();
        assert!(self.session.is_ready(), "the bench did not connect");
    }

    /// On a serial line: the terminal acknowledges the last block.
    pub fn ack(&mut self) {
        if self.transport == Transport::Serial {
            self.raw(&[0x06]);
        }
    }

    pub fn carry_out(&mut self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Send(bytes) => {
                    assert!(!self.hung_up, "sent after hanging up");
                    self.sent.push(bytes.as_slice().to_vec());
                    self.session.wrote();
                }
                Action::StartTimer(timer, ms) => {
                    self.deadlines[timer as usize] = Some(self.now_ms + ms);
                }
                Action::StopTimer(timer) => self.deadlines[timer as usize] = None,
                Action::HangUp => self.hung_up = true,
                Action::Event(SessionEvent::Wire(..)) => {}
                Action::Event(event) => {
                    self.events.push(event.clone());
                    let more = match event {
                        SessionEvent::Identified(_) => self.session.verdict(&self.verdict),
                        SessionEvent::Result(..) => self.session.stored(self.stored),
                        _ => Vec::new(),
                    };
                    self.carry_out(more);
                }
            }
        }
    }

    /// The terminal sends raw bytes.
    pub fn raw(&mut self, bytes: &[u8]) {
        let actions = self.session.bytes(bytes);
        self.carry_out(actions);
    }

    /// The terminal sends a unit.
    pub fn says(&mut self, unit: &str) {
        self.says_unit(&hex(unit));
    }

    pub fn says_unit(&mut self, unit: &[u8]) {
        match self.transport {
            Transport::Tcp => self.raw(unit),
            Transport::Serial => self.raw(wrap(unit).as_slice()),
        }
    }

    pub fn order(&mut self, order: TerminalOrder) {
        let actions = self.session.order(ID, order);
        self.carry_out(actions);
    }

    pub fn abort(&mut self) {
        let actions = self.session.abort(ID);
        self.carry_out(actions);
    }

    pub fn lost(&mut self, loss: Loss) {
        let actions = self.session.lost(loss);
        self.carry_out(actions);
    }

    /// What was sent since the last look, as hexadecimal.
    #[track_caller]
    pub fn expect_sent(&mut self, expected: &[&str]) {
        let show = |bytes: &Vec<u8>| format!("{bytes:02X?}").replace(['[', ']', ','], "");
        let sent: Vec<String> = self.sent.drain(..).map(|bytes| show(&bytes)).collect();
        assert_eq!(sent, expected);
    }

    /// What was sent so far is of no interest.
    pub fn forget_sent(&mut self) {
        self.sent.clear();
    }

    /// Lets time pass; timers fire in their order.
    pub fn pass(&mut self, ms: u64) {
        let until = self.now_ms + ms;
        while let Some((at, timer)) = self.next_timer().filter(|(at, _)| *at <= until) {
            self.now_ms = at;
            self.deadlines[timer as usize] = None;
            let actions = self.session.timer(timer);
            self.carry_out(actions);
        }
        self.now_ms = until;
    }

    fn next_timer(&self) -> Option<(u64, Timer)> {
        let pending = |timer: Timer| Some((self.deadlines[timer as usize]?, timer));
        Timer::ALL
            .into_iter()
            .filter_map(pending)
            .min_by_key(|(at, _)| *at)
    }

    pub fn timers_running(&self) -> usize {
        self.deadlines.iter().flatten().count()
    }

    pub fn results(&self) -> Vec<&TerminalResult> {
        self.events
            .iter()
            .filter_map(|event| match event {
                SessionEvent::Result(ID, result) => Some(&**result),
                _ => None,
            })
            .collect()
    }

    pub fn progress(&self) -> Vec<&Progress> {
        let step = |event| match event {
            &SessionEvent::Progress(ID, ref step) => Some(step),
            _ => None,
        };
        self.events.iter().filter_map(step).collect()
    }

    /// The end of the order; there must be exactly one.
    #[track_caller]
    pub fn end(&self) -> &OrderEnd {
        let ends: Vec<&OrderEnd> = self
            .events
            .iter()
            .filter_map(|event| match event {
                SessionEvent::Finished(ID, end) => Some(end),
                _ => None,
            })
            .collect();
        assert_eq!(ends.len(), 1, "ends: {ends:?}");
        ends[0]
    }
}
