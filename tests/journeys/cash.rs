//! Cash: change, parts, the smallest coin, and sales that come to nothing.

use pos_app::ErrorCode;
use pos_tests::books::{DRAWER, ROUNDING};
use pos_tests::clerk::cash;
use pos_tests::{Clerk, Till, Who, goods, id};
use serde_json::json;

/// Sets the smallest coin.
fn coin(manager: &Clerk, minor: i64) {
    let mut settings = manager.ok("settings_view", json!({}));
    settings["cash_rounding_minor"] = json!(minor);
    manager.ok("settings_save", settings);
}

#[test]
fn change_and_parts() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN, goods::COLA]);
    let part = cem.pay_cash(&sale, 100);
    assert_eq!(
        (&part["state"], &part["due_minor"]),
        (&json!("tendering"), &json!(259))
    );
    // What is half paid can neither be voided nor rung on; what was laid down can be taken back.
    let scan = json!({"sale_id": sale, "line_id": id(), "code": goods::PEN, "quantity": null});
    cem.refused("sale_scan", scan, ErrorCode::SaleHasPayment);
    let void = json!({"sale_id": sale, "reason": "no"});
    cem.refused("sale_void", void, ErrorCode::SaleHasPayment);
    let first = json!({"sale_id": sale, "tender_id": part["tenders"][0]["tender_id"]});
    assert_eq!(cem.ok("sale_tender_remove", first)["due_minor"], 359);

    cem.pay_cash(&sale, 200);
    let done = cem.pay_cash(&sale, 500);
    assert_eq!(
        (&done["state"], &done["change_minor"]),
        (&json!("completed"), &json!(341))
    );
    assert_eq!(till.books().balance(DRAWER), 359);
    cem.refused("sale_pay_cash", cash(&sale, 100), ErrorCode::SaleNotOpen);
}

#[test]
fn wrong_cash_is_refused() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    for given in [0, -5, 1_000_000_000_001] {
        let error = cem.refused(
            "sale_pay_cash",
            cash(&sale, given),
            ErrorCode::AmountOutOfRange,
        );
        assert_eq!(error.field.as_deref(), Some("given_minor"));
    }
    let error = cem.refused("sale_pay_cash", cash(&id(), 100), ErrorCode::SaleNotFound);
    assert_eq!(error.field.as_deref(), Some("sale_id"));
    let line = json!({"sale_id": sale, "line_id": cem.sale(&sale)["lines"][0]["line_id"]});
    cem.ok("sale_line_remove", line);
    cem.refused("sale_pay_cash", cash(&sale, 100), ErrorCode::SaleEmpty);
}

#[test]
fn the_smallest_coin_rounds_cash_only() {
    let till = Till::new();
    coin(&till.sign_in(Who::Mia), 5);
    let cem = till.sign_in(Who::Cem);
    // 3.59 → 3.60 and 3.33 → 3.35; what was rounded is an account of its own.
    let sale = cem.ring(&[goods::PEN, goods::COLA]);
    assert_eq!(cem.sale(&sale)["due_cash_minor"], 360);
    let done = cem.pay_cash(&sale, 400);
    assert_eq!(
        (&done["change_minor"], &done["rounding_minor"]),
        (&json!(40), &json!(1))
    );
    let tea = cem.ring(&[goods::TEA]);
    cem.pay_cash(&tea, 300);
    let done = cem.pay_cash(&tea, 35);
    assert_eq!(
        (&done["state"], &done["rounding_minor"]),
        (&json!("completed"), &json!(2))
    );
    let books = till.books();
    assert_eq!(
        (books.balance(DRAWER), books.balance(ROUNDING)),
        (360 + 335, -3)
    );
}

#[test]
fn nothing_to_pay_completes_without_a_tender() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::GIFT]);
    cem.refused("sale_pay_cash", cash(&sale, 100), ErrorCode::NothingToPay);
    let done = cem.ok("sale_complete", json!({"sale_id": sale}));
    assert_eq!(
        (&done["state"], &done["number"]),
        (&json!("completed"), &json!(1))
    );
    let dear = cem.ring(&[goods::PEN]);
    cem.refused(
        "sale_complete",
        json!({"sale_id": dear}),
        ErrorCode::CashBelowDue,
    );
}
