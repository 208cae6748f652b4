//! Money in doubt through the screens: a card payment whose answer is lost, the next customer
//! served meanwhile, the terminal back and the doubt gone by itself; then one that two people
//! settle against the terminal's slip. The terminal is the real program, and its bank is asked
//! what it saw.

use crate::page::Page;
use crate::seat::Seat;
use pos_tests::{Sim, Till, Who, goods, template};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

const TERMINAL_NUMBER: &str = "52000007";

/// A furnished shop in a folder with a terminal whose bank keeps what it booked.
pub fn furnish(folder: &Path, language: &str) -> Sim {
    template::lay_out_shut(folder);
    let till = Till::at(folder);
    let terminal = Sim::start(&[
        "--tcp",
        "127.0.0.1:0",
        "--unacknowledged",
        "keep",
        "--terminal-id",
        TERMINAL_NUMBER,
    ]);
    terminal.pair(&till);
    let manager = till.sign_in(Who::Mia);
    let mut settings = manager.ok("settings_view", json!({}));
    settings["language"] = language.into();
    manager.ok("settings_save", settings);
    till.stop();
    terminal
}

/// Both doubts on a page.
pub async fn walk(page: Arc<Page>, terminal: Sim, language: &'static str, ground: &'static str) {
    let walk = Walk {
        seat: Seat::at(&page, language, ground),
        terminal,
    };
    walk.seat.sign_in(Who::Cem).await;
    walk.lose_an_answer().await;
    walk.serve_the_next().await;
    walk.it_ends_by_itself().await;
    walk.lose_an_answer().await;
    walk.seat.leave(Who::Cem).await;
    walk.seat.sign_in(Who::Sam).await;
    walk.settle_by_slip().await;
}

struct Walk<'p> {
    seat: Seat<'p>,
    terminal: Sim,
}

impl Walk<'_> {
    /// Says a verb to the terminal off the threads that drive the page.
    fn tell(&self, verb: Value) -> Value {
        tokio::task::block_in_place(|| self.terminal.say(verb))
    }

    /// The cable is pulled after the bank has booked; the sale waits, and says so.
    async fn lose_an_answer(&self) {
        self.tell(json!({"at": [{"step": "before_status", "do": "unplug"}]}));
        self.seat.page.go("sell").await;
        self.seat.page.scan_until(goods::PEN, "€2.49").await;
        self.seat.press("pay-card").await;
        self.seat.says("pay-say-unknown").await;
        self.seat.shot("1-unknown").await;
        self.seat.press("pay-leave").await;
        self.seat.says("sell-empty").await;
    }

    /// Cash goes on while the other sale waits; the list of those set aside marks it.
    async fn serve_the_next(&self) {
        self.seat.page.scan_until(goods::COLA, "€1.10").await;
        self.seat.press("sell-pay").await;
        self.seat.press("pay-cash").await;
        self.seat.press("pay-cash-done").await;
        self.seat.press("drawer-open-go-on").await;
        self.seat.says("pay-paid").await;
        self.seat.page.go("doubts").await;
        self.seat.says("doubts-question").await;
        self.seat.says("doubts-way-supervisor").await;
        self.seat.shot("2-tray").await;
        self.seat.page.go("sales").await;
        self.seat.says("sales-doubt").await;
        self.seat.shot("3-sales").await;
    }

    /// The terminal is back: the till asks by itself, the sale completes and has a receipt.
    async fn it_ends_by_itself(&self) {
        self.seat.page.go("doubts").await;
        self.seat.says("doubts-question").await;
        self.tell(json!({"verb": "replug"}));
        self.seat.says("doubts-out-resolved_paid-text").await;
        self.seat.shot("4-ended").await;
        self.seat.press("doubts-seen").await;
        self.seat.says("doubts-none-head").await;
        self.seat.page.go("sales").await;
        self.seat.page.press("1-0002").await;
        self.seat.press("receipt-title").await;
        self.seat.page.says("2.49").await;
        self.seat.shot("5-receipt").await;
        self.seat.page.go("sell").await;
        self.seat.says("sell-empty").await;
        assert_eq!(self.bank(), ["authorised 249"]);
    }

    /// The slip of the payment before, of the same amount, is told at its field; the right one
    /// and a second person settle it.
    async fn settle_by_slip(&self) {
        let ledger = self.tell(json!({"verb": "ledger"}));
        let entries = &ledger["entries"];
        self.seat.says("sell-empty").await;
        self.seat.page.go("doubts").await;
        self.seat.press("doubts-settle").await;
        self.seat.says("doubts-settle-title").await;
        self.seat.press("doubts-slip-paid").await;
        // As slips print it; eight digits in one go would be a scanner's.
        let (first, second) = TERMINAL_NUMBER.split_at(4);
        self.seat
            .fill("doubts-slip-terminal", &format!("{first} {second}"))
            .await;
        self.fill_numbers(&entries[0]).await;
        self.seat.fill("doubts-slip-amount", "2.49").await;
        self.seat.press("doubts-settle-go").await;
        self.seat.says("doubts-slip-why-earlier-payment").await;
        self.seat.shot("6-refused").await;
        self.fill_numbers(&entries[1]).await;
        self.seat.press("doubts-settle-go").await;
        self.seat.says("approval-title").await;
        self.seat.page.press(Who::Mia.name()).await;
        self.seat.type_pin(Who::Mia).await;
        self.seat.says("doubts-out-resolved_paid-text").await;
        self.seat.shot("7-settled").await;
        self.seat.press("doubts-seen").await;
        self.seat.says("doubts-none-head").await;
        assert_eq!(self.bank(), ["authorised 249", "authorised 249"]);
    }

    /// The numbers that the slip of this payment shows.
    async fn fill_numbers(&self, booked: &Value) {
        for (field, number) in [
            ("doubts-slip-receipt", &booked["receipt_no"]),
            ("doubts-slip-trace", &booked["trace"]),
        ] {
            let number = number.as_u64().expect("a number on the slip");
            self.seat.fill(field, &number.to_string()).await;
        }
    }

    fn bank(&self) -> Vec<String> {
        tokio::task::block_in_place(|| self.terminal.bank())
    }
}
