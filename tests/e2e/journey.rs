//! The day itself: a shop is opened with its manager's second factor, a terminal paired, something
//! sold by card, and seen.

use crate::page::{ENTER, Page};
use pos_tests::Authenticator;
use pos_tests::programs::{Running, ours, start};
use std::fs;
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

const PASSWORD: &str = "amber kettle 41 window";

/// Goods with real check digits.
const GOODS: &str = "barcode,name,price,category\n\
    4006381333931,Highlighter yellow,1.49,Stationery\n\
    5000112637922,Sparkling water,0.89,Drinks\n\
    9780201379624,Pocket atlas,12.90,Books\n";

/// From an empty folder to the figures of the day.
pub async fn whole_day(page: &Page, ground: &str) {
    let terminal = Terminal::start();
    open_the_shop(page, ground).await;
    let (phone, codes) = enrol(page, ground).await;
    page.says("is open").await;
    page.press("Go to the till").await;
    page.says("Day at a glance").await;
    sign_in(page, &codes[0], ground).await;
    change_a_rule(page, &phone, ground).await;
    bring_goods(page, ground).await;
    pair(page, &terminal, ground).await;
    sell_by_card(page, ground).await;
    see_it_in_the_day(page, ground).await;
}

/// A card terminal on a pseudo-terminal.
struct Terminal {
    _process: Running,
    _bank: tempfile::TempDir,
    path: String,
}

impl Terminal {
    fn start() -> Terminal {
        let bank = tempfile::tempdir().unwrap();
        let mut command = Command::new(ours("pos-sim"));
        command.args(["terminal", "--pty", "--exit-with-parent", "--ledger"]);
        command
            .arg(bank.path().join("bank.jsonl"))
            .stdin(Stdio::piped());
        let (process, path) = start(&mut command, "ready pty");
        Terminal {
            _process: process,
            _bank: bank,
            path,
        }
    }
}

async fn open_the_shop(page: &Page, ground: &str) {
    page.says("Which language?").await;
    page.shot(&format!("{ground}-1-welcome")).await;
    page.press("Go on").await;
    page.fill("Name of the shop", "Corner Books").await;
    page.fill("Name of this till", "Till 1").await;
    page.fill("Address", "1 High Street").await;
    page.choose("input[value=training]").await;
    page.press("Go on").await;
    page.pick("Country", "Germany").await;
    page.press("Go on").await;
    page.fill("Your name", "Mara").await;
    page.fill("Password again", PASSWORD).await;
    page.fill("Password", PASSWORD).await;
    page.press("Go on").await;
    page.choose("input[value=key_file]").await;
    page.press("Make the shop").await;
    page.says("words down").await;
    page.shot(&format!("{ground}-2-phrase")).await;
    let words = page.words_of("ol li b").await;
    assert!([12, 24].contains(&words.len()), "{} words", words.len());
    page.press("I have written them down").await;
    page.says("Two words, to be sure").await;
    for (i, word) in words.iter().enumerate() {
        let label = format!("Word {}", i + 1);
        if page.has_field(&label).await {
            page.fill(&label, word).await;
        }
    }
    page.press("Check").await;
}

/// The second factor into a phone; answers the phone and the recovery codes.
async fn enrol(page: &Page, ground: &str) -> (Authenticator, Vec<String>) {
    page.says("Cannot scan? Type this key").await;
    page.shot(&format!("{ground}-2-factor")).await;
    let secret = page.words_of(".enrol b.mono span").await.concat();
    let phone = Authenticator::typed(&secret);
    // By keyboard: the code has the focus.
    let code = phone.code(now_ms());
    page.keys(&format!("{code}{ENTER}")).await;
    page.says("Keep these recovery codes").await;
    page.shot(&format!("{ground}-2-codes")).await;
    let codes = page.words_of(".codes li b").await;
    assert_eq!(codes.len(), 10, "{} recovery codes", codes.len());
    page.walk_to("I have kept them").await;
    page.keys(&ENTER.to_string()).await;
    (phone, codes)
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// Out, and in again without the phone. A code that was used stays used.
async fn sign_in(page: &Page, code: &str, ground: &str) {
    page.press("Mara").await;
    page.press("Sign out").await;
    page.says("Who are you?").await;
    page.shot(&format!("{ground}-2-sign-in")).await;
    page.press("Use a recovery code").await;
    page.fill("Password", PASSWORD).await;
    page.fill("Recovery code", code).await;
    page.press("Sign in").await;
    page.says("Day at a glance").await;
}

/// A rule of the shop is changed: a sensitive act, which asks for the phone's code first. The step
/// of the enrolment is used up; the next one is taken early, as the till allows.
async fn change_a_rule(page: &Page, phone: &Authenticator, ground: &str) {
    page.go("settings").await;
    page.choose("#sign-in .fields > div:last-child input").await;
    page.says("Is it you?").await;
    page.shot(&format!("{ground}-2-step-up")).await;
    page.fill("Code from your phone", &phone.code(now_ms() + 30_000))
        .await;
    page.press("Enter").await;
    page.says("Settings saved").await;
}

async fn bring_goods(page: &Page, ground: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("goods.csv");
    fs::write(&file, GOODS).unwrap();
    page.go("import").await;
    page.says("Drop the product list here").await;
    page.give_file(&file).await;
    page.says("Highlighter yellow").await;
    page.shot(&format!("{ground}-3-import")).await;
    page.press("Check it").await;
    page.press("Import 3 products").await;
    page.says("3 products are in").await;
}

async fn pair(page: &Page, terminal: &Terminal, ground: &str) {
    page.go("devices").await;
    page.press("Pair a device").await;
    page.press("Card terminal").await;
    page.press("Another port").await;
    page.fill("Another port", &terminal.path).await;
    page.press("Ask who is there").await;
    page.says("This one answered").await;
    page.press("Pair").await;
    page.says("ready").await;
    page.shot(&format!("{ground}-4-paired")).await;
}

async fn sell_by_card(page: &Page, ground: &str) {
    page.go("sell").await;
    page.says("Scan the first product").await;
    page.scan_until("9780201379624", "Pocket atlas").await;
    page.says("€12.90").await;
    page.shot(&format!("{ground}-5-sold")).await;
    page.press("Card").await;
    page.says("Paid").await;
    page.says("1-0001").await;
    // The receipt beside it, with the shop's address and the terminal's own lines.
    page.says("1 High Street").await;
    page.shot(&format!("{ground}-6-paid")).await;
}

async fn see_it_in_the_day(page: &Page, ground: &str) {
    page.go("day").await;
    page.says("Net sales").await;
    // 12.90 with 19 % inside is 10.84 without.
    page.says("€10.84").await;
    page.shot(&format!("{ground}-7-day")).await;
    page.go("sales").await;
    page.says("1-0001").await;
}
