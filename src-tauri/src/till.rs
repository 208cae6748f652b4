//! The till behind the window, started on a thread of its own while the window comes up. A till
//! that cannot start (its file is held by another program, its keys are gone) answers every call
//! with the reason, and tries again at the next one: the screens show the reason and a key for it.

use crate::arguments::Options;
use crate::bridge::Ears;
use pos_app::api::ErrorCode;
use pos_app::{AppError, AppResult};
use pos_host::posture::Screens;
use pos_host::{Host, HostError, HostOptions};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

/// A till that is starting, running, or refused.
#[derive(Clone)]
pub struct Till(Arc<Inner>);

struct Inner {
    options: Options,
    ears: Ears,
    running: Mutex<Option<Arc<Host>>>,
}

impl Till {
    /// Begins to start it; its events go to `ears`.
    pub fn start(options: Options, ears: Ears) -> Till {
        let till = Till(Arc::new(Inner {
            options,
            ears,
            running: Mutex::new(None),
        }));
        let own = till.clone();
        let thread = std::thread::Builder::new().name("till-start".to_owned());
        // Without the thread the first call starts the till, and says why if it cannot.
        if let Err(error) = thread.spawn(move || drop(own.host())) {
            tracing::error!(%error, "no thread for the start");
        }
        till
    }

    /// The running till; starts it if it does not run yet. Blocks meanwhile.
    pub fn host(&self) -> AppResult<Arc<Host>> {
        let mut running = self
            .0
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(host) = &*running {
            return Ok(host.clone());
        }
        let begun = catch_unwind(AssertUnwindSafe(|| self.0.begin()));
        let begun = begun.unwrap_or_else(|_| Err(AppError::internal("the start broke off")));
        match begun {
            Ok(host) => {
                tracing::info!(version = env!("CARGO_PKG_VERSION"), "the till runs");
                *running = Some(host.clone());
                Ok(host)
            }
            Err(error) => {
                tracing::error!(%error, "the till does not start");
                Err(error)
            }
        }
    }

    /// Closes terminals and file, if the till ever came to run.
    pub fn stop(&self) {
        let running = self
            .0
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(host) = running {
            host.stop();
            tracing::info!("the till has ended");
        }
    }
}

impl Inner {
    fn begin(&self) -> AppResult<Arc<Host>> {
        let options = HostOptions {
            data_dir: self.options.data.clone(),
            passphrase: self.passphrase()?,
            terminals: true,
        };
        let host = Host::start(options).map_err(|error| match error {
            HostError::App(error) => error,
            HostError::Thread(error) => AppError::internal(error),
        })?;
        match tauri::webview_version() {
            Ok(version) => host.drawn_by(Screens::WebView(version)),
            Err(error) => tracing::warn!(%error, "the web view does not tell its version"),
        }
        let (ears, events, heard) = (self.ears.clone(), host.subscribe(), host.clone());
        std::thread::Builder::new()
            .name("window-events".to_owned())
            .spawn(move || ears.listen(&heard, events))
            .map_err(AppError::internal)?;
        Ok(host)
    }

    fn passphrase(&self) -> AppResult<Option<String>> {
        let Some(file) = &self.options.passphrase_file else {
            return Ok(None);
        };
        let text = std::fs::read_to_string(file).map_err(|error| {
            let reason = format!("{}: {error}", file.display());
            AppError::new(ErrorCode::KeyUnavailable).with("reason", reason)
        })?;
        Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
    }
}
