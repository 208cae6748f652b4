//! Who looks after doubts, cash beside the sales and the end of the day.

use super::Person;
use crate::scene::Scene;
use crate::stage::held;
use pos_tests::terminal::{Act, Entry, Receipt};
use serde_json::{Value, json};

/// A doubt that is still open so long after everything was mended is one that asking cannot end.
const SLIP_AFTER_MS: u64 = 240_000;

/// Asked by hand when the till itself has not ended it by then.
const ASK_AFTER_MS: u64 = 90_000;

/// Where the end of the day stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Closing {
    #[default]
    Sales,
    Count,
    Drawer,
    Terminals(usize),
    Z,
}

/// What a supervisor has in mind.
#[derive(Default)]
pub struct Supervisor {
    closing: Closing,
    since_ms: Option<u64>,
}

impl Supervisor {
    pub fn turn(&mut self, me: &mut Person, scene: &Scene) -> Option<u64> {
        if !scene.is_closing() {
            self.round(me, scene);
            return Some(me.rng.between(5_000, 30_000));
        }
        let now = scene.stage.now_ms();
        let since = *self.since_ms.get_or_insert(now);
        match (me.heard.take(), self.closing) {
            (Some("shift_count"), Closing::Count) => self.closing = Closing::Drawer,
            (Some("shift_close"), Closing::Drawer) => self.closing = Closing::Terminals(0),
            (Some("terminal_close"), Closing::Terminals(at)) => {
                self.closing = Closing::Terminals(at + 1);
            }
            (Some("day_close"), Closing::Z) => {
                scene.day_is_over();
                return None;
            }
            _ => {}
        }
        match self.closing {
            Closing::Sales => self.sales(me, scene, now - since),
            Closing::Count => {
                let shift = 1;
                let counted = held(&scene.promises).cash_minor();
                let counts = json!([{"unit_minor": 1, "count": counted}]);
                let input = json!({"shift_no": shift, "counts": counts});
                if let Some(Ok(_)) = me.say(scene, "shift_count", input) {
                    self.closing = Closing::Drawer;
                }
            }
            Closing::Drawer => {
                let input = json!({"shift_no": 1, "note": null});
                match me.say(scene, "shift_close", input) {
                    Some(Ok(_)) => self.closing = Closing::Terminals(0),
                    Some(Err(_)) => self.look_at_drawer(me, scene),
                    None => {}
                }
            }
            Closing::Terminals(at) => self.terminal(me, scene, at),
            Closing::Z => return self.z(me, scene),
        }
        Some(me.rng.between(800, 3_000))
    }

    /// What is done in between on any day.
    fn round(&mut self, me: &mut Person, scene: &Scene) {
        match me.rng.below(10) {
            0..=4 => {
                if let Some(Ok(doubts)) = me.say(scene, "doubt_list", json!({})) {
                    let doubts = doubts.as_array().cloned().unwrap_or_default();
                    if !doubts.is_empty() && me.rng.chance(600) {
                        let doubt = me.rng.pick(&doubts);
                        let input = json!({"attempt_id": attempt_of(doubt)});
                        let _told = me.say(scene, "payment_ask", input);
                    }
                }
            }
            5 | 6 => {
                let amount = i64::try_from(me.rng.between(1, 20)).unwrap_or(1) * 100;
                let input = json!({"shift_no": 1, "amount_minor": amount, "reason": "change"});
                let _told = me.say(scene, "cash_pay_in", input);
            }
            7 => {
                let terminal = me.rng.pick(&scene.terminal_ids).clone();
                let _told = me.say(scene, "terminal_close", json!({"terminal_id": terminal}));
            }
            8 => {
                let _told = me.say(scene, "x_report", json!({"shift_no": null}));
            }
            _ => {
                let _told = me.say(scene, "till_status", json!({}));
            }
        }
    }

    /// Until every sale is done, no doubt is left and the cashiers have gone home.
    fn sales(&mut self, me: &mut Person, scene: &Scene, waited_ms: u64) {
        let Some(Ok(doubts)) = me.say(scene, "doubt_list", json!({})) else {
            return;
        };
        let doubts = doubts.as_array().cloned().unwrap_or_default();
        let loose = |d: &&Value| attempt_row(d)["state"] != "unknown";
        if let Some(paid) = doubts.iter().find(loose) {
            // It stands, and belongs to no sale any more.
            let input = super::reversal_of(scene, attempt_of(paid));
            let _told = me.say(scene, "payment_reverse", input);
            return;
        }
        if let Some(doubt) = doubts.first() {
            if waited_ms > SLIP_AFTER_MS {
                self.settle(me, scene, doubt);
            } else if waited_ms > ASK_AFTER_MS {
                let input = json!({"attempt_id": attempt_of(doubt)});
                let _told = me.say(scene, "payment_ask", input);
            }
            return;
        }
        let Some(Ok(rows)) = me.say(scene, "sale_suspended", json!({})) else {
            return;
        };
        let none = rows.as_array().is_none_or(Vec::is_empty);
        let current = me.say(scene, "sale_current", json!({}));
        let alone = scene.at_work() == 1;
        if none && alone && matches!(current, Some(Ok(Value::Null))) {
            self.closing = Closing::Count;
        }
    }

