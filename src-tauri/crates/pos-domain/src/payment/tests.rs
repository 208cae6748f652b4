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
Unknown + FoundPaid = ResolvedPaid
Unknown + FoundNotPaid = ResolvedNotPaid
Unknown + StillUnknown = Unknown
Unknown + Reversed = Reversed
ResolvedPaid + Reversed = Reversed
Captured + Reversed = Reversed
";

#[test]
fn every_state_by_every_event() {
    let mut found = String::from("\n");
    for state in STATES {
        for event in EVENTS {
            match state.step(event) {
                Ok(next) => found += &format!("{state:?} + {event:?} = {next:?}\n"),
                Err(refused) => assert_eq!(refused, IllegalStep { from: state, event }),
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
            assert!(!next.is_paid() || !next.blocks_sale());
        }
    }
    let from_unknown: Vec<_> = reachable(AttemptState::Unknown);
    assert!(
        from_unknown
            .iter()
            .all(|(next, _)| *next != AttemptState::Approved)
    );
    for last in [
        AttemptState::Declined,
        AttemptState::ResolvedNotPaid,
        AttemptState::Reversed,
    ] {
        assert_eq!(reachable(last), []);
        assert!(!last.is_paid() && !last.blocks_sale());
    }
    assert!(AttemptState::Unknown.blocks_sale() && AttemptState::Sent.blocks_sale());
}

fn receipt(number: u32, amount_minor: i64) -> LastReceipt {
    LastReceipt {
        receipt_no: Some(number),
        trace: Some(number + 100),
        turnover_no: None,
        amount_minor: Some(amount_minor),
        approved: true,
        terminal_number: Some("52000001".to_owned()),
        date: Some(1122),
        time: Some(170_000),
    }
}

#[test]
fn evidence_is_judged() {
    let old = receipt(41, 500);
    let new = receipt(42, 1999);
    let with = |change: &dyn Fn(&mut LastReceipt)| {
        let mut receipt = new.clone();
        change(&mut receipt);
        receipt
    };
    let blank = LastReceipt::default();
    let refused = with(&|r| r.approved = false);
    let other_amount = with(&|r| r.amount_minor = Some(2000));
    let no_amount = with(&|r| r.amount_minor = None);
    let other_terminal = with(&|r| r.terminal_number = Some("52000002".to_owned()));
    let same_amount = receipt(41, 1999);
    let more_told = with(&|r| (r.receipt_no, r.trace, r.turnover_no) = (Some(41), None, Some(9)));
    let nothing_common = with(&|r| (r.receipt_no, r.trace, r.turnover_no) = (None, None, Some(9)));
    for (name, before, now, expected) in [
        ("nothing known", None, None, Verdict::Unclear),
        ("no baseline", None, Some(&new), Verdict::Unclear),
        ("a new receipt", Some(&old), Some(&new), Verdict::Paid),
        ("the first receipt", Some(&blank), Some(&new), Verdict::Paid),
        (
            "blank as before",
            Some(&blank),
            Some(&blank),
            Verdict::NotPaid,
        ),
        ("blank, then not told", Some(&blank), None, Verdict::Unclear),
        (
            "no baseline, then blank",
            None,
            Some(&blank),
            Verdict::Unclear,
        ),
        ("the same receipt", Some(&old), Some(&old), Verdict::NotPaid),
        (
            "the same, our amount",
            Some(&same_amount),
            Some(&same_amount),
            Verdict::NotPaid,
        ),
        (
            "a new refusal",
            Some(&old),
            Some(&refused),
            Verdict::NotPaid,
        ),
        (
            "another amount",
            Some(&old),
            Some(&other_amount),
            Verdict::Unclear,
        ),
        ("no amount", Some(&old), Some(&no_amount), Verdict::Unclear),
        (
            "another terminal",
            Some(&old),
            Some(&other_terminal),
            Verdict::Unclear,
        ),
        ("not told", Some(&old), None, Verdict::Unclear),
        ("memory cleared", Some(&old), Some(&blank), Verdict::Unclear),
        (
            "the same, more told",
            Some(&same_amount),
            Some(&more_told),
            Verdict::NotPaid,
        ),
        (
            "nothing to compare",
            Some(&old),
            Some(&nothing_common),
            Verdict::Unclear,
        ),
    ] {
        assert_eq!(judge(1999, before, now), expected, "{name}");
    }
}
