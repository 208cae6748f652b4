//! A person at a seat whose till may die at any moment. An act keeps its request id until it is
//! answered, however many tills that takes; what was answered is kept for the checker.

use crate::door::Door;
use pos_tests::served::CallError;
use pos_tests::{Browser, Who, id};
use serde_json::{Value, json};
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// News that is missed is looked for after this long.
const LOOK_AGAIN: Duration = Duration::from_secs(2);
/// Who is told to wait at sign-in knocks again so soon.
const TRY_AGAIN: Duration = Duration::from_millis(200);

/// An act that was answered.
#[derive(Clone, Debug)]
pub struct Told {
    pub request: String,
    pub command: String,
    pub input: Value,
    pub answer: Value,
}

/// What a seat has seen.
#[derive(Default)]
pub struct Record {
    pub told: Vec<Told>,
    /// Acts whose first answer was lost.
    pub repeated: u64,
    /// Sales brought to an end.
    pub customers: u64,
}

/// One seat.
pub struct Seat<'d> {
    door: &'d Door,
    who: Who,
    till: u64,
    line: Option<Line>,
    pub record: Record,
}

struct Line {
    browser: Browser,
    news: Receiver<()>,
}

impl<'d> Seat<'d> {
    pub fn new(door: &'d Door, who: Who) -> Seat<'d> {
        Seat {
            door,
            who,
            till: 0,
            line: None,
            record: Record::default(),
        }
    }

    pub fn who(&self) -> Who {
        self.who
    }

    pub fn door(&self) -> &'d Door {
        self.door
    }

    /// Something that changes the books: the same id until it is answered. Err: the till refused.
    pub fn act(&mut self, command: &str, input: Value) -> Result<Value, Value> {
        let request = id();
        let answer = self.ask(command, &input, &request)?;
        self.record.told.push(Told {
            request,
            command: command.to_owned(),
            input,
            answer: answer.clone(),
        });
        Ok(answer)
    }

    /// A look that changes nothing.
    pub fn look(&mut self, command: &str, input: Value) -> Result<Value, Value> {
        self.ask(command, &input, &id())
    }

    /// An act once more under the id that it had.
    pub fn again(&mut self, told: &Told) -> Result<Value, Value> {
        self.ask(&told.command, &told.input, &told.request)
    }

    fn ask(&mut self, command: &str, input: &Value, request: &str) -> Result<Value, Value> {
        let mut lost = false;
        loop {
            let line = self.line();
            match line.browser.call(command, input, request) {
                Ok(answer) => {
                    self.record.repeated += u64::from(lost);
                    return Ok(answer);
                }
                Err(refused) if refused.code() == "too_many_calls" => {
                    // A program is quicker than a person: it goes on at another seat of this till.
                    self.line = None;
                    self.till -= 1;
                }
                Err(CallError::Refused(error)) => return Err(error),
                Err(CallError::Lost(_)) => {
                    lost = true;
                    self.line = None;
                }
            }
        }
    }

    /// Waits until the till says that something happened, or dies.
    pub fn wait(&mut self) {
        match self.line().news.recv_timeout(LOOK_AGAIN) {
            Ok(()) => {
                let line = self.line();
                // What came meanwhile is seen by the same look.
                while line.news.try_recv().is_ok() {}
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => self.line = None,
        }
    }

    /// Looks until there is something to see; looks again after each event.
    pub fn until<T>(
        &mut self,
        what: &str,
        limit: Duration,
        mut look: impl FnMut(&mut Self) -> Option<T>,
    ) -> T {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(seen) = look(self) {
                return seen;
            }
            assert!(Instant::now() < deadline, "waited in vain for: {what}");
            self.wait();
        }
    }

    /// The connection to the till of now, signed in.
    fn line(&mut self) -> &mut Line {
        while self.line.is_none() {
            let (till, address) = self.door.till_after(self.till);
            self.till = till;
            // It may be killed again before anybody is signed in.
            self.line = self.sit_down(&address).ok();
        }
        self.line.as_mut().expect("made a moment ago")
    }

    fn sit_down(&self, address: &str) -> io::Result<Line> {
        let mut browser = Browser::at(address)?;
        // A try is counted before its secret is looked at: one that a kill cut off stays counted,
        // and after three of them the till asks everybody at its door to wait.
        let (_never, told_to_wait) = channel::<()>();
        loop {
            match browser.sign_in(self.who.name(), self.who.pin()) {
                Ok(()) => break,
                Err(CallError::Lost(error)) => return Err(error),
                Err(refused) if refused.code() == "try_later" => {
                    let _ = told_to_wait.recv_timeout(TRY_AGAIN);
                }
                Err(CallError::Refused(error)) => {
                    panic!("{} may sign in: {error}", self.who.name())
                }
            }
        }
        let news = browser.listen()?;
        Ok(Line { browser, news })
    }
}

/// The state of the shop's file and terminals.
pub fn status(seat: &mut Seat) -> Value {
    seat.look("till_status", json!({}))
        .unwrap_or_else(|error| panic!("till_status: {error}"))
}
