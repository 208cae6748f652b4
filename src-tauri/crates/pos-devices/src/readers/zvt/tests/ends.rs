//! Orders that do not go as they should: every step that can be lost, and what it means.

use super::bench::*;
use crate::readers::zvt::session::Loss;
use crate::readers::{
    OrderEnd, Outcome, Progress, Refusal, ResultCode, ResultStored, TerminalOrder, UnknownWhy,
};

fn unknown(why: UnknownWhy) -> OrderEnd {
    OrderEnd::Unknown { why, sent: true }
}

fn completed() -> OrderEnd {
    OrderEnd::Completed {
        print_lines: Vec::new(),
    }
}

/// After each prefix of a sale the line goes dead: the timer that notices it, and the end.
#[test]
fn silence_at_each_step() {
    let table: &[(&[&str], u64, OrderEnd)] = &[
        (&[], 5_000, unknown(UnknownWhy::NoAnswer)),
        (&[POSITIVE], 180_000, unknown(UnknownWhy::NoResult)),
        (
            &[POSITIVE, "04 FF 01 0A"],
            180_000,
            unknown(UnknownWhy::NoResult),
        ),
        (
            &[POSITIVE, "04 FF 02 0A 10"],
            600_000,
            unknown(UnknownWhy::NoResult),
        ),
        (&[POSITIVE, APPROVED], 180_000, unknown(UnknownWhy::EndLost)),
        (
            &[POSITIVE, APPROVED, "06 D1 02 00 41"],
            180_000,
            unknown(UnknownWhy::EndLost),
        ),
        (&[POSITIVE, DECLINED], 180_000, completed()),
        (
            &[POSITIVE, "04 0F 02 87 00"],
            180_000,
            unknown(UnknownWhy::NoResult),
        ),
    ];
    for (steps, limit_ms, end) in table {
        let mut bench = Bench::ready();
        bench.order(SALE);
        for step in *steps {
            bench.says(step);
        }
        bench.pass(limit_ms - 1);
        assert!(!bench.hung_up, "{steps:?}");
        bench.pass(1);
        assert_eq!(bench.end(), end, "{steps:?}");
        assert!(bench.hung_up, "{steps:?}");
        assert_eq!(bench.timers_running(), 0);
    }
}

/// The same, but the cable is pulled.
#[test]
fn a_pulled_cable_at_each_step() {
    let table: &[(&[&str], OrderEnd)] = &[
        (&[], unknown(UnknownWhy::LinkLost)),
        (
            &["84 9C 00"],
            OrderEnd::Refused {
                reason: Refusal::NotConnected,
            },
        ),
        (&[POSITIVE], unknown(UnknownWhy::LinkLost)),
        (&[POSITIVE, APPROVED], unknown(UnknownWhy::EndLost)),
        (&[POSITIVE, DECLINED], completed()),
        (&[POSITIVE, APPROVED, DONE], completed()),
    ];
    for (steps, end) in table {
        let mut bench = Bench::ready();
        bench.order(SALE);
        for step in *steps {
            bench.says(step);
        }
        bench.lost(Loss::Gone);
        assert_eq!(bench.end(), end, "{steps:?}");
        assert_eq!(bench.timers_running(), 0);
    }
}

#[test]
fn t4_starts_again_with_each_sign_of_life() {
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    for _ in 0..5 {
        bench.pass(179_000);
        bench.says("04 FF 01 04");
    }
    bench.pass(179_000);
    bench.says(APPROVED);
    bench.pass(179_000);
    assert!(!bench.hung_up);
    bench.says(DONE);
    assert_eq!(bench.end(), &completed());
}

