//! Ringing: scanned, typed, tapped, searched; lines changed, struck out and taken back.

use pos_app::ErrorCode;
use pos_tests::{Till, Who, goods, id};
use serde_json::{Value, json};

fn line(sale: &Value, at: usize) -> String {
    sale["lines"][at]["line_id"].as_str().unwrap().to_owned()
}

#[test]
fn lines_are_rung_and_changed() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = id();
    cem.scan(&sale, goods::PEN);
    let found = till.until("the index of goods", || {
        let tiles = cem.ok("product_search", json!({"text": "tea", "limit": 5}));
        tiles.as_array().unwrap().first().cloned()
    });
    assert_eq!(found["unit_price"], 33_300);
    let tea = json!({
        "sale_id": sale, "line_id": id(), "product_id": found["product_id"], "quantity": "2",
        "unit_price": null,
    });
    let view = cem.ok("sale_add", tea.clone());
    assert_eq!(view["total_minor"], 249 + 666);
    // The same call twice adds one line.
    assert_eq!(
        cem.ok("sale_add", tea)["lines"].as_array().unwrap().len(),
        2
    );

    let pen = line(&view, 0);
    let set = |change: Value| {
        let mut input = json!({
            "sale_id": sale, "line_id": pen, "quantity": null, "unit_price": null,
            "discount": null, "note": null,
        });
        input
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        input
    };
    let view = cem.ok(
        "sale_line_set",
        set(json!({"quantity": "3", "note": "blue"})),
    );
    assert_eq!(
        (&view["total_minor"], &view["lines"][0]["note"]),
        (&json!(747 + 666), &json!("blue"))
    );
    let tenth = json!({"kind": "percent", "percent": "10"});
    let view = cem.ok("sale_line_set", set(json!({"discount": tenth})));
    assert_eq!(view["lines"][0]["discount_minor"], 75);
    let view = cem.ok("sale_line_set", set(json!({"clear_discount": true})));
    assert_eq!(view["lines"][0]["discount_minor"], 0);

    let pen_line = json!({"sale_id": sale, "line_id": pen});
    assert_eq!(
        cem.ok("sale_line_remove", pen_line.clone())["total_minor"],
        666
    );
    assert_eq!(
        cem.ok("sale_line_restore", pen_line.clone())["total_minor"],
        747 + 666
    );
    assert_eq!(
        cem.ok("sale_note", json!({"sale_id": sale, "note": "gift"}))["note"],
        "gift"
    );

    cem.ok("sale_line_remove", pen_line);
    let done = cem.pay_cash(&sale, 666);
    assert_eq!(
        (&done["state"], &done["lines"][0]["voided"]),
        (&json!("completed"), &json!(true))
    );
}

#[test]
fn many_lines_come_in_one_call_or_none() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = id();
    let line = |product: i64, quantity: &str| {
        json!({
            "line_id": id(), "product_id": product, "quantity": quantity, "unit_price": null,
        })
    };
    let bad = json!({"sale_id": sale, "lines": [line(1, "1"), line(999, "1")]});
    cem.refused("sale_add_lines", bad, ErrorCode::ProductUnknown);
    cem.refused(
        "sale_view",
        json!({"sale_id": sale}),
        ErrorCode::SaleNotFound,
    );
    let good = json!({"sale_id": sale, "lines": [line(1, "2"), line(2, "3")]});
    let view = cem.ok("sale_add_lines", good.clone());
    assert_eq!(
        (&view["item_count"], &view["total_minor"]),
        (&json!("5"), &json!(498 + 330))
    );
    assert_eq!(cem.ok("sale_add_lines", good)["item_count"], "5");
    assert_eq!(cem.pay_cash(&sale, 828)["state"], "completed");
}

