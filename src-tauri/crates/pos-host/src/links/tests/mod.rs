//! When a terminal is asked, what its answers count for, and what holds it meanwhile.

mod bench;
mod script;
mod world;

use bench::{AMOUNT, Bench, declined, receipt};
use pos_app::ErrorCode;
use pos_app::ports::world::TerminalLinks;
use pos_app::views::terminal::{Link, TerminalTest};
use pos_devices::{
    Identity, IdentityVerdict, OrderEnd, OrderId, Outcome, Refusal, ResultCode, ResultStored,
    TerminalOrder, TerminalStatus, UnknownWhy,
};
use pos_domain::payment::AttemptState;

#[test]
fn after_each_connect_the_last_receipt_is_read_first() {
    let bench = Bench::new();
    for receipt_no in [231, 240] {
        bench.connect();
        assert_eq!(bench.link(), Link::Busy, "no payment before its baseline");
        bench.repeats(receipt_no, 500);
        assert_eq!(bench.link(), Link::Ready);
        let last = bench.links.last_receipt(bench.terminal).unwrap();
        assert_eq!(last.receipt_no, Some(u32::from(receipt_no)));
        bench.goes_away();
        assert_eq!(bench.links.last_receipt(bench.terminal), None);
    }
    // Nothing was ever booked there: that is a reading too.
    bench.connect();
    let code = ResultCode(0x83);
    bench.ends(OrderEnd::Aborted { code, text: None });
    let last = bench.links.last_receipt(bench.terminal).unwrap();
    assert_eq!(last.receipt_no, None);
}

#[test]
fn a_clean_payment_is_its_own_baseline_and_any_other_end_is_asked_after() {
    let bench = Bench::ready();
    let paid = bench.pay();
    let mirrored = TerminalOrder::Authorise {
        amount_minor: AMOUNT,
        last_receipt_no: Some(231),
    };
    assert_eq!(bench.running(), Some(mirrored));
    bench.approves();
    assert_eq!(bench.state(paid), AttemptState::Captured);
    assert_eq!((bench.running(), bench.link()), (None, Link::Ready));
    let last = bench.links.last_receipt(bench.terminal).unwrap();
    assert_eq!(last.receipt_no, Some(232));

    let refused = bench.pay();
    bench.tells(receipt(declined(), 233, AMOUNT));
    bench.completes();
    assert_eq!(bench.state(refused), AttemptState::Declined);
    assert_eq!(bench.links.last_receipt(bench.terminal), None);
    bench.repeats(233, AMOUNT);

    let stopped = bench.pay();
    let code = ResultCode(0x6C);
    bench.ends(OrderEnd::Aborted { code, text: None });
    assert_eq!(bench.state(stopped), AttemptState::Declined);
    bench.repeats(233, AMOUNT);
    assert_eq!(bench.link(), Link::Ready);
}

#[test]
fn a_doubt_is_asked_after_growing_pauses_until_it_is_resolved() {
    let bench = Bench::ready();
    let paid = bench.pay();
    bench.breaks(UnknownWhy::NoResult);
    assert_eq!(bench.state(paid), AttemptState::Unknown);
    bench.goes_away();
    assert_eq!(
        bench.links.progress(paid).next_try_at,
        None,
        "not while away"
    );
    bench.pass(600_000);
    assert_eq!(bench.running(), None);
    bench.connect();
    let busy = || OrderEnd::Refused {
        reason: Refusal::StillBusy,
    };
    for pause_ms in [5_000, 10_000, 20_000, 40_000, 60_000, 60_000] {
        assert_eq!(bench.running(), Some(TerminalOrder::RepeatReceipt));
        assert_eq!(
            bench.links.progress(paid).next_try_at,
            None,
            "it is asked now"
        );
        bench.ends(busy());
        assert!(bench.links.progress(paid).next_try_at.is_some());
        bench.pass(pause_ms - 1);
        assert_eq!(bench.running(), None, "before {pause_ms} ms");
        bench.pass(1);
    }
    let before = bench.attempt(paid).changed_at;
    bench.repeats(230, AMOUNT);
    assert_eq!(
        bench.state(paid),
        AttemptState::Unknown,
        "its numbers went back"
    );
    bench.pass(60_000);
    let told = bench.attempt(paid).changed_at;
    assert!(told > before, "that was new");
    bench.repeats(230, AMOUNT);
    assert_eq!(
        bench.attempt(paid).changed_at,
        told,
        "the same again is not"
    );
    assert_eq!(bench.links.progress(paid).tries, 1);
    bench.pass(60_000);
    bench.repeats(232, AMOUNT);
    assert_eq!(bench.state(paid), AttemptState::ResolvedPaid);
    bench.pass(600_000);
    assert_eq!((bench.running(), bench.link()), (None, Link::Ready));
}

