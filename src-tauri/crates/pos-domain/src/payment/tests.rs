use super::*;

const STATES: [AttemptState; 8] = [
    AttemptState::Sent,
    AttemptState::Approved,
    AttemptState::Declined,
    AttemptState::Unknown,
    AttemptState::ResolvedPaid,
    AttemptState::ResolvedNotPaid,
    AttemptState::Reversed,
    AttemptState::Captured,
];
const EVENTS: [AttemptEvent; 9] = [
    AttemptEvent::Approved,
    AttemptEvent::Declined,
    AttemptEvent::NoAnswer,
    AttemptEvent::FoundPaid,
    AttemptEvent::FoundNotPaid,
    AttemptEvent::StillUnknown,
    AttemptEvent::Reversed,
    AttemptEvent::EndLost,
    AttemptEvent::Ended,
];

/// Every state × every event; what is not listed here is refused.
const STEPS: &str = "
Sent + Approved = Approved
Sent + Declined = Declined
Sent + NoAnswer = Unknown
Approved + Reversed = Reversed
Approved + EndLost = Unknown
Approved + Ended = Captured
Declined + FoundPaid = ResolvedPaid
Unknown + FoundPaid = ResolvedPaid
Unknown + FoundNotPaid = ResolvedNotPaid
Unknown + StillUnknown = Unknown
Unknown + Reversed = Reversed
ResolvedPaid + Reversed = Reversed
ResolvedNotPaid + FoundPaid = ResolvedPaid
Captured + Reversed = Reversed
";

#[test]
fn every_state_by_every_event() {
    let mut found = String::from("\n");
    for state in STATES {
        for event in EVENTS {
            match state.step(event) {
                Ok(next) => found += &format!("{state:?} + {event:?} = {next:?}\n"),
                Err(refused) => {
                    assert_eq!((refused.from, refused.event), (state, event));
                    let both = [format!("{state:?}"), format!("{:?}", refused.to)];
                    let said = refused.to_string();
                    assert!(both.iter().all(|name| said.contains(name)), "{said}");
                }
            }
        }
    }
    assert_eq!(found, STEPS);
}

/// All that can be reached from a state, and by which event each was reached.
fn reachable(from: AttemptState) -> Vec<(AttemptState, AttemptEvent)> {
    let mut found: Vec<(AttemptState, AttemptEvent)> = Vec::new();
    let mut open = vec![from];
    while let Some(state) = open.pop() {
        for event in EVENTS {
            if let Ok(next) = state.step(event)
                && !found.contains(&(next, event))
            {
                found.push((next, event));
                open.push(next);
            }
        }
    }
    found
}

#[test]
fn nothing_is_sent_twice_and_nothing_is_paid_without_evidence() {
    for state in STATES {
        for (next, by) in reachable(state) {
            assert_ne!(next, AttemptState::Sent, "from {state:?}");
            if next.is_paid() {
                assert!(matches!(
                    by,
                    AttemptEvent::Approved | AttemptEvent::FoundPaid | AttemptEvent::Ended
                ));
            }
        }
    }
    let from_unknown: Vec<_> = reachable(AttemptState::Unknown);
    assert!(
        from_unknown
            .iter()
            .all(|(next, _)| *next != AttemptState::Approved)
    );
    assert_eq!(reachable(AttemptState::Reversed), []);
    // What was held to be unpaid becomes paid by the terminal's word, and by nothing else.
    for unpaid in [AttemptState::Declined, AttemptState::ResolvedNotPaid] {
        for event in EVENTS.into_iter().filter(|e| *e != AttemptEvent::FoundPaid) {
            assert!(unpaid.step(event).is_err(), "{unpaid:?} {event:?}");
        }
    }
}

/// Paid, and unsettled: what each state says of money and of its order.
const MEANINGS: &str = "
Sent unsettled
Approved paid unsettled
Declined
Unknown unsettled
ResolvedPaid paid
ResolvedNotPaid
Reversed
Captured paid
";

#[test]
fn every_state_says_what_it_means() {
    let mut found = String::from("\n");
    for state in STATES {
        let paid = if state.is_paid() { " paid" } else { "" };
        let unsettled = if state.is_unsettled() {
            " unsettled"
        } else {
            ""
        };
        found += &format!("{state:?}{paid}{unsettled}\n");
    }
    assert_eq!(found, MEANINGS);
}
