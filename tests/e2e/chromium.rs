//! The journey's first ground: Debian's Chromium, its driver, and `posctl serve`.

use crate::page::Page;
use pos_tests::programs::{Running, ours, screens, start, try_start};
use serde_json::json;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A till that serves its screens.
pub struct Till {
    _process: Running,
    _shop: TempDir,
    /// `http://127.0.0.1:…`
    pub address: String,
}

impl Till {
    pub fn start() -> Till {
        Till::serve(tempfile::tempdir().unwrap())
    }

    /// The demo shop.
    pub fn demo() -> Till {
        let shop = tempfile::tempdir().unwrap();
        let mut made = Command::new(ours("posctl"));
        made.args(["demo", "--data"])
            .arg(shop.path())
            .stdout(Stdio::null());
        assert!(made.status().unwrap().success(), "no demo shop");
        Till::serve(shop)
    }

    /// A shop as it lies.
    pub fn serve(shop: TempDir) -> Till {
        screens();
        let mut command = Command::new(ours("posctl"));
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(shop.path());
        let (process, address) = start(&mut command, "ready");
        Till {
            _process: process,
            _shop: shop,
            address,
        }
    }
}

/// A running driver and its port.
pub struct Driver {
    _process: Running,
    pub port: u16,
}

/// So often it may meet a port that is taken.
const STARTS: u32 = 5;

pub fn driver() -> Driver {
    let mut command = Command::new("chromedriver");
    command.arg("--port=0");
    // The port that it was given for one address family may be another's in the other: it ends then
    // and has to be started again.
    let (process, rest, _) = (0..STARTS)
        .find_map(|_| {
            try_start(
                &mut command,
                "ChromeDriver was started successfully on port",
            )
        })
        .expect("chromedriver finds a port");
    let port = rest
        .trim_end_matches('.')
        .parse()
        .expect("chromedriver says its port");
    Driver {
        _process: process,
        port,
    }
}

/// A page of 1366×768. The flags keep Chromium from calling home.
pub async fn open(driver: &Driver, address: &str) -> Page {
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": {
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                "--window-size=1366,900",
            ],
        },
    });
    let page = Page::open(driver.port, capabilities).await;
    page.client.goto(address).await.unwrap();
    page
}
