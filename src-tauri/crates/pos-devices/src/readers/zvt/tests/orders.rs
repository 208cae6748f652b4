//! Orders that go as they should, over TCP.

use super::bench::*;
use crate::pan::MaskedPan;
use crate::readers::zvt::actions::SessionEvent;
use crate::readers::{
    IntermediateMeaning, OrderEnd, Outcome, PrintLine, Progress, ReceiptKind, Refusal, ResultCode,
    TerminalOrder, TerminalStatus,
};

const NO_LINES: OrderEnd = OrderEnd::Completed {
    print_lines: Vec::new(),
};

#[test]
fn a_sale_approved() {
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.expect_sent(&[SALE_BYTES]);
    bench.says(POSITIVE);
    bench.expect_sent(&[]);
    bench.says("04 FF 01 0A");
    bench.says("04 FF 02 44 00");
    bench.expect_sent(&[POSITIVE, POSITIVE]);
    bench.says(APPROVED);
    bench.expect_sent(&[POSITIVE]);
    bench.says("06 D1 06 00 54 4F 54 41 4C");
    bench.says(DONE);
    bench.expect_sent(&[POSITIVE, POSITIVE]);

    let [result] = bench.results()[..] else {
        panic!()
    };
    assert_eq!(result.outcome, Outcome::Approved);
    assert_eq!(result.amount_minor, Some(1295));
    assert_eq!((result.receipt_no, result.trace), (Some(231), Some(975)));
    assert_eq!(
        bench.progress(),
        [
            &Progress::Accepted,
            &Progress::Intermediate {
                code: 0x0A,
                meaning: IntermediateMeaning::InsertCard,
                remove_card: false,
            },
            &Progress::Intermediate {
                code: 0x44,
                meaning: IntermediateMeaning::WaitingForHost,
                remove_card: true,
            },
        ]
    );
    let line = PrintLine {
        text: "TOTAL".to_owned(),
        attribute: 0,
        receipt: None,
    };
    assert_eq!(
        bench.end(),
        &OrderEnd::Completed {
            print_lines: vec![line]
        }
    );
    assert!(bench.session.is_ready());
    assert_eq!(bench.timers_running(), 0);
}

#[test]
fn a_result_is_acknowledged_only_after_it_was_stored() {
    use crate::readers::ResultStored;
    use crate::readers::zvt::actions::Action;
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.expect_sent(&[SALE_BYTES]);
    // By hand, to look between the two steps. The end comes in the same segment, and waits.
    let actions = bench.session.bytes(&[hex(APPROVED), hex(DONE)].concat());
    assert!(
        actions
            .iter()
            .any(|action| matches!(action, Action::Event(SessionEvent::Result(..))))
    );
    assert!(
        !actions
            .iter()
            .any(|action| matches!(action, Action::Send(_)))
    );
    let actions = bench.session.stored(ResultStored::Stored);
    bench.carry_out(actions);
    bench.expect_sent(&[POSITIVE, POSITIVE]);
    assert_eq!(bench.end(), &NO_LINES);
}

#[test]
fn a_sale_declined() {
    for end in [DONE, "06 1E 01 37"] {
        let mut bench = Bench::ready();
        bench.order(SALE);
        for step in [POSITIVE, DECLINED, end] {
            bench.says(step);
        }
        assert_eq!(
            bench.results()[0].outcome,
            Outcome::Declined(ResultCode(0x37))
        );
        assert_eq!(bench.end(), &NO_LINES, "{end}");
    }
}

#[test]
fn a_sale_aborted_by_the_customer() {
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    // With currency and the terminal's own words (TLV 1F17).
    bench.says("06 1E 0C 6C 09 78 06 07 1F 17 04 53 54 4F 50");
    let end = OrderEnd::Aborted {
        code: ResultCode(0x6C),
        text: Some("STOP".to_owned()),
    };
    assert_eq!(bench.end(), &end);
    assert!(bench.session.is_ready());
}

