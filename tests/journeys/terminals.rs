//! Terminals: probed, paired, tried, pulled out and put back, and taken for another.

use pos_app::ErrorCode;
use pos_tests::clerk::card;
use pos_tests::sim::until_link;
use pos_tests::{Sim, Till, Who, goods, id, template};
use serde_json::json;

#[test]
fn probed_paired_and_tried() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let tao = till.sign_in(Who::Tao);
    let probe = json!({"address": sim.address_json(), "password": null});
    let found = tao.ok("terminal_probe", probe);
    assert_eq!(
        (&found["serial_number"], &found["simulator"]),
        (&json!("SIM-00000001"), &json!(true))
    );
    let terminal = sim.pair_as(&tao, "Counter");
    until_link(&tao, &terminal, "ready");
    let twice = json!({
        "terminal_id": id(), "name": "Again", "address": sim.address_json(), "password": null,
    });
    let error = tao.refused("terminal_pair", twice, ErrorCode::TerminalPaired);
    assert_eq!(
        (error.field.as_deref(), error.params["terminal"].as_str()),
        (Some("address"), "Counter")
    );
    for test in ["status", "diagnosis", "end_of_day"] {
        let report = tao.ok(
            "terminal_test",
            json!({"terminal_id": terminal, "test": test}),
        );
        assert_eq!(report["ok"], true, "{test}: {report}");
        until_link(&tao, &terminal, "ready");
    }
    let wire = tao.ok("terminal_wire", json!({"terminal_id": terminal}));
    assert!(wire.as_array().unwrap().len() > 6, "{wire}");
    let list = tao.ok("terminal_list", json!({}));
    assert_eq!(
        (&list[0]["terminal_number"], &list[0]["link"]),
        (&json!("52000001"), &json!("ready"))
    );
    tao.ok("terminal_unpair", json!({"terminal_id": terminal}));
    assert_eq!(tao.ok("terminal_list", json!({})), json!([]));
    // Its cable is free again.
    sim.pair(&till);
}

#[test]
fn nothing_there_is_told_as_such() {
    let till = Till::new();
    let tao = till.sign_in(Who::Tao);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let address = json!({"kind": "tcp", "host": "127.0.0.1", "port": port});
    let probe = json!({"address": address, "password": null});
    let error = tao.refused("terminal_probe", probe, ErrorCode::TerminalUnreachable);
    assert_eq!(
        (error.field.as_deref(), error.retry_safe),
        (Some("address"), true)
    );
    let probe = json!({"address": address, "password": "12345"});
    let error = tao.refused("terminal_probe", probe, ErrorCode::FieldInvalid);
    assert_eq!(error.field.as_deref(), Some("password"));
}

#[test]
fn pulled_out_and_put_back() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    sim.say(json!({"verb": "unplug"}));
    until_link(&cem, &terminal, "away");
    let sale = cem.ring(&[goods::PEN]);
    let pay = card(&sale, &id(), &terminal, 249);
    cem.refused("sale_pay_card", pay, ErrorCode::TerminalUnreachable);
    sim.say(json!({"verb": "replug"}));
    until_link(&cem, &terminal, "ready");
    let attempt = cem.pay_card(&sale, &terminal, 249);
    assert_eq!(
        cem.until_attempt(&sale, &attempt, &["captured"])["state"],
        "completed"
    );
}

#[test]
fn another_terminal_in_its_place_takes_no_payment() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    sim.say(json!({"verb": "set", "serial": "SIM-00000077"}));
    sim.say(json!({"verb": "unplug"}));
    until_link(&cem, &terminal, "away");
    sim.say(json!({"verb": "replug"}));
    until_link(&cem, &terminal, "other_terminal");
    let sale = cem.ring(&[goods::PEN]);
    let pay = card(&sale, &id(), &terminal, 249);
    // The register holds it: see register.rs for the way back.
    cem.refused("sale_pay_card", pay, ErrorCode::DeviceLocked);
}

#[test]
fn a_real_shop_refuses_the_simulator() {
    let (till, sim) = (Till::bare(), Sim::tcp());
    let mut input = template::first_run();
    input["kind"] = json!("real");
    till.nobody().ok("shop_create", input);
    let mia = till.sign_in(Who::Mia);
    let pair = json!({
        "terminal_id": id(), "name": "Counter", "address": sim.address_json(), "password": null,
    });
    let error = mia.refused("terminal_pair", pair, ErrorCode::SimulatorRefused);
    assert_eq!(error.field.as_deref(), Some("address"));
    assert_eq!(mia.ok("terminal_list", json!({})), json!([]));
}
