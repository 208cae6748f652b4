//! GET /api/events: what the screens are told without asking, as a text/event-stream. Each event is
//! held against the seat's session at the moment it is sent.

use crate::Door;
use crate::answer::refusal;
use axum::extract::{Extension, State};
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use pos_app::api::session::Seat;
use pos_app::event::Event;
use pos_app::{AppError, Caller, ErrorCode};
use pos_host::Host;
use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{broadcast, mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;

/// Events that a slow browser may be behind; then its stream ends and it reads anew.
const BEHIND_MAX: usize = 256;
/// Streams of one browser (its tabs).
const STREAMS_PER_SEAT_MAX: usize = 12;

/// The till's events, handed to every stream.
pub struct Feed {
    sender: Arc<broadcast::Sender<Arc<Event>>>,
    closing: watch::Sender<bool>,
    streams: Arc<Mutex<HashMap<Seat, usize>>>,
    /// It listens to its till already.
    listens: Mutex<bool>,
}

impl Default for Feed {
    fn default() -> Feed {
        Feed {
            sender: Arc::new(broadcast::Sender::new(BEHIND_MAX)),
            closing: watch::Sender::new(false),
            streams: Arc::default(),
            listens: Mutex::default(),
        }
    }
}

/// Ends all streams.
pub struct Closing(watch::Sender<bool>);

impl Closing {
    pub fn close(&self) {
        self.0.send_replace(true);
    }
}

impl Feed {
    /// Listens to the till, once. The thread ends with the till, or at the first event after the
    /// feed.
    pub fn listen(&self, host: &Host) -> io::Result<()> {
        let mut listens = self.listens.lock().unwrap_or_else(PoisonError::into_inner);
        if *listens {
            return Ok(());
        }
        let weak: Weak<broadcast::Sender<Arc<Event>>> = Arc::downgrade(&self.sender);
        let events = host.subscribe();
        std::thread::Builder::new()
            .name("browser-events".to_owned())
            .spawn(move || {
                while let Ok(event) = events.recv() {
                    let Some(sender) = weak.upgrade() else { return };
                    // An error only says that no browser listens now.
                    drop(sender.send(Arc::new(event)));
                }
            })?;
        *listens = true;
        Ok(())
    }

    pub fn closing(&self) -> Closing {
        Closing(self.closing.clone())
    }

    /// A place for one more stream of the seat, given back when dropped.
    fn place(&self, seat: &Seat) -> Option<Place> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let count = streams.entry(seat.clone()).or_default();
        if *count >= STREAMS_PER_SEAT_MAX {
            return None;
        }
        *count += 1;
        Some(Place {
            seat: seat.clone(),
            streams: self.streams.clone(),
        })
    }
}

/// One open stream.
struct Place {
    seat: Seat,
    streams: Arc<Mutex<HashMap<Seat, usize>>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = streams.get_mut(&self.seat) {
            *count -= 1;
            if *count == 0 {
                streams.remove(&self.seat);
            }
        }
    }
}

/// Opens a stream of JSON events.
pub async fn events(
    State(door): State<Arc<Door>>,
    Extension(caller): Extension<Caller>,
    Extension(host): Extension<Arc<Host>>,
) -> Response {
    let Some(place) = door.events.place(&caller.seat) else {
        return refusal(AppError::new(ErrorCode::TooManyCalls));
    };
    let heard = door.events.sender.subscribe();
    let closing = door.events.closing.subscribe();
    let (messages, stream) = mpsc::channel(16);
    tokio::spawn(async move {
        feed(&host, caller, heard, closing, messages).await;
        drop(place);
    });
    // The comment makes the browser see the stream open before the first event.
    Sse::new(ReceiverStream::new(stream))
        .keep_alive(KeepAlive::default())
        .into_response()
}

/// Passes events on until the browser goes, the till stops, or the browser is too far behind.
async fn feed(
    host: &Arc<Host>,
    caller: Caller,
    mut heard: broadcast::Receiver<Arc<Event>>,
    mut closing: watch::Receiver<bool>,
    messages: mpsc::Sender<Result<Message, Infallible>>,
) {
    let caller = Arc::new(caller);
    if messages
        .send(Ok(Message::default().comment("open")))
        .await
        .is_err()
    {
        return;
    }
    loop {
        let event = tokio::select! {
            _ = closing.wait_for(|closing| *closing) => return,
            () = messages.closed() => return,
            event = heard.recv() => match event {
                Ok(event) => event,
                Err(broadcast::error::RecvError::Lagged(_)) => return,
                Err(broadcast::error::RecvError::Closed) => return,
            },
        };
        let (host, caller) = (host.clone(), caller.clone());
        // Asking how the seat stands may read the file.
        let text = tokio::task::spawn_blocking(move || {
            let heard = host.app().may_hear(&caller, &event);
            heard.then(|| serde_json::to_string(&*event))
        });
        match text.await {
            Ok(None) => {}
            Ok(Some(Ok(text))) => {
                if messages
                    .send(Ok(Message::default().data(text)))
                    .await
                    .is_err()
                {
                    return;
                }
            }
            Ok(Some(Err(error))) => tracing::error!(%error, "an event could not be written"),
            Err(panic) => tracing::error!(%panic, "an event could not be judged"),
        }
    }
}
