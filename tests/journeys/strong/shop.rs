//! A shop with the strong rules as the journeys need it: made, its manager with a phone, people
//! hired. It asserts nothing of its own.

use pos_app::App;
use pos_tests::clock::Later;
use pos_tests::template::{PASSWORD, Who, first_run};
use pos_tests::{Authenticator, Clerk, Till, id};
use serde_json::{Value, json};
use std::sync::Arc;

/// A shop as the first run makes it, its clock in the test's hand.
pub struct Strong<'t> {
    till: &'t Till,
    app: &'t App,
    later: Arc<Later>,
    pub phone: Authenticator,
    pub codes: Vec<String>,
}

pub fn made(till: &Till) {
    let mut input = first_run();
    input.as_object_mut().unwrap().remove("sign_in");
    till.nobody().ok("shop_create", input);
}

impl<'t> Strong<'t> {
    /// The manager has signed in for the first time and taken the second factor into the phone.
    pub fn enrolled(till: &'t Till, app: &'t App, later: Arc<Later>) -> (Strong<'t>, Clerk<'t>) {
        let mut mia = till.nobody_at(app);
        sit(&mut mia, &sign_in(till, Who::Mia, PASSWORD, None));
        let (phone, codes) = enrol(&mia, &later);
        let strong = Strong {
            till,
            app,
            later,
            phone,
            codes,
        };
        (strong, mia)
    }

    /// What the phone shows half a minute later: each code is good once.
    pub fn next_code(&self) -> String {
        self.later.pass_s(30);
        self.phone.code(self.later.wall_ms())
    }

    pub fn step_up(&self, mia: &Clerk) {
        mia.ok("session_step_up", json!({"code": self.next_code()}));
    }

    /// Somebody with a password, given by the manager.
    pub fn hire(&self, mia: &Clerk, who: Who) {
        self.step_up(mia);
        let user = id();
        let save = json!({
            "user_id": user, "name": who.name(), "role": who.role(), "active": true,
        });
        mia.ok("user_save", save);
        let secret = json!({"user_id": user, "pin": who.pin(), "password": PASSWORD});
        mia.ok("user_secret_set", secret);
    }

    pub fn seat(&self) -> Clerk<'t> {
        self.till.nobody_at(self.app)
    }
}

pub fn sign_in(till: &Till, who: Who, password: &str, code: Option<&str>) -> Value {
    json!({"user_id": till.user_id(who), "pin": null, "password": password, "code": code})
}

pub fn by_pin(till: &Till, who: Who) -> Value {
    json!({"user_id": till.user_id(who), "pin": who.pin(), "password": null})
}

/// Signs in and stays.
pub fn sit(clerk: &mut Clerk, input: &Value) -> Value {
    let session = clerk.ok("session_sign_in", input.clone());
    clerk.caller.handle = session["handle"].as_str().unwrap().to_owned();
    session
}

/// Takes the offered second factor in; answers the phone and the recovery codes.
pub fn enrol(clerk: &Clerk, later: &Later) -> (Authenticator, Vec<String>) {
    let offer = clerk.ok("second_factor_begin", json!({}));
    let phone = Authenticator::scan(offer["uri"].as_str().unwrap());
    let confirm = json!({"code": phone.code(later.wall_ms())});
    let codes = clerk.ok("second_factor_confirm", confirm);
    let codes = codes["codes"].as_array().unwrap();
    let text = |code: &Value| code.as_str().unwrap().to_owned();
    (phone, codes.iter().map(text).collect())
}

pub fn number(till: &Till, kind: i64) -> i64 {
    let sql = format!("SELECT count(*) FROM journal_entry WHERE kind = {kind}");
    till.books().number(&sql)
}
