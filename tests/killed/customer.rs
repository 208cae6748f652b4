//! One customer, from the first scan to the end of the sale, by way of whatever happens in between.
//! Each step looks at the sale as it stands and does what a cashier would do then, so that it does
//! not matter when the till died.

use crate::seat::{Seat, status};
use pos_tests::dice::Dice;
use pos_tests::{Who, goods, id};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A step whose end comes by itself does not take longer while the till lives.
const STEP_LIMIT: Duration = Duration::from_secs(60);

/// What the customer is after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Cash,
    Card,
    /// A part by card, the rest in cash.
    Split,
    /// Begins by card and changes his mind while the terminal waits.
    Cancel,
    /// A part by card that is taken back before the sale is done; then cash.
    Reverse,
    /// Leaves without the goods.
    Leave,
}

impl Wish {
    /// What happens in a shop, card payments more often than there.
    const OFTEN: [Wish; 12] = [
        Wish::Cash,
        Wish::Cash,
        Wish::Card,
        Wish::Card,
        Wish::Card,
        Wish::Card,
        Wish::Split,
        Wish::Split,
        Wish::Cancel,
        Wish::Reverse,
        Wish::Reverse,
        Wish::Leave,
    ];
}

/// Where a customer stands after he was attended to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// The sale is completed or given up.
    Done,
    /// A payment is in doubt: the next customer is served meanwhile.
    Waits,
}

/// One customer.
pub struct Customer {
    pub sale: String,
    wish: Wish,
    is_return: bool,
    /// So many times a card is still tried.
    cards: u32,
    cancelled: bool,
    reversed: bool,
    /// So many lines were confirmed.
    lines: usize,
}

impl Customer {
    /// Rings the goods; the customer has not paid yet.
    pub fn comes(seat: &mut Seat, dice: &mut Dice) -> Customer {
        let mut wish = *dice.pick(&Wish::OFTEN);
        if wish == Wish::Reverse && seat.who() == Who::Cem {
            // He would need a second person's word for it.
            wish = Wish::Split;
        }
        let mut customer = Customer::new(wish);
        for _ in 0..dice.between(1, 3) {
            let code = *dice.pick(&[goods::PEN, goods::COLA, goods::TEA]);
            let scan = json!({
                "sale_id": customer.sale, "line_id": id(), "code": code, "quantity": null,
            });
            must(seat.act("sale_scan", scan), "sale_scan");
            customer.lines += 1;
        }
        customer
    }

    /// Brings the first line of a receipt back; None when it may not come back any more.
    pub fn returns(seat: &mut Seat, sold: &str) -> Option<Customer> {
        let mut customer = Customer::new(Wish::Card);
        customer.is_return = true;
        let start = json!({
            "sale_id": customer.sale, "original_sale_id": sold,
            "lines": [{"line_no": 1, "quantity": "1"}],
        });
        let begun = seat.act("return_start", start);
        begun.ok().map(|_| customer)
    }

    fn new(wish: Wish) -> Customer {
        Customer {
            sale: id(),
            wish,
            is_return: false,
            cards: match wish {
                Wish::Cash | Wish::Leave => 0,
                Wish::Split | Wish::Reverse => 1,
                Wish::Card | Wish::Cancel => 2,
            },
            cancelled: false,
            reversed: false,
            lines: 0,
        }
    }

    /// Serves him until the sale is done or a doubt is in the way.
    pub fn attend(&mut self, seat: &mut Seat) -> Stand {
        let deadline = Instant::now() + STEP_LIMIT;
        loop {
            let view = self.view(seat);
            assert!(Instant::now() < deadline, "nothing moves: {view}");
            match text(&view["state"]) {
                "completed" | "voided" => return Stand::Done,
                "suspended" if view["blocked"].is_null() => {
                    self.tries(seat, "sale_recall", json!({"sale_id": self.sale}));
                }
                "suspended" => return Stand::Waits,
                _ => match text(&view["blocked"]) {
                    "attempt_unknown" => {
                        let aside = json!({"sale_id": self.sale, "label": "in doubt"});
                        self.tries(seat, "sale_suspend", aside);
                        return Stand::Waits;
                    }
                    "attempt_running" => self.while_it_runs(seat, &view),
                    // The end of the terminal's order completes it.
                    _ if view["due_minor"] == 0 => seat.wait(),
                    _ => self.pay(seat, &view),
                },
            }
        }
    }

    /// His sale, when something of it may come back.
    pub fn sold(&self) -> Option<String> {
        let bought = !self.is_return && self.wish != Wish::Leave;
        bought.then(|| self.sale.clone())
    }

    /// The sale as it stands, with everything in it that was ever confirmed.
    fn view(&self, seat: &mut Seat) -> Value {
        let view = must(
            seat.look("sale_view", json!({"sale_id": self.sale})),
            "sale_view",
        );
        let lines = view["lines"].as_array().map_or(0, Vec::len);
        assert!(lines >= self.lines, "of {} lines: {view}", self.lines);
        view
    }

