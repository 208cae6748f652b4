//! The served till whose memory and files are searched. Owns how it is made, sat at and looked
//! into; must never know what is sought.

use pos_tests::memory::{self, OVERLAP_BYTES};
use pos_tests::scan::{self, Places, Search};
use pos_tests::served::Heard;
use pos_tests::template::{self, PASSWORD};
use pos_tests::{Books, Browser, Served, SimBeside, Who, id, written};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing that is waited for takes longer, on a loaded machine either.
const LIMIT: Duration = Duration::from_secs(40);

pub struct Stage {
    root: TempDir,
    /// Out of the shop's way: a person keeps it on paper.
    apart: TempDir,
    pub till: Served,
    heard: Heard,
}

impl Stage {
    /// The furnished shop of the tests: six people with PINs, goods, an open drawer. The file with
    /// its recovery phrase is `phrase`.
    pub fn furnished() -> Stage {
        Stage::made(|shop, apart| {
            template::lay_out(shop);
            let words = ["--json", "key", "slot", "add", "recovery-phrase"];
            let added = written::printed(&mut Places::default(), shop, &words);
            let added: Value = serde_json::from_str(&added).unwrap();
            let words = added["recovery_phrase"].as_array().unwrap();
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            fs::write(apart.join("phrase"), words.join(" ")).unwrap();
        })
    }

    /// A shop as the first run makes it: its manager has to take in a second factor.
    pub fn strong() -> Stage {
        Stage::made(|shop, apart| {
            let mut first = template::first_run();
            first.as_object_mut().unwrap().remove("sign_in");
            let path = apart.join("first.json");
            fs::write(&path, first.to_string()).unwrap();
            let words = ["--json", "init", "--from", path.to_str().unwrap()];
            written::printed(&mut Places::default(), shop, &words);
        })
    }

    fn made(make: impl FnOnce(&Path, &Path)) -> Stage {
        let (root, apart) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let shop = root.path().join("shop");
        fs::create_dir(&shop).unwrap();
        make(&shop, apart.path());
        let till = Served::start(&shop, &root.path().join("log"));
        Stage {
            root,
            apart,
            till,
            heard: Heard::default(),
        }
    }

    pub fn shop(&self) -> PathBuf {
        self.root.path().join("shop")
    }

    /// What the program logged.
    pub fn log(&self) -> PathBuf {
        self.root.path().join("log")
    }

    /// A seat where nobody is signed in; what it hears is kept.
    pub fn browser(&self) -> Browser {
        let mut browser = Browser::at(&self.till.address).unwrap();
        browser.heard_by(&self.heard);
        browser
    }

    pub fn seat(&self, who: Who) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(who.name(), who.pin()).unwrap();
        browser
    }

    /// Pairs a receipt printer; each receipt comes out of it from now on.
    pub fn printer(&self, technician: &mut Browser) -> SimBeside {
        let printer = SimBeside::tcp("printer", &[]);
        let pair = printer.pairing("printer", "escpos", json!({}));
        ok(technician, "peripheral_pair", &pair);
        until(technician, "the printer", |technician| {
            let status = ok(technician, "till_status", &json!({}));
            let all = status["devices"].as_array().unwrap();
            all.iter().any(|one| {
                one["peripheral_id"] == pair["peripheral_id"] && one["health"] == "ready"
            })
        });
        printer
    }

    /// What is found in the till's memory, each thing once with the place where it was seen.
    pub fn in_memory(&self, search: &Search) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let pid = self.till.pid();
        let before = memory::held_bytes(pid).unwrap();
        let seen = memory::walk(pid, OVERLAP_BYTES, |what, bytes| {
            let hits = search.find(bytes).into_iter();
            found.extend(hits.map(|hit| format!("{what}: {hit}")));
        });
        let seen = seen.expect("a child of root's may be looked into");
        // It works on meanwhile: a hash takes megabytes, and gives them back.
        let held = memory::held_bytes(pid).unwrap().min(before);
        assert!(seen * 10 > held * 9, "{seen} of {held} bytes were seen");
        found
    }

    /// The shop's folder, the log, and the rows of the opened file.
    pub fn files(&self) -> Places {
        let mut places = Places::default();
        scan::add_files(&mut places, self.root.path());
        places.extend(Books::open(&self.shop()).dump());
        places
    }

    /// All that the till said over HTTP so far.
    pub fn heard(&self) -> (String, Vec<u8>) {
        ("http".to_owned(), self.heard.bytes())
    }

    /// Everything that the till writes out, in files, on paper and on the wire. This sale has a
    /// receipt; the printer, where there is one, has printed it.
    pub fn written(&self, printer: Option<&SimBeside>, sale: &str) -> Places {
        let mut mia = self.seat(Who::Mia);
        let mut places = Places::default();
        written::taken_out(&mut places, &mut mia, sale);
        let (phrase, scratch) = (
            self.apart.path().join("phrase"),
            self.apart.path().join("new"),
        );
        written::backed_up(&mut places, &mut mia, &self.shop(), &phrase, &scratch);
        let doctor = ["journal", "verify"];
        written::printed(&mut places, &self.shop(), &doctor);
        if let Some(printer) = printer {
            let slips = printer.say(json!({"verb": "events", "since": 0}));
            places.push(("printer".to_owned(), slips.to_string().into_bytes()));
        }
        places.push(self.heard());
        places.extend(self.files());
        places
    }
}

pub fn ok(browser: &mut Browser, command: &str, input: &Value) -> Value {
    let answer = browser.call(command, input, &id());
    answer.unwrap_or_else(|error| panic!("{command}: {error:?}"))
}

pub fn until(browser: &mut Browser, what: &str, mut look: impl FnMut(&mut Browser) -> bool) {
    let news = browser.listen().unwrap();
    let deadline = Instant::now() + LIMIT;
    while !look(browser) {
        assert!(Instant::now() < deadline, "waited in vain for: {what}");
        let _: Result<(), _> = news.recv_timeout(Duration::from_millis(500));
    }
}

pub fn until_link(browser: &mut Browser, terminal: &str, link: &str) {
    until(browser, link, |browser| {
        let status = ok(browser, "till_status", &json!({}));
        let all = status["terminals"].as_array().unwrap();
        all.iter()
            .any(|one| one["terminal_id"] == terminal && one["link"] == link)
    });
}

/// Lets the till work on until a second has passed since then: so much the promise gives.
pub fn a_second_after(stage: &Stage, then: Instant) {
    let mut nobody = stage.browser();
    until(&mut nobody, "a second", |nobody| {
        ok(nobody, "till_status", &json!({}));
        then.elapsed() > Duration::from_secs(1)
    });
}

/// Opens the acts that ask for a factor again; of a manager without a second one.
pub fn step_up(manager: &mut Browser) {
    ok(manager, "session_step_up", &json!({"password": PASSWORD}));
}
