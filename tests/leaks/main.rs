//! What stays in the memory and in the files of the served till. Nothing of twenty card numbers
//! that a reader hands over in clear, while the sales run; nothing of the PINs and passwords that
//! were typed, one second after.
//!
//! Linux only: elsewhere a process's memory is not read so simply.
#![cfg(target_os = "linux")]

use pos_tests::clerk::card;
use pos_tests::memory::{self, OVERLAP_BYTES};
use pos_tests::scan::{self, Places, Search};
use pos_tests::template::{self, PASSWORD};
use pos_tests::{Books, Browser, Served, Sim, Who, goods, id};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use tempfile::TempDir;

struct Stage {
    root: TempDir,
    till: Served,
}

impl Stage {
    fn new() -> Stage {
        let root = tempfile::tempdir().unwrap();
        let shop = root.path().join("shop");
        std::fs::create_dir(&shop).unwrap();
        template::lay_out(&shop);
        let till = Served::start(&shop, &root.path().join("log"));
        Stage { root, till }
    }

    fn seat(&self, who: Who) -> Browser {
        let mut browser = Browser::at(&self.till.address).unwrap();
        browser.sign_in(who.name(), who.pin()).unwrap();
        browser
    }

    /// What is found in the till's memory, each thing once with the place where it was seen.
    fn in_memory(&self, search: &Search) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let pid = self.till.pid();
        let seen = memory::walk(pid, OVERLAP_BYTES, |what, bytes| {
            found.extend(
                search
                    .find(bytes)
                    .into_iter()
                    .map(|hit| format!("{what}: {hit}")),
            );
        });
        let seen = seen.expect("a child of root's may be looked into");
        assert!(seen > 4 << 20, "only {seen} bytes of memory were seen");
        found
    }

    fn in_files(&self, search: &Search) -> Vec<String> {
        let mut places = Places::default();
        scan::add_files(&mut places, self.root.path());
        places.extend(Books::open(&self.root.path().join("shop")).dump());
        search.hits(&places)
    }
}

fn ok(browser: &mut Browser, command: &str, input: &Value) -> Value {
    let answer = browser.call(command, input, &id());
    answer.unwrap_or_else(|error| panic!("{command}: {error:?}"))
}

fn until(browser: &mut Browser, what: &str, mut look: impl FnMut(&mut Browser) -> bool) {
    let news = browser.listen().unwrap();
    let deadline = Instant::now() + Duration::from_secs(40);
    while !look(browser) {
        assert!(Instant::now() < deadline, "waited in vain for: {what}");
        let _: Result<(), _> = news.recv_timeout(Duration::from_millis(500));
    }
}

fn until_link(browser: &mut Browser, terminal: &str, link: &str) {
    until(browser, link, |browser| {
        let status = ok(browser, "till_status", &json!({}));
        let all = status["terminals"].as_array().unwrap();
        all.iter()
            .any(|one| one["terminal_id"] == terminal && one["link"] == link)
    });
}

#[test]
fn no_card_number_stays_anywhere() {
    let stage = Stage::new();
    let sim = Sim::tcp();
    let (mut tao, mut cem) = (stage.seat(Who::Tao), stage.seat(Who::Cem));
    let terminal = id();
    let pair = json!({
        "terminal_id": terminal, "name": "Counter", "address": sim.address_json(), "password": null,
    });
    ok(&mut tao, "terminal_pair", &pair);
    let pans = scan::pans();
    let all: Vec<&str> = pans.iter().map(String::as_str).collect();
    let search = Search::new(&all, &[]);
    let mut found = BTreeSet::new();
    for pan in &pans {
        until_link(&mut tao, &terminal, "ready");
        sim.say(json!({"canary": {"pan": pan}}));
        let sale = id();
        let scan = json!({"sale_id": sale, "line_id": id(), "code": goods::PEN, "quantity": null});
        ok(&mut cem, "sale_scan", &scan);
        ok(
            &mut cem,
            "sale_pay_card",
            &card(&sale, &id(), &terminal, 249),
        );
        until(&mut cem, "the payment", |cem| {
            ok(cem, "sale_view", &json!({"sale_id": sale}))["state"] == "completed"
        });
        until_link(&mut tao, &terminal, "alarmed");
        found.extend(stage.in_memory(&search));
        ok(
            &mut tao,
            "terminal_clear_alarm",
            &json!({"terminal_id": terminal}),
        );
    }
    let kept = stage.in_files(&search);
    let all = (kept, found);
    assert!(
        all.0.is_empty() && all.1.is_empty(),
        "files and memory: {all:#?}"
    );
}

#[test]
fn no_secret_of_a_person_stays() {
    let stage = Stage::new();
    let mut mia = Browser::at(&stage.till.address).unwrap();
    mia.sign_in("Mia", Who::Mia.pin()).unwrap();
    ok(&mut mia, "session_step_up", &json!({"password": PASSWORD}));
    let typed = Instant::now();
    let mut cem = stage.seat(Who::Cem);
    let search = Search::new(
        &[],
        &[
            ("password", PASSWORD.as_bytes()),
            ("PIN", Who::Mia.pin().as_bytes()),
        ],
    );
    // A second is what the promise gives; the till works on meanwhile.
    until(&mut cem, "a second", |cem| {
        ok(cem, "till_status", &json!({}));
        typed.elapsed() > Duration::from_secs(1)
    });
    let found = stage.in_memory(&search);
    let kept = stage.in_files(&search);
    assert!(kept.is_empty(), "in files: {kept:?}");
    assert!(found.is_empty(), "in memory: {found:#?}");
}

/// The search sees what is there: the seat's cookie is in the memory, and in no file.
#[test]
fn what_is_there_is_found() {
    let stage = Stage::new();
    let mia = stage.seat(Who::Mia);
    let (cookie, handle) = mia.seat();
    let search = Search::new(
        &[],
        &[("cookie", cookie.as_bytes()), ("handle", handle.as_bytes())],
    );
    let found = stage.in_memory(&search);
    assert!(
        found.iter().any(|hit| hit.contains("handle: plain")),
        "{found:?}"
    );
    assert_eq!(stage.in_files(&search), Vec::<String>::new());
    std::fs::write(stage.root.path().join("shop/scratch"), handle).unwrap();
    assert_eq!(stage.in_files(&search).len(), 1);
}
