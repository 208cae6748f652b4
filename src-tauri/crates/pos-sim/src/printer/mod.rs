//! Owns the receipt printer as the till sees it: what waits, what is answered, the drawer, and
//! what scripts break. The paper is the press's business.

mod command;
mod line;
mod parse;
mod press;
mod real_time;
mod sensors;
mod slip;
mod strip;
mod style;
mod symbols;
mod tally;
#[cfg(test)]
mod tests;
mod verbs;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::beside::{Device, DropLink, Fields, Hands, changed};
use command::{Command, Kick};
use press::Press;
use real_time::{Lookout, RealTime};
use sensors::Settings;
use slip::End;
use strip::Paper;
use tally::Tally;

/// What a printer is born with.
#[derive(Debug, Clone)]
pub struct Make {
    pub model: String,
    pub width_dots: usize,
    /// How far behind the head the cutter is.
    pub cutter_dots: usize,
    pub out: PathBuf,
}

/// A receipt printer with a drawer.
pub struct Printer {
    make: Make,
    settings: Settings,
    drawer_open: bool,
    lookout: Lookout,
    /// What came and is not printed.
    buffer: Vec<u8>,
    press: Press,
    /// GS a: what an automatic status watches, and what it last saw.
    watching: u8,
    seen: [Option<u8>; 4],
    /// GS ( D: whether DLE DC4 may kick.
    pulse_allowed: bool,
    /// Bytes that get lost on the way.
    swallow: u64,
    swallowed: u64,
    /// The link goes down after so many more bytes.
    die_after: Option<(u64, DropLink)>,
    /// The number of the last slip; those of earlier runs are kept.
    slips: u64,
    /// A slip has begun.
    receiving: bool,
    told_stopped: bool,
    /// Bytes that a slow printer may work off, and when it gets more.
    allowance: usize,
    next_at: Option<Instant>,
    unknown: Tally,
}

/// A slow printer works in steps of this.
const STEP: Duration = Duration::from_millis(20);
const STEPS_PER_S: u32 = 50;

impl Printer {
    pub fn new(make: Make) -> Self {
        let press = Press::new(make.width_dots, make.cutter_dots);
        let slips = slip::last_no(&make.out);
        Self {
            make,
            settings: Settings::default(),
            drawer_open: false,
            lookout: Lookout::default(),
            buffer: Vec::new(),
            press,
            watching: 0,
            seen: [None; 4],
            pulse_allowed: true,
            swallow: 0,
            swallowed: 0,
            die_after: None,
            slips,
            receiving: false,
            told_stopped: false,
            allowance: 0,
            next_at: None,
            unknown: Tally::default(),
        }
    }

    fn answer(&self, bytes: impl Into<Vec<u8>>, hands: &mut Hands) {
        if !self.settings.mute {
            hands.send(bytes);
        }
    }

