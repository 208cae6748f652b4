//! The terminals of the shop and what they go through: refusals, pulled cables, power cuts, and the
//! moments at which the till is killed.

use pos_tests::dice::Dice;
use pos_tests::{Clerk, Sim, Till, Who};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Steps of a payment at which something may happen.
const STEPS: [&str; 9] = [
    "received",
    "accepted",
    "card",
    "bank",
    "before_status",
    "status_acknowledged",
    "before_completion",
    "completion_sent",
    "done",
];

/// Two terminals; each has a ledger of its own.
pub struct Bank {
    sims: Vec<(String, Sim)>,
}

impl Bank {
    /// `unacknowledged`: what a terminal does with a booking whose acknowledgement it never got.
    pub fn open(unacknowledged: &str) -> Bank {
        let start = |number: &str| {
            let serial = format!("SIM-{number}");
            let sim = Sim::start(&[
                "--tcp",
                "127.0.0.1:0",
                "--terminal-id",
                number,
                "--serial",
                &serial,
                "--unacknowledged",
                unacknowledged,
            ]);
            // A person with a card is not as quick as a program.
            sim.say(json!({"verb": "set", "card_ms": 4, "bank_ms": 4}));
            (number.to_owned(), sim)
        };
        let sims = ["52000001", "52000002"].map(start);
        Bank {
            sims: sims.into_iter().collect(),
        }
    }

    /// Pairs both with the till of a folder.
    pub fn pair(&self, till: &Till) {
        let technician = till.sign_in(Who::Tao);
        for (number, sim) in &self.sims {
            let terminal = sim.pair_as(&technician, number);
            pos_tests::sim::until_link(&technician, &terminal, "ready");
        }
        let _: Clerk = technician;
    }

    /// The terminals' numbers and the files of their ledgers.
    pub fn ledgers(&self) -> Vec<(String, PathBuf)> {
        let path = |sim: &Sim| sim.dir().join("bank.jsonl");
        self.sims
            .iter()
            .map(|(number, sim)| (number.clone(), path(sim)))
            .collect()
    }

    /// What the next payment may go through, or a terminal right now.
    pub fn weather(&self, dice: &mut Dice) {
        let (_, sim) = dice.pick(&self.sims);
        let step = *dice.pick(&STEPS);
        let ms = dice.between(1, 60);
        match dice.below(14) {
            0 => sim.say(json!({"verb": "restart"})),
            1 => sim.say(json!({"verb": "unplug", "ms": ms})),
            2 => sim.say(json!({"at": [{"step": step, "do": "unplug", "ms": ms}]})),
            3 => sim.say(json!({"at": [{"step": step, "do": "restart", "ms": ms}]})),
            4 => sim.say(json!({"decline": "05"})),
            5 => sim.say(json!({"decline": "05", "decline_form": "abort"})),
            6 => sim.say(json!({"lose_acknowledgement": true})),
            7 => sim.say(json!({"abort": "late", "card_ms": 2 * ms})),
            8 => sim.say(json!({"card_ms": 4 * ms})),
            _ => return,
        };
    }

    /// Holds the next payment at a step and waits for it there, at most so long.
    pub fn hold_at_a_step(&self, dice: &mut Dice, limit_ms: u64) {
        let (_, sim) = dice.pick(&self.sims);
        let step = *dice.pick(&STEPS);
        let hold_ms = dice.between(0, 25);
        let since = sim.say(json!({"verb": "state"}))["at"].clone();
        sim.say(json!({"at": [{"step": step, "do": "hold", "ms": hold_ms}]}));
        // No payment came: as good a moment as any.
        let _: Value = sim.ask(json!({
            "verb": "wait_for_step", "step": step, "since": since, "timeout_ms": limit_ms,
        }));
    }

    /// Everything works again, for whoever waits for an answer.
    pub fn clear(&self) {
        for (_, sim) in &self.sims {
            sim.say(json!({"verb": "clear"}));
            sim.ask(json!({"verb": "resume"}));
        }
    }
}
