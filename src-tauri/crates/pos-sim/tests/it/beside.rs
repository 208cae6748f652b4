//! Proves scale, pole display and scanner over their cables, TCP and pseudo-terminal.

use crate::gadget::{Gadget, picture};

#[test]
fn a_toledo_scale_weighs() {
    let mut scale = Gadget::start("scale", "pty", &["--protocol", "toledo8217"]);
    let mut cable = scale.connect();
    assert_eq!(cable.ask(b"Ehello", 8), b"\x02E\rhello");
    cable.send(b"F");
    scale.say(r#"{"verb":"set","weight_g":550}"#);
    assert_eq!(cable.ask(b"W", 8), b"\x0200.550\r");
    scale.say(r#"{"verb":"set","stable":false}"#);
    assert_eq!(cable.ask(b"W", 4), b"\x02?\x49\r");
    scale.say(r#"{"verb":"set","stable":true,"weight_g":120}"#);
    assert_eq!(cable.ask(b"T", 4), b"\x02?\x60\r");
    scale.say(r#"{"verb":"set","weight_g":620}"#);
    assert_eq!(cable.ask(b"W", 9), b"\x0200.500N\r");
    assert_eq!(scale.state("net_g"), 500);
    assert_eq!(scale.wait_for("tared")["event"], "tared");
    let refused = scale.try_say(r#"{"verb":"set","wait_g":1}"#);
    assert_eq!(refused["ok"], false);
}

#[test]
fn a_cas_scale_weighs() {
    let mut scale = Gadget::start("scale", "tcp", &["--protocol", "cas"]);
    let mut cable = scale.connect();
    scale.say(r#"{"verb":"set","weight_g":1234}"#);
    assert_eq!(cable.ask(b"\x05", 1), b"\x06");
    let block = cable.ask(b"\x11", 15);
    assert_eq!(&block[..12], b"\x01\x02S 01.234kg");
    assert_eq!(
        block[2..12].iter().fold(0, |bcc, byte| bcc ^ byte),
        block[12]
    );
    assert_eq!(&block[13..], b"\x03\x04");
    scale.say(r#"{"verb":"set","bad_bcc":1}"#);
    let bad = cable.ask(b"\x05\x11", 16);
    assert_ne!(bad[13], block[12]);
    scale.say(r#"{"verb":"unplug"}"#);
    assert!(cable.is_hung_up());
}

#[test]
fn a_display_shows_two_rows() {
    let mut display = Gadget::start("display", "pty", &["--out", "{out}"]);
    let mut cable = display.connect();
    cable.send(b"\x1B@\x0C\x1BQAMilk 1 l        2.49\r\x1BQBTotal         12.34\r");
    while display.wait_for("shown")["rows"][1] != "Total         12.34 " {}
    assert_eq!(display.state("rows")[0], "Milk 1 l        2.49");
    let answer = display.say(r#"{"verb":"picture"}"#);
    let kept = display.folder.path().join("display.png");
    assert_eq!(answer["png"], kept.to_str().unwrap());
    let (width, dots) = picture(answer["png"].as_str().unwrap().as_ref());
    let lit = dots.iter().filter(|dark| !**dark).count();
    assert_eq!((width, dots.len() / width), (528, 160));
    assert!((2_000..20_000).contains(&lit), "{lit} dots are lit");
}

#[test]
fn a_scanner_scans() {
    let mut scanner = Gadget::start("scanner", "pty", &[]);
    let mut cable = scanner.connect();
    scanner.say(r#"{"verb":"scan","code":"4006381333931"}"#);
    assert_eq!(cable.read(14), b"4006381333931\r");
    scanner.say(r#"{"verb":"set","prefix":"]E0","suffix":"\\r\\n"}"#);
    scanner.say(r#"{"verb":"scan","code":"42","gap_ms":5}"#);
    assert_eq!(cable.read(7), b"]E042\r\n");
    assert_eq!(scanner.state("scans"), 2);
    let refused = scanner.try_say(r#"{"verb":"scan"}"#);
    assert_eq!(refused["error"], "a scan has a code or hex");
}
