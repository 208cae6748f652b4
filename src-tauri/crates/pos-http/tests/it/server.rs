//! A whole till behind the server, in a folder of its own.

use pos_host::{Host, HostOptions};
use pos_http::{HttpOptions, UiSource, serve};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::client::Browser;

pub const PASSWORD: &str = "seven wet herrings 4";

/// A server on a free port; stopped and joined when dropped.
pub struct Server {
    pub at: SocketAddr,
    host: Arc<Host>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    _folder: TempDir,
}

impl Server {
    pub fn start() -> Server {
        let folder = tempfile::tempdir().expect("a folder");
        let ui = folder.path().join("ui");
        std::fs::create_dir_all(ui.join("assets")).expect("a folder");
        std::fs::write(ui.join("index.html"), "<!doctype html><title>till</title>").expect("file");
        std::fs::write(ui.join("assets/app-1a2b.js"), "export {}").expect("file");
        let host = Host::start(HostOptions {
            data_dir: folder.path().join("shop"),
            passphrase: None,
            terminals: false,
        })
        .expect("the till starts");
        let options = HttpOptions {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            ui: UiSource::Folder(ui),
        };
        let (ready, address) = channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let served = host.clone();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            let on_ready = move |at| ready.send(at).expect("somebody waits");
            let shutdown = async { drop(stopped.await) };
            runtime
                .block_on(serve(served, options, on_ready, shutdown))
                .expect("served");
        });
        Server {
            at: address.recv().expect("the server is ready"),
            host,
            stop: Some(stop),
            thread: Some(thread),
            _folder: folder,
        }
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.at)
    }

    /// Stops serving; returns when every stream and connection has ended.
    pub fn stop(&mut self) {
        // Dropping the sender ends the wait as well as sending would.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server ended well");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        self.host.stop();
    }
}

/// A training shop with its key in a file; answers the manager's id.
pub fn create_shop(browser: &mut Browser) -> Value {
    let shop = json!({
        "kind": "training", "name": "Corner", "address": [], "register_name": "Till 1",
        "currency": "EUR", "language": "en", "prices_include_tax": true,
        "tax_rounding": "per_document",
        "tax_classes": [{ "tax_class_id": 1, "name": "Standard", "rate_percent": "19" }],
        "cash_rounding_minor": 1, "manager_name": "Mara", "manager_password": PASSWORD,
        "manager_pin": null, "key_slot": "key_file", "passphrase": null,
        "time_zone": "Europe/Berlin",
        // A password alone: what the strong rules ask has journeys of its own.
        "sign_in": { "strong": false, "change_given": false, "letters_and_digits": true },
    });
    let id = "0199a000-0000-7000-8000-000000000001";
    let body = json!({ "command": "shop_create", "input": shop, "request_id": id });
    let answer = browser.post(&body, &[]);
    assert_eq!(answer.status, 200, "{}", answer.json());
    browser.ok("session_users", json!({}))[0]["user_id"].clone()
}

/// Signs the manager in at this browser.
pub fn sign_in(browser: &mut Browser, user: &Value) {
    let input = json!({ "user_id": user, "pin": null, "password": PASSWORD });
    let session = browser.ok("session_sign_in", input);
    browser.handle = session["handle"].as_str().expect("a handle").to_owned();
}
