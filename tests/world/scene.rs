//! One world: the till's lives, the terminals, the people, and what happens to them, one cue at a
//! time on one thread. Owns who is alive. Must never: judge what came out; the oracle does.

use crate::line::Line;
use crate::oracle::promises::Promises;
use crate::people::Person;
use crate::plan::Plan;
use crate::plants::Plant;
use crate::rng::Rng;
use crate::shelf::Shelf;
use crate::stage::{Cue, Stage, held};
use crate::till::Life;
use pos_app::api::AppError;
use pos_app::{Call, Caller};
use pos_tests::terminal::{Bank, Card};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Weak};

/// How a till ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    /// The process is gone; the disk holds everything that was written.
    Killed,
    /// The power is gone; what was not flushed may be gone too.
    PowerCut,
}

/// What a person hears of a call.
pub enum Said {
    Answer(Value),
    Refused(AppError),
    /// Nothing came back: nobody knows whether it was done.
    Silence,
}

/// One world.
pub struct Scene {
    pub stage: Arc<Stage>,
    pub bank: Arc<Mutex<Bank>>,
    pub lines: Vec<Arc<Line>>,
    pub plan: Plan,
    pub plant: Option<Plant>,
    pub terminal_ids: Vec<String>,
    /// Whose card belongs to an attempt.
    pub cards: Arc<Mutex<BTreeMap<u128, Card>>>,
    pub promises: Arc<Mutex<Promises>>,
    pub shelf: Mutex<Shelf>,
    pub luck: Mutex<Rng>,
    till: Mutex<Option<Arc<Life>>>,
    people: Mutex<Vec<Option<Person>>>,
    lives: AtomicU32,
    /// How the running life ends when it ends by itself.
    pub death: Mutex<Death>,
    closing: AtomicBool,
    over: AtomicBool,
    wrongs: Mutex<Vec<String>>,
    me: Weak<Scene>,
}

/// What a scene is made of.
pub struct Cast {
    pub stage: Arc<Stage>,
    pub bank: Arc<Mutex<Bank>>,
    pub lines: Vec<Arc<Line>>,
    pub cards: Arc<Mutex<BTreeMap<u128, Card>>>,
    pub people: Vec<Person>,
    pub terminal_ids: Vec<String>,
    pub shelf: Shelf,
    pub luck: Rng,
}

impl Scene {
    pub fn new(cast: Cast, plan: Plan, plant: Option<Plant>) -> Arc<Scene> {
        Arc::new_cyclic(|me| Scene {
            stage: cast.stage,
            bank: cast.bank,
            lines: cast.lines,
            plan,
            plant,
            terminal_ids: cast.terminal_ids,
            cards: cast.cards,
            promises: Arc::default(),
            shelf: Mutex::new(cast.shelf),
            luck: Mutex::new(cast.luck),
            till: Mutex::default(),
            people: Mutex::new(cast.people.into_iter().map(Some).collect()),
            lives: AtomicU32::new(0),
            death: Mutex::new(Death::Killed),
            closing: AtomicBool::new(false),
            over: AtomicBool::new(false),
            wrongs: Mutex::default(),
            me: me.clone(),
        })
    }

    pub fn tell(&self, who: &str, what: std::fmt::Arguments) {
        self.stage.tell(who, what);
    }

    /// Something that must not be.
    pub fn wrong(&self, what: String) {
        self.tell("ORACLE", format_args!("{what}"));
        held(&self.wrongs).push(what);
    }

