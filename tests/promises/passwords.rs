//! Passwords and PINs: weak ones are refused by the rule's name, and whoever guesses is counted on
//! the disk: at all seats together, with a growing wait, over a kill, until the lock-out.

mod guesses;

use crate::promise::{Kept, Plant, Promise, must};
use crate::stage::{Stage, ok};
use guesses::{Answer, Guesser, Looked, patient};
use pos_tests::served::CallError;
use pos_tests::template::PASSWORD;
use pos_tests::{Books, Browser, Served, Who, id};
use serde_json::{Value, json};
use std::time::Duration;

pub const PROMISE: Promise = Promise {
    name: "passwords",
    says: "weak secrets are refused by name; guesses are counted, slowed and locked out for good",
    keep,
    plants: &[Plant {
        name: "count-forgotten",
        breaks: "who holds the shop's key sets the count of wrong tries to nought while it is down",
        found: "guesses were looked at",
    }],
};

/// Nobody's PIN.
const WRONG_PIN: &str = "907351";
const WRONG_PASSWORD: &str = "kettle-5-violet-harbour";
/// Wrong PINs in a row until the lock-out, and wrong passwords.
const PINS: usize = 5;
const PASSWORDS: usize = 10;

fn keep(stage: &Stage) -> Kept {
    let till = stage.furnish().serve();
    let rules = each_rule(stage, &till)?;
    unknown_like_known(stage, &till)?;
    let cem = user_id(&till, Who::Cem);
    let before = two_streams(&till, &cem, 1)?;
    must(till.kill(), || "the till had ended by itself".to_owned())?;
    if stage.planted("count-forgotten") {
        forget(stage);
    }
    let till = stage.serve();
    let after = two_streams(&till, &cem, PINS)?;
    let looked_at = before.len() + after.len();
    must(looked_at == PINS, || {
        format!("{looked_at} guesses were looked at before the lock-out, not {PINS}")
    })?;
    let waits = waited(&after)?;
    // The right PIN does not help any more, nor does another kill.
    locked_out(&till, &cem)?;
    must(till.kill(), || "the till had ended by itself".to_owned())?;
    let till = stage.serve();
    locked_out(&till, &cem)?;
    ten_passwords(stage, &till)?;
    Ok(format!(
        "{rules} weak secrets refused by name; two streams had {PINS} guesses in all, over a \
         kill -9, waiting {waits}; locked out after another; the fifth password did not lock out, \
         number {PASSWORDS} did (the count between written by hand); unknown people answered alike"
    ))
}

/// What is refused, and by which rule.
const WEAK_PASSWORDS: [(&str, &str); 5] = [
    ("too_short", "kettle-4"),
    ("needs_letters_and_digits", "kettle-violet-harbour"),
    ("too_common", "password12345"),
    ("too_common", "corner shop 1234"),
    ("used_before", PASSWORD),
];
const WEAK_PINS: [(&str, &str); 5] = [
    ("not_six_to_eight_digits", "28461"),
    ("repeats", "373737"),
    ("sequence", "456789"),
    ("year", "198437"),
    ("used_before", "860394"),
];

/// Every weak secret is refused by the name of its rule; answers how many were.
fn each_rule(stage: &Stage, till: &Served) -> Result<usize, String> {
    let mut mia = stage.seat(till, Who::Mia);
    let passwords = WEAK_PASSWORDS.map(|(reason, weak)| {
        let input = json!({"password": PASSWORD, "new_password": weak});
        ("own_password_change", "password_rule", reason, input)
    });
    let pins = WEAK_PINS.map(|(reason, weak)| {
        let input = json!({"pin": Who::Mia.pin(), "new_pin": weak});
        ("own_pin_change", "pin_rule", reason, input)
    });
    for (command, code, reason, input) in passwords.iter().chain(&pins) {
        let told = refused(&mut mia, command, input)?;
        let named = told["code"] == *code && told["params"]["reason"] == *reason;
        must(named, || format!("{command}, {reason}: {told}"))?;
    }
    Ok(passwords.len() + pins.len())
}

/// The error of a call that must be refused.
fn refused(browser: &mut Browser, command: &str, input: &Value) -> Result<Value, String> {
    match browser.call(command, input, &id()) {
        Err(CallError::Refused(error)) => Ok(error),
        Err(CallError::Lost(error)) => Err(format!("{command}: {error}")),
        Ok(_) => Err(format!("{command} was answered: a weak secret was taken")),
    }
}

fn user_id(till: &Served, who: Who) -> String {
    let mut nobody = Browser::at(&till.address).expect("the till listens");
    let users = ok(&mut nobody, "session_users", &json!({}));
    let all = users.as_array().expect("a list of people");
    let found = all.iter().find(|user| user["name"] == who.name());
    let id = found.and_then(|user| user["user_id"].as_str());
    id.expect("who works here").to_owned()
}

