//! The till behind the door. One that does not open (its file is held by another program, the disk
//! does not answer) is tried again at the next call, and says why until then: the screens show the
//! reason and a key for it. Must never: end the server for it.

use pos_app::{AppError, AppResult};
use pos_host::Host;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Opens the till.
pub type Opening = Box<dyn Fn() -> AppResult<Arc<Host>> + Send + Sync>;

/// What was refused a moment ago is not tried again: many calls come at once.
const MOMENT: Duration = Duration::from_millis(500);

/// A till that runs, or may yet. Clones are the same till.
#[derive(Clone)]
pub struct Till(Arc<Inner>);

struct Inner {
    opening: Option<Opening>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    running: Option<Arc<Host>>,
    refused: Option<(Instant, AppError)>,
}

impl From<Arc<Host>> for Till {
    fn from(host: Arc<Host>) -> Till {
        let state = State {
            running: Some(host),
            refused: None,
        };
        Till(Arc::new(Inner {
            opening: None,
            state: Mutex::new(state),
        }))
    }
}

impl Till {
    /// One that is opened at the first call, and tried again at each until it is.
    pub fn opened_by(opening: Opening) -> Till {
        Till(Arc::new(Inner {
            opening: Some(opening),
            state: Mutex::default(),
        }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The till, if it runs.
    pub fn running(&self) -> Option<Arc<Host>> {
        self.state().running.clone()
    }

    /// The till; opens it if it does not run yet. Blocks meanwhile.
    ///
    /// # Errors
    /// Why it does not open.
    pub fn open(&self) -> AppResult<Arc<Host>> {
        let mut state = self.state();
        if let Some(host) = &state.running {
            return Ok(host.clone());
        }
        if let Some((at, error)) = &state.refused
            && at.elapsed() < MOMENT
        {
            return Err(error.clone());
        }
        let opened = match &self.0.opening {
            Some(opening) => opening(),
            None => Err(AppError::internal("the till has ended")),
        };
        match opened {
            Ok(host) => {
                state.running = Some(host.clone());
                Ok(host)
            }
            Err(error) => {
                tracing::error!(%error, "the till does not open");
                state.refused = Some((Instant::now(), error.clone()));
                Err(error)
            }
        }
    }

    /// Closes terminals and file in order, if it ever came to run.
    pub fn stop(&self) {
        let running = self.state().running.take();
        if let Some(host) = running {
            host.stop();
        }
    }
}
