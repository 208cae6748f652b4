//! Devices beside the terminals: paired, driven, let go; what they read; what the customer sees.

use pos_app::ErrorCode;
use pos_app::api::session::CUSTOMER_SEAT;
use pos_app::event::Event;
use pos_tests::beside::until_health;
use pos_tests::{Clerk, SimBeside, Till, Who, goods, template};
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn probed_paired_named_and_let_go() {
    let (till, sim) = (Till::new(), SimBeside::tcp("printer", &[]));
    let tao = till.sign_in(Who::Tao);
    let at = json!({"kind": "printer", "driver": "escpos", "address": sim.address_json()});
    let found = tao.ok("peripheral_probe", at);
    assert_eq!(
        (&found["model"], &found["simulator"]),
        (&json!("Countertop simulator"), &json!(true))
    );
    let printer = sim.pair(&till, "printer", "escpos", json!({"columns": 42}));
    let tao = till.sign_in(Who::Tao);
    let twice = sim.pairing("printer", "escpos", json!({}));
    let error = tao.refused("peripheral_pair", twice, ErrorCode::PeripheralPaired);
    assert_eq!(error.params["device"], "escpos");
    let save = json!({"peripheral_id": printer, "name": "Bar", "options": {"columns": 32}});
    assert_eq!(tao.ok("peripheral_save", save)["options"]["columns"], 32);
    until_health(&till, &printer, "ready");
    let wrong = json!({"peripheral_id": printer, "name": "Bar", "options": {"columns": 33}});
    let error = tao.refused("peripheral_save", wrong, ErrorCode::FieldInvalid);
    assert_eq!(error.field.as_deref(), Some("options.columns"));
    sim.say(json!({"verb": "unplug"}));
    until_health(&till, &printer, "away");
    sim.say(json!({"verb": "replug"}));
    until_health(&till, &printer, "ready");
    tao.ok("peripheral_remove", json!({"peripheral_id": printer}));
    assert_eq!(tao.ok("peripherals", json!({})), json!([]));
    // Its line is free again.
    sim.pair(&till, "printer", "escpos", json!({}));
}

#[test]
fn a_restart_finds_them_again() {
    let (mut till, sim) = (Till::new(), SimBeside::pty("printer", &[]));
    let printer = sim.pair(&till, "printer", "escpos", json!({}));
    till.restart();
    until_health(&till, &printer, "ready");
}

#[test]
fn a_real_shop_refuses_a_simulated_printer() {
    let (till, sim) = (Till::bare(), SimBeside::tcp("printer", &[]));
    let mut input = template::first_run();
    input["kind"] = json!("real");
    till.nobody().ok("shop_create", input);
    let mia = till.sign_in(Who::Mia);
    let pair = sim.pairing("printer", "escpos", json!({}));
    let error = mia.refused("peripheral_pair", pair, ErrorCode::SimulatorRefused);
    assert_eq!(error.field.as_deref(), Some("address"));
}

#[test]
fn a_scale_weighs_what_lies_still() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    cem.refused("weigh", json!({}), ErrorCode::ScaleMissing);
    for protocol in ["toledo8217", "cas"] {
        let sim = SimBeside::pty("scale", &["--protocol", protocol]);
        let scale = sim.pair(&till, "scale", protocol, json!({"tare_g": 20}));
        sim.set(json!({"weight_g": 550, "stable": true}));
        assert_eq!(
            cem.ok("weigh", json!({})),
            json!({"weight": "0.53", "stable": true})
        );
        sim.set(json!({"stable": false}));
        assert_eq!(cem.ok("weigh", json!({}))["stable"], false);
        sim.set(json!({"weight_g": 0, "stable": true}));
        cem.refused("weigh", json!({}), ErrorCode::ScaleFault);
        let tao = till.sign_in(Who::Tao);
        let test = json!({"peripheral_id": scale, "test": "zero"});
        if protocol == "toledo8217" {
            assert_eq!(tao.ok("peripheral_test", test)["ok"], true);
            sim.wait_for("zeroed");
        }
        tao.ok("peripheral_remove", json!({"peripheral_id": scale}));
    }
}

#[test]
fn a_serial_scan_reaches_those_who_ring() {
    let (till, sim) = (
        Till::new(),
        SimBeside::pty("scanner", &["--suffix", "\\r\\n"]),
    );
    let heard = till.host().subscribe();
    let scanner = sim.pair(&till, "scanner", "scanner", json!({"suffix": "crlf"}));
    sim.say(json!({"verb": "scan", "code": goods::PEN, "split": true}));
    let scanned = std::iter::from_fn(|| heard.recv_timeout(Duration::from_secs(30)).ok())
        .find(|event| matches!(event, Event::Scanned { .. }));
    let event = scanned.expect("the scan is told");
    assert!(
        matches!(&event, Event::Scanned { code } if code == goods::PEN),
        "{event:?}"
    );
    let app = till.host().app();
    let hears = |clerk: &Clerk| app.may_hear(&clerk.caller, &event);
    assert!(hears(&till.sign_in(Who::Cem)));
    assert!(!hears(&till.sign_in(Who::Tao)) && !hears(&till.nobody()));
    let tao = till.sign_in(Who::Tao);
    let all = tao.ok("peripherals", json!({}));
    assert_eq!(
        (&all[0]["peripheral_id"], &all[0]["last_reading"]),
        (&json!(scanner), &json!(goods::PEN))
    );
}

