//! Random walks: whatever a terminal, a line, a clock and a host do in whatever order, the rules
//! about money hold.

use proptest::prelude::*;

use super::bench::*;
use crate::readers::zvt::actions::SessionEvent;
use crate::readers::zvt::link::Transport;
use crate::readers::zvt::session::Loss;
use crate::readers::{OrderEnd, Outcome, ResultStored, TerminalOrder};

#[derive(Debug, Clone)]
enum Step {
    Says(&'static str),
    Raw(Vec<u8>),
    Ack,
    Nak,
    Order(TerminalOrder),
    Abort,
    Pass(u64),
    Lost,
    Connect,
    Disk(ResultStored),
}

const LINES: &[&str] = &[
    POSITIVE,
    REGISTERED,
    STATUS,
    APPROVED,
    DECLINED,
    DONE,
    "84 9C 00",
    "84 83 00",
    "06 1E 01 6C",
    "04 FF 01 0A",
    "04 FF 02 04 05",
    "04 0F 00",
    "06 D1 02 00 41",
    "06 D8 00",
    "09 09 00",
];

fn step() -> impl Strategy<Value = Step> {
    let orders = prop::sample::select(vec![
        SALE,
        TerminalOrder::Refund { amount_minor: 1295 },
        TerminalOrder::RepeatReceipt,
        TerminalOrder::EndOfDay,
        TerminalOrder::Status,
    ]);
    prop_oneof![
        8 => prop::sample::select(LINES).prop_map(Step::Says),
        1 => prop::collection::vec(any::<u8>(), 1..12).prop_map(Step::Raw),
        2 => Just(Step::Ack),
        1 => Just(Step::Nak),
        3 => orders.prop_map(Step::Order),
        1 => Just(Step::Abort),
        2 => prop::sample::select(vec![1, 200, 2_000, 5_000, 180_000]).prop_map(Step::Pass),
        1 => Just(Step::Lost),
        2 => Just(Step::Connect),
        1 => prop::sample::select(vec![ResultStored::Stored, ResultStored::NotStored])
            .prop_map(Step::Disk),
    ]
}

/// Walks; then everything is cut, so that every order has to have ended.
fn walk(transport: Transport, steps: &[Step]) -> Vec<(TerminalOrder, Vec<SessionEvent>)> {
    let mut bench = Bench::new(transport);
    let mut courses = Vec::new();
    let mut running: Option<TerminalOrder> = None;
    bench.connect();
    for step in steps.iter().chain([&Step::Lost]) {
        match step {
            Step::Connect if bench.hung_up => {
                bench.connect();
            }
            Step::Lost => {
                bench.lost(Loss::Gone);
                bench.hung_up = true;
            }
            Step::Order(order) if running.is_none() => {
                running = Some(*order);
                bench.events.clear();
                bench.order(*order);
            }
            Step::Disk(stored) => bench.stored = *stored,
            Step::Pass(ms) => bench.pass(*ms),
            Step::Connect | Step::Order(_) => {}
            Step::Says(_) | Step::Raw(_) | Step::Ack | Step::Nak | Step::Abort if bench.hung_up => {
            }
            Step::Says(line) => bench.says(line),
            Step::Raw(bytes) => bench.raw(bytes),
            Step::Ack => bench.ack(),
            Step::Nak => bench.raw(&[0x15]),
            Step::Abort => bench.abort(),
        }
        let ended = |event: &SessionEvent| matches!(event, SessionEvent::Finished(..));
        if let Some(order) = running.filter(|_| bench.events.iter().any(ended)) {
            courses.push((order, std::mem::take(&mut bench.events)));
            running = None;
        }
    }
    assert!(running.is_none(), "an order never ended: {steps:?}");
    courses
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_rules_about_money_hold(
        serial: bool, steps in prop::collection::vec(step(), 1..60),
    ) {
        let transport = if serial { Transport::Serial } else { Transport::Tcp };
        for (order, events) in walk(transport, &steps) {
            let ends: Vec<&OrderEnd> = events.iter().filter_map(|event| match event {
                SessionEvent::Finished(ID, end) => Some(end),
                _ => None,
            }).collect();
            prop_assert_eq!(ends.len(), 1);
            let before = events.iter().take_while(|e| !matches!(e, SessionEvent::Finished(..)));
            let outcomes: Vec<Outcome> = before.filter_map(|event| match event {
                SessionEvent::Result(ID, result) => Some(result.outcome),
                _ => None,
            }).collect();
            let approved = outcomes.contains(&Outcome::Approved);
            if order.moves_money() {
                match ends[0] {
                    // Complete means told.
                    OrderEnd::Completed { .. } => prop_assert!(!outcomes.is_empty()),
                    // Definitely not: nothing may have said yes.
                    OrderEnd::Refused { .. } | OrderEnd::Aborted { .. } => {
                        prop_assert!(!approved, "{:?}", events);
                    }
                    OrderEnd::Unknown { sent, .. } => prop_assert!(*sent),
                }
            }
        }
    }
}
