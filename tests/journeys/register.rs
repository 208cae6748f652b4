//! The register of devices: exchanged, tampered with, with another key; cleared by a technician and
//! a manager together; inspected in time, or not.

use pos_app::ErrorCode;
use pos_tests::clerk::card;
use pos_tests::clock::Later;
use pos_tests::sim::until_link;
use pos_tests::template::PASSWORD;
use pos_tests::{Clerk, Sim, Till, Who, goods, id};
use serde_json::{Value, json};

const DAY_S: u64 = 86_400;

fn device(clerk: &Clerk, terminal: &str) -> Value {
    let found = clerk.ok("register_device", json!({"device_id": terminal}));
    found["device"].clone()
}

/// What a locked terminal says to the next payment.
fn refuses(cem: &Clerk, terminal: &str) {
    let sale = cem.ring(&[goods::PEN]);
    let pay = card(&sale, &id(), terminal, 249);
    let error = cem.refused("sale_pay_card", pay, ErrorCode::DeviceLocked);
    assert_eq!(error.params["device"], "Counter");
    // The sale goes on without it.
    cem.ok("sale_pay_cash", pos_tests::clerk::cash(&sale, 1_000));
}

fn pays(cem: &Clerk, terminal: &str) {
    let sale = cem.ring(&[goods::PEN]);
    let attempt = cem.pay_card(&sale, terminal, 249);
    cem.until_attempt(&sale, &attempt, &["captured"]);
}

/// One asks, the other approves.
fn clear(asks: &Clerk, approves: Who, input: &Value) -> Result<Value, pos_app::AppError> {
    let error = asks.refused("device_clear", input.clone(), ErrorCode::ApprovalNeeded);
    let token = asks.approved_by(approves, &error);
    asks.call("device_clear", input.clone(), &id(), Some(&token))
}

/// Becomes another terminal at the same cable.
fn exchanged(sim: &Sim, cem: &Clerk, terminal: &str, serial: &str, link: &str) {
    sim.say(json!({"verb": "set", "serial": serial}));
    sim.say(json!({"verb": "unplug"}));
    sim.say(json!({"verb": "replug"}));
    until_link(cem, terminal, link);
}

#[test]
fn an_exchanged_terminal_is_locked_until_two_have_cleared_it() {
    for sim in [Sim::tcp(), Sim::pty()] {
        let till = Till::new();
        let terminal = sim.pair(&till);
        let (cem, tao, mia) = (
            till.sign_in(Who::Cem),
            till.sign_in(Who::Tao),
            till.sign_in(Who::Mia),
        );
        exchanged(&sim, &cem, &terminal, "SIM-00000077", "other_terminal");
        refuses(&cem, &terminal);
        let locked = device(&tao, &terminal);
        assert_eq!(
            (&locked["state"], &locked["lock"]["reason"]),
            (&json!("locked"), &json!("substituted"))
        );
        assert_eq!(locked["lock"]["expected"], "SIM-00000001 52000001");
        assert_eq!(locked["lock"]["found"], "SIM-00000077 52000001");
        assert_eq!(cem.ok("till_status", json!({}))["devices_locked"], 1);
        // To pair it again, under its name or a new one, is no way around.
        for terminal_id in [terminal.clone(), id()] {
            let again = json!({
                "terminal_id": terminal_id, "name": "Counter", "address": sim.address_json(),
                "password": null,
            });
            let refused = tao.ask("terminal_pair", again).unwrap_err().code;
            let expected = [ErrorCode::DeviceLocked, ErrorCode::TerminalPaired];
            assert!(expected.contains(&refused), "{refused:?}");
        }
        // The right one is back: still locked.
        exchanged(&sim, &cem, &terminal, "SIM-00000001", "alarmed");
        refuses(&cem, &terminal);
        let input = json!({"device_id": terminal, "note": "the old one is back, seals whole"});
        cem.refused("device_clear", input.clone(), ErrorCode::NotAllowed);
        // Each of the two finds only people of the other's role to ask.
        let whom = json!({"act": "device_clear", "amount_minor": null, "share": null});
        for (asks, other) in [(&tao, Who::Mia), (&mia, Who::Tao)] {
            let people = asks.ok("approvers", whom.clone());
            assert_eq!(people.as_array().unwrap().len(), 1, "{people}");
            assert_eq!(people[0]["name"], other.name());
        }
        let cleared = clear(&tao, Who::Mia, &input).unwrap();
        assert_eq!(cleared["state"], "in_use");
        until_link(&cem, &terminal, "ready");
        pays(&cem, &terminal);

        // Exchanged for good: whoever clears it has read the new one's label.
        exchanged(&sim, &cem, &terminal, "SIM-00000078", "other_terminal");
        let mut input = json!({"device_id": terminal, "note": "repaired under warranty"});
        let differs = mia.refused("device_clear", input.clone(), ErrorCode::DeviceDiffers);
        assert_eq!(differs.field.as_deref(), Some("serial_number"));
        input["serial_number"] = json!("SIM-00000078");
        let cleared = clear(&mia, Who::Tao, &input).unwrap();
        assert_eq!(cleared["serial_number"], "SIM-00000078");
        until_link(&cem, &terminal, "ready");
        pays(&cem, &terminal);
        till.books().prove();
    }
}