    /// The terminal cannot tell: two people read its slip.
    fn settle(&mut self, me: &mut Person, scene: &Scene, doubt: &Value) {
        if doubt["cannot_tell"].is_null() {
            let attempt = attempt_of(doubt);
            scene.wrong(format!(
                "a doubt does not end although its terminal answers: {attempt}"
            ));
            return;
        }
        let terminal = attempt_row(doubt)["terminal_id"].as_str();
        let line = scene
            .terminal_ids
            .iter()
            .position(|id| Some(id.as_str()) == terminal);
        if let Some(line) = line
            && let Some(input) = slip(scene, line, doubt)
        {
            let _told = me.say(scene, "payment_settle", input);
        }
    }

    fn look_at_drawer(&mut self, me: &mut Person, scene: &Scene) {
        if let Some(Ok(view)) = me.say(scene, "shift_report", json!({"shift_no": 1})) {
            match view["state"].as_str() {
                Some("closed") => self.closing = Closing::Terminals(0),
                // It moved since it was counted.
                _ => self.closing = Closing::Count,
            }
        }
    }

    fn terminal(&mut self, me: &mut Person, scene: &Scene, at: usize) {
        let Some(terminal) = scene.terminal_ids.get(at).cloned() else {
            self.closing = Closing::Z;
            return;
        };
        if let Some(Ok(_)) = me.say(scene, "terminal_close", json!({"terminal_id": terminal})) {
            self.closing = Closing::Terminals(at + 1);
        }
    }

    fn z(&mut self, me: &mut Person, scene: &Scene) -> Option<u64> {
        if let Some(Ok(check)) = me.say(scene, "close_check", json!({})) {
            let input = json!({"z_number": check["z_number"]});
            if check["z_number"] != 1 {
                scene.day_is_over();
                return None;
            }
            if let Some(Ok(_)) = me.say(scene, "day_close", input) {
                scene.day_is_over();
                return None;
            }
        }
        Some(2_000)
    }
}

/// The attempt in a row of the tray, whatever stands around it.
fn attempt_row(doubt: &Value) -> &Value {
    doubt.get("attempt").unwrap_or(doubt)
}

fn attempt_of(doubt: &Value) -> &str {
    attempt_row(doubt)["attempt_id"]
        .as_str()
        .unwrap_or_default()
}

/// What stands on the terminal's paper, and what both people know of it.
fn slip(scene: &Scene, line: usize, doubt: &Value) -> Option<Value> {
    let attempt = attempt_of(doubt);
    let amount = attempt_row(doubt)["amount_minor"].as_i64()?;
    let id = attempt.parse::<uuid::Uuid>().ok()?.as_u128();
    let card = held(&scene.cards).get(&id).copied()?;
    let asked_ms = held(&scene.promises).asked_ms(id)?;
    let act = match attempt_row(doubt)["act"].as_str()? {
        "charge" => Act::Charge,
        "refund" => Act::Refund,
        _ => Act::Reversal,
    };
    let terminal = held(&scene.lines[line].terminal);
    let number = format!("{:08}", terminal.memory.terminal_no);
    // Its card, its sum, and the time on it.
    let ours = |slip: &&Receipt| {
        (slip.act, slip.card, slip.amount_minor) == (act, card, amount) && slip.at_ms >= asked_ms
    };
    let printed = terminal.memory.slips.iter().rev().find(ours);
    let before = &doubt["baseline"]["receipt_no"];
    let (receipt, trace, paid) = match printed {
        Some(slip) => (
            json!(slip.receipt_no),
            Some(slip.trace),
            stands(scene, slip),
        ),
        // Nothing was printed after the payment before it, if there was one.
        None => (before.clone(), None, false),
    };
    let slip = json!({
        "terminal_number": number, "receipt_no": receipt, "trace": trace,
        "amount_minor": amount, "approved": paid,
    });
    Some(json!({"attempt_id": attempt, "paid": paid, "slip": slip}))
}

/// What the slip says is so at the bank: a payment moved money, a reversal took all of it back.
fn stands(scene: &Scene, slip: &Receipt) -> bool {
    let bank = held(&scene.bank);
    let of = |e: &&Entry| e.reference == slip.reference;
    let moved: i64 = bank.entries().iter().filter(of).map(|e| e.net_minor).sum();
    match slip.act {
        Act::Charge | Act::Refund => moved != 0,
        Act::Reversal => moved == 0,
    }
}
