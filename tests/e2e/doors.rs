//! The door of the real window: every command by every role in every state, posted by the window's
//! own page; and what the page tries elsewhere, which nobody hears of.

use crate::page::Page;
use pos_domain::staff::Role;
use pos_tests::doors::{self, STAFF, Sits};
use pos_tests::{Who, id};
use serde_json::{Value, json};
use std::io;
use std::net::TcpListener;

/// Posts calls one after the other, as the page's own code does; answers what each came to.
const INVOKE: &str = r#"
const [requests, session, done] = arguments;
(async () => {
  const all = [];
  for (const request of requests) {
    try {
      all.push({ ok: await window.__TAURI_INTERNALS__.invoke('call', { request, session }) });
    } catch (error) {
      all.push({ error });
    }
  }
  done(all);
})();
"#;

/// Tries every way out that a page has; answers the rules that stopped it, and the page's place.
const LEAVE: &str = r#"
const [elsewhere, done] = arguments;
const stopped = new Set();
const note = (what) => {
  stopped.add(what);
  if (stopped.size === 7) finish();
};
const finish = () => done({ stopped: [...stopped].sort(), at: location.origin });
setTimeout(finish, 10000);
document.addEventListener('securitypolicyviolation', (event) =>
  note(event.effectiveDirective.replace('-elem', '')));
fetch(`http://${elsewhere}/`).catch(() => note('fetch'));
try {
  new WebSocket(`ws://${elsewhere}/`).onerror = () => note('websocket');
} catch {
  note('websocket');
}
const put = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
put('iframe', { src: `http://${elsewhere}/` });
put('img', { src: `http://${elsewhere}/` });
put('script', { src: `http://${elsewhere}/` });
window.open(`http://${elsewhere}/`);
location.href = `http://${elsewhere}/`;
const form = Object.assign(document.createElement('form'), { action: `http://${elsewhere}/` });
document.body.append(form);
form.submit();
"#;

/// One call; answers `{ok}` or `{error}`.
pub async fn call(page: &Page, session: Option<&str>, command: &str, input: Value) -> Value {
    let request = json!({"command": command, "input": input, "request_id": id()});
    let all = posted(page, session, vec![request]).await;
    all.into_iter().next().expect("one answer")
}

async fn posted(page: &Page, session: Option<&str>, requests: Vec<Value>) -> Vec<Value> {
    let arguments = vec![json!(requests), json!(session)];
    let answers = page.client.execute_async(INVOKE, arguments).await.unwrap();
    answers.as_array().cloned().unwrap_or_default()
}

/// Signs a person in at the window by its door; answers the session's handle.
pub async fn seated(page: &Page, who: Who) -> String {
    let users = call(page, None, "session_users", json!({})).await;
    let all = users["ok"].as_array().expect("people");
    let user = all.iter().find(|user| user["name"] == who.name());
    let shown = json!({
        "user_id": user.expect("works here")["user_id"], "pin": who.pin(), "password": null,
    });
    let session = call(page, None, "session_sign_in", shown).await;
    session["ok"]["handle"]
        .as_str()
        .expect("a handle")
        .to_owned()
}

/// Every command by everybody who is let in, and by nobody and at a locked seat; then the ways out.
/// What else there is between is tried at the door inside: this one passes on who calls, and how
/// that one sits.
pub async fn walk(page: &Page) {
    page.says("Mia").await;
    let mut wrong = table(page, None, Role::Cashier, Sits::Nowhere).await;
    for (role, who) in STAFF {
        let handle = seated(page, who).await;
        wrong.extend(table(page, Some(&handle), role, Sits::Active).await);
        if role == Role::Manager {
            call(page, Some(&handle), "session_lock", json!({})).await;
            wrong.extend(table(page, Some(&handle), role, Sits::Locked).await);
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    elsewhere(page).await;
}

async fn table(page: &Page, session: Option<&str>, role: Role, sits: Sits) -> Vec<String> {
    let all = doors::all();
    let requests = all.iter().map(
        |entry| json!({"command": entry.name, "input": doors::unreadable(), "request_id": id()}),
    );
    let answers = posted(page, session, requests.collect()).await;
    assert_eq!(answers.len(), all.len(), "each is answered");
    let each = all.iter().zip(&answers);
    each.filter_map(|(entry, answer)| {
        let code = answer["error"]["code"].as_str();
        let code = code.map_or_else(|| answer.to_string(), str::to_owned);
        doors::wrong(entry, role, sits, &code)
    })
    .collect()
}

/// The page goes nowhere and talks to nobody; afterwards it works on.
async fn elsewhere(page: &Page) {
    let somebody = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = somebody.local_addr().unwrap().to_string();
    let told = page.client.execute_async(LEAVE, vec![json!(address)]).await;
    let rules = [
        "connect-src",
        "fetch",
        "form-action",
        "frame-src",
        "img-src",
        "script-src",
        "websocket",
    ];
    assert_eq!(
        told.unwrap(),
        json!({"stopped": rules, "at": "tauri://localhost"})
    );
    let status = call(page, None, "shop_status", json!({})).await;
    assert_eq!(status["ok"]["state"], "open");
    somebody.set_nonblocking(true).unwrap();
    let heard = somebody.accept().map(|(_, from)| from);
    let nobody = heard
        .as_ref()
        .is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock);
    assert!(nobody, "somebody heard of it: {heard:?}");
}
