//! Second factor: enrolled through the served commands by an authenticator of its own; from then on
//! neither the password nor the code is enough alone, and no code is taken twice, not after a kill
//! either.

use crate::promise::{Kept, Plant, Promise, must};
use crate::stage::{Stage, ok, refusal};
use pos_tests::served::CallError;
use pos_tests::template::{self, PASSWORD};
use pos_tests::{Authenticator, Books, Browser, Served, Who, id};
use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub const PROMISE: Promise = Promise {
    name: "second_factor",
    says: "a manager needs password and code; each code is good once; sensitive acts ask again",
    keep,
    plants: &[
        Plant {
            name: "step-forgotten",
            breaks: "who holds the shop's key sets the last step of the codes to nought",
            found: "the code of before the kill was taken a second time",
        },
        Plant {
            name: "code-unstruck",
            breaks: "who holds the shop's key takes the mark off the recovery code that was used",
            found: "the recovery code of before the kill was taken a second time",
        },
    ],
};

const WRONG_PASSWORD: &str = "kettle-5-violet-harbour";
const STEP_MS: i64 = 30_000;
/// Four wrong ones in a row wait no longer for the next.
const WAIT_S_MAX: u64 = 10;

fn keep(stage: &Stage) -> Kept {
    let till = made(stage)?;
    let mia = manager(&till);
    let (phone, first, kept) = enrolled(&till, &mia)?;
    // The clocks may differ by a step: the next code is good already.
    let next = phone.code(now_ms() + STEP_MS);
    let alike = answered_alike(&till, &mia, &phone, (&first, &next))?;
    let mut browser = Browser::at(&till.address).map_err(|e| e.to_string())?;
    patient(&till, &mut browser, &shown(&mia, PASSWORD, Some(&next)))
        .map_err(|error| format!("password and code: {error}"))?;
    stepped_up(&mut browser, &next, &kept[0])?;
    must(till.kill(), || "the till had ended by itself".to_owned())?;
    if stage.planted("step-forgotten") {
        Books::rewrite(&stage.shop(), "UPDATE second_factor SET last_step = 0");
    }
    if stage.planted("code-unstruck") {
        Books::rewrite(&stage.shop(), "UPDATE recovery_code SET used_at = NULL");
    }
    let till = stage.serve();
    for (which, code) in [("code", &next), ("recovery code", &kept[0])] {
        let mut browser = Browser::at(&till.address).map_err(|e| e.to_string())?;
        let taken = patient(&till, &mut browser, &shown(&mia, PASSWORD, Some(code)));
        match taken {
            Err(error) => must(error["code"] == "credentials_wrong", || {
                format!("the {which} of before the kill: {error}")
            })?,
            Ok(_) => {
                return Err(format!(
                    "the {which} of before the kill was taken a second time"
                ));
            }
        }
    }
    let mut browser = Browser::at(&till.address).map_err(|e| e.to_string())?;
    let by_code = shown(&mia, PASSWORD, Some(&kept[1].to_lowercase()));
    let session = patient(&till, &mut browser, &by_code).map_err(|error| error.to_string())?;
    must(session["recovery_codes_left"] == kept.len() - 2, || {
        format!("recovery codes left: {}", session["recovery_codes_left"])
    })?;
    Ok(format!(
        "enrolled over HTTP; {alike} wrong ways in answered alike; a code and a recovery code \
         taken once, not again after a kill -9; a sensitive act asked for a code"
    ))
}

/// A shop as the first run makes it, served: its rules are the strong ones.
fn made(stage: &Stage) -> Result<Served, String> {
    let mut first = template::first_run();
    first.as_object_mut().ok_or("an object")?.remove("sign_in");
    let path = stage.root().join("first.json");
    fs::write(&path, first.to_string()).map_err(|e| e.to_string())?;
    let path = path.display().to_string();
    let made = stage.posctl(&["--json", "init", "--from", &path]);
    must(made.good, || format!("no shop: {}{}", made.out, made.err))?;
    Ok(stage.serve())
}

/// The manager's id; the tile says that a password alone does not do.
fn manager(till: &Served) -> String {
    let mut nobody = Browser::at(&till.address).expect("the till listens");
    let users = ok(&mut nobody, "session_users", &json!({}));
    assert_eq!(users[0]["name"], Who::Mia.name(), "{users}");
    assert_eq!(users[0]["wants"], "password_and_code", "{users}");
    users[0]["user_id"].as_str().expect("an id").to_owned()
}

fn shown(user: &str, password: &str, code: Option<&str>) -> Value {
    json!({"user_id": user, "pin": null, "password": password, "code": code})
}

fn now_ms() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(now.expect("after 1970").as_millis()).expect("before the year 292 million")
}

