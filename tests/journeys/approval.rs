//! A second person's word: bound to act, amount and sale, once, within a minute, never oneself.

use pos_app::ErrorCode;
use pos_tests::clock::Later;
use pos_tests::{Clerk, Till, Who, goods, id};
use serde_json::{Value, json};

/// Reduces the first line by so many percent.
fn discount(sale: &Value, percent: &str) -> Value {
    json!({
        "sale_id": sale["sale_id"], "line_id": sale["lines"][0]["line_id"], "quantity": null,
        "unit_price": null, "discount": {"kind": "percent", "percent": percent}, "note": null,
    })
}

fn one_pen(cem: &Clerk) -> Value {
    cem.scan(&id(), goods::PEN)
}

#[test]
fn a_discount_over_the_limit_takes_two() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = one_pen(&cem);
    assert_eq!(
        cem.ok("sale_line_set", discount(&sale, "10"))["total_minor"],
        224
    );
    let half = discount(&sale, "50");
    let error = cem.refused("sale_line_set", half.clone(), ErrorCode::ApprovalNeeded);
    let needed = error.approval.clone().unwrap();
    assert_eq!(needed.amount_minor, Some(125));
    assert_eq!(
        cem.sale(sale["sale_id"].as_str().unwrap())["total_minor"],
        224,
        "nothing changed"
    );

    let act = json!({"act": "sale_discount"});
    let approvers = cem.ok("approvers", act);
    let names: Vec<&str> = approvers
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Mia"]);

    // Not oneself, not an equal, not with a wrong PIN.
    let own = cem.grant_of(Who::Cem, &error);
    cem.refused("approval_grant", own, ErrorCode::ApprovalInvalid);
    let equal = cem.grant_of(Who::Dora, &error);
    cem.refused("approval_grant", equal, ErrorCode::NotAllowed);
    let mut wrong = cem.grant_of(Who::Mia, &error);
    wrong["pin"] = json!("739053");
    cem.refused("approval_grant", wrong, ErrorCode::CredentialsWrong);

    let token = cem.approved_by(Who::Mia, &error);
    let with = |input: &Value| cem.call("sale_line_set", input.clone(), &id(), Some(&token));
    // Another amount and another sale still need their own word, and do not use this one up.
    let other_amount = with(&discount(&sale, "60")).unwrap_err();
    assert_eq!(other_amount.code, ErrorCode::ApprovalNeeded);
    let other_sale = with(&discount(&one_pen(&cem), "50")).unwrap_err();
    assert_eq!(other_sale.code, ErrorCode::ApprovalNeeded);
    let reduced = with(&half).unwrap();
    assert_eq!(reduced["total_minor"], 124);
    assert_eq!(reduced["lines"][0]["approved_by"], "Mia");
    // Once.
    assert_eq!(with(&half).unwrap_err().code, ErrorCode::ApprovalInvalid);
    // What is within one's own right does not use a word up, and is not said to be approved.
    let done = cem.pay_cash(sale["sale_id"].as_str().unwrap(), 124);
    assert_eq!(done["lines"][0]["approved_by"], "Mia");
}

#[test]
fn a_word_for_one_person_is_none_for_another() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let dora = till.sign_in(Who::Dora);
    let sale = one_pen(&cem);
    let half = discount(&sale, "50");
    let error = cem.refused("sale_line_set", half.clone(), ErrorCode::ApprovalNeeded);
    let token = cem.approved_by(Who::Mia, &error);
    let stolen = dora
        .call("sale_line_set", half, &id(), Some(&token))
        .unwrap_err();
    assert_eq!(stolen.code, ErrorCode::ApprovalInvalid);
}

