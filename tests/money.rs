//! Random sequences of what a cashier can do alone never gain money: each entry sums to zero, and
//! the drawer holds what the cash tenders say.

use pos_tests::books::{DRAWER, EXCHANGE, ROUNDING};
use pos_tests::{Clerk, Till, Who, goods, id};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

/// One thing that a hand does.
#[derive(Clone, Debug)]
enum Act {
    Scan(usize, u8),
    Change(usize, u8),
    Strike(usize),
    Restore(usize),
    LineDiscount(usize, u8),
    SaleDiscount(u8),
    Cash(i64),
    TakeBack,
    Complete,
    Suspend,
    Recall,
    Void,
    Return(usize, u8),
    /// Goods of the last sale but so many, against what is being rung.
    Exchange(usize, usize, u8),
    DropExchange,
    /// The rest of an exchange, to whoever brought goods back.
    PayBack(i64),
    Repeat,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => (0..6_usize, 1..4_u8).prop_map(|(product, n)| Act::Scan(product, n)),
        1 => (0..4_usize, 0..5_u8).prop_map(|(line, n)| Act::Change(line, n)),
        1 => (0..4_usize).prop_map(Act::Strike),
        1 => (0..4_usize).prop_map(Act::Restore),
        1 => (0..4_usize, 0..101_u8).prop_map(|(line, percent)| Act::LineDiscount(line, percent)),
        1 => (0..101_u8).prop_map(Act::SaleDiscount),
        9 => (-10..8_000_i64).prop_map(Act::Cash),
        1 => Just(Act::TakeBack),
        1 => Just(Act::Complete),
        1 => Just(Act::Suspend),
        1 => Just(Act::Recall),
        1 => Just(Act::Void),
        3 => (0..4_usize, 1..5_u8).prop_map(|(line, n)| Act::Return(line, n)),
        6 => (0..3_usize, 0..2_usize, 1..5_u8)
            .prop_map(|(sale, line, n)| Act::Exchange(sale, line, n)),
        1 => Just(Act::DropExchange),
        5 => (1..3_000_i64).prop_map(Act::PayBack),
        2 => Just(Act::Repeat),
    ]
}

const GOODS: [&str; 6] = [
    goods::PEN,
    goods::COLA,
    goods::TEA,
    goods::GIFT,
    goods::CHAIR,
    goods::CHEESE,
];

/// Pieces, or now and then a part of what was weighed.
fn quantity(n: u8) -> String {
    match n {
        4 => "0.333".to_owned(),
        n => n.to_string(),
    }
}

/// One cashier's afternoon: what was answered last, and what is under the hand.
struct Hand<'t> {
    cem: Clerk<'t>,
    sale: String,
    view: Value,
    sold: Vec<String>,
    last: Option<(String, Value, String)>,
}

impl Hand<'_> {
    /// Makes a call; a refusal changes nothing and is as good as an answer.
    fn call(&mut self, command: &str, input: Value) {
        let request = id();
        if let Ok(view) = self.cem.call(command, input.clone(), &request, None) {
            self.take(view);
            self.last = Some((command.to_owned(), input, request));
        }
    }

    fn take(&mut self, view: Value) {
        if view["sale_id"].is_string() {
            if view["state"] == "completed" && view["kind"] == "sale" {
                self.sold.push(view["sale_id"].as_str().unwrap().to_owned());
            }
            self.view = view;
        }
        if matches!(self.view["state"].as_str(), Some("completed" | "voided")) {
            self.sale = id();
        }
    }

    fn line(&self, at: usize) -> Value {
        let line = self.view["lines"].get(at).map(|l| l["line_id"].clone());
        line.unwrap_or_else(|| json!(id()))
    }

    fn set(&mut self, at: usize, quantity: Value, discount: Value) {
        let input = json!({
            "sale_id": self.sale, "line_id": self.line(at), "quantity": quantity,
            "unit_price": null, "discount": discount, "note": null,
        });
        self.call("sale_line_set", input);
    }

    fn act(&mut self, act: &Act) {
        let sale = json!({"sale_id": self.sale});
        match *act {
            Act::Scan(product, n) => {
                let input = json!({
                    "sale_id": self.sale, "line_id": id(), "code": GOODS[product],
                    "quantity": n.to_string(),
                });
                self.call("sale_scan", input);
            }
            Act::Change(at, n) => self.set(at, json!(n.to_string()), Value::Null),
            Act::LineDiscount(at, percent) => {
                let percent = json!({"kind": "percent", "percent": percent.to_string()});
                self.set(at, Value::Null, percent);
            }
            Act::Strike(at) => {
                let line = json!({"sale_id": self.sale, "line_id": self.line(at)});
                self.call("sale_line_remove", line);
            }
            Act::Restore(at) => {
                let line = json!({"sale_id": self.sale, "line_id": self.line(at)});
                self.call("sale_line_restore", line);
            }
            Act::SaleDiscount(percent) => {
                let percent = json!({"kind": "percent", "percent": percent.to_string()});
                self.call(
                    "sale_discount",
                    json!({"sale_id": self.sale, "discount": percent}),
                );
            }
            Act::Cash(given) => {
                self.call("sale_pay_cash", pos_tests::clerk::cash(&self.sale, given))
            }
            Act::TakeBack => {
                let tender = self.view["tenders"][0]["tender_id"].clone();
                self.call(
                    "sale_tender_remove",
                    json!({"sale_id": self.sale, "tender_id": tender}),
                );
            }
            Act::Complete => self.call("sale_complete", sale),
            Act::Suspend => self.call("sale_suspend", json!({"sale_id": self.sale, "label": null})),
            Act::Recall => self.call("sale_recall", sale),
            Act::Void => self.call("sale_void", json!({"sale_id": self.sale, "reason": "left"})),
            Act::Return(line, n) => self.bring_back(line, n),
            Act::Exchange(sale, line, n) => self.exchange(sale, line, n),
            Act::DropExchange => self.call("exchange_drop", sale),
            Act::PayBack(given) => {
                let back = self.view["exchange"]["return_sale_id"].clone();
                if let Some(back) = back.as_str() {
                    self.call("sale_pay_cash", pos_tests::clerk::cash(back, given));
                }
            }
            Act::Repeat => {
                if let Some((command, input, request)) = self.last.clone()
                    && let Ok(view) = self.cem.call(&command, input, &request, None)
                    && view["sale_id"] == self.sale.as_str()
                {
                    self.view = view;
                }
            }
        }
    }

    fn bring_back(&mut self, line: usize, n: u8) {
        let Some(original) = self.sold.last().cloned() else {
            return;
        };
        let back = id();
        let input = json!({
            "sale_id": back, "original_sale_id": original,
            "lines": [{"line_no": line + 1, "quantity": quantity(n)}],
        });
        if self.cem.ask("return_start", input).is_ok() {
            self.call("sale_pay_cash", pos_tests::clerk::cash(&back, 1_000_000));
        }
    }
}

