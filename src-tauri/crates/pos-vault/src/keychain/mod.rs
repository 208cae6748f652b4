//! The operating system's keychain, behind one thread of its own and a time limit.
//!
//! A locked Secret Service can hang for minutes and some stores panic inside an async runtime, so
//! no caller ever talks to a store directly. "No entry" is reported only by a store that could
//! have answered otherwise.

mod os;

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

/// How long a keychain may take before it counts as silent.
pub const DEFAULT_LIMIT: Duration = Duration::from_secs(5);

/// Why the keychain gave nothing. None of these is a reason to make a new key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// There is no keychain service, or it failed.
    #[error("the keychain is not available: {0}")]
    Unavailable(String),
    /// It is locked, or does not let this program in.
    #[error("the keychain is locked or gives no access")]
    Locked,
    /// It works and is unlocked, and has no such entry.
    #[error("the keychain has no entry for this shop")]
    Empty,
    /// It has an entry, but not the one this shop needs.
    #[error("the keychain's entry does not open this shop")]
    WrongValue,
    /// It did not answer within the limit, or is still busy with a call that did not.
    #[error("the keychain does not answer")]
    Silent,
}

/// A place for small texts under a name. Runs on the keychain's thread and may block there.
pub trait KeychainStore: Send + 'static {
    /// Keeps `value` under `account`, in place of an earlier one.
    fn put(&mut self, account: &str, value: &str) -> Result<(), KeychainError>;
    /// The value under `account`; [`KeychainError::Empty`] only when it is surely not there.
    fn get(&mut self, account: &str) -> Result<Zeroizing<String>, KeychainError>;
    /// Removes `account`; it need not be there.
    fn delete(&mut self, account: &str) -> Result<(), KeychainError>;
}

/// A handle to a keychain's thread. Clones share the thread.
#[derive(Clone, Debug)]
pub struct Keychain {
    calls: Sender<Call>,
    /// While the thread is in the store: when the caller of that gives up.
    due: Arc<Mutex<Option<Instant>>>,
    limit: Duration,
}

enum Ask {
    Put {
        account: String,
        value: Zeroizing<String>,
    },
    Get {
        account: String,
    },
    Delete {
        account: String,
    },
}

/// Nothing for `Put` and `Delete`, the value for `Get`.
type Answer = Result<Zeroizing<String>, KeychainError>;

struct Call {
    ask: Ask,
    answer: Sender<Answer>,
    /// After this its caller has given up, and it must change nothing any more.
    deadline: Instant,
}

impl Keychain {
    /// The operating system's keychain, one for the process.
    pub fn os() -> Self {
        static OS: OnceLock<Keychain> = OnceLock::new();
        OS.get_or_init(|| Self::with_store(os::OsStore, DEFAULT_LIMIT))
            .clone()
    }

    /// Another store, or another limit, for tests.
    pub fn with_store(mut store: impl KeychainStore, limit: Duration) -> Self {
        let (calls, inbox) = mpsc::channel::<Call>();
        let due = Arc::new(Mutex::new(None));
        let serving = Arc::clone(&due);
        let serve = move || {
            for Call {
                ask,
                answer,
                deadline,
            } in inbox
            {
                if Instant::now() >= deadline {
                    continue;
                }
                set(&serving, Some(deadline));
                let result = serve_one(&mut store, ask);
                set(&serving, None);
                // The caller may have given up; a late answer has no reader.
                let _ = answer.send(result);
            }
        };
        // Without a thread the channel has no reader, and every call says "unavailable".
        if let Err(error) = thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(serve)
        {
            tracing::error!(%error, "no thread for the keychain");
        }
        Self { calls, due, limit }
    }

    pub(crate) fn put(&self, account: &str, value: &str) -> Result<(), KeychainError> {
        let value = Zeroizing::new(value.to_owned());
        self.call(Ask::Put {
            account: account.to_owned(),
            value,
        })
        .map(drop)
    }

    pub(crate) fn get(&self, account: &str) -> Result<Zeroizing<String>, KeychainError> {
        self.call(Ask::Get {
            account: account.to_owned(),
        })
    }

    pub(crate) fn delete(&self, account: &str) -> Result<(), KeychainError> {
        self.call(Ask::Delete {
            account: account.to_owned(),
        })
        .map(drop)
    }

    fn call(&self, ask: Ask) -> Answer {
        // While one call hangs, queueing another would only make its caller wait as well.
        let due = *self.due.lock().unwrap_or_else(PoisonError::into_inner);
        if due.is_some_and(|due| due <= Instant::now()) {
            return Err(KeychainError::Silent);
        }
        let ended = || KeychainError::Unavailable("its thread has ended".to_owned());
        let (answer, reply) = mpsc::channel();
        let deadline = Instant::now() + self.limit;
        self.calls
            .send(Call {
                ask,
                answer,
                deadline,
            })
            .map_err(|_| ended())?;
        match reply.recv_timeout(self.limit) {
            Ok(result) => result,
            Err(RecvTimeoutError::Timeout) => Err(KeychainError::Silent),
            // Dropped unanswered: skipped as too late, or the thread is gone.
            Err(RecvTimeoutError::Disconnected) if Instant::now() >= deadline => {
                Err(KeychainError::Silent)
            }
            Err(RecvTimeoutError::Disconnected) => Err(ended()),
        }
    }
}

fn set(due: &Mutex<Option<Instant>>, value: Option<Instant>) {
    *due.lock().unwrap_or_else(PoisonError::into_inner) = value;
}

fn serve_one(store: &mut impl KeychainStore, ask: Ask) -> Answer {
    let nothing = || Zeroizing::new(String::new());
    match ask {
        Ask::Put { account, value } => store.put(&account, &value).map(|()| nothing()),
        Ask::Get { account } => store.get(&account),
        Ask::Delete { account } => store.delete(&account).map(|()| nothing()),
    }
}
