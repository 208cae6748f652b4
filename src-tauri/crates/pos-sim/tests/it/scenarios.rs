//! Every scenario of a payment at least once.

use crate::ecr::{bytes, codes, field, sale, status};
use crate::sim::Sim;

/// A till that wants statuses and no prints.
fn quiet(sim: &Sim) -> crate::ecr::Ecr {
    let mut ecr = sim.connect();
    ecr.register(0x08);
    ecr
}

#[test]
fn refusals() {
    let mut sim = Sim::start("tcp", &["--currencies", "EUR,GBP"]);
    let mut ecr = quiet(&sim);
    for (scenario, answer) in [
        (r#"{"refuse":"C2"}"#, "84C2"),
        (r#"{"paper_out":true}"#, "84CC"),
        (r#"{"wrong_currency":true}"#, "846F"),
    ] {
        sim.say(scenario);
        assert_eq!(codes(&ecr.order(&sale(100))), [answer]);
    }
    let dollars = bytes("06 01 0A 04 00 00 00 00 01 00 49 08 40");
    assert_eq!(codes(&ecr.order(&dollars)), ["846F"]);
    assert_eq!(
        codes(&ecr.order(&bytes("06 00 06 00 00 00 08 08 40"))),
        ["846F"]
    );
    assert_eq!(codes(&ecr.order(&bytes("06 01 02 77 00"))), ["8483"]);
    assert_eq!(codes(&ecr.order(&bytes("06 01 03 49 09 78"))), ["849A"]);
    assert_eq!(codes(&ecr.order(&bytes("06 22 00"))), ["8483"]);
    sim.say(r#"{"busy":2}"#);
    for answer in ["849C", "849C", "8000"] {
        assert_eq!(codes(&ecr.order(&sale(100)))[0], answer);
    }
    sim.say(r#"{"verb":"set","paper_out":true,"serial":"SIM-2","terminal_id":"11112222"}"#);
    let told = ecr.order(&bytes("05 01 05 00 00 00 03 02"));
    assert_eq!(told[1], bytes("06 0F 01 CC"));
    assert_eq!(
        field(&ecr.register(0x8E)[1], 0x29),
        Some(bytes("11 11 22 22"))
    );
    let told = ecr.order(&bytes("05 01 05 00 00 00 03 06"));
    assert!(told[1].windows(5).any(|five| five == b"SIM-2"));
    assert_eq!(sim.bank(), ["authorised 100"]);
}

#[test]
fn declines_and_a_slow_customer() {
    let mut sim = Sim::start("tcp", &[]);
    let mut ecr = quiet(&sim);
    sim.say(
        r#"{"statuses":[{"code":"0A"},{"code":"15","delay_ms":5},{"code":"0E","timeout_minutes":3}],
            "bank_ms":5,"card":"unionpay","text":"hello"}"#
            .replace('\n', " ")
            .as_str(),
    );
    let came = ecr.order(&sale(100));
    let told = [
        "8000", "04FF:0A", "04FF:15", "04FF:0E", "04FF:04", "040F", "060F",
    ];
    assert_eq!(codes(&came), told);
    assert_eq!(came[3], bytes("04 FF 02 0E 03"));
    assert_eq!(field(status(&came), 0x3C), Some(b"hello".to_vec()));
    assert_eq!(field(status(&came), 0x8B), Some(b"UNIONPAY\0".to_vec()));
    for (form, told) in [
        (
            "status_completion",
            &["8000", "04FF:0A", "04FF:04", "040F", "060F"][..],
        ),
        ("abort", &["8000", "04FF:0A", "04FF:04", "061E:37"][..]),
    ] {
        sim.say(&format!(r#"{{"decline":"37","decline_form":"{form}"}}"#));
        assert_eq!(codes(&ecr.order(&sale(100))), told);
    }
    assert_eq!(sim.bank(), ["authorised 100", "declined 0", "declined 0"]);
}

#[test]
fn abort_in_every_mode() {
    let mut sim = Sim::start("tcp", &[]);
    let mut ecr = quiet(&sim);
    let abort = bytes("06 B0 00");
    for (mode, answer, end) in [
        ("accept", Some("80"), "061E:6C"),
        ("refuse", Some("84"), "060F"),
        ("ignore", None, "060F"),
        ("late", Some("80"), "060F"),
    ] {
        sim.say(&format!(
            r#"{{"abort":"{mode}","at":[{{"step":"accepted","do":"hold"}}]}}"#
        ));
        ecr.send(&sale(100));
        assert_eq!(ecr.read(crate::ecr::PATIENCE).unwrap(), [0x80, 0, 0]);
        sim.wait_for("holding");
        ecr.send(&abort);
        sim.wait_for("abort_received");
        if let Some(first) = answer {
            let came = ecr.read(crate::ecr::PATIENCE).unwrap();
            assert_eq!(format!("{:02X}", came[0]), first);
        }
        sim.say(r#"{"verb":"resume"}"#);
        assert_eq!(codes(&ecr.follow()).last().unwrap(), end, "{mode}");
    }
    assert_eq!(sim.net(), 300);
    ecr.send(&abort);
    let idle = ecr.read(crate::ecr::PATIENCE).unwrap();
    assert_eq!(idle, [0x80, 0, 0], "nothing runs, nothing ends");
}

#[test]
fn lost_acknowledgement_both_rules() {
    let mut sim = Sim::start("tcp", &[]);
    let mut ecr = quiet(&sim);
    ecr.order(&sale(700));
    sim.say(r#"{"lose_acknowledgement":true}"#);
    let came = ecr.order(&sale(900));
    assert_eq!(codes(&came)[3..], ["040F", "04FF:05", "061E:A0"]);
    let last = ecr.repeat().unwrap();
    assert_eq!(
        field(&last, 0x87),
        Some(bytes("00 01")),
        "as if it had never been"
    );

    sim.say(r#"{"verb":"set","after_reverse":"aborted"}"#);
    sim.say(r#"{"lose_acknowledgement":true}"#);
    ecr.order(&sale(900));
    let last = ecr.repeat().unwrap();
    assert_eq!(
        (field(&last, 0x87), field(&last, 0x27)),
        (Some(bytes("00 03")), Some(vec![0x6C]))
    );

    sim.say(r#"{"lose_acknowledgement":true,"unacknowledged":"keep"}"#);
    assert_eq!(codes(&ecr.order(&sale(50)))[3..], ["040F", "060F"]);
    assert_eq!(
        field(&ecr.repeat().unwrap(), 0x04),
        Some(bytes("00 00 00 00 00 50"))
    );
    assert_eq!(sim.net(), 750);
    // The next payment mirrors the number before: the kept booking goes.
    let mut next = sale(60);
    next[2] += 7;
    next.extend(bytes("06 05 1F 1F 02 00 03"));
    ecr.order(&next);
    assert_eq!(sim.net(), 760);
    assert_eq!(sim.bank().last().unwrap(), "authorised 60");
}

#[test]
fn mirrored_number_that_is_current_keeps_the_booking() {
    let mut sim = Sim::start("tcp", &["--unacknowledged", "keep"]);
    let mut ecr = quiet(&sim);
    sim.say(r#"{"verb":"set","t3_ms":50}"#);
    ecr.quiet_on_status = true;
    ecr.order(&sale(50));
    sim.say(r#"{"verb":"set","t3_ms":5000}"#);
    ecr.quiet_on_status = false;
    let mut next = sale(60);
    next[2] += 7;
    next.extend(bytes("06 05 1F 1F 02 00 01"));
    ecr.order(&next);
    assert_eq!(sim.net(), 110);
}

/// It tells that it mirrors, keeps what was not acknowledged, and takes it back only when the next
/// payment's number is the one before: not for its own, an older one, or a fresh till's.
#[test]
fn a_terminal_that_mirrors() {
    for (mirrored, taken_back) in [
        ("06 05 1F 1F 02 00 01", true),
        ("06 05 1F 1F 02 00 02", false),
        ("06 05 1F 1F 02 00 09", false),
        ("06 03 1F 1F 00", false),
        ("", false),
    ] {
        let mut sim = Sim::start("tcp", &["--mirrors"]);
        let mut ecr = sim.connect();
        ecr.order(&bytes("06 00 0E 00 00 00 08 09 78 06 06 26 04 0A 02 06 D3"));
        let told = ecr.order(&bytes("05 01 05 00 00 00 03 04"));
        let tags = bytes("1F 71 04 07 26 1F 1F");
        assert!(told[1].windows(7).any(|seven| seven == tags));
        ecr.order(&sale(100));
        sim.say(r#"{"lose_acknowledgement":true}"#);
        ecr.order(&sale(50));
        assert_eq!(sim.net(), 150, "kept");
        let mut next = sale(60);
        let objects = bytes(mirrored);
        next[2] += u8::try_from(objects.len()).unwrap();
        next.extend(objects);
        ecr.order(&next);
        let stands = if taken_back { 160 } else { 210 };
        assert_eq!(sim.net(), stands, "{mirrored}");
    }
}

#[test]
fn what_the_till_answers_to_the_status() {
    let mut sim = Sim::start("tcp", &[]);
    sim.say(r#"{"verb":"set","busy_repeat_ms":1}"#);
    let mut ecr = quiet(&sim);
    ecr.answers_to_status = vec![bytes("84 9C 00"), bytes("84 9C 00"), bytes("84 00 00")];
    let came = ecr.order(&sale(100));
    assert_eq!(codes(&came)[3..], ["040F", "040F", "040F", "060F"]);
    ecr.answers_to_status = vec![bytes("84 9D 07 04 00 00 00 00 00 30")];
    ecr.order(&sale(100));
    assert_eq!(sim.net(), 130);
    ecr.answers_to_status = vec![bytes("84 6C 00")];
    assert_eq!(codes(&ecr.order(&sale(100))).last().unwrap(), "061E:A0");
    assert_eq!(sim.net(), 130);
    sim.say(r#"{"verb":"set","t3_ms":50}"#);
    ecr.quiet_on_status = true;
    assert_eq!(codes(&ecr.order(&sale(100))).last().unwrap(), "061E:A0");
    assert_eq!(sim.net(), 130);
}

#[test]
fn prints_as_registered() {
    let mut sim = Sim::start("tcp", &[]);
    let mut ecr = sim.connect();
    for (config, tlv, block) in [
        (0x8A, "06 00", Some("06D1")),
        (0x8A, "06 06 26 04 0A 02 06 D3", Some("06D3")),
        (0x0A, "06 00", None),
        (0x88, "06 00", None),
    ] {
        let tlv = bytes(tlv);
        let mut register = bytes("06 00 00 00 00 00 00 09 78");
        register[2] = 6 + tlv.len() as u8;
        register[6] = config;
        register.extend(tlv);
        ecr.order(&register);
        let told = codes(&ecr.order(&sale(100)));
        assert_eq!(
            told.iter()
                .find(|code| code.starts_with("06D"))
                .map(String::as_str),
            block
        );
    }
    ecr.register(0xBE);
    assert!(codes(&ecr.order(&bytes("06 12 05 00 00 00 00 01"))).contains(&"06D1".to_owned()));
    sim.say(r#"{"verb":"set","final_after":"print"}"#);
    ecr.send(&sale(100));
    // The first print line is refused: the booking is not final.
    while let Some(apdu) = ecr.read(crate::ecr::PATIENCE) {
        match (apdu[0], apdu[1]) {
            (0x80, _) => {}
            (0x06, 0xD1) => ecr.send(&[0x84, 0xCC, 0]),
            (0x06, _) => {
                ecr.send(&[0x80, 0, 0]);
                break;
            }
            _ => ecr.send(&[0x80, 0, 0]),
        }
    }
    assert_eq!(sim.bank().last().unwrap(), "auto_reversed -100");
}

#[test]
fn service_commands_and_message_numbers() {
    let sim = Sim::start("tcp", &["--unused"]);
    let mut ecr = sim.registered();
    for (command, told) in [
        ("06 70 00", "060F"),
        ("06 93 03 00 00 00", "060F"),
        ("06 18 00", "060F"),
        ("06 10 03 00 00 00", "060F"),
        ("06 20 03 00 00 00", "061E:83"),
    ] {
        assert_eq!(
            codes(&ecr.order(&bytes(command))).last().unwrap(),
            told,
            "{command}"
        );
    }
    ecr.send(&bytes("06 91 08 AA 30 12 24 0C 20 15 59"));
    assert_eq!(ecr.read(crate::ecr::PATIENCE).unwrap(), [0x80, 0, 0]);
    let came = ecr.order(&sale(1));
    assert_eq!(field(status(&came), 0x0D), Some(bytes("12 24")));
    let register = "06 00 14 00 00 00 9E 09 78 06 0C 26 04 0A 02 06 D3 1F 73 03 00 00 00";
    let came = ecr.order(&bytes(register));
    let data = "06 0F 18 19 00 29 52 00 00 01 49 09 78 06 0C 26 04 0A 02 06 D3 1F 73 03 00 00 00";
    assert_eq!(came, [bytes("80 00 00"), bytes(data)]);
    let numbered = "06 01 12 04 00 00 00 00 00 01 49 09 78 06 06 1F 73 03 00 00 01";
    assert_eq!(
        ecr.order(&bytes(numbered))[0],
        bytes("80 00 08 06 06 1F 73 03 00 00 01")
    );
    ecr.send(&bytes("06 02 00"));
    assert_eq!(ecr.read(crate::ecr::PATIENCE).unwrap(), [0x80, 0, 0]);
}

#[test]
fn scripts_are_checked_and_consumed() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script.jsonl");
    std::fs::write(
        &script,
        "# two\n{\"decline\":\"05\"}\n\n{\"refuse\":\"6A\"}\n",
    )
    .unwrap();
    let mut sim = Sim::start("tcp", &["--script", script.to_str().unwrap()]);
    let mut ecr = quiet(&sim);
    let ends: Vec<String> = (0..3)
        .map(|_| codes(&ecr.order(&sale(1))).pop().unwrap())
        .collect();
    assert_eq!(ends, ["061E:05", "846A", "060F"]);
    for bad in [
        r#"{"declin":"05"}"#,
        r#"{"decline":"5"}"#,
        r#"{"card":"moon"}"#,
        r#"{"at":[{"step":"never","do":"hold"}]}"#,
        r#"{"verb":"set","colour":"red"}"#,
        r#"{"verb":"dance"}"#,
        "no json",
    ] {
        assert_eq!(sim.try_say(bad)["ok"], false, "{bad}");
    }
    sim.say(r#"{"verb":"default","refuse":"6A"}"#);
    assert_eq!(codes(&ecr.order(&sale(1))), ["846A"]);
    let state = sim.say(r#"{"verb":"state"}"#);
    assert_eq!(
        (&state["queued"], &state["state"]["receipt_no"]),
        (&0.into(), &2.into())
    );
}
