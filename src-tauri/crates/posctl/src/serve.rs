//! `serve`: the screens for a browser on this computer, until it is asked to end.

use crate::cli::{Place, ServeArgs};
use crate::say::Say;
use anyhow::Context;
use pos_http::{HttpOptions, UiSource};
use serde_json::json;

pub fn run(place: &Place, args: &ServeArgs, say: &Say) -> anyhow::Result<bool> {
    let running = place.host(true)?;
    let options = HttpOptions {
        listen: args.listen,
        ui: args.ui.clone().map_or(UiSource::Built, UiSource::Folder),
    };
    let runtime = tokio::runtime::Runtime::new().context("starting the runtime")?;
    let ready = |address| {
        let url = format!("http://{address}");
        say.answer(&format!("ready {url}"), &json!({ "ready": url }));
    };
    let end = runtime.block_on(async { asked_to_end() })?;
    runtime
        .block_on(pos_http::serve(running.0.clone(), options, ready, end))
        .with_context(|| format!("listening on {}", args.listen))?;
    Ok(true)
}

/// Ready on Ctrl-C, and on the signal with which services are ended.
#[cfg(unix)]
fn asked_to_end() -> anyhow::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn asked_to_end() -> anyhow::Result<impl Future<Output = ()> + Send> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
