//! The windows, `main` and the customer's, showing the program's own pages and nothing else.

use crate::arguments::Options;
use crate::bridge::{self, Ears};
use crate::till::Till;
use crate::{crash, customer, log, signals};
use std::process::ExitCode;
use tauri::utils::config::Color;
use tauri::webview::NewWindowResponse;
use tauri::{
    App, AppHandle, Context, RunEvent, Runtime, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent,
};

/// The till's own window.
const MAIN: &str = "main";

/// Runs until the window is closed.
pub fn run(options: Options) -> ExitCode {
    log::begin(&options.data);
    crash::watch();
    let kiosk = options.kiosk;
    let ears = Ears::default();
    let till = Till::start(options, ears.clone());
    let built = with_doors(tauri::Builder::default(), till.clone(), ears)
        .setup(move |app| {
            signals::obey(app.handle().clone());
            Ok(window(app, kiosk)?)
        })
        .build(context());
    match built {
        Ok(app) => {
            app.run(move |app, event| match event {
                RunEvent::Exit => till.stop(),
                // The customer's window alone is no till.
                RunEvent::WindowEvent {
                    label,
                    event: WindowEvent::Destroyed,
                    ..
                } if label == MAIN => app.exit(0),
                _ => {}
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "no window");
            eprintln!("countertop: no window: {error}");
            till.stop();
            ExitCode::FAILURE
        }
    }
}

/// A program's doors: all that its windows' pages may ask of Rust, under the rules of [`context`].
pub fn with_doors<R: Runtime>(
    builder: tauri::Builder<R>,
    till: Till,
    ears: Ears,
) -> tauri::Builder<R> {
    builder
        .manage(till)
        .manage(ears)
        .invoke_handler(tauri::generate_handler![
            bridge::call,
            bridge::subscribe,
            customer::customer_window_open
        ])
}

/// The pages, and who may do what at the doors.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

fn window(app: &App, kiosk: bool) -> tauri::Result<()> {
    builder(app.handle(), MAIN, "index.html")
        .title("Countertop")
        .inner_size(1366.0, 768.0)
        // A 1366 × 768 screen has less than that for a window, and the pay key is at the bottom.
        .min_inner_size(1024.0, 680.0)
        .center()
        .maximized(kiosk)
        .fullscreen(kiosk)
        .decorations(!kiosk)
        .build()?;
    Ok(())
}

/// A window that stays at home, before it is built.
pub fn builder<'a, R: Runtime>(
    app: &'a AppHandle<R>,
    label: &str,
    page: &str,
) -> WebviewWindowBuilder<'a, R, AppHandle<R>> {
    WebviewWindowBuilder::new(app, label, WebviewUrl::App(page.into()))
        .background_color(Color(247, 246, 242, 255))
        // Files dropped on a page are the page's own affair; the shell opens none.
        .disable_drag_drop_handler()
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
}

/// Pages of the program itself: `tauri://localhost`, on Windows `http://tauri.localhost`.
fn is_own_page(url: &Url) -> bool {
    let own = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    };
    if !own {
        tracing::warn!(
            scheme = url.scheme(),
            host = url.host_str(),
            "navigation refused"
        );
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_at_home() {
        for (text, own) in [
            ("tauri://localhost", true),
            ("tauri://localhost/index.html#/sell", true),
            ("tauri://evil.example/", false),
            ("https://tauri.localhost.evil.example/", false),
            ("https://evil.example/", false),
            ("http://localhost:5173/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
            ("about:blank", false),
        ] {
            assert_eq!(is_own_page(&Url::parse(text).unwrap()), own, "{text}");
        }
    }
}
