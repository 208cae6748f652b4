//! Goods back and goods out on one ticket: even, dearer, cheaper, by cash and by card; set aside,
//! given up, cut off, in doubt. What one half is worth never counts twice.

use pos_app::ErrorCode;
use pos_tests::books::{CARD_CLEARING, DRAWER, EXCHANGE, TENDERED};
use pos_tests::clerk::{card, cash};
use pos_tests::sim::until_link;
use pos_tests::{Clerk, Sim, Till, Who, goods, id};
use serde_json::{Value, json};

/// Sells one of these in cash; answers the sale.
fn sold(clerk: &Clerk, code: &str, paid: i64) -> String {
    let sale = clerk.ring(&[code]);
    assert_eq!(clerk.pay_cash(&sale, paid)["state"], "completed");
    sale
}

/// The two halves of an exchange.
struct Exchange {
    sale: String,
    back: String,
}

/// Brings the first line of a sale back against new goods.
fn exchange(clerk: &Clerk, original: &str, codes: &[&str]) -> Exchange {
    let both = Exchange {
        sale: id(),
        back: id(),
    };
    let view = clerk.ok("exchange_start", start(&both, original));
    assert_eq!(view["sale_id"], both.sale.as_str());
    for code in codes {
        clerk.scan(&both.sale, code);
    }
    both
}

fn start(both: &Exchange, original: &str) -> Value {
    json!({
        "sale_id": both.sale, "return_sale_id": both.back, "original_sale_id": original,
        "lines": [{"line_no": 1, "quantity": "1", "written_off": false}],
    })
}

fn sale_of(both: &Exchange) -> Value {
    json!({"sale_id": both.sale})
}

/// Both halves are done, know each other, and nothing is left between them.
fn assert_done(clerk: &Clerk, both: &Exchange, met_minor: i64) {
    let (sale, back) = (clerk.sale(&both.sale), clerk.sale(&both.back));
    for (half, other) in [(&sale, &back), (&back, &sale)] {
        assert_eq!(half["state"], "completed");
        assert_eq!(
            half["exchange"]["other_number_text"], other["number_text"],
            "they name each other"
        );
        let names = |lines: &Value| -> Vec<Value> {
            let lines = lines.as_array().unwrap().iter();
            lines.map(|l| l["name"].clone()).collect()
        };
        assert_eq!(names(&half["exchange"]["lines"]), names(&other["lines"]));
        let tenders = half["tenders"].as_array().unwrap().iter();
        let met = tenders.filter(|t| t["kind"] == "exchange");
        let met: Vec<i64> = met.map(|t| t["amount_minor"].as_i64().unwrap()).collect();
        assert_eq!(met, [met_minor]);
    }
    let number = |half: &Value| half["number"].as_i64().unwrap();
    assert_eq!(number(&sale), number(&back) + 1, "one after the other");
    let books = clerk.till.books();
    assert_eq!((books.balance(EXCHANGE), books.balance(TENDERED)), (0, 0));
    assert_eq!(clerk.ok("sale_current", json!({})), Value::Null);
}

#[test]
fn even() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let original = sold(&cem, goods::PEN, 249);
    let both = exchange(&cem, &original, &[goods::PEN]);
    // The same call again changes nothing, and the goods that come back are no sale of their own.
    cem.ok("exchange_start", start(&both, &original));
    let view = cem.ok("sale_current", json!({}));
    assert_eq!(view["sale_id"], both.sale.as_str());
    let found = json!({"text": null, "day": null, "state": null, "offset": 0, "limit": 9});
    let rows = cem.ok("sale_find", found)["rows"].clone();
    assert_eq!(
        rows.as_array().unwrap().len(),
        2,
        "the exchange and the sale"
    );
    assert_eq!(
        (&view["total_minor"], &view["due_minor"]),
        (&json!(249), &json!(0))
    );
    let shown = &view["exchange"];
    assert_eq!(
        (&shown["credit_minor"], &shown["pay_back_minor"]),
        (&json!(249), &json!(0))
    );
    assert_eq!(shown["original_number_text"], "1-0001");
    for half in [&both.sale, &both.back] {
        cem.refused("sale_pay_cash", cash(half, 249), ErrorCode::NothingToPay);
    }
    let request = id();
    let done = |request: &str| cem.call("sale_complete", sale_of(&both), request, None);
    assert_eq!(done(&request).unwrap()["number"], 3);
    assert_eq!(done(&request).unwrap()["number"], 3, "once");
    assert_done(&cem, &both, 249);
    assert_eq!(till.books().balance(DRAWER), 249);
    assert_eq!(cem.sale(&original)["lines"][0]["returned"], "1");
    let moved = "SELECT coalesce(sum(moved), 0) FROM stock";
    assert_eq!(till.books().number(moved), -1000, "one pen left the shelf");
}

