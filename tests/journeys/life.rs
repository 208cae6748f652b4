//! A sale's life beside ringing: suspended, recalled, voided, and found again after a restart.

use pos_app::ErrorCode;
use pos_tests::{Till, Who, goods};
use serde_json::{Value, json};

#[test]
fn suspended_and_recalled() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let first = cem.ring(&[goods::PEN]);
    let label = json!({"sale_id": first, "label": "red coat"});
    cem.ok("sale_suspend", label.clone());
    cem.ok("sale_suspend", label);
    let aside = cem.ok("sale_suspended", json!({}));
    assert_eq!(
        (&aside[0]["label"], &aside[0]["total_minor"]),
        (&json!("red coat"), &json!(249))
    );
    assert_eq!(cem.ok("sale_current", json!({})), Value::Null);
    let scan = json!({
        "sale_id": first, "line_id": pos_tests::id(), "code": goods::PEN, "quantity": null
    });
    let error = cem.refused("sale_scan", scan, ErrorCode::SaleNotOpen);
    assert_eq!(error.params["state"], "suspended");

    let second = cem.ring(&[goods::COLA]);
    cem.pay_cash(&second, 110);
    // Another cashier takes it up.
    let dora = till.sign_in(Who::Dora);
    let back = dora.ok("sale_recall", json!({"sale_id": first}));
    assert_eq!(
        (&back["state"], &back["total_minor"]),
        (&json!("open"), &json!(249))
    );
    assert_eq!(dora.pay_cash(&first, 249)["number"], 2);
    assert_eq!(dora.ok("sale_suspended", json!({})), json!([]));
}

#[test]
fn voided_and_still_visible() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    let error = cem.refused(
        "sale_void",
        json!({"sale_id": sale, "reason": " "}),
        ErrorCode::FieldInvalid,
    );
    assert_eq!(error.field.as_deref(), Some("reason"));
    cem.ok("sale_void", json!({"sale_id": sale, "reason": "left"}));
    let view = cem.sale(&sale);
    assert_eq!(
        (&view["state"], &view["number"], &view["note"]),
        (&json!("voided"), &Value::Null, &json!("left"))
    );
    cem.refused(
        "sale_recall",
        json!({"sale_id": sale}),
        ErrorCode::SaleNotOpen,
    );
    let find = json!({"text": null, "day": null, "state": "voided", "offset": 0, "limit": 10});
    assert_eq!(
        cem.ok("sale_find", find)["rows"][0]["sale_id"],
        sale.as_str()
    );
    // The next completed sale gets the first number: a void has none.
    let next = cem.ring(&[goods::PEN]);
    assert_eq!(cem.pay_cash(&next, 249)["number"], 1);
}

#[test]
fn after_a_restart_the_sale_is_there() {
    let mut till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN, goods::COLA]);
    cem.pay_cash(&sale, 100);
    let before = cem.sale(&sale);
    drop(cem);
    let other = till.after_power_cut();
    let dora = other.sign_in(Who::Dora);
    assert_eq!(dora.ok("sale_current", json!({})), before);
    assert_eq!(dora.pay_cash(&sale, 259)["state"], "completed");
    drop(dora);

    till.restart();
    let cem = till.sign_in(Who::Cem);
    assert_eq!(cem.ok("sale_current", json!({})), before);
    assert_eq!(cem.pay_cash(&sale, 259)["state"], "completed");
}

#[test]
fn found_by_number_and_day() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sales: Vec<String> = (0..3).map(|_| cem.ring(&[goods::PEN])).collect();
    for sale in &sales {
        cem.pay_cash(sale, 249);
    }
    let find = |text: Value, offset: u32, limit: u32| {
        json!({
            "text": text, "day": null, "state": null, "offset": offset, "limit": limit,
        })
    };
    for text in ["1-0002", "0002", "2"] {
        let found = cem.ok("sale_find", find(json!(text), 0, 10));
        assert_eq!(found["rows"][0]["sale_id"], sales[1].as_str(), "{text}");
        assert_eq!(found["rows"].as_array().unwrap().len(), 1);
    }
    let page = cem.ok("sale_find", find(Value::Null, 0, 2));
    assert_eq!(
        (&page["rows"][0]["number_text"], &page["more"]),
        (&json!("1-0003"), &json!(true))
    );
    let page = cem.ok("sale_find", find(Value::Null, 2, 2));
    assert_eq!(
        (&page["rows"][0]["number_text"], &page["more"]),
        (&json!("1-0001"), &json!(false))
    );
}
