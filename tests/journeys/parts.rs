//! Payments that are a part of their sale, reversals of their own, and money that comes for a sale
//! that is done or given up.

use crate::doubt::doubt_at;
use pos_app::ErrorCode;
use pos_app::commands::payment::{self, Answer};
use pos_domain::fact::CardSlip;
use pos_domain::ids::AttemptId;
use pos_domain::payment::AttemptEvent;
use pos_tests::books::{CARD_CLEARING, TENDERED};
use pos_tests::clerk::{attempt_in, card, cash};
use pos_tests::sim::until_link;
use pos_tests::{Clerk, Sim, Till, Who, goods, id};
use serde_json::{Value, json};

fn assert_same_as_bank(till: &Till, sim: &Sim) {
    let books = till.books();
    assert_eq!(books.balance(CARD_CLEARING), sim.net(), "{:?}", sim.bank());
    assert_eq!(books.balance(TENDERED), 0, "money that belongs to no sale");
}

/// Asks for a reversal with the second person's word; answers its id.
#[track_caller]
fn reverse(clerk: &Clerk, attempt: &str) -> String {
    let reversal = id();
    let input = json!({"attempt_id": attempt, "reversal_id": reversal});
    let error = clerk.refused("payment_reverse", input.clone(), ErrorCode::ApprovalNeeded);
    let token = clerk.approved_by(Who::Sam, &error);
    let request = id();
    let first = clerk.call("payment_reverse", input.clone(), &request, Some(&token));
    let first = first.unwrap();
    assert_eq!(
        (&first["act"], &first["attempt_id"]),
        (&json!("reversal"), &json!(reversal))
    );
    // The answer was lost: the same call again asks the terminal for nothing more.
    let again = clerk
        .call("payment_reverse", input, &request, None)
        .unwrap();
    assert_eq!(again["attempt_id"], first["attempt_id"]);
    reversal
}

#[test]
fn a_part_whose_order_has_not_ended_holds_its_sale() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN, goods::COLA]);
    sim.say(json!({"at": [{"step": "before_completion", "do": "hold"}]}));
    let attempt = cem.pay_card(&sale, &terminal, 159);
    let view = cem.until_attempt(&sale, &attempt, &["approved"]);
    sim.wait_for("holding");
    assert_eq!(
        (&view["blocked"], &view["due_minor"]),
        (&json!("attempt_running"), &json!(200))
    );
    // The terminal may still take it back: nothing may complete the sale meanwhile.
    cem.refused("sale_pay_cash", cash(&sale, 200), ErrorCode::AttemptRunning);
    let more = card(&sale, &id(), &terminal, 200);
    cem.refused("sale_pay_card", more, ErrorCode::AttemptRunning);
    let void = json!({"sale_id": sale, "reason": "no"});
    cem.refused("sale_void", void, ErrorCode::AttemptRunning);
    let other = cem.ring(&[goods::COLA]);
    let elsewhere = card(&other, &id(), &terminal, 110);
    cem.refused("sale_pay_card", elsewhere, ErrorCode::TerminalBusy);
    assert_eq!(cem.pay_cash(&other, 110)["state"], "completed");
    sim.say(json!({"verb": "resume"}));
    cem.until_attempt(&sale, &attempt, &["captured"]);
    assert_eq!(cem.pay_cash(&sale, 200)["state"], "completed");
    assert_same_as_bank(&till, &sim);
}

#[test]
fn a_part_that_was_approved_when_the_program_ended_is_in_doubt() {
    let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"]);
    let mut till = Till::new();
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN, goods::COLA]);
    sim.say(json!({"at": [{"step": "before_completion", "do": "hold"}]}));
    let attempt = cem.pay_card(&sale, &terminal, 159);
    cem.until_attempt(&sale, &attempt, &["approved"]);
    drop(cem);
    till.restart();
    sim.say(json!({"verb": "resume"}));
    let cem = till.sign_in(Who::Cem);
    let view = cem.until_attempt(&sale, &attempt, &["resolved_paid"]);
    assert_eq!(
        (&view["state"], &view["due_minor"]),
        (&json!("tendering"), &json!(200))
    );
    assert_eq!(cem.pay_cash(&sale, 200)["state"], "completed");
    assert_same_as_bank(&till, &sim);
}

