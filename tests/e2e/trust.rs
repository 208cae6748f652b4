//! Whom and what the shop trusts, under the strong rules. A terminal that says it was opened is
//! locked, the shop sells on in cash, technician and manager clear it together. Then the manager
//! makes a backup, proves it, holds a drill, and restores it with the technician. The first half is
//! told in one language and by touch, the second in the other and by keyboard alone.

use crate::pace::Pace;
use crate::page::{ENTER, ESCAPE, Page, SPACE};
use crate::seat::Seat;
use pos_tests::template::{self, PASSWORD};
use pos_tests::{Authenticator, Clerk, Sim, Till, Who, goods};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Of the technician's own.
const OTHER_PASSWORD: &str = "quarry-7-lantern-orchid";
/// How long a code counts.
const STEP_MS: i64 = 30_000;

/// What is there beside the page: the terminal, and two phones.
pub struct Beside {
    terminal: Sim,
    mia: Authenticator,
    tao: Authenticator,
}

/// A furnished shop in a folder with a terminal; manager and technician have a second factor, and
/// the rules are the strong ones.
pub fn furnish(folder: &Path) -> Beside {
    template::lay_out(folder);
    let till = Till::at(folder);
    let terminal = Sim::tcp();
    terminal.pair(&till);
    let (mia, tao) = (till.sign_in(Who::Mia), till.sign_in(Who::Tao));
    let own = json!({"password": Who::Tao.pin(), "new_password": OTHER_PASSWORD});
    tao.ok("own_password_change", own);
    let beside = Beside {
        terminal,
        mia: enrolled(&mia, PASSWORD),
        tao: enrolled(&tao, OTHER_PASSWORD),
    };
    let strong = json!({"strong": true, "change_given": false, "letters_and_digits": true});
    mia.ok("sign_in_policy_save", strong);
    till.stop();
    beside
}

/// The second factor into a phone by the code of the step before: this one's is still to be used.
fn enrolled(clerk: &Clerk, password: &str) -> Authenticator {
    clerk.ok("session_step_up", json!({"password": password}));
    let offer = clerk.ok("second_factor_begin", json!({}));
    let phone = Authenticator::scan(offer["uri"].as_str().unwrap());
    let code = phone.code(now_ms() - STEP_MS);
    clerk.ok("second_factor_confirm", json!({"code": code}));
    phone
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// Both halves on a page.
pub async fn walk(page: Arc<Page>, beside: Beside, ground: &'static str) {
    let pace = Pace::default();
    let first = Walk {
        seat: Seat::at(&page, "en", ground),
        beside: &beside,
        pace: &pace,
    };
    first.lose_a_terminal().await;
    first.clear_it_together().await;
    first.seat.leave(Who::Tao).await;
    first.turn_to("zh").await;
    let second = Walk {
        seat: Seat::at(&page, "zh", ground),
        ..first
    };
    second.prove_a_backup().await;
    second.turn_back_from_a_slot().await;
    second.restore_it_together().await;
    pace.tell(&["sign-in", "step-up", "approval"]);
}

struct Walk<'p> {
    seat: Seat<'p>,
    beside: &'p Beside,
    pace: &'p Pace,
}

