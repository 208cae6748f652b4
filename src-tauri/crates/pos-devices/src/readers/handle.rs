//! The handle to an open terminal: it posts orders to the driver's thread.
//!
//! Owns: the one-order-at-a-time rule. Must never: touch the port.

use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};

use super::{OrderId, TerminalOrder};
use crate::line::{LineThread, Word};

/// Why an order was not even taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// Another order is running.
    #[error("the terminal is busy with order {running}")]
    Busy {
        /// The order that runs.
        running: OrderId,
    },
    /// The driver's thread has ended.
    #[error("the terminal is closed")]
    Closed,
}

/// What the handle tells the thread.
#[derive(Debug)]
pub(crate) enum Control {
    Order(OrderId, TerminalOrder),
    Abort(OrderId),
}

/// The running order, shared by the handle and what drives the terminal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slot(Arc<Mutex<Option<OrderId>>>);

impl Slot {
    /// Takes the slot and posts the order, or says which order has it.
    pub(crate) fn take(
        &self,
        id: OrderId,
        post: impl FnOnce() -> Result<(), SubmitError>,
    ) -> Result<(), SubmitError> {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = *slot {
            return Err(SubmitError::Busy { running });
        }
        post()?;
        *slot = Some(id);
        Ok(())
    }

    /// Frees the slot. Done before the host hears of the end, so that it can submit at once.
    pub(crate) fn free(&self, order: OrderId) {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *slot == Some(order) {
            *slot = None;
        }
    }
}

/// The thread's end of the handle.
pub(crate) struct Mailbox {
    pub words: Receiver<Word<Control>>,
    pub slot: Slot,
}

/// An open terminal. Dropping it asks the driver to close, without waiting.
#[derive(Debug)]
pub struct Terminal {
    line: LineThread<Control>,
    slot: Slot,
}

impl Terminal {
    /// Opens a terminal with the only driver there is today. Answers at once: the driver's own
    /// thread connects, and tells the listener.
    pub fn open(
        address: crate::port::Address,
        settings: super::TerminalSettings,
        listener: Arc<dyn super::TerminalListener>,
    ) -> Self {
        (super::zvt::DRIVER.open)(address, settings, listener)
    }

    /// Starts a driver's thread.
    pub(crate) fn start(name: &str, run: impl FnOnce(Mailbox) + Send + 'static) -> Self {
        let slot = Slot::default();
        let shared = slot.clone();
        let line = LineThread::start(name, move |words| {
            run(Mailbox {
                words,
                slot: shared,
            });
        });
        Self { line, slot }
    }

    /// Posts an order. Its end comes to the listener, also when the terminal is away.
    pub fn submit(&self, id: OrderId, order: TerminalOrder) -> Result<(), SubmitError> {
        self.slot.take(id, || {
            let posted = self.line.post(Control::Order(id, order));
            posted.map_err(|_| SubmitError::Closed)
        })
    }

    /// Asks the terminal to give an order up. Only the end of the order tells whether it did.
    pub fn abort(&self, id: OrderId) {
        // A closed driver has nothing to abort.
        let _ = self.line.post(Control::Abort(id));
    }

    /// Closes the port and waits for the thread. A running order ends unknown.
    pub fn close(self) {
        self.line.close();
    }
}
