//! A terminal without a thread: whoever has it opens the line, carries the bytes and tells the
//! time. The same conversation as on a thread, so that a whole till can be stepped.
//!
//! Owns: the words that wait for the conversation. Must never: read a clock or open a port.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::handle::{Control, Slot};
use super::zvt::conversation::{Conversation, Wire, transport};
use super::zvt::session::Loss;
use super::{OrderId, SubmitError, TerminalListener, TerminalOrder, TerminalSettings};
use crate::line::{Course, Pauses};
use crate::port::{Address, OpenError};

/// A terminal that its owner steps. Times are milliseconds of one clock that never goes back.
///
/// The host's side is [`submit`](Self::submit) and [`abort`](Self::abort): they only post, and
/// may be called by the listener. The line's side is everything else: it may not be called by the
/// listener.
pub struct SteppedTerminal {
    slot: Slot,
    words: Mutex<VecDeque<Control>>,
    line: Mutex<Line>,
}

struct Line {
    conversation: Conversation,
    pauses: Pauses,
    closed: bool,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SteppedTerminal {
    /// A terminal without a line yet. The address only says which transport it speaks.
    pub fn new(
        address: &Address,
        settings: TerminalSettings,
        listener: Arc<dyn TerminalListener>,
    ) -> Self {
        let slot = Slot::default();
        let conversation = Conversation::new(transport(address), settings, listener, slot.clone());
        Self {
            slot,
            words: Mutex::default(),
            line: Mutex::new(Line {
                conversation,
                pauses: Pauses::default(),
                closed: false,
            }),
        }
    }

    /// Posts an order; it begins with the next [`time`](Self::time). Its end comes to the
    /// listener, also when the terminal is away.
    pub fn submit(&self, id: OrderId, order: TerminalOrder) -> Result<(), SubmitError> {
        self.slot.take(id, || {
            held(&self.words).push_back(Control::Order(id, order));
            Ok(())
        })
    }

    /// Asks the terminal to give an order up. Only the end of the order tells whether it did.
    pub fn abort(&self, id: OrderId) {
        held(&self.words).push_back(Control::Abort(id));
    }

    /// The line is open.
    pub fn opened(&self, now_ms: u64, wire: &mut dyn Wire) {
        held(&self.line).conversation.opened(now_ms, wire);
    }

    /// The line did not open. Answers how long to wait before the next try, in milliseconds.
    pub fn not_opened(&self, fault: &OpenError) -> u64 {
        let mut line = held(&self.line);
        line.conversation.not_opened(fault);
        line.pauses.after(Course::Failed)
    }

    /// Bytes came.
    pub fn bytes(&self, now_ms: u64, bytes: &[u8], wire: &mut dyn Wire) {
        held(&self.line).conversation.bytes(now_ms, bytes, wire);
    }

    /// The line is gone by itself.
    pub fn gone(&self, now_ms: u64, wire: &mut dyn Wire) {
        held(&self.line).conversation.gone(now_ms, Loss::Gone, wire);
    }

    /// Time has passed, or something was posted: begins what was posted, lets timers run out.
    pub fn time(&self, now_ms: u64, wire: &mut dyn Wire) {
        let mut line = held(&self.line);
        loop {
            // Not held while the listener is called: it may post the next order.
            let word = held(&self.words).pop_front();
            match word {
                Some(control) => line.conversation.control(now_ms, control, wire),
                None => break,
            }
        }
        line.conversation.time(now_ms, wire);
    }

    /// When [`time`](Self::time) has to be called next; 0 when something is posted.
    pub fn due_ms(&self) -> Option<u64> {
        if !held(&self.words).is_empty() {
            return Some(0);
        }
        held(&self.line).conversation.deadline_ms()
    }

    /// The conversation has a line. False after it hung up, was cut, or was closed.
    pub fn is_open(&self) -> bool {
        held(&self.line).conversation.is_open()
    }

    /// The line is not open any more: tells the host, and answers how long to wait before the
    /// next try to connect, in milliseconds.
    pub fn pause_ms(&self) -> u64 {
        let mut line = held(&self.line);
        line.conversation.tell_lost();
        let course = line.conversation.course();
        line.pauses.after(course)
    }

    /// The host closes: what was posted and what runs ends now. Nothing begins any more.
    pub fn close(&self, now_ms: u64, wire: &mut dyn Wire) {
        let mut line = held(&self.line);
        line.closed = true;
        line.conversation.gone(now_ms, Loss::Closed, wire);
        wire.hang_up();
        // What was posted is refused for certain: there is no line.
        loop {
            let word = held(&self.words).pop_front();
            match word {
                Some(control) => line.conversation.control(now_ms, control, wire),
                None => break,
            }
        }
    }

    /// The host has closed it.
    pub fn is_closed(&self) -> bool {
        held(&self.line).closed
    }
}

#[cfg(test)]
mod tests;
