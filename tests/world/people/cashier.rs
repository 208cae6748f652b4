//! Who rings and takes money. Looks at the screen before each act and does what can be done there.

use super::Person;
use crate::scene::Scene;
use crate::stage::held;
use pos_app::api::ErrorCode;
use pos_tests::goods;
use pos_tests::terminal::Card;
use serde_json::{Value, json};

/// The goods that are sold, cheap and countable.
const CODES: [&str; 4] = [goods::PEN, goods::COLA, goods::TEA, goods::LAMP];

/// What a cashier has in mind.
#[derive(Default)]
pub struct Cashier {
    /// The sale before him.
    sale: Option<String>,
    lines_wanted: u64,
    /// The customer has changed his mind.
    giving_up: bool,
    /// Sales that were completed, for returns.
    done: Vec<String>,
    /// Looks in a row that found nothing to do.
    idle_looks: u32,
    /// How often the sale before him was looked at.
    looks: u32,
}

impl Cashier {
    pub fn turn(&mut self, me: &mut Person, scene: &Scene) -> Option<u64> {
        let Some(sale) = self.sale.clone() else {
            return self.begin(me, scene);
        };
        self.looks += 1;
        match me.say(scene, "sale_view", json!({"sale_id": sale})) {
            None => {}
            Some(Err(_)) => {
                // Nothing of it reached the disk, or nothing was rung yet.
                if self.lines_wanted > 0 {
                    self.scan(me, scene, &sale);
                } else {
                    self.turn_away();
                }
            }
            Some(Ok(view)) => self.look(me, scene, &sale, &view),
        }
        Some(me.rng.between(300, 2_000))
    }

    fn turn_away(&mut self) {
        self.sale = None;
        self.giving_up = false;
        self.lines_wanted = 0;
        self.looks = 0;
    }

    fn take(&mut self, sale: String, lines: u64) {
        self.turn_away();
        self.sale = Some(sale);
        self.lines_wanted = lines;
        self.idle_looks = 0;
    }

    fn begin(&mut self, me: &mut Person, scene: &Scene) -> Option<u64> {
        let luck = me.rng.below(100);
        if scene.is_closing() || luck < 12 {
            return self.take_up(me, scene);
        }
        if luck < 26 && !self.done.is_empty() {
            let original = me.rng.pick(&self.done).clone();
            let sale = scene.stage.id().to_string();
            let lines = json!([{"line_no": 1, "quantity": "1", "written_off": false}]);
            let input = json!({"sale_id": sale, "original_sale_id": original, "lines": lines});
            if let Some(Ok(_)) = me.say(scene, "return_start", input) {
                self.take(sale, 0);
            }
        } else {
            let lines = me.rng.between(1, 3);
            self.take(scene.stage.id().to_string(), lines);
        }
        Some(me.rng.between(200, 4_000))
    }

    /// Takes up what is open or set aside. None: nothing is, and the day is over.
    fn take_up(&mut self, me: &mut Person, scene: &Scene) -> Option<u64> {
        let again = Some(me.rng.between(500, 2_500));
        match me.say(scene, "sale_suspended", json!({})) {
            Some(Ok(rows)) => {
                let rows = rows.as_array().cloned().unwrap_or_default();
                if !rows.is_empty() {
                    // One may have to wait for its terminal: not always the same.
                    let row = me.rng.pick(&rows);
                    let sale = row["sale_id"].as_str().unwrap_or_default().to_owned();
                    if let Some(Ok(_)) = me.say(scene, "sale_recall", json!({"sale_id": sale})) {
                        self.take(sale, 0);
                    }
                    return again;
                }
            }
            Some(Err(_)) | None => return again,
        }
        if !scene.is_closing() {
            return again;
        }
        match me.say(scene, "sale_current", json!({})) {
            Some(Ok(Value::Null)) => self.idle_looks += 1,
            Some(Ok(view)) => {
                let sale = view["sale_id"].as_str().unwrap_or_default().to_owned();
                self.take(sale, 0);
            }
            Some(Err(_)) | None => {}
        }
        (self.idle_looks < 3).then_some(3_000)
    }

    fn look(&mut self, me: &mut Person, scene: &Scene, sale: &str, view: &Value) {
        held(&scene.promises).seen(view);
        let closing = scene.is_closing();
        match view["state"].as_str().unwrap_or_default() {
            "completed" => {
                if view["kind"] == "sale" {
                    self.done.push(sale.to_owned());
                }
                self.turn_away();
            }
            "voided" => self.turn_away(),
            "suspended" => {
                let _told = me.say(scene, "sale_recall", json!({"sale_id": sale}));
            }
            "open" => {
                let lines = view["lines"].as_array().map_or(0, Vec::len) as u64;
                if closing && lines == 0 {
                    self.void(me, scene, sale);
                } else if lines < self.lines_wanted && !closing {
                    self.scan(me, scene, sale);
                } else if me.rng.chance(60) && !closing {
                    self.suspend(me, scene, sale);
                } else if me.rng.chance(50) {
                    self.void(me, scene, sale);
                } else {
                    self.pay(me, scene, sale, view);
                }
            }
            _ => self.tendering(me, scene, sale, view),
        }
    }