#[test]
fn a_reversal_can_be_in_doubt_itself() {
    for (step, outcome) in [
        ("before_status", "resolved_paid"),
        ("received", "resolved_not_paid"),
    ] {
        let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"]);
        let till = Till::new();
        let terminal = sim.pair(&till);
        let cem = till.sign_in(Who::Cem);
        let sale = cem.ring(&[goods::PEN, goods::COLA]);
        let attempt = cem.pay_card(&sale, &terminal, 159);
        cem.until_attempt(&sale, &attempt, &["captured"]);
        until_link(&cem, &terminal, "ready");
        sim.say(json!({"at": [{"step": step, "do": "unplug"}]}));
        let reversal = reverse(&cem, &attempt);
        let view = cem.until_attempt(&sale, &reversal, &["unknown"]);
        // What it takes back stands as it did, and nothing else is paid meanwhile.
        assert_eq!(attempt_in(&view, &attempt)["state"], "captured");
        assert_eq!(view["blocked"], "attempt_unknown");
        cem.refused("sale_pay_cash", cash(&sale, 200), ErrorCode::AttemptUnknown);
        let list = cem.ok("doubt_list", json!({}));
        assert_eq!(list[0]["attempt"]["act"], "reversal");
        assert_eq!(list[0]["reverses"]["attempt_id"], attempt.as_str());
        let mia = till.sign_in(Who::Mia);
        let report = mia.ok("x_report", json!({"shift_no": null}));
        assert_eq!(report["doubts"][0]["attempt_id"], reversal.as_str());
        sim.say(json!({"verb": "replug"}));
        let ends = ["resolved_paid", "resolved_not_paid"];
        let view = cem.until_attempt(&sale, &reversal, &ends);
        let found = &attempt_in(&view, &reversal)["state"];
        assert_eq!(found, outcome, "pulled at {step}: {:?}", sim.bank());
        let reversed = outcome == "resolved_paid";
        let first = if reversed { "reversed" } else { "captured" };
        assert_eq!(attempt_in(&view, &attempt)["state"], first, "{step}");
        let due = view["due_minor"].as_i64().unwrap();
        assert_eq!(due, if reversed { 359 } else { 200 });
        assert_eq!(cem.pay_cash(&sale, due)["state"], "completed");
        assert_same_as_bank(&till, &sim);
    }
}

#[test]
fn money_for_a_sale_that_was_given_up_is_named_and_goes_back() {
    let doubt = doubt_at("before_status");
    let (till, sim) = (&doubt.till, &doubt.sim);
    let sam = till.sign_in(Who::Sam);
    // Two people hold a refused slip to be this payment's, and the sale is given up.
    let slip = json!({
        "terminal_number": "52000001", "receipt_no": 7, "trace": null, "amount_minor": 249,
        "approved": false,
    });
    let wrong = json!({"attempt_id": doubt.attempt, "paid": false, "slip": slip});
    let error = sam.refused("payment_settle", wrong.clone(), ErrorCode::ApprovalNeeded);
    let token = sam.approved_by(Who::Mia, &error);
    sam.call("payment_settle", wrong, &id(), Some(&token))
        .unwrap();
    sam.ok(
        "sale_void",
        json!({"sale_id": doubt.sale, "reason": "gone"}),
    );
    sim.say(json!({"verb": "replug"}));
    until_link(&sam, &doubt.terminal, "ready");
    // Then word of it comes after all.
    let told = Answer {
        event: AttemptEvent::Approved,
        slip: Some(CardSlip {
            receipt_no: Some(1),
            ..CardSlip::default()
        }),
        code: None,
        alarm: None,
    };
    let attempt = AttemptId(doubt.attempt.parse().unwrap());
    let app = till.host().app();
    for _ in 0..2 {
        app.till_act(|tx| payment::answered(tx, attempt, &told).map(|_| ()))
            .unwrap();
    }
    assert_eq!(till.books().balance(CARD_CLEARING), 249);
    assert_eq!(till.books().balance(TENDERED), -249, "it waits to go back");
    let list = sam.ok("doubt_list", json!({}));
    assert_eq!(
        (&list[0]["attempt"]["state"], &list[0]["ways"]),
        (&json!("resolved_paid"), &json!(["reverse"]))
    );
    let cem = till.sign_in(Who::Cem);
    let reversal = reverse(&cem, &doubt.attempt);
    till.until("the reversal", || {
        let list = cem.ok("doubt_list", json!({}));
        (list == json!([])).then_some(())
    });
    assert_eq!(sim.bank(), ["authorised 249", "reversed -249"]);
    assert_same_as_bank(till, sim);
    let twice = json!({"attempt_id": doubt.attempt, "reversal_id": id()});
    cem.refused("payment_reverse", twice, ErrorCode::AttemptNotRunning);
    assert_ne!(reversal, doubt.attempt);
    assert_eq!(
        cem.ok("till_status", json!({}))["doubts"]["count"],
        Value::from(0)
    );
}
