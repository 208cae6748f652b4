//! A shop with the strong rules: password and second factor on one screen, what a person does
//! first, sensitive acts, the second factor that is lost.

mod peppers;
mod shop;

use pos_app::{App, ErrorCode};
use pos_tests::clock::Later;
use pos_tests::template::{PASSWORD, Who};
use pos_tests::{Authenticator, Clerk, Till, id};
use serde_json::{Value, json};
use shop::{Strong, by_pin, enrol, made, number, sign_in, sit};

const NEW_PASSWORD: &str = "quarry-7-lantern-orchid";

fn code(shown: &str) -> Value {
    json!({ "code": shown })
}

#[test]
fn the_first_days_of_a_strong_shop() {
    let till = Till::bare();
    made(&till);
    let (app, later) = Later::over(&till);
    let mut mia = till.nobody_at(&app);
    let tiles = mia.ok("session_users", json!({}));
    assert_eq!(tiles[0]["wants"], "password_and_code");
    let error = mia.refused(
        "session_sign_in",
        by_pin(&till, Who::Mia),
        ErrorCode::FieldInvalid,
    );
    assert_eq!(error.params["reason"], "password_and_code");

    let (phone, first) = the_second_factor_comes_first(&till, &later, &mut mia);
    let second = a_sensitive_act_asks_for_a_code(&later, &mia, &phone, &first);
    a_given_pin_is_changed_first(&till, &app);
    every_wrong_sign_in_is_answered_alike(&till, &later, &mut mia, &phone, &second);
}

/// Nothing but the second factor before it is there. Answers the phone and the code it took.
fn the_second_factor_comes_first(
    till: &Till,
    later: &Later,
    mia: &mut Clerk,
) -> (Authenticator, String) {
    let session = sit(mia, &sign_in(till, Who::Mia, PASSWORD, None));
    assert_eq!(session["must"], "enrol_second_factor");
    assert_eq!(session["second_factor"], "missing");
    for command in ["user_list", "till_close", "settings_view", "sale_current"] {
        let answer = mia.ask(command, json!({})).unwrap_err().code;
        let nothing = [ErrorCode::SecondFactorNeeded, ErrorCode::CommandUnknown];
        assert!(nothing.contains(&answer), "{command}: {answer:?}");
    }
    mia.refused(
        "second_factor_confirm",
        code("123456"),
        ErrorCode::FieldInvalid,
    );
    let offer = mia.ok("second_factor_begin", json!({}));
    let groups = offer["secret_groups"].as_array().unwrap();
    let typed: Vec<&str> = groups.iter().map(|g| g.as_str().unwrap()).collect();
    let phone = Authenticator::typed(&typed.concat());
    let rows = offer["modules"].as_array().unwrap();
    assert!(rows.len() >= 21 && rows.iter().all(|r| r.as_str().unwrap().len() == rows.len()));
    let wrong = phone.code(later.wall_ms() - 600_000);
    mia.refused(
        "second_factor_confirm",
        code(&wrong),
        ErrorCode::FieldInvalid,
    );
    let first = phone.code(later.wall_ms());
    let kept = mia.ok("second_factor_confirm", code(&first));
    assert_eq!(kept["codes"].as_array().unwrap().len(), 10);
    let session = mia.ok("session_current", json!({}));
    assert_eq!(session["must"], Value::Null);
    assert_eq!(session["recovery_codes_left"], 10);
    assert_eq!(number(till, 32), 1);
    (phone, first)
}

/// A sensitive act asks for the code; the password does not do, nor a code that was taken. Sam is
/// hired by it. Answers the code that did.
fn a_sensitive_act_asks_for_a_code(
    later: &Later,
    mia: &Clerk,
    phone: &Authenticator,
    first: &str,
) -> String {
    let sam = id();
    let save = json!({"user_id": sam, "name": "Sam", "role": "supervisor", "active": true});
    mia.refused("user_save", save.clone(), ErrorCode::StepUpNeeded);
    mia.refused(
        "session_step_up",
        json!({"password": PASSWORD}),
        ErrorCode::FieldInvalid,
    );
    mia.refused("session_step_up", code(first), ErrorCode::CredentialsWrong);
    later.pass_s(30);
    let second = phone.code(later.wall_ms());
    assert_eq!(mia.ok("session_step_up", code(&second))["seconds"], 60);
    mia.ok("user_save", save.clone());
    let given = json!({"user_id": sam, "pin": Who::Sam.pin(), "password": null});
    mia.ok("user_secret_set", given);
    later.pass_s(60);
    mia.refused("user_save", save, ErrorCode::StepUpNeeded);
    second
}