#[test]
fn what_cannot_be_rung_says_why() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    let scan = |code: &str, quantity: Value| {
        let line = id();
        json!({"sale_id": sale, "line_id": line, "code": code, "quantity": quantity})
    };
    let cases = [
        (
            scan("4006381333924", Value::Null),
            ErrorCode::ProductUnknown,
            "code",
        ),
        (
            scan("4006381333932", Value::Null),
            ErrorCode::BarcodeCheckDigit,
            "code",
        ),
        (
            scan(goods::PEN, json!("0")),
            ErrorCode::QuantityOutOfRange,
            "quantity",
        ),
        (
            scan(goods::PEN, json!("-1")),
            ErrorCode::QuantityOutOfRange,
            "quantity",
        ),
        (
            scan(goods::PEN, json!("1.5")),
            ErrorCode::QuantityNotWhole,
            "quantity",
        ),
    ];
    for (input, code, field) in cases {
        let error = cem.refused("sale_scan", input, code);
        assert_eq!(error.field.as_deref(), Some(field));
    }
    let view = cem.ok("sale_scan", scan(goods::CHEESE, json!("0.642")));
    assert_eq!(view["total_minor"], 249 + 636);
    assert_eq!(view["item_count"], "2");
    cem.pay_cash(&sale, 1_000);
    let error = cem.refused(
        "sale_scan",
        scan(goods::PEN, Value::Null),
        ErrorCode::SaleNotOpen,
    );
    assert_eq!(error.params["state"], "completed");
}

#[test]
fn a_scale_prints_weight_or_price_into_the_code() {
    let till = Till::new();
    let manager = till.sign_in(Who::Mia);
    let mut settings = manager.ok("settings_view", json!({}));
    let rule = |prefix: &str, value: &str, decimals: u8| {
        json!({
            "prefix": prefix, "item_digits": 5, "value_digits": 5, "value": value,
            "decimals": decimals,
        })
    };
    settings["price_barcodes"] = json!([rule("19", "weight", 3)]);
    let error = manager.refused("settings_save", settings.clone(), ErrorCode::FieldInvalid);
    assert_eq!(error.field.as_deref(), Some("price_barcodes"));
    settings["price_barcodes"] = json!([rule("20", "weight", 3), rule("21", "price", 2)]);
    manager.ok("settings_save", settings);
    let sale = id();
    let weighed = manager.scan(&sale, &with_check_digit("202012300512"));
    assert_eq!(weighed["lines"][0]["quantity"], "0.512");
    assert_eq!(weighed["total_minor"], 507);
    let priced = manager.scan(&sale, &with_check_digit("212012300499"));
    // Goods sold by weight: what the price buys at 9.90 a kilogram, to the gram.
    let line = &priced["lines"][1];
    assert_eq!(
        (&line["amount_minor"], &line["quantity"], &line["unit"]),
        (&json!(499), &json!("0.504"), &json!("kg"))
    );
    assert_eq!(line["unit_price"], 99_000);
    assert_eq!(priced["item_count"], "2");
    // Three packets with the same label, and another weight than the label's.
    let packets = |code: &str, quantity: &str| {
        json!({
            "sale_id": sale, "line_id": id(), "code": with_check_digit(code),
            "quantity": quantity,
        })
    };
    let three = manager.ok("sale_scan", packets("212012300499", "3"));
    let line = &three["lines"][2];
    assert_eq!(
        (&line["amount_minor"], &line["quantity"]),
        (&json!(3 * 499), &json!("1.512"))
    );
    let set = json!({
        "sale_id": sale, "line_id": line["line_id"], "quantity": "1", "unit_price": null,
        "discount": null, "note": null,
    });
    assert_eq!(
        manager.ok("sale_line_set", set)["lines"][2]["amount_minor"],
        990
    );
    let two = manager.ok("sale_scan", packets("202012300512", "2"));
    assert_eq!(two["lines"][3]["quantity"], "1.024");
    let half = packets("212012300499", "0.5");
    manager.refused("sale_scan", half, ErrorCode::QuantityNotWhole);
    let due = two["due_minor"].as_i64().unwrap();
    assert_eq!(manager.pay_cash(&sale, due)["state"], "completed");
    let moved = "SELECT sum(moved) FROM stock";
    assert_eq!(till.books().number(moved), -(512 + 504 + 1000 + 1024));
}

/// An EAN-13 of twelve digits.
fn with_check_digit(twelve: &str) -> String {
    let weigh = |(at, digit): (usize, char)| digit.to_digit(10).unwrap() * [1, 3][at % 2];
    let sum: u32 = twelve.chars().enumerate().map(weigh).sum();
    format!("{twelve}{}", (10 - sum % 10) % 10)
}
