//! Goods brought back: with the receipt never more than was bought and back to the tender it came
//! from; without it only with a second person.

use pos_app::ErrorCode;
use pos_tests::books::{CARD_CLEARING, DRAWER, TENDERED};
use pos_tests::clerk::{card, cash};
use pos_tests::{Clerk, Sim, Till, Who, goods, id};
use serde_json::{Value, json};
use std::slice;

fn bring_back(original: &str, line_no: u32, quantity: &str) -> Value {
    json!({
        "sale_id": id(), "original_sale_id": original,
        "lines": [{"line_no": line_no, "quantity": quantity}],
    })
}

fn started(clerk: &Clerk, input: Value) -> String {
    let view = clerk.ok("return_start", input);
    assert_eq!(
        (&view["kind"], &view["state"]),
        (&json!("return"), &json!("tendering"))
    );
    view["sale_id"].as_str().unwrap().to_owned()
}

#[test]
fn with_the_receipt_in_cash() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sold = id();
    let three = json!({"sale_id": sold, "line_id": id(), "code": goods::PEN, "quantity": "3"});
    cem.ok("sale_scan", three);
    cem.pay_cash(&sold, 747);
    for (line_no, quantity, code) in [
        (1, "4", ErrorCode::ReturnMoreThanBought),
        (1, "0", ErrorCode::QuantityOutOfRange),
        (2, "1", ErrorCode::LineNotFound),
    ] {
        cem.refused("return_start", bring_back(&sold, line_no, quantity), code);
    }
    let back = started(&cem, bring_back(&sold, 1, "2"));
    // What is typed cannot make it more.
    let done = cem.pay_cash(&back, 100_000);
    assert_eq!(
        (&done["state"], &done["total_minor"]),
        (&json!("completed"), &json!(498))
    );
    assert_eq!(
        (&done["change_minor"], &done["original_number_text"]),
        (&json!(0), &json!("1-0001"))
    );
    assert_eq!(till.books().balance(DRAWER), 249);
    assert_eq!(cem.sale(&sold)["lines"][0]["returned"], "2");
    cem.refused(
        "return_start",
        bring_back(&sold, 1, "2"),
        ErrorCode::ReturnMoreThanBought,
    );
    let rest = started(&cem, bring_back(&sold, 1, "1"));
    cem.pay_cash(&rest, 249);
    assert_eq!(till.books().balance(DRAWER), 0);
    // A return cannot be brought back itself.
    cem.refused(
        "return_start",
        bring_back(&back, 1, "1"),
        ErrorCode::SaleNotFound,
    );
}

#[test]
fn two_returns_at_once_never_pay_twice() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sold = cem.ring(&[goods::PEN]);
    cem.pay_cash(&sold, 249);
    let first = started(&cem, bring_back(&sold, 1, "1"));
    let second = started(&cem, bring_back(&sold, 1, "1"));
    cem.pay_cash(&first, 249);
    let refused = cem.ask("sale_pay_cash", cash(&second, 249)).unwrap_err();
    assert_eq!(refused.code, ErrorCode::ReturnMoreThanBought);
    assert_eq!(till.books().balance(DRAWER), 0);
}

#[test]
fn with_the_receipt_to_the_card() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sold = cem.ring(&[goods::PEN, goods::COLA]);
    cem.pay_cash(&sold, 59);
    let attempt = cem.pay_card(&sold, &terminal, 300);
    cem.until_attempt(&sold, &attempt, &["captured"]);
    pos_tests::sim::until_link(&cem, &terminal, "ready");

    let back = started(&cem, bring_back(&sold, 1, "1"));
    let plan = cem.sale(&back)["refund_plan"].clone();
    assert_eq!(
        (&plan[0]["kind"], &plan[0]["amount_minor"]),
        (&json!("card"), &json!(249))
    );
    cem.refused(
        "sale_pay_cash",
        cash(&back, 249),
        ErrorCode::RefundTenderMismatch,
    );
    let attempt = id();
    cem.refused(
        "sale_pay_card",
        card(&back, &attempt, &terminal, 250),
        ErrorCode::AmountOutOfRange,
    );
    cem.ok("sale_pay_card", card(&back, &attempt, &terminal, 249));
    let done = cem.until_attempt(&back, &attempt, &["captured"]);
    assert_eq!(done["state"], "completed");
    let books = till.books();
    assert_eq!(
        (books.balance(CARD_CLEARING), books.balance(TENDERED)),
        (sim.net(), 0)
    );
    assert_eq!(sim.net(), 300 - 249);

    // The rest: 51 to the card, 59 in cash.
    pos_tests::sim::until_link(&cem, &terminal, "ready");
    let rest = started(&cem, bring_back(&sold, 2, "1"));
    let attempt = cem.pay_card(&rest, &terminal, 51);
    cem.until_attempt(&rest, &attempt, &["captured"]);
    assert_eq!(cem.pay_cash(&rest, 59)["state"], "completed");
    let books = till.books();
    assert_eq!(
        (
            sim.net(),
            books.balance(CARD_CLEARING),
            books.balance(DRAWER)
        ),
        (0, 0, 0)
    );
}

