//! Proves the printer over its cable: what it prints, answers, and does when something breaks.

use std::path::Path;

use serde_json::Value;

use crate::gadget::{Gadget, picture};

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

/// A receipt with a bit of everything that receipts have.
fn receipt() -> Vec<u8> {
    let mut bytes = b"\x1B@\x1Bt\x10\x1Ba\x01\x1D!\x11Countertop\n\x1D!\x00".to_vec();
    bytes.extend(b"Kaf\xE9 am Markt, Ringstra\xDFe 12\n\x1C&");
    bytes.extend(gb18030("柜台便利店\n"));
    bytes.extend(b"\x1D!\x11");
    bytes.extend(gb18030("收银小票\n"));
    bytes.extend(b"\x1D!\x00\x1C.\x1Ba\x00");
    bytes.extend(b"Milk 1 l\x1B$\xD4\x01\x80  2.49\n");
    bytes.extend(b"\x1BE\x01Total\x1BE\x00 \x1B-\x01due\x1B-\x00 \x1DB\x01 COPY \x1DB\x00");
    bytes.extend(b" \x1BM\x01small print\x1BM\x00\n\x1Ba\x01");
    bytes.extend(b"\x1Dh\x50\x1Dw\x02\x1DH\x02\x1Dk\x49\x0B{BR-1-{C\x00\x0C\x22");
    bytes.extend(b"\x1D(k\x03\0\x31\x43\x05\x1D(k\x03\0\x31\x45\x31");
    bytes.extend(b"\x1D(k\x13\0\x31\x50\x30https://a.shop/r\x1D(k\x03\0\x31\x51\x30");
    bytes.extend(b"\x1Dv0\0\x02\0\x08\0");
    bytes.extend([
        0xFF, 0xFF, 0x80, 1, 0x80, 1, 0x80, 1, 0x80, 1, 0x80, 1, 0x80, 1,
    ]);
    bytes.extend([0xFF, 0xFF]);
    bytes.extend(b"\x1Bp\x00\x19\xFA\x1DVB\x00");
    bytes
}