/// Waits until the display's rows stand so.
#[track_caller]
fn until_rows(sim: &SimBeside, rows: [&str; 2]) {
    for _ in 0..20 {
        let shown = sim.state()["rows"].clone();
        let shown = shown.as_array().unwrap();
        let same = |at: usize| shown[at].as_str().unwrap().trim_end() == rows[at];
        if same(0) && same(1) {
            return;
        }
        sim.wait_for("shown");
    }
    panic!("{rows:?} never stood there: {}", sim.state()["rows"]);
}

#[test]
fn a_pole_display_follows_the_sale() {
    for driver in ["cd5220", "epson_display"] {
        let (till, sim) = (Till::new(), SimBeside::pty("display", &[]));
        sim.pair(&till, "display", driver, json!({}));
        until_rows(&sim, ["Corner Shop", ""]);
        let cem = till.sign_in(Who::Cem);
        let sale = cem.ring(&[goods::PEN, goods::COLA]);
        until_rows(&sim, ["Cola            1.10", "TOTAL           3.59"]);
        cem.pay_cash(&sale, 500);
        until_rows(&sim, ["TOTAL           3.59", "CHANGE          1.41"]);
        let next = cem.ring(&[goods::TEA]);
        until_rows(&sim, ["Tea             3.33", "TOTAL           3.33"]);
        cem.ok("sale_void", json!({"sale_id": next, "reason": "left"}));
        until_rows(&sim, ["Corner Shop", ""]);
    }
}

fn seen(till: &Till) -> Value {
    till.nobody().ok("customer_view", json!({}))
}

#[test]
fn the_customer_sees_the_sale_where_the_shop_wants_it() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let sale = mia.ring(&[goods::PEN]);
    assert_eq!(
        (&seen(&till)["state"], &seen(&till)["lines"]),
        (&json!("idle"), &json!([]))
    );
    let mut settings = mia.ok("settings_view", json!({}));
    settings["customer_screen"] = json!(true);
    mia.ok("settings_save", settings);
    mia.scan(&sale, goods::COLA);
    let view = seen(&till);
    assert_eq!(
        (&view["state"], &view["total_minor"]),
        (&json!("ringing"), &json!(359))
    );
    assert!(
        !view.to_string().contains("Mia") && !view.to_string().contains("_id"),
        "{view}"
    );
    mia.pay_cash(&sale, 200);
    assert_eq!(
        (&seen(&till)["state"], &seen(&till)["due_minor"]),
        (&json!("paying"), &json!(159))
    );
    // Somebody else's sale that is only taken up and set aside again changes nothing for them.
    mia.pay_cash(&sale, 200);
    assert_eq!(
        (&seen(&till)["state"], &seen(&till)["change_minor"]),
        (&json!("done"), &json!(41))
    );
    mia.ring(&[goods::TEA]);
    assert_eq!(seen(&till)["total_minor"], 333);
}

#[test]
fn the_customers_window_may_ask_for_nothing_else() {
    let till = Till::new();
    let mut window = till.nobody();
    window.caller.seat.0 = CUSTOMER_SEAT.to_owned();
    window.ok("customer_view", json!({}));
    window.ok("picture", json!({}));
    for (command, input) in [
        ("session_users", json!({})),
        ("till_status", json!({})),
        ("sale_current", json!({})),
    ] {
        window.refused(command, input, ErrorCode::NotAllowed);
    }
    let tell = |event: &Event| till.host().app().may_hear(&window.caller, event);
    assert!(tell(&Event::Customer {
        view: Box::default()
    }));
    assert!(!tell(&Event::Scanned { code: "1".into() }));
}

#[test]
fn the_shops_picture() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    // One black pixel.
    let png = concat!(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQ",
        "AAAABJRU5ErkJggg=="
    );
    mia.ok("picture_save", json!({"base64": png}));
    assert_eq!(till.nobody().ok("picture", json!({}))["base64"], png);
    for wrong in ["!", "aGVsbG8="] {
        mia.refused(
            "picture_save",
            json!({"base64": wrong}),
            ErrorCode::FieldInvalid,
        );
    }
    mia.ok("picture_save", json!({"base64": null}));
    assert_eq!(
        till.nobody().ok("picture", json!({}))["base64"],
        Value::Null
    );
}
