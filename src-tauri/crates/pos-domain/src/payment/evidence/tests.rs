use super::*;
use proptest::prelude::*;

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

/// A change to a reading.
type Change = fn(&mut LastReceipt);

/// What the baseline was, what is read now, and what that says of 19.99.
const READINGS: &[(&str, Change, Change, Verdict)] = &[
    ("a new receipt", |_| {}, |_| {}, Verdict::Paid),
    ("refused", |_| {}, |r| r.approved = false, Verdict::NotPaid),
    (
        "the same",
        |b| *b = receipt(42, 500),
        |r| *r = receipt(42, 500),
        Verdict::NotPaid,
    ),
    (
        "the same, our amount",
        |b| *b = receipt(42, 1999),
        |_| {},
        Verdict::NotPaid,
    ),
    (
        "the same, more told",
        |b| *b = receipt(42, 1999),
        |r| (r.trace, r.turnover_no) = (None, Some(9)),
        Verdict::NotPaid,
    ),
    (
        "the same numbers, another amount",
        |b| *b = receipt(42, 500),
        |_| {},
        Verdict::Unclear(Unclear::Reset),
    ),
    (
        "the same numbers, another time",
        |b| *b = receipt(42, 1999),
        |r| r.time = Some(170_001),
        Verdict::Unclear(Unclear::Reset),
    ),
    (
        "another amount",
        |_| {},
        |r| r.amount_minor = Some(2000),
        Verdict::Unclear(Unclear::OtherPayment),
    ),
    (
        "no amount",
        |_| {},
        |r| r.amount_minor = None,
        Verdict::Unclear(Unclear::OtherPayment),
    ),
    (
        "another terminal",
        |_| {},
        |r| r.terminal_number = Some("52000002".to_owned()),
        Verdict::Unclear(Unclear::OtherTerminal),
    ),
    (
        "a terminal without a name",
        |_| {},
        |r| r.terminal_number = None,
        Verdict::Paid,
    ),
    (
        "only the trace went on",
        |_| {},
        |r| r.receipt_no = Some(41),
        Verdict::Paid,
    ),
    (
        "only the receipt went on",
        |_| {},
        |r| r.trace = Some(141),
        Verdict::Paid,
    ),
    (
        "only the turnover is told",
        |b| (b.receipt_no, b.trace, b.turnover_no) = (None, None, Some(8)),
        |r| r.turnover_no = Some(9),
        Verdict::Paid,
    ),
    (
        "the turnover went back",
        |b| b.turnover_no = Some(9),
        |r| r.turnover_no = Some(8),
        Verdict::Unclear(Unclear::Reset),
    ),
    (
        "the receipt went back",
        |b| b.receipt_no = Some(43),
        |_| {},
        Verdict::Unclear(Unclear::Reset),
    ),
    (
        "the trace went back",
        |b| b.trace = Some(143),
        |_| {},
        Verdict::Unclear(Unclear::Reset),
    ),
    (
        "receipt numbers begin again",
        |b| b.receipt_no = Some(9999),
        |r| r.receipt_no = Some(1),
        Verdict::Paid,
    ),
    (
        "trace numbers begin again",
        |b| b.trace = Some(999_999),
        |r| r.trace = Some(1),
        Verdict::Paid,
    ),
    (
        "turnover numbers begin again",
        |b| b.turnover_no = Some(999_999),
        |r| r.turnover_no = Some(1),
        Verdict::Paid,
    ),
    (
        "half way round is back",
        |b| b.receipt_no = Some(1),
        |r| r.receipt_no = Some(5001),
        Verdict::Unclear(Unclear::Reset),
    ),
    (
        "just less than half is on",
        |b| b.receipt_no = Some(1),
        |r| r.receipt_no = Some(5000),
        Verdict::Paid,
    ),
    (
        "nothing to compare",
        |_| {},
        |r| (r.receipt_no, r.trace, r.turnover_no) = (None, None, Some(9)),
        Verdict::Unclear(Unclear::NothingToCompare),
    ),
    (
        "the first receipt",
        |b| *b = LastReceipt::default(),
        |_| {},
        Verdict::Paid,
    ),
    (
        "blank as before: nothing was booked, or it was and the memory was cleared",
        |b| *b = LastReceipt::default(),
        |r| *r = LastReceipt::default(),
        Verdict::Unclear(Unclear::NoReceipt),
    ),
    (
        "no number, but an amount",
        |b| *b = LastReceipt::default(),
        |r| (r.receipt_no, r.trace) = (None, None),
        Verdict::Unclear(Unclear::Reset),
    ),
    (
        "memory cleared",
        |_| {},
        |r| *r = LastReceipt::default(),
        Verdict::Unclear(Unclear::Reset),
    ),
    (
        "an hour back: summer time ended",
        |_| {},
        |r| r.time = Some(160_100),
        Verdict::Paid,
    ),
    (
        "two hours back",
        |_| {},
        |r| r.time = Some(150_000),
        Verdict::Paid,
    ),
    (
        "more than two hours back",
        |_| {},
        |r| r.time = Some(145_959),
        Verdict::Unclear(Unclear::Reset),
    ),
    (
        "a day back",
        |_| {},
        |r| r.date = Some(1121),
        Verdict::Unclear(Unclear::Reset),
    ),
    (
        "a month back",
        |_| {},
        |r| r.date = Some(1022),
        Verdict::Unclear(Unclear::Reset),
    ),
    (
        "over the turn of the year",
        |b| (b.date, b.time) = (Some(1231), Some(235_900)),
        |r| (r.date, r.time) = (Some(101), Some(100)),
        Verdict::Paid,
    ),
    (
        "back over the turn of the year",
        |b| (b.date, b.time) = (Some(101), Some(60_000)),
        |r| (r.date, r.time) = (Some(1231), Some(235_959)),
        Verdict::Unclear(Unclear::Reset),
    ),
    ("no clock", |_| {}, |r| r.date = None, Verdict::Paid),
];