#[test]
fn an_abort_by_the_cashier() {
    // Wanted before the terminal took the order: sent right after.
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.abort();
    bench.expect_sent(&[SALE_BYTES]);
    bench.says(POSITIVE);
    bench.expect_sent(&["06 B0 00"]);
    bench.says("84 83 00");
    bench.abort();
    bench.expect_sent(&["06 B0 00"]);
    bench.says(POSITIVE);
    bench.says("06 1E 01 6C");
    bench.expect_sent(&[POSITIVE]);
    assert_eq!(
        bench.progress(),
        [
            &Progress::Accepted,
            &Progress::AbortSent,
            &Progress::AbortRefused(ResultCode(0x83)),
            &Progress::AbortSent,
            &Progress::AbortAccepted,
        ]
    );
    assert_eq!(
        bench.end(),
        &OrderEnd::Aborted {
            code: ResultCode(0x6C),
            text: None
        }
    );
}

#[test]
fn an_abort_that_crosses_with_an_approval_does_not_undo_it() {
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.abort();
    bench.says(APPROVED);
    bench.says(POSITIVE);
    bench.says(DONE);
    assert_eq!(bench.results()[0].outcome, Outcome::Approved);
    assert_eq!(bench.end(), &NO_LINES);
    // And after an approval none is sent at all.
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.says(APPROVED);
    bench.expect_sent(&[SALE_BYTES, POSITIVE]);
    bench.abort();
    bench.expect_sent(&[]);
    assert_eq!(bench.progress().last(), Some(&&Progress::AbortIgnored));
}

#[test]
fn an_abort_without_an_answer_leaves_the_order_running() {
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.abort();
    bench.pass(5_000);
    assert_eq!(bench.progress().last(), Some(&&Progress::AbortIgnored));
    assert!(!bench.hung_up);
    bench.says(APPROVED);
    bench.says(DONE);
    assert_eq!(bench.end(), &NO_LINES);
}

#[test]
fn the_other_orders() {
    let table = [
        (TerminalOrder::Refund { amount_minor: 1295 }, APPROVED, true),
        (
            TerminalOrder::Reverse {
                receipt_no: 231,
                amount_minor: None,
            },
            APPROVED,
            true,
        ),
        (TerminalOrder::RepeatReceipt, APPROVED, true),
        (TerminalOrder::EndOfDay, "04 FF 01 0F", false),
        (TerminalOrder::Diagnosis, "04 FF 01 C9", false),
    ];
    for (order, step, result) in table {
        let mut bench = Bench::ready();
        bench.order(order);
        for step in [POSITIVE, step, "06 D1 02 00 41", DONE] {
            bench.says(step);
        }
        assert_eq!(!bench.results().is_empty(), result, "{order:?}");
        let line = PrintLine {
            text: "A".to_owned(),
            attribute: 0,
            receipt: None,
        };
        assert_eq!(
            bench.end(),
            &OrderEnd::Completed {
                print_lines: vec![line]
            },
            "{order:?}"
        );
        assert!(bench.session.is_ready());
    }
}

#[test]
fn a_status_order_tells_the_identity() {
    let mut bench = Bench::ready();
    bench.order(TerminalOrder::Status);
    bench.says(POSITIVE);
    bench.says("06 0F 07 F0 F0 F3 31 2E 31 C2");
    let [_, SessionEvent::Identified(found), _] = &bench.events[..] else {
        panic!()
    };
    assert_eq!(found.terminal_id, "29000001");
    assert_eq!(found.software.as_deref(), Some("1.1"));
    assert_eq!(found.status, TerminalStatus::NeedsDiagnosis);
    assert_eq!(bench.end(), &NO_LINES);
}

