//! Connecting: registration, identity, and what may stand in the way.

use super::bench::*;
use crate::readers::zvt::actions::SessionEvent;
use crate::readers::zvt::link::Transport;
use crate::readers::zvt::session::Loss;
use crate::readers::{Identity, IdentityVerdict, OrderEnd, Refusal, ResultCode, TerminalStatus};

#[test]
fn registration_and_identity() {
    let mut bench = Bench::new(Transport::Tcp);
    let actions = bench.session.connected();
    bench.carry_out(actions);
    bench.expect_sent(&["06 00 0E 12 34 56 BE 09 78 06 06 26 04 0A 02 06 D3"]);
    bench.says(POSITIVE);
    bench.says("06 0F 0A 19 00 29 52 52 35 35 49 09 78");
    bench.expect_sent(&[POSITIVE, "05 01 05 12 34 56 03 04"]);
    bench.says(POSITIVE);
    let device = [
        object("1F 40", b"cVEND plug"),
        object("1F 42", &hex("18 63 24 42")),
        object("1F 43", &[0]),
    ];
    let device = object("06", &object("E4", &device.concat()));
    let status = [hex("F0 F0 F7"), b"2.14.15".to_vec(), vec![0x00], device].concat();
    bench.says_unit(&unit("06 0F", &status));
    bench.expect_sent(&[POSITIVE]);
    assert_eq!(
        bench.events,
        [
            SessionEvent::Identified(Identity {
                terminal_id: "52523535".to_owned(),
                serial_number: Some("18632442".to_owned()),
                model: Some("cVEND plug".to_owned()),
                software: Some("2.14.15".to_owned()),
                simulator: false,
                status: TerminalStatus::Ready,
            }),
            SessionEvent::Ready,
        ]
    );
    assert_eq!(bench.timers_running(), 0);
}

/// Only a terminal that lists 1F1F hears it, and only until the line is lost: another one may be
/// there next time.
#[test]
fn mirroring_is_for_terminals_that_know_it() {
    let tags = |list: &str| object("06", &object("1F 71", &hex(list)));
    let table = [
        ("07 1F 1F 25", true),
        ("1F 1F", true),
        ("07 1F 07 25", false),
        ("07 1F", false),
        ("", false),
    ];
    for (list, mirrors) in table {
        let mut bench = Bench::new(Transport::Tcp);
        let actions = bench.session.connected();
        bench.carry_out(actions);
        bench.says(POSITIVE);
        let known = [hex("19 00 29 29 00 00 01"), tags(list)].concat();
        bench.says_unit(&unit("06 0F", &known));
        bench.says(POSITIVE);
        bench.says(STATUS);
        bench.forget_sent();
        bench.order(SALE);
        bench.expect_sent(&[match mirrors {
            true => "06 01 11 04 00 00 00 00 12 95 49 09 78 19 40 06 03 1F 1F 00",
            false => SALE_BYTES,
        }]);
        bench.lost(Loss::Gone);
        bench.connect();
        bench.order(SALE);
        bench.expect_sent(&[SALE_BYTES]);
    }
}

#[test]
fn initialisation_and_diagnosis_are_done_when_asked_for() {
    let mut bench = Bench::new(Transport::Tcp);
    let actions = bench.session.connected();
    bench.carry_out(actions);
    for step in [
        POSITIVE,
        "06 0F 07 19 03 29 00 00 00 01",
        POSITIVE,
        DONE,
        "84 83 00",
    ] {
        bench.says(step);
    }
    bench.says(POSITIVE);
    bench.says(STATUS);
    bench.expect_sent(&[
        "06 00 0E 12 34 56 BE 09 78 06 06 26 04 0A 02 06 D3",
        POSITIVE,
        "06 93 03 12 34 56",
        POSITIVE,
        "06 70 00",
        "05 01 05 12 34 56 03 04",
        POSITIVE,
    ]);
    assert!(bench.session.is_ready());
}

#[test]
fn a_terminal_without_status_enquiry_is_known_by_its_registration() {
    let mut bench = Bench::new(Transport::Tcp);
    let actions = bench.session.connected();
    bench.carry_out(actions);
    for step in [POSITIVE, REGISTERED, "84 83 00"] {
        bench.says(step);
    }
    let found = bench.events.iter().find_map(|event| match event {
        SessionEvent::Identified(found) => Some(found.terminal_id.as_str()),
        _ => None,
    });
    assert_eq!(found, Some("29000001"));
    assert!(bench.session.is_ready());
}

#[test]
fn another_terminal_is_hung_up_on() {
    let mut bench = Bench::new(Transport::Tcp);
    bench.verdict = IdentityVerdict::Refuse {
        expected: "29000009".to_owned(),
    };
    let actions = bench.session.connected();
    bench.carry_out(actions);
    for step in [POSITIVE, REGISTERED, POSITIVE, STATUS] {
        bench.says(step);
    }
    assert!(bench.hung_up && !bench.session.is_ready());
    bench.order(SALE);
    assert_eq!(
        bench.end(),
        &OrderEnd::Refused {
            reason: Refusal::NotConnected
        }
    );
}

#[test]
fn a_terminal_that_asks_to_wait_is_asked_again() {
    let mut bench = Bench::new(Transport::Tcp);
    let actions = bench.session.connected();
    bench.carry_out(actions);
    for step in [POSITIVE, REGISTERED, POSITIVE, "06 0F 01 DC"] {
        bench.says(step);
    }
    assert_eq!(
        bench.events.last(),
        Some(&SessionEvent::Waiting(TerminalStatus::CardInserted))
    );
    bench.pass(1_999);
    bench.expect_sent(&[
        "06 00 0E 12 34 56 BE 09 78 06 06 26 04 0A 02 06 D3",
        POSITIVE,
        "05 01 05 12 34 56 03 04",
        POSITIVE,
    ]);
    bench.pass(1);
    bench.expect_sent(&["05 01 05 12 34 56 03 04"]);
    bench.says(POSITIVE);
    bench.says(STATUS);
    assert!(bench.session.is_ready());
}

#[test]
fn a_registration_that_is_refused() {
    let mut bench = Bench::new(Transport::Tcp);
    let actions = bench.session.connected();
    bench.carry_out(actions);
    bench.says("84 6B 00");
    assert_eq!(
        bench.events,
        [SessionEvent::RegistrationRefused(ResultCode(0x6B))]
    );
    assert!(bench.hung_up);
}
