//! What the three try: drawn from a seed, so that a finding can be seen again. Owns the draw; must
//! never know what is allowed.

use crate::workshop::{craft, readable};
use pos_app::api::commands;
use pos_tests::dice::Dice;
use pos_tests::{Clerk, Till, Who, goods, id};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What they have seen: ids that are there, each list with one that may not be.
pub struct Seen {
    /// Being rung, and done.
    pub open: Vec<String>,
    pub done: Vec<String>,
    pub lines: Vec<String>,
    pub users: Vec<String>,
    pub devices: Vec<String>,
    tokens: Vec<String>,
}

/// What each of them was answered well, by command.
pub type Answered = BTreeMap<&'static str, BTreeSet<String>>;

/// One good answer.
pub struct Told {
    pub who: Who,
    pub command: String,
    pub answer: Value,
}

/// The three at their seats.
pub struct Hands<'t> {
    till: &'t Till,
    seats: Vec<(Who, Clerk<'t>)>,
    seen: Seen,
    names: Vec<&'static str>,
    told: Vec<Told>,
    answered: Answered,
}

const GOODS: [&str; 6] = [
    goods::PEN,
    goods::COLA,
    goods::TEA,
    goods::LAMP,
    goods::GIFT,
    goods::CHAIR,
];

/// Ends or changes a session, needs a device that is not there, or copies the whole file each time:
/// they would only wait.
const LEFT_OUT: [&str; 11] = [
    "backup_drill",
    "backup_make",
    "own_pin_change",
    "peripheral_pair",
    "peripheral_probe",
    "session_sign_in",
    "session_sign_out",
    "terminal_choices",
    "terminal_pair",
    "terminal_probe",
    "terminal_unpair",
];