    pub fn wrongs(&self) -> Vec<String> {
        held(&self.wrongs).clone()
    }

    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }

    /// The Z is made.
    pub fn day_is_over(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// The last customer is in: no more trouble from now on.
    pub fn close_up(&self) {
        self.closing.store(true, Ordering::Relaxed);
        self.tell("world", format_args!("everything is mended"));
        held(&self.shelf).mend();
        held(&self.bank).away_until_ms = 0;
        for line in &self.lines {
            held(&line.cable).mishaps = 0;
            line.plug();
            if !line.at_terminal(|terminal, _, _| terminal.is_powered()) {
                self.boot(line);
            }
        }
        if let Some(life) = self.life() {
            life.world.light(0);
        }
    }

    pub fn life(&self) -> Option<Arc<Life>> {
        held(&self.till).clone()
    }

    /// Runs everything that is due by then.
    pub fn run_to(&self, at_ms: u64, done: &dyn Fn() -> bool) {
        while !done() {
            match self.stage.next(at_ms) {
                Some(cue) => self.play(cue),
                None => {
                    self.stage.pass_to(at_ms);
                    return;
                }
            }
        }
    }

    /// Runs on while somebody waits in a call: everything but the people.
    pub fn run_on(&self, limit_ms: u64, done: &dyn Fn() -> bool) {
        let until = self.stage.now_ms() + limit_ms;
        while !done() {
            match self.stage.next(until) {
                Some(cue @ Cue::Turn(_)) => self.stage.after(400, cue),
                Some(cue) => self.play(cue),
                None => {
                    self.stage.pass_to(until);
                    return;
                }
            }
        }
    }

    fn play(&self, cue: Cue) {
        match cue {
            Cue::Turn(index) => self.turn(index),
            Cue::Open { line, life } => self.lines[line].open(life),
            Cue::DriverDue { line, life } => self.lines[line].driver_due(life),
            Cue::TerminalDue { line } => self.lines[line].terminal_due(),
            Cue::Customer { line } => self.lines[line].customer(&self.cards),
            Cue::Arrive {
                line,
                connection,
                to,
                bytes,
            } => self.lines[line].arrive(connection, to, &bytes),
            Cue::Gone {
                line,
                connection,
                side,
            } => self.lines[line].gone(connection, side),
            Cue::Plug { line } => self.lines[line].plug(),
            Cue::Boot { line } => self.boot(&self.lines[line]),
            Cue::House { life } => self.house(life),
            Cue::Start => self.start(),
            Cue::Trouble => self.trouble(),
            Cue::DiskMends => held(&self.shelf).mend(),
            Cue::Late { line, life } => self.lines[line].tell_late(life),
        }
        self.bury_the_dead();
    }

    /// The till is switched off and everybody goes home.
    pub fn send_home(&self) {
        *held(&self.till) = None;
        for line in &self.lines {
            line.forget_till(false);
        }
    }

    /// How often the till was started.
    pub fn lives(&self) -> u32 {
        self.lives.load(Ordering::Relaxed)
    }

    /// How many people have not gone home; whoever asks is in the middle of his turn.
    pub fn at_work(&self) -> usize {
        held(&self.people).iter().flatten().count() + 1
    }

    fn turn(&self, index: usize) {
        let person = held(&self.people).get_mut(index).and_then(Option::take);
        if let Some(mut person) = person {
            let again_ms = person.turn(self);
            held(&self.people)[index] = Some(person);
            match again_ms {
                Some(again_ms) => self.stage.after(again_ms, Cue::Turn(index)),
                None => drop(held(&self.people)[index].take()),
            }
        }
    }

    pub fn boot(&self, line: &Line) {
        line.at_terminal(|terminal, now, bank| {
            if !terminal.is_powered() {
                terminal.power_on(now, bank);
            }
        });
        line.power_back();
    }

    /// One call of a screen, as it comes through the shell.
    pub fn call(&self, caller: &Caller, call: Call) -> Said {
        let (before, after) = {
            let mut luck = held(&self.luck);
            let lost = if self.is_closing() {
                0
            } else {
                self.plan.lost_calls
            };
            (luck.chance(lost), luck.chance(lost))
        };
        let Some(life) = self.life().filter(|_| !before) else {
            return Said::Silence;
        };
        let answer = life.app.call(caller, call);
        self.bury_the_dead();
        if life.world.is_dead() || after {
            return Said::Silence;
        }
        match answer {
            Ok(value) => Said::Answer(value),
            Err(error) => Said::Refused(error),
        }
    }

    /// The till starts on what its disk holds.
    fn start(&self) {
        if self.life().is_some() {
            return;
        }
        let no = self.lives.fetch_add(1, Ordering::Relaxed) + 1;
        self.tell("till", format_args!("starts (life {no})"));
        let disk = held(&self.shelf).disk();
        match Life::begin(no, self, disk, self.me.clone()) {
            Ok(life) => {
                *held(&self.till) = Some(life);
                self.stage.after(100, Cue::House { life: no });
            }
            Err(why) => {
                let troubled = held(&self.shelf).is_troubled();
                if !troubled {
                    self.wrong(format!("the till does not start: {why}"));
                }
                held(&self.shelf).turn_over(None);
                self.tell("till", format_args!("does not start: {why}"));
                for line in &self.lines {
                    line.forget_till(true);
                }
                self.stage.after(5_000, Cue::Start);
            }
        }
    }

    /// Ends the running life from outside.
    pub fn kill(&self, death: Death) {
        *held(&self.death) = death;
        if let Some(life) = self.life() {
            life.world.die();
        }
        self.bury_the_dead();
    }

    /// A till that died at one of its seams is taken off the stage.
    fn bury_the_dead(&self) {
        let Some(life) = self.life() else { return };
        if held(&self.shelf).is_dead() {
            life.world.die();
        }
        if !life.world.is_dead() {
            return;
        }
        *held(&self.till) = None;
        let death = *held(&self.death);
        let (chance, back_ms) = {
            let mut luck = held(&self.luck);
            (luck.next(), luck.between(800, 25_000))
        };
        self.tell(
            "till",
            format_args!("ends: {death:?}; back in {back_ms} ms"),
        );
        let cut = (death == Death::PowerCut).then_some(chance);
        held(&self.promises).died(self.stage.now_ms(), death);
        held(&self.shelf).turn_over(cut);
        for line in &self.lines {
            line.forget_till(death == Death::Killed);
        }
        *held(&self.death) = Death::Killed;
        self.stage.after(back_ms, Cue::Start);
    }

    fn house(&self, no: u32) {
        if let Some(life) = self.life().filter(|life| life.no == no) {
            life.house();
            self.stage.after(100, Cue::House { life: no });
        }
    }
}
