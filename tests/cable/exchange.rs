//! The exchanges whose cable is pulled: what stands before each, how it is begun, and how the
//! people end what is left of it.

use crate::bench::{Back, Bench, Cut, Snapshot};
use crate::cable::Medium;
use crate::judge;
use crate::shop::{TERMINAL_NO, morning, people, text};
use pos_tests::goods;
use pos_tests::template::Who;
use pos_tests::terminal::Habits;
use serde_json::{Value, json};

/// A pen.
const PEN_MINOR: i64 = 249;
/// A part of a lamp.
const PART_MINOR: i64 = 1_000;
/// After this time a terminal that is there has answered everything.
const LONG_MS: u64 = 1_500_000;

/// What goes over the cable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// `06 01`.
    Payment,
    /// `06 31`.
    Refund,
    /// `06 30`.
    Reversal,
    /// `06 00`, `05 01`, and `06 20` for a payment in doubt.
    Repeat,
    /// `06 00`, `05 01`, and `06 20` for the baseline.
    Registration,
}

impl Exchange {
    pub const ALL: [Exchange; 5] = [
        Exchange::Payment,
        Exchange::Refund,
        Exchange::Reversal,
        Exchange::Repeat,
        Exchange::Registration,
    ];
}

/// Everything up to the exchange.
pub struct Prepared {
    pub exchange: Exchange,
    pub medium: Medium,
    snapshot: Snapshot,
    /// The sale that it is about.
    sale: Option<String>,
    attempt: Option<String>,
}

impl Prepared {
    /// A shop in which one sale was paid by card before; then what the exchange needs.
    pub fn new(exchange: Exchange, medium: Medium, habits: Habits) -> Prepared {
        let mut bench = Bench::on(&morning(medium, habits), medium);
        bench.until_ready();
        bench.sign_in();
        let first = bench.ring(goods::PEN);
        let paid = bench.pay_card(&first, PEN_MINOR);
        assert!(bench.until_settled(), "the first sale");
        let (mut sale, mut attempt) = (Some(first), Some(paid));
        match exchange {
            Exchange::Payment | Exchange::Registration | Exchange::Refund => {}
            Exchange::Reversal => {
                let lamp = bench.ring(goods::LAMP);
                attempt = Some(bench.pay_card(&lamp, PART_MINOR));
                assert!(bench.until_settled(), "a part of the lamp");
                sale = Some(lamp);
            }
            Exchange::Repeat => {
                let pen = bench.ring(goods::PEN);
                let before = bench.bank.net_minor();
                attempt = Some(bench.pay_card(&pen, PEN_MINOR));
                assert!(bench.run(60_000, &mut |b| b.bank.net_minor() > before));
                bench.pull(Back::Never);
                bench.run(60_000, &mut |b| b.terminal.is_idle());
                sale = Some(pen);
            }
        }
        Prepared {
            exchange,
            medium,
            snapshot: bench.leave(),
            sale,
            attempt,
        }
    }

    /// A till and a terminal where everything was left.
    pub fn bench(&self) -> Bench {
        Bench::on(&self.snapshot, self.medium)
    }

    /// How many bytes go to the till and to the terminal when nothing is pulled.
    pub fn lengths(&self) -> [usize; 2] {
        let mut bench = self.begin(None);
        assert!(bench.until_settled(), "{:?} without a cut", self.exchange);
        bench.arrived
    }

    /// Runs one case to its end; what is wrong with it, in words.
    pub fn case(&self, cut: Cut, thorough: bool) -> Result<(), String> {
        let mut bench = self.begin(Some(cut));
        match cut.back {
            Back::Never => self.without_terminal(&mut bench)?,
            Back::AtOnce | Back::Restarted | Back::Elsewhere => {
                if !bench.until_settled() {
                    return Err(judge::still_open(&bench));
                }
                bench.window_over();
                judge::books_are_the_banks(&bench)?;
                self.finish(&mut bench)?;
            }
        }
        if !bench.pulled {
            return Err("the cable was not pulled".into());
        }
        judge::books_are_the_banks(&bench)?;
        match thorough {
            true => judge::books_hold(&bench),
            false => Ok(()),
        }
    }

    fn begin(&self, cut: Option<Cut>) -> Bench {
        let mut bench = self.bench();
        match self.exchange {
            Exchange::Repeat | Exchange::Registration => {
                bench.window(cut);
                return bench;
            }
            Exchange::Payment | Exchange::Refund | Exchange::Reversal => {}
        }
        bench.until_ready();
        bench.sign_in();
        match self.exchange {
            Exchange::Payment => {
                let sale = bench.ring(goods::PEN);
                bench.window(cut);
                bench.pay_card(&sale, PEN_MINOR);
            }
            Exchange::Refund => {
                let sale = bench.stage.id().to_string();
                let lines = json!([{"line_no": 1, "quantity": "1", "written_off": false}]);
                let input = json!({"sale_id": sale, "original_sale_id": self.sale, "lines": lines});
                bench.life.ok("return_start", input);
                bench.window(cut);
                bench.pay_card(&sale, PEN_MINOR);
            }
            Exchange::Reversal => {
                bench.window(cut);
                let reversal = bench.stage.id();
                let input = json!({"attempt_id": self.attempt, "reversal_id": reversal});
                let second = (people().sam.as_str(), Who::Sam);
                let begun = bench.life.with_second(second, "payment_reverse", input);
                begun.expect("the reversal begins");
            }
            Exchange::Repeat | Exchange::Registration => {}
        }
        bench
    }