impl Hand<'_> {
    fn exchange(&mut self, sale: usize, line: usize, n: u8) {
        let Some(original) = self.sold.iter().rev().nth(sale).cloned() else {
            return;
        };
        let input = json!({
            "sale_id": self.sale, "return_sale_id": id(), "original_sale_id": original,
            "lines": [{"line_no": line + 1, "quantity": quantity(n), "written_off": n == 3}],
        });
        self.call("exchange_start", input);
    }
}

/// Sums of the tenders of completed sales, and what returns took back of each sale.
fn check(till: &Till) {
    let books = till.books();
    let tenders = books.number(
        "SELECT coalesce(sum(amount_minor * iif(sale.kind = 0, 1, -1)), 0)
         FROM sale_tender AS tender JOIN sale USING (seq) WHERE tender.kind <> 4",
    );
    assert_eq!(books.balance(EXCHANGE), 0, "what meets is nothing");
    assert_eq!(
        books.balance(DRAWER),
        tenders,
        "the drawer is what the cash tenders say"
    );
    let all = books.number("SELECT coalesce(sum(amount_minor), 0) FROM posting");
    assert_eq!(all, 0, "the ledger sums to zero");
    let sold = books.number(
        "SELECT coalesce(sum(total_minor * iif(kind = 0, 1, -1)), 0) FROM sale WHERE state = 3",
    );
    assert_eq!(
        tenders,
        sold - books.balance(ROUNDING),
        "what was sold is what was paid"
    );
    let gained = books.number(
        "SELECT count(*) FROM sale AS bought WHERE bought.total_minor <
           (SELECT coalesce(sum(total_minor), 0) FROM sale WHERE original = bought.seq)",
    );
    assert_eq!(gained, 0, "more was paid back than paid");
    let too_many = books.number(
        "SELECT count(*) FROM sale_line AS bought
         WHERE (SELECT coalesce(sum(back.quantity), 0) > bought.quantity
                  OR coalesce(sum(back.amount_minor), 0) > bought.amount_minor
                FROM sale JOIN sale_line AS back USING (seq)
                WHERE sale.original = bought.seq AND back.original_line_no = bought.line_no)",
    );
    assert_eq!(too_many, 0, "more came back of a line than was bought");
    let given_away = books.number(
        "SELECT count(*) FROM sale_line JOIN sale USING (seq)
         WHERE sale.kind = 0 AND sale_line.amount_minor < 0",
    );
    assert_eq!(given_away, 0, "a line below nothing");
}

#[test]
fn no_sequence_gains_money() {
    let till = Till::new();
    let mut hand = Hand {
        cem: till.sign_in(Who::Cem),
        sale: id(),
        view: Value::Null,
        sold: Vec::new(),
        last: None,
    };
    let config = Config {
        cases: 200,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let acts = proptest::collection::vec(act(), 1..24);
    let hand = std::cell::RefCell::new(&mut hand);
    TestRunner::new(config)
        .run(&acts, |acts| {
            let mut hand = hand.borrow_mut();
            // A new customer: shrinking must not depend on what the last one left.
            hand.sale = id();
            hand.view = Value::Null;
            for act in &acts {
                hand.act(act);
            }
            check(&till);
            Ok(())
        })
        .unwrap();
    assert!(
        till.books().receipt_numbers().len() > 50,
        "the sequences sell something"
    );
    let exchanged = "SELECT count(DISTINCT seq) FROM sale_tender WHERE kind = 4";
    assert!(
        till.books().number(exchanged) > 10,
        "and exchange something"
    );
    till.books().prove();
}
