//! Every registered driver against the real simulator, over TCP and a pseudo-terminal.

mod beside;
mod identity;
mod mirrors;
mod printer;

use pos_devices::readers::conformance::{Peer, Scene, check};
use pos_devices::readers::{DRIVERS, DriverKind};
use pos_devices::{Address, TerminalPassword, TerminalSettings};
use pos_tests::Sim;
use serde_json::json;

/// A made-up number with a right check digit, in no issuer's range.
const CARD: &str = "9999990123456788";

/// The simulator as a peer of the rules.
struct Simulated(Sim);

impl Peer for Simulated {
    fn address(&self) -> Address {
        match self.0.address.rsplit_once(':') {
            Some((host, port)) => Address::Tcp {
                host: host.to_owned(),
                port: port.parse().unwrap(),
            },
            None => Address::Serial {
                path: self.0.address.clone(),
                baud: 9600,
                usb_serial: None,
            },
        }
    }

    fn settings(&self) -> TerminalSettings {
        TerminalSettings::new(978, TerminalPassword::new("000000").unwrap())
    }

    fn play(&mut self, scene: Scene) {
        let cable = json!([{"step": "accepted", "do": "unplug", "ms": 100}]);
        self.0.say(match scene {
            Scene::Approve => json!({"verb": "next"}),
            Scene::Decline => json!({"decline": "05"}),
            Scene::CustomerStops => json!({"decline": "6C", "decline_form": "abort"}),
            Scene::NobodyPays => json!({"card_ms": 60_000}),
            Scene::ClearCardNumber => json!({"canary": {"pan": CARD}}),
            Scene::Unplug => json!({"at": cable}),
        });
    }

    fn card_number(&self) -> String {
        CARD.to_owned()
    }
}

/// The simulator that speaks a driver's protocol.
fn simulator(kind: DriverKind, link: &[&str]) -> Sim {
    match kind {
        DriverKind::Zvt => Sim::start(link),
    }
}

#[test]
fn every_driver_over_tcp() {
    for driver in DRIVERS {
        let sim = simulator(driver.kind, &["--tcp", "127.0.0.1:0"]);
        assert_eq!(check(driver, &mut Simulated(sim)), [], "{}", driver.name);
    }
}

#[cfg(unix)]
#[test]
fn every_driver_over_a_pseudo_terminal() {
    for driver in DRIVERS {
        // The pseudo-terminal gets another number when it comes back; the link keeps its name.
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("terminal");
        let link = link.to_str().unwrap();
        let mut sim = simulator(driver.kind, &["--pty", "--pty-link", link]);
        sim.address = link.to_owned();
        assert_eq!(check(driver, &mut Simulated(sim)), [], "{}", driver.name);
    }
}
