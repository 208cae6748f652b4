//! A session that hears anything at any time: it never panics, and every order ends once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pos_devices::readers::zvt::actions::{Action, SessionEvent, Timer};
use pos_devices::readers::zvt::link::Transport;
use pos_devices::readers::zvt::session::{Loss, Session};
use pos_devices::{
    IdentityVerdict, OrderId, ResultStored, TerminalOrder, TerminalPassword, TerminalSettings,
};

fn carry_out(session: &mut Session, actions: Vec<Action>, ends: &mut u32) {
    for action in actions {
        let more = match action {
            Action::Event(SessionEvent::Identified(_)) => session.verdict(&IdentityVerdict::Accept),
            Action::Event(SessionEvent::Result(..)) => session.stored(ResultStored::Stored),
            Action::Event(SessionEvent::Finished(..)) => {
                *ends += 1;
                Vec::new()
            }
            _ => Vec::new(),
        };
        carry_out(session, more, ends);
    }
}

fuzz_target!(|input: &[u8]| {
    let Some((first, input)) = input.split_first() else {
        return;
    };
    let Ok(password) = TerminalPassword::new("000000") else {
        return;
    };
    let transport = if first & 1 == 0 {
        Transport::Tcp
    } else {
        Transport::Serial
    };
    let mut session = Session::new(TerminalSettings::new(978, password), transport);
    let (mut ends, mut orders) = (0, 0);
    for piece in input.chunks(16) {
        let actions = match piece[0] {
            0xE0 => session.connected(),
            0xE1 => {
                orders += 1;
                let order = TerminalOrder::Authorise {
                    amount_minor: 1295,
                    last_receipt_no: None,
                };
                session.order(OrderId(orders), order)
            }
            0xE2 => session.abort(OrderId(orders)),
            0xE3 => session.lost(Loss::Gone),
            code @ 0xF0..=0xF6 => session.timer(Timer::ALL[usize::from(code - 0xF0)]),
            _ => session.bytes(piece),
        };
        carry_out(&mut session, actions, &mut ends);
    }
    let actions = session.lost(Loss::Gone);
    carry_out(&mut session, actions, &mut ends);
    assert_eq!(u128::from(ends), orders);
});
