//! Real requests to a real server over a real till.

mod client;
mod server;

use client::Browser;
use pos_host::{Host, HostOptions};
use pos_http::{BODY_BYTES_MAX, HttpOptions, UiSource, serve};
use serde_json::{Value, json};
use server::{Server, create_shop, sign_in};
use std::net::SocketAddr;

#[test]
fn a_browser_gets_the_screens_and_a_seat() {
    let server = Server::start();
    let mut browser = server.browser();
    let page = browser.get("/");
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("connect-src 'self'"));
    assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    let cookie = page.header("set-cookie").expect("a seat");
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
        "{cookie}"
    );
    assert!(cookie.len() > 60, "a seat is long and random: {cookie}");

    let again = browser.get("/sell");
    assert_eq!((again.status, again.header("set-cookie")), (200, None));
    assert!(String::from_utf8_lossy(&again.body).contains("<title>till</title>"));
    let script = browser.get("/assets/app-1a2b.js");
    assert_eq!(
        script.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert!(
        script
            .header("cache-control")
            .is_some_and(|c| c.contains("immutable"))
    );
    assert_eq!(browser.get("/assets/none.js").status, 404);
    assert_eq!(browser.get("/..%2fshop%2fkeys.ctk").status, 404);
    assert_eq!(browser.get("/api/none").code(), "not_found");
    let other = server
        .browser()
        .get("/")
        .header("set-cookie")
        .map(str::to_owned);
    assert_ne!(other.as_deref(), Some(cookie), "two browsers, two seats");
}

#[test]
fn strangers_are_refused() {
    let server = Server::start();
    let mut browser = server.browser();
    let status = json!({ "command": "shop_status", "input": {} });
    let own = format!("origin: http://{}", server.at);
    let answer = browser.post(&status, &[&own]);
    assert_eq!(
        (answer.status, &answer.json()["ok"]["state"]),
        (200, &json!("none"))
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    for (line, wanted) in [
        ("origin: https://evil.example", 403),
        ("origin: http://localhost:1", 403),
        ("origin: null", 403),
        ("host: till.evil.example", 421),
        ("sec-fetch-site: cross-site", 403),
    ] {
        let answer = browser.post(&status, &[line]);
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (wanted, "not_allowed"),
            "{line}"
        );
    }
    let events = browser.raw("GET /api/events", &["origin: https://evil.example"], b"");
    assert_eq!(events.status, 403);
    let form = ["content-type: text/plain"];
    let sent = browser.raw("POST /api/call", &form, status.to_string().as_bytes());
    assert_eq!(sent.status, 415);
}

#[test]
fn what_cannot_be_a_call_is_said() {
    let server = Server::start();
    let mut browser = server.browser();
    let unknown = browser.call("sale_give_away", json!({}));
    assert_eq!(
        (unknown.status, unknown.code().as_str()),
        (404, "command_unknown")
    );
    assert!(
        !unknown.json()["error"]["trace_id"]
            .as_str()
            .unwrap_or_default()
            .is_empty()
    );
    let more = json!({ "command": "shop_status", "input": {}, "role": "manager" });
    let more = browser.post(&more, &[]);
    assert_eq!((more.status, more.code().as_str()), (400, "input_invalid"));
    let json = ["content-type: application/json"];
    assert_eq!(browser.raw("POST /api/call", &json, b"{").status, 400);
    let long = vec![b' '; BODY_BYTES_MAX + 1];
    let long = browser.raw("POST /api/call", &json, &long);
    assert_eq!((long.status, long.code().as_str()), (413, "input_invalid"));
    assert_eq!(browser.get("/api/call").status, 405);
}

#[test]
fn a_session_belongs_to_one_browser() {
    let server = Server::start();
    let mut browser = server.browser();
    let user = create_shop(&mut browser);
    let none = browser.call("sale_current", json!({}));
    assert_eq!((none.status, none.code().as_str()), (401, "session_needed"));
    sign_in(&mut browser, &user);
    assert!(browser.ok("sale_current", json!({})).is_null());

    let mut thief = server.browser();
    thief.get("/");
    thief.handle = browser.handle.clone();
    assert_eq!(
        thief.call("sale_current", json!({})).code(),
        "session_needed"
    );
}

