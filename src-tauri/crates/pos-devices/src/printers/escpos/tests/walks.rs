//! Walks of the session: when an order begins, when it is printed, when it fails.

use std::time::Duration;

use proptest::prelude::*;

use super::bench::*;
use crate::printers::escpos::codec::CLEAR_BUFFERS;
use crate::printers::escpos::job::PIECE;
use crate::printers::escpos::session::{Action, CONFIRM_LIMIT, DONE_LIMIT, Session};
use crate::printers::{DrawerKick, KickEnd, PrintEvent, PrintFailure, PrinterSettings};

const DOCUMENT: &[u8] = b"\x1B@Thank you\n\x1DV\x00";

#[test]
fn an_order_begins_after_one_question_and_ends_after_the_answers() {
    let mut bench = Bench::greeted(WELL);
    assert_eq!(bench.other, [Action::Ready]);
    assert_eq!(bench.statuses.len(), 1);
    bench.submit(1, DOCUMENT);
    assert!(bench.step());
    // The question is answered: the document is the next thing, with nothing before it.
    assert_eq!(bench.commands, [vec![0x10, 4, 1]]);
    bench.run();
    assert_eq!(bench.document, DOCUMENT);
    assert_eq!(bench.commands[1], [0x1D, 0x72, 1]);
    assert!(matches!(
        bench.events[..],
        [
            (1, PrintEvent::FirstByteOut { .. }),
            (1, PrintEvent::Printed)
        ]
    ));
}

#[test]
fn an_order_submitted_before_the_greeting_waits_for_it() {
    let mut bench = Bench::new(WELL);
    bench.submit(1, DOCUMENT);
    bench.run();
    assert_eq!(bench.ends(), [(1, PrintEvent::Printed)]);
}

#[test]
fn nothing_begins_on_a_printer_that_cannot_print() {
    for (answers, why) in [
        (PAPER_OUT, PrintFailure::PaperOut),
        (COVER_OPEN, PrintFailure::CoverOpen),
        ([0x1A, 0x52, 0x32, 0x12], PrintFailure::Error),
        ([0x1A, 0x12, 0x12, 0x12], PrintFailure::Offline),
    ] {
        // It was so before, and it became so since the last look.
        for before in [answers, WELL] {
            let mut bench = Bench::greeted(before);
            bench.answers = answers;
            bench.submit(1, DOCUMENT);
            bench.submit(2, DOCUMENT);
            bench.run();
            assert_eq!(bench.ends(), [(1, failed(0, why)), (2, failed(0, why))]);
            assert_eq!(bench.document, []);
        }
        let mut bench = Bench::greeted(answers);
        bench.answers = WELL;
        bench.submit(1, DOCUMENT);
        bench.run();
        assert_eq!(bench.ends(), [(1, PrintEvent::Printed)]);
    }
}

#[test]
fn paper_that_ends_within_a_document_stops_it() {
    let mut bench = Bench::greeted(WELL);
    bench.submit(1, &[b'x'; 3 * PIECE]);
    while bench.document.is_empty() {
        bench.step();
    }
    bench.session.bytes(&[0x18, 0, 0x0F, 0x0F], bench.now);
    bench.answers = PAPER_OUT;
    bench.run();
    let why = PrintFailure::PaperOut;
    assert_eq!(bench.ends(), [(1, failed(PIECE, why))]);
    assert_eq!(bench.document.len(), PIECE);
    // The rest must not come out with new paper, nor swallow the next document.
    assert!(bench.commands.contains(&CLEAR_BUFFERS.to_vec()));
    bench.answers = WELL;
    bench.pass(1_500);
    bench.submit(2, DOCUMENT);
    bench.run();
    assert_eq!(bench.ends(), [(2, PrintEvent::Printed)]);
}

#[test]
fn a_stop_in_the_same_breath_as_the_permission_lets_nothing_out() {
    let mut bench = Bench::greeted(WELL);
    bench.submit(1, DOCUMENT);
    bench.mute = true;
    bench.step();
    bench.session.bytes(&[0x12, 0x18, 0, 0x0F, 0x0F], bench.now);
    bench.run();
    assert_eq!(bench.ends(), [(1, failed(0, PrintFailure::PaperOut))]);
    assert_eq!(bench.document, []);
}