impl<'t> Hands<'t> {
    /// At a till with one terminal.
    pub fn new(till: &'t Till, terminal: &str) -> Hands<'t> {
        let people = [Who::Cem, Who::Dora, Who::Tao];
        let mut names: Vec<&str> = commands().keys().copied().collect();
        names.retain(|name| !LEFT_OUT.contains(name));
        names.sort_unstable();
        Hands {
            till,
            seats: people.map(|who| (who, till.sign_in(who))).into(),
            seen: Seen {
                open: vec![id()],
                done: vec![id()],
                lines: vec![id()],
                users: Who::ALL.iter().map(|who| till.user_id(*who)).collect(),
                devices: vec![terminal.to_owned(), terminal.to_owned(), id()],
                tokens: vec!["made-up".to_owned()],
            },
            names,
            told: Vec::new(),
            answered: Answered::new(),
        }
    }

    /// What was answered since the last look.
    pub fn told(&mut self) -> Vec<Told> {
        std::mem::take(&mut self.told)
    }

    /// What each was answered well so far, added to what others were.
    pub fn add_answered(self, all: &mut Answered) {
        for (who, commands) in self.answered {
            all.entry(who).or_default().extend(commands);
        }
    }

    /// One sequence; answers how many calls there were, and how many were answered well.
    pub fn sequence(&mut self, seed: u64, length: u64) -> (u64, u64) {
        let mut dice = Dice(seed);
        let mut let_in = 0;
        for _ in 0..length {
            let at = [0, 0, 1, 1, 2, 2][dice.below(6) as usize];
            // The technician trades seldom, and the cashiers seldom go near the devices.
            let trades = [7, 7, 2][at];
            let (command, input) = match dice.below(10) {
                9 => self.anything(&mut dice),
                roll if roll < trades => self.trade(&mut dice),
                _ => craft(&mut dice, &self.seen, self.seats[at].0.pin()),
            };
            let_in += u64::from(self.call(&mut dice, at, &command, input));
        }
        (length, let_in)
    }

    /// Any command, with an input of its own or of others.
    fn anything(&self, dice: &mut Dice) -> (String, Value) {
        let command = *dice.pick(&self.names);
        let input = match dice.below(4) {
            0 => self.any_input(dice),
            _ => readable(dice, &self.seen, command),
        };
        (command.to_owned(), input)
    }

    fn call(&mut self, dice: &mut Dice, at: usize, command: &str, input: Value) -> bool {
        let token = (dice.below(4) == 0).then(|| dice.pick(&self.seen.tokens).clone());
        let (who, clerk) = &self.seats[at];
        let who = *who;
        let answer = clerk.call(command, input, &id(), token.as_deref());
        // A lock by somebody's own hand: woken with the PIN of the one who sits there.
        if command == "session_lock" {
            let wake = json!({"pin": who.pin(), "password": null});
            clerk.ok("session_unlock", wake);
        }
        let Ok(answer) = answer else { return false };
        let answered = self.answered.entry(who.name()).or_default();
        answered.insert(command.to_owned());
        self.learn(&answer);
        self.told.push(Told {
            who,
            command: command.to_owned(),
            answer,
        });
        true
    }

    /// Ids and tokens that an answer tells are used again by all three.
    fn learn(&mut self, answer: &Value) {
        let seen = &mut self.seen;
        let keep = |list: &mut Vec<String>, found: &Value| {
            if let Some(text) = found.as_str() {
                list.push(text.to_owned());
                if list.len() > 12 {
                    list.remove(0);
                }
            }
        };
        match answer["state"].as_str() {
            Some("completed") => {
                seen.open.retain(|sale| answer["sale_id"] != **sale);
                if seen.open.is_empty() {
                    seen.open.push(id());
                }
                keep(&mut seen.done, &answer["sale_id"]);
            }
            Some("open") if !seen.open.iter().any(|sale| answer["sale_id"] == **sale) => {
                keep(&mut seen.open, &answer["sale_id"]);
            }
            _ => {}
        }
        keep(&mut seen.tokens, &answer["token"]);
        for line in answer["lines"].as_array().into_iter().flatten() {
            keep(&mut seen.lines, &line["line_id"]);
        }
    }

    /// What can move money, with figures of every size.
    fn trade(&mut self, dice: &mut Dice) -> (String, Value) {
        let sale = dice.pick(&self.seen.open).clone();
        let done = dice.pick(&self.seen.done).clone();
        let line = dice.pick(&self.seen.lines).clone();
        let minor = *dice.pick(&[0, 1, 249, 500, 501, 5_000, 5_001, 60_000, -249]);
        let code = *dice.pick(&GOODS);
        let (command, input) = match dice.below(16) {
            0 | 1 => {
                let sale = if dice.below(2) == 0 { id() } else { sale };
                (
                    "sale_scan",
                    json!({"sale_id": sale, "line_id": id(), "code": code, "quantity": null}),
                )
            }
            2 => {
                let quantity = *dice.pick(&["1", "3", "-1", "0", "0.5", "999"]);
                (
                    "sale_scan",
                    json!({"sale_id": sale, "line_id": id(), "code": code, "quantity": quantity}),
                )
            }
            3 => (
                "sale_discount",
                json!({"sale_id": sale, "discount": discount(dice)}),
            ),
            4 => (
                "sale_line_set",
                json!({
                    "sale_id": sale, "line_id": line, "quantity": null,
                    "unit_price": dice.pick(&[Value::Null, json!(1), json!(0), json!(-5)]),
                    "discount": discount(dice), "note": null,
                }),
            ),
            5..8 => (
                "sale_pay_cash",
                json!({"sale_id": sale, "tender_id": id(), "given_minor": 100_000}),
            ),
            8 => ("sale_void", json!({"sale_id": sale, "reason": "mistake"})),
            9 | 10 => {
                let quantity = *dice.pick(&["1", "2", "-1"]);
                let lines = json!([{"line_no": 1 + dice.below(2), "quantity": quantity}]);
                (
                    "return_start",
                    json!({"sale_id": id(), "original_sale_id": done, "lines": lines}),
                )
            }
            11 => ("return_open", json!({"sale_id": id()})),
            12 => (
                "cash_pay_out",
                json!({"shift_no": null, "amount_minor": minor, "reason": "x"}),
            ),
            13 => ("no_sale", json!({"reason": "x"})),
            14 => (
                "cash_drop",
                json!({"shift_no": null, "amount_minor": minor, "reason": "x"}),
            ),
            _ => ("approval_grant", self.approval(dice, &done, minor)),
        };
        (command.to_owned(), input)
    }

    /// They know their own PINs, and give them for each other.
    fn approval(&self, dice: &mut Dice, sale: &str, minor: i64) -> Value {
        let (who, _) = *dice.pick(
            &self
                .seats
                .iter()
                .map(|(who, _)| (*who, ()))
                .collect::<Vec<_>>(),
        );
        let device = dice.pick(&self.seen.devices).clone();
        let act = dice.pick(&[
            "return_with_receipt",
            "return_without_receipt",
            "price_override",
            "sale_discount",
            "sale_void",
            "cash_pay_out",
            "no_sale",
            "user_edit",
            "device_clear",
        ]);
        json!({
            "act": act, "sale_id": dice.pick(&[json!(sale), Value::Null]),
            "amount_minor": dice.pick(&[json!(minor), Value::Null]), "share": null,
            "about_id": dice.pick(&[json!(device), Value::Null]),
            "approver_id": self.till.user_id(who), "pin": who.pin(), "password": null,
        })
    }

    /// Fields that many commands take, with ids that are there.
    fn any_input(&self, dice: &mut Dice) -> Value {
        let user = dice.pick(&self.seen.users).clone();
        let sale = match dice.below(2) {
            0 => dice.pick(&self.seen.open).clone(),
            _ => dice.pick(&self.seen.done).clone(),
        };
        let all = [
            json!({}),
            json!({"sale_id": sale}),
            json!({"user_id": user}),
            json!({"user_id": user, "pin": "395716", "password": null}),
            json!({"user_id": user, "name": "Cem", "role": "manager", "active": true}),
            json!({"cells": []}),
            json!({"shift_no": null}),
            json!({"day": null}),
            json!({"z_number": 1}),
            json!({"text": null, "day": null, "state": null, "offset": 0, "limit": 20}),
            json!({"what": {"kind": "receipt", "sale_id": sale}}),
            json!({"days": 90}),
            json!({"seq": 1 + dice.below(60)}),
            json!({"first_seq": null, "last_seq": null}),
            json!({"drawer_no": null, "float_minor": 10_000}),
            json!({"text": "pen", "limit": 5}),
        ];
        dice.pick(&all).clone()
    }
}

fn discount(dice: &mut Dice) -> Value {
    match dice.below(4) {
        0 => Value::Null,
        1 => json!({"kind": "amount", "amount_minor": dice.pick(&[1, 25, 100, 1_200, -10])}),
        _ => {
            json!({"kind": "percent", "percent": dice.pick(&["1", "10", "11", "50", "100", "-5"])})
        }
    }
}
