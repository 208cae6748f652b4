//! Any order of what hands do at drawers: postings sum to zero, what is expected is exact, and
//! every X and Z is the sum of its posting rows.

use crate::close::assert_sums_of_postings;
use crate::shift::{closing, counted, move_of};
use pos_tests::books::DRAWER;
use pos_tests::{Clerk, Till, Who, goods, id};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

#[derive(Clone, Debug)]
enum Act {
    Open(i64),
    In(i64),
    Out(i64),
    Drop(i64),
    Sell(i64),
    BringBack,
    NoSale,
    /// So much over or short.
    Count(i64),
    Close,
    /// Counted as it is and closed at once.
    Shut,
    Z,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0..20_000_i64).prop_map(Act::Open),
        2 => (-5..5_000_i64).prop_map(Act::In),
        2 => (-5..5_000_i64).prop_map(Act::Out),
        2 => (-5..5_000_i64).prop_map(Act::Drop),
        5 => (249..2_000_i64).prop_map(Act::Sell),
        2 => Just(Act::BringBack),
        1 => Just(Act::NoSale),
        2 => (-300..300_i64).prop_map(Act::Count),
        1 => Just(Act::Close),
        3 => Just(Act::Shut),
        3 => Just(Act::Z),
    ]
}

/// The manager's hands, and what should be in the open drawer by plain counting.
struct Hands<'t> {
    mia: Clerk<'t>,
    /// Number and cash of the open shift, and what was expected at its last count.
    shift: Option<(i64, i64, Option<i64>)>,
    next_shift: i64,
    next_z: i64,
    sold: Vec<String>,
}

impl Hands<'_> {
    fn moved(&mut self, command: &str, amount_minor: i64, sign: i64) {
        let answer = self.mia.ask(command, move_of(amount_minor, "moved"));
        let good = amount_minor > 0 && self.shift.is_some();
        assert_eq!(answer.is_ok(), good, "{command} {amount_minor}: {answer:?}");
        if good {
            self.cash(sign * amount_minor);
        }
    }

    fn cash(&mut self, amount_minor: i64) {
        if let Some((_, cash, _)) = &mut self.shift {
            *cash += amount_minor;
        }
    }

    fn sell(&mut self, given_minor: i64) {
        let sale = self.mia.ring(&[goods::PEN]);
        let input = pos_tests::clerk::cash(&sale, given_minor);
        let answer = self.mia.ask("sale_pay_cash", input);
        assert_eq!(answer.is_ok(), self.shift.is_some(), "{answer:?}");
        if answer.is_ok() {
            self.cash(249);
            self.sold.push(sale);
        }
    }

    fn bring_back(&mut self) {
        let Some(original) = self.sold.pop() else {
            return;
        };
        let input = json!({
            "sale_id": id(), "original_sale_id": original,
            "lines": [{"line_no": 1, "quantity": "1"}],
        });
        let back = self.mia.ok("return_start", input);
        let back = back["sale_id"].as_str().unwrap();
        let input = pos_tests::clerk::cash(back, 249);
        let answer = self.mia.ask("sale_pay_cash", input);
        assert_eq!(answer.is_ok(), self.shift.is_some(), "{answer:?}");
        self.cash(-249);
    }

    fn act(&mut self, act: &Act) {
        match *act {
            Act::Open(float_minor) => {
                let input = json!({"drawer_no": null, "float_minor": float_minor});
                let answer = self.mia.ask("shift_open", input);
                assert_eq!(answer.is_ok(), self.shift.is_none(), "{answer:?}");
                if self.shift.is_none() {
                    self.shift = Some((self.next_shift, float_minor, None));
                    self.next_shift += 1;
                }
            }
            Act::In(minor) => self.moved("cash_pay_in", minor, 1),
            Act::Out(minor) => self.moved("cash_pay_out", minor, -1),
            Act::Drop(minor) => self.moved("cash_drop", minor, -1),
            Act::Sell(given_minor) => self.sell(given_minor),
            Act::BringBack => self.bring_back(),
            Act::NoSale => {
                self.mia.ok("no_sale", json!({"reason": "look"}));
            }
            Act::Count(off) => {
                if let Some((no, cash, counted_at)) = &mut self.shift {
                    let found = (*cash + off).max(0);
                    let shift = self.mia.ok("shift_count", counted(*no, found));
                    assert_eq!(shift["count"]["over_short_minor"], found - *cash);
                    *counted_at = Some(*cash);
                }
            }
            Act::Close => {
                if let Some((no, cash, counted_at)) = self.shift {
                    let answer = self.mia.ask("shift_close", closing(no));
                    let stands = counted_at == Some(cash);
                    assert_eq!(answer.is_ok(), stands, "{answer:?}");
                    if stands {
                        self.shift = None;
                    }
                }
            }
            Act::Shut => {
                self.act(&Act::Count(0));
                self.act(&Act::Close);
            }
            Act::Z => self.z(),
        }
    }

    fn z(&mut self) {
        let input = json!({"z_number": self.next_z});
        let answer = self.mia.ask("day_close", input);
        assert_eq!(answer.is_ok(), self.shift.is_none(), "{answer:?}");
        if let Ok(report) = answer {
            assert_sums_of_postings(self.mia.till, &report);
            self.next_z += 1;
        }
    }

    fn check(&self) {
        let x = self.mia.ok("x_report", json!({"shift_no": null}));
        assert_sums_of_postings(self.mia.till, &x);
        let expected = self.shift.map_or(0, |(_, cash, _)| cash);
        assert_eq!(self.mia.till.books().balance(DRAWER), expected);
        let drawers = self.mia.ok("drawers", json!({}));
        let told = drawers["shifts"]
            .get(0)
            .map(|s| s["expected_minor"].clone());
        assert_eq!(told, self.shift.map(|(_, cash, _)| Value::from(cash)));
    }
}

#[test]
fn any_order_of_drawer_acts_is_exact() {
    let till = Till::shut();
    let mut hands = Hands {
        mia: till.sign_in(Who::Mia),
        shift: None,
        next_shift: 1,
        next_z: 1,
        sold: Vec::new(),
    };
    // One till for all: each sequence goes on where the one before ended. Shrinking would not.
    let config = Config {
        cases: 12,
        max_shrink_iters: 0,
        failure_persistence: None,
        ..Config::default()
    };
    let hands = std::cell::RefCell::new(&mut hands);
    TestRunner::new(config)
        .run(&proptest::collection::vec(act(), 25), |acts| {
            let mut hands = hands.borrow_mut();
            for act in &acts {
                hands.act(act);
                hands.check();
            }
            Ok(())
        })
        .unwrap();
    let hands = hands.into_inner();
    assert!(
        hands.next_z > 2 && hands.next_shift > 3,
        "the acts do something"
    );
}
