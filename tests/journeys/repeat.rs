//! The same request id again gets the first answer and changes nothing; another body under it is
//! an error. Receipt numbers have no gap, whatever was refused in between.

use pos_app::ErrorCode;
use pos_tests::clerk::{card, cash};
use pos_tests::{Clerk, Sim, Till, Who, goods, id};
use serde_json::{Value, json};

/// Makes a call three times under one id, the third time with another input.
fn thrice(clerk: &Clerk, command: &str, input: Value, other: Value) -> Value {
    let request = id();
    let first = clerk.call(command, input.clone(), &request, None).unwrap();
    let entries = clerk.till.books().entries();
    let second = clerk.call(command, input, &request, None).unwrap();
    assert_eq!(second, first, "{command}");
    let error = clerk.call(command, other, &request, None).unwrap_err();
    assert_eq!(
        (error.code, error.field.as_deref()),
        (ErrorCode::RequestReused, Some("request_id"))
    );
    assert_eq!(clerk.till.books().entries(), entries, "{command}");
    first
}

#[test]
fn money_moves_once() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    let done = thrice(&cem, "sale_pay_cash", cash(&sale, 500), cash(&sale, 500));
    assert_eq!(done["change_minor"], 251);
    let gift = cem.ring(&[goods::GIFT]);
    thrice(
        &cem,
        "sale_complete",
        json!({"sale_id": gift}),
        json!({"sale_id": id()}),
    );
    let left = cem.ring(&[goods::PEN]);
    let void = |reason: &str| json!({"sale_id": left, "reason": reason});
    thrice(&cem, "sale_void", void("left"), void("right"));
}

#[test]
fn a_card_is_charged_once() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    let (request, attempt) = (id(), id());
    let input = card(&sale, &attempt, &terminal, 249);
    cem.call("sale_pay_card", input.clone(), &request, None)
        .unwrap();
    cem.until_attempt(&sale, &attempt, &["captured"]);
    let again = cem
        .call("sale_pay_card", input.clone(), &request, None)
        .unwrap();
    assert_eq!(
        again["state"], "completed",
        "the answer is the sale as it stands"
    );
    let other = card(&sale, &id(), &terminal, 249);
    let error = cem
        .call("sale_pay_card", other, &request, None)
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::RequestReused);
    // Another request id, the same attempt: nothing is sent either.
    let same_attempt = cem.ask("sale_pay_card", input);
    assert!(same_attempt.is_err() || same_attempt.unwrap()["state"] == "completed");
    assert_eq!(sim.bank(), ["authorised 249"]);
}

#[test]
fn rules_and_people_change_once() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let mia = till.sign_in(Who::Mia);
    let mut settings = mia.ok("settings_view", json!({}));
    let same = settings.clone();
    settings["receipt_footer"] = json!("Come again");
    mia.step_up();
    thrice(&mia, "settings_save", settings, same);
    let user = |name: &str| {
        json!({
            "user_id": "01900000-0000-7000-8000-000000000001", "name": name, "role": "cashier",
            "active": true,
        })
    };
    thrice(&mia, "user_save", user("Eve"), user("Adam"));
    let tao = till.sign_in(Who::Tao);
    let terminal = id();
    let pair = |name: &str| {
        json!({
            "terminal_id": terminal, "name": name, "address": sim.address_json(),
            "password": null,
        })
    };
    let request = id();
    tao.call("terminal_pair", pair("Counter"), &request, None)
        .unwrap();
    let entries = till.books().entries();
    tao.call("terminal_pair", pair("Counter"), &request, None)
        .unwrap();
    assert_eq!(till.books().entries(), entries);
    let error = tao
        .call("terminal_pair", pair("Door"), &request, None)
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::RequestReused);
    let gone = json!({"terminal_id": terminal});
    thrice(&tao, "terminal_unpair", gone, json!({"terminal_id": id()}));
}

#[test]
fn numbers_have_no_gap() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    for n in 1..=5 {
        let sale = cem.ring(&[goods::PEN]);
        cem.refused("sale_pay_cash", cash(&sale, 0), ErrorCode::AmountOutOfRange);
        cem.refused(
            "sale_complete",
            json!({"sale_id": sale}),
            ErrorCode::CashBelowDue,
        );
        cem.refused(
            "sale_pay_card",
            card(&sale, &id(), &id(), 249),
            ErrorCode::TerminalMissing,
        );
        assert_eq!(cem.pay_cash(&sale, 249)["number"], n);
        cem.refused("sale_pay_cash", cash(&sale, 249), ErrorCode::SaleNotOpen);
    }
    assert_eq!(till.books().receipt_numbers(), [1, 2, 3, 4, 5]);
}

#[test]
fn a_money_act_needs_an_id() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    let call = pos_app::Call {
        command: "sale_pay_cash".to_owned(),
        input: cash(&sale, 249),
        request_id: None,
        approval: None,
    };
    let error = till.call(till.host().app(), &cem.caller, call).unwrap_err();
    assert_eq!(error.field.as_deref(), Some("request_id"));
}