/// Sam was given the PIN: it is changed before anything else, and is nobody's word before.
fn a_given_pin_is_changed_first(till: &Till, app: &App) {
    let mut sam = till.nobody_at(app);
    let session = sit(&mut sam, &by_pin(till, Who::Sam));
    assert_eq!(session["must"], "change_pin");
    sam.refused("sale_current", json!({}), ErrorCode::SecretChangeNeeded);
    let change = |new: &str| json!({"pin": Who::Sam.pin(), "new_pin": new});
    let same = sam.refused("own_pin_change", change(Who::Sam.pin()), ErrorCode::PinRule);
    assert_eq!(same.params["reason"], "used_before");
    assert_eq!(
        sam.ok("own_pin_change", change("749206"))["must"],
        Value::Null
    );
    sam.ok("sale_current", json!({}));
}

/// From now on the manager needs both; whatever is wrong, the answer is the same.
fn every_wrong_sign_in_is_answered_alike(
    till: &Till,
    later: &Later,
    mia: &mut Clerk,
    phone: &Authenticator,
    taken: &str,
) {
    mia.ok("session_sign_out", json!({}));
    later.pass_s(30);
    let code = phone.code(later.wall_ms());
    let mut answers = Vec::new();
    for input in [
        sign_in(till, Who::Mia, PASSWORD, None),
        sign_in(till, Who::Mia, PASSWORD, Some(taken)),
        sign_in(till, Who::Mia, "kettle-5-violet-harbour", Some(&code)),
        sign_in(till, Who::Mia, PASSWORD, Some("AAAA-BBBB-CCCC-DDDD")),
    ] {
        let mut error = mia.ask("session_sign_in", input).unwrap_err();
        for differs in ["tries_left", "wait_s"] {
            error.params.remove(differs);
        }
        error.trace_id.clear();
        answers.push(error);
        later.pass_s(1);
        till.user_id(Who::Mia);
        later.pass_s(4);
    }
    assert!(answers.iter().all(|a| *a == answers[0]), "{answers:?}");
    assert_eq!(answers[0].code, ErrorCode::CredentialsWrong);
    let code = phone.code(later.wall_ms());
    let session = sit(mia, &sign_in(till, Who::Mia, PASSWORD, Some(&code)));
    assert_eq!(session["must"], Value::Null);
    // The PIN wakes the own seat.
    mia.ok("session_lock", json!({}));
    let pin = json!({"pin": Who::Mia.pin(), "password": null});
    assert_eq!(mia.ok("session_unlock", pin)["locked"], false);
}

