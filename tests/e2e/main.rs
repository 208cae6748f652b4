//! Journeys through the screens, most of them each in Chromium against `posctl serve` and in the
//! real window. The first day: first run under the strong rules, goods, a terminal on a
//! pseudo-terminal, a scan, a card, the receipt, the day. A day of trade, in both languages: the
//! drawer, cash, card, return, exchange, X, count, Z. Money in doubt, in both languages: an answer
//! that is lost, and the two ways it ends. Trust, half in each language: a terminal that was
//! opened, and a restore, each by two people together; how long a proof of a person takes is told.
//! And the window's own: every command at its door, and what remains in its memory.
//!
//! Every program here is the real one. Waiting is for what the page shows, never for time.
#![cfg(unix)]

mod chromium;
mod doors;
mod doubt;
mod journey;
mod pace;
mod page;
mod pictures;
mod remains;
mod seat;
mod trade;
mod trust;
mod window;
mod words;

use page::Page;
use std::sync::Arc;

/// Runs a journey on a page and closes it whatever happens.
async fn walk<F, J>(page: Page, journey: J)
where
    F: Future<Output = ()> + Send + 'static,
    J: FnOnce(Arc<Page>) -> F,
{
    let page = Arc::new(page);
    let walked = tokio::spawn(journey(page.clone())).await;
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
    let page = chromium::open(&driver, &till.address).await;
    walk(page, |page| async move {
        journey::whole_day(&page, "chromium").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_in_the_window() {
    let _turn = TURN.lock().await;
    let shop = tempfile::tempdir().unwrap();
    let screen = window::Screen::start();
    let driver = window::driver(&screen);
    let page = window::open(&driver, shop.path()).await;
    walk(page, |page| async move {
        journey::whole_day(&page, "window").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_of_trade_in_chromium() {
    let _turn = TURN.lock().await;
    for language in ["en", "zh"] {
        let shop = tempfile::tempdir().unwrap();
        let counter = furnish(shop.path(), language).await;
        let till = chromium::Till::serve(shop);
        let driver = chromium::driver();
        let page = chromium::open(&driver, &till.address).await;
        walk(page, |page| trade::walk(page, counter, language, "trade")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_of_trade_in_the_window() {
    let _turn = TURN.lock().await;
    for language in ["en", "zh"] {
        let shop = tempfile::tempdir().unwrap();
        let counter = furnish(shop.path(), language).await;
        let screen = window::Screen::start();
        let driver = window::driver(&screen);
        let page = window::open(&driver, shop.path()).await;
        walk(page, |page| {
            trade::walk(page, counter, language, "trade-window")
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_in_doubt_in_chromium() {
    let _turn = TURN.lock().await;
    for language in ["en", "zh"] {
        let shop = tempfile::tempdir().unwrap();
        let terminal = furnish_for_doubt(shop.path(), language).await;
        let till = chromium::Till::serve(shop);
        let driver = chromium::driver();
        let page = chromium::open(&driver, &till.address).await;
        walk(page, |page| doubt::walk(page, terminal, language, "doubt")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_in_doubt_in_the_window() {
    let _turn = TURN.lock().await;
    let shop = tempfile::tempdir().unwrap();
    let terminal = furnish_for_doubt(shop.path(), "en").await;
    let screen = window::Screen::start();
    let driver = window::driver(&screen);
    let page = window::open(&driver, shop.path()).await;
    walk(page, |page| {
        doubt::walk(page, terminal, "en", "doubt-window")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trust_in_chromium() {
    let _turn = TURN.lock().await;
    let shop = tempfile::tempdir().unwrap();
    let folder = shop.path().to_owned();
    let furnished = tokio::task::spawn_blocking(move || trust::furnish(&folder));
    let beside = furnished.await.unwrap();
    let till = chromium::Till::serve(shop);
    let driver = chromium::driver();
    let page = chromium::open(&driver, &till.address).await;
    walk(page, |page| trust::walk(page, beside, "trust")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_remains_in_the_windows_memory() {
    let _turn = TURN.lock().await;
    let shop = tempfile::tempdir().unwrap();
    lay_out(shop.path()).await;
    let folder = shop.path().to_owned();
    let screen = window::Screen::start();
    let driver = window::driver(&screen);
    let page = window::open(&driver, shop.path()).await;
    walk(page, |page| async move {
        remains::cards(&page, &folder).await;
        remains::pin(&page, &folder).await;
        remains::what_is_there_is_found(&page, &folder).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_at_the_windows_own_door() {
    let _turn = TURN.lock().await;
    let shop = tempfile::tempdir().unwrap();
    lay_out(shop.path()).await;
    let screen = window::Screen::start();
    let driver = window::driver(&screen);
    let page = window::open(&driver, shop.path()).await;
    walk(page, |page| async move { doors::walk(&page).await }).await;
}

async fn lay_out(folder: &std::path::Path) {
    let folder = folder.to_owned();
    let done = tokio::task::spawn_blocking(move || pos_tests::template::lay_out(&folder));
    done.await.unwrap();
}

async fn furnish_for_doubt(folder: &std::path::Path, language: &'static str) -> pos_tests::Sim {
    let folder = folder.to_owned();
    tokio::task::spawn_blocking(move || doubt::furnish(&folder, language))
        .await
        .unwrap()
}

/// The till's own calls wait; they are kept off the threads that drive the page.
async fn furnish(folder: &std::path::Path, language: &'static str) -> trade::Counter {
    let folder = folder.to_owned();
    tokio::task::spawn_blocking(move || trade::furnish(&folder, language))
        .await
        .unwrap()
}
