//! The window's two doors: one command of the registry, and the stream of events. Owns nothing of
//! either; who may do and hear what is decided behind them.

use crate::till::Till;
use pos_app::api::session::Seat;
use pos_app::event::Event;
use pos_app::{AppError, AppResult, Call, Caller};
use pos_host::Host;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::async_runtime::spawn_blocking;
use tauri::ipc::Channel;
use tauri::{Runtime, State, WebviewWindow};

/// A window's seat is its label; its session's handle comes with each message.
fn caller<R: Runtime>(window: &WebviewWindow<R>, session: Option<String>) -> Caller {
    Caller {
        seat: Seat(window.label().to_owned()),
        handle: session.unwrap_or_default(),
    }
}

/// Carries out one command.
#[tauri::command]
pub async fn call<R: Runtime>(
    window: WebviewWindow<R>,
    till: State<'_, Till>,
    request: Call,
    session: Option<String>,
) -> AppResult<Value> {
    let (till, caller) = (till.inner().clone(), caller(&window, session));
    // A command may hash a password or ask a terminal: never on the thread that paints.
    let done = spawn_blocking(move || till.host()?.app().call(&caller, request)).await;
    done.unwrap_or_else(|panic| {
        tracing::error!(%panic, "a command broke off");
        Err(AppError::internal("the command broke off"))
    })
}

/// Sends the window's events to this channel from now on, and to no former one.
#[tauri::command]
pub async fn subscribe<R: Runtime>(
    window: WebviewWindow<R>,
    ears: State<'_, Ears>,
    session: Option<String>,
    events: Channel<Event>,
) -> AppResult<()> {
    let caller = caller(&window, session);
    ears.open()
        .insert(window.label().to_owned(), (caller, events));
    Ok(())
}

/// The windows that listen, each with who sits at it.
#[derive(Clone, Default)]
pub struct Ears(Arc<Mutex<Listening>>);

/// By window label.
type Listening = HashMap<String, (Caller, Channel<Event>)>;

impl Ears {
    fn open(&self) -> MutexGuard<'_, Listening> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Passes the till's events on until the till ends. Blocks.
    pub fn listen(&self, host: &Host, events: Receiver<Event>) {
        for event in events {
            let ears: Vec<_> = self.open().values().cloned().collect();
            for (caller, channel) in ears {
                if host.app().may_hear(&caller, &event)
                    && let Err(error) = channel.send(event.clone())
                {
                    tracing::warn!(%error, seat = caller.seat.0, "an event was not delivered");
                }
            }
        }
    }
}