#[test]
fn dearer_goods_are_paid_for() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    // In cash, with change.
    let original = sold(&cem, goods::COLA, 110);
    let both = exchange(&cem, &original, &[goods::PEN]);
    assert_eq!(cem.sale(&both.sale)["due_minor"], 139);
    let done = cem.pay_cash(&both.sale, 200);
    assert_eq!(
        (&done["state"], &done["change_minor"]),
        (&json!("completed"), &json!(61))
    );
    assert_done(&cem, &both, 110);
    assert_eq!(till.books().balance(DRAWER), 249);

    // By card; while it runs neither half changes. The till itself completes both.
    let original = sold(&cem, goods::COLA, 110);
    let both = exchange(&cem, &original, &[goods::PEN, goods::COLA]);
    until_link(&cem, &terminal, "ready");
    let over = card(&both.sale, &id(), &terminal, 250);
    cem.refused("sale_pay_card", over, ErrorCode::AmountOutOfRange);
    sim.say(json!({"at": [{"step": "card", "do": "hold"}]}));
    let attempt = cem.pay_card(&both.sale, &terminal, 249);
    sim.wait_for("holding");
    let pen = json!({
        "sale_id": both.sale, "line_id": id(), "code": goods::PEN, "quantity": null,
    });
    cem.refused("sale_scan", pen, ErrorCode::AttemptRunning);
    cem.refused("exchange_drop", sale_of(&both), ErrorCode::AttemptRunning);
    assert_eq!(cem.sale(&both.back)["blocked"], "attempt_running");
    // Meanwhile the goods cannot come back a second time.
    let again = json!({
        "sale_id": id(), "original_sale_id": original,
        "lines": [{"line_no": 1, "quantity": "1"}],
    });
    let again = cem.ok("return_start", again)["sale_id"].clone();
    let pay = cash(again.as_str().unwrap(), 110);
    cem.refused("sale_pay_cash", pay, ErrorCode::ReturnMoreThanBought);
    cem.ok("sale_void", json!({"sale_id": again, "reason": "twice"}));
    sim.say(json!({"verb": "resume"}));
    let done = cem.until_attempt(&both.sale, &attempt, &["captured"]);
    assert_eq!(done["state"], "completed");
    assert_done(&cem, &both, 110);
    assert_eq!(till.books().balance(CARD_CLEARING), sim.net());
    assert_eq!(sim.net(), 249);

    // A part by card, the rest in cash.
    let both = exchange(&cem, &both.sale, &[goods::PEN, goods::TEA]);
    let attempt = cem.pay_card(&both.sale, &terminal, 300);
    let part = cem.until_attempt(&both.sale, &attempt, &["captured"]);
    assert_eq!(
        (&part["state"], &part["due_minor"]),
        (&json!("tendering"), &json!(33))
    );
    cem.refused("exchange_drop", sale_of(&both), ErrorCode::SaleHasPayment);
    let void = json!({"sale_id": both.sale, "reason": "no"});
    cem.refused("sale_void", void, ErrorCode::SaleHasPayment);
    cem.pay_cash(&both.sale, 33);
    assert_done(&cem, &both, 249);
    assert_eq!(till.books().balance(CARD_CLEARING), sim.net());
}

