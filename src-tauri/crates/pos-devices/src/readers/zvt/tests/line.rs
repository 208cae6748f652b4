//! The serial line: acknowledgements, repeats, T1 and T2.

use super::bench::*;
use crate::readers::zvt::framing::wrap;
use crate::readers::{OrderEnd, Progress, UnknownWhy};

const ACK: &str = "06";
const NAK: &str = "15";
const POSITIVE_FRAME: &str = "10 02 80 00 00 10 03 F5 1F";

fn sale_frame() -> String {
    let frame = wrap(&hex(SALE_BYTES));
    format!("{:02X?}", frame.as_slice()).replace(['[', ']', ','], "")
}

#[test]
fn every_block_is_acknowledged_at_once() {
    let mut bench = Bench::ready_serial();
    bench.order(SALE);
    bench.expect_sent(&[&sale_frame()]);
    bench.ack();
    bench.says(POSITIVE);
    bench.expect_sent(&[ACK]);
    bench.says("04 FF 01 0A");
    bench.expect_sent(&[ACK, POSITIVE_FRAME]);
    bench.ack();
    bench.says(APPROVED);
    bench.expect_sent(&[ACK, POSITIVE_FRAME]);
    bench.ack();
    bench.says(DONE);
    bench.expect_sent(&[ACK, POSITIVE_FRAME]);
    bench.ack();
    assert_eq!(
        bench.end(),
        &OrderEnd::Completed {
            print_lines: Vec::new()
        }
    );
    assert_eq!(bench.timers_running(), 0);
}

#[test]
fn a_block_is_repeated_twice_after_silence() {
    let mut bench = Bench::ready_serial();
    bench.order(SALE);
    bench.pass(4_999);
    bench.expect_sent(&[&sale_frame()]);
    bench.pass(1);
    bench.expect_sent(&[&sale_frame()]);
    bench.pass(5_000);
    bench.expect_sent(&[&sale_frame()]);
    bench.pass(4_999);
    assert!(!bench.hung_up);
    bench.pass(1);
    bench.expect_sent(&[]);
    assert!(bench.hung_up);
    let why = UnknownWhy::LinkErrors;
    assert_eq!(bench.end(), &OrderEnd::Unknown { why, sent: true });
}

#[test]
fn a_block_is_repeated_twice_after_nak() {
    let mut bench = Bench::ready_serial();
    bench.order(SALE);
    bench.raw(&hex(NAK));
    bench.raw(&hex(NAK));
    bench.expect_sent(&[&sale_frame(), &sale_frame(), &sale_frame()]);
    bench.raw(&hex(NAK));
    bench.expect_sent(&[]);
    assert!(bench.hung_up);
}

#[test]
fn t3_runs_from_the_acknowledgement() {
    let mut bench = Bench::ready_serial();
    bench.order(SALE);
    bench.pass(4_000);
    bench.ack();
    bench.pass(4_999);
    assert!(!bench.hung_up);
    bench.pass(1);
    let why = UnknownWhy::NoAnswer;
    assert_eq!(bench.end(), &OrderEnd::Unknown { why, sent: true });
}

#[test]
fn a_refusal_after_a_blind_repeat_is_not_believed() {
    // The first copy may have been taken, and the refusal may be for the second.
    for refusal in ["84 83 00", "84 9C 00"] {
        let mut bench = Bench::ready_serial();
        bench.order(SALE);
        bench.pass(5_000);
        bench.ack();
        bench.says(refusal);
        let why = UnknownWhy::AmbiguousRefusal;
        assert_eq!(
            bench.end(),
            &OrderEnd::Unknown { why, sent: true },
            "{refusal}"
        );
    }
    // A repeat after NAK is not blind: the terminal said that it did not get it.
    let mut bench = Bench::ready_serial();
    bench.order(SALE);
    bench.raw(&hex(NAK));
    bench.ack();
    bench.says("84 83 00");
    assert!(matches!(bench.end(), OrderEnd::Refused { .. }));
}

#[test]
fn a_broken_or_unfinished_block_is_refused() {
    let mut bench = Bench::ready_serial();
    bench.order(SALE);
    bench.ack();
    bench.expect_sent(&[&sale_frame()]);
    bench.raw(&hex("10 02 80 00 00 10 03 F5 1E"));
    bench.expect_sent(&[NAK]);
    bench.raw(&hex("10 02 80 00"));
    bench.pass(199);
    bench.expect_sent(&[]);
    bench.pass(1);
    bench.expect_sent(&[NAK]);
    // Slow, but never 200 ms between two bytes.
    for byte in hex(POSITIVE_FRAME) {
        bench.pass(150);
        bench.raw(&[byte]);
    }
    bench.expect_sent(&[ACK]);
    assert_eq!(bench.progress(), [&Progress::Accepted]);
}

#[test]
fn a_block_sent_again_is_answered_again_but_counted_once() {
    let mut bench = Bench::ready_serial();
    bench.order(SALE);
    bench.ack();
    bench.says(POSITIVE);
    bench.expect_sent(&[&sale_frame(), ACK]);
    // Our acknowledgement of the line was lost: the terminal sends it again after T2, while our
    // answer is not acknowledged either.
    bench.says("06 D1 02 00 41");
    bench.says("06 D1 02 00 41");
    bench.expect_sent(&[ACK, POSITIVE_FRAME, ACK, POSITIVE_FRAME]);
    bench.ack();
    // The same line again, on purpose.
    bench.says("06 D1 02 00 41");
    bench.ack();
    bench.says(APPROVED);
    bench.says(APPROVED);
    bench.ack();
    bench.says(DONE);
    assert_eq!(bench.results().len(), 1);
    let OrderEnd::Completed { print_lines } = bench.end() else {
        panic!()
    };
    assert_eq!(print_lines.len(), 2);
}

#[test]
fn a_lost_acknowledgement_is_made_good_by_the_answer() {
    let mut bench = Bench::ready_serial();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.expect_sent(&[&sale_frame(), ACK]);
    bench.pass(20_000);
    bench.expect_sent(&[]);
    assert_eq!(bench.progress(), [&Progress::Accepted]);
}

#[test]
fn an_abort_that_is_never_acknowledged_does_not_end_the_order() {
    let mut bench = Bench::ready_serial();
    bench.order(SALE);
    bench.ack();
    bench.says(POSITIVE);
    bench.abort();
    bench.pass(15_000);
    assert!(!bench.hung_up);
    assert_eq!(bench.progress().last(), Some(&&Progress::AbortIgnored));
    bench.says(APPROVED);
    bench.ack();
    bench.says(DONE);
    assert_eq!(bench.results().len(), 1);
}

#[test]
fn an_abort_crossing_with_a_result_delays_no_answer() {
    let mut bench = Bench::ready_serial();
    bench.order(SALE);
    bench.ack();
    bench.says(POSITIVE);
    bench.expect_sent(&[&sale_frame(), ACK]);
    bench.abort();
    bench.says(APPROVED);
    bench.expect_sent(&["10 02 06 B0 00 10 03 43 F3", ACK, POSITIVE_FRAME]);
}

#[test]
fn a_greeting_when_the_port_opens_is_ignored() {
    use crate::readers::zvt::link::Transport;
    let mut bench = Bench::new(Transport::Serial);
    let actions = bench.session.connected();
    bench.carry_out(actions);
    bench.raw(b"\x00\xF0MAKER 3.1\r\n");
    for step in [POSITIVE, REGISTERED, POSITIVE, STATUS] {
        bench.ack();
        bench.says(step);
    }
    assert!(bench.session.is_ready());
}
