//! Who a terminal is and how it stands, as each driver reads it from the real simulator: the serial
//! number at the connect, the check value of its keys from what its diagnosis prints, and that it
//! was opened. The simulator's `--serial`, `--kcv` and `--tamper` mean what they say.

use pos_devices::readers::conformance::Peer;
use pos_devices::{
    Identity, IdentityVerdict, LinkState, OrderEnd, OrderId, Progress, ResultStored, TamperSign,
    Terminal, TerminalListener, TerminalOrder, TerminalResult, WireLine,
};
use pos_tests::Sim;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::Simulated;

const PATIENCE: Duration = Duration::from_secs(20);

/// What the driver told.
enum Heard {
    Known(Box<Identity>),
    Ready,
    Ended(OrderEnd),
}

struct Ear(Mutex<Sender<Heard>>);

impl Ear {
    fn tell(&self, heard: Heard) {
        // Nobody listens any more once the test has ended.
        let _ = self.0.lock().unwrap().send(heard);
    }
}

impl TerminalListener for Ear {
    fn link(&self, state: LinkState) {
        if state == LinkState::Ready {
            self.tell(Heard::Ready);
        }
    }

    fn identity(&self, identity: &Identity) -> IdentityVerdict {
        self.tell(Heard::Known(Box::new(identity.clone())));
        IdentityVerdict::Accept
    }

    fn progress(&self, _: OrderId, _: Progress) {}

    fn result(&self, _: OrderId, _: TerminalResult) -> ResultStored {
        ResultStored::Stored
    }

    fn finished(&self, _: OrderId, end: OrderEnd) {
        self.tell(Heard::Ended(end));
    }

    fn trace(&self, _: WireLine) {}
}

fn opened(options: &[&str]) -> (Terminal, Receiver<Heard>, Simulated) {
    let peer = Simulated(Sim::start(&[&["--tcp", "127.0.0.1:0"], options].concat()));
    let (tell, heard) = channel();
    let ear = Arc::new(Ear(Mutex::new(tell)));
    let terminal = Terminal::open(peer.address(), peer.settings(), ear);
    (terminal, heard, peer)
}

fn until<T>(heard: &Receiver<Heard>, pick: impl Fn(Heard) -> Option<T>) -> T {
    loop {
        let next = heard.recv_timeout(PATIENCE).expect("the driver tells");
        if let Some(found) = pick(next) {
            return found;
        }
    }
}

fn known(heard: Heard) -> Option<Box<Identity>> {
    match heard {
        Heard::Known(identity) => Some(identity),
        Heard::Ready | Heard::Ended(_) => None,
    }
}

#[test]
fn serial_number_and_keys_are_the_terminals_own() {
    for (serial, kcv) in [("SIM-00000042", "08D7B4"), ("SIM-00000043", "FFFFFF")] {
        let (terminal, heard, _sim) = opened(&["--serial", serial, "--kcv", kcv]);
        let identity = until(&heard, known);
        assert_eq!(identity.serial_number.as_deref(), Some(serial));
        assert_eq!(identity.status.tamper_sign(), None);
        until(&heard, |heard| matches!(heard, Heard::Ready).then_some(()));
        terminal
            .submit(OrderId(1), TerminalOrder::Diagnosis)
            .unwrap();
        let lines = until(&heard, |heard| match heard {
            Heard::Ended(OrderEnd::Completed { print_lines }) => Some(print_lines),
            Heard::Ended(end) => panic!("{end:?}"),
            Heard::Known(_) | Heard::Ready => None,
        });
        let printed: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
        assert!(printed.contains(&&*format!("KCV {kcv}")), "{printed:?}");
        terminal.close();
    }
}

#[test]
fn an_opened_terminal_says_so_when_it_is_connected() {
    let (terminal, heard, _sim) = opened(&["--tamper"]);
    let sign = until(&heard, known).status.tamper_sign();
    assert_eq!(sign, Some(TamperSign::OutOfOrder));
    terminal.close();
}