fn by_pin(user: &str, pin: &str) -> Value {
    json!({"user_id": user, "pin": pin, "password": null})
}

fn by_password(user: &str, password: &str) -> Value {
    json!({"user_id": user, "pin": null, "password": password})
}

/// Somebody who does not exist gets the very answer of somebody who does.
fn unknown_like_known(stage: &Stage, till: &Served) -> Result<(), String> {
    let known = user_id(till, Who::Dora);
    let mut nobody = Browser::at(&till.address).expect("the till listens");
    let mut answers = Vec::new();
    for user in [known, id()] {
        let input = by_pin(&user, WRONG_PIN);
        let mut told = refused(&mut nobody, "session_sign_in", &input)?;
        let told = told.as_object_mut().ok_or("no error")?;
        // It differs from call to call by nature.
        told.remove("trace_id");
        answers.push(told.clone());
    }
    must(answers[0] == answers[1], || {
        format!("told apart: {answers:?}")
    })?;
    // A right sign-in ends the count of this seat.
    drop(stage.seat(till, Who::Dora));
    Ok(())
}

/// Two browsers guess at the same time until each had so many guesses looked at, or the person is
/// locked out.
fn two_streams(till: &Served, user: &str, most_each: usize) -> Result<Vec<Looked>, String> {
    let guesser = Guesser::new(till, by_pin(user, WRONG_PIN));
    let locked_out_wanted = most_each >= PINS;
    std::thread::scope(|scope| {
        let streams = [(); 2].map(|()| scope.spawn(|| guesser.guess(most_each)));
        let mut all = streams.into_iter();
        all.try_for_each(|one| one.join().map_err(|_| "a stream broke off".to_owned())?)
    })?;
    let (looked, locked) = guesser.seen()?;
    must(locked == locked_out_wanted, || {
        format!(
            "{} guesses were looked at, locked out: {locked}",
            looked.len()
        )
    })?;
    Ok(looked)
}

/// The waits before the fourth and the fifth guess, which both streams were made to wait for.
fn waited(looked: &[Looked]) -> Result<String, String> {
    let gaps = looked.windows(2).map(|two| two[1].answered - two[0].sent);
    let gaps: Vec<Duration> = gaps.collect();
    let least = [2, 4].map(Duration::from_secs);
    let long =
        gaps.len() == least.len() && gaps.iter().zip(least).all(|(gap, least)| *gap >= least);
    must(long, || format!("waited only {gaps:?}"))?;
    let text = gaps.iter().map(|gap| format!("{:.1} s", gap.as_secs_f64()));
    Ok(text.collect::<Vec<_>>().join(" and "))
}

fn locked_out(till: &Served, user: &str) -> Result<(), String> {
    let mut nobody = Browser::at(&till.address).expect("the till listens");
    let right = by_pin(user, Who::Cem.pin());
    let told = refused(&mut nobody, "session_sign_in", &right)?;
    let minutes = told["params"]["minutes"].as_str().unwrap_or_default();
    let locked = told["code"] == "locked_out" && ["29", "30"].contains(&minutes);
    must(locked, || {
        format!("the right PIN after the lock-out: {told}")
    })
}

/// The fifth wrong password does not lock out, the tenth does. Those between would wait for three
/// minutes; they are written into the file instead.
fn ten_passwords(stage: &Stage, till: &Served) -> Result<(), String> {
    // A right sign-in ends the count of the browsers' seats.
    let dora = by_pin(&user_id(till, Who::Dora), Who::Dora.pin());
    let told = patient(till, &dora)?;
    must(told == Answer::SignedIn, || {
        format!("another person's right PIN: {told:?}")
    })?;
    let mia = user_id(till, Who::Mia);
    let wrong = by_password(&mia, WRONG_PASSWORD);
    for nth in 1..=PINS {
        let left = PASSWORDS - nth;
        let told = patient(till, &wrong)?;
        must(told == Answer::Wrong(left), || {
            format!("wrong password {nth}: {told:?}")
        })?;
    }
    let sql = "UPDATE user SET wrong_tries = 9 WHERE name = 'Mia'";
    Books::rewrite(&stage.shop(), sql);
    let told = patient(till, &wrong)?;
    must(told == Answer::LockedOut, || {
        format!("wrong password {PASSWORDS}: {told:?}")
    })
}

fn forget(stage: &Stage) {
    Books::rewrite(
        &stage.shop(),
        "UPDATE user SET wrong_tries = 0; DELETE FROM seat_try",
    );
}
