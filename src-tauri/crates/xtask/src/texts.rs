//! The texts that the registry needs: each error and each permission is said in every language.
//! Owns the rule from a word of Rust to the key of its text; whether the files agree with each
//! other and with the screens is a test of the UI.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::paths::root;

const FILES: [&str; 2] = ["assets/locales/en.ftl", "assets/locales/zh.ftl"];

/// Fails when a text is missing. `kinds` are the beginning of a key and the words that follow it.
pub fn check(kinds: &[(&str, Vec<String>)]) -> Result<()> {
    let mut missing = Vec::new();
    for file in FILES {
        let text = fs::read_to_string(root().join(file)).with_context(|| file.to_owned())?;
        missing.extend(kinds.iter().flat_map(|(kind, words)| {
            lacking(&text, kind, words)
                .into_iter()
                .map(move |key| format!("{file}: no {key}"))
        }));
    }
    if missing.is_empty() {
        return Ok(());
    }
    bail!("{}", missing.join("\n"))
}

fn lacking(text: &str, kind: &str, words: &[String]) -> Vec<String> {
    let keys = words
        .iter()
        .map(|word| format!("{kind}-{}", word.replace('_', "-")));
    keys.filter(|key| {
        !text
            .lines()
            .any(|line| line.starts_with(&format!("{key} =")))
    })
    .collect()
}

/// The words of `export type A = "x" | "y";`.
pub fn words(declaration: &str) -> Vec<String> {
    let union = declaration
        .lines()
        .find(|line| line.starts_with("export type "))
        .unwrap_or("");
    union
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_text_is_seen() {
        let declared = "/** \"Said\". */\nexport type A = \"not_found\" | \"disk_full\";\n";
        let words = words(declared);
        assert_eq!(words, ["not_found", "disk_full"]);
        let text = "error-not-found = Gone.\nerror-disk-fuller = Full.\n";
        assert_eq!(lacking(text, "error", &words), ["error-disk-full"]);
    }
}
