//! Rings one document through the commands that the screens use.

use super::document::{Document, Kind, Line};
use super::ids;
use super::simulator::Simulator;
use anyhow::{Context, bail};
use pos_app::console::Console;
use pos_app::event::Event;
use pos_app::{AppError, ErrorCode};
use pos_domain::cart::SaleState;
use pos_domain::ids::{AttemptId, ProductId, SaleId};
use pos_domain::payment::AttemptState;
use pos_domain::quantity::Quantity;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Tries of one card payment.
const TRIES_MAX: usize = 3;

/// What ringing needs.
pub struct Till<'a> {
    pub console: &'a Console<'a>,
    pub products: HashMap<String, ProductId>,
}

impl Till<'_> {
    /// Rings a document that is not in the books yet; with a terminal it is paid by card.
    pub fn ring(
        &self,
        document: &Document,
        terminal: Option<&mut Simulator>,
    ) -> anyhow::Result<()> {
        match &document.kind {
            Kind::Sale => match terminal {
                Some(terminal) => self.by_card(document, terminal),
                None => self.in_cash(document),
            },
            Kind::Return => {
                let sale = json!({ "sale_id": ids::sale(&document.number) });
                self.console.call("return_open", None, sale)?;
                self.in_cash(document)
            }
            Kind::Adjustment => self.adjust(document),
            Kind::Left(_) => Ok(()),
        }
    }

    /// Lays the lines down; answers the sale.
    fn lay(&self, document: &Document) -> anyhow::Result<Value> {
        let mut sale = Value::Null;
        for (nth, lines) in document.lines.chunks(1000).enumerate() {
            let lines = lines
                .iter()
                .zip(nth * 1000..)
                .map(|(line, n)| self.line(document, line, n))
                .collect::<anyhow::Result<Vec<_>>>()?;
            let input = json!({ "sale_id": ids::sale(&document.number), "lines": lines });
            sale = self.console.call("sale_add_lines", None, input)?;
        }
        Ok(sale)
    }

    fn line(&self, document: &Document, line: &Line, n: usize) -> anyhow::Result<Value> {
        Ok(json!({
            "line_id": ids::line(&document.number, n),
            "product_id": self.product(line)?,
            "quantity": Quantity(line.quantity.0.abs()),
            "unit_price": line.unit_price,
        }))
    }

    fn product(&self, line: &Line) -> anyhow::Result<ProductId> {
        let known = self.products.get(&line.code).copied();
        known.with_context(|| format!("no product {}", line.code))
    }

    /// Cash, counted out: nothing is given back. What costs nothing is only completed.
    fn in_cash(&self, document: &Document) -> anyhow::Result<()> {
        let sale = self.lay(document)?;
        let due = sale["due_cash_minor"].as_i64().context("no amount due")?;
        let sale_id = ids::sale(&document.number);
        let request = Some(ids::request(&document.number, 0));
        if due == 0 {
            let input = json!({ "sale_id": sale_id });
            self.console.call("sale_complete", request, input)?;
            return Ok(());
        }
        let input = json!({
            "sale_id": sale_id,
            "tender_id": ids::cash(&document.number),
            "given_minor": due,
        });
        self.console.call("sale_pay_cash", request, input)?;
        Ok(())
    }

    fn by_card(&self, document: &Document, terminal: &mut Simulator) -> anyhow::Result<()> {
        let mut sale = match self.lay(document) {
            // Left in doubt by a replay that was broken off, and found to be paid meanwhile.
            Err(error) if is_done(&error) => return Ok(()),
            other => other?,
        };
        for _ in 0..TRIES_MAX {
            if sale["state"] == "completed" {
                return Ok(());
            }
            let tries = sale["attempts"].as_array().map_or(0, Vec::len);
            let came_out = match sale["blocked"].is_null() {
                true => self.charge(document, &sale, tries, terminal)?,
                // Left in doubt by a replay that was broken off: the terminal is asked first.
                false => self.settle(document, tries.saturating_sub(1), terminal)?,
            };
            match came_out {
                CameOut::Completed => return Ok(()),
                CameOut::Attempt(AttemptState::ResolvedNotPaid | AttemptState::Reversed) => {}
                CameOut::Attempt(state) => bail!("the card payment came out as {state:?}"),
            }
            let input = json!({ "sale_id": ids::sale(&document.number) });
            sale = self.console.call("sale_view", None, input)?;
        }
        bail!("the card payment was tried {TRIES_MAX} times")
    }

    fn charge(
        &self,
        document: &Document,
        sale: &Value,
        tries: usize,
        terminal: &mut Simulator,
    ) -> anyhow::Result<CameOut> {
        let attempt = ids::attempt(&document.number, tries);
        let input = json!({
            "sale_id": ids::sale(&document.number),
            "attempt_id": attempt,
            "terminal_id": ids::terminal(),
            "amount_minor": sale["due_minor"],
        });
        let request = Some(ids::request(&document.number, tries));
        loop {
            terminal.wait_ready()?;
            match self.console.call("sale_pay_card", request, input.clone()) {
                // It is still printing: it says when it has done.
                Err(error) if error.code == ErrorCode::TerminalBusy => terminal.is_busy(),
                other => {
                    other?;
                    break;
                }
            }
        }
        let came_out = wait_for(ids::sale(&document.number), attempt, terminal)?;
        terminal.is_busy();
        Ok(came_out)
    }

    /// Asks what became of a payment in doubt.
    fn settle(
        &self,
        document: &Document,
        n: usize,
        terminal: &mut Simulator,
    ) -> anyhow::Result<CameOut> {
        let attempt = ids::attempt(&document.number, n);
        let input = json!({ "attempt_id": attempt });
        match self.console.call("payment_ask", None, input) {
            Ok(_) => wait_for(ids::sale(&document.number), attempt, terminal),
            // Asked at the connect already, and settled meanwhile.
            Err(error) if error.code == ErrorCode::AttemptNotRunning => {
                Ok(CameOut::Attempt(AttemptState::ResolvedNotPaid))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn adjust(&self, document: &Document) -> anyhow::Result<()> {
        let moves = document
            .lines
            .iter()
            .map(|l| Ok(json!({ "product_id": self.product(l)?, "quantity": l.quantity })))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let first = document.lines.first().map(|l| l.name.as_str());
        let input = json!({
            "moves": moves,
            "reason": first.filter(|name| !name.is_empty()).unwrap_or("adjusted"),
            "reference": document.number,
        });
        let request = Some(ids::request(&document.number, 0));
        self.console.call("stock_adjust", request, input)?;
        Ok(())
    }
}

/// Whether a sale is refused because it is completed.
fn is_done(error: &anyhow::Error) -> bool {
    let known = error.downcast_ref::<AppError>();
    known.is_some_and(|e| {
        e.code == ErrorCode::SaleNotOpen && e.params.get("state").is_some_and(|s| s == "completed")
    })
}

/// How a card payment came out.
enum CameOut {
    /// It paid its sale; the sale is done when the terminal is.
    Completed,
    /// It did not.
    Attempt(AttemptState),
}

/// Waits until the sale is done, or its attempt has come to another end.
fn wait_for(
    sale_id: SaleId,
    attempt: AttemptId,
    terminal: &mut Simulator,
) -> anyhow::Result<CameOut> {
    terminal.wait("the card payment", |event| match event {
        Event::Sale { sale } if sale.sale_id == sale_id => {
            (sale.state == SaleState::Completed).then_some(CameOut::Completed)
        }
        Event::Attempt { attempt: seen } if seen.attempt_id == attempt => match seen.state {
            AttemptState::Sent
            | AttemptState::Approved
            | AttemptState::Captured
            | AttemptState::ResolvedPaid => None,
            AttemptState::Declined
            | AttemptState::Unknown
            | AttemptState::ResolvedNotPaid
            | AttemptState::Reversed => Some(CameOut::Attempt(seen.state)),
        },
        _ => None,
    })
}