#[test]
fn cheaper_goods_pay_the_rest_back() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    // To the drawer that took it.
    let original = sold(&cem, goods::PEN, 249);
    let both = exchange(&cem, &original, &[goods::COLA]);
    let view = cem.sale(&both.sale);
    assert_eq!(
        (&view["due_minor"], &view["exchange"]["pay_back_minor"]),
        (&json!(0), &json!(139))
    );
    cem.refused("sale_complete", sale_of(&both), ErrorCode::CashBelowDue);
    assert_eq!(cem.sale(&both.back)["due_minor"], 139);
    let back = cem.pay_cash(&both.back, 1_000);
    assert_eq!(
        (&back["state"], &back["change_minor"]),
        (&json!("completed"), &json!(0))
    );
    assert_done(&cem, &both, 110);
    assert_eq!(till.books().balance(DRAWER), 110);

    // To the card that paid; declined first, then the customer thinks again.
    let original = cem.ring(&[goods::PEN]);
    let attempt = cem.pay_card(&original, &terminal, 249);
    cem.until_attempt(&original, &attempt, &["captured"]);
    let both = exchange(&cem, &original, &[goods::COLA]);
    let plan = cem.sale(&both.back)["refund_plan"].clone();
    assert_eq!(
        (&plan[0]["kind"], &plan[0]["amount_minor"]),
        (&json!("card"), &json!(139))
    );
    let cash_back = cash(&both.back, 139);
    cem.refused("sale_pay_cash", cash_back, ErrorCode::RefundTenderMismatch);
    sim.say(json!({"decline": "05"}));
    let attempt = cem.pay_card(&both.back, &terminal, 139);
    cem.until_attempt(&both.back, &attempt, &["declined"]);
    let cola = cem.sale(&both.sale)["lines"][0]["line_id"].clone();
    let two = json!({
        "sale_id": both.sale, "line_id": cola, "quantity": "2", "unit_price": null,
        "discount": null, "note": null,
    });
    assert_eq!(
        cem.ok("sale_line_set", two)["exchange"]["pay_back_minor"],
        29
    );
    let attempt = cem.pay_card(&both.back, &terminal, 29);
    let done = cem.until_attempt(&both.back, &attempt, &["captured"]);
    assert_eq!(done["state"], "completed");
    assert_done(&cem, &both, 220);
    assert_eq!(sim.net(), 249 - 29);
    assert_eq!(till.books().balance(CARD_CLEARING), sim.net());

    // What was paid by exchange goes back in cash, later.
    let drawer = till.books().balance(DRAWER);
    let one = json!({
        "sale_id": id(), "original_sale_id": both.sale,
        "lines": [{"line_no": 1, "quantity": "1", "written_off": true}],
    });
    let one = cem.ok("return_start", one);
    assert_eq!(one["lines"][0]["written_off"], true);
    assert_eq!(
        one["refund_plan"],
        json!([{"kind": "cash", "amount_minor": 110, "left_minor": 110}])
    );
    cem.pay_cash(one["sale_id"].as_str().unwrap(), 110);
    assert_eq!(till.books().balance(DRAWER), drawer - 110);
    // One cola went out in the first exchange, two in the second; the one written off stays out.
    let moved = "SELECT sum(moved) FROM stock JOIN product USING (product_id) WHERE name = 'Cola'";
    assert_eq!(till.books().number(moved), -3000);
}

#[test]
fn taking_goods_back_for_others_takes_two_over_the_limit() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let original = sold(&cem, goods::LAMP, 12_000);
    // Even, and yet measured by the whole that comes back.
    let both = exchange(&cem, &original, &[goods::LAMP]);
    let error = cem.refused("sale_complete", sale_of(&both), ErrorCode::ApprovalNeeded);
    let needed = error.approval.clone().unwrap();
    assert_eq!(needed.amount_minor, Some(12_000));
    assert_eq!(needed.sale_id.unwrap().to_string(), both.back);
    let token = cem.approved_by(Who::Sam, &error);
    let done = cem.call("sale_complete", sale_of(&both), &id(), Some(&token));
    assert_eq!(done.unwrap()["state"], "completed");
    assert_done(&cem, &both, 12_000);
    let words = "SELECT count(*) FROM journal_entry WHERE approver IS NOT NULL";
    assert_eq!(till.books().number(words), 1, "said once");

    // Before the card is asked, for its answer completes both without asking anybody.
    let both = exchange(&cem, &both.sale, &[goods::LAMP, goods::PEN]);
    until_link(&cem, &terminal, "ready");
    let attempt = id();
    let pay = card(&both.sale, &attempt, &terminal, 249);
    let error = cem.refused("sale_pay_card", pay.clone(), ErrorCode::ApprovalNeeded);
    let token = cem.approved_by(Who::Mia, &error);
    cem.call("sale_pay_card", pay, &id(), Some(&token)).unwrap();
    cem.until_attempt(&both.sale, &attempt, &["captured"]);
    assert_done(&cem, &both, 12_000);
    assert_eq!(till.books().number(words), 2);
}