#[test]
fn paper_that_ends_after_the_last_byte_is_seen() {
    let mut bench = Bench::greeted(WELL);
    bench.tells_when_done = false;
    bench.submit(1, DOCUMENT);
    while bench.document.is_empty() {
        bench.step();
    }
    bench.answers = PAPER_OUT;
    bench.pass(500);
    let why = PrintFailure::PaperOut;
    assert_eq!(bench.ends(), [(1, failed(DOCUMENT.len(), why))]);
}

#[test]
fn a_printer_that_never_says_done_is_believed_by_its_status() {
    let mut bench = Bench::greeted(WELL);
    bench.tells_when_done = false;
    bench.submit(1, DOCUMENT);
    bench.pass(DONE_LIMIT.as_millis() as u64 - 100);
    assert_eq!(bench.ends(), []);
    bench.pass(200);
    assert_eq!(bench.ends(), [(1, PrintEvent::Printed)]);
    // It is not waited for again.
    bench.submit(2, DOCUMENT);
    bench.run();
    assert_eq!(bench.ends(), [(2, PrintEvent::Printed)]);
}

#[test]
fn a_printer_that_always_said_done_and_does_not_has_not_printed() {
    let mut bench = Bench::greeted(WELL);
    bench.submit(1, DOCUMENT);
    bench.run();
    bench.tells_when_done = false;
    bench.submit(2, DOCUMENT);
    bench.pass(CONFIRM_LIMIT.as_millis() as u64 + 100);
    let lost = failed(DOCUMENT.len(), PrintFailure::LinkLost);
    assert_eq!(bench.ends(), [(1, PrintEvent::Printed), (2, lost)]);
}

#[test]
fn a_silent_printer_takes_nothing_and_is_heard_again() {
    let mut bench = Bench::greeted(WELL);
    bench.mute = true;
    bench.pass(3_200);
    assert_eq!(bench.other, [Action::Ready, Action::Silent]);
    bench.submit(1, DOCUMENT);
    bench.session.kick(DrawerKick::USUAL, bench.now);
    bench.run();
    let offline = failed(0, PrintFailure::Offline);
    assert_eq!(bench.ends(), [(1, offline)]);
    let not = Action::Kick(DrawerKick::USUAL, KickEnd::NotSent);
    assert_eq!(bench.other.last(), Some(&not));
    bench.mute = false;
    bench.pass(1_100);
    assert_eq!(bench.other.last(), Some(&Action::Ready));
    assert_eq!(bench.statuses.len(), 2);
}

#[test]
fn the_order_in_hand_fails_when_the_printer_falls_silent() {
    let mut bench = Bench::greeted(WELL);
    bench.submit(1, DOCUMENT);
    while bench.document.is_empty() {
        bench.step();
    }
    bench.mute = true;
    bench.submit(2, DOCUMENT);
    bench.pass(3_000);
    let (all, why) = (DOCUMENT.len(), PrintFailure::Offline);
    assert_eq!(bench.ends(), [(1, failed(all, why)), (2, failed(0, why))]);
    bench.commands.clear();
    bench.mute = false;
    bench.pass(1_100);
    assert!(bench.commands.contains(&CLEAR_BUFFERS.to_vec()));
}

#[test]
fn a_lost_connection_tells_how_much_is_out() {
    let mut bench = Bench::greeted(WELL);
    bench.submit(1, &[b'x'; 2 * PIECE]);
    bench.submit(2, DOCUMENT);
    while bench.document.is_empty() {
        bench.step();
    }
    bench.session.wrote_in_part(7, bench.now);
    bench.session.lost();
    bench.gone = true;
    bench.step();
    let why = PrintFailure::LinkLost;
    assert_eq!(
        bench.ends(),
        [(1, failed(PIECE + 7, why)), (2, failed(0, why))]
    );
    assert!(bench.session.is_interrupted());
    let settings = PrinterSettings::default();
    let mut next = Session::new(settings, true, bench.now);
    next.bytes(&[0x12], bench.now);
    let clear = Action::Command(CLEAR_BUFFERS.to_vec());
    assert!(next.actions().contains(&clear));
}

#[test]
fn a_port_that_takes_no_more_may_have_been_told_why() {
    let mut bench = Bench::greeted(WELL);
    bench.submit(1, &[b'x'; 2 * PIECE]);
    while bench.document.is_empty() {
        bench.step();
    }
    bench.session.wrote_in_part(7, bench.now);
    bench.session.bytes(&[0x18, 0, 0x0F, 0x0F], bench.now);
    bench.session.lost();
    bench.gone = true;
    bench.step();
    let why = PrintFailure::PaperOut;
    assert_eq!(bench.ends(), [(1, failed(PIECE + 7, why))]);
    assert!(bench.session.is_interrupted());
}

