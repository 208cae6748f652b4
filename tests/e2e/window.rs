//! The journey's second ground: the real window on a virtual screen, driven by WebKit's driver.

use crate::page::Page;
use pos_tests::programs::{Running, ours, screens, start};
use serde_json::json;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

/// A virtual screen.
pub struct Screen {
    _process: Running,
    display: String,
}

impl Screen {
    /// On a number of its own choice.
    pub fn start() -> Screen {
        let mut command = Command::new("Xvfb");
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1366x768x24",
            "-nolisten",
            "tcp",
        ]);
        let (process, number) = start(command.stderr(Stdio::null()), "");
        Screen {
            _process: process,
            display: format!(":{number}"),
        }
    }
}

/// A running driver and its port.
pub struct Driver {
    _process: Running,
    port: u16,
}

pub fn driver(screen: &Screen) -> Driver {
    // The driver takes no port 0: one that was free a moment ago is the best there is.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut command = Command::new("WebKitWebDriver");
    command
        .arg(format!("--port={port}"))
        .env("DISPLAY", &screen.display);
    command
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        // All that is not WebKit's own lies in one place of the program's memory (mallopt(3)).
        .env("MALLOC_ARENA_MAX", "1")
        .stdout(Stdio::null());
    let process = Running(command.spawn().expect("WebKitWebDriver starts"));
    Driver {
        _process: process,
        port,
    }
}

/// The till's own window on a folder.
pub async fn open(driver: &Driver, shop: &Path) -> Page {
    screens();
    let capabilities = json!({
        "webkitgtk:browserOptions": {
            "binary": ours("countertop"),
            "args": ["--data", shop],
        },
    });
    Page::open(driver.port, capabilities).await
}
