//! The same commands over HTTP, and the screens for a browser on this computer. Owns what a browser
//! may do that a window may not be asked: who it is, where its page came from, how often it calls.
//! Holds no rule of the trade; everything else is dispatch.

mod answer;
mod call;
mod events;
mod gate;
mod rate;
mod seat;
mod till;
mod ui;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};
use pos_app::{AppError, AppResult};
use pos_host::Host;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

pub use till::{Opening, Till};
pub use ui::UiSource;

/// A call's body is at most this long. The largest is a piece of an import (48 KiB in base64).
pub const BODY_BYTES_MAX: usize = 256 * 1024;

/// Where to listen and which screens to serve.
#[derive(Clone, Debug)]
pub struct HttpOptions {
    /// An address of this computer itself; port 0 takes any free one.
    pub listen: SocketAddr,
    pub ui: UiSource,
}

/// What every request needs.
pub(crate) struct Door {
    till: Till,
    ui: UiSource,
    rate: rate::Limiter,
    events: events::Feed,
}

impl Door {
    /// The till, opened if need be; from then on its events are told. Blocks meanwhile.
    fn open(&self) -> AppResult<Arc<Host>> {
        let host = self.till.open()?;
        self.events.listen(&host).map_err(AppError::internal)?;
        Ok(host)
    }
}

/// Serves the till until `shutdown` is ready, then ends the streams of events, lets calls finish,
/// returns. `on_ready` gets the address that is really listened on.
///
/// # Errors
/// The address is taken or is not one of this computer's own (that needs TLS, which is not here).
pub async fn serve(
    till: impl Into<Till>,
    options: HttpOptions,
    on_ready: impl FnOnce(SocketAddr),
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    if !options.listen.ip().is_loopback() {
        let text = format!(
            "{} can be reached from other computers; that needs TLS, which this version does not \
             have: listen on 127.0.0.1 or [::1]",
            options.listen
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
    }
    let listener = TcpListener::bind(options.listen).await?;
    let door = Arc::new(Door {
        till: till.into(),
        ui: options.ui,
        rate: rate::Limiter::new(),
        events: events::Feed::default(),
    });
    if let Some(host) = door.till.running() {
        door.events.listen(&host)?;
    }
    let app = router(door.clone());
    on_ready(listener.local_addr()?);
    let closing = door.events.closing();
    let shutdown = async move {
        shutdown.await;
        closing.close();
    };
    axum::serve(listener, app)
        .with_graceful_shutdown(shutdown)
        .await
}

fn router(door: Arc<Door>) -> Router {
    let api = Router::new()
        .route("/call", post(call::call))
        .route("/events", get(events::events))
        .fallback(answer::no_such_door)
        .layer(middleware::from_fn_with_state(door.clone(), rate::limit));
    Router::new()
        .nest("/api", api)
        .fallback(ui::file)
        .layer(middleware::from_fn_with_state(door.clone(), seat::seat))
        .layer(middleware::from_fn(gate::gate))
        .layer(middleware::from_fn(gate::headers))
        .layer(middleware::from_fn(call::hang_up))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(door)
}
