//! Payments, refunds, reversals, and what becomes of what nobody acknowledged.

use super::super::bytes::{self, packed};
use super::super::*;
use super::{Bench, CARD, PASSWORD, number};

#[test]
fn a_payment_is_booked_when_the_till_has_acknowledged_it() {
    let mut bench = Bench::registered(|_| {});
    let told = bench.pay(1_250);
    assert_eq!(told[..2], [0x04, 0x0F]);
    let fields = bytes::data(&told);
    assert_eq!(
        (number(fields, 0x04), number(fields, 0x87)),
        (Some(1_250), Some(42))
    );
    assert_eq!(bench.terminal.memory.last, None);
    assert_eq!(bench.positive(), [0x06, 0x0F, 0x00]);
    bench.positive();
    assert_eq!(bench.last(), Some((42, 0x00)));
    assert_eq!(bench.bank.net_of(CARD), 1_250);
    assert!(bench.terminal.is_idle());
}

#[test]
fn what_is_not_acknowledged_is_a_matter_of_habit() {
    use AfterReversal as A;
    use Unacknowledged as U;
    for (habit, after, net, last) in [
        (U::Reverses, A::Previous, 300, (42, 0x00)),
        (U::Reverses, A::Aborted, 300, (43, 0x6C)),
        (U::Keeps, A::Previous, 1_550, (43, 0x00)),
        (U::ReversesUnlessMirrored, A::Previous, 1_550, (43, 0x00)),
    ] {
        for power in [false, true] {
            let mut bench = Bench::registered(|h| {
                (h.unacknowledged, h.after_reversal) = (habit, after);
            });
            bench.pay(300);
            bench.positive();
            bench.positive();
            bench.pay(1_250);
            if power {
                bench.terminal.power_off(bench.now);
                bench.terminal.power_on(bench.now, &mut bench.bank);
                bench.terminal.line_up(bench.now);
                bench.register();
            } else {
                bench.cut();
            }
            assert_eq!(bench.bank.net_minor(), net, "{habit:?} {after:?} {power}");
            assert_eq!(bench.last(), Some(last), "{habit:?} {after:?} {power}");
        }
    }
}

#[test]
fn a_kept_payment_stands_if_the_next_one_mirrors_it() {
    for (told, stands) in [
        (&[0x1F, 0x1F, 0x02, 0x00, 0x42][..], true),
        (&[0x1F, 0x1F, 0x02, 0x00, 0x41], false),
        (&[0x1F, 0x1F, 0x00], true),
        (&[0x14, 0x01, 0xFE], true),
    ] {
        let mut bench =
            Bench::registered(|h| h.unacknowledged = Unacknowledged::ReversesUnlessMirrored);
        bench.pay(1_250);
        bench.cut();
        let mut data = Bench::pay_order(99);
        data.extend([0x06, told.len() as u8]);
        data.extend(told);
        bench.order(0x01, &data);
        let net = if stands { 1_250 } else { 0 };
        assert_eq!(bench.bank.net_of(CARD), net, "{told:02X?}");
    }
}

#[test]
fn silence_and_refusal_of_a_result_take_it_back() {
    let mut bench = Bench::registered(|_| {});
    bench.pay(500);
    // T3, then `06 1E A0`.
    assert_eq!(bench.wait(T3_MS), [0x06, 0x1E, 0x01, 0xA0]);
    assert_eq!(bench.bank.net_minor(), 0);
    bench.positive();
    let mut bench = Bench::registered(|_| {});
    bench.pay(500);
    assert_eq!(bench.give(&[0x84, 0x66, 0x00]), [0x06, 0x1E, 0x01, 0xA0]);
    assert_eq!(bench.bank.net_minor(), 0);
    // `84 9C`: come again.
    let mut bench = Bench::registered(|_| {});
    bench.pay(500);
    bench.give(&[0x84, 0x9C, 0x00]);
    assert_eq!(bench.wait(2_000)[..2], [0x04, 0x0F]);
    bench.positive();
    assert_eq!(bench.bank.net_minor(), 500);
}

#[test]
fn a_bank_that_is_not_heard_leaves_nothing_charged() {
    for (request_lost, power) in [(false, false), (true, false), (false, true)] {
        let mut bench = Bench::registered(|_| {});
        bench.terminal.ride = Ride {
            request_lost,
            answer_lost: true,
            ..Ride::default()
        };
        assert!(bench.pay(500).is_empty());
        assert_eq!(bench.bank.net_minor(), if request_lost { 0 } else { 500 });
        if power {
            bench.terminal.power_off(bench.now);
            bench.bank.away_until_ms = bench.now + 12_000;
            bench.terminal.power_on(bench.now, &mut bench.bank);
            assert_eq!(bench.bank.net_minor(), 500);
            assert!(!bench.terminal.is_idle());
        }
        let told = bench.wait(HOST_MS);
        assert_eq!(bench.bank.net_minor(), 0);
        if !power {
            assert_eq!(told[..2], [0x04, 0x0F]);
            assert_eq!(told[4], 0xA3);
        }
    }
}