#[test]
fn end_of_day_totals() {
    let mut totals = hex("27 00 04 00 00 00 00 09 58 60 F0 F5 F3 02 33 02 34");
    totals.extend(hex("00 00 00 00 00 00 00").repeat(2));
    totals.extend(hex("02 00 00 00 00 09 58"));
    totals.extend(hex("00 00 00 00 00 00 00").repeat(4));
    let mut bench = Bench::ready();
    bench.order(TerminalOrder::EndOfDay);
    bench.says(POSITIVE);
    bench.says_unit(&unit("04 0F", &totals));
    bench.says(DONE);
    let [result] = bench.results()[..] else {
        panic!()
    };
    assert_eq!(result.totals.len(), 7);
    let line = result.totals[2];
    assert_eq!(
        (line.brand, line.count, line.amount_minor),
        ("Eurocard", 2, 958)
    );
}

#[test]
fn a_print_text_block() {
    let lines = [
        object("09", &[0x40]),
        object("07", b"Paid"),
        object("07", b""),
        object("07", b"Zur\x81ck \xE1"),
    ];
    let block = [object("1F 07", &[2]), object("25", &lines.concat())].concat();
    let lines = object("06", &block);
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.says(APPROVED);
    bench.says_unit(&unit("06 D3", &lines));
    bench.says(DONE);
    let OrderEnd::Completed { print_lines } = bench.end() else {
        panic!()
    };
    let texts: Vec<&str> = print_lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["Paid", "", "Zurück ß"]);
    assert!(
        print_lines
            .iter()
            .all(|line| line.receipt == Some(ReceiptKind::Customer))
    );
    assert_eq!(print_lines[0].attribute, 0x40);
}

#[test]
fn bad_amounts_never_reach_the_terminal() {
    let bad = [
        TerminalOrder::Authorise {
            amount_minor: 0,
            last_receipt_no: None,
        },
        TerminalOrder::Authorise {
            amount_minor: -1,
            last_receipt_no: None,
        },
        TerminalOrder::Refund {
            amount_minor: 1_000_000_000_000,
        },
        TerminalOrder::Reverse {
            receipt_no: 10_000,
            amount_minor: None,
        },
    ];
    for order in bad {
        let mut bench = Bench::ready();
        bench.order(order);
        bench.expect_sent(&[]);
        assert_eq!(
            bench.end(),
            &OrderEnd::Refused {
                reason: Refusal::BadAmount
            },
            "{order:?}"
        );
    }
}

#[test]
fn an_unknown_field_in_the_middle_and_an_extended_length() {
    // 99 is in no table and does not tell its length: what came before is kept.
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.says("04 0F 0D 27 00 04 00 00 00 00 12 95 99 01 02 03");
    let [result] = bench.results()[..] else {
        panic!()
    };
    assert_eq!(
        (result.outcome, result.amount_minor),
        (Outcome::Approved, Some(1295))
    );
    assert_eq!(result.unread_fields, [0x99]);
    // A result with more than 254 bytes, cut into pieces by the network.
    let mut data = hex("27 00 3C F2 F9 F0");
    data.extend([b'x'; 290]);
    data.extend(hex("22 F0 F8 55 98 84 EE EE EE 80 74 87 12 34"));
    let long = unit("04 0F", &data);
    assert_eq!(long[2], 0xFF);
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    for piece in long.chunks(100) {
        bench.raw(piece);
    }
    let [result] = bench.results()[..] else {
        panic!()
    };
    assert_eq!(result.receipt_no, Some(1234));
    assert_eq!(
        result.masked_pan.as_ref().map(MaskedPan::as_str),
        Some("559884******8074")
    );
    assert_eq!(result.text.as_ref().map(String::len), Some(290));
}

#[test]
fn messages_that_we_cannot_serve_are_answered() {
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.expect_sent(&[SALE_BYTES]);
    bench.says("04 0D 00");
    bench.says("06 D8 00");
    bench.says("04 01 08 AA 26 11 22 0C 17 00 00");
    bench.expect_sent(&["84 83 00", "84 83 00", POSITIVE]);
}
