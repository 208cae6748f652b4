//! Who guesses: tries a sign-in again and again, waits when told to and notes what was looked at.

use pos_tests::served::CallError;
use pos_tests::{Browser, Served, id};
use serde_json::Value;
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

/// No wait that these guesses meet is longer.
const WAIT_S_MAX: u64 = 20;
/// A guesser who is told to wait tries again so soon.
const AGAIN_AFTER: Duration = Duration::from_millis(250);
/// All waits of five guesses are over long before.
const GUESSING_MAX: Duration = Duration::from_secs(40);

/// What a till says to a guess.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    SignedIn,
    /// It was looked at and is wrong; so many more may be.
    Wrong(usize),
    /// It was not looked at; after so many seconds one is.
    Later(u64),
    LockedOut,
}

/// One guess.
pub fn ask(browser: &mut Browser, input: &Value) -> Result<Answer, String> {
    let error = match browser.call("session_sign_in", input, &id()) {
        Ok(_) => return Ok(Answer::SignedIn),
        Err(CallError::Lost(error)) => return Err(error.to_string()),
        Err(CallError::Refused(error)) => error,
    };
    let number = |name: &str| error["params"][name].as_str()?.parse::<u64>().ok();
    match (
        error["code"].as_str(),
        number("tries_left"),
        number("seconds"),
    ) {
        (Some("credentials_wrong"), Some(left), _) => {
            Ok(Answer::Wrong(usize::try_from(left).unwrap_or(usize::MAX)))
        }
        (Some("try_later"), _, Some(seconds)) => Ok(Answer::Later(seconds)),
        (Some("locked_out"), _, _) => Ok(Answer::LockedOut),
        (_, _, _) => Err(format!("a guess: {error}")),
    }
}

/// One guess that is looked at: waits as long as it is told to.
pub fn patient(till: &Served, input: &Value) -> Result<Answer, String> {
    let mut browser = Browser::at(&till.address).map_err(|e| e.to_string())?;
    loop {
        match ask(&mut browser, input)? {
            Answer::Later(seconds) => wait(till, seconds)?,
            answer => return Ok(answer),
        }
    }
}

/// Lets the time pass that the till asks for: nothing happens before.
fn wait(till: &Served, seconds: u64) -> Result<(), String> {
    if seconds > WAIT_S_MAX {
        return Err(format!("a wait of {seconds} s"));
    }
    till.ends_within(Duration::from_secs(seconds));
    Ok(())
}

/// A guess that was looked at.
#[derive(Clone, Copy)]
pub struct Looked {
    pub sent: Instant,
    pub answered: Instant,
}

/// Two streams share it: what was looked at, of both.
pub struct Guesser {
    address: String,
    input: Value,
    seen: Mutex<Seen>,
    locked: Condvar,
}

#[derive(Default)]
struct Seen {
    looked: Vec<Looked>,
    locked: bool,
}

impl Guesser {
    pub fn new(till: &Served, input: Value) -> Guesser {
        Guesser {
            address: till.address.clone(),
            input,
            seen: Mutex::default(),
            locked: Condvar::new(),
        }
    }

    /// One stream: guesses until so many of its guesses were looked at, or the person is locked
    /// out. It does not wait as it is told to; it tries again and again.
    pub fn guess(&self, most: usize) -> Result<(), String> {
        let mut browser = Browser::at(&self.address).map_err(|e| e.to_string())?;
        let (mut looked_at, began) = (0, Instant::now());
        while looked_at < most && began.elapsed() < GUESSING_MAX {
            let sent = Instant::now();
            let answer = ask(&mut browser, &self.input)?;
            let mut seen = self.seen.lock().map_err(|e| e.to_string())?;
            let looked = Looked {
                sent,
                answered: Instant::now(),
            };
            match answer {
                Answer::SignedIn => return Err("the guess was right".to_owned()),
                Answer::Wrong(_) => {
                    seen.looked.push(looked);
                    looked_at += 1;
                }
                Answer::Later(_) if seen.locked => {}
                Answer::Later(_) => {
                    let rest = self.locked.wait_timeout(seen, AGAIN_AFTER);
                    drop(rest.map_err(|e| e.to_string())?);
                }
                Answer::LockedOut => {
                    // The guess that locks out was looked at; whatever comes after it was not.
                    if !seen.locked {
                        seen.looked.push(looked);
                    }
                    seen.locked = true;
                    self.locked.notify_all();
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// What was looked at, in order, and whether it ended in a lock-out.
    pub fn seen(self) -> Result<(Vec<Looked>, bool), String> {
        let mut seen = self.seen.into_inner().map_err(|e| e.to_string())?;
        seen.looked.sort_by_key(|one| one.answered);
        Ok((seen.looked, seen.locked))
    }
}