#[test]
fn an_opened_terminal_is_locked_and_another_goes_on() {
    let till = Till::new();
    let (sim, other) = (
        Sim::tcp(),
        Sim::start(&[
            "--tcp",
            "127.0.0.1:0",
            "--serial",
            "SIM-00000002",
            "--terminal-id",
            "52000002",
        ]),
    );
    let terminal = sim.pair(&till);
    let tao = till.sign_in(Who::Tao);
    let second = other.pair_as(&tao, "Second");
    let (cem, mia) = (till.sign_in(Who::Cem), till.sign_in(Who::Mia));
    until_link(&cem, &second, "ready");
    sim.say(json!({"verb": "set", "tampered": true}));
    let sale = cem.ring(&[goods::PEN]);
    let attempt = cem.pay_card(&sale, &terminal, 249);
    cem.until_attempt(&sale, &attempt, &["declined"]);
    until_link(&cem, &terminal, "alarmed");
    assert_eq!(device(&tao, &terminal)["lock"]["reason"], "tampered");
    refuses(&cem, &terminal);
    pays(&cem, &second);
    // As long as it says so itself, nobody clears it.
    let status = json!({"terminal_id": terminal, "test": "status"});
    tao.ok("terminal_test", status.clone());
    let input = json!({"device_id": terminal, "note": "battery was out"});
    tao.refused("device_clear", input.clone(), ErrorCode::DeviceDiffers);
    sim.say(json!({"verb": "set", "tampered": false}));
    tao.ok("terminal_test", status);
    clear(&mia, Who::Tao, &input).unwrap();
    until_link(&cem, &terminal, "ready");
    pays(&cem, &terminal);
    till.books().prove();
}

#[test]
fn one_that_was_open_when_it_was_paired_takes_no_payment() {
    let (till, sim) = (
        Till::new(),
        Sim::start(&["--tcp", "127.0.0.1:0", "--tamper"]),
    );
    let tao = till.sign_in(Who::Tao);
    let terminal = sim.pair_as(&tao, "Counter");
    let cem = till.sign_in(Who::Cem);
    until_link(&cem, &terminal, "alarmed");
    refuses(&cem, &terminal);
}

#[test]
fn another_key_is_found_by_its_check_value() {
    let (till, sim) = (
        Till::new(),
        Sim::start(&["--tcp", "127.0.0.1:0", "--kcv", "08d7b4"]),
    );
    let terminal = sim.pair(&till);
    let (cem, tao, mia) = (
        till.sign_in(Who::Cem),
        till.sign_in(Who::Tao),
        till.sign_in(Who::Mia),
    );
    let diagnosis = json!({"terminal_id": terminal, "test": "diagnosis"});
    tao.ok("terminal_test", diagnosis.clone());
    assert_eq!(device(&tao, &terminal)["kcv"], "08D7B4");
    // What is known is changed by two.
    let edit = |kcv: &str| {
        json!({
            "device_id": terminal, "place": "Counter 1", "make": "Sim", "model": null, "kcv": kcv,
        })
    };
    tao.ok("register_edit", edit("08 d7 b4"));
    tao.refused("register_edit", edit("8CA64D"), ErrorCode::ApprovalNeeded);
    tao.refused("register_edit", edit("8CA"), ErrorCode::FieldInvalid);
    until_link(&cem, &terminal, "ready");
    sim.say(json!({"verb": "set", "kcv": "FFFFFF"}));
    tao.ok("terminal_test", diagnosis);
    let locked = device(&tao, &terminal);
    assert_eq!(locked["lock"]["reason"], "key_check");
    assert_eq!(
        (&locked["lock"]["expected"], &locked["lock"]["found"]),
        (&json!("08D7B4"), &json!("FFFFFF"))
    );
    refuses(&cem, &terminal);
    // It says who it is once more before it is cleared.
    tao.ok(
        "terminal_test",
        json!({"terminal_id": terminal, "test": "status"}),
    );
    let input = json!({"device_id": terminal, "note": "keys loaded anew, letter of the acquirer"});
    let cleared = clear(&mia, Who::Tao, &input).unwrap();
    assert_eq!(cleared["kcv"], "FFFFFF");
    until_link(&cem, &terminal, "ready");
    // An inspection that found something locks it too.
    let broken = json!({
        "device_id": terminal, "inspection_id": id(), "ok": false, "note": "seal torn",
    });
    assert_eq!(
        tao.ok("device_inspect", broken)["lock"]["reason"],
        "tampered"
    );
    refuses(&cem, &terminal);
}

