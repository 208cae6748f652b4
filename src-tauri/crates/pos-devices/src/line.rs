//! The life of a line: open, serve, lose, wait, open again, until the host closes.
//!
//! Owns: the pauses between tries, the word to stop, whom to wait for, the thread. Every driver
//! stands on it. Must never: look into bytes, or sleep: it waits in a read or for the host.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::port::{self, Address, OpenError, Patience, Port, READ_TICK, SerialFraming};

/// First pause before another try to connect, in milliseconds; doubled each time …
const RETRY_FIRST_MS: u64 = 250;
/// … up to this.
const RETRY_MAX_MS: u64 = 4_000;
/// A device that may not be used is looked at again in this time, in milliseconds.
const REFUSED_RETRY_MS: u64 = 15_000;

/// What the host says to a driver's thread.
#[derive(Debug)]
pub(crate) enum Word<O> {
    /// Something to do.
    Order(O),
    /// Close the port and end.
    Close,
}

/// Who speaks next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Nothing is asked of the device: wait for the host, and only look after the device.
    Host,
    /// The device owes an answer: wait for it, and only look after the host.
    Device,
    /// We do: wait for nobody.
    Ourselves,
}

/// How a connection went, for the pause before the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// The device worked: try again soon.
    Worked,
    /// It never came so far: wait a little longer each time.
    Failed,
    /// It may not be used: look again from time to time.
    Refused,
}

/// The pauses between tries to connect.
#[derive(Debug)]
pub(crate) struct Pauses {
    next_ms: u64,
}

impl Default for Pauses {
    fn default() -> Self {
        Self {
            next_ms: RETRY_FIRST_MS,
        }
    }
}

impl Pauses {
    /// How long to wait before the next try, in milliseconds.
    pub(crate) fn after(&mut self, course: Course) -> u64 {
        let pause_ms = match course {
            Course::Worked => {
                self.next_ms = RETRY_FIRST_MS;
                self.next_ms
            }
            Course::Failed => self.next_ms,
            Course::Refused => REFUSED_RETRY_MS,
        };
        self.next_ms = (self.next_ms * 2).min(RETRY_MAX_MS);
        pause_ms
    }
}

/// What a driver does on its thread.
pub(crate) trait Attendant {
    /// What the host may ask.
    type Order;
    /// The port is open.
    fn opened(&mut self, port: Box<dyn Port>);
    /// It did not open.
    fn not_opened(&mut self, fault: &OpenError);
    /// The port is still there.
    fn is_open(&self) -> bool;
    /// Whom to wait for.
    fn next(&self) -> Next;
    /// The host asks something. Comes with and without a port.
    fn order(&mut self, order: Self::Order);
    /// One read with this patience, and whatever is due.
    fn step(&mut self, patience: Patience);
    /// The port went away by itself.
    fn lost(&mut self);
    /// The host closes: drop the port and end what runs.
    fn closed(&mut self);
    /// How the last connection went.
    fn course(&self) -> Course;
}

/// Connects, serves and reconnects until the host closes.
pub(crate) fn attend<A: Attendant>(
    attendant: &mut A,
    address: &Address,
    framing: SerialFraming,
    words: &Receiver<Word<A::Order>>,
) {
    let mut pauses = Pauses::default();
    loop {
        let course = match port::open(address, framing) {
            Ok(port) => {
                attendant.opened(port);
                if serve(attendant, words) {
                    return;
                }
                attendant.lost();
                attendant.course()
            }
            Err(fault) => {
                attendant.not_opened(&fault);
                Course::Failed
            }
        };
        let pause_ms = pauses.after(course);
        if wait(attendant, words, Duration::from_millis(pause_ms)) {
            return;
        }
    }
}

/// Works on an open port until it is gone (`false`) or the host closes (`true`).
fn serve<A: Attendant>(attendant: &mut A, words: &Receiver<Word<A::Order>>) -> bool {
    while attendant.is_open() {
        let word = match attendant.next() {
            Next::Host => words.recv_timeout(READ_TICK),
            Next::Device | Next::Ourselves => words.try_recv().map_err(|fault| match fault {
                TryRecvError::Empty => RecvTimeoutError::Timeout,
                TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
            }),
        };
        match word {
            Ok(Word::Close) | Err(RecvTimeoutError::Disconnected) => {
                attendant.closed();
                return true;
            }
            Ok(Word::Order(order)) => attendant.order(order),
            Err(RecvTimeoutError::Timeout) => {}
        }
        // Asked again: an order may just have put a question to the device.
        attendant.step(match attendant.next() {
            Next::Host | Next::Ourselves => Patience::Glance,
            Next::Device => Patience::Tick,
        });
    }
    false
}

/// Without a port: orders get their answer at once. `true` when the host closes.
fn wait<A: Attendant>(
    attendant: &mut A,
    words: &Receiver<Word<A::Order>>,
    pause: Duration,
) -> bool {
    let until = Instant::now() + pause;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        match words.recv_timeout(left) {
            Ok(Word::Close) | Err(RecvTimeoutError::Disconnected) => {
                attendant.closed();
                return true;
            }
            Ok(Word::Order(order)) => attendant.order(order),
            Err(RecvTimeoutError::Timeout) => return false,
        }
    }
}

/// The driver's thread has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the device is closed")]
pub struct DeviceClosed;

/// The host's end of a driver's thread. Dropping it asks the thread to end, without waiting.
#[derive(Debug)]
pub(crate) struct LineThread<O> {
    words: Sender<Word<O>>,
    thread: Option<JoinHandle<()>>,
}

impl<O: Send + 'static> LineThread<O> {
    /// Starts the thread. Answers at once.
    pub(crate) fn start(name: &str, run: impl FnOnce(Receiver<Word<O>>) + Send + 'static) -> Self {
        let (words, inbox) = channel();
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || run(inbox))
            .inspect_err(|fault| tracing::error!(%fault, name, "no thread for the device"))
            .ok();
        Self { words, thread }
    }
}

impl<O> LineThread<O> {
    /// Posts an order.
    pub(crate) fn post(&self, order: O) -> Result<(), DeviceClosed> {
        let word = Word::Order(order);
        self.words.send(word).map_err(|_| DeviceClosed)
    }

    /// Ends the thread and waits for it, unless it is the thread itself that asks.
    pub(crate) fn close(mut self) {
        let _ = self.words.send(Word::Close);
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            let _ = thread.join();
        }
    }
}

impl<O> Drop for LineThread<O> {
    fn drop(&mut self) {
        // A thread that has ended needs no word.
        let _ = self.words.send(Word::Close);
    }
}
