//! Receipt numbers mirrored (ZVT chapter 4), by the real driver at the real simulator: a booking
//! that the terminal kept without our acknowledgement stands or goes by the number that the next
//! payment brings.

use pos_devices::readers::DRIVERS;
use pos_devices::readers::conformance::{Peer, check};
use pos_devices::{
    Identity, IdentityVerdict, LinkState, OrderEnd, OrderId, Progress, ResultStored, Terminal,
    TerminalListener, TerminalOrder, TerminalResult, WireLine,
};
use pos_tests::Sim;
use serde_json::json;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::Simulated;

/// Tells when the terminal is ready, and the receipt numbers of its results.
struct Ear {
    ready: Mutex<Sender<()>>,
    ends: Mutex<Sender<Option<u16>>>,
    told: Mutex<Option<u16>>,
}

impl TerminalListener for Ear {
    fn link(&self, state: LinkState) {
        if state == LinkState::Ready {
            // Nobody waits any more once the test has ended.
            let _ = self.ready.lock().unwrap().send(());
        }
    }

    fn identity(&self, _: &Identity) -> IdentityVerdict {
        IdentityVerdict::Accept
    }

    fn progress(&self, _: OrderId, _: Progress) {}

    fn result(&self, _: OrderId, result: TerminalResult) -> ResultStored {
        *self.told.lock().unwrap() = result.receipt_no;
        ResultStored::Stored
    }

    fn finished(&self, _: OrderId, _: OrderEnd) {
        let told = self.told.lock().unwrap().take();
        let _ = self.ends.lock().unwrap().send(told);
    }

    fn trace(&self, _: WireLine) {}
}

struct Counter {
    terminal: Terminal,
    ends: Receiver<Option<u16>>,
    orders: u128,
}

impl Counter {
    fn at(peer: &Simulated) -> Counter {
        let (ready, is_ready) = channel();
        let (ends, ended) = channel();
        let ear = Ear {
            ready: Mutex::new(ready),
            ends: Mutex::new(ends),
            told: Mutex::default(),
        };
        let terminal = Terminal::open(peer.address(), peer.settings(), Arc::new(ear));
        is_ready.recv_timeout(Duration::from_secs(20)).unwrap();
        Counter {
            terminal,
            ends: ended,
            orders: 0,
        }
    }

    fn pay(&mut self, amount_minor: i64, last_receipt_no: Option<u16>) -> Option<u16> {
        self.orders += 1;
        let order = TerminalOrder::Authorise {
            amount_minor,
            last_receipt_no,
        };
        self.terminal.submit(OrderId(self.orders), order).unwrap();
        self.ends.recv_timeout(Duration::from_secs(20)).unwrap()
    }
}

#[test]
fn a_kept_booking_goes_only_by_the_number_before_it() {
    for (mirrored, net_minor) in [(Some(1), 400), (Some(2), 600), (None, 600)] {
        let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--mirrors"]);
        let peer = Simulated(sim);
        let mut counter = Counter::at(&peer);
        assert_eq!(counter.pay(100, None), Some(1));
        peer.0.say(json!({"lose_acknowledgement": true}));
        assert_eq!(counter.pay(200, Some(1)), Some(2));
        assert_eq!(peer.0.net(), 300, "kept without an acknowledgement");
        assert_eq!(counter.pay(300, mirrored), Some(3));
        assert_eq!(peer.0.net(), net_minor, "{mirrored:?}");
        counter.terminal.close();
    }
}

/// What a terminal does not know it does not hear: it would refuse the payment.
#[test]
fn a_terminal_that_does_not_mirror_takes_nothing_back() {
    let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"]);
    let peer = Simulated(sim);
    let mut counter = Counter::at(&peer);
    counter.pay(100, None);
    peer.0.say(json!({"lose_acknowledgement": true}));
    counter.pay(200, Some(1));
    counter.pay(300, Some(1));
    assert_eq!(peer.0.net(), 600);
    counter.terminal.close();
}

#[test]
fn the_rules_hold_for_a_terminal_that_mirrors() {
    let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--mirrors"]);
    assert_eq!(check(&DRIVERS[0], &mut Simulated(sim)), []);
}