#[test]
fn declines_are_told_in_three_forms() {
    for (form, numbered, kinds, last) in [
        (
            DeclineForm::ResultThenAbort,
            true,
            "040F 061E",
            Some((42, 0x05)),
        ),
        (DeclineForm::ResultThenCompletion, false, "040F 060F", None),
        (DeclineForm::Abort, true, "061E", Some((42, 0x05))),
    ] {
        let mut bench = Bench::registered(|h| {
            (h.decline, h.declines_numbered) = (form, numbered);
        });
        bench.terminal.ride.declined = Some(0x05);
        let mut heard = bench.pay(500);
        let mut told = Vec::new();
        while !heard.is_empty() {
            told.push(format!("{:02X}{:02X}", heard[0], heard[1]));
            heard = bench.positive();
        }
        assert_eq!(told.join(" "), kinds);
        assert_eq!(bench.last(), last);
        assert!(bench.bank.entries().is_empty());
    }
}

#[test]
fn a_reversal_and_a_refund_have_receipts_of_their_own() {
    let mut bench = Bench::registered(|_| {});
    for amount in [1_250, 300] {
        bench.pay(amount);
        bench.positive();
        bench.positive();
    }
    let mut data = PASSWORD.to_vec();
    data.extend([0x87, 0x00, 0x42]);
    assert_eq!(bench.order(0x30, &data), [0x80, 0x00, 0x00]);
    let told = bench.wait(400);
    let fields = bytes::data(&told);
    assert_eq!(fields[1], 0x00);
    assert_eq!(
        (number(fields, 0x87), number(fields, 0x37)),
        (Some(44), Some(142))
    );
    bench.positive();
    bench.positive();
    assert_eq!(bench.bank.net_of(CARD), 300);
    // A second time: `B4`, and a receipt that is not there: `B5`.
    assert_eq!(bench.order(0x30, &data)[3..], [0x06, 0x1E, 0x01, 0xB4]);
    bench.positive();
    data[5] = 0x99;
    assert_eq!(bench.order(0x30, &data)[3..], [0x06, 0x1E, 0x01, 0xB5]);
    bench.positive();
    let mut data = PASSWORD.to_vec();
    data.extend(Bench::pay_order(200).iter().take(10));
    assert_eq!(bench.order(0x31, &data), [0x80, 0x00, 0x00]);
    assert_eq!(
        bench.terminal.wants_card(),
        Some(Wanted {
            act: Act::Refund,
            amount_minor: 200
        })
    );
    bench.terminal.present(bench.now, CARD);
    bench.wait(400);
    bench.positive();
    bench.positive();
    assert_eq!(bench.bank.stands_of(CARD), [300, -200]);
    assert_eq!(bench.last(), Some((45, 0x00)));
}

#[test]
fn a_cut_reversal_stands() {
    let mut bench = Bench::registered(|_| {});
    bench.pay(1_250);
    bench.positive();
    bench.positive();
    let mut data = PASSWORD.to_vec();
    data.extend([0x87, 0x00, 0x42]);
    bench.order(0x30, &data);
    bench.wait(200);
    bench.terminal.power_off(bench.now);
    bench.terminal.power_on(bench.now, &mut bench.bank);
    bench.terminal.line_up(bench.now);
    bench.register();
    assert_eq!(bench.bank.net_minor(), 0);
    assert_eq!(bench.last(), Some((43, 0x00)));
}

#[test]
fn an_abort_is_a_wish() {
    for (habit, first, card_wanted) in [
        (
            Abort::Obeys,
            &[0x80, 0x00, 0x00, 0x06, 0x1E, 0x01, 0x6C][..],
            false,
        ),
        (Abort::Refuses, &[0x84, 0x83, 0x00], true),
        (Abort::Ignores, &[], true),
        (Abort::TooLate, &[0x80, 0x00, 0x00], true),
    ] {
        let mut bench = Bench::registered(|h| h.abort = habit);
        bench.order(0x01, &Bench::pay_order(500));
        assert_eq!(bench.order(0xB0, &[]), first, "{habit:?}");
        assert_eq!(bench.terminal.wants_card().is_some(), card_wanted);
    }
}

#[test]
fn a_busy_terminal_and_an_unknown_till_are_told_so() {
    let mut bench = Bench::registered(|h| h.busy_after_ms = 700);
    assert_eq!(bench.order(0x70, &[]), [0x84, 0x9C, 0x00]);
    bench.wait(700);
    bench.order(0x01, &Bench::pay_order(500));
    assert_eq!(bench.order(0x70, &[]), [0x84, 0x9C, 0x00]);
    // The same again is the same.
    assert!(bench.order(0x01, &Bench::pay_order(500)).is_empty());
    let mut bench = Bench::with(Medium::Tcp, Habits::by_the_book());
    assert_eq!(bench.order(0x70, &[]), [0x84, 0x6B, 0x00]);
    bench.register();
    assert_eq!(bench.order(0x01, &[0x04])[..2], [0x84, 0x9A]);
}

#[test]
fn totals_of_the_day_and_a_wrap() {
    let mut bench = Bench::registered(|_| {});
    bench.terminal.memory.receipt_no = 9_999;
    bench.terminal.memory.trace = 999_999;
    bench.pay(1_250);
    bench.positive();
    bench.positive();
    assert_eq!(bench.last(), Some((1, 0x00)));
    assert_eq!(bench.terminal.memory.last.unwrap().trace, 1);
    let told = bench.order(0x50, &PASSWORD)[3..].to_vec();
    assert_eq!(told[..2], [0x04, 0x0F]);
    assert_eq!(bytes::data(&told)[3..9], packed(1_250, 6));
    assert_eq!(bench.positive()[..2], [0x06, 0xD1]);
    assert_eq!(bench.positive()[..2], [0x06, 0x0F]);
    bench.positive();
    assert!(bench.terminal.memory.batch.is_empty());
}