#[test]
fn over_the_limit_and_without_a_receipt_it_takes_two() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sold = cem.ring(&[goods::LAMP]);
    cem.pay_cash(&sold, 12_000);
    let back = started(&cem, bring_back(&sold, 1, "1"));
    let error = cem.refused(
        "sale_pay_cash",
        cash(&back, 12_000),
        ErrorCode::ApprovalNeeded,
    );
    assert_eq!(error.approval.as_ref().unwrap().amount_minor, Some(12_000));
    let token = cem.approved_by(Who::Mia, &error);
    let paid = cem
        .call("sale_pay_cash", cash(&back, 12_000), &id(), Some(&token))
        .unwrap();
    assert_eq!(paid["state"], "completed");

    let without = id();
    let view = cem.ok("return_open", json!({"sale_id": without}));
    assert_eq!(view["kind"], "return");
    cem.scan(&without, goods::PEN);
    let error = cem.refused(
        "sale_pay_cash",
        cash(&without, 249),
        ErrorCode::ApprovalNeeded,
    );
    let token = cem.approved_by(Who::Mia, &error);
    let paid = cem
        .call("sale_pay_cash", cash(&without, 249), &id(), Some(&token))
        .unwrap();
    assert_eq!(
        (&paid["state"], &paid["total_minor"]),
        (&json!("completed"), &json!(249))
    );
    assert_eq!(till.books().balance(DRAWER), -249);
    let percent = json!({"kind": "percent", "percent": "5"});
    let other = id();
    cem.ok("return_open", json!({"sale_id": other}));
    cem.scan(&other, goods::PEN);
    let discount = json!({"sale_id": other, "discount": percent});
    cem.refused("sale_discount", discount, ErrorCode::DiscountOutOfRange);
}

#[test]
fn weighed_goods_come_back_in_parts() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sold = id();
    let cheese =
        json!({"sale_id": sold, "line_id": id(), "code": goods::CHEESE, "quantity": "1.001"});
    assert_eq!(cem.ok("sale_scan", cheese)["total_minor"], 991);
    cem.pay_cash(&sold, 991);
    let mut paid = 0;
    for part in ["0.333", "0.334", "0.334"] {
        let back = started(&cem, bring_back(&sold, 1, part));
        paid += cem.pay_cash(&back, 991)["total_minor"].as_i64().unwrap();
    }
    assert_eq!(paid, 991, "the parts are worth the whole");
    let gram = bring_back(&sold, 1, "0.001");
    cem.refused("return_start", gram, ErrorCode::ReturnMoreThanBought);
    // A kilogram counts as one item of the day, whatever it weighs.
    let sam = till.sign_in(Who::Sam);
    let day = sam.ok("day_report", json!({"day": null}));
    assert_eq!(day["item_count"], "-2", "one item out, three back");
    assert_eq!(day["top_products"][0]["quantity"], "0");
}

