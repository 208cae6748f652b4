//! The drivers on real ports: a pseudo-terminal and TCP, with a scripted device on the other
//! end. Real time passes here; the timers themselves are tested under a virtual clock.

mod beside;
mod paper;
mod peer;
mod printer;
mod wires;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use peer::{ScriptedPeer, settings};
use pos_devices::readers::DRIVERS;
use pos_devices::readers::conformance::check;
use pos_devices::{Address, DriverKind, ProbeError, probe};

#[test]
fn the_driver_conforms_over_tcp() {
    let mut peer = ScriptedPeer::tcp();
    assert_eq!(DRIVERS[0].kind, DriverKind::Zvt);
    assert_eq!(check(&DRIVERS[0], &mut peer), []);
}

#[cfg(unix)]
#[test]
fn the_driver_conforms_over_a_pseudo_terminal() {
    let mut peer = ScriptedPeer::pty();
    assert_eq!(check(&DRIVERS[0], &mut peer), []);
}

#[test]
fn a_probe_of_nothing_and_of_something_silent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let address = Address::Tcp {
        host: "127.0.0.1".to_owned(),
        port,
    };
    let begun = Instant::now();
    let answer = probe(&address, &settings(), Duration::from_millis(300));
    assert!(matches!(answer, Err(ProbeError::Silent)), "{answer:?}");
    assert!(begun.elapsed() < Duration::from_secs(3));
    drop(listener);
    let answer = probe(&address, &settings(), Duration::from_millis(300));
    assert!(matches!(answer, Err(ProbeError::Open(_))), "{answer:?}");
}