#[test]
fn an_inspection_is_asked_for_in_time_and_missed_in_vain() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let (app, later) = Later::over(&till);
    let seated = |who: Who, seat: &str| {
        let mut clerk = Clerk::at(&till, &app, seat);
        clerk.sign_in(who);
        clerk
    };
    let mia = seated(Who::Mia, "mia");
    let policy = json!({"rule": "block", "interval_days": 30, "warn_days": 3, "grace_days": 14});
    mia.refused(
        "inspection_policy_save",
        policy.clone(),
        ErrorCode::StepUpNeeded,
    );
    mia.ok(
        "session_step_up",
        json!({"pin": null, "password": PASSWORD}),
    );
    mia.ok("inspection_policy_save", policy);
    let cem = |day: u64| seated(Who::Cem, &format!("cem {day}"));
    let mut today = 0;
    for (day, said) in [
        (26, "good"),
        (27, "soon"),
        (30, "overdue"),
        (43, "overdue"),
        (44, "blocked"),
    ] {
        later.pass_s((day - today) * DAY_S + 60);
        today = day;
        let cem = cem(day);
        let tao = seated(Who::Tao, &format!("tao {day}"));
        assert_eq!(device(&tao, &terminal)["inspection"], said, "day {day}");
        let due = cem.ok("till_status", json!({}))["inspections_due"].clone();
        assert_eq!(due, json!(u64::from(said != "good")), "day {day}");
    }
    let sale = cem(45).ring(&[goods::PEN]);
    let pay = card(&sale, &id(), &terminal, 249);
    cem(45).refused("sale_pay_card", pay, ErrorCode::DeviceInspectionDue);
    inspected(&seated(Who::Tao, "tao"), &terminal);
    let attempt = cem(45).pay_card(&sale, &terminal, 249);
    cem(45).until_attempt(&sale, &attempt, &["captured"]);
}

/// A photo or a note, and what neither is.
fn inspected(tao: &Clerk, terminal: &str) {
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9\
        awAAAABJRU5ErkJggg==";
    let inspection = id();
    let mut input = json!({
        "device_id": terminal, "inspection_id": inspection, "ok": true, "note": " ",
        "photo": null,
    });
    let neither = tao.refused("device_inspect", input.clone(), ErrorCode::FieldInvalid);
    assert_eq!(neither.params["reason"], "note_or_photo");
    input["photo"] = json!("R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs=");
    let gif = tao.refused("device_inspect", input.clone(), ErrorCode::FieldInvalid);
    assert_eq!(gif.params["reason"], "jpeg_or_png");
    input["photo"] = json!(png);
    let after = tao.ok("device_inspect", input);
    assert_eq!(after["inspection"], "good");
    let kept = tao.ok("device_photo", json!({"inspection_id": inspection}));
    assert_eq!(
        (&kept["media_type"], &kept["base64"]),
        (&json!("image/png"), &json!(png))
    );
    let list = tao.ok("register_list", json!({}));
    assert_eq!(list[0]["device_id"], terminal, "{list}");
}

/// Approved for one of two, told to the other.
#[test]
fn a_word_for_one_device_is_not_for_another() {
    let till = Till::new();
    let at = ["--tcp", "127.0.0.1:0", "--kcv", "08D7B4"];
    let beside = ["--serial", "SIM-00000002", "--terminal-id", "52000002"];
    let (one, two) = (Sim::start(&at), Sim::start(&[&at[..], &beside].concat()));
    let tao = till.sign_in(Who::Tao);
    let terminals = [one.pair_as(&tao, "One"), two.pair_as(&tao, "Two")];
    let cem = till.sign_in(Who::Cem);
    let edits = terminals.map(|terminal| {
        until_link(&cem, &terminal, "ready");
        let diagnosis = json!({"terminal_id": terminal, "test": "diagnosis"});
        tao.ok("terminal_test", diagnosis);
        json!({
            "device_id": terminal, "place": "", "make": null, "model": null, "kcv": "8CA64D",
        })
    });
    let [first, second] = edits;
    let asked = tao.refused("register_edit", first.clone(), ErrorCode::ApprovalNeeded);
    let word = tao.approved_by(Who::Mia, &asked);
    let other = tao.call("register_edit", second, &id(), Some(&word));
    assert_eq!(other.unwrap_err().code, ErrorCode::ApprovalNeeded);
    let changed = tao.call("register_edit", first, &id(), Some(&word));
    assert_eq!(changed.unwrap()["kcv"], "8CA64D");
}
