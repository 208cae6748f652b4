//! What people type and what they are shown once: PINs, passwords, the seed of a second factor,
//! recovery codes. A second after it was used nothing of it is in the till's memory, and it is in
//! no file at any time. The keys that open the shop, its pepper among them, stay while it is open.

use crate::stage::{Stage, a_second_after, ok, step_up};
use pos_tests::scan::Search;
use pos_tests::template::PASSWORD;
use pos_tests::{Authenticator, Browser, Who};
use serde_json::{Value, json};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

const NEW_PASSWORD: &str = "saddle-9-copper-lantern";
const STEP_MS: i64 = 30_000;

/// What must not stay: a name, and the bytes.
#[derive(Default)]
struct Secrets(Vec<(String, Vec<u8>)>);

impl Secrets {
    fn add(&mut self, what: &str, bytes: impl AsRef<[u8]>) {
        self.0.push((what.to_owned(), bytes.as_ref().to_vec()));
    }

    /// A text of base32 as it is shown, as it may be typed, and what it stands for.
    fn add_base32(&mut self, what: &str, shown: &str) {
        let together: String = shown.chars().filter(char::is_ascii_alphanumeric).collect();
        let letters: Vec<char> = together.chars().collect();
        let groups: Vec<String> = letters
            .chunks(4)
            .map(|four| four.iter().collect())
            .collect();
        self.add(what, Authenticator::typed(&together).seed());
        for (how, gap) in [("", ""), (" in groups", " "), (" with dashes", "-")] {
            let text = groups.join(gap);
            self.add(&format!("{what}{how}"), text.to_lowercase());
            self.add(&format!("{what}{how}"), text);
        }
        let json = serde_json::to_vec(&groups).unwrap();
        self.add(&format!("{what} as a list"), json);
    }

    fn search(&self) -> Search {
        let all = self.0.iter().map(|(what, bytes)| (&**what, &**bytes));
        Search::new(&[], &all.collect::<Vec<_>>())
    }
}

/// A second after now nothing of it is anywhere.
#[track_caller]
fn gone(stage: &Stage, after: &str, secrets: &Secrets) {
    let then = Instant::now();
    a_second_after(stage, then);
    let search = secrets.search();
    let found = stage.in_memory(&search);
    assert!(found.is_empty(), "in memory after {after}: {found:#?}");
    let kept = search.hits(&stage.files());
    assert!(kept.is_empty(), "in files after {after}: {kept:#?}");
}

#[test]
fn no_pin_or_password_stays() {
    let stage = Stage::furnished();
    let mut secrets = Secrets::default();
    secrets.add("password", PASSWORD);
    secrets.add("new password", NEW_PASSWORD);
    secrets.add("PIN", Who::Mia.pin());
    let mut mia = stage.seat(Who::Mia);
    step_up(&mut mia);
    gone(&stage, "a sign-in and a step-up", &secrets);
    let change = json!({"password": PASSWORD, "new_password": NEW_PASSWORD});
    ok(&mut mia, "own_password_change", &change);
    gone(&stage, "another password", &secrets);
}

#[test]
fn no_seed_or_recovery_code_stays() {
    let stage = Stage::strong();
    let mut mia = stage.browser();
    let users = ok(&mut mia, "session_users", &json!({}));
    let user = users[0]["user_id"].as_str().unwrap().to_owned();
    let shown = |code: Option<&str>| shown(&user, code);
    mia.sit(&shown(None)).unwrap();
    let offer = ok(&mut mia, "second_factor_begin", &json!({}));
    let mut secrets = Secrets::default();
    secrets.add("password", PASSWORD);
    let phone = taken_in(&mut secrets, &offer);
    let enrolled = now_ms();
    let code = json!({"code": phone.code(enrolled)});
    let codes = ok(&mut mia, "second_factor_confirm", &code);
    let codes: Vec<String> = serde_json::from_value(codes["codes"].clone()).unwrap();
    for code in &codes {
        secrets.add_base32("recovery code", code);
    }
    gone(&stage, "enrolment", &secrets);

    // The next code is good already; on a slow machine it may be an old one by now.
    let next = now_ms().max(enrolled + STEP_MS);
    sits(&stage, &shown(Some(&phone.code(next))));
    gone(&stage, "a sign-in by code", &secrets);
    let mut mia = sits(&stage, &shown(Some(&codes[0])));
    ok(&mut mia, "session_step_up", &json!({"code": codes[1]}));
    // At once: what was opened is open for a minute only.
    let codes = ok(&mut mia, "recovery_codes_renew", &json!({}));
    secrets.add_base32("new recovery code", codes["codes"][0].as_str().unwrap());
    gone(&stage, "two recovery codes and new ones", &secrets);
}

/// Her password, and a code where one is asked for.
fn shown(user: &str, code: Option<&str>) -> Value {
    json!({"user_id": user, "pin": null, "password": PASSWORD, "code": code})
}

/// The phone takes the seed in; all that was shown of it is noted.
fn taken_in(secrets: &mut Secrets, offer: &Value) -> Authenticator {
    let uri = offer["uri"].as_str().unwrap();
    let phone = Authenticator::scan(uri);
    secrets.add("the address of the seed", uri);
    let groups: Vec<&str> = offer["secret_groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| group.as_str().unwrap())
        .collect();
    secrets.add_base32("seed", &groups.concat());
    // A row through the middle of its picture is like no other.
    let rows = offer["modules"].as_array().unwrap();
    let middle = rows[rows.len() / 2].as_str().unwrap();
    secrets.add("the picture of the seed", middle);
    phone
}

fn sits(stage: &Stage, shown: &Value) -> Browser {
    let mut browser = stage.browser();
    browser.sit(shown).unwrap();
    browser
}

fn now_ms() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(now.as_millis()).unwrap()
}

/// The search sees what is there: the seat's handle is in the memory, and in no file; each way of
/// writing a seed is found in a file that keeps it.
#[test]
fn what_is_there_is_found() {
    let stage = Stage::furnished();
    let mia = stage.seat(Who::Mia);
    let (cookie, handle) = mia.seat();
    let search = Search::new(
        &[],
        &[("cookie", cookie.as_bytes()), ("handle", handle.as_bytes())],
    );
    let found = stage.in_memory(&search);
    let there = |hit: &String| hit.contains("handle: plain");
    assert!(found.iter().any(there), "{found:?}");
    assert_eq!(search.hits(&stage.files()), Vec::<String>::new());
    std::fs::write(stage.shop().join("scratch"), handle).unwrap();
    assert_eq!(search.hits(&stage.files()).len(), 1);

    let mut secrets = Secrets::default();
    secrets.add_base32("seed", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    let search = secrets.search();
    for (how, bytes) in search.ways() {
        let planted = [&b"\0before "[..], bytes, b" after\xff"].concat();
        assert!(!search.find(&planted).is_empty(), "{how}");
    }
    let ways = search
        .ways()
        .fold(Vec::new(), |kept, (_, bytes)| [&kept, bytes].concat());
    std::fs::write(stage.shop().join("scratch"), ways).unwrap();
    assert!(search.hits(&stage.files()).len() >= search.ways().count());
}