    fn tendering(&mut self, me: &mut Person, scene: &Scene, sale: &str, view: &Value) {
        match view["blocked"].as_str() {
            Some("attempt_running") => {
                if me.rng.chance(25) {
                    let mut attempts = view["attempts"].as_array().into_iter().flatten();
                    let running = attempts.rfind(|a| a["can_cancel"] == true);
                    if let Some(running) = running {
                        let input = json!({"attempt_id": running["attempt_id"]});
                        let _told = me.say(scene, "payment_cancel", input);
                    }
                }
            }
            Some(_) => {
                // In doubt: the next customer is served.
                if self.looks > 3 || me.rng.chance(300) {
                    self.suspend(me, scene, sale);
                }
            }
            None => {
                let tenders = view["tenders"].as_array().map_or(0, Vec::len);
                let due = view["due_minor"].as_i64().unwrap_or(0);
                self.giving_up |= tenders > 0
                    && due > 0
                    && view["kind"] == "sale"
                    && me.rng.chance(if scene.is_closing() { 0 } else { 120 });
                if self.giving_up {
                    self.give_up(me, scene, sale, view);
                } else if tenders == 0 && me.rng.chance(30) && view["kind"] == "sale" {
                    self.void(me, scene, sale);
                } else {
                    self.pay(me, scene, sale, view);
                }
            }
        }
    }

    fn scan(&mut self, me: &mut Person, scene: &Scene, sale: &str) {
        let code = match scene.plan.one_price {
            true => goods::PEN,
            false => *me.rng.pick(&CODES),
        };
        let line = scene.stage.id().to_string();
        let input = json!({"sale_id": sale, "line_id": line, "code": code, "quantity": null});
        let _told = me.say(scene, "sale_scan", input);
    }

    fn suspend(&mut self, me: &mut Person, scene: &Scene, sale: &str) {
        let input = json!({"sale_id": sale, "label": "later"});
        if let Some(Ok(_)) = me.say(scene, "sale_suspend", input) {
            self.turn_away();
        }
    }

    fn void(&mut self, me: &mut Person, scene: &Scene, sale: &str) {
        let input = json!({"sale_id": sale, "reason": "changed his mind"});
        let _told = me.say(scene, "sale_void", input);
    }

    /// Takes back what was paid, part by part, and then the sale.
    fn give_up(&mut self, me: &mut Person, scene: &Scene, sale: &str, view: &Value) {
        let tenders = view["tenders"].as_array().cloned().unwrap_or_default();
        let Some(tender) = tenders.last() else {
            self.void(me, scene, sale);
            return;
        };
        if tender["kind"] == "cash" {
            let input = json!({"sale_id": sale, "tender_id": tender["tender_id"]});
            let _told = me.say(scene, "sale_tender_remove", input);
        } else {
            let attempt = tender["tender_id"].as_str().unwrap_or_default();
            let input = super::reversal_of(scene, attempt);
            if let Some(Err(_)) = me.say(scene, "payment_reverse", input)
                && me.rng.chance(200)
            {
                self.giving_up = false;
            }
        }
    }

    fn pay(&mut self, me: &mut Person, scene: &Scene, sale: &str, view: &Value) {
        let due = view["due_minor"].as_i64().unwrap_or(0);
        if due == 0 {
            let _told = me.say(scene, "sale_complete", json!({"sale_id": sale}));
            return;
        }
        let mut card = me.rng.chance(650) && self.looks < 25;
        let mut amount = due;
        if view["kind"] == "return" {
            let plan = view["refund_plan"].as_array().cloned().unwrap_or_default();
            let part = plan.iter().find(|p| p["left_minor"].as_i64() > Some(0));
            let Some(part) = part else {
                self.pay_cash(me, scene, sale, due);
                return;
            };
            card = part["kind"] == "card";
            amount = part["left_minor"].as_i64().unwrap_or(due);
        } else if due > 1 && me.rng.chance(250) && self.looks < 25 {
            // A part of it: the rest follows.
            amount = 1 + i64::try_from(me.rng.below(due.unsigned_abs())).unwrap_or(0);
        }
        if card {
            self.pay_card(me, scene, sale, amount);
        } else {
            let more = if amount == due {
                i64::try_from(me.rng.below(500)).unwrap_or(0)
            } else {
                0
            };
            self.pay_cash(me, scene, sale, amount + more);
        }
    }

    fn pay_cash(&mut self, me: &mut Person, scene: &Scene, sale: &str, given: i64) {
        let tender = scene.stage.id().to_string();
        held(&scene.promises).lays_down(sale, &tender);
        let input = json!({"sale_id": sale, "tender_id": tender, "given_minor": given});
        if let Some(Err(error)) = me.say(scene, "sale_pay_cash", input)
            && error.code == ErrorCode::ReturnMoreThanBought
        {
            self.void(me, scene, sale);
        }
    }

    fn pay_card(&mut self, me: &mut Person, scene: &Scene, sale: &str, amount: i64) {
        let attempt = scene.stage.id();
        let card = {
            let mut promises = held(&scene.promises);
            promises.asks(attempt.as_u128(), scene.stage.now_ms());
            promises.card_of(sale)
        };
        held(&scene.cards).insert(attempt.as_u128(), Card(card));
        let terminal = scene.terminal_ids[me.rng.index(scene.terminal_ids.len())].clone();
        let input = json!({
            "sale_id": sale, "attempt_id": attempt.to_string(), "terminal_id": terminal,
            "amount_minor": amount,
        });
        let told = me.say(scene, "sale_pay_card", input);
        let Some(Err(error)) = told else { return };
        if error.code == ErrorCode::ReturnMoreThanBought {
            // Another return brought it back meanwhile.
            self.void(me, scene, sale);
        } else if self.looks > 4 && me.rng.chance(300) {
            self.suspend(me, scene, sale);
        }
    }
}