/// Brings one product in and rings it; answers the sale's id.
fn ring_bread(browser: &mut Browser) -> Value {
    let import = "0199a000-0000-7000-8000-000000000002";
    let file = json!({ "import_id": import, "file_name": "a.csv", "size": 31 });
    browser.ok("import_begin", file);
    // barcode,name,price / ,Bread,4.20
    let base64 = "YmFyY29kZSxuYW1lLHByaWNlCixCcmVhZCw0LjIwCg==";
    browser.ok(
        "import_chunk",
        json!({ "import_id": import, "index": 0, "base64": base64 }),
    );
    let mapping = json!({
        "barcode": 0, "name": 1, "name_zh": null, "price": 2, "category": null,
        "tax_class": null, "unit": null, "stock": null, "has_header": true,
    });
    browser.ok(
        "import_commit",
        json!({ "import_id": import, "mapping": mapping }),
    );
    let found = browser.ok("product_search", json!({ "text": "bread", "limit": 5 }));
    let sale = json!("0199a000-0000-7000-8000-000000000003");
    let line = json!({
        "sale_id": sale, "line_id": "0199a000-0000-7000-8000-000000000004",
        "product_id": found[0]["product_id"], "quantity": null, "unit_price": null,
    });
    browser.ok("sale_add", line);
    sale
}

#[test]
fn events_reach_those_who_may_hear_them() {
    let mut server = Server::start();
    let mut browser = server.browser();
    let user = create_shop(&mut browser);
    sign_in(&mut browser, &user);
    let mut guest = server.browser();
    guest.get("/");
    let (mut own, mut other) = (browser.listen(), guest.listen());

    let sale = ring_bread(&mut browser);
    let (_, told) = own.until("sale");
    assert_eq!(told["sale"]["sale_id"], sale);
    assert_eq!(told["sale"]["total_minor"], 420);

    // Signing out is told to the seat itself; the guest has heard nothing private by then.
    browser.ok("session_sign_out", json!({}));
    let (_, ended) = own.until("session");
    assert_eq!(ended["state"], "ended");
    sign_in(&mut guest, &user);
    guest.ok("session_sign_out", json!({}));
    let (before, _) = other.until("session");
    assert!(
        before
            .iter()
            .all(|kind| kind == "changed" || kind == "status"),
        "{before:?}"
    );

    server.stop();
    let mut rest = std::iter::from_fn(|| own.next());
    assert!(
        rest.all(|event| event["type"] != "sale"),
        "the stream ends with the server"
    );
}

#[test]
fn a_seat_that_calls_too_often_waits() {
    let server = Server::start();
    let mut browser = server.browser();
    browser.get("/");
    let mut refused = None;
    // At a hundred calls a second this loop would have to take over a minute to pass.
    for _ in 0..10_000 {
        let answer = browser.get("/api/none");
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the bucket empties");
    assert_eq!(refused.code(), "too_many_calls");
    assert_eq!(refused.json()["error"]["retry_safe"], true);
    assert_eq!(
        server.browser().call("shop_status", json!({})).status,
        200,
        "others go on"
    );
}

#[test]
fn other_computers_are_kept_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let host = Host::start(HostOptions {
        data_dir: folder.path().to_owned(),
        passphrase: None,
        terminals: false,
    })
    .expect("the till starts");
    let options = HttpOptions {
        listen: SocketAddr::from(([0, 0, 0, 0], 0)),
        ui: UiSource::Built,
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let never = std::future::pending();
    let refused = runtime.block_on(serve(host.clone(), options, |_| (), never));
    assert!(refused.expect_err("refused").to_string().contains("TLS"));
    host.stop();
}
