//! What stays in the memory of the real window: of the program, which is where the till and all its
//! secrets are, and of the web view's own processes beside it.
//!
//! Of card numbers all of them are searched. What is typed into a page its engine keeps until it
//! throws it away, in its own memory: see SECURITY.md.

use crate::doors::{call, seated};
use crate::page::Page;
use crate::seat::Seat;
use pos_tests::clerk::card;
use pos_tests::memory::{self, OVERLAP_BYTES};
use pos_tests::scan::{self, PAN, Places, Search};
use pos_tests::{Sim, Who, goods, id};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// As many as the till is told one after the other; the served till is told all twenty.
const CARDS: usize = 2;

/// Leaves a card number in the page, put together there: it was nowhere before.
const PLANT: &str = "window.planted = new TextEncoder().encode(arguments[0].join(''))";

/// Asks until these words stand in the answer; answers what it said last.
const UNTIL: &str = r#"
const [command, input, session, words, done] = arguments;
const end = performance.now() + 30000;
(async () => {
  for (;;) {
    const request = { command, input, request_id: crypto.randomUUID() };
    const answer = await window.__TAURI_INTERNALS__.invoke('call', { request, session });
    const said = JSON.stringify(answer);
    if (said.includes(words) || performance.now() > end) return done(said);
    await new Promise((later) => setTimeout(later, 100));
  }
})().catch((error) => done(JSON.stringify(error)));
"#;

/// Where all of our own code's allocations lie, where the allocator may make one arena only (see
/// `window::driver`).
const HEAP: &str = "[heap]";

/// Of a process's memory.
type Found = BTreeSet<String>;

/// The program on this shop's folder, and what it started.
struct Processes {
    program: u32,
    others: Vec<u32>,
}

impl Processes {
    fn on(shop: &Path) -> Processes {
        let all: Vec<u32> = fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .collect();
        let words = |pid: &u32| fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let ours = |pid: &&u32| {
            let words = String::from_utf8_lossy(&words(pid)).into_owned();
            let first = words.split('\0').next().unwrap_or_default();
            first.ends_with("/countertop") && words.contains(&*shop.to_string_lossy())
        };
        let program = *all.iter().find(ours).expect("the window runs");
        let others = all
            .iter()
            .filter(|pid| descends(**pid, program))
            .copied()
            .collect();
        Processes { program, others }
    }

    /// In the program.
    fn program(&self, search: &Search) -> Found {
        found(self.program, search)
    }

    /// In what it started: each of them has a name of the web view's.
    fn others(&self, search: &Search) -> Found {
        assert!(!self.others.is_empty(), "the web view has own processes");
        let each = self.others.iter();
        each.flat_map(|pid| found(*pid, search)).collect()
    }
}

/// Whether a process was started by another, or by one that it started.
fn descends(pid: u32, from: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // pid (name) state parent …; the name may hold anything (proc(5)).
    let parent = stat
        .rsplit_once(')')
        .and_then(|(_, rest)| rest.split_whitespace().nth(1));
    match parent.and_then(|text| text.parse().ok()) {
        Some(parent) if parent == from => true,
        Some(parent) if parent > 1 => descends(parent, from),
        Some(_) | None => false,
    }
}

/// What is found in a process's memory, each thing once with the place where it was seen.
fn found(pid: u32, search: &Search) -> Found {
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    let mut found = Found::new();
    let seen = memory::walk(pid, OVERLAP_BYTES, |what, bytes| {
        let hits = search.find(bytes).into_iter();
        found.extend(hits.map(|hit| format!("{}: {what}: {hit}", name.trim())));
    });
    let seen = seen.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(seen > 1 << 20, "{name}: only {seen} bytes were seen");
    found
}