    /// The bytes that arrive: some are lost, and the link may go down in the middle.
    fn arriving<'a>(&mut self, bytes: &'a [u8], hands: &mut Hands) -> &'a [u8] {
        let mut bytes = bytes;
        if let Some((left, drop)) = self.die_after {
            let count = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            if count >= left {
                bytes = &bytes[..usize::try_from(left).unwrap_or(bytes.len())];
                self.die_after = None;
                hands.note("died");
                hands.drop_link = Some(drop);
            } else {
                self.die_after = Some((left - count, drop));
            }
        }
        let lost = bytes
            .len()
            .min(usize::try_from(self.swallow).unwrap_or(usize::MAX));
        if lost > 0 {
            let count = u64::try_from(lost).unwrap_or(0);
            self.swallow -= count;
            self.swallowed += count;
            hands.tell("swallowed", json!({ "bytes": lost }));
        }
        &bytes[lost..]
    }

    fn at_once(&mut self, order: RealTime, hands: &mut Hands) {
        match order {
            RealTime::Status(n) => {
                let status = self.settings.real_time(n, self.drawer_open);
                self.answer([status], hands);
            }
            RealTime::Kick(kick) if self.pulse_allowed => self.kick(kick, true, hands),
            RealTime::Kick(_) => {}
            RealTime::Forget | RealTime::Recover { forget: true } => self.buffer.clear(),
            RealTime::Recover { forget: false } => {}
        }
    }

    /// Works off what waits, as far as the printer can and may.
    fn work(&mut self, hands: &mut Hands) {
        let mut at = 0;
        while at < self.buffer.len() && !self.settings.is_stopped() {
            let chinese = self.press.is_chinese();
            let Some((command, used)) = parse::next(&self.buffer[at..], chinese) else {
                break;
            };
            if self.settings.slow_bytes_per_s > 0 {
                if used > self.allowance {
                    self.next_at.get_or_insert_with(|| Instant::now() + STEP);
                    break;
                }
                self.allowance -= used;
            }
            at += used;
            self.obey(command, hands);
        }
        self.buffer.drain(..at);
        if self.settings.is_stopped() && !self.buffer.is_empty() && !self.told_stopped {
            self.told_stopped = true;
            hands.tell("stopped", json!({ "waiting_bytes": self.buffer.len() }));
        }
    }

    fn obey(&mut self, command: Command, hands: &mut Hands) {
        match command {
            Command::RealTime => {}
            Command::AutoStatus(mask) => self.watch(mask, hands),
            Command::SendStatus(n) => match n {
                1 | 49 => self.answer([self.settings.paper()], hands),
                2 | 50 => self.answer([self.settings.drawer(self.drawer_open)], hands),
                _ => self.press.remarks.ignored.bytes(&[0x1D, b'r', n]),
            },
            Command::SendIdentity(n) => self.identity(n, hands),
            Command::ProcessId(id) => {
                let [a, b, c, d] = id;
                self.answer([0x37, 0x22, a, b, c, d, 0], hands);
            }
            Command::AllowPulse(allowed) => self.pulse_allowed = allowed,
            Command::Kick(kick) => self.kick(kick, false, hands),
            other => {
                if !self.receiving {
                    self.receiving = true;
                    hands.note("receiving");
                }
                if let Command::Unknown(bytes) = &other {
                    self.unknown.bytes(bytes);
                    hands.tell("unknown", json!({ "hex": crate::hex::text(bytes) }));
                }
                if let Some((paper, end)) = self.press.print(other) {
                    self.slip(&paper, end, hands);
                }
            }
        }
    }

    fn identity(&mut self, n: u8, hands: &mut Hands) {
        let text = match n {
            1 | 49 => return self.answer([0x20], hands),
            // Characters of two bytes, and a cutter.
            2 | 50 => return self.answer([0x03], hands),
            3 | 51 => return self.answer([0x01], hands),
            65 => env!("CARGO_PKG_VERSION"),
            66 => "Countertop",
            67 => &self.make.model,
            68 => "SIM-00000001",
            69 => "CHINA GB18030",
            _ => return self.press.remarks.ignored.bytes(&[0x1D, b'I', n]),
        };
        let answer = [b"_", text.as_bytes(), b"\0"].concat();
        self.answer(answer, hands);
    }

    fn kick(&mut self, kick: Kick, real_time: bool, hands: &mut Hands) {
        let fields = json!({ "pin": kick.pin, "on_ms": kick.on_ms, "realtime": real_time });
        hands.tell("kicked", fields);
        self.move_drawer(true, hands);
    }

    fn move_drawer(&mut self, open: bool, hands: &mut Hands) {
        if self.drawer_open != open {
            self.drawer_open = open;
            hands.note(if open {
                "drawer_opened"
            } else {
                "drawer_closed"
            });
            self.tell_change(hands);
        }
    }

    fn watch(&mut self, mask: u8, hands: &mut Hands) {
        self.watching = mask;
        self.seen = self.settings.watched(mask, self.drawer_open);
        if mask & 0x0F != 0 {
            let status = self.settings.automatic(self.drawer_open);
            self.answer(status, hands);
        }
    }

    /// An automatic status, if what it watches has changed.
    fn tell_change(&mut self, hands: &mut Hands) {
        let now = self.settings.watched(self.watching, self.drawer_open);
        if now != self.seen {
            self.seen = now;
            let status = self.settings.automatic(self.drawer_open);
            self.answer(status, hands);
        }
    }

    fn slip(&mut self, paper: &Paper, end: End, hands: &mut Hands) {
        self.receiving = false;
        self.slips += 1;
        let remarks = std::mem::take(&mut self.press.remarks);
        match slip::write(&self.make.out, self.slips, paper, end, &remarks) {
            Ok(fields) => hands.tell("slip", fields),
            Err(error) => {
                eprintln!("pos-sim: cannot keep a slip: {error}");
                hands.tell("slip_lost", json!({ "no": self.slips, "error": error }));
            }
        }
    }
}

impl Device for Printer {
    fn take(&mut self, bytes: &[u8], hands: &mut Hands) {
        for byte in self.arriving(bytes, hands) {
            self.buffer.push(*byte);
            if let Some(order) = self.lookout.push(*byte) {
                self.at_once(order, hands);
            }
            // What is before a byte is printed before the byte is looked at.
            self.work(hands);
        }
    }

    fn verb(&mut self, verb: &str, fields: Fields, hands: &mut Hands) -> Result<Value, String> {
        self.obey_verb(verb, fields, hands)
    }

    fn set(&mut self, fields: &Fields, hands: &mut Hands) -> Result<(), String> {
        let was_stopped = self.settings.is_stopped();
        self.settings = changed(&self.settings, fields)?;
        self.tell_change(hands);
        if was_stopped && !self.settings.is_stopped() {
            if std::mem::take(&mut self.told_stopped) {
                hands.note("resumed");
            }
            self.work(hands);
        }
        Ok(())
    }

    fn state(&self) -> Value {
        self.report()
    }

    fn due(&self) -> Option<Instant> {
        self.next_at
    }

    fn wake(&mut self, _now: Instant, hands: &mut Hands) {
        self.next_at = None;
        let step = self.settings.slow_bytes_per_s.div_ceil(STEPS_PER_S);
        self.allowance += usize::try_from(step).unwrap_or(0);
        self.work(hands);
    }

    fn power_cut(&mut self, _hands: &mut Hands) {
        self.buffer.clear();
        self.press.reset();
        self.lookout = Lookout::default();
        self.watching = 0;
        self.seen = [None; 4];
        self.pulse_allowed = true;
        self.told_stopped = false;
    }

    fn end(&mut self, hands: &mut Hands) {
        if let Some(paper) = self.press.tear() {
            self.slip(&paper, End::Quit, hands);
        }
    }
}