#[test]
fn an_approval_whose_end_is_lost_is_asked_for_when_the_line_is_back() {
    for (last, state) in [
        (232, AttemptState::ResolvedPaid),
        (231, AttemptState::ResolvedNotPaid),
    ] {
        let bench = Bench::ready();
        let paid = bench.pay();
        bench.tells(receipt(Outcome::Approved, 232, AMOUNT));
        assert_eq!(bench.state(paid), AttemptState::Approved);
        bench.breaks(UnknownWhy::EndLost);
        assert_eq!(bench.state(paid), AttemptState::Unknown);
        bench.goes_away();
        bench.connect();
        bench.repeats(last, AMOUNT);
        assert_eq!(bench.state(paid), state);
    }
}

/// The line may be as good as before: nothing else would ask.
#[test]
fn an_unclear_end_on_a_good_line_is_asked_for_at_once() {
    let bench = Bench::ready();
    let paid = bench.pay();
    bench.tells(receipt(Outcome::Unclear, 232, AMOUNT));
    assert_eq!(bench.state(paid), AttemptState::Sent);
    let why = UnknownWhy::Unclear;
    bench.ends(OrderEnd::Unknown { why, sent: true });
    assert_eq!(bench.state(paid), AttemptState::Unknown);
    bench.repeats(232, AMOUNT);
    assert_eq!(bench.state(paid), AttemptState::ResolvedPaid);
}

#[test]
fn a_question_whose_end_is_lost_proves_nothing() {
    let bench = Bench::ready();
    let paid = bench.pay();
    bench.breaks(UnknownWhy::LinkLost);
    bench.goes_away();
    bench.connect();
    bench.tells(receipt(Outcome::Approved, 232, AMOUNT));
    bench.breaks(UnknownWhy::NoResult);
    assert_eq!(bench.state(paid), AttemptState::Unknown);
    bench.goes_away();
    bench.connect();
    bench.repeats(231, AMOUNT);
    assert_eq!(bench.state(paid), AttemptState::ResolvedNotPaid);
}

#[test]
fn a_late_approval_is_acknowledged_and_asked_for() {
    let bench = Bench::ready();
    let paid = bench.pay();
    bench.breaks(UnknownWhy::LinkLost);
    bench.goes_away();
    bench.connect();
    let busy = Refusal::StillBusy;
    bench.ends(OrderEnd::Refused { reason: busy });
    let late = receipt(Outcome::Approved, 232, AMOUNT);
    let id = OrderId(paid.0.as_u128());
    assert_eq!(bench.ear().result(id, late), ResultStored::Stored);
    assert_eq!(
        bench.state(paid),
        AttemptState::Unknown,
        "it may still be taken back"
    );
    bench.pass(60_000);
    bench.repeats(232, AMOUNT);
    assert_eq!(bench.state(paid), AttemptState::ResolvedPaid);
}