#[test]
fn set_aside_given_up_and_taken_off() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let original = sold(&cem, goods::PEN, 249);
    let both = exchange(&cem, &original, &[goods::TEA]);
    let half = json!({"sale_id": both.back});
    // The sale leads.
    for (command, input) in [
        ("sale_suspend", json!({"sale_id": both.back, "label": null})),
        ("sale_recall", half.clone()),
        ("exchange_drop", half),
        ("sale_void", json!({"sale_id": both.back, "reason": "no"})),
    ] {
        let error = cem.refused(command, input, ErrorCode::FieldInvalid);
        assert_eq!(error.params["reason"], "half_of_exchange", "{command}");
    }
    let second = json!({
        "sale_id": both.sale, "return_sale_id": id(), "original_sale_id": original,
        "lines": [{"line_no": 1, "quantity": "1"}],
    });
    let error = cem.refused("exchange_start", second, ErrorCode::FieldInvalid);
    assert_eq!(error.params["reason"], "has_exchange");
    cem.ok("sale_suspend", json!({"sale_id": both.sale, "label": null}));
    assert_eq!(cem.ok("sale_current", json!({})), Value::Null);
    let aside = cem.ok("sale_suspended", json!({}));
    assert_eq!(aside.as_array().unwrap().len(), 1);
    // Set aside, it is not paid out either.
    let out = cash(&both.back, 249);
    let error = cem.ask("sale_pay_cash", out).unwrap_err();
    assert_eq!(error.code, ErrorCode::NothingToPay);
    let recalled = cem.ok("sale_recall", sale_of(&both));
    assert_eq!(
        (&recalled["state"], &recalled["due_minor"]),
        (&json!("open"), &json!(333 - 249))
    );
    // Taken off: the sale costs what it costs, and the goods may come back another way.
    let alone = cem.ok("exchange_drop", sale_of(&both));
    assert_eq!(
        (&alone["exchange"], &alone["due_minor"]),
        (&Value::Null, &json!(333))
    );
    cem.ok("exchange_drop", sale_of(&both));
    cem.refused(
        "sale_view",
        json!({"sale_id": both.back}),
        ErrorCode::SaleNotFound,
    );
    // Given up: the return half goes with it, and both are kept.
    let both = Exchange {
        sale: both.sale,
        back: id(),
    };
    cem.ok("exchange_start", start(&both, &original));
    cem.ok("sale_void", json!({"sale_id": both.sale, "reason": "left"}));
    for half in [&both.sale, &both.back] {
        assert_eq!(cem.sale(half)["state"], "voided");
    }
    assert_eq!(cem.sale(&original)["lines"][0]["returned"], "0");
    assert_eq!(till.books().balance(DRAWER), 249);
}

#[test]
fn cut_off_between() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let original = sold(&cem, goods::COLA, 110);
    let both = exchange(&cem, &original, &[goods::PEN]);
    // A part payment is an act: it is on the disk, and with it what was rung before.
    cem.pay_cash(&both.sale, 39);
    let after = till.after_power_cut();
    let dora = after.sign_in(Who::Dora);
    let current = dora.ok("sale_current", json!({}));
    assert_eq!(
        (&current["sale_id"], &current["due_minor"]),
        (&json!(both.sale), &json!(100))
    );
    assert_eq!(current["exchange"]["return_sale_id"], both.back.as_str());
    dora.pay_cash(&both.sale, 100);
    assert_done(&dora, &both, 110);
    assert_eq!(after.books().balance(DRAWER), 249);
}

#[test]
fn in_doubt_and_found_paid() {
    let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"]);
    let till = Till::new();
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let original = cem.ring(&[goods::PEN]);
    let attempt = cem.pay_card(&original, &terminal, 249);
    cem.until_attempt(&original, &attempt, &["captured"]);
    let both = exchange(&cem, &original, &[goods::COLA]);
    until_link(&cem, &terminal, "ready");
    sim.say(json!({"at": [{"step": "before_status", "do": "unplug"}]}));
    let attempt = cem.pay_card(&both.back, &terminal, 139);
    cem.until_attempt(&both.back, &attempt, &["unknown"]);
    // Nothing of either half moves, but the next customer is served.
    for (command, input) in [
        ("sale_complete", sale_of(&both)),
        ("exchange_drop", sale_of(&both)),
        ("sale_pay_cash", cash(&both.back, 139)),
    ] {
        cem.refused(command, input, ErrorCode::AttemptUnknown);
    }
    assert_eq!(cem.sale(&both.sale)["blocked"], "attempt_unknown");
    cem.ok("sale_suspend", json!({"sale_id": both.sale, "label": null}));
    sold(&cem, goods::COLA, 110);
    sim.say(json!({"verb": "replug"}));
    let done = cem.until_attempt(&both.back, &attempt, &["resolved_paid"]);
    assert_eq!(done["state"], "completed");
    assert_done(&cem, &both, 110);
    assert_eq!(till.books().balance(CARD_CLEARING), sim.net());
}
