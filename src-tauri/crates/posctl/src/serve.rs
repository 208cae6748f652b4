//! `serve`: the screens for a browser on this computer, until it is asked to end.

use crate::cli::{Place, ServeArgs};
use crate::say::Say;
use anyhow::Context;
use pos_app::AppError;
use pos_host::{Host, HostError, HostOptions};
use pos_http::{HttpOptions, Till, UiSource};
use serde_json::json;

pub fn run(place: &Place, args: &ServeArgs, say: &Say) -> anyhow::Result<bool> {
    let till = till(place)?;
    // Now, so that terminals are connected before the first browser is. Why it does not open is in
    // the log; the screens say it too, and try again.
    let _refused = till.open();
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
    let served = runtime.block_on(pos_http::serve(till.clone(), options, ready, end));
    till.stop();
    served.with_context(|| format!("listening on {}", args.listen))?;
    Ok(true)
}

/// The till of the folder. One that cannot be opened now may be later: whoever holds its file lets
/// go of it, a disk is there again.
fn till(place: &Place) -> anyhow::Result<Till> {
    let (data_dir, passphrase) = (place.folder(), place.passphrase()?);
    Ok(Till::opened_by(Box::new(move || {
        let options = HostOptions {
            data_dir: data_dir.clone(),
            passphrase: passphrase.clone(),
            terminals: true,
        };
        Host::start(options).map_err(|error| match error {
            HostError::App(error) => error,
            HostError::Thread(error) => AppError::internal(error),
        })
    })))
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
