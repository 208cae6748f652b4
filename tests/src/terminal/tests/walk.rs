//! The register's real driver and this terminal, command by command, over both kinds of line and
//! with every habit that could be drawn: two readings of one specification meet.

use super::super::*;
use super::CARD;
use pos_devices::{
    Address, Identity, IdentityVerdict, LinkState, OrderEnd, OrderId, Outcome, Progress,
    ResultStored, SteppedTerminal, TerminalListener, TerminalOrder, TerminalPassword,
    TerminalResult, TerminalSettings, Wire, WireLine, WriteFault,
};
use std::sync::{Arc, Mutex};

/// What the driver told.
#[derive(Default)]
struct Ear {
    link: Mutex<Option<LinkState>>,
    identity: Mutex<Option<Identity>>,
    results: Mutex<Vec<TerminalResult>>,
    end: Mutex<Option<OrderEnd>>,
}

impl TerminalListener for Ear {
    fn link(&self, state: LinkState) {
        *self.link.lock().unwrap() = Some(state);
    }
    fn identity(&self, found: &Identity) -> IdentityVerdict {
        *self.identity.lock().unwrap() = Some(found.clone());
        IdentityVerdict::Accept
    }
    fn progress(&self, _: OrderId, _: Progress) {}
    fn result(&self, _: OrderId, result: TerminalResult) -> ResultStored {
        self.results.lock().unwrap().push(result);
        ResultStored::Stored
    }
    fn finished(&self, _: OrderId, end: OrderEnd) {
        *self.end.lock().unwrap() = Some(end);
    }
    fn trace(&self, _: WireLine) {}
}

#[derive(Default)]
struct Port(Vec<u8>);

impl Wire for Port {
    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteFault> {
        self.0.extend(bytes);
        Ok(())
    }
    fn hang_up(&mut self) {}
}

struct Walk {
    driver: SteppedTerminal,
    ear: Arc<Ear>,
    terminal: Terminal,
    bank: Bank,
    port: Port,
    now: u64,
    orders: u128,
}

impl Walk {
    fn begin(medium: Medium, habits: Habits) -> Walk {
        let address = match medium {
            Medium::Tcp => Address::Tcp {
                host: "terminal".into(),
                port: 20_007,
            },
            Medium::Serial => Address::Serial {
                path: "/dev/ttyS9".into(),
                baud: 9_600,
                usb_serial: None,
            },
        };
        let ear = Arc::new(Ear::default());
        let password = TerminalPassword::new("000000").unwrap();
        let settings = TerminalSettings::new(978, password);
        let mut walk = Walk {
            driver: SteppedTerminal::new(&address, settings, ear.clone()),
            ear,
            terminal: Terminal::new(medium, habits, Memory::new(52_000_001, 17_000_001, 41, 141)),
            bank: Bank::default(),
            port: Port::default(),
            now: 1_000,
            orders: 0,
        };
        walk.terminal.line_up(walk.now);
        walk.driver.opened(walk.now, &mut walk.port);
        assert!(walk.until(|walk| *walk.ear.link.lock().unwrap() == Some(LinkState::Ready)));
        walk
    }

    /// Steps until it is so, for at most five minutes.
    fn until(&mut self, so: impl Fn(&Walk) -> bool) -> bool {
        let end = self.now + 300_000;
        loop {
            let written = std::mem::take(&mut self.port.0);
            let said = self.terminal.take_output();
            if !written.is_empty() || !said.is_empty() {
                self.terminal.bytes(self.now, &written, &mut self.bank);
                self.driver.bytes(self.now, &said, &mut self.port);
                continue;
            }
            if so(self) {
                return true;
            }
            if self.terminal.wants_card().is_some() {
                self.terminal.present(self.now, CARD);
            }
            let due = [self.driver.due_ms(), self.terminal.next_deadline()];
            let Some(next) = due.into_iter().flatten().min().filter(|at| *at <= end) else {
                return false;
            };
            self.now = self.now.max(next);
            self.driver.time(self.now, &mut self.port);
            self.terminal.time(self.now, &mut self.bank);
        }
    }

