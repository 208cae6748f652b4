//! Owns the terminal's one thread: waits for a command, does it, and comes back
//! after a restart with what was on disk. Which command does what is in the
//! files beside; bytes and timers are in `session`.

mod admin;
mod canary;
mod command;
mod line;
mod outcome;
mod payment;
mod print;
mod reversal;
mod session;
mod statement;
mod totals;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use line::LineFaults;
pub use session::Halt;
use session::Session;

use crate::apdu::Apdu;
use crate::clock::{self, Moment};
use crate::ledger::Receipt;
use crate::link::{Input, Port};
use crate::script::{AbortMode, Act, AtStep, Canary, Scenario, Unacknowledged};
use crate::shared::{AfterReverse, Shared};

/// Whether to go on after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    Go,
    /// A silence swallowed the rest.
    GiveUp,
}

/// The till's answer to one of our blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Reply {
    Positive,
    /// `84 xx` with its data.
    Negative(u8, Vec<u8>),
    /// Nothing until T3, or the line is gone.
    Nothing,
}

/// A card terminal.
pub struct Terminal {
    shared: Arc<Shared>,
    session: Session,
    scenario: Scenario,
    /// The command being worked on; its repeat is ignored.
    command: Apdu,
    /// The till aborted, and the bank has not been asked.
    aborted: bool,
    bank_asked: bool,
    /// The leak that the last receipt repeats.
    leaked: Option<(u16, Canary)>,
}

impl Terminal {
    pub fn new(
        shared: Arc<Shared>,
        port: Box<dyn Port>,
        to_self: Sender<Input>,
        inputs: Receiver<Input>,
    ) -> Self {
        Self {
            session: Session::new(shared.clone(), port, to_self, inputs),
            shared,
            scenario: Scenario::default(),
            command: Apdu::new(0, []),
            aborted: false,
            bank_asked: false,
            leaked: None,
        }
    }

    /// Settles what was left open, opens the port and gives its address.
    pub fn start(&mut self) -> std::io::Result<String> {
        self.settle_pending()?;
        self.session.plug()
    }

    /// Serves until told to quit.
    pub fn run(&mut self) -> std::io::Result<()> {
        let mut halt = self.serve();
        loop {
            halt = match halt {
                Halt::Quit => {
                    self.session.unplug(None);
                    self.session.tell_done();
                    return Ok(());
                }
                Halt::Files(error) => return Err(error),
                Halt::Restart(ms) => match self.restart(ms) {
                    Ok(()) => self.serve(),
                    Err(halt) => halt,
                },
            };
        }
    }

    fn serve(&mut self) -> Halt {
        loop {
            self.session.idle = true;
            let done = match self.session.inbox.pop_front() {
                None => self.session.pump(None),
                Some(apdu) => self.obey(apdu),
            };
            if let Err(halt) = done {
                return halt;
            }
        }
    }

    fn obey(&mut self, apdu: Apdu) -> Result<(), Halt> {
        self.session.idle = false;
        self.session.unheard = false;
        self.scenario = Scenario::default();
        self.aborted = false;
        self.bank_asked = false;
        self.command = apdu.clone();
        let done = self.dispatch(&apdu);
        self.session.flush();
        self.session.faults = LineFaults::default();
        done
    }

    fn restart(&mut self, ms: u64) -> Result<(), Halt> {
        self.shared.steps.add("restarting");
        self.session.forget();
        self.leaked = None;
        self.session.dark(ms)?;
        self.shared.books().reload()?;
        self.settle_pending()?;
        self.session.plug()?;
        self.shared.steps.add("restarted");
        self.session.tell_done();
        Ok(())
    }

    /// A booking that no till acknowledged before the power went.
    fn settle_pending(&mut self) -> std::io::Result<()> {
        let Some(receipt) = self.shared.books().state.pending.clone() else {
            return Ok(());
        };
        let charged = {
            let books = self.shared.books();
            books
                .batch()
                .any(|entry| entry.receipt.trace == receipt.trace)
        };
        match charged {
            true => self.settle(&receipt, "restarted before the acknowledgement"),
            false => {
                let mut books = self.shared.books();
                books.state.pending = None;
                books.save()
            }
        }
    }

