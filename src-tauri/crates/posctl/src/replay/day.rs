//! The trading days of a replay: the drawer is opened before the first document of one; after its
//! last the drawer is counted, the terminal makes its end of day, and the day is closed.

use super::simulator::Simulator;
use anyhow::Context;
use pos_app::ErrorCode;
use pos_app::console::Console;
use pos_domain::ids::RequestId;
use pos_domain::time::{Day, DayRule, Instant};
use serde_json::{Value, json};
use std::cell::Cell;

/// The day that is being rung.
pub struct Days<'a> {
    console: &'a Console<'a>,
    rule: &'a DayRule,
    /// The day that was begun last.
    begun: Cell<Option<Day>>,
}

impl<'a> Days<'a> {
    pub fn new(console: &'a Console<'a>, rule: &'a DayRule) -> Days<'a> {
        Days {
            console,
            rule,
            begun: Cell::new(None),
        }
    }

    fn act(&self, command: &str, input: Value) -> anyhow::Result<Value> {
        let request = RequestId(self.console.flow().world().new_id());
        Ok(self.console.call(command, Some(request), input)?)
    }

    fn x(&self) -> anyhow::Result<Value> {
        let whole = json!({ "shift_no": null });
        Ok(self.console.call("x_report", None, whole)?)
    }

    /// Whether a terminal took something since its last end of day.
    pub fn owes_an_end(&self) -> anyhow::Result<bool> {
        let x = self.x()?;
        let mut terminals = x["terminals"].as_array().into_iter().flatten();
        Ok(terminals.any(|terminal| terminal["batch_no"].is_null()))
    }

    /// Opens the drawer for a document of this moment. A day before it that is still open, also
    /// from a replay that was broken off, is closed first.
    pub fn begin(&self, at: Instant, terminal: Option<&mut Simulator>) -> anyhow::Result<()> {
        let day = self.rule.place(at).0;
        if self.begun.replace(Some(day)) == Some(day) {
            return Ok(());
        }
        let before = |shift: &Value| self.day_of(shift).is_some_and(|opened| opened < day);
        let x = self.x()?;
        let last = x["shifts"].as_array().and_then(|shifts| shifts.last());
        if last.is_some_and(before) {
            self.end(terminal)?;
        }
        let drawers = self.console.call("drawers", None, json!({}))?;
        if drawers["mine"].is_null() {
            let float = json!({ "drawer_no": null, "float_minor": 0 });
            self.act("shift_open", float)?;
        }
        Ok(())
    }

    fn day_of(&self, shift: &Value) -> Option<Day> {
        let opened = shift["opened_at"].as_i64()?;
        Some(self.rule.place(Instant(opened)).0)
    }

    /// Closes the day, if anything in it was begun.
    pub fn end(&self, terminal: Option<&mut Simulator>) -> anyhow::Result<()> {
        let x = self.x()?;
        let shifts = x["shifts"].as_array().context("the shifts of an X")?;
        if shifts.is_empty() {
            return Ok(());
        }
        for shift in shifts.iter().filter(|shift| shift["state"] != "closed") {
            self.close(shift)?;
        }
        self.end_terminals(&x, terminal)?;
        self.act("day_close", json!({ "z_number": x["z_number"] }))?;
        Ok(())
    }

    /// Counts exactly what should be there. Where more went out than came in, the difference is
    /// put in first: nobody can count less than nothing.
    fn close(&self, shift: &Value) -> anyhow::Result<()> {
        let shift_no = &shift["shift_no"];
        let expected = shift["expected_minor"]
            .as_i64()
            .context("what is expected")?;
        if expected < 0 {
            let change = json!({
                "shift_no": shift_no, "amount_minor": -expected, "reason": "paid back above sales",
            });
            self.act("cash_pay_in", change)?;
        }
        let counts = json!([{ "unit_minor": 1, "count": expected.max(0) }]);
        let count = json!({ "shift_no": shift_no, "counts": counts });
        self.act("shift_count", count)?;
        let close = json!({ "shift_no": shift_no, "note": null });
        self.act("shift_close", close)?;
        Ok(())
    }

    /// What took something since its last end of day makes one.
    fn end_terminals(&self, x: &Value, terminal: Option<&mut Simulator>) -> anyhow::Result<()> {
        let Some(simulator) = terminal else {
            return Ok(());
        };
        for figure in x["terminals"].as_array().into_iter().flatten() {
            if !figure["batch_no"].is_null() {
                continue;
            }
            let id = json!({ "terminal_id": figure["terminal_id"] });
            loop {
                simulator.wait_ready()?;
                let ended = self.console.call("terminal_close", None, id.clone());
                simulator.is_busy();
                match ended {
                    // It is still printing: it says when it has done.
                    Err(error) if error.code == ErrorCode::TerminalBusy => {}
                    // Its doubt is carried over the Z by name.
                    Err(error) if error.code == ErrorCode::TerminalHeld => break,
                    other => {
                        other?;
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}