impl Walk<'_> {
    fn tell(&self, verb: serde_json::Value) {
        tokio::task::block_in_place(|| self.beside.terminal.say(verb));
    }

    /// Unplugs the terminal and puts it back, as somebody who looks after it does.
    fn plug_again(&self) {
        self.tell(json!({"verb": "unplug"}));
        self.tell(json!({"verb": "replug"}));
    }

    /// Password and code on one screen; `opens` is what the person then sees.
    async fn sign_in(&self, who: Who, password: &str, phone: &Authenticator, opens: &str) {
        self.seat.says("sign-in-who").await;
        self.seat.page.press(who.name()).await;
        self.seat.fill("sign-in-password", password).await;
        self.seat.fill("code-label", &phone.code(now_ms())).await;
        self.seat.shot(&format!("sign-in-{}", who.name())).await;
        self.seat.press("pin-enter").await;
        self.pace.of("sign-in", self.seat.says(opens)).await;
    }

    /// As `sign_in` by keyboard alone: arrows to the person, Enter from the password to the code.
    async fn sign_in_by_keys(&self, who: Who, password: &str, phone: &Authenticator, opens: &str) {
        self.seat.says("sign-in-who").await;
        self.seat.page.walk_to(who.name()).await;
        self.seat.walk_on_to("sign-in-password").await;
        let code = phone.code(now_ms());
        let typed = format!("{password}{ENTER}{code}");
        self.seat.page.keys(&typed).await;
        self.seat.shot(&format!("sign-in-{}", who.name())).await;
        self.seat.page.keys(&ENTER.to_string()).await;
        self.pace.of("sign-in", self.seat.says(opens)).await;
    }

    /// The one other person who may, by PIN; `done` is what comes of it.
    async fn approve(&self, who: Who, done: impl Future<Output = ()>) {
        self.seat.says("approval-title").await;
        self.seat.page.press(who.name()).await;
        self.seat.shot("approval").await;
        self.seat.type_pin(who).await;
        self.pace.of("approval", done).await;
    }

    /// Somebody opens the terminal: no card any more, and the customer pays in cash.
    async fn lose_a_terminal(&self) {
        self.seat.sign_in(Who::Cem).await;
        self.seat.says("sell-empty").await;
        self.tell(json!({"verb": "set", "tampered": true}));
        self.plug_again();
        self.seat.page.scan_until(goods::PEN, "€2.49").await;
        self.seat.press("sell-pay").await;
        self.seat.press("pay-card").await;
        self.seat.says("pay-card-locked-text").await;
        self.seat.shot("1-locked").await;
        self.seat.press("pay-cash").await;
        self.seat.press("pay-cash-done").await;
        self.seat.says("pay-paid").await;
        self.seat.press("receipt-next").await;
        self.seat.says("sell-empty").await;
        self.seat.leave(Who::Cem).await;
    }

    /// The technician finds the seals whole and writes it down; the manager stands beside.
    async fn clear_it_together(&self) {
        let phone = &self.beside.tao;
        self.sign_in(Who::Tao, OTHER_PASSWORD, phone, "devices-title")
            .await;
        self.seat.says("register-lock-tampered").await;
        self.seat.shot("2-device").await;
        self.tell(json!({"verb": "set", "tampered": false}));
        self.plug_again();
        self.seat.press("register-clear").await;
        let found = "seals whole, opened by its provider";
        self.seat.fill("register-clear-note", found).await;
        self.seat.shot("3-clear").await;
        self.seat.press("register-clear-go").await;
        let again = self.seat.words.tell("register-cleared", "Counter");
        self.approve(Who::Mia, self.seat.page.says(&again)).await;
        self.seat.shot("4-cleared").await;
    }

    /// The sign-in screen in another language.
    async fn turn_to(&self, language: &str) {
        self.seat.says("sign-in-who").await;
        let keep = "localStorage.setItem('countertop.language', arguments[0])";
        let page = &self.seat.page.client;
        page.execute(keep, vec![json!(language)]).await.unwrap();
        page.refresh().await.unwrap();
    }

    /// Made and proved, proved again by hand, and put back from every place for a trial.
    async fn prove_a_backup(&self) {
        let phone = &self.beside.mia;
        self.sign_in_by_keys(Who::Mia, PASSWORD, phone, "day-title")
            .await;
        self.seat.page.go("safety/backups").await;
        self.seat.says("backups-none-text").await;
        self.seat.enter("backups-make").await;
        self.seat.says("backups-done-make").await;
        self.seat.shot("5-made").await;
        self.seat.page.choose("ul li button .about").await;
        self.seat.enter("backups-verify").await;
        self.seat.press("act-close").await;
        self.seat.says("backups-done-verify").await;
        self.seat.enter("backups-drill-go").await;
        self.seat.says("backups-drill-good").await;
        self.seat.shot("6-drill").await;
    }

    /// As far as the code that a new way to open the shop asks for, and back by Escape; the focus
    /// is where it came from.
    async fn turn_back_from_a_slot(&self) {
        let escape = ESCAPE.to_string();
        self.seat.page.go("safety/keys").await;
        self.seat.says("keys-slots-text").await;
        self.seat.enter("keys-slot-add").await;
        self.seat.says("keys-slot-kind").await;
        self.seat.walk_to("keys-slot-passphrase").await;
        for field in ["first-run-passphrase", "first-run-passphrase-again"] {
            self.seat.walk_on_to(field).await;
            self.seat.page.keys(OTHER_PASSWORD).await;
        }
        self.seat.page.keys(&ENTER.to_string()).await;
        self.seat.says("step-up-title").await;
        self.seat.shot("6-slot").await;
        self.seat.page.keys(&escape).await;
        self.seat.says("keys-slot-kind").await;
        self.seat.page.keys(&escape).await;
        self.seat.says("keys-slots-text").await;
        self.seat.page.keys(&ENTER.to_string()).await;
        self.seat.says("keys-slot-kind").await;
        self.seat.page.keys(&escape).await;
        self.seat.page.go("safety/backups").await;
    }

    /// Back to the backup: what is lost is said first, a code and the technician's word come last.
    async fn restore_it_together(&self) {
        self.seat.enter("backups-restore").await;
        self.seat.says("restore-step-source-text").await;
        self.seat.page.walk_to_choice().await;
        self.seat.page.keys(&SPACE.to_string()).await;
        self.seat.walk_on_to("restore-look").await;
        self.seat.page.keys(&ENTER.to_string()).await;
        self.seat.says("restore-understood").await;
        self.seat.shot("7-loss").await;
        self.seat.tick("restore-understood").await;
        self.seat.enter("act-continue").await;
        self.seat.says("restore-paper-text").await;
        self.seat.tick("restore-no-paper").await;
        self.seat.enter("act-continue").await;
        self.seat.enter("restore-go").await;
        self.seat.says("step-up-title").await;
        // The step of the sign-in is used up; the next one is taken early, as the till allows.
        let code = self.beside.mia.code(now_ms() + STEP_MS);
        self.seat.says("code-label").await;
        self.seat.page.keys(&format!("{code}{ENTER}")).await;
        let asked = self.seat.says("approval-title");
        self.pace.of("step-up", asked).await;
        // Nobody else may: this one is chosen already.
        self.seat.says("factor-use-password").await;
        self.seat.shot("approval").await;
        let typed = format!("{}{ENTER}", Who::Tao.pin());
        self.seat.page.keys(&typed).await;
        let runs = self.seat.says("restore-running-text");
        self.pace.of("approval", runs).await;
        self.seat.says("restore-understood-now").await;
        self.seat.shot("8-restored").await;
        self.seat.page.keys(&ENTER.to_string()).await;
        self.seat.sign_in(Who::Cem).await;
        self.seat.says("sell-empty").await;
    }
}
