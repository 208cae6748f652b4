//! One journey through the screens, twice: in Chromium against `posctl serve`, and in the real
//! window. First run, goods, a terminal on a pseudo-terminal, a scan, a card, the receipt, the day.
//!
//! Every program here is the real one. Waiting is for what the page shows, never for time.
#![cfg(unix)]

mod chromium;
mod journey;
mod page;
mod pictures;
mod programs;
mod window;

use page::Page;

/// Runs the journey on a page and closes it whatever happens.
async fn walk(page: Page, shots: &str) {
    let page = std::sync::Arc::new(page);
    let on = page.clone();
    let shots = shots.to_owned();
    let walked = tokio::spawn(async move { journey::whole_day(&on, &shots).await }).await;
    if walked.is_err() {
        page.shot("failed").await;
        eprintln!("the page said:\n{}", page.text().await);
    }
    page.close().await;
    if let Err(error) = walked {
        std::panic::resume_unwind(error.into_panic());
    }
}

/// One at a time: two cores are few for two browsers, and a till is alone on its machine.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_in_chromium() {
    let _turn = TURN.lock().await;
    let till = chromium::Till::start();
    let driver = chromium::driver();
    walk(chromium::open(&driver, &till.address).await, "chromium").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_in_the_window() {
    let _turn = TURN.lock().await;
    let shop = tempfile::tempdir().unwrap();
    let screen = window::Screen::start();
    let driver = window::driver(&screen);
    walk(window::open(&driver, shop.path()).await, "window").await;
}
