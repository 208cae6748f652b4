//! The customer's window: the same pages at `#/customer`, on the second screen where there is one.
//! Its seat may ask for what the customer sees and nothing else; dispatch holds it to that.

use crate::shell;
use pos_app::api::session::CUSTOMER_SEAT;
use pos_app::{AppError, AppResult};
use tauri::{AppHandle, Manager, Monitor, Runtime, WebviewWindow};

/// The page of this window.
const PAGE: &str = "index.html#/customer";

/// Opens the customer's window, or brings it to the front.
#[tauri::command]
pub async fn customer_window_open<R: Runtime>(window: WebviewWindow<R>) -> AppResult<()> {
    open(&window).map_err(|error| {
        tracing::error!(%error, "no customer's window");
        AppError::internal("the customer's window does not open")
    })
}

fn open<R: Runtime>(main: &WebviewWindow<R>) -> tauri::Result<()> {
    let app: &AppHandle<R> = main.app_handle();
    if let Some(open) = app.get_webview_window(CUSTOMER_SEAT) {
        open.show()?;
        return open.set_focus();
    }
    let mut builder = shell::builder(app, CUSTOMER_SEAT, PAGE)
        .title("Countertop")
        .inner_size(1024.0, 600.0)
        .min_inner_size(480.0, 320.0);
    if let Some(other) = other_screen(main)? {
        let at = other.position().to_logical::<f64>(other.scale_factor());
        builder = builder
            .position(at.x, at.y)
            .fullscreen(true)
            .decorations(false);
    }
    builder.build()?;
    // Keys go on into the sale.
    main.set_focus()
}

/// A screen that the till's own window is not on.
fn other_screen<R: Runtime>(main: &WebviewWindow<R>) -> tauri::Result<Option<Monitor>> {
    let own = main.current_monitor()?.map(|monitor| *monitor.position());
    let all = main.available_monitors()?;
    Ok(all
        .into_iter()
        .find(|monitor| own.is_some_and(|own| *monitor.position() != own)))
}
