//! Words from the system to end: the till ends in order, as when its window is closed.

use tauri::AppHandle;

/// Ends the program in order when the system asks for it.
pub fn obey(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        match asked().await {
            Ok(signal) => {
                tracing::info!(signal, "the system asks the till to end");
                app.exit(0);
            }
            Err(error) => tracing::error!(%error, "the system's words are not heard"),
        }
    });
}

#[cfg(unix)]
async fn asked() -> std::io::Result<&'static str> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    Ok(tokio::select! {
        _ = terminate.recv() => "terminate",
        _ = interrupt.recv() => "interrupt",
        _ = hang_up.recv() => "hang up",
    })
}

#[cfg(not(unix))]
async fn asked() -> std::io::Result<&'static str> {
    tokio::signal::ctrl_c().await.map(|()| "interrupt")
}
