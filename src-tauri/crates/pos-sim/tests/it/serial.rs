//! What only a serial line has: ACK, NAK, repeats, T1, and a slave that is
//! closed and opened at will.

use std::time::Duration;

use crate::ecr::{Ecr, bytes, codes, frame, sale};
use crate::sim::Sim;

const SOON: Duration = Duration::from_secs(5);

#[test]
fn the_slave_may_close_and_open() {
    let mut sim = Sim::start("pty", &[]);
    for turn in 1..4 {
        let mut ecr = sim.registered();
        assert_eq!(codes(&ecr.order(&sale(10))).last().unwrap(), "060F");
        assert_eq!(sim.net(), turn * 10);
    }
}

#[test]
fn a_bad_frame_gets_nak_and_a_torn_one_too() {
    let sim = Sim::start("pty", &[]);
    let mut ecr = sim.connect();
    let mut bad = frame(&bytes("05 01 00"));
    *bad.last_mut().unwrap() ^= 1;
    ecr.write(&bad);
    assert_eq!(ecr.control_byte(SOON), Some(0x15));
    ecr.write(&bad[..4]);
    assert_eq!(ecr.control_byte(Duration::from_secs(2)), Some(0x15), "T1");
    assert_eq!(codes(&ecr.order(&bytes("05 01 00"))), ["8000", "060F"]);
}

#[test]
fn blocks_are_repeated_twice_and_no_more() {
    let mut sim = Sim::start("pty", &[]);
    let mut ecr = sim.registered();
    sim.say(r#"{"verb":"set","t2_ms":50}"#);
    ecr.write(&frame(&bytes("05 01 00")));
    assert_eq!(ecr.control_byte(SOON), Some(0x06));
    let answer = frame(&bytes("80 00 00"));
    // Once, then twice more: for a NAK at once, for silence after T2.
    for turn in 0..3 {
        let mut got = Vec::new();
        while got.len() < answer.len() {
            got.push(ecr.control_byte(SOON).unwrap());
        }
        assert_eq!(got, answer);
        if turn == 0 {
            ecr.write(&[0x15]);
        }
    }
    sim.wait_for("send_failed");
    sim.say(r#"{"verb":"set","t2_ms":2000}"#);
    let mut ecr = sim.connect();
    assert_eq!(codes(&ecr.order(&sale(10))).last().unwrap(), "060F");
}

#[test]
fn faults_of_the_acknowledgement() {
    let mut sim = Sim::start("pty", &[]);
    let mut ecr = sim.registered();
    sim.say(r#"{"ack_faults":["drop","nak","empty"]}"#);
    let command = frame(&sale(10));
    ecr.write(&command);
    sim.wait_for("frame_dropped");
    ecr.write(&command);
    assert_eq!(ecr.control_byte(SOON), Some(0x15));
    ecr.write(&command);
    sim.wait_for("ack_left_out");
    // The frame was taken: its answer comes without an ACK before it.
    let came = ecr.follow();
    assert_eq!(codes(&came)[0], "8000");
    assert_eq!(codes(&came).last().unwrap(), "060F");
    assert_eq!(sim.bank(), ["authorised 10"]);

    sim.say(r#"{"corrupt_frames":1}"#);
    ecr.write(&command);
    assert_eq!(ecr.control_byte(SOON), Some(0x06));
    let wrong: Vec<u8> = (0..7).map(|_| ecr.control_byte(SOON).unwrap()).collect();
    assert_ne!(wrong, frame(&bytes("80 00 00")));
    ecr.write(&[0x15]);
    assert_eq!(codes(&ecr.follow()).last().unwrap(), "060F");
}

#[test]
fn a_repeat_of_the_running_command_charges_once() {
    let mut sim = Sim::start("pty", &[]);
    let mut ecr = sim.connect();
    ecr.register(0x00);
    sim.say(r#"{"at":[{"step":"accepted","do":"hold"}]}"#);
    ecr.send(&sale(10));
    ecr.read(SOON).unwrap();
    sim.wait_for("holding");
    ecr.send(&sale(10));
    sim.say(r#"{"verb":"resume"}"#);
    assert_eq!(codes(&ecr.follow()), ["040F", "060F"]);
    assert_eq!(sim.bank(), ["authorised 10"]);
}

#[test]
fn unplugged_and_back_by_its_link() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("terminal");
    let at = ["--unused", "--pty-link", link.to_str().unwrap()];
    let mut sim = Sim::start("pty", &at);
    let at_link = format!("pty {}", link.display());
    let mut ecr = Ecr::connect(&at_link);
    ecr.register(0x00);
    sim.say(r#"{"at":[{"step":"before_status","do":"unplug"}]}"#);
    ecr.send(&sale(10));
    ecr.read(SOON).unwrap();
    sim.wait_for("auto_reversed");
    assert!(!link.exists());
    assert_eq!(ecr.read(SOON), None, "the line ended");
    sim.say(r#"{"verb":"replug"}"#);
    let mut ecr = Ecr::connect(&at_link);
    assert_eq!(ecr.repeat(), None);
    assert_eq!(codes(&ecr.order(&sale(10))).last().unwrap(), "060F");
    assert_eq!(sim.net(), 10);

    // A restart keeps the cable: the same slave goes on.
    sim.say(r#"{"at":[{"step":"completion_sent","do":"restart","ms":20}]}"#);
    ecr.send(&sale(10));
    while let Some(apdu) = ecr.read(SOON) {
        if apdu[0] == 0x04 {
            ecr.send(&[0x80, 0, 0]);
        } else if apdu[0] == 0x06 {
            break;
        }
    }
    sim.wait_for("restarted");
    assert!(ecr.repeat().is_some());
    assert_eq!(sim.net(), 20);

    let pid = sim.pid();
    assert!(
        std::process::Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(sim.wait().success());
    assert!(link.symlink_metadata().is_err(), "SIGTERM removes the link");
}
