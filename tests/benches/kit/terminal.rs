//! Paying by card at a paired terminal, and waiting for what the till tells of it.

use super::shop::Register;
use pos_app::event::Event;
use pos_app::views::terminal::Link;
use pos_domain::cart::SaleState;
use serde_json::{Value, json};
use std::sync::mpsc::Receiver;
use std::time::Duration;
use uuid::Uuid;

/// No step of a simulated payment takes this long.
const PATIENCE: Duration = Duration::from_secs(20);

/// Pairs what answers at an address and waits until it is ready.
pub fn pair(manager: &Register, address: Value, events: &Receiver<Event>) -> Uuid {
    let terminal_id = Uuid::now_v7();
    manager.call(
        "terminal_pair",
        json!({
            "terminal_id": terminal_id, "name": "Reader 1", "password": null,
            "address": address,
        }),
    );
    wait_until_ready(events);
    terminal_id
}

/// Asks for a card payment and waits until the sale is done and the terminal is free again.
pub fn pay(cashier: &Register, sale_id: Uuid, due: i64, terminal: Uuid, events: &Receiver<Event>) {
    cashier.call(
        "sale_pay_card",
        json!({
            "sale_id": sale_id, "attempt_id": Uuid::now_v7(), "terminal_id": terminal,
            "amount_minor": due,
        }),
    );
    // The sale is completed when the answer is stored; the terminal is free a little later.
    let mut completed = false;
    loop {
        match next(events) {
            Event::Sale { sale } if sale.sale_id.0 == sale_id => {
                completed |= sale.state == SaleState::Completed;
            }
            Event::Terminal { terminal } if completed && terminal.link == Link::Ready => return,
            _ => {}
        }
    }
}

pub fn wait_until_ready(events: &Receiver<Event>) {
    loop {
        if let Event::Terminal { terminal } = next(events)
            && terminal.link == Link::Ready
        {
            return;
        }
    }
}

fn next(events: &Receiver<Event>) -> Event {
    events.recv_timeout(PATIENCE).expect("the terminal goes on")
}