/// What was wrong is the error.
fn patient(till: &Served, browser: &mut Browser, shown: &Value) -> Result<Value, Value> {
    loop {
        let error = match browser.sit(shown) {
            Ok(session) => return Ok(session),
            Err(CallError::Refused(error)) => error,
            Err(CallError::Lost(error)) => return Err(json!(error.to_string())),
        };
        let seconds = error["params"]["seconds"].as_str();
        match seconds.and_then(|text| text.parse().ok()) {
            // Nothing happens before: the till has said how long it listens to nobody.
            Some(seconds @ 0..=WAIT_S_MAX) if error["code"] == "try_later" => {
                till.ends_within(Duration::from_secs(seconds));
            }
            _ => return Err(error),
        }
    }
}

/// Who has no second factor yet may do nothing but take one in; answers the phone, the code that
/// was shown and the recovery codes.
fn enrolled(till: &Served, mia: &str) -> Result<(Authenticator, String, Vec<String>), String> {
    let mut browser = Browser::at(&till.address).map_err(|e| e.to_string())?;
    let session = patient(till, &mut browser, &shown(mia, PASSWORD, None));
    let session = session.map_err(|error| format!("the first sign-in: {error}"))?;
    must(session["must"] == "enrol_second_factor", || {
        format!("the first sign-in must do {}", session["must"])
    })?;
    let early = refusal(&mut browser, "user_list", &json!({}));
    must(early.as_deref() == Some("second_factor_needed"), || {
        format!("without a second factor: {early:?}")
    })?;
    let offer = ok(&mut browser, "second_factor_begin", &json!({}));
    let phone = Authenticator::scan(offer["uri"].as_str().ok_or("no address")?);
    let old = json!({"code": phone.code(now_ms() - 20 * STEP_MS)});
    let wrong = refusal(&mut browser, "second_factor_confirm", &old);
    must(wrong.as_deref() == Some("field_invalid"), || {
        format!("confirmed by an old code: {wrong:?}")
    })?;
    let first = phone.code(now_ms());
    let kept = ok(
        &mut browser,
        "second_factor_confirm",
        &json!({"code": first}),
    );
    let kept: Vec<String> = serde_json::from_value(kept["codes"].clone())
        .map_err(|e| format!("the recovery codes: {e}"))?;
    must(kept.len() == 10, || {
        format!("{} recovery codes", kept.len())
    })?;
    ok(&mut browser, "user_list", &json!({}));
    Ok((phone, first, kept))
}

/// Every wrong way in has the very same answer; answers how many were tried.
fn answered_alike(
    till: &Served,
    mia: &str,
    phone: &Authenticator,
    (used, good): (&str, &str),
) -> Result<usize, String> {
    let old = phone.code(now_ms() - 20 * STEP_MS);
    let ways = [
        (
            "the wrong password with a good code",
            WRONG_PASSWORD,
            Some(good),
        ),
        ("the password with an old code", PASSWORD, Some(&*old)),
        (
            "the password with the code that was used",
            PASSWORD,
            Some(used),
        ),
        ("the password alone", PASSWORD, None),
    ];
    let mut browser = Browser::at(&till.address).map_err(|e| e.to_string())?;
    let mut first = None;
    for (way, password, code) in ways {
        let told = patient(till, &mut browser, &shown(mia, password, code));
        let mut told = match told {
            Err(error) => error,
            Ok(_) => return Err(format!("{way} opens")),
        };
        must(told["code"] == "credentials_wrong", || {
            format!("{way}: {told}")
        })?;
        for counted in ["tries_left", "wait_s"] {
            told["params"][counted].take();
        }
        told["trace_id"].take();
        let first = first.get_or_insert_with(|| told.clone());
        must(*first == told, || format!("{way} is told apart: {told}"))?;
    }
    Ok(ways.len())
}

/// A sensitive act asks again, the password does not do, nor does the code of the sign-in; a
/// recovery code does, once.
fn stepped_up(mia: &mut Browser, used: &str, recovery: &str) -> Result<(), String> {
    let act = json!({"user_id": id(), "name": "Sam", "role": "supervisor", "active": true});
    let early = refusal(mia, "user_save", &act);
    must(early.as_deref() == Some("step_up_needed"), || {
        format!("a sensitive act without a code: {early:?}")
    })?;
    let by_password = refusal(mia, "session_step_up", &json!({"password": PASSWORD}));
    must(by_password.as_deref() == Some("field_invalid"), || {
        format!("stepped up by password: {by_password:?}")
    })?;
    let again = refusal(mia, "session_step_up", &json!({"code": used}));
    must(again.as_deref() == Some("credentials_wrong"), || {
        format!("the code of the sign-in was taken again: {again:?}")
    })?;
    ok(mia, "session_step_up", &json!({"code": recovery}));
    ok(mia, "user_save", &act);
    let again = refusal(mia, "session_step_up", &json!({"code": recovery}));
    must(again.as_deref() == Some("credentials_wrong"), || {
        format!("a recovery code was taken again: {again:?}")
    })
}
