//! The pictures of the README, made of the demo shop: `make pictures`. Not a proof; run on request.

use crate::chromium;
use crate::page::Page;
use pos_tests::programs::{Running, ours, start};
use serde_json::{Value, json};
use std::process::{Command, Stdio};

/// Calls the till from inside the page, so that the browser's own seat is used.
const CALL: &str = r#"
const [handle, command, input, done] = arguments;
fetch('/api/call', {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-countertop-session': handle },
  body: JSON.stringify({ command, input, request_id: crypto.randomUUID() }),
}).then((r) => r.json()).then(done, (e) => done({ error: String(e) }));
"#;

async fn call(page: &Page, handle: &str, command: &str, input: Value) -> Value {
    let arguments = vec![json!(handle), json!(command), input.clone()];
    let answer = page.client.execute_async(CALL, arguments).await.unwrap();
    assert!(answer.get("error").is_none(), "{command} {input}: {answer}");
    answer["ok"].clone()
}

async fn sign_in(page: &Page, role: &str) -> String {
    let status = call(page, "", "shop_status", json!({})).await;
    let logins = status["demo_logins"].as_array().unwrap();
    let person = logins.iter().find(|l| l["role"] == role).unwrap();
    let secret = json!({"user_id": person["user_id"], "pin": person["pin"], "password": null});
    let session = call(page, "", "session_sign_in", secret).await;
    session["handle"].as_str().unwrap().to_owned()
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A morning's sales in cash, so that the day has something to show.
async fn sell(page: &Page) {
    let cashier = sign_in(page, "cashier").await;
    let float = json!({"drawer_no": null, "float_minor": 10_000});
    call(page, &cashier, "shift_open", float).await;
    let grid = json!({"category_id": null, "offset": 0, "limit": 24});
    let goods = call(page, &cashier, "product_grid", grid).await;
    let goods = goods.as_array().unwrap();
    for nth in 0..14_usize {
        let sale = id();
        for line in 0..=(nth % 4) {
            let product = &goods[(nth * 5 + line * 3) % goods.len()];
            let input = json!({
                "sale_id": sale, "line_id": id(), "product_id": product["product_id"],
                "quantity": if product["unit"] == "kg" { "0.640" } else { "1" },
                "unit_price": null,
            });
            call(page, &cashier, "sale_add", input).await;
        }
        let pay = json!({"sale_id": sale, "tender_id": id(), "given_minor": 20_000});
        call(page, &cashier, "sale_pay_cash", pay).await;
    }
}

async fn enter(page: &Page, role: &str) {
    let status = call(page, "", "shop_status", json!({})).await;
    let logins = status["demo_logins"].as_array().unwrap();
    let person = logins.iter().find(|l| l["role"] == role).unwrap();
    page.client.refresh().await.unwrap();
    page.choose(&format!(
        "[data-person='{}']",
        person["user_id"].as_str().unwrap()
    ))
    .await;
    for digit in person["pin"].as_str().unwrap().chars() {
        page.press(&digit.to_string()).await;
    }
    page.choose(".pinpad .keys button:last-child").await;
}

async fn leave(page: &Page) {
    call(page, "", "session_sign_out", json!({})).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "makes the README's pictures; run by `make pictures`"]
async fn pictures_of_the_demo_shop() {
    let bank = tempfile::tempdir().unwrap();
    let mut command = Command::new(ours("pos-sim"));
    command.args([
        "terminal",
        "--tcp",
        "127.0.0.1:0",
        "--human",
        "--exit-with-parent",
    ]);
    command
        .arg("--ledger")
        .arg(bank.path().join("bank.jsonl"))
        .stdin(Stdio::piped());
    let (_sim, address): (Running, String) = start(&mut command, "ready tcp");
    let till = chromium::Till::demo();
    let driver = chromium::driver();
    let page = chromium::open(&driver, &till.address).await;
    sell(&page).await;

    enter(&page, "technician").await;
    page.press("Pair a device").await;
    page.press("Card terminal").await;
    page.fill("Address", "127.0.0.1").await;
    page.fill("Port", address.rsplit(':').next().unwrap()).await;
    page.press("Ask who is there").await;
    page.says("This one answered").await;
    page.press("Pair").await;
    page.says("repeat receipt").await;
    page.shot("readers-en").await;
    leave(&page).await;

    enter(&page, "manager").await;
    page.says("Net sales").await;
    page.says("Best sellers").await;
    page.shot("day-en").await;
    page.go("close").await;
    page.says("Turnover with tax").await;
    page.shot("close-en").await;
    leave(&page).await;

    enter(&page, "cashier").await;
    page.says("Scan the first product").await;
    for name in [
        "Artisan sourdough loaf",
        "Comté AOP",
        "Espresso",
        "Oat drink",
    ] {
        page.press(name).await;
        page.says("line").await;
    }
    page.shot("sell-en").await;
    page.press("Card").await;
    page.says("Insert, tap or swipe").await;
    page.shot("pay-en").await;
    page.says("Paid").await;
    page.says("Harbour Street").await;
    page.shot("paid-en").await;
    page.close().await;
}