#[test]
fn nothing_written_means_not_sent() {
    use crate::readers::zvt::actions::Action;
    let mut bench = Bench::ready();
    let actions = bench.session.order(ID, SALE);
    assert!(
        actions
            .iter()
            .any(|action| matches!(action, Action::Send(_)))
    );
    // The port refuses the first byte: `wrote` is never called.
    bench.lost(Loss::NothingWritten);
    assert_eq!(
        bench.end(),
        &OrderEnd::Refused {
            reason: Refusal::NotSent
        }
    );
    // A part of it may have left.
    let mut bench = Bench::ready();
    let _ = bench.session.order(ID, SALE);
    bench.lost(Loss::Gone);
    assert_eq!(bench.end(), &unknown(UnknownWhy::LinkLost));
    // A later write fails: the command itself had left.
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.lost(Loss::NothingWritten);
    assert_eq!(bench.end(), &unknown(UnknownWhy::LinkLost));
}

#[test]
fn a_refused_order_is_definite() {
    for code in [0x83, 0xA0, 0xFF] {
        let mut bench = Bench::ready();
        bench.order(SALE);
        bench.says_unit(&[0x84, code, 0x00]);
        let reason = Refusal::Code(ResultCode(code));
        assert_eq!(bench.end(), &OrderEnd::Refused { reason }, "{code:02X}");
        assert!(bench.session.is_ready());
    }
    // A terminal that has forgotten us: register again.
    for answer in [&["84 6B 00"][..], &[POSITIVE, "06 1E 01 6B"]] {
        let mut bench = Bench::ready();
        bench.order(SALE);
        answer.iter().for_each(|step| bench.says(step));
        assert!(matches!(
            bench.end(),
            OrderEnd::Refused { .. } | OrderEnd::Aborted { .. }
        ));
        assert!(bench.hung_up);
    }
    // 84 00 is an acceptance.
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says("84 00 00");
    assert_eq!(bench.progress(), [&Progress::Accepted]);
}

#[test]
fn a_busy_terminal_is_asked_every_two_seconds_for_a_minute() {
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.expect_sent(&[SALE_BYTES]);
    for _ in 0..30 {
        bench.says("84 9C 00");
        bench.pass(1_999);
        bench.expect_sent(&[]);
        bench.pass(1);
        bench.expect_sent(&[SALE_BYTES]);
    }
    bench.says("84 9C 00");
    assert_eq!(
        bench.end(),
        &OrderEnd::Refused {
            reason: Refusal::StillBusy
        }
    );
    // Taken at the second try.
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says("84 9C 00");
    bench.pass(2_000);
    for step in [POSITIVE, APPROVED, DONE] {
        bench.says(step);
    }
    assert_eq!(bench.end(), &completed());
    // Withdrawn while waiting.
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says("84 9C 00");
    bench.abort();
    assert_eq!(
        bench.end(),
        &OrderEnd::Refused {
            reason: Refusal::Withdrawn
        }
    );
    assert_eq!(bench.timers_running(), 0);
}

#[test]
fn a_result_that_cannot_be_stored_is_not_acknowledged() {
    let mut bench = Bench::ready();
    bench.stored = ResultStored::NotStored;
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.says(APPROVED);
    bench.expect_sent(&[SALE_BYTES]);
    assert_eq!(bench.end(), &unknown(UnknownWhy::NotStored));
    assert!(bench.hung_up);
}

#[test]
fn ends_that_contradict_the_result() {
    let table: &[(&[&str], OrderEnd)] = &[
        (&[DONE], unknown(UnknownWhy::Unclear)),
        (&["04 0F 03 87 00 01", DONE], unknown(UnknownWhy::Unclear)),
        (
            &["04 0F 04 27 00 27 05", DONE],
            unknown(UnknownWhy::Unclear),
        ),
        (&[APPROVED, DECLINED, DONE], unknown(UnknownWhy::Unclear)),
        (
            &[APPROVED, "06 1E 01 FF"],
            unknown(UnknownWhy::AbortAfterApproval),
        ),
        (&[DECLINED, APPROVED, DONE], completed()),
    ];
    for (steps, end) in table {
        let mut bench = Bench::ready();
        bench.order(SALE);
        bench.says(POSITIVE);
        for step in *steps {
            bench.says(step);
        }
        assert_eq!(bench.end(), end, "{steps:?}");
        assert!(!bench.hung_up);
    }
}

