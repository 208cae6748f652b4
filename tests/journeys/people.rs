//! Who may sit at the till: wrong tries, locked seats, people who leave.

use pos_app::ErrorCode;
use pos_tests::clock::Later;
use pos_tests::{Till, Who, goods, id};
use serde_json::{Value, json};

fn sign_in(till: &Till, who: Who, pin: &str) -> Value {
    json!({"user_id": till.user_id(who), "pin": pin, "password": null})
}

#[test]
fn five_wrong_pins_lock_a_person_out() {
    let till = Till::new();
    let (app, later) = Later::over(&till);
    let mut seat = till.nobody_at(&app);
    let wrong = sign_in(&till, Who::Cem, "907351");
    for (left, wait_s) in [("4", 0), ("3", 0), ("2", 2), ("1", 4)] {
        let error = seat.refused(
            "session_sign_in",
            wrong.clone(),
            ErrorCode::CredentialsWrong,
        );
        assert_eq!(error.params["tries_left"], left);
        assert_eq!(error.params["wait_s"], wait_s.to_string());
        if wait_s > 0 {
            let right = sign_in(&till, Who::Cem, Who::Cem.pin());
            later.pass_s(wait_s - 1);
            let error = seat.refused("session_sign_in", right, ErrorCode::TryLater);
            assert_eq!(error.params["seconds"], "1");
            later.pass_s(1);
        }
    }
    seat.refused("session_sign_in", wrong, ErrorCode::LockedOut);
    let right = sign_in(&till, Who::Cem, Who::Cem.pin());
    let error = seat.refused("session_sign_in", right.clone(), ErrorCode::LockedOut);
    assert_eq!(error.params["minutes"], "30");
    assert_eq!(
        till.books()
            .number("SELECT count(*) FROM journal_entry WHERE kind = 17"),
        1
    );
    // Others are not locked out with them.
    till.sign_in(Who::Dora);
    later.pass_s(29 * 60);
    seat.refused("session_sign_in", right.clone(), ErrorCode::LockedOut);
    later.pass_s(2 * 60);
    seat.sign_in(Who::Cem);
    // Someone who does not exist costs as much and learns as little.
    let nobody = json!({"user_id": id(), "pin": "907351", "password": null});
    seat.refused("session_sign_in", nobody, ErrorCode::CredentialsWrong);
    let both = json!({"user_id": id(), "pin": "907351", "password": "x"});
    let error = seat.refused("session_sign_in", both, ErrorCode::FieldInvalid);
    assert_eq!(error.field.as_deref(), Some("pin"));
}

#[test]
fn a_manager_lets_a_locked_out_person_in_again() {
    let till = Till::new();
    let (app, later) = Later::over(&till);
    let seat = till.nobody_at(&app);
    for _ in 0..5 {
        let wrong = sign_in(&till, Who::Cem, "907351");
        seat.ask("session_sign_in", wrong).unwrap_err();
        later.pass_s(60);
    }
    let mia = till.sign_in(Who::Mia);
    let users = mia.ok("user_list", json!({}));
    let cem = users
        .as_array()
        .unwrap()
        .iter()
        .find(|u| u["name"] == "Cem")
        .unwrap();
    assert!(cem["locked_until"].is_number());
    let secret = json!({"user_id": cem["user_id"], "pin": "602847", "password": null});
    mia.ok("user_secret_set", secret);
    let new = sign_in(&till, Who::Cem, "602847");
    later.pass_s(60);
    assert_eq!(seat.ok("session_sign_in", new)["role"], "cashier");
    let weak = json!({"user_id": cem["user_id"], "pin": "123456", "password": null});
    let error = mia.refused("user_secret_set", weak, ErrorCode::PinRule);
    assert_eq!(error.field.as_deref(), Some("pin"));
    // None of the last four comes again.
    let cem_id = cem["user_id"].clone();
    let set = |pin: &str| json!({"user_id": cem_id, "pin": pin, "password": null});
    for pin in ["516829", "739184"] {
        mia.ok("user_secret_set", set(pin));
    }
    for pin in ["739184", "516829", "602847", Who::Cem.pin()] {
        let error = mia.refused("user_secret_set", set(pin), ErrorCode::PinRule);
        assert_eq!(error.params["reason"], "used_before");
    }
    mia.ok("user_secret_set", set("927461"));
    mia.ok("user_secret_set", set(Who::Cem.pin()));
}

#[test]
fn an_idle_seat_locks_and_the_sale_stays() {
    let till = Till::new();
    let (app, later) = Later::over(&till);
    let mut cem = till.nobody_at(&app);
    cem.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    later.pass_s(299);
    cem.sale(&sale);
    later.pass_s(301);
    let view = json!({"sale_id": sale});
    cem.refused("sale_view", view.clone(), ErrorCode::SessionLocked);
    app.lock_idle();
    till.until("the seat hears that it is locked", || {
        till.said()
            .iter()
            .any(|s| s.contains("\"type\":\"session\""))
            .then_some(())
    });
    assert_eq!(cem.ok("session_current", json!({}))["locked"], true);
    let wrong = json!({"pin": "907351", "password": null});
    cem.refused("session_unlock", wrong, ErrorCode::CredentialsWrong);
    let right = json!({"pin": Who::Cem.pin(), "password": null});
    assert_eq!(cem.ok("session_unlock", right)["locked"], false);
    assert_eq!(cem.ok("sale_view", view)["total_minor"], 249);
    // Locked by hand, and ended after twelve hours whatever happens.
    cem.ok("session_lock", json!({}));
    cem.refused("sale_current", json!({}), ErrorCode::SessionLocked);
    later.pass_s(12 * 60 * 60);
    cem.refused("sale_current", json!({}), ErrorCode::SessionNeeded);
}

#[test]
fn who_leaves_is_out_at_once() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    let user = |who: Who, role: &str, active: bool| {
        json!({
            "user_id": till.user_id(who), "name": who.name(), "role": role, "active": active,
        })
    };
    mia.ok("user_save", user(Who::Cem, "cashier", false));
    cem.refused(
        "sale_view",
        json!({"sale_id": sale}),
        ErrorCode::SessionNeeded,
    );
    let users = till.nobody().ok("session_users", json!({}));
    assert!(users.as_array().unwrap().iter().all(|u| u["name"] != "Cem"));
    let error = mia.refused(
        "user_save",
        user(Who::Mia, "cashier", true),
        ErrorCode::LastManager,
    );
    assert_eq!(error.field.as_deref(), Some("role"));
    mia.refused(
        "user_save",
        user(Who::Mia, "manager", false),
        ErrorCode::LastManager,
    );
    // A person sits at one seat only.
    let second = till.sign_in(Who::Mia);
    mia.refused("user_list", json!({}), ErrorCode::SessionNeeded);
    second.ok("session_sign_out", json!({}));
    second.refused("user_list", json!({}), ErrorCode::SessionNeeded);
    assert_eq!(second.ok("session_current", json!({})), Value::Null);
}
