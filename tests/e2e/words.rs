//! The texts of the screens, by their keys: a journey in both languages names what it presses as
//! the screens do.

use std::collections::HashMap;
use std::path::Path;

/// One language's texts.
pub struct Words(HashMap<String, String>);

impl Words {
    /// `en` or `zh`.
    pub fn of(language: &str) -> Words {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../assets/locales")
            .join(language)
            .with_extension("ftl");
        let text = std::fs::read_to_string(file).unwrap();
        let pairs = text.lines().filter_map(|line| line.split_once(" = "));
        Words(
            pairs
                .map(|(key, text)| (key.to_owned(), text.to_owned()))
                .collect(),
        )
    }

    /// The text of a key, up to the first thing that is put into it.
    #[track_caller]
    pub fn say(&self, key: &str) -> &str {
        let text = self.0.get(key).unwrap_or_else(|| panic!("no text {key}"));
        text.split('{').next().unwrap_or_default().trim()
    }

    /// The text of a key with its one value put in.
    #[track_caller]
    pub fn tell(&self, key: &str, value: &str) -> String {
        let text = self.0.get(key).unwrap_or_else(|| panic!("no text {key}"));
        let (before, rest) = text.split_once('{').expect("a value");
        let (_, after) = rest.split_once('}').expect("its end");
        format!("{before}{value}{after}")
    }

    /// What stands between the first and the second value of a text.
    #[track_caller]
    pub fn between(&self, key: &str) -> String {
        let text = self.0.get(key).unwrap_or_else(|| panic!("no text {key}"));
        let after = text.split_once('}').expect("a value").1;
        after.split('{').next().unwrap_or_default().to_owned()
    }
}
