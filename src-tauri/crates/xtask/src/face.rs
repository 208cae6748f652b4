//! The TypeScript face of the backend, written from the command registry. Owns the shape of
//! `ui/src/api/index.ts`; the types themselves are told by ts-rs where they are declared.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail, ensure};
use pos_app::AppError;
use pos_app::api::{Access, CommandEntry, TypeText, commands};
use pos_app::event::Event;

use crate::paths::root;
use crate::texts;

const TARGET: &str = "ui/src/api/index.ts";

const HEAD: &str = "\
// The typed API of the backend: shapes, commands, who may call them.
// Written by `cargo xtask gen` from the Rust registry; do not edit by hand.
// Amounts are integer minor units, unit prices ten-thousandths of a major unit, quantities and
// rates decimal strings, instants milliseconds since the epoch, days \"YYYY-MM-DD\".
/* eslint-disable */
";

const ACCESS: &str = "
/** Who may call a command: everybody, everybody signed in, or who has this permission. */
export const access: Record<Command, Permission | 'public' | 'signed_in'> = {
";

/// Words of the screens for plain numbers and texts; left out where Rust declares the type.
const WORDS: [(&str, &str); 5] = [
    ("Dec", "string"),
    ("Empty", "Record<string, never>"),
    ("Minor", "number"),
    ("UnitPrice", "number"),
    ("Uuid", "string"),
];

/// Writes the API, or with `check` only compares it with what is committed.
pub fn api(check: bool) -> Result<()> {
    let text = written()?;
    let path = root().join(TARGET);
    let before = fs::read_to_string(&path).unwrap_or_default();
    if before == text {
        println!(
            "gen: {TARGET} is up to date ({} commands)",
            commands().len()
        );
        return Ok(());
    }
    if check {
        bail!("{TARGET} differs from the registry: run `cargo xtask gen`");
    }
    fs::write(&path, text).with_context(|| format!("writing {TARGET}"))?;
    println!("gen: {TARGET} written ({} commands)", commands().len());
    Ok(())
}

fn written() -> Result<String> {
    let mut entries: Vec<&CommandEntry> = commands().values().copied().collect();
    entries.sort_by_key(|entry| entry.name);
    let mut types = declared(&entries)?;
    for (name, plain) in WORDS {
        let word = format!("export type {name} = {plain};\n");
        types.entry(name.to_owned()).or_insert(word);
    }
    let said = |name: &str| {
        types
            .get(name)
            .map(|text| texts::words(text))
            .unwrap_or_default()
    };
    let kinds = [
        ("error", said("ErrorCode")),
        ("permission", said("Permission")),
        ("fact", fact_names()),
    ];
    for (kind, words) in &kinds {
        ensure!(!words.is_empty(), "the registry knows no {kind}");
    }
    texts::check(&kinds)?;
    let mut text = HEAD.to_owned();
    for declaration in types.values() {
        write!(text, "\n{declaration}")?;
    }
    text.push_str("\nexport interface Commands {\n");
    for entry in &entries {
        let (input, output) = ((entry.input)().name, (entry.output)().name);
        writeln!(
            text,
            "  {}: {{ input: {input}; output: {output} }};",
            entry.name
        )?;
    }
    text.push_str("}\n\nexport type Command = keyof Commands;\n");
    text.push_str(ACCESS);
    for entry in &entries {
        writeln!(text, "  {}: {},", entry.name, access(entry.access)?)?;
    }
    text.push_str("};\n");
    Ok(text)
}

fn fact_names() -> Vec<String> {
    let kinds = pos_app::views::evidence::fact_kinds();
    kinds.map(str::to_owned).collect()
}

fn access(access: Access) -> Result<String> {
    let word = match access {
        Access::Public => "public".to_owned(),
        Access::SignedIn => "signed_in".to_owned(),
        Access::Needs(permission) => {
            let value = serde_json::to_value(permission)?;
            value
                .as_str()
                .context("a permission is written as a word")?
                .to_owned()
        }
    };
    Ok(format!("'{word}'"))
}

/// Every type that a command, an event or an error needs, by name.
fn declared(entries: &[&CommandEntry]) -> Result<BTreeMap<String, String>> {
    let folder = std::env::current_exe()?.with_file_name("xtask-gen");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let own = [TypeText::of::<Event>(), TypeText::of::<AppError>()];
    let told = entries
        .iter()
        .flat_map(|entry| [(entry.input)(), (entry.output)()]);
    for text in told.chain(own) {
        (text.export)(&folder).map_err(|reason| anyhow!("{}: {reason}", text.name))?;
    }
    let mut types = BTreeMap::new();
    read(&folder, &mut types)?;
    fs::remove_dir_all(&folder)?;
    Ok(types)
}

fn read(folder: &Path, types: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read(&path, types)?;
        } else {
            for (name, declaration) in declarations(&fs::read_to_string(&path)?) {
                let before = types.insert(name.clone(), declaration.clone());
                if before.is_some_and(|before| before != declaration) {
                    bail!("two types are called {name}");
                }
            }
        }
    }
    Ok(())
}

/// The declarations of one file of ts-rs with their comments; its imports and head are left out.
fn declarations(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut comment = String::new();
    let mut open = false;
    for line in text.lines() {
        let line = line.trim_end();
        if open {
            if let Some((_, declaration)) = found.last_mut() {
                declaration.push_str(line);
                declaration.push('\n');
            }
        } else if let Some(rest) = line.strip_prefix("export type ") {
            let name = rest.split([' ', '<', '=']).next().unwrap_or_default();
            found.push((name.to_owned(), std::mem::take(&mut comment) + line + "\n"));
        } else if line.starts_with("/**") || (line.starts_with(" *") && !comment.is_empty()) {
            comment.push_str(line);
            comment.push('\n');
            continue;
        } else {
            comment.clear();
            continue;
        }
        open = line.starts_with(" *") || !line.ends_with(';');
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_keep_their_comments_and_lose_their_imports() {
        let thing = "/**\n * A.\n */\nexport type A = { b: B,\n/**\n * Inner;\n */\nc: D, };\n";
        let word = "export type D = string;\n";
        let text = format!("// Made\nimport type {{ B }} from \"./B\";\n\n{thing}\n{word}");
        let found = declarations(&text);
        let wanted = [
            ("A".to_owned(), thing.to_owned()),
            ("D".to_owned(), word.to_owned()),
        ];
        assert_eq!(found, wanted);
    }
}