#[test]
fn a_kick_comes_before_waiting_orders_and_works_without_paper() {
    let mut bench = Bench::greeted(WELL);
    bench.submit(1, DOCUMENT);
    bench.session.kick(DrawerKick::USUAL, bench.now);
    bench.step();
    assert_eq!(bench.commands[1], [0x1B, 0x70, 0, 50, 100]);
    assert_eq!(bench.document, []);
    let mut bench = Bench::greeted(PAPER_OUT);
    bench.session.kick(DrawerKick::USUAL, bench.now);
    bench.run();
    assert_eq!(bench.commands, [[0x10, 0x14, 1, 0, 1]]);
    let sent = Action::Kick(DrawerKick::USUAL, KickEnd::Sent);
    assert_eq!(bench.other.last(), Some(&sent));
}

#[test]
fn a_kick_never_lands_within_a_document() {
    let mut bench = Bench::greeted(WELL);
    bench.submit(1, &[b'x'; 3 * PIECE]);
    while bench.document.is_empty() {
        bench.step();
    }
    bench.session.kick(DrawerKick::USUAL, bench.now);
    bench.step();
    assert!(!bench.commands.contains(&vec![0x10, 0x14, 1, 0, 1]));
    bench.run();
    assert!(bench.commands.contains(&vec![0x10, 0x14, 1, 0, 1]));
    assert_eq!(bench.document.len(), 3 * PIECE);
}

#[test]
fn only_changes_of_the_state_are_told() {
    let mut bench = Bench::greeted(WELL);
    bench.pass(5_000);
    assert_eq!(bench.statuses.len(), 1);
    bench.answers[3] = 0x1E;
    bench.pass(1_200);
    assert_eq!(bench.statuses.len(), 2);
    // By itself, without being asked.
    bench.session.bytes(&[0x38, 0, 0x03, 0x0F], bench.now);
    bench.step();
    assert!(bench.statuses[2].cover_open);
}

/// What may happen to a session.
#[derive(Debug, Clone)]
enum Act {
    Hears(Vec<u8>),
    Submits(usize),
    Kicks,
    Passes(u16),
    Mutes(bool),
    Answers([u8; 4]),
    Steps,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..6).prop_map(Act::Hears),
        (0..4_000usize).prop_map(Act::Submits),
        Just(Act::Kicks),
        (0..3_000u16).prop_map(Act::Passes),
        any::<bool>().prop_map(Act::Mutes),
        prop_oneof![Just(WELL), Just(PAPER_OUT), Just(COVER_OPEN)].prop_map(Act::Answers),
        Just(Act::Steps),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Whatever comes: every order ends once, in its turn, and says how much of it is out.
    #[test]
    fn every_order_ends_once(acts in proptest::collection::vec(act(), 0..40)) {
        let mut bench = Bench::new(WELL);
        let mut sizes = Vec::new();
        for act in acts {
            match act {
                Act::Hears(bytes) => bench.session.bytes(&bytes, bench.now),
                Act::Submits(size) => {
                    bench.submit(sizes.len() as u128, &vec![b'x'; size]);
                    sizes.push(size);
                }
                Act::Kicks => bench.session.kick(DrawerKick::USUAL, bench.now),
                Act::Passes(ms) => bench.pass(ms.into()),
                Act::Mutes(mute) => bench.mute = mute,
                Act::Answers(answers) => bench.answers = answers,
                Act::Steps => { bench.step(); }
            }
        }
        bench.now += Duration::from_secs(1);
        bench.session.lost();
        bench.gone = true;
        bench.step();
        let ends = bench.ends();
        prop_assert_eq!(ends.len(), sizes.len());
        let mut out = 0;
        for (turn, (id, end)) in ends.into_iter().enumerate() {
            prop_assert_eq!(id, turn as u128);
            out += match end {
                PrintEvent::Printed => sizes[turn],
                PrintEvent::Failed { written, .. } => written,
                PrintEvent::FirstByteOut { .. } => unreachable!(),
            };
        }
        prop_assert_eq!(out, bench.document.len());
    }
}