#[test]
fn a_code_is_good_once_after_a_restart_and_with_the_clock_set_back() {
    let till = Till::bare();
    made(&till);
    let (app, later) = Later::over(&till);
    let (strong, mia) = Strong::enrolled(&till, &app, later.clone());
    let code = strong.next_code();
    let input = sign_in(&till, Who::Mia, PASSWORD, Some(&code));
    let copy = pos_tests::template::copy_of(till.dir());
    mia.ok("session_sign_in", input.clone());
    strong.seat().refused(
        "session_sign_in",
        input.clone(),
        ErrorCode::CredentialsWrong,
    );

    // Another program on the same file knows nothing but the file.
    let (again, clock) = Later::over(&till);
    clock.pass_s(40);
    let seat = till.nobody_at(&again);
    seat.refused(
        "session_sign_in",
        input.clone(),
        ErrorCode::CredentialsWrong,
    );

    // The clock goes back by an hour, to a code that was never used: refused, with a reason.
    clock.pass_s(10);
    again.watch_clock().unwrap();
    clock.turn_ms(-3_600_000);
    let old = strong.phone.code(clock.wall_ms());
    let old = sign_in(&till, Who::Mia, PASSWORD, Some(&old));
    seat.refused("session_sign_in", old.clone(), ErrorCode::ClockBehind);
    again.watch_clock().unwrap();
    seat.refused("session_sign_in", old.clone(), ErrorCode::ClockBehind);
    let (third, late) = Later::over(&till);
    late.turn_ms(-3_600_000);
    third.recover().unwrap();
    let seat = till.nobody_at(&third);
    seat.refused("session_sign_in", old, ErrorCode::ClockBehind);
    // A recovery code needs no clock; it is good once.
    let by_code = sign_in(
        &till,
        Who::Mia,
        PASSWORD,
        Some(&strong.codes[3].to_lowercase()),
    );
    let session = seat.ok("session_sign_in", by_code.clone());
    assert_eq!(session["recovery_codes_left"], 9);
    assert_eq!(number(&till, 34), 1);
    seat.refused("session_sign_in", by_code, ErrorCode::CredentialsWrong);

    // The file of before the sign-in is not taken back.
    till.stop();
    let file = pos_store::DATABASE_FILE;
    for entry in std::fs::read_dir(till.dir()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.starts_with(file) {
            std::fs::remove_file(till.dir().join(&name)).unwrap();
        }
    }
    for entry in std::fs::read_dir(copy.path()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with(file) {
            std::fs::copy(entry.path(), till.dir().join(name)).unwrap();
        }
    }
    let options = pos_host::HostOptions {
        data_dir: till.dir().to_path_buf(),
        passphrase: None,
        terminals: false,
    };
    let opened = pos_host::Host::start(options).map(|host| host.stop());
    let error = opened.unwrap_err().to_string();
    assert!(error.starts_with("file_rolled_back"), "{error}");
    // What is proven when the till goes is the file that it wrote.
    std::fs::remove_file(till.dir().join(file)).unwrap();
}

#[test]
fn a_lost_second_factor_takes_two_and_never_the_technician() {
    let till = Till::bare();
    made(&till);
    let (app, later) = Later::over(&till);
    let (strong, mia) = Strong::enrolled(&till, &app, later.clone());
    strong.hire(&mia, Who::Tao);
    strong.hire(&mia, Who::Sam);

    // Tao was given a password: it is changed, then the second factor is taken in.
    let mut tao = strong.seat();
    let session = sit(&mut tao, &sign_in(&till, Who::Tao, PASSWORD, None));
    assert_eq!(session["must"], "change_password");
    let change = |old: &str, new: &str| json!({"password": old, "new_password": new});
    let named = tao.refused(
        "own_password_change",
        change(PASSWORD, "corner shop 1234"),
        ErrorCode::PasswordRule,
    );
    assert_eq!(named.params["reason"], "too_common");
    let session = tao.ok("own_password_change", change(PASSWORD, NEW_PASSWORD));
    assert_eq!(session["must"], "enrol_second_factor");
    let (_lost, _codes) = enrol(&tao, &later);
    let people = mia.ok("user_list", json!({}));
    let of = |who: Who| {
        let all = people.as_array().unwrap();
        all.iter()
            .find(|p| p["name"] == who.name())
            .unwrap()
            .clone()
    };
    assert_eq!(of(Who::Tao)["second_factor"], "enrolled");
    assert_eq!(of(Who::Sam)["second_factor"], "not_needed");
    // The PIN is still the given one.
    assert_eq!(of(Who::Tao)["must_change"], true);
    assert_eq!(of(Who::Mia)["must_change"], false);

    let reset = json!({"user_id": till.user_id(Who::Tao)});
    tao.refused("second_factor_reset", reset.clone(), ErrorCode::NotAllowed);
    // What Mia showed to hire Sam covers no more than that minute.
    later.pass_s(60);
    mia.refused(
        "second_factor_reset",
        reset.clone(),
        ErrorCode::StepUpNeeded,
    );
    strong.step_up(&mia);
    let own = json!({"user_id": till.user_id(Who::Mia)});
    mia.refused("second_factor_reset", own, ErrorCode::FieldInvalid);
    let asked = mia.refused(
        "second_factor_reset",
        reset.clone(),
        ErrorCode::ApprovalNeeded,
    );
    // Neither the technician nor who has still a given PIN.
    let taos = mia.grant_of(Who::Tao, &asked);
    mia.refused("approval_grant", taos, ErrorCode::SecretChangeNeeded);
    let sams = mia.grant_of(Who::Sam, &asked);
    mia.refused(
        "approval_grant",
        sams.clone(),
        ErrorCode::SecretChangeNeeded,
    );
    let mut sam = strong.seat();
    sit(&mut sam, &by_pin(&till, Who::Sam));
    sam.ok(
        "own_pin_change",
        json!({"pin": Who::Sam.pin(), "new_pin": "749206"}),
    );
    let mut sams = sams;
    sams["pin"] = json!("749206");
    let word = mia.ok("approval_grant", sams);
    strong.step_up(&mia);
    let done = mia.call("second_factor_reset", reset, &id(), word["token"].as_str());
    assert_eq!(done.unwrap()["second_factor"], "missing");
    let sql = "SELECT count(*) FROM journal_entry AS entry
               JOIN identity ON identity_no = entry.approver
               JOIN user ON user_id = id WHERE entry.kind = 33 AND user.name = 'Sam'";
    assert_eq!(till.books().number(sql), 1);
    tao.refused("session_lock", json!({}), ErrorCode::SessionNeeded);
    let session = sit(&mut tao, &sign_in(&till, Who::Tao, NEW_PASSWORD, None));
    assert_eq!(session["must"], "enrol_second_factor");
}

