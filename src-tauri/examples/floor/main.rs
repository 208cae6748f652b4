//! The floor under the window's benchmarks: the smallest window that takes a scan, asks Rust once
//! and shows a line. What the product takes beyond this is its own. Never shipped.

use serde_json::{Value, json};
use tauri::{WebviewUrl, WebviewWindowBuilder};

/// As much as an answer to a scan holds, about one kilobyte.
#[tauri::command]
fn call(request: Value) -> Value {
    json!({ "name": request["input"]["code"], "price": "2.49", "rest": "x".repeat(900) })
}

fn main() {
    let built = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![call])
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
                .title("Floor")
                .inner_size(1366.0, 768.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!(
            "src-tauri/examples/floor/tauri.conf.json"
        ));
    if let Err(error) = built {
        eprintln!("floor: no window: {error}");
    }
}