/// Cards are paid while the reader tells their numbers in clear, and the memory of every process
/// and the shop's files are looked through in between.
pub async fn cards(page: &Page, shop: &Path) {
    page.says("Mia").await;
    let sim = tokio::task::spawn_blocking(Sim::tcp).await.unwrap();
    let terminal = id();
    let pair = json!({
        "terminal_id": terminal, "name": "Counter", "address": sim.address_json(), "password": null,
    });
    let tao = seated(page, Who::Tao).await;
    ok(page, &tao, "terminal_pair", pair).await;
    let pans = scan::pans();
    let all: Vec<&str> = pans.iter().map(String::as_str).collect();
    let search = Search::new(&all, &[]);
    let mut hits = Found::new();
    for pan in &pans[..CARDS] {
        until_link(page, "ready").await;
        sim.say(json!({"canary": {"pan": pan}}));
        // Not Cem: his PIN is not to be told by anybody but himself.
        let dora = seated(page, Who::Dora).await;
        let sale = id();
        let scan = json!({"sale_id": sale, "line_id": id(), "code": goods::PEN, "quantity": null});
        ok(page, &dora, "sale_scan", scan).await;
        let pay = card(&sale, &id(), &terminal, 249);
        ok(page, &dora, "sale_pay_card", pay).await;
        let this = json!({"sale_id": sale});
        until(
            page,
            Some(&dora),
            "sale_view",
            this,
            r#""state":"completed""#,
        )
        .await;
        until_link(page, "alarmed").await;
        let processes = Processes::on(shop);
        hits.extend(processes.program(&search));
        hits.extend(processes.others(&search));
        let tao = seated(page, Who::Tao).await;
        let clear = json!({"terminal_id": terminal});
        ok(page, &tao, "terminal_clear_alarm", clear).await;
    }
    let mut places = Places::default();
    scan::add_files(&mut places, shop);
    hits.extend(search.hits(&places));
    assert_eq!(hits, Found::new());
}

/// A PIN is typed at the key pad. A second later it is not in what the program's own code took of
/// memory. WebKit's part of the program keeps its strings in memory of its own: see SECURITY.md.
pub async fn pin(page: &Page, shop: &Path) {
    let seat = Seat::at(page, "en", "remains");
    seat.sign_in(Who::Cem).await;
    page.says("Cem").await;
    // The promise is a second.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let search = Search::new(&[], &[("PIN", Who::Cem.pin().as_bytes())]);
    let mut found = Processes::on(shop).program(&search);
    found.retain(|hit| hit.contains(HEAP) || hit.contains("[stack]"));
    assert_eq!(found, Found::new());
}

/// The search sees what is there: the handle of a session in the program's own memory, and in the
/// web view what its page keeps.
pub async fn what_is_there_is_found(page: &Page, shop: &Path) {
    let handle = seated(page, Who::Dora).await;
    let processes = Processes::on(shop);
    let search = Search::new(&[], &[("handle", handle.as_bytes())]);
    let seen = processes.program(&search);
    assert!(
        seen.iter()
            .any(|hit| hit.contains(HEAP) && hit.ends_with("handle: plain")),
        "{seen:?}"
    );
    let parts: Vec<&str> = vec![&PAN[..5], &PAN[5..10], &PAN[10..]];
    let planted = page.client.execute(PLANT, vec![json!(parts)]).await;
    planted.expect("the page keeps it");
    let seen = processes.others(&Search::pan());
    let there = |hit: &String| hit.starts_with("WebKitWeb") && hit.ends_with(": plain");
    assert!(seen.iter().any(there), "{seen:?}");
}

async fn ok(page: &Page, session: &str, command: &str, input: Value) -> Value {
    let answer = call(page, Some(session), command, input).await;
    assert!(answer.get("ok").is_some(), "{command}: {answer}");
    answer["ok"].clone()
}

/// Waits until these words stand in the answer. The page itself asks again and again, as a screen
/// without news would: what goes through its driver stays in the driver's buffers.
async fn until(page: &Page, session: Option<&str>, command: &str, input: Value, words: &str) {
    let wanted = vec![json!(command), input, json!(session), json!(words)];
    let said = page.client.execute_async(UNTIL, wanted).await.unwrap();
    let said = said.as_str().unwrap_or_default();
    assert!(said.contains(words), "{command} never said {words}: {said}");
}

/// Waits until the one terminal's link stands so.
async fn until_link(page: &Page, link: &str) {
    let words = format!("\"link\":\"{link}\"");
    until(page, None, "till_status", json!({}), &words).await;
}