#[test]
fn an_overdue_result_finds_its_order_after_a_reconnect() {
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.lost(Loss::Gone);
    assert_eq!(bench.end(), &unknown(UnknownWhy::LinkLost));
    let actions = bench.session.connected();
    bench.carry_out(actions);
    bench.events.clear();
    bench.expect_sent(&[
        SALE_BYTES,
        "06 00 0E 12 34 56 BE 09 78 06 06 26 04 0A 02 06 D3",
    ]);
    // Another amount is not ours, and is not acknowledged.
    bench.says("04 0F 09 27 00 04 00 00 00 00 00 01");
    bench.expect_sent(&[]);
    bench.says(APPROVED);
    bench.expect_sent(&[POSITIVE]);
    assert_eq!(bench.results()[0].outcome, Outcome::Approved);
    // The end of the old order is acknowledged and changes nothing.
    bench.says(DONE);
    bench.expect_sent(&[POSITIVE]);
    assert!(!bench.session.is_ready());
    for step in [POSITIVE, REGISTERED, POSITIVE, STATUS] {
        bench.says(step);
    }
    assert!(bench.session.is_ready());
}

/// Found by a random walk: the port is closed over an overdue result, and the order that runs
/// must not be forgotten.
#[test]
fn an_overdue_result_that_cannot_be_stored_ends_the_running_order_too() {
    let mut bench = Bench::ready();
    bench.order(SALE);
    for step in [POSITIVE, DONE] {
        bench.says(step);
    }
    assert_eq!(bench.end(), &unknown(UnknownWhy::Unclear));
    bench.events.clear();
    bench.order(TerminalOrder::RepeatReceipt);
    bench.says("84 9C 00");
    bench.stored = ResultStored::NotStored;
    bench.says(APPROVED);
    assert_eq!(
        bench.end(),
        &OrderEnd::Refused {
            reason: Refusal::NotConnected
        }
    );
    assert!(bench.hung_up);
}

#[test]
fn a_result_that_nobody_ordered_is_not_acknowledged() {
    let mut bench = Bench::ready();
    bench.says(APPROVED);
    bench.expect_sent(&[]);
    assert!(bench.results().is_empty());
}

#[test]
fn a_repeated_result_is_stored_once_and_acknowledged_twice() {
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.says(APPROVED);
    bench.says(APPROVED);
    bench.expect_sent(&[SALE_BYTES, POSITIVE, POSITIVE]);
    assert_eq!(bench.results().len(), 1);
}

/// Its result may be a late one of the payment itself, which the terminal takes back when it misses
/// the acknowledgement: only the end tells that it did not.
#[test]
fn a_repeat_that_lost_its_end_proves_nothing() {
    let mut bench = Bench::ready();
    bench.order(TerminalOrder::RepeatReceipt);
    bench.says(POSITIVE);
    bench.says(APPROVED);
    bench.pass(180_000);
    assert_eq!(bench.end(), &unknown(UnknownWhy::NoResult));
}

#[test]
fn closing_in_the_middle_leaves_the_outcome_open() {
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.lost(Loss::Closed);
    assert_eq!(bench.end(), &unknown(UnknownWhy::Closed));
}

/// Some terminals leave the positive answer out and go on at once.
#[test]
fn an_order_is_taken_by_acting_on_it() {
    for first in ["04 FF 01 0A", APPROVED, "06 D1 01 00", "80 00"] {
        let mut bench = Bench::ready_serial();
        bench.order(SALE);
        bench.ack();
        bench.says(first);
        assert_eq!(bench.progress()[0], &Progress::Accepted, "{first}");
    }
}
