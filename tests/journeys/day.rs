//! The day's report: sums of what was rung, by every axis.

use pos_app::ErrorCode;
use pos_tests::books::{CARD_CLEARING, DRAWER};
use pos_tests::{Sim, Till, Who, goods, id};
use serde_json::{Value, json};

fn sum(list: &Value, field: &str) -> i64 {
    list.as_array()
        .unwrap()
        .iter()
        .map(|row| row[field].as_i64().unwrap())
        .sum()
}

fn of<'v>(list: &'v Value, key: &str, value: &str) -> &'v Value {
    list.as_array()
        .unwrap()
        .iter()
        .find(|row| row[key] == value)
        .unwrap()
}

#[test]
fn the_day_adds_up() {
    let (till, sim) = (Till::new(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let dora = till.sign_in(Who::Dora);
    let first = cem.ring(&[goods::PEN, goods::COLA]);
    cem.pay_cash(&first, 400);
    let second = dora.ring(&[goods::TEA]);
    let attempt = dora.pay_card(&second, &terminal, 333);
    dora.until_attempt(&second, &attempt, &["captured"]);
    let third = dora.ring(&[goods::PEN]);
    dora.ok("sale_void", json!({"sale_id": third, "reason": "left"}));
    let back = json!({
        "sale_id": id(), "original_sale_id": first, "lines": [{"line_no": 2, "quantity": "1"}],
    });
    let back = cem.ok("return_start", back);
    cem.pay_cash(back["sale_id"].as_str().unwrap(), 110);

    cem.refused("day_report", json!({"day": null}), ErrorCode::NotAllowed);
    let sam = till.sign_in(Who::Sam);
    let day = sam.ok("day_report", json!({"day": null}));
    assert_eq!(
        (&day["sale_count"], &day["return_count"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(
        (&day["gross_minor"], &day["return_minor"]),
        (&json!(249 + 333), &json!(110))
    );
    assert_eq!(day["average_minor"], json!((249 + 110 + 333) / 2));
    let (net, tax) = (
        day["net_minor"].as_i64().unwrap(),
        day["tax_minor"].as_i64().unwrap(),
    );
    assert_eq!(net + tax, 249 + 333);
    // 2.49 with 19 % and 3.33 with 7 %, each rounded by itself; what came back is out again.
    assert_eq!(tax, 40 + 22);
    for (axis, field) in [
        ("by_hour", "net_minor"),
        ("by_tax", "net_minor"),
        ("by_cashier", "net_minor"),
    ] {
        assert_eq!(sum(&day[axis], field), net, "{axis}");
    }
    let books = till.books();
    assert_eq!(
        of(&day["by_tender"], "kind", "cash")["amount_minor"],
        books.balance(DRAWER)
    );
    assert_eq!(
        of(&day["by_tender"], "kind", "card")["amount_minor"],
        books.balance(CARD_CLEARING)
    );
    assert_eq!(books.balance(CARD_CLEARING), sim.net());
    assert_eq!(of(&day["top_products"], "name", "Tea")["quantity"], "1");
    assert_eq!(day["item_count"], "2");

    let empty = sam.ok("day_report", json!({"day": "2020-02-29"}));
    assert_eq!(
        (&empty["sale_count"], &empty["net_minor"]),
        (&json!(0), &json!(0))
    );
}

#[test]
fn stock_moves_with_what_is_sold() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN, goods::PEN]);
    cem.pay_cash(&sale, 498);
    let tile = till.until("the index of goods", || {
        let tiles = cem.ok("product_search", json!({"text": "pen", "limit": 5}));
        tiles.as_array().unwrap().first().cloned()
    });
    assert_eq!(tile["stock"], "98");
    let categories = cem.ok("category_list", json!({}));
    let office = of(&categories, "name", "Office")["category_id"].clone();
    let grid = json!({"category_id": office, "offset": 0, "limit": 10});
    assert_eq!(cem.ok("product_grid", grid).as_array().unwrap().len(), 4);
}

#[test]
fn goods_that_came_or_broke_are_counted() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let sale = mia.ring(&[goods::PEN, goods::TEA]);
    let view = mia.sale(&sale);
    let (pen, tea) = (
        &view["lines"][0]["product_id"],
        &view["lines"][1]["product_id"],
    );
    let moved = |moves: Value| json!({"moves": moves, "reason": "delivery", "reference": "D-7"});
    let both = json!([
        {"product_id": pen, "quantity": "12"}, {"product_id": tea, "quantity": "-3"},
    ]);
    let levels = mia.ok("stock_adjust", moved(both));
    // Of tea nobody ever counted how much there is.
    assert_eq!(
        (&levels[0]["stock"], &levels[1]["stock"]),
        (&json!("112"), &Value::Null)
    );
    mia.pay_cash(&sale, 582);
    let one = json!([{"product_id": pen, "quantity": "1"}]);
    assert_eq!(mia.ok("stock_adjust", moved(one))[0]["stock"], "112");
    let nothing = json!([{"product_id": pen, "quantity": "0"}]);
    let error = mia.refused(
        "stock_adjust",
        moved(nothing),
        ErrorCode::QuantityOutOfRange,
    );
    assert_eq!(error.field.as_deref(), Some("quantity"));
    let half = json!([{"product_id": pen, "quantity": "0.5"}]);
    mia.refused("stock_adjust", moved(half), ErrorCode::QuantityNotWhole);
    let stranger = json!([{"product_id": 999, "quantity": "1"}]);
    mia.refused("stock_adjust", moved(stranger), ErrorCode::ProductUnknown);
    mia.refused("stock_adjust", moved(json!([])), ErrorCode::FieldInvalid);
}
