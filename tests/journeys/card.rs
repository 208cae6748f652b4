//! Card payments: what the till says and what the bank says are the same each time.

use pos_app::ErrorCode;
use pos_tests::books::{CARD_CLEARING, DRAWER, TENDERED};
use pos_tests::clerk::{attempt_in, card};
use pos_tests::{Sim, Till, Who, goods, id};
use serde_json::{Value, json};

fn assert_same_as_bank(till: &Till, sim: &Sim) {
    let books = till.books();
    assert_eq!(books.balance(CARD_CLEARING), sim.net(), "{:?}", sim.bank());
    assert_eq!(books.balance(TENDERED), 0, "money that belongs to no sale");
}

fn approved(sim: Sim) {
    let till = Till::new();
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    sim.say(json!({"card": "visa", "text": "Thank you"}));
    let attempt = cem.pay_card(&sale, &terminal, 249);
    let done = cem.until_attempt(&sale, &attempt, &["captured"]);
    assert_eq!(
        (&done["state"], &done["due_minor"]),
        (&json!("completed"), &json!(0))
    );
    let slip = &done["tenders"][0]["card"];
    let pan = slip["masked_pan"].as_str().unwrap();
    assert!(pan.contains('*') && pan.len() >= 12, "{pan}");
    assert_eq!(sim.bank(), ["authorised 249"]);
    assert_same_as_bank(&till, &sim);
    let lines = till.until("the terminal's own lines", || {
        let lines = cem.sale(&sale)["tenders"][0]["card"]["lines"].clone();
        (!lines.as_array()?.is_empty()).then_some(lines)
    });
    let receipt = cem.ok("receipt_view", json!({"sale_id": sale}));
    let slip = receipt["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|b| b["kind"] == "slip");
    assert_eq!(slip.unwrap()["lines"], lines);
}

#[test]
fn approved_over_tcp() {
    approved(Sim::tcp());
}

#[cfg(unix)]
#[test]
fn approved_over_a_pseudo_terminal() {
    approved(Sim::pty());
}

#[test]
fn declined_then_cash() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    for form in ["status_abort", "status_completion", "abort"] {
        let sale = cem.ring(&[goods::PEN]);
        sim.say(json!({"decline": "05", "decline_form": form}));
        let attempt = cem.pay_card(&sale, &terminal, 249);
        let view = cem.until_attempt(&sale, &attempt, &["declined"]);
        assert_eq!(
            (&view["state"], &view["blocked"]),
            (&json!("tendering"), &Value::Null)
        );
        let code = attempt_in(&view, &attempt)["decline_code"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(code.contains("05"), "{code}");
        assert_eq!(cem.pay_cash(&sale, 249)["state"], "completed");
    }
    let refused = cem.ring(&[goods::PEN]);
    sim.say(json!({"refuse": "C2"}));
    let attempt = cem.pay_card(&refused, &terminal, 249);
    cem.until_attempt(&refused, &attempt, &["declined"]);
    assert_eq!(cem.pay_cash(&refused, 249)["state"], "completed");
    assert_eq!(till.books().balance(DRAWER), 4 * 249);
    assert_same_as_bank(&till, &sim);
}

#[test]
fn declined_then_given_up() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    sim.say(json!({"decline": "05"}));
    let attempt = cem.pay_card(&sale, &terminal, 249);
    cem.until_attempt(&sale, &attempt, &["declined"]);
    cem.ok("sale_void", json!({"sale_id": sale, "reason": "left"}));
    // Whoever asks later what the card went through finds it.
    let view = cem.sale(&sale);
    assert_eq!(attempt_in(&view, &attempt)["state"], "declined", "{view}");
}

