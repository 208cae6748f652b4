//! Money in doubt through the screens: a card payment whose answer is lost, the next customer
//! served meanwhile, the terminal back and the doubt gone by itself; then one that two people
//! settle against the terminal's slip. The terminal is the real program, and its bank is asked
//! what it saw.

use crate::page::Page;
use crate::words::Words;
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
        page: &page,
        words: Words::of(language),
        ground: format!("{ground}-{language}"),
        terminal,
    };
    walk.sign_in(Who::Cem).await;
    walk.lose_an_answer().await;
    walk.serve_the_next().await;
    walk.it_ends_by_itself().await;
    walk.lose_an_answer().await;
    walk.leave(Who::Cem).await;
    walk.sign_in(Who::Sam).await;
    walk.settle_by_slip().await;
}

struct Walk<'p> {
    page: &'p Page,
    words: Words,
    ground: String,
    terminal: Sim,
}

impl Walk<'_> {
    async fn press(&self, key: &str) {
        self.page.press(self.words.say(key)).await;
    }

    async fn says(&self, key: &str) {
        self.page.says(self.words.say(key)).await;
    }

    async fn fill(&self, key: &str, text: &str) {
        self.page.fill(self.words.say(key), text).await;
    }

    async fn shot(&self, name: &str) {
        self.page.shot(&format!("{}-{name}", self.ground)).await;
    }

    async fn sign_in(&self, who: Who) {
        self.says("sign-in-who").await;
        self.page.press(who.name()).await;
        self.type_pin(who).await;
    }

    async fn type_pin(&self, who: Who) {
        for digit in who.pin().chars() {
            self.page.press(&digit.to_string()).await;
        }
        self.page.choose(".pinpad .keys button:last-child").await;
    }

    async fn leave(&self, who: Who) {
        self.page.press(who.name()).await;
        self.press("who-sign-out").await;
    }

    /// Says a verb to the terminal off the threads that drive the page.
    fn tell(&self, verb: Value) -> Value {
        tokio::task::block_in_place(|| self.terminal.say(verb))
    }

    /// The cable is pulled after the bank has booked; the sale waits, and says so.
    async fn lose_an_answer(&self) {
        self.tell(json!({"at": [{"step": "before_status", "do": "unplug"}]}));
        self.page.go("sell").await;
        self.page.scan_until(goods::PEN, "€2.49").await;
        self.press("pay-card").await;
        self.says("pay-say-unknown").await;
        self.shot("1-unknown").await;
        self.press("pay-leave").await;
        self.says("sell-empty").await;
    }

    /// Cash goes on while the other sale waits; the list of those set aside marks it.
    async fn serve_the_next(&self) {
        self.page.scan_until(goods::COLA, "€1.10").await;
        self.press("sell-pay").await;
        self.press("pay-cash").await;
        self.press("pay-cash-done").await;
        self.press("drawer-open-go-on").await;
        self.says("pay-paid").await;
        self.page.go("doubts").await;
        self.says("doubts-question").await;
        self.says("doubts-way-supervisor").await;
        self.shot("2-tray").await;
        self.page.go("sales").await;
        self.says("sales-doubt").await;
        self.shot("3-sales").await;
    }

    /// The terminal is back: the till asks by itself, the sale completes and has a receipt.
    async fn it_ends_by_itself(&self) {
        self.page.go("doubts").await;
        self.says("doubts-question").await;
        self.tell(json!({"verb": "replug"}));
        self.says("doubts-out-resolved_paid-text").await;
        self.shot("4-ended").await;
        self.press("doubts-seen").await;
        self.says("doubts-none-head").await;
        self.page.go("sales").await;
        self.page.press("1-0002").await;
        self.press("receipt-title").await;
        self.page.says("2.49").await;
        self.shot("5-receipt").await;
        self.page.go("sell").await;
        self.says("sell-empty").await;
        assert_eq!(self.bank(), ["authorised 249"]);
    }

    /// A wrong number is told at its field; the right ones and a second person settle it.
    async fn settle_by_slip(&self) {
        let ledger = self.tell(json!({"verb": "ledger"}));
        let receipt = &ledger["entries"][1];
        let number = receipt["receipt_no"].as_u64().expect("a receipt number");
        self.says("sell-empty").await;
        self.page.go("doubts").await;
        self.press("doubts-settle").await;
        self.says("doubts-settle-title").await;
        self.press("doubts-slip-paid").await;
        // As slips print it; eight digits in one go would be a scanner's.
        let (first, second) = TERMINAL_NUMBER.split_at(4);
        self.fill("doubts-slip-terminal", &format!("{first} {second}"))
            .await;
        self.fill("doubts-slip-receipt", &(number - 1).to_string())
            .await;
        self.fill("doubts-slip-trace", &receipt["trace"].to_string())
            .await;
        self.fill("doubts-slip-amount", "2.49").await;
        self.press("doubts-settle-go").await;
        self.says("doubts-slip-why-earlier-payment").await;
        self.shot("6-refused").await;
        self.fill("doubts-slip-receipt", &number.to_string()).await;
        self.press("doubts-settle-go").await;
        self.says("approval-title").await;
        self.page.press(Who::Mia.name()).await;
        self.type_pin(Who::Mia).await;
        self.says("doubts-out-resolved_paid-text").await;
        self.shot("7-settled").await;
        self.press("doubts-seen").await;
        self.says("doubts-none-head").await;
        assert_eq!(self.bank(), ["authorised 249", "authorised 249"]);
    }

    fn bank(&self) -> Vec<String> {
        tokio::task::block_in_place(|| self.terminal.bank())
    }
}
