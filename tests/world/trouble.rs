//! Trouble that comes by itself, at moments that nobody chose.

use crate::plan::Trouble;
use crate::scene::{Death, Scene};
use crate::shelf::DiskFault;
use crate::stage::{Cue, held};

impl Scene {
    /// One trouble, and the next one is on its way.
    pub fn trouble(&self) {
        if self.is_closing() || self.plan.troubles.is_empty() {
            return;
        }
        let (what, line, chance, wait_ms) = {
            let mut luck = held(&self.luck);
            let what = *luck.pick(&self.plan.troubles);
            let wait_ms = luck.between(1_000, 2 * self.plan.trouble_every_ms);
            (what, luck.index(self.lines.len()), luck.next(), wait_ms)
        };
        self.tell("trouble", format_args!("{what:?}"));
        self.strike(what, line, chance);
        self.stage.after(wait_ms, Cue::Trouble);
    }

    fn strike(&self, what: Trouble, line: usize, chance: u64) {
        let line = &self.lines[line];
        let back_ms = 200 + chance % 45_000;
        match what {
            Trouble::Unplug => line.unplug(back_ms),
            Trouble::Silence => line.silence(back_ms),
            Trouble::TerminalPower => self.power_lost(line.index, chance, back_ms),
            Trouble::TerminalReset => self.reset(line.index),
            Trouble::BankAway => held(&self.bank).away_until_ms = self.stage.now_ms() + back_ms,
            Trouble::KillTill => self.kill(Death::Killed),
            Trouble::KillSoon => self.light(Death::Killed, chance),
            Trouble::PowerCutSoon => self.light(Death::PowerCut, chance),
            Trouble::DiskDies => {
                *held(&self.death) = Death::PowerCut;
                held(&self.shelf).dies_at(1 + chance % 120);
            }
            Trouble::DiskFull => self.disk(DiskFault::Full, chance, back_ms),
            Trouble::DiskError => self.disk(DiskFault::Error, chance, back_ms),
            Trouble::ClockForward => self.jump(i64::try_from(6_000 + chance % 90_000_000)),
            Trouble::ClockBack => {
                self.jump(i64::try_from(6_000 + chance % 7_200_000).map(|by| -by));
            }
        }
    }

    fn jump(&self, by_ms: Result<i64, std::num::TryFromIntError>) {
        let by_ms = by_ms.unwrap_or(0);
        self.tell("clock", format_args!("jumps by {by_ms} ms"));
        self.stage.jump_wall(by_ms);
    }

    fn light(&self, death: Death, chance: u64) {
        *held(&self.death) = death;
        if let Some(life) = self.life() {
            // Few at a payment, many in a busy minute.
            let seams = 1 + chance % if chance & 0x100 == 0 { 12 } else { 80 };
            life.world.light(u32::try_from(seams).unwrap_or(1));
        }
    }

    fn power_lost(&self, line: usize, chance: u64, back_ms: u64) {
        let line = &self.lines[line];
        line.at_terminal(|terminal, now, _| {
            if terminal.is_powered() {
                terminal.power_off(now);
            }
        });
        line.power_lost(chance & 1 == 0);
        let line = line.index;
        self.stage.after(back_ms, Cue::Boot { line });
    }

    /// What the terminal has told and settled is gone from its memory; its paper is not.
    fn reset(&self, line: usize) {
        self.lines[line].at_terminal(|terminal, _, _| {
            let memory = &terminal.memory;
            let at_rest = memory.open.is_none() && memory.unconfirmed.is_none();
            if !terminal.is_running() && terminal.is_idle() && at_rest {
                let memory = &mut terminal.memory;
                (memory.receipt_no, memory.trace, memory.turnover_no) = (0, 0, 0);
                memory.last = None;
                memory.batch.clear();
            }
        });
    }

    fn disk(&self, fault: DiskFault, chance: u64, back_ms: u64) {
        held(&self.promises).disk_failed();
        held(&self.shelf).fault(fault, 1 + chance % 60, chance >> 32);
        self.stage.after(back_ms, Cue::DiskMends);
    }
}