#[test]
fn evidence_is_judged() {
    for (name, before, after, expected) in READINGS {
        let (mut baseline, mut now) = (receipt(41, 500), receipt(42, 1999));
        before(&mut baseline);
        after(&mut now);
        assert_eq!(
            judge(1999, Some(&baseline), Some(&now)),
            *expected,
            "{name}"
        );
    }
    let (old, new) = (receipt(41, 500), receipt(42, 1999));
    let blank = LastReceipt::default();
    let not_told = Verdict::Unclear(Unclear::NotTold);
    let no_baseline = Verdict::Unclear(Unclear::NoBaseline);
    assert_eq!(judge(1999, None, None), not_told);
    assert_eq!(judge(1999, Some(&old), None), not_told);
    assert_eq!(judge(1999, Some(&blank), None), not_told);
    assert_eq!(judge(1999, None, Some(&new)), no_baseline);
    assert_eq!(judge(1999, None, Some(&blank)), no_baseline);
}

fn number(max: u32) -> impl Strategy<Value = Option<u32>> {
    proptest::option::of(prop_oneof![0..5_u32, max - 2..=max, 0..=max])
}

prop_compose! {
    fn any_reading()(
        receipt_no in number(RECEIPT_NO_MAX),
        trace in number(TRACE_MAX),
        turnover_no in number(TRACE_MAX),
        amount_minor in proptest::option::of(0..3_i64),
        approved in any::<bool>(),
        terminal in proptest::option::of(0..2_u8),
        date in proptest::option::of(prop_oneof![Just(101_u32), Just(630), Just(1231)]),
        time in proptest::option::of(prop_oneof![Just(0_u32), Just(120_000), Just(235_959)]),
    ) -> LastReceipt {
        LastReceipt {
            receipt_no, trace, turnover_no, amount_minor, approved,
            terminal_number: terminal.map(|n| n.to_string()), date, time,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// A receipt that was there before the payment proves no payment.
    #[test]
    fn an_earlier_reading_never_says_paid(reading in any_reading(), amount in 0..3_i64) {
        let again = judge(amount, Some(&reading), Some(&reading));
        prop_assert_ne!(again, Verdict::Paid);
        prop_assert_eq!(again == Verdict::NotPaid, !reading.is_blank());
    }

    /// A memory that was cleared reads as one that never held anything.
    #[test]
    fn no_receipt_at_all_is_never_a_verdict(before in any_reading(), amount in 0..3_i64) {
        let said = judge(amount, Some(&before), Some(&LastReceipt::default()));
        prop_assert!(matches!(said, Verdict::Unclear(_)), "{:?}", said);
    }

    #[test]
    fn paid_needs_our_amount_and_a_number_that_went_on(
        before in any_reading(), now in any_reading(), amount in 0..3_i64,
    ) {
        if judge(amount, Some(&before), Some(&now)) == Verdict::Paid {
            prop_assert!(now.approved && now.amount_minor == Some(amount));
            let pairs = before.numbers().into_iter().zip(now.numbers());
            let moved = pairs.filter(|(b, n)| n.is_some() && b != n).count();
            prop_assert!(moved > 0);
            let named = before.terminal_number.zip(now.terminal_number);
            prop_assert!(named.is_none_or(|(before, now)| before == now));
        }
    }

    #[test]
    fn another_terminal_never_gets_a_verdict(
        mut before in any_reading(), mut now in any_reading(), amount in 0..3_i64,
    ) {
        before.terminal_number = Some("1".to_owned());
        now.terminal_number = Some("2".to_owned());
        let said = judge(amount, Some(&before), Some(&now));
        prop_assert_eq!(said, Verdict::Unclear(Unclear::OtherTerminal));
    }
}