#[test]
fn a_reversal_goes_the_way_of_a_payment() {
    let bench = Bench::ready();
    let paid = bench.pay();
    bench.approves();
    let lost = bench.reverse(paid);
    assert_eq!(
        bench.running(),
        Some(TerminalOrder::Reverse {
            receipt_no: 232,
            amount_minor: Some(AMOUNT),
        })
    );
    bench.breaks(UnknownWhy::LinkLost);
    assert_eq!(bench.state(lost), AttemptState::Unknown);
    assert_eq!(bench.state(paid), AttemptState::Captured);
    bench.goes_away();
    bench.connect();
    bench.repeats(232, AMOUNT);
    assert_eq!(bench.state(lost), AttemptState::ResolvedNotPaid);
    assert_eq!(bench.state(paid), AttemptState::Captured);

    let done = bench.reverse(paid);
    bench.tells(receipt(Outcome::Approved, 233, AMOUNT));
    assert_eq!(
        bench.state(paid),
        AttemptState::Captured,
        "not before its end"
    );
    bench.completes();
    assert_eq!(bench.state(done), AttemptState::Captured);
    assert_eq!(bench.state(paid), AttemptState::Reversed);
}

#[test]
fn an_end_that_cannot_be_stored_is_owed_and_holds_the_terminal() {
    let bench = Bench::ready();
    let paid = bench.pay();
    bench.tells(receipt(Outcome::Approved, 232, AMOUNT));
    bench.break_disk(true);
    bench.completes();
    assert_eq!(bench.state(paid), AttemptState::Approved);
    assert_eq!(bench.link(), Link::Busy);
    bench.pass(1_000);
    assert_eq!(
        (bench.state(paid), bench.link()),
        (AttemptState::Approved, Link::Busy)
    );
    bench.break_disk(false);
    bench.pass(1_000);
    assert_eq!(bench.state(paid), AttemptState::Captured);
    bench.repeats(232, AMOUNT);
    assert_eq!(bench.link(), Link::Ready);
}

#[test]
fn a_result_that_cannot_be_stored_is_not_acknowledged() {
    let bench = Bench::ready();
    let paid = bench.pay();
    bench.break_disk(true);
    let told = bench.tells(receipt(Outcome::Approved, 232, AMOUNT));
    assert_eq!(told, ResultStored::NotStored);
    bench.breaks(UnknownWhy::NotStored);
    bench.goes_away();
    bench.connect();
    bench.break_disk(false);
    bench.repeats(231, AMOUNT);
    bench.pass(1_000);
    assert_eq!(bench.state(paid), AttemptState::Unknown);
    bench.repeats(231, AMOUNT);
    assert_eq!(bench.state(paid), AttemptState::ResolvedNotPaid);
}

#[test]
fn no_test_and_no_end_of_day_while_a_doubt_is_held() {
    let bench = Bench::ready();
    bench.pay();
    bench.breaks(UnknownWhy::LinkLost);
    let terminals = |tx: &mut pos_app::tx::Tx| Ok(tx.store.terminals()?.remove(0));
    let app = bench.links.app().unwrap();
    let paired = app.read(crate::peripherals::till(), terminals).unwrap();
    for test in [TerminalTest::EndOfDay, TerminalTest::Diagnosis] {
        let refused = bench.links.test(&paired, test).unwrap_err();
        assert_eq!(refused.code, ErrorCode::TerminalHeld);
    }
}

#[test]
fn another_terminal_in_its_place_is_refused() {
    let bench = Bench::new();
    let found = |number: &str, serial: Option<&str>| Identity {
        terminal_id: number.into(),
        serial_number: serial.map(str::to_owned),
        model: None,
        software: None,
        simulator: true,
        status: TerminalStatus::Ready,
    };
    let accepted = |number, serial| bench.ear().identity(&found(number, serial));
    let ours = "52000001";
    assert_eq!(accepted(ours, Some("17000001")), IdentityVerdict::Accept);
    assert_eq!(accepted(ours, None), IdentityVerdict::Accept);
    for (number, serial) in [(ours, Some("17000002")), ("52000002", Some("17000001"))] {
        assert!(matches!(
            accepted(number, serial),
            IdentityVerdict::Refuse { .. }
        ));
    }
}
