//! A page as a person uses it: what is seen is found by its words, in the layer on top; waiting
//! ends when the page changes.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Duration;

/// How the protocol names an element (WebDriver, section 12.2).
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";
/// The longest that anything here may take to show.
const PATIENCE: Duration = Duration::from_secs(40);

/// Finds one thing, or waits with an observer until it is there.
const FIND: &str = r#"
const [kind, words, patience, done] = arguments;
const norm = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
const shown = (e) => {
  const box = e.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && getComputedStyle(e).visibility !== 'hidden';
};
const usable = (e) => shown(e) && !e.disabled && e.getAttribute('aria-disabled') !== 'true';
const layer = () => [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
const named = (e, text) => text.startsWith(words);
const name = (e) => norm(e.getAttribute('aria-label')) || norm(e.labels?.[0]?.innerText);
const look = {
  button: () => {
    const all = [...layer().querySelectorAll('button, a[href], [role=option], [role=radio]')]
      .filter(usable);
    const begins = (e) => norm(e.innerText).startsWith(words) || name(e).startsWith(words);
    const holds = (e) => e.innerText.split('\n').some((line) => norm(line) === words);
    return all.find(begins) ?? all.find(holds);
  },
  field: () => [...layer().querySelectorAll('input, textarea, select')]
    .filter((e) => !e.disabled)
    .find((e) => name(e).startsWith(words)),
  text: () => norm(layer().innerText).includes(words) ? layer() : null,
  css: () => [...layer().querySelectorAll(words)].find((e) => !e.disabled) ?? null,
}[kind];
let settled = false;
const watch = new MutationObserver(() => attempt());
const timer = setTimeout(() => finish(null), patience);
function finish(found) {
  if (settled) return;
  settled = true;
  watch.disconnect();
  clearTimeout(timer);
  done(found ?? null);
}
function attempt() {
  const found = look();
  if (found) finish(found);
}
watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
attempt();
"#;

/// What has the focus: its words, and whether it is one of several to choose from.
const FOCUSED: &str = r#"
const e = document.activeElement;
if (!e.matches('button, a, input, textarea, select')) return { lines: [], choice: false };
const said = [e.getAttribute('aria-label'), e.labels?.[0]?.innerText, e.innerText];
const lines = said.flatMap((text) => (text ?? '').split('\n'))
  .map((line) => line.replace(/\s+/g, ' ').trim());
return { lines, choice: e.type === 'radio' || e.getAttribute('role') === 'radio' };
"#;
/// Keys that write nothing (WebDriver, section 17.4.2).
pub const ENTER: char = '\u{e007}';
pub const ESCAPE: char = '\u{e00c}';
pub const SPACE: char = '\u{e00d}';
pub const TAB: char = '\u{e004}';
const DOWN: char = '\u{e015}';
/// After so many keys a person has given up.
const WALK_MAX: u32 = 80;

pub struct Page {
    pub client: Client,
}

impl Page {
    /// A session at a driver. The driver may still be starting: its port is tried until it answers.
    pub async fn open(port: u16, capabilities: Value) -> Page {
        let Value::Object(capabilities) = capabilities else {
            panic!("capabilities are a map")
        };
        let url = format!("http://127.0.0.1:{port}");
        let until = tokio::time::Instant::now() + PATIENCE;
        let mut pace = tokio::time::interval(Duration::from_millis(50));
        while tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_err()
        {
            assert!(
                tokio::time::Instant::now() < until,
                "no driver on port {port}"
            );
            pace.tick().await;
        }
        let client = ClientBuilder::rustls()
            .expect("a connector")
            .capabilities(capabilities)
            .connect(&url)
            .await
            .expect("the driver opens a page");
        let limit = Some(PATIENCE + Duration::from_secs(5));
        client
            .update_timeouts(TimeoutConfiguration::new(limit, None, None))
            .await
            .unwrap();
        Page { client }
    }

    async fn find(&self, kind: &str, words: &str) -> Element {
        match self.find_within(kind, words, PATIENCE).await {
            Some(element) => element,
            None => panic!("no {kind} {words:?} on the page"),
        }
    }

    async fn find_within(&self, kind: &str, words: &str, patience: Duration) -> Option<Element> {
        let patience = u64::try_from(patience.as_millis()).unwrap();
        let arguments = vec![json!(kind), json!(words), json!(patience)];
        let found = self.client.execute_async(FIND, arguments).await.unwrap();
        let id = found.get(ELEMENT_KEY).and_then(Value::as_str)?;
        Some(Element::from_element_id(
            self.client.clone(),
            ElementRef::from(id.to_owned()),
        ))
    }

    /// Presses what is called so.
    pub async fn press(&self, words: &str) {
        self.find("button", words).await.click().await.unwrap();
    }

    /// Chooses one of several by its value (radio buttons lie under their cards).
    pub async fn choose(&self, css: &str) {
        let element = self.find("css", css).await;
        let element = serde_json::to_value(&element).unwrap();
        self.client
            .execute("arguments[0].click()", vec![element])
            .await
            .unwrap();
    }

    /// Writes into the field with this label, in place of what was there.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.find("field", label).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Whether there is such a field right now.
    pub async fn has_field(&self, label: &str) -> bool {
        let script = "return [...document.querySelectorAll('input')].some((e) => \
            (e.labels?.[0]?.innerText ?? '').trim() === arguments[0])";
        self.client
            .execute(script, vec![json!(label)])
            .await
            .unwrap()
            == json!(true)
    }

    /// Picks an entry of a list by its words.
    pub async fn pick(&self, label: &str, entry: &str) {
        self.find("field", label)
            .await
            .select_by_label(entry)
            .await
            .unwrap();
    }

    /// Gives a file to the page.
    pub async fn give_file(&self, path: &std::path::Path) {
        let input = self.find("css", "input[type=file]").await;
        input.send_keys(path.to_str().unwrap()).await.unwrap();
    }

    /// Waits until the page says so.
    pub async fn says(&self, words: &str) {
        self.find("text", words).await;
    }

    /// The words of the first element.
    pub async fn words_of(&self, css: &str) -> Vec<String> {
        let mut words = Vec::new();
        for element in self.client.find_all(Locator::Css(css)).await.unwrap() {
            words.push(element.text().await.unwrap());
        }
        words
    }

    /// Presses keys one after the other, for whatever has the focus.
    pub async fn keys(&self, keys: &str) {
        let mut actions = KeyActions::new("keyboard".into());
        for value in keys.chars() {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// What a scanner types: all keys at once, then Enter.
    pub async fn scan(&self, code: &str) {
        self.keys(&format!("{code}{ENTER}")).await;
    }

    async fn focused(&self) -> (Vec<String>, bool) {
        let told = self.client.execute(FOCUSED, vec![]).await.unwrap();
        let lines = told["lines"].as_array().unwrap().iter();
        let lines = lines.map(|line| line.as_str().unwrap().to_owned());
        (lines.collect(), told["choice"] == json!(true))
    }

    /// Goes by Tab to what is called so, and among choices by the arrow.
    pub async fn walk_to(&self, words: &str) {
        let mut met = Vec::new();
        for _ in 0..WALK_MAX {
            let (lines, choice) = self.focused().await;
            if lines.iter().any(|line| line.starts_with(words)) {
                return;
            }
            met.push(lines.concat());
            let key = if choice { DOWN } else { TAB };
            self.keys(&key.to_string()).await;
        }
        panic!("no way to {words:?} by keyboard: {met:?}");
    }

    /// Goes by Tab to the first of several choices.
    pub async fn walk_to_choice(&self) {
        for _ in 0..WALK_MAX {
            if self.focused().await.1 {
                return;
            }
            self.keys(&TAB.to_string()).await;
        }
        panic!("no choice is reached by keyboard");
    }

    /// Scans, and scans again when nothing came: WebKit's driver stamps a key when the page is
    /// free, so that a busy page stretches the scan beyond a scanner's rhythm.
    pub async fn scan_until(&self, code: &str, words: &str) {
        for _ in 0..4 {
            self.scan(code).await;
            if self
                .find_within("text", words, Duration::from_secs(6))
                .await
                .is_some()
            {
                return;
            }
            self.client
                .find(Locator::Css("body"))
                .await
                .unwrap()
                .click()
                .await
                .unwrap();
        }
        panic!("no scan of {code} rang {words:?}");
    }

    /// Goes to a screen.
    pub async fn go(&self, screen: &str) {
        let script = "location.hash = arguments[0]";
        self.client
            .execute(script, vec![json!(format!("#/{screen}"))])
            .await
            .unwrap();
    }

    /// All that the page says.
    pub async fn text(&self) -> String {
        let script = "return document.body.innerText";
        let said = self.client.execute(script, vec![]).await;
        said.ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Keeps a picture where `COUNTERTOP_SHOTS` says.
    pub async fn shot(&self, name: &str) {
        let Some(folder) = std::env::var_os("COUNTERTOP_SHOTS").map(PathBuf::from) else {
            return;
        };
        std::fs::create_dir_all(&folder).unwrap();
        if let Ok(png) = self.client.screenshot().await {
            std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
        }
    }

    pub async fn close(&self) {
        // The window may be gone already.
        let _ = self.client.clone().close().await;
    }
}
