//! What the terminal says of its last payment, and what the till makes of it.

use pos_app::ErrorCode;
use pos_tests::books::{CARD_CLEARING, TENDERED};
use pos_tests::clerk::card;
use pos_tests::sim::until_link;
use pos_tests::{Sim, Till, Who, goods, id};
use serde_json::json;

/// Pays one sale; answers the attempt's end and the sale's state.
fn pay(till: &Till, sim: &Sim, scenario: serde_json::Value) -> (String, String) {
    let terminal = sim.pair(till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    sim.say(scenario);
    let attempt = cem.pay_card(&sale, &terminal, 249);
    let ends = [
        "captured",
        "declined",
        "resolved_paid",
        "resolved_not_paid",
        "reversed",
    ];
    let view = cem.until_attempt(&sale, &attempt, &ends);
    let state = view["attempts"][0]["state"].as_str().unwrap().to_owned();
    (state, view["state"].as_str().unwrap().to_owned())
}

fn assert_same_as_bank(till: &Till, sim: &Sim) {
    let books = till.books();
    assert_eq!(books.balance(CARD_CLEARING), sim.net(), "{:?}", sim.bank());
    assert_eq!(books.balance(TENDERED), 0, "money that belongs to no sale");
}

#[test]
fn silence_after_the_order() {
    // No 80 00 to the command: after T3 the terminal is asked, and had not taken it.
    let (till, sim) = (Till::new(), Sim::tcp());
    let at = json!([{"step": "received", "do": "silence", "ms": 6_000}]);
    let (attempt, sale) = pay(&till, &sim, json!({"at": at}));
    assert_eq!(
        (attempt.as_str(), sale.as_str()),
        ("resolved_not_paid", "tendering")
    );
    assert_eq!(sim.net(), 0);
    assert_same_as_bank(&till, &sim);
}

#[test]
fn a_lost_acknowledgement_that_the_terminal_forgives() {
    let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"]);
    let till = Till::new();
    let (attempt, sale) = pay(&till, &sim, json!({"lose_acknowledgement": true}));
    assert_eq!((attempt.as_str(), sale.as_str()), ("captured", "completed"));
    assert_eq!(sim.net(), 249);
    assert_same_as_bank(&till, &sim);
}

#[test]
fn a_terminal_that_starts_again_in_the_middle() {
    let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"]);
    let till = Till::new();
    let at = json!([{"step": "before_status", "do": "restart"}]);
    let (attempt, sale) = pay(&till, &sim, json!({"at": at}));
    assert_eq!(
        (attempt.as_str(), sale.as_str()),
        ("resolved_paid", "completed")
    );
    assert_same_as_bank(&till, &sim);
}

#[test]
fn a_terminal_that_takes_its_approval_back() {
    // It never heard the till's acknowledgement: the bank's booking is undone, and said so.
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    sim.say(json!({"lose_acknowledgement": true, "unacknowledged": "reverse"}));
    let attempt = cem.pay_card(&sale, &terminal, 249);
    sim.wait_for("auto_reversed");
    let view = cem.until_attempt(&sale, &attempt, &["resolved_not_paid", "reversed"]);
    assert_eq!(sim.net(), 0);
    assert_eq!(till.books().balance(CARD_CLEARING), 0);
    assert_ne!(view["state"], "completed", "nobody has paid: {view}");
    assert_eq!(
        (&view["due_minor"], &view["tenders"]),
        (&json!(249), &json!([]))
    );
    assert_same_as_bank(&till, &sim);
    assert_eq!(cem.pay_cash(&sale, 249)["state"], "completed");
}

#[test]
fn an_older_receipt_of_the_same_amount_proves_nothing() {
    let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"]);
    let till = Till::new();
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let first = cem.ring(&[goods::PEN]);
    let attempt = cem.pay_card(&first, &terminal, 249);
    cem.until_attempt(&first, &attempt, &["captured"]);
    // A refusal leaves a receipt of its own at the terminal, also when only an abort tells of it.
    until_link(&cem, &terminal, "ready");
    let second = cem.ring(&[goods::COLA]);
    sim.say(json!({"decline": "05", "decline_form": "abort"}));
    let attempt = cem.pay_card(&second, &terminal, 110);
    cem.until_attempt(&second, &attempt, &["declined"]);
    until_link(&cem, &terminal, "ready");
    for at in ["accepted", "before_status"] {
        let sale = cem.ring(&[goods::PEN]);
        sim.say(json!({"at": [{"step": at, "do": "unplug", "ms": 500}]}));
        let attempt = cem.pay_card(&sale, &terminal, 249);
        let ends = ["resolved_paid", "resolved_not_paid"];
        let view = cem.until_attempt(&sale, &attempt, &ends);
        let paid = at == "before_status";
        let wanted = if paid {
            "resolved_paid"
        } else {
            "resolved_not_paid"
        };
        assert_eq!(view["attempts"][0]["state"], wanted, "pulled at {at}");
        until_link(&cem, &terminal, "ready");
    }
    assert_same_as_bank(&till, &sim);
    assert_eq!(sim.net(), 249 + 249);
}

#[test]
fn a_refund_in_doubt() {
    let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"]);
    let till = Till::new();
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sold = cem.ring(&[goods::PEN]);
    let attempt = cem.pay_card(&sold, &terminal, 249);
    cem.until_attempt(&sold, &attempt, &["captured"]);
    until_link(&cem, &terminal, "ready");
    let back = id();
    let start = json!({
        "sale_id": back, "original_sale_id": sold, "lines": [{"line_no": 1, "quantity": "1"}],
    });
    cem.ok("return_start", start);
    sim.say(json!({"at": [{"step": "before_status", "do": "unplug"}]}));
    let attempt = cem.pay_card(&back, &terminal, 249);
    cem.until_attempt(&back, &attempt, &["unknown"]);
    // The goods are being paid for: a second return of them waits.
    let second = id();
    let start = json!({
        "sale_id": second, "original_sale_id": sold, "lines": [{"line_no": 1, "quantity": "1"}],
    });
    cem.ok("return_start", start);
    let twice = card(&second, &id(), &terminal, 249);
    cem.refused("sale_pay_card", twice, ErrorCode::ReturnMoreThanBought);
    // X names it as what it is, and counts the money neither as here nor as gone.
    let mia = till.sign_in(Who::Mia);
    let report = mia.ok("x_report", json!({"shift_no": null}));
    let named = &report["doubts"][0];
    assert_eq!(
        (&named["act"], &named["amount_minor"]),
        (&json!("refund"), &json!(249))
    );
    let cards = report["tenders"].as_array().unwrap().iter();
    let net = cards.filter(|tender| tender["kind"] == "card");
    assert_eq!(
        net.map(|t| t["net_minor"].as_i64().unwrap()).sum::<i64>(),
        249
    );
    sim.say(json!({"verb": "replug"}));
    let done = cem.until_attempt(&back, &attempt, &["resolved_paid"]);
    assert_eq!(done["state"], "completed");
    assert_eq!(sim.bank(), ["authorised 249", "refunded -249"]);
    assert_same_as_bank(&till, &sim);
}

#[test]
fn a_busy_terminal_is_asked_again_and_paper_is_said_to_be_out() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let (attempt, sale) = pay(&till, &sim, json!({"busy": 1}));
    assert_eq!((attempt.as_str(), sale.as_str()), ("captured", "completed"));
    drop(till);
    let (till, sim) = (Till::new(), Sim::tcp());
    let (attempt, sale) = pay(&till, &sim, json!({"paper_out": true}));
    assert_eq!((attempt.as_str(), sale.as_str()), ("declined", "tendering"));
    assert_same_as_bank(&till, &sim);
}