const WORDS: &str = "Countertop
Kafé am Markt, Ringstraße 12
柜台便利店
收银小票
Milk 1 l                               €  2.49
Total due  COPY  small print
[CODE128 R-1-001234]
[QR https://a.shop/r]
[image 16x8]
";

#[test]
fn a_receipt_becomes_a_picture_and_words() {
    let mut printer = Gadget::printer(&[]);
    let mut cable = printer.connect();
    // Cut anywhere: a cable knows no commands.
    for part in receipt().chunks(7) {
        cable.send(part);
    }
    let slip = printer.wait_for("slip");
    assert_eq!(slip["text"], WORDS);
    assert_eq!(slip["end"], "partial_cut");
    for nothing in ["unknown", "ignored"] {
        assert_eq!(slip[nothing], Value::Array(vec![]));
    }
    assert_eq!(
        (&slip["missing"], &slip["wrapped"]),
        (&"".into(), &0.into())
    );
    let words = std::fs::read_to_string(slip["txt"].as_str().unwrap()).unwrap();
    assert_eq!(words, WORDS);

    let made = Path::new(slip["png"].as_str().unwrap());
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/slip.png");
    if std::env::var_os("POS_SIM_NEW_GOLDEN").is_some() {
        std::fs::copy(made, &golden).unwrap();
    }
    let (width, dots) = picture(made);
    assert_eq!(width, 640);
    let (golden_width, golden_dots) = picture(&golden);
    assert_eq!((width, dots.len()), (golden_width, golden_dots.len()));
    let different = dots.iter().zip(&golden_dots).position(|(a, b)| a != b);
    assert_eq!(different.map(|at| (at % width, at / width)), None, "x, y");
}

#[test]
fn a_narrow_paper_wraps_what_is_too_long() {
    let mut printer = Gadget::printer(&["--paper", "58", "--model", "TM-P20"]);
    let mut cable = printer.connect();
    cable.send(b"\x1B@");
    cable.send(&[b'x'; 33]);
    cable.send(b"\n\x1DVA\x00");
    let slip = printer.wait_for("slip");
    assert_eq!(slip["text"], format!("{}\nx\n", "x".repeat(32)));
    assert_eq!(
        (&slip["wrapped"], &slip["width_dots"]),
        (&1.into(), &464.into())
    );
    assert_eq!(cable.ask(b"\x1DIC", 8), b"_TM-P20\0");
}

#[test]
fn what_is_not_fed_past_the_cutter_is_on_the_next_slip() {
    let mut printer = Gadget::printer(&[]);
    let mut cable = printer.connect();
    cable.send(b"one\ntwo\nthree\nfour\nfive\n\x1DV\x00six\n\x1BJ\x60\x1DV\x01");
    assert_eq!(printer.wait_for("slip")["text"], "one\ntwo\n");
    let rest = printer.wait_for("slip");
    assert_eq!(rest["text"], "three\nfour\nfive\nsix\n");
    assert_eq!(rest["end"], "partial_cut");
}

#[test]
fn it_names_itself_and_tells_its_state() {
    let mut printer = Gadget::printer(&[]);
    let mut cable = printer.connect();
    assert_eq!(cable.ask(b"\x1DIC", 22), b"_Countertop simulator\0");
    assert_eq!(cable.ask(b"\x1DIB", 12), b"_Countertop\0");
    assert_eq!(
        cable.ask(b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04", 4),
        [0x12; 4]
    );
    assert_eq!(cable.ask(b"\x1Dr\x01\x1Dr\x02", 2), [0, 0]);

    // Automatic status: at once, and whenever something changes.
    assert_eq!(cable.ask(b"\x1Da\x0F", 4), [0x10, 0, 0, 0x0F]);
    printer.say(r#"{"verb":"set","paper_near_end":true}"#);
    assert_eq!(cable.read(4), [0x10, 0, 0x03, 0x0F]);
    printer.say(r#"{"verb":"set","paper_near_end":false,"cover_open":true}"#);
    assert_eq!(cable.read(4), [0x38, 0, 0, 0x0F]);
    printer.say(r#"{"verb":"set","cover_open":false}"#);
    assert_eq!(cable.read(4), [0x10, 0, 0, 0x0F]);

    assert_eq!(cable.ask(b"\x1Bp\x00\x19\xFA", 4), [0x14, 0, 0, 0x0F]);
    assert_eq!(cable.ask(b"\x10\x04\x01\x1Dr\x02", 2), [0x16, 0x01]);
    let kicked = printer.wait_for("kicked");
    assert_eq!((&kicked["pin"], &kicked["on_ms"]), (&2.into(), &50.into()));
    printer.say(r#"{"verb":"close_drawer"}"#);
    assert_eq!(cable.read(4), [0x10, 0, 0, 0x0F]);
    assert_eq!(cable.ask(b"\x10\x14\x01\x01\x02", 4), [0x14, 0, 0, 0x0F]);
    assert_eq!(printer.wait_for("kicked")["realtime"], true);
}

#[test]
fn without_paper_it_waits_and_then_goes_on() {
    let mut printer = Gadget::printer(&[]);
    let mut cable = printer.connect();
    printer.say(r#"{"verb":"set","paper_out":true}"#);
    cable.send(b"late\n\x1DVB\x00\x1D(H\x06\x00\x30\x300042");
    assert_eq!(cable.ask(b"\x10\x04\x01\x10\x04\x04", 2), [0x1A, 0x7E]);
    let stopped = printer.wait_for("stopped");
    assert!(stopped["waiting_bytes"].as_u64().unwrap() > 0);
    assert_eq!(printer.state("slips"), 0);
    printer.say(r#"{"verb":"set","paper_out":false}"#);
    assert_eq!(printer.wait_for("slip")["text"], "late\n");
    assert_eq!(cable.read(7), b"\x37\x220042\0");

    // A power cut forgets what waits, but not the paper.
    cable.send(b"first\n");
    printer.wait_for("receiving");
    printer.say(r#"{"verb":"set","cover_open":true}"#);
    cable.send(b"lost\n");
    printer.wait_for("stopped");
    printer.say(r#"{"verb":"restart"}"#);
    printer.say(r#"{"verb":"set","cover_open":false}"#);
    let mut cable = printer.connect();
    cable.send(b"second\n\x1DVB\x00");
    assert_eq!(printer.wait_for("slip")["text"], "first\nsecond\n");
}

#[test]
fn bytes_get_lost_and_cables_break() {
    let mut printer = Gadget::printer(&[]);
    let mut cable = printer.connect();
    printer.say(r#"{"verb":"swallow","bytes":4}"#);
    cable.send(b"one\ntwo\n");
    assert_eq!(printer.wait_for("swallowed")["bytes"], 4);

    printer.say(r#"{"verb":"die_after","bytes":6,"ms":50}"#);
    cable.send(b"three\nfour\n");
    assert!(cable.is_hung_up());
    printer.wait_for("died");
    printer.wait_for("replugged");
    let mut cable = printer.connect();
    cable.send(b"five\n\x1DVB\x00");
    let slip = printer.wait_for("slip");
    assert_eq!(slip["text"], "two\nthree\nfive\n");
    assert_eq!(printer.state("swallowed_bytes"), 4);

    // What hangs out of the printer at the end is kept too.
    cable.send(b"never cut\n");
    printer.wait_for("receiving");
    let files = printer.quit();
    let names: Vec<_> = files
        .iter()
        .map(|f| f.file_name().unwrap().to_str().unwrap())
        .collect();
    let wanted = [
        "slip-0001.png",
        "slip-0001.txt",
        "slip-0002.png",
        "slip-0002.txt",
    ];
    assert_eq!(names, wanted);
}

#[test]
fn slips_of_an_earlier_run_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("slip-0041.png"), "").unwrap();
    let out = folder.path().to_str().unwrap();
    let mut printer = Gadget::start("printer", "pty", &["--out", out]);
    printer.connect().send(b"one\n\x1DVB\x00");
    assert_eq!(printer.wait_for("slip")["no"], 42);
}

#[test]
fn nothing_is_swallowed_silently() {
    let mut printer = Gadget::printer(&[]);
    let mut cable = printer.connect();
    cable.send(b"a\x1B\x7Fb\x1BL\n\x1Dk\x024006381333930\0\x1Bt\x63\x1C&\x81\x30\x81\x2F\x1C.");
    cable.send(b"gone\x1B@\x1B$\xFF\x0Fx\x1DVB\x00\n\x1DVB\x00");
    assert_eq!(printer.wait_for("unknown")["hex"], "1B 7F");
    let slip = printer.wait_for("slip");
    let whats = |list: &str| {
        let list = slip[list].as_array().unwrap().clone();
        let what = |entry: &Value| entry["what"].as_str().unwrap().to_owned();
        list.iter().map(what).collect::<Vec<_>>()
    };
    assert_eq!(whats("unknown"), ["1B 7F", "81 30 81 2F: no GB18030"]);
    let wanted = [
        "1B 4C",
        "1D 6B: the check digit should be 1",
        "1B 74 63: no such page",
        "1B 40: half a line was dropped",
        "1B 24: outside of the print area",
        "1D 56: in the middle of a line",
    ];
    assert_eq!(whats("ignored"), wanted);
    assert_eq!(slip["text"], "ab\nx\n");
}

#[test]
fn a_picture_can_kick_the_drawer_unless_it_is_forbidden() {
    let mut printer = Gadget::printer(&[]);
    let mut cable = printer.connect();
    let logo = b"\x1Dv0\0\x05\0\x01\0\x10\x14\x01\x00\x01";
    cable.send(b"\x1D(D\x03\0\x14\x01\x00");
    cable.send(logo);
    assert_eq!(cable.ask(b"\x10\x04\x01", 1), [0x12]);
    cable.send(b"\x1D(D\x03\0\x14\x01\x01");
    cable.send(logo);
    assert_eq!(cable.ask(b"\x10\x04\x01", 1), [0x16]);
    assert_eq!(
        printer.events(),
        ["connected", "receiving", "kicked", "drawer_opened"]
    );
}

#[test]
fn a_slow_printer_takes_its_time() {
    let mut printer = Gadget::printer(&[]);
    printer.say(r#"{"verb":"set","slow_bytes_per_s":1000}"#);
    let mut cable = printer.connect();
    let began = std::time::Instant::now();
    cable.send(&[b"a line of twenty....\n".repeat(10), b"\x1DVB\x00".to_vec()].concat());
    // It still tells how it is, long before it has done.
    assert_eq!(cable.ask(b"\x10\x04\x01", 1), [0x12]);
    assert!(printer.state("waiting_bytes").as_u64().unwrap() > 100);
    let slip = printer.wait_for("slip");
    assert_eq!(slip["text"].as_str().unwrap().lines().count(), 10);
    assert!(began.elapsed().as_millis() >= 180);
}

#[test]
fn a_watcher_sees_the_events_as_they_happen() {
    let mut printer = Gadget::printer(&[]);
    let mut cable = printer.connect();
    cable.send(b"one\n\x1DVB\x00");
    printer.wait_for("slip");
    let control = printer.try_say(r#"{"verb":"watch"}"#);
    assert_eq!(
        (&control["event"], &control["seq"]),
        (&"connected".into(), &0.into())
    );
    assert_eq!(printer.next_line()["event"], "receiving");
    assert_eq!(printer.next_line()["event"], "slip");
    cable.send(b"\x1Bp\x01\x19\xFA");
    assert_eq!(printer.next_line()["pin"], 5);
}
