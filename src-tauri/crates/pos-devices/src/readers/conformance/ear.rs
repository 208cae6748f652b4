//! What the check hears: every call of the driver, in its order, and as text.
//!
//! Owns: waiting with a limit. Must never: judge.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::LIMIT;
use crate::port::trace::WireLine;
use crate::readers::{
    Identity, IdentityVerdict, LinkState, OrderEnd, OrderId, Progress, ResultStored,
    TerminalListener, TerminalResult,
};

/// What came for one order, up to its end.
#[derive(Debug, Default)]
pub(super) struct Course {
    pub results: Vec<TerminalResult>,
    pub end: Option<OrderEnd>,
}

pub(super) fn wait<T>(told: &Receiver<Told>, pick: impl Fn(Told) -> Option<T>) -> Option<T> {
    let until = Instant::now() + LIMIT;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if let Some(found) = pick(told.recv_timeout(left).ok()?) {
            return Some(found);
        }
    }
}

pub(super) fn wait_ready(told: &Receiver<Told>) -> bool {
    wait(told, |told| {
        matches!(told, Told::Link(LinkState::Ready)).then_some(())
    })
    .is_some()
}

pub(super) fn course_of(told: &Receiver<Told>, order: OrderId) -> Course {
    let mut course = Course::default();
    let until = Instant::now() + LIMIT;
    while course.end.is_none() {
        let left = until.saturating_duration_since(Instant::now());
        match told.recv_timeout(left) {
            Ok(Told::Result(id, result)) if id == order => course.results.push(*result),
            Ok(Told::Finished(id, end)) if id == order => course.end = Some(end),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    course
}

#[derive(Debug)]
pub(super) enum Told {
    Link(LinkState),
    Progress(Progress),
    Result(OrderId, Box<TerminalResult>),
    Finished(OrderId, OrderEnd),
}

/// Hears everything, and keeps it as text for the search for leaks.
pub(super) struct Ear {
    told: Mutex<Sender<Told>>,
    everything: Mutex<String>,
    pub store: AtomicBool,
    verdict: IdentityVerdict,
}

impl Ear {
    pub(super) fn new(verdict: IdentityVerdict) -> (Arc<Self>, Receiver<Told>) {
        let (sender, receiver) = channel();
        let ear = Self {
            told: Mutex::new(sender),
            everything: Mutex::new(String::new()),
            store: AtomicBool::new(true),
            verdict,
        };
        (Arc::new(ear), receiver)
    }

    fn note(&self, what: &dyn std::fmt::Debug) {
        let mut everything = self
            .everything
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        everything.push_str(&format!("{what:?}\n"));
    }

    fn tell(&self, told: Told) {
        self.note(&told);
        // Nobody listens any more once the check is over.
        let _ = self
            .told
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .send(told);
    }

    pub(super) fn take_everything(&self) -> String {
        std::mem::take(
            &mut *self
                .everything
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

impl TerminalListener for Ear {
    fn link(&self, state: LinkState) {
        self.tell(Told::Link(state));
    }

    fn identity(&self, found: &Identity) -> IdentityVerdict {
        self.note(found);
        self.verdict.clone()
    }

    fn progress(&self, _: OrderId, step: Progress) {
        self.tell(Told::Progress(step));
    }

    fn result(&self, order: OrderId, result: TerminalResult) -> ResultStored {
        self.tell(Told::Result(order, Box::new(result)));
        match self.store.load(Ordering::SeqCst) {
            true => ResultStored::Stored,
            false => ResultStored::NotStored,
        }
    }

    fn finished(&self, order: OrderId, end: OrderEnd) {
        self.tell(Told::Finished(order, end));
    }

    fn trace(&self, line: WireLine) {
        self.note(&line);
    }
}
