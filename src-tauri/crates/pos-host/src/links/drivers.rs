//! What opens a terminal: a driver on a thread of its own, or one that a test steps. Holds no rule;
//! must never know what an order is for.

use super::map;
use pos_app::views::terminal::{BatchTotals, FoundPort, TerminalTest};
use pos_devices::{
    Address, Identity, OrderId, ProbeError, SubmitError, Terminal, TerminalListener, TerminalOrder,
    TerminalSettings,
};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// An open terminal. Every order that was taken ends at its listener, exactly once.
pub trait Driver: Send {
    /// Posts an order; answers at once, and does not call the listener.
    fn submit(&self, id: OrderId, order: TerminalOrder) -> Result<(), SubmitError>;
    /// Asks the terminal to give an order up.
    fn abort(&self, id: OrderId);
    /// Closes the line; the listener has heard the last word when this returns.
    fn close(self: Box<Self>);
}

/// Opens terminals and waits for them.
pub trait Drivers: Send + Sync {
    /// Begins to drive a terminal. Answers at once, and does not call the listener.
    fn open(
        &self,
        address: Address,
        settings: TerminalSettings,
        listener: Arc<dyn TerminalListener>,
    ) -> Box<dyn Driver>;
    /// Connects once and asks who is there.
    fn probe(
        &self,
        address: &Address,
        settings: &TerminalSettings,
        limit: Duration,
    ) -> Result<Identity, ProbeError>;
    /// The ports of this computer.
    fn discover(&self) -> Vec<FoundPort>;
    /// Waits until a test has ended, or the time is over.
    fn wait(&self, test: &RunningTest, limit: Duration);
}

/// The drivers of pos-devices, each on its thread.
pub struct Threads;

impl Driver for Terminal {
    fn submit(&self, id: OrderId, order: TerminalOrder) -> Result<(), SubmitError> {
        Terminal::submit(self, id, order)
    }

    fn abort(&self, id: OrderId) {
        Terminal::abort(self, id);
    }

    fn close(self: Box<Self>) {
        Terminal::close(*self);
    }
}

impl Drivers for Threads {
    fn open(
        &self,
        address: Address,
        settings: TerminalSettings,
        listener: Arc<dyn TerminalListener>,
    ) -> Box<dyn Driver> {
        Box::new(Terminal::open(address, settings, listener))
    }

    fn probe(
        &self,
        address: &Address,
        settings: &TerminalSettings,
        limit: Duration,
    ) -> Result<Identity, ProbeError> {
        pos_devices::probe(address, settings, limit)
    }

    fn discover(&self) -> Vec<FoundPort> {
        let ports = pos_devices::discover().into_iter();
        ports.map(map::found_port).collect()
    }

    fn wait(&self, test: &RunningTest, limit: Duration) {
        test.wait(limit);
    }
}

/// How a test went, lines and all.
pub(crate) struct TestOutcome {
    pub ok: bool,
    pub code: Option<String>,
    pub lines: Vec<String>,
    pub totals: BatchTotals,
}

/// A test that somebody waits for.
pub struct RunningTest {
    pub(crate) which: TerminalTest,
    outcome: Mutex<Option<TestOutcome>>,
    ended: Condvar,
}

impl RunningTest {
    pub(crate) fn new(which: TerminalTest) -> RunningTest {
        RunningTest {
            which,
            outcome: Mutex::default(),
            ended: Condvar::new(),
        }
    }

    /// The terminal has ended it.
    pub fn is_over(&self) -> bool {
        let outcome = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        outcome.is_some()
    }

    /// Sleeps until it has ended, or the time is over.
    pub fn wait(&self, limit: Duration) {
        let outcome = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        // What came, and whether in time, is seen when the outcome is taken.
        let _ = self
            .ended
            .wait_timeout_while(outcome, limit, |outcome| outcome.is_none());
    }

    pub(crate) fn tell(&self, outcome: TestOutcome) {
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        self.ended.notify_all();
    }

    pub(crate) fn take(&self) -> Option<TestOutcome> {
        let mut outcome = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        outcome.take()
    }
}
