//! The windows' doors, tried message by message through the framework's own handler and under the
//! rules that are built in: which window, from which page, may ask for what.

use crate::arguments::Options;
use crate::bridge::Ears;
use crate::shell;
use crate::till::Till;
use pos_app::api::session::{CUSTOMER_COMMANDS, CUSTOMER_SEAT};
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewWindow};

const OWN: &str = if cfg!(windows) {
    "http://tauri.localhost"
} else {
    "tauri://localhost"
};

/// A till without a shop, and the windows that a test opens at it.
struct Desk {
    app: App<MockRuntime>,
    till: Till,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let ears = Ears::default();
        let options = Options {
            data: folder.path().to_path_buf(),
            passphrase_file: None,
            kiosk: false,
        };
        let till = Till::start(options, ears.clone());
        let app = shell::with_doors(mock_builder(), till.clone(), ears);
        Desk {
            app: app.build(shell::context()).unwrap(),
            till,
            _folder: folder,
        }
    }

    fn window(&self, label: &str) -> WebviewWindow<MockRuntime> {
        let window = shell::builder(self.app.handle(), label, "index.html");
        window.build().unwrap()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.till.stop();
    }
}

/// What a page at `url` in this window is answered.
fn sent(
    window: &WebviewWindow<MockRuntime>,
    url: &str,
    door: &str,
    body: Value,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: door.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: url.parse().unwrap(),
        body: InvokeBody::Json(body),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
}

fn asks(command: &str) -> Value {
    json!({"request": {"command": command, "input": {}}, "session": null})
}

/// Refused before any code of ours hears of it: the framework's text, not an error of the till's.
fn shut(answer: Result<Value, Value>) -> bool {
    answer.is_err_and(|error| {
        error
            .as_str()
            .is_some_and(|text| text.contains("not allowed"))
    })
}

#[test]
fn the_tills_own_window_reaches_dispatch() {
    let desk = Desk::new();
    let main = desk.window("main");
    let status = sent(&main, OWN, "call", asks("shop_status")).unwrap();
    assert_eq!(status["state"], "none");
    let error = sent(&main, OWN, "call", asks("user_list")).unwrap_err();
    assert_eq!(error["code"], "session_needed");
    let error = sent(&main, OWN, "call", asks("no_such_command")).unwrap_err();
    assert_eq!(error["code"], "command_unknown");
}

#[test]
fn other_windows_and_other_pages_reach_nothing() {
    let desk = Desk::new();
    let (main, stranger) = (desk.window("main"), desk.window("stranger"));
    let doors = ["call", "subscribe", "customer_window_open"];
    for door in doors {
        assert!(
            shut(sent(&stranger, OWN, door, asks("shop_status"))),
            "{door}"
        );
        for url in [
            "https://evil.example/",
            "http://localhost:5173/",
            "http://127.0.0.1:8086/",
            "tauri://evil.example/",
            "https://tauri.localhost.evil.example/",
        ] {
            let answer = sent(&main, url, door, asks("shop_status"));
            assert!(shut(answer.clone()), "{door} from {url}: {answer:?}");
        }
    }
    // What the framework itself offers is not for our pages either.
    for door in [
        "plugin:window|close",
        "plugin:event|listen",
        "plugin:app|version",
    ] {
        assert!(shut(sent(&main, OWN, door, json!({}))), "{door}");
    }
}

#[test]
fn the_customers_window_asks_for_what_the_customer_sees() {
    let desk = Desk::new();
    let customer = desk.window(CUSTOMER_SEAT);
    assert!(shut(sent(
        &customer,
        OWN,
        "customer_window_open",
        json!({})
    )));
    for command in pos_app::api::commands().keys() {
        let answer = sent(&customer, OWN, "call", asks(command));
        let code = answer.err().map(|error| error["code"].clone());
        let own = CUSTOMER_COMMANDS.contains(command);
        assert_eq!(
            code == Some(json!("not_allowed")),
            !own,
            "{command}: {code:?}"
        );
    }
}