#[test]
fn rules_change_by_who_lives_by_them() {
    let till = Till::new();
    let mut mia = till.sign_in(Who::Mia);
    let tao = till.sign_in(Who::Tao);
    let strong = json!({"strong": true, "change_given": true, "letters_and_digits": false});
    mia.refused(
        "sign_in_policy_save",
        strong.clone(),
        ErrorCode::SecondFactorNeeded,
    );
    let (_app, later) = Later::over(&till);
    let (_phone, codes) = enrol(&mia, &later);
    mia.ok("sign_in_policy_save", strong.clone());
    assert_eq!(mia.ok("sign_in_policy", json!({})), strong);
    assert_eq!(number(&till, 36), 1);
    // Who got in by a PIN comes in anew, by more.
    tao.refused("till_status_x", json!({}), ErrorCode::CommandUnknown);
    tao.refused("terminal_list", json!({}), ErrorCode::SessionNeeded);
    let tiles = tao.ok("session_users", json!({}));
    let wants = |who: Who| {
        let all = tiles.as_array().unwrap();
        all.iter().find(|t| t["name"] == who.name()).unwrap()["wants"].clone()
    };
    assert_eq!(wants(Who::Tao), "password_and_code");
    assert_eq!(wants(Who::Ava), wants(Who::Mia));
    assert_eq!(wants(Who::Cem), "secret");
    // Renewed codes end the old ones.
    mia.ok("session_step_up", json!({"code": codes[0]}));
    let renewed = mia.ok("recovery_codes_renew", json!({}));
    assert_eq!(renewed["codes"].as_array().unwrap().len(), 10);
    let old = json!({"code": codes[1]});
    mia.refused("session_step_up", old, ErrorCode::CredentialsWrong);
    sit(
        &mut mia,
        &sign_in(&till, Who::Mia, PASSWORD, renewed["codes"][0].as_str()),
    );
    mia.ok(
        "session_step_up",
        code(renewed["codes"][1].as_str().unwrap()),
    );
    a_used_code_stays_in_view(&till, &mia);
}

/// Three were used, the first of a set that is renewed. Each stays in view until its entry was
/// opened by somebody else, or by its owner where no other manager is.
fn a_used_code_stays_in_view(till: &Till, mia: &Clerk) {
    let used = || mia.ok("till_status", json!({}))["recovery_used"].clone();
    let first = used();
    assert_eq!(first["count"], 3, "{first}");
    let as_role = |role: &str| {
        let sam = till.user_id(Who::Sam);
        mia.ok(
            "user_save",
            json!({"user_id": sam, "name": "Sam", "role": role, "active": true}),
        );
    };
    let open = json!({"seq": first["seq"]});
    as_role("manager");
    mia.ok("journal_entry", open.clone());
    assert_eq!(used(), first);
    as_role("supervisor");
    mia.ok("journal_entry", open);
    assert_eq!(used()["count"], 2);
    assert!(used()["seq"].as_i64() > first["seq"].as_i64());
}
