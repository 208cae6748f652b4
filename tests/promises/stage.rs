//! Where a promise is tried: a folder of its own with a furnished shop, our real programs, and a
//! note of what they said. Everything that a stage started ends with it.

use pos_tests::programs;
use pos_tests::served::CallError;
use pos_tests::{Browser, Served, Sim, Who, id, template};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing that a promise waits for takes longer, on a loaded machine either.
const LIMIT: Duration = Duration::from_secs(40);

/// One stage.
pub struct Stage {
    root: TempDir,
    plant: Option<&'static str>,
}

/// What a program said, and how it ended.
pub struct Told {
    pub good: bool,
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Told {
    /// Its output as JSON.
    pub fn json(&self) -> Result<Value, String> {
        let read = serde_json::from_str(&self.out);
        read.map_err(|error| format!("{error}: {}{}", self.out, self.err))
    }
}

impl Stage {
    /// An empty stage; `plant` is what is to be broken on it.
    pub fn new(plant: Option<&'static str>) -> Stage {
        let root = tempfile::tempdir().expect("a scratch folder can be made");
        fs::create_dir(root.path().join("shop")).expect("a folder can be made");
        Stage { root, plant }
    }

    /// Whether this control is to be broken.
    pub fn planted(&self, name: &str) -> bool {
        self.plant == Some(name)
    }

    /// A scratch folder beside the shop's.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// The shop's folder; empty until somebody furnishes it.
    pub fn shop(&self) -> PathBuf {
        self.root.path().join("shop")
    }

    /// Puts the furnished shop of the tests there, one drawer open: six people with PINs, goods.
    pub fn furnish(&self) -> &Stage {
        template::lay_out(&self.shop());
        self
    }

    /// Everything that the served till logged.
    pub fn log(&self) -> PathBuf {
        self.root.path().join("log")
    }

    /// `posctl serve` on the shop's folder, ready.
    pub fn serve(&self) -> Served {
        Served::start(&self.shop(), &self.log())
    }

    /// One of our programs, not started: for options, surroundings and users of its own.
    pub fn command(&self, package: &str) -> Command {
        Command::new(programs::ours(package))
    }

    /// `posctl` with these words on the shop's folder, to its end.
    pub fn posctl(&self, words: &[&str]) -> Told {
        let mut command = self.command("posctl");
        command.arg("--data").arg(self.shop()).args(words);
        told(&mut command)
    }

    /// A seat of a served till where a person signed in with the PIN.
    pub fn seat(&self, till: &Served, who: Who) -> Browser {
        let mut browser = Browser::at(&till.address).expect("the till listens");
        let signed_in = browser.sign_in(who.name(), who.pin());
        signed_in.unwrap_or_else(|error| panic!("{} does not sign in: {error:?}", who.name()));
        browser
    }

    /// Pairs a simulated terminal with a served till and waits until it takes payments; answers its
    /// id. `address` is where the till is to find it.
    pub fn pair(&self, technician: &mut Browser, address: &Value) -> String {
        let terminal = id();
        let input = json!({
            "terminal_id": terminal, "name": "Counter", "address": address, "password": null,
        });
        ok(technician, "terminal_pair", &input);
        until_link(technician, &terminal, "ready");
        terminal
    }

    /// A simulated terminal with options of its own.
    pub fn sim(&self, options: &[&str]) -> Sim {
        let mut all = vec!["--tcp", "127.0.0.1:0"];
        all.extend(options);
        Sim::start(&all)
    }
}

/// Runs a program to its end.
pub fn told(command: &mut Command) -> Told {
    let run: Output = command
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Told {
        good: run.status.success(),
        code: run.status.code(),
        out: text(&run.stdout),
        err: text(&run.stderr),
    }
}

/// A call that must be answered.
#[track_caller]
pub fn ok(browser: &mut Browser, command: &str, input: &Value) -> Value {
    match browser.call(command, input, &id()) {
        Ok(answer) => answer,
        Err(error) => panic!("{command} {input}: {error:?}"),
    }
}

/// The code with which a call is refused; None when it is answered.
#[track_caller]
pub fn refusal(browser: &mut Browser, command: &str, input: &Value) -> Option<String> {
    match browser.call(command, input, &id()) {
        Ok(_) => None,
        Err(CallError::Refused(error)) => error["code"].as_str().map(str::to_owned),
        Err(CallError::Lost(error)) => panic!("{command} {input}: {error}"),
    }
}

/// Looks until there is something to see; looks again after each thing that the till tells.
pub fn until<T>(
    browser: &mut Browser,
    what: &str,
    mut look: impl FnMut(&mut Browser) -> Option<T>,
) -> T {
    let news = browser.listen().expect("the till tells what happens");
    let deadline = Instant::now() + LIMIT;
    loop {
        if let Some(seen) = look(browser) {
            return seen;
        }
        let left = deadline.saturating_duration_since(Instant::now());
        assert!(!left.is_zero(), "waited in vain for: {what}");
        // Not every change is told to every seat: after a second it looks anyway.
        let _: Result<(), _> = news.recv_timeout(left.min(Duration::from_secs(1)));
    }
}

/// Waits until a terminal's link stands so.
pub fn until_link(browser: &mut Browser, terminal: &str, link: &str) {
    until(browser, &format!("terminal {link}"), |browser| {
        let status = ok(browser, "till_status", &json!({}));
        let all = status["terminals"].as_array()?;
        let found = all.iter().find(|one| one["terminal_id"] == terminal)?;
        (found["link"] == link).then_some(())
    });
}

/// A new sale of these goods; answers its id.
pub fn ring(browser: &mut Browser, codes: &[&str]) -> String {
    let sale = id();
    for code in codes {
        let scan = json!({"sale_id": sale, "line_id": id(), "code": code, "quantity": null});
        ok(browser, "sale_scan", &scan);
    }
    sale
}
