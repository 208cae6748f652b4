//! The till behind the window, started on a thread of its own while the window comes up. A till
//! that cannot start (its file is held by another program, its keys are gone) answers every call
//! with the reason, so that the screens can show it.

use crate::arguments::Options;
use pos_app::api::ErrorCode;
use pos_app::{AppError, AppResult};
use pos_host::{Host, HostError, HostOptions};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

/// A till that is starting, running, or refused.
#[derive(Clone, Default)]
pub struct Till(Arc<OnceLock<AppResult<Arc<Host>>>>);

impl Till {
    /// Begins to start it; `then` runs on the same thread when it is running.
    pub fn start(options: Options, then: impl FnOnce(&Arc<Host>) + Send + 'static) -> Till {
        let till = Till::default();
        let own = till.clone();
        let thread = std::thread::Builder::new()
            .name("till-start".to_owned())
            .spawn(move || {
                let begun = catch_unwind(AssertUnwindSafe(|| begin(&options)));
                let begun =
                    begun.unwrap_or_else(|_| Err(AppError::internal("the start broke off")));
                match own.0.get_or_init(|| begun) {
                    Ok(host) => then(host),
                    Err(error) => tracing::error!(%error, "the till does not start"),
                }
            });
        if let Err(error) = thread {
            till.0.get_or_init(|| Err(AppError::internal(error)));
        }
        till
    }

    /// The running till. Waits for the start: call it from a thread that may block.
    pub fn host(&self) -> AppResult<Arc<Host>> {
        self.0.wait().clone()
    }

    /// Closes terminals and file, if the till ever came to run.
    pub fn stop(&self) {
        if let Some(Ok(host)) = self.0.get() {
            host.stop();
        }
    }
}

fn begin(options: &Options) -> AppResult<Arc<Host>> {
    let passphrase = match &options.passphrase_file {
        None => None,
        Some(file) => {
            let text = std::fs::read_to_string(file).map_err(|error| {
                let reason = format!("{}: {error}", file.display());
                AppError::new(ErrorCode::KeyUnavailable).with("reason", reason)
            })?;
            Some(text.trim_end_matches(['\r', '\n']).to_owned())
        }
    };
    let options = HostOptions {
        data_dir: options.data.clone(),
        passphrase,
        terminals: true,
    };
    Host::start(options).map_err(|error| match error {
        HostError::App(error) => error,
        HostError::Thread(error) => AppError::internal(error),
    })
}