#[test]
fn a_word_is_good_for_a_minute() {
    let till = Till::new();
    let (app, later) = Later::over(&till);
    let mut cem = till.nobody_at(&app);
    cem.sign_in(Who::Cem);
    let sale = one_pen(&cem);
    let half = discount(&sale, "50");
    for (seconds, code) in [(61, Some(ErrorCode::ApprovalInvalid)), (59, None)] {
        let error = cem.refused("sale_line_set", half.clone(), ErrorCode::ApprovalNeeded);
        let token = cem.approved_by(Who::Mia, &error);
        later.pass_s(seconds);
        let answer = cem.call("sale_line_set", half.clone(), &id(), Some(&token));
        assert_eq!(answer.err().map(|e| e.code), code, "after {seconds} s");
    }
}

#[test]
fn the_approver_stands_in_the_journal() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::LAMP]);
    let void = json!({"sale_id": sale, "reason": "changed their mind"});
    let error = cem.refused("sale_void", void.clone(), ErrorCode::ApprovalNeeded);
    assert_eq!(error.approval.as_ref().unwrap().amount_minor, Some(12_000));
    let token = cem.approved_by(Who::Sam, &error);
    let voided = cem.call("sale_void", void, &id(), Some(&token)).unwrap();
    assert_eq!(voided["state"], "voided");
    let sql = "SELECT count(*) FROM journal_entry AS entry
               JOIN identity ON identity_no = entry.approver
               JOIN user ON user_id = id
               WHERE entry.kind = 3 AND user.name = 'Sam'";
    assert_eq!(till.books().number(sql), 1);
}

#[test]
fn a_discount_of_the_whole_sale_and_a_price_have_limits_too() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::LAMP]);
    let off = |minor: i64| {
        let discount = json!({"kind": "amount", "amount_minor": minor});
        json!({"sale_id": sale, "discount": discount})
    };
    assert_eq!(cem.ok("sale_discount", off(1_200))["total_minor"], 10_800);
    cem.refused("sale_discount", off(1_201), ErrorCode::ApprovalNeeded);
    cem.refused("sale_discount", off(-1), ErrorCode::DiscountOutOfRange);
    cem.refused("sale_discount", off(12_001), ErrorCode::DiscountOutOfRange);
    cem.ok("sale_discount", json!({"sale_id": sale, "discount": null}));
    let view = cem.sale(&sale);
    let price = |minor: i64| {
        json!({
            "sale_id": sale, "line_id": view["lines"][0]["line_id"], "quantity": null,
            "unit_price": minor * 100, "discount": null, "note": null,
        })
    };
    let error = cem.refused("sale_line_set", price(11_999), ErrorCode::ApprovalNeeded);
    let token = cem.approved_by(Who::Mia, &error);
    let cheaper = cem
        .call("sale_line_set", price(11_999), &id(), Some(&token))
        .unwrap();
    assert_eq!(cheaper["total_minor"], 11_999);
    cem.refused("sale_line_set", price(-1), ErrorCode::PriceOutOfRange);
    assert_eq!(
        cem.ok("sale_line_set", price(12_500))["total_minor"],
        12_500,
        "more is no gift"
    );
}

#[test]
fn a_discount_cannot_grow_past_the_limit_by_a_detour() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    // A tenth of ten lamps, then nine of them go.
    let view = cem.scan(&id(), goods::LAMP);
    let set = |quantity: &str, discount: Value| {
        json!({
            "sale_id": view["sale_id"], "line_id": view["lines"][0]["line_id"],
            "quantity": quantity, "unit_price": null, "discount": discount, "note": null,
        })
    };
    let tenth = json!({"kind": "amount", "amount_minor": 12_000});
    cem.ok("sale_line_set", set("10", tenth));
    cem.refused(
        "sale_line_set",
        set("1", Value::Null),
        ErrorCode::ApprovalNeeded,
    );

    // A tenth of a sale, then what it was a tenth of is struck out.
    let sale = cem.ring(&[goods::LAMP, goods::PEN]);
    let off = json!({"kind": "amount", "amount_minor": 240});
    let view = cem.ok("sale_discount", json!({"sale_id": sale, "discount": off}));
    let lamp = json!({"sale_id": sale, "line_id": view["lines"][0]["line_id"]});
    cem.refused("sale_line_remove", lamp, ErrorCode::ApprovalNeeded);
}