    /// The terminal is gone for the day: the doubt stays, the till goes on, and two people settle
    /// it by the slip that the terminal printed.
    fn without_terminal(&self, bench: &mut Bench) -> Result<(), String> {
        bench.run(600_000, &mut |_| false);
        bench.restart();
        bench.run(30_000, &mut |_| false);
        bench.sign_in();
        let current = bench.life.ok("sale_current", json!({}));
        if !current.is_null() {
            let suspend = json!({"sale_id": current["sale_id"], "label": "waits"});
            bench.life.ok("sale_suspend", suspend);
        }
        // Cash goes on.
        let cola = bench.ring(goods::COLA);
        pay_cash(bench, &cola)?;
        let open = judge::unsettled(bench);
        if open.len() > 1 {
            return Err(format!("{} payments are in doubt", open.len()));
        }
        if let Some(doubt) = open.first() {
            judge::is_held(bench)?;
            settle_by_slip(bench, &doubt.attempt_id.to_string(), doubt.amount_minor)?;
        }
        match judge::unsettled(bench).is_empty() {
            true => Ok(()),
            false => Err("the slip did not settle it".into()),
        }
    }

    /// The people end what is open: the till can sell again, whatever came out.
    fn finish(&self, bench: &mut Bench) -> Result<(), String> {
        bench.sign_in();
        for _ in 0..4 {
            let view = bench.life.ok("sale_current", json!({}));
            if view.is_null() {
                break;
            }
            let sale = text(&view["sale_id"]);
            if view["kind"] == "return" {
                bench.pay_card(&sale, PEN_MINOR);
                if !bench.until_settled() {
                    return Err("a refund afterwards does not end".into());
                }
            } else {
                pay_cash(bench, &sale)?;
            }
        }
        // And the terminal takes the next customer.
        let next = bench.ring(goods::COLA);
        bench.pay_card(&next, 110);
        if !bench.until_settled() {
            return Err(judge::still_open(bench));
        }
        let view = bench.life.ok("sale_view", json!({"sale_id": next}));
        match view["state"] == "completed" {
            true => Ok(()),
            false => Err(format!("the next card sale: {}", view["state"])),
        }
    }
}

impl Bench {
    /// Until every payment is settled and the terminal can be used.
    pub fn until_settled(&mut self) -> bool {
        let mut looked_ms = 0;
        self.run(LONG_MS, &mut |bench| {
            let now = bench.stage.now_ms();
            let look = now >= looked_ms + 200;
            if look {
                looked_ms = now;
            }
            look && bench.is_ready() && bench.terminal.is_idle() && judge::is_settled(bench)
        })
    }
}

fn pay_cash(bench: &Bench, sale: &str) -> Result<(), String> {
    let view = bench.life.ok("sale_view", json!({"sale_id": sale}));
    let tender = bench.stage.id();
    let input = json!({"sale_id": sale, "tender_id": tender, "given_minor": view["due_minor"]});
    match bench.life.ask("sale_pay_cash", input) {
        Ok(view) if view["state"] == "completed" => Ok(()),
        Ok(view) => Err(format!("after cash the sale is {}", view["state"])),
        Err(error) => Err(format!("cash is refused: {error}")),
    }
}

/// Sam and Mia read the last slip that the terminal printed.
fn settle_by_slip(bench: &Bench, attempt: &str, amount_minor: i64) -> Result<(), String> {
    let doubts = bench.life.ok("doubt_list", json!({}));
    let before = doubts[0]["baseline"]["receipt_no"].as_u64();
    let slip = bench
        .terminal
        .memory
        .slips
        .last()
        .expect("a payment before");
    let number = u64::from(slip.receipt_no.expect("a booking has a number"));
    let paid = before != Some(number) && !slip.undone;
    if paid && slip.amount_minor != amount_minor {
        return Err(format!("the slip says {}", slip.amount_minor));
    }
    let told: Value = json!({
        "terminal_number": format!("{TERMINAL_NO:08}"), "receipt_no": number,
        "trace": slip.trace, "amount_minor": slip.amount_minor, "approved": paid,
    });
    bench
        .life
        .sign_in(&people().sam, Some(Who::Sam.pin()), None);
    let input = json!({"attempt_id": attempt, "paid": paid, "slip": told});
    let second = (people().mia.as_str(), Who::Mia);
    let settled = bench
        .life
        .with_second(second, "payment_settle", input.clone());
    settled.map_err(|error| format!("payment_settle {input} (baseline {before:?}): {error}"))?;
    Ok(())
}