    /// Ends a booking that was not acknowledged, by the rule that is set.
    fn settle(&mut self, receipt: &Receipt, reason: &str) -> std::io::Result<()> {
        let (rule, after) = {
            let settings = self.shared.settings();
            let rule = self
                .scenario
                .unacknowledged
                .unwrap_or(settings.unacknowledged);
            (rule, settings.after_reverse)
        };
        let mut books = self.shared.books();
        books.state.pending = None;
        let step = match rule {
            Unacknowledged::Keep => {
                books.state.last = Some(receipt.clone());
                books.state.kept = Some(receipt.receipt_no);
                "kept_unacknowledged"
            }
            Unacknowledged::Reverse => {
                books.undo(receipt, reason)?;
                match after {
                    AfterReverse::Previous => {}
                    AfterReverse::Aborted => {
                        books.state.last = Some(Receipt {
                            result: 0x6C,
                            ..receipt.clone()
                        });
                    }
                }
                "auto_reversed"
            }
        };
        books.save()?;
        drop(books);
        self.shared.steps.add(step);
        Ok(())
    }

    /// Notes a step and does what the script wants there.
    fn step(&mut self, name: &str) -> Result<Flow, Halt> {
        self.shared.steps.add(name);
        let wanted = |at: &&AtStep| at.step == name;
        let acts: Vec<AtStep> = self.scenario.at.iter().filter(wanted).cloned().collect();
        for at in acts {
            match at.act {
                Act::Silence => {
                    self.shared.steps.add("silent");
                    self.session.flush();
                    self.session.silence(at.ms)?;
                    if !at.go_on {
                        return Ok(Flow::GiveUp);
                    }
                }
                Act::Unplug => self.session.unplug(at.ms),
                Act::Restart => return Err(Halt::Restart(at.ms.unwrap_or(0))),
                Act::Hold => {
                    self.shared.steps.add("holding");
                    self.wait(at.ms)?;
                }
            }
        }
        Ok(Flow::Go)
    }

    /// Waits, answering aborts, until `ms`, `resume` or an abort that counts.
    fn wait(&mut self, ms: Option<u64>) -> Result<(), Halt> {
        self.session.resumed = false;
        let until = ms.map(|ms| Instant::now() + Duration::from_millis(ms));
        loop {
            while let Some(apdu) = self.session.inbox.pop_front() {
                self.interrupted(&apdu)?;
            }
            let over = until.is_some_and(|until| Instant::now() >= until);
            if over || self.aborted || self.session.resumed {
                return Ok(());
            }
            self.session.flush();
            self.session.pump(until)?;
        }
    }

    /// Sends a block and waits for the till's answer.
    fn exchange(&mut self, apdu: &Apdu) -> Result<Reply, Halt> {
        match self.session.send(apdu)? {
            true => self.reply(),
            false => Ok(Reply::Nothing),
        }
    }

    fn reply(&mut self) -> Result<Reply, Halt> {
        let t3 = Duration::from_millis(self.shared.settings().t3_ms);
        let until = Instant::now() + t3;
        loop {
            let Some(apdu) = self.session.receive(until)? else {
                return Ok(Reply::Nothing);
            };
            match apdu.code.to_be_bytes() {
                [0x80, _] | [0x84, 0x00] => return Ok(Reply::Positive),
                [0x84, code] => return Ok(Reply::Negative(code, apdu.data)),
                _ => self.interrupted(&apdu)?,
            }
        }
    }

    /// A command while the terminal is master: an abort, a repeat, or a mistake.
    fn interrupted(&mut self, apdu: &Apdu) -> Result<(), Halt> {
        if *apdu == self.command {
            return Ok(());
        }
        if apdu.code != 0x06B0 {
            self.session.answer(0x849C, &[])?;
            return Ok(());
        }
        self.shared.steps.add("abort_received");
        let mode = self.scenario.abort.unwrap_or(self.shared.settings().abort);
        match mode {
            AbortMode::Ignore => return Ok(()),
            AbortMode::Refuse => self.session.answer(0x8483, &[])?,
            AbortMode::Late => self.session.answer(0x8000, &[])?,
            AbortMode::Accept => {
                self.aborted = !self.bank_asked;
                self.session.answer(0x8000, &[])?
            }
        };
        self.session.flush();
        Ok(())
    }

    /// Ends a command: `06 0F`. No answer changes nothing any more.
    fn complete(&mut self, data: &[u8]) -> Result<(), Halt> {
        self.exchange(&Apdu::new(0x060F, data)).map(drop)
    }

    /// Ends a command: `06 1E`.
    fn abort(&mut self, code: u8) -> Result<(), Halt> {
        self.exchange(&Apdu::new(0x061E, [code])).map(drop)
    }

    /// The terminal's own time.
    fn moment(&self) -> Moment {
        Moment::at(clock::now_s() + self.shared.books().state.clock_offset_s)
    }
}
