//! The terminal's end of a line: its bytes, its deadlines, its customer and its power.

use super::Line;
use crate::cable::Medium;
use crate::rng::Rng;
use crate::stage::{Cue, Side, held};
use pos_tests::terminal::{Bank, Card, Ride, Terminal};
use std::collections::BTreeMap;
use std::sync::Mutex;

impl Line {
    pub(super) fn terminal_connected(&self) {
        let now = self.stage.now_ms();
        let mut up = held(&self.terminal_up);
        let mut terminal = held(&self.terminal);
        if *up && self.medium() == Medium::Tcp {
            // A second connection: the first one was half open.
            terminal.line_down(now, &mut held(&self.bank));
            *up = false;
        }
        if !*up && terminal.is_powered() {
            terminal.line_up(now);
            *up = true;
        }
        drop((up, terminal));
        self.terminal_did();
    }

    pub(super) fn terminal_disconnected(&self) {
        let mut up = held(&self.terminal_up);
        if *up {
            let now = self.stage.now_ms();
            held(&self.terminal).line_down(now, &mut held(&self.bank));
            *up = false;
        }
        drop(up);
        self.terminal_did();
    }

    pub fn terminal_due(&self) {
        *held(&self.terminal_due_ms) = None;
        let now = self.stage.now_ms();
        held(&self.terminal).time(now, &mut held(&self.bank));
        self.terminal_did();
    }

    /// Somebody does something at the terminal.
    pub fn at_terminal<T>(&self, act: impl FnOnce(&mut Terminal, u64, &mut Bank) -> T) -> T {
        let now = self.stage.now_ms();
        let done = act(&mut held(&self.terminal), now, &mut held(&self.bank));
        self.terminal_did();
        done
    }

    /// The customer stands before a terminal that wants a card.
    pub fn customer(&self, cards: &Mutex<BTreeMap<u128, Card>>) {
        let order = held(&self.last_payment).as_ref().map(|(id, _)| id.0);
        let card = order.and_then(|id| held(cards).get(&id).copied());
        let (mood, ride) = {
            let mut luck = held(&self.luck);
            (luck.below(100), ride(&mut luck, self.bad_rides))
        };
        let Some(card) = card else { return };
        self.at_terminal(|terminal, now, _| {
            if terminal.wants_card().is_none() {
                return;
            }
            terminal.ride = ride;
            match mood {
                0..=4 => terminal.cancel(now),
                // Walks off.
                5..=11 => {}
                _ => terminal.present(now, card),
            }
        });
    }

    /// The terminal lost its power; it forgets its line.
    pub fn power_lost(&self, noticed: bool) {
        *held(&self.terminal_up) = false;
        if self.medium() == Medium::Tcp {
            self.hang_up(Side::Terminal, noticed);
        }
    }

    /// It has power again. Over a serial cable the till's port was open all the time.
    pub fn power_back(&self) {
        let cable = held(&self.cable);
        let on = cable.medium == Medium::Serial && cable.open && cable.plugged;
        drop(cable);
        if on {
            self.terminal_connected();
        }
    }

    /// After everything the terminal did: what it says goes out, what it waits for is noted.
    pub(super) fn terminal_did(&self) {
        let (bytes, news, due, wants) = {
            let mut terminal = held(&self.terminal);
            let bytes = terminal.take_output();
            let wants = terminal.wants_card().is_some();
            (bytes, terminal.take_news(), terminal.next_deadline(), wants)
        };
        let called = std::mem::replace(&mut *held(&self.called), wants);
        if wants && !called {
            let wait_ms = held(&self.luck).between(300, 9_000);
            let line = self.index;
            self.stage.after(wait_ms, Cue::Customer { line });
        }
        for news in news {
            self.tell(format_args!("{} {}", news.what, news.number));
        }
        if !bytes.is_empty() {
            self.send(Side::Till, &bytes);
        }
        if let Some(at_ms) = due {
            let at_ms = at_ms.max(self.stage.now_ms());
            let mut known = held(&self.terminal_due_ms);
            if known.is_none_or(|known| at_ms < known) {
                *known = Some(at_ms);
                let line = self.index;
                self.stage.at(at_ms, Cue::TerminalDue { line });
            }
        }
    }
}

/// How the next conversation with the bank goes.
fn ride(luck: &mut Rng, bad: u64) -> Ride {
    let mut ride = Ride {
        there_ms: luck.between(30, 900),
        back_ms: luck.between(30, 900),
        ..Ride::default()
    };
    if luck.chance(bad) {
        match luck.below(5) {
            0 => ride.request_lost = true,
            1 => ride.answer_lost = true,
            2 => ride.back_ms = luck.between(5_000, 30_000),
            _ => ride.declined = Some(0x05),
        }
    }
    ride
}