    /// The end of an order, and what was told on the way.
    fn order(&mut self, order: TerminalOrder) -> (OrderEnd, Vec<TerminalResult>) {
        self.orders += 1;
        self.ear.results.lock().unwrap().clear();
        *self.ear.end.lock().unwrap() = None;
        self.driver.submit(OrderId(self.orders), order).unwrap();
        assert!(
            self.until(|walk| walk.ear.end.lock().unwrap().is_some()),
            "{order:?}"
        );
        let end = self.ear.end.lock().unwrap().clone().unwrap();
        (end, std::mem::take(&mut self.ear.results.lock().unwrap()))
    }

    fn ends_well(&mut self, order: TerminalOrder) -> Vec<TerminalResult> {
        let (end, results) = self.order(order);
        assert!(
            matches!(end, OrderEnd::Completed { .. }),
            "{order:?}: {end:?}"
        );
        results
    }
}

fn payment(amount_minor: i64, last_receipt_no: Option<u16>) -> TerminalOrder {
    TerminalOrder::Authorise {
        amount_minor,
        last_receipt_no,
    }
}

fn walk_through(medium: Medium, habits: Habits) {
    let mut walk = Walk::begin(medium, habits);
    let identity = walk.ear.identity.lock().unwrap().clone().unwrap();
    assert_eq!(identity.terminal_id, "52000001");
    assert_eq!(identity.serial_number.as_deref(), Some("17000001"));
    let (_, nothing) = walk.order(TerminalOrder::RepeatReceipt);
    assert!(nothing.is_empty());

    let paid = walk.ends_well(payment(1_250, None));
    assert_eq!(
        (paid[0].outcome, paid[0].receipt_no),
        (Outcome::Approved, Some(42))
    );
    assert_eq!(
        (paid[0].amount_minor, paid[0].trace),
        (Some(1_250), Some(142))
    );
    assert_eq!(paid[0].card_alarm, None);
    let again = walk.ends_well(TerminalOrder::RepeatReceipt);
    assert_eq!(
        (again[0].receipt_no, again[0].amount_minor),
        (Some(42), Some(1_250))
    );
    assert_eq!(again[0].time, paid[0].time);

    let reversal = TerminalOrder::Reverse {
        receipt_no: 42,
        amount_minor: Some(1_250),
    };
    let reversed = walk.ends_well(reversal);
    assert_eq!(
        (reversed[0].receipt_no, reversed[0].original_trace),
        (Some(43), Some(142))
    );
    assert!(walk.bank.stands_of(CARD).is_empty());
    let (end, _) = walk.order(reversal);
    assert!(matches!(end, OrderEnd::Aborted { .. }), "{end:?}");

    walk.ends_well(TerminalOrder::Refund { amount_minor: 300 });
    assert_eq!(walk.bank.stands_of(CARD), [-300]);

    walk.terminal.ride.declined = Some(0x05);
    let (end, declined) = walk.order(payment(99, Some(44)));
    let told = declined
        .iter()
        .any(|r| matches!(r.outcome, Outcome::Declined(_)));
    assert!(told || matches!(end, OrderEnd::Aborted { .. }), "{end:?}");
    assert_eq!(walk.bank.stands_of(CARD), [-300]);

    walk.ends_well(TerminalOrder::Status);
    walk.ends_well(TerminalOrder::Diagnosis);
    walk.ends_well(payment(500, Some(44)));
    let day = walk.ends_well(TerminalOrder::EndOfDay);
    assert_eq!(day[0].totals[0].amount_minor, 500);
    assert!(walk.until(|walk| walk.terminal.is_idle()));
    assert_eq!(walk.bank.net_minor(), 200);
}

#[test]
fn the_driver_and_the_terminal_understand_each_other() {
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        state >> 33
    };
    for medium in [Medium::Tcp, Medium::Serial] {
        walk_through(medium, Habits::by_the_book());
        for _ in 0..150 {
            walk_through(medium, Habits::drawn(&mut next));
        }
    }
}