    fn while_it_runs(&mut self, seat: &mut Seat, view: &Value) {
        let running = attempts(view).find(|a| a["state"] == "sent");
        if self.wish == Wish::Cancel
            && !self.cancelled
            && let Some(attempt) = running.filter(|a| a["can_cancel"] == true)
        {
            self.cancelled = true;
            let cancel = json!({"attempt_id": attempt["attempt_id"]});
            // Too late is an answer too.
            let _ = seat.look("payment_cancel", cancel);
        }
        seat.wait();
    }

    fn pay(&mut self, seat: &mut Seat, view: &Value) {
        if self.is_return {
            return self.pay_back(seat, view);
        }
        let due = minor(&view["due_minor"]);
        let paid_by_card = attempts(view).find(|a| {
            let stands = ["captured", "resolved_paid"];
            stands.contains(&text(&a["state"])) && a["act"] == "charge"
        });
        match (self.wish, paid_by_card) {
            (Wish::Leave, _) => self.leave(seat),
            (Wish::Reverse, Some(attempt)) if !self.reversed => self.reverse(seat, attempt),
            _ if self.cards > 0 => {
                let part = match self.wish {
                    Wish::Split | Wish::Reverse => due / 2,
                    Wish::Cash | Wish::Card | Wish::Cancel | Wish::Leave => due,
                };
                self.pay_card(seat, part.max(1));
            }
            _ => self.pay_cash(seat, (due + 499) / 500 * 500),
        }
    }

    fn pay_cash(&self, seat: &mut Seat, given_minor: i64) {
        let cash = json!({
            "sale_id": self.sale, "tender_id": id(), "given_minor": given_minor,
        });
        self.tries(seat, "sale_pay_cash", cash);
    }

    fn pay_card(&mut self, seat: &mut Seat, amount_minor: i64) {
        self.cards -= 1;
        let status = status(seat);
        let ready = status["terminals"]
            .as_array()
            .and_then(|all| all.iter().find(|t| t["link"] == "ready"));
        if let Some(terminal) = ready {
            let card = json!({
                "sale_id": self.sale, "attempt_id": id(), "amount_minor": amount_minor,
                "terminal_id": terminal["terminal_id"],
            });
            self.tries(seat, "sale_pay_card", card);
        }
    }

    /// Money goes back the way it came.
    fn pay_back(&mut self, seat: &mut Seat, view: &Value) {
        let plan = view["refund_plan"].as_array().into_iter().flatten();
        let part = plan.into_iter().find(|p| minor(&p["left_minor"]) > 0);
        match part.map(|p| (text(&p["kind"]), minor(&p["left_minor"]))) {
            Some(("card", left)) if self.cards > 0 => self.pay_card(seat, left),
            Some(("cash", left)) => self.pay_cash(seat, left),
            Some(_) | None => self.leave(seat),
        }
    }

    fn reverse(&mut self, seat: &mut Seat, attempt: &Value) {
        self.reversed = true;
        let reverse = json!({"attempt_id": attempt["attempt_id"], "reversal_id": id()});
        self.tries(seat, "payment_reverse", reverse);
    }

    fn leave(&mut self, seat: &mut Seat) {
        let void = json!({"sale_id": self.sale, "reason": "left"});
        if !self.tries(seat, "sale_void", void) {
            // Something was paid already: he stays and pays the rest.
            (self.wish, self.cards) = (Wish::Cash, 3);
            seat.wait();
        }
    }

    /// Whether it was done. A refusal is answered by the next look.
    fn tries(&self, seat: &mut Seat, command: &str, input: Value) -> bool {
        match seat.act(command, input) {
            Ok(_) => true,
            Err(error) => {
                let code = text(&error["code"]);
                assert!(EXPECTED.contains(&code), "{command}: {error}");
                false
            }
        }
    }
}

/// What a till may answer when things moved on since the last look, or a terminal is away.
const EXPECTED: [&str; 13] = [
    "attempt_not_running",
    "attempt_running",
    "attempt_unknown",
    "nothing_to_pay",
    "other_terminal",
    "refund_tender_mismatch",
    "return_more_than_bought",
    "sale_has_payment",
    "sale_not_open",
    "terminal_busy",
    "terminal_held",
    "terminal_unreachable",
    "approval_needed",
];

fn must(answer: Result<Value, Value>, command: &str) -> Value {
    answer.unwrap_or_else(|error| panic!("{command}: {error}"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn minor(value: &Value) -> i64 {
    value.as_i64().unwrap_or_default()
}

fn attempts(view: &Value) -> impl Iterator<Item = &Value> {
    view["attempts"].as_array().into_iter().flatten()
}