#[test]
fn returns_begun_side_by_side_pay_the_line_to_the_cent() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    // Two for 1.01: the first to come back is worth 0.51, the second 0.50.
    let sold = id();
    let input = json!({"sale_id": sold, "line_id": id(), "code": goods::PEN, "quantity": "2"});
    let line = mia.ok("sale_scan", input)["lines"][0]["line_id"].clone();
    let off = json!({"kind": "amount", "amount_minor": 2 * 249 - 101});
    let set = json!({
        "sale_id": sold, "line_id": line, "quantity": null, "unit_price": null,
        "discount": off, "note": null,
    });
    mia.ok("sale_line_set", set);
    mia.pay_cash(&sold, 101);
    let first = started(&mia, bring_back(&sold, 1, "1"));
    let second = started(&mia, bring_back(&sold, 1, "1"));
    assert_eq!(mia.pay_cash(&first, 51)["total_minor"], 51);
    assert_eq!(mia.sale(&second)["total_minor"], 51, "as it was begun");
    assert_eq!(mia.pay_cash(&second, 51)["total_minor"], 50);
    assert_eq!(till.books().balance(DRAWER), 0);
}

#[test]
fn what_is_written_off_does_not_return_to_the_shelf() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sold = id();
    let three = json!({"sale_id": sold, "line_id": id(), "code": goods::PEN, "quantity": "3"});
    cem.ok("sale_scan", three);
    cem.pay_cash(&sold, 747);
    let both = json!({
        "sale_id": id(), "original_sale_id": sold,
        "lines": [
            {"line_no": 1, "quantity": "1", "written_off": true},
            {"line_no": 1, "quantity": "1"},
        ],
    });
    let back = started(&cem, both);
    let done = cem.pay_cash(&back, 498);
    let written_off = |at: usize| done["lines"][at]["written_off"].clone();
    assert_eq!(
        (written_off(0), written_off(1)),
        (json!(true), json!(false))
    );
    let moved = "SELECT sum(moved) FROM stock";
    assert_eq!(till.books().number(moved), -2000, "three out, one back");
    assert_eq!(cem.sale(&sold)["lines"][0]["returned"], "2");
}

#[test]
fn a_receipt_is_found_by_what_the_customer_has() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let in_cash = cem.ring(&[goods::PEN]);
    cem.pay_cash(&in_cash, 249);
    let by_card = cem.ring(&[goods::PEN, goods::COLA]);
    let attempt = cem.pay_card(&by_card, &terminal, 359);
    let done = cem.until_attempt(&by_card, &attempt, &["captured"]);
    let masked = done["tenders"][0]["card"]["masked_pan"].as_str().unwrap();
    let end = masked[masked.len() - 4..].to_owned();
    let ask = |change: fn(&mut Value, &str), value: &str| {
        let mut input = json!({
            "text": null, "day": null, "state": null, "card_end": null, "amount_minor": null,
            "offset": 0, "limit": 9,
        });
        change(&mut input, value);
        input
    };
    let found = |input: Value| -> Vec<String> {
        let rows = cem.ok("sale_find", input)["rows"].clone();
        let id = |row: &Value| row["sale_id"].as_str().unwrap().to_owned();
        rows.as_array().unwrap().iter().map(id).collect()
    };
    let text: fn(&mut Value, &str) = |input, value| input["text"] = json!(value);
    let card: fn(&mut Value, &str) = |input, value| input["card_end"] = json!(value);
    let amount: fn(&mut Value, &str) = |input, value| {
        input["amount_minor"] = json!(value.parse::<i64>().unwrap());
    };
    // The receipt's barcode is its number; another till's receipt is not this one's.
    let barcode = done["number_text"].as_str().unwrap();
    assert_eq!(found(ask(text, barcode)), slice::from_ref(&by_card));
    assert_eq!(found(ask(text, "2-0002")), Vec::<String>::new());
    assert_eq!(found(ask(card, &end)), slice::from_ref(&by_card));
    let other = if end == "0000" { "0001" } else { "0000" };
    assert_eq!(found(ask(card, other)), Vec::<String>::new());
    assert_eq!(found(ask(amount, "249")), [in_cash]);
    let error = cem.refused("sale_find", ask(card, "12a4"), ErrorCode::FieldInvalid);
    assert_eq!(error.field.as_deref(), Some("card_end"));
    // What was paid back to the card is found by it too.
    pos_tests::sim::until_link(&cem, &terminal, "ready");
    let back = started(&cem, bring_back(&by_card, 1, "1"));
    let attempt = cem.pay_card(&back, &terminal, 249);
    cem.until_attempt(&back, &attempt, &["captured"]);
    assert_eq!(found(ask(card, &end)), [back, by_card]);
}