#[test]
fn cancelled_by_the_cashier() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    sim.say(json!({"card_ms": 60_000}));
    let attempt = cem.pay_card(&sale, &terminal, 249);
    till.until("a payment that can be cancelled", || {
        attempt_in(&cem.sale(&sale), &attempt)["can_cancel"]
            .as_bool()
            .filter(|can| *can)
    });
    // While it runs nothing else may be paid or changed here.
    let other = card(&sale, &id(), &terminal, 249);
    cem.refused("sale_pay_card", other, ErrorCode::AttemptRunning);
    cem.refused(
        "sale_suspend",
        json!({"sale_id": sale, "label": null}),
        ErrorCode::AttemptRunning,
    );
    cem.ok("payment_cancel", json!({"attempt_id": attempt}));
    let view = cem.until_attempt(&sale, &attempt, &["declined"]);
    assert_eq!(view["blocked"], Value::Null);
    let again = json!({"attempt_id": attempt});
    cem.refused("payment_cancel", again, ErrorCode::AttemptNotRunning);
    assert_same_as_bank(&till, &sim);

    // Too late: the customer has paid, and the sale is paid.
    sim.say(json!({
        "abort": "late", "at": [{"step": "card", "do": "hold"}],
    }));
    let attempt = cem.pay_card(&sale, &terminal, 249);
    sim.wait_for("holding");
    till.until("a payment that can be cancelled", || {
        attempt_in(&cem.sale(&sale), &attempt)["can_cancel"]
            .as_bool()
            .filter(|can| *can)
    });
    cem.ok("payment_cancel", json!({"attempt_id": attempt}));
    sim.say(json!({"verb": "resume"}));
    let view = cem.until_attempt(&sale, &attempt, &["captured"]);
    assert_eq!(view["state"], "completed");
    assert_eq!(sim.net(), 249);
    assert_same_as_bank(&till, &sim);
}

#[test]
fn split_between_cash_and_card() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN, goods::COLA]);
    let too_much = card(&sale, &id(), &terminal, 360);
    let error = cem.refused("sale_pay_card", too_much, ErrorCode::AmountOutOfRange);
    assert_eq!(error.field.as_deref(), Some("amount_minor"));
    let attempt = cem.pay_card(&sale, &terminal, 159);
    let part = cem.until_attempt(&sale, &attempt, &["captured"]);
    assert_eq!(
        (&part["state"], &part["due_minor"]),
        (&json!("tendering"), &json!(200))
    );
    let tender = json!({"sale_id": sale, "tender_id": part["tenders"][0]["tender_id"]});
    cem.refused("sale_tender_remove", tender, ErrorCode::SaleHasPayment);
    let void = json!({"sale_id": sale, "reason": "no"});
    cem.refused("sale_void", void, ErrorCode::SaleHasPayment);
    let done = cem.pay_cash(&sale, 500);
    assert_eq!(
        (&done["state"], &done["change_minor"]),
        (&json!("completed"), &json!(300))
    );

    let other = cem.ring(&[goods::PEN]);
    cem.pay_cash(&other, 49);
    let attempt = cem.pay_card(&other, &terminal, 200);
    let done = cem.until_attempt(&other, &attempt, &["captured"]);
    assert_eq!(done["state"], "completed");
    assert_eq!(till.books().balance(DRAWER), 200 + 49);
    assert_same_as_bank(&till, &sim);
}

#[test]
fn reversed_before_the_sale_is_done() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN, goods::COLA]);
    let attempt = cem.pay_card(&sale, &terminal, 159);
    cem.until_attempt(&sale, &attempt, &["captured"]);
    pos_tests::sim::until_link(&cem, &terminal, "ready");
    let reversal = id();
    let back = json!({"attempt_id": attempt, "reversal_id": reversal});
    let error = cem.refused("payment_reverse", back.clone(), ErrorCode::ApprovalNeeded);
    assert_eq!(error.approval.as_ref().unwrap().amount_minor, Some(159));
    let token = cem.approved_by(Who::Sam, &error);
    cem.call("payment_reverse", back, &id(), Some(&token))
        .unwrap();
    let view = cem.until_attempt(&sale, &attempt, &["reversed"]);
    assert_eq!(
        (&view["tenders"], &view["due_minor"]),
        (&json!([]), &json!(359))
    );
    let own = attempt_in(&view, &reversal);
    assert_eq!(
        (&own["act"], &own["state"]),
        (&json!("reversal"), &json!("captured"))
    );
    assert_eq!(sim.bank(), ["authorised 159", "reversed -159"]);
    assert_same_as_bank(&till, &sim);
    assert_eq!(cem.pay_cash(&sale, 359)["state"], "completed");
}
