//! The link and the power go away at every step; the bank is always right.

use crate::ecr::{PATIENCE, bytes, codes, field, sale};
use crate::sim::Sim;

const STEPS: [&str; 9] = [
    "received",
    "accepted",
    "card",
    "bank",
    "before_status",
    "status_sent",
    "status_acknowledged",
    "before_completion",
    "completion_sent",
];

/// What stays charged when the payment breaks at this step under `reverse`.
fn stays(step: &str) -> i64 {
    let late = [
        "status_acknowledged",
        "before_completion",
        "completion_sent",
    ];
    if late.contains(&step) { 100 } else { 0 }
}

/// The till's honest end: what the terminal says when it is asked again.
fn asked_again(sim: &Sim) -> i64 {
    let mut ecr = sim.registered();
    match ecr.repeat() {
        Some(last) if field(&last, 0x27) == Some(vec![0]) => 100,
        _ => 0,
    }
}

fn breaks_at_every_step(act: &str, done: &str) {
    for step in STEPS {
        let mut sim = Sim::start("tcp", &[]);
        let mut ecr = sim.connect();
        ecr.register(0x00);
        sim.say(&format!(
            r#"{{"at":[{{"step":"{step}","do":"{act}","ms":5}}]}}"#
        ));
        ecr.send(&sale(100));
        while let Some(apdu) = ecr.read(PATIENCE) {
            if apdu[0] != 0x80 {
                ecr.write(&[0x80, 0, 0]);
            }
        }
        sim.wait_for(done);
        let said = asked_again(&sim);
        assert_eq!(
            sim.net(),
            said,
            "{act} at {step}: the bank and the terminal agree"
        );
        assert_eq!(said, stays(step), "{act} at {step}");
    }
}

#[test]
fn unplugged_at_every_step() {
    breaks_at_every_step("unplug", "replugged");
}

#[test]
fn restarted_at_every_step() {
    breaks_at_every_step("restart", "restarted");
}

#[test]
fn silent_over_tcp() {
    for (step, blocks) in [
        ("accepted", 1),
        ("before_status", 1),
        ("before_completion", 2),
    ] {
        let mut sim = Sim::start("tcp", &[]);
        let mut ecr = sim.connect();
        ecr.register(0x00);
        sim.say(&format!(r#"{{"at":[{{"step":"{step}","do":"silence"}}]}}"#));
        ecr.send(&sale(100));
        for _ in 0..blocks {
            if ecr.read(PATIENCE).unwrap()[0] != 0x80 {
                ecr.send(&[0x80, 0, 0]);
            }
        }
        sim.wait_for("silent");
        // It hears nothing, an abort neither.
        ecr.send(&bytes("06 B0 00"));
        assert_eq!(ecr.read(std::time::Duration::from_millis(50)), None);
        drop(ecr);
        sim.wait_for("disconnected");
        let said = asked_again(&sim);
        assert_eq!(sim.net(), said, "silence at {step}");
        assert_eq!(said, stays(step), "silence at {step}");
    }
}

#[test]
fn a_silence_can_end_and_go_on() {
    let mut sim = Sim::start("tcp", &[]);
    let mut ecr = sim.connect();
    ecr.register(0x00);
    sim.say(r#"{"at":[{"step":"bank","do":"silence","ms":20,"go_on":true}]}"#);
    assert_eq!(codes(&ecr.order(&sale(100))), ["8000", "040F", "060F"]);
    assert_eq!(sim.net(), 100);
}

#[test]
fn kept_over_a_restart() {
    let mut sim = Sim::start("tcp", &["--unacknowledged", "keep"]);
    let mut ecr = sim.connect();
    ecr.register(0x00);
    sim.say(r#"{"at":[{"step":"status_sent","do":"restart"}]}"#);
    ecr.send(&sale(100));
    sim.wait_for("restarted");
    assert_eq!((sim.net(), asked_again(&sim)), (100, 100));
}

#[test]
fn told_to_go_and_come_back() {
    let mut sim = Sim::start("tcp", &[]);
    let port = sim.address.strip_prefix("tcp ").unwrap().to_owned();
    sim.say(r#"{"verb":"unplug"}"#);
    assert!(std::net::TcpStream::connect(&port).is_err());
    sim.say(r#"{"verb":"replug"}"#);
    sim.registered();
    sim.say(r#"{"verb":"restart"}"#);
    let mut ecr = sim.connect();
    assert_eq!(
        codes(&ecr.order(&sale(5))).last().unwrap(),
        "060F",
        "registration is on disk"
    );
    let at = &sim.say(r#"{"verb":"unplug","ms":10}"#)["at"];
    sim.say(&format!(
        r#"{{"verb":"wait_for_step","step":"replugged","since":{at}}}"#
    ));
    sim.registered();
}

#[test]
fn killed_in_the_middle() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("bank.jsonl");
    let mut sim = Sim::start_at("tcp", &ledger, &[]);
    let mut ecr = sim.connect();
    ecr.register(0x00);
    sim.say(r#"{"at":[{"step":"status_sent","do":"hold"}]}"#);
    ecr.send(&sale(100));
    sim.wait_for("status_sent");
    assert!(
        std::process::Command::new("kill")
            .args(["-9", &sim.pid()])
            .status()
            .unwrap()
            .success()
    );
    sim.wait();
    let mut torn = std::fs::OpenOptions::new()
        .append(true)
        .open(&ledger)
        .unwrap();
    std::io::Write::write_all(&mut torn, b"{\"seq\":2,\"at").unwrap();
    let mut sim = Sim::start_at("tcp", &ledger, &[]);
    assert_eq!(sim.bank(), ["authorised 100", "auto_reversed -100"]);
    assert_eq!(asked_again(&sim), 0);
}

#[test]
fn shapes_of_bytes() {
    let mut sim = Sim::start("tcp", &[]);
    let mut ecr = sim.connect();
    ecr.register(0x08);
    sim.say(r#"{"byte_gap_ms":0}"#);
    assert_eq!(codes(&ecr.order(&sale(1))).last().unwrap(), "060F");
    sim.say(r#"{"extended_length":true}"#);
    let came = ecr.order(&sale(2));
    assert!(came[1..].iter().all(|apdu| apdu[2] == 0xFF), "{came:02X?}");
    for len in [200, 300, 5_000] {
        sim.say(&format!(r#"{{"long_tlv":{len}}}"#));
        let came = ecr.order(&sale(3));
        assert!(came.iter().any(|apdu| apdu.len() > len));
    }
    sim.say(r#"{"coalesce":true}"#);
    ecr.send(&sale(4));
    let until = std::time::Instant::now() + PATIENCE;
    assert!(ecr.fill(until));
    assert_eq!(
        ecr.buffer,
        bytes("80 00 00 04 FF 01 0A"),
        "two blocks in one segment"
    );
    assert_eq!(codes(&ecr.follow()).last().unwrap(), "060F");
    sim.say(r#"{"verb":"set","connect_bytes":"DE AD 00"}"#);
    drop(ecr);
    let mut ecr = sim.connect();
    assert_eq!(ecr.read(PATIENCE), Some(bytes("DE AD 00")));
}
