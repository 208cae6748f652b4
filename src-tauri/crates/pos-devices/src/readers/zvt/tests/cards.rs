//! The canary: clear card numbers in every field that can carry one never come out.

use super::bench::*;
use crate::pan::CardField;
use crate::readers::zvt::actions::{Action, SessionEvent};
use crate::readers::{OrderEnd, Outcome};

/// A well-known test number; its middle is `555554`.
const PAN: &str = "5598845555548077";
const PAN_BCD: &str = "55 98 84 55 55 54 80 77";

/// `F0 F8`-style length and value.
fn ll(value: &[u8]) -> Vec<u8> {
    let len = value.len();
    [&[0xF0 | (len / 10) as u8, 0xF0 | (len % 10) as u8], value].concat()
}

fn lll(value: &[u8]) -> Vec<u8> {
    [
        &[0xF0 | (value.len() / 100) as u8][..],
        &ll(&value[..value.len() % 100]),
    ]
    .concat()
}

fn field(bmp: u8, value: Vec<u8>) -> Vec<u8> {
    [vec![bmp], value].concat()
}

/// Everything that a host, a log or a person could see of these actions.
fn visible(actions: &[Action]) -> String {
    format!("{actions:?}")
}

fn assert_clean(text: &str, what: &str) {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    for leak in [PAN, "845555", "555554", "455555"] {
        assert!(!digits.contains(leak), "{what}: {text}");
    }
}

#[test]
fn clear_numbers_in_every_field() {
    let track2 = [hex(PAN_BCD), hex("D2 40 52 01 00 00")].concat();
    let track1 = format!("B{PAN}^DOE/JANE^2405201").into_bytes();
    let text = format!("Card {PAN}").into_bytes();
    let tlv_bcd = [&[0x5A, 0x08][..], &hex(PAN_BCD)].concat();
    let tlv_text = [&[0x1F, 0x30, 0x10][..], PAN.as_bytes()].concat();
    let tlv_aid = [&[0x60, 0x0A, 0x43, 0x08][..], &hex(PAN_BCD)].concat();
    let tlv = |objects: &[u8]| [&[objects.len() as u8][..], objects].concat();
    let table: Vec<(&str, Vec<u8>, Option<CardField>)> = vec![
        ("22", field(0x22, ll(&hex(PAN_BCD))), Some(CardField::Pan)),
        ("23", field(0x23, ll(&track2)), Some(CardField::Track2)),
        ("24", field(0x24, lll(&track2)), Some(CardField::Track3)),
        ("2D", field(0x2D, ll(&track1)), Some(CardField::Track1)),
        ("3A", field(0x3A, hex("12 3F")), Some(CardField::CheckValue)),
        (
            "06 5A",
            field(0x06, tlv(&tlv_bcd)),
            Some(CardField::Tlv(0x5A)),
        ),
        (
            "06 1F30",
            field(0x06, tlv(&tlv_text)),
            Some(CardField::Tlv(0x1F30)),
        ),
        (
            "06 43",
            field(0x06, tlv(&tlv_aid)),
            Some(CardField::Tlv(0x43)),
        ),
        // Free text is masked only.
        ("3C", field(0x3C, lll(&text)), None),
        ("8B", field(0x8B, ll(&text)), None),
        ("2A", field(0x2A, b"559884555554807".to_vec()), None),
        // Properly masked: no alarm.
        (
            "22 masked",
            field(0x22, ll(&hex("55 98 84 EE EE EE 80 74"))),
            None,
        ),
    ];
    for (name, bytes, alarm) in table {
        let mut bench = Bench::ready();
        bench.order(SALE);
        bench.says(POSITIVE);
        let data = [hex("27 00 04 00 00 00 00 12 95"), bytes, hex("87 02 31")].concat();
        let actions = bench.session.bytes(&unit("04 0F", &data));
        assert_clean(&visible(&actions), name);
        bench.carry_out(actions);
        // The result itself is kept and acknowledged.
        bench.expect_sent(&[SALE_BYTES, POSITIVE]);
        let [result] = bench.results()[..] else {
            panic!("{name}")
        };
        assert_eq!(result.outcome, Outcome::Approved, "{name}");
        assert_eq!(
            (result.amount_minor, result.receipt_no),
            (Some(1295), Some(231)),
            "{name}"
        );
        let fields = result.card_alarm.as_ref().map(|alarm| alarm.fields.clone());
        assert_eq!(fields, alarm.map(|field| vec![field]), "{name}");
    }
}

#[test]
fn clear_numbers_in_printed_lines_and_words() {
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    let line = [&[0x00][..], b"PAN 5598 8455 5554 8077"].concat();
    let block_text = format!("{PAN}=2405");
    let block = object("06", &object("25", &object("07", block_text.as_bytes())));
    let words = [hex("6C"), object("06", &object("1F 17", PAN.as_bytes()))].concat();
    for message in [
        unit("06 D1", &line),
        unit("06 D3", &block),
        unit("06 1E", &words),
    ] {
        let actions = bench.session.bytes(&message);
        assert_clean(&visible(&actions), "printed");
        bench.carry_out(actions);
    }
    let OrderEnd::Aborted { text, .. } = bench.end() else {
        panic!()
    };
    assert_eq!(text.as_deref(), Some("559884******8077"));

    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.says(APPROVED);
    bench.says_unit(&unit("06 D1", &line));
    bench.says_unit(&unit("06 D3", &block));
    bench.says(DONE);
    let OrderEnd::Completed { print_lines } = bench.end() else {
        panic!()
    };
    let texts: Vec<&str> = print_lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["PAN 5598 84** **** 8077", "559884******8077=2405"]);
}

#[test]
fn an_end_that_carries_a_card_number_is_alarmed() {
    use crate::readers::Progress;
    let mut bench = Bench::ready();
    bench.order(SALE);
    bench.says(POSITIVE);
    bench.says(APPROVED);
    let data = field(0x22, ll(&hex(PAN_BCD)));
    bench.says_unit(&unit("06 0F", &data));
    assert!(
        bench
            .progress()
            .iter()
            .any(|step| matches!(step, Progress::CardAlarm(_)))
    );
}

#[test]
fn the_wire_log_and_our_own_bytes_are_redacted() {
    let mut bench = Bench::ready();
    let actions = bench.session.order(ID, SALE);
    let wire = actions.iter().find_map(|action| match action {
        Action::Event(SessionEvent::Wire(_, name, summary)) => Some((name.as_str(), summary)),
        _ => None,
    });
    assert_eq!(wire.map(|(name, _)| name), Some("06 01 authorisation"));
    // The password stands in every administrative command, and in no line of the log.
    let mut bench = Bench::ready();
    let actions = bench
        .session
        .order(ID, crate::readers::TerminalOrder::EndOfDay);
    assert!(!visible(&actions).contains("12, 34"));
    assert!(!visible(&actions).contains("18, 52"));
}
