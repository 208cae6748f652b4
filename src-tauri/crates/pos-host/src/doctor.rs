//! A look after a shop's folder and the computer under it: what opens it, who can read it, what it
//! is made of. Changes nothing and needs no key.

use pos_app::AppResult;
use pos_app::api::AppError;
use pos_store::{ANCHOR_FILE, DATABASE_FILE, LOCK_FILE, RESERVE_FILE, versions};
use pos_vault::{SlotKind, Vault};
use std::path::Path;

use crate::files::vault_error;
use crate::links::now;
use crate::mark::MARK_FILE;
use crate::posture::{self, Probe};
use pos_app::commands::posture::{items, of_the_books, usual};
use pos_app::ports::records::Shop;
use pos_app::ports::register::PostureFact;
use pos_app::ports::store::Store;
use pos_app::views::posture::{PostureCheck, PostureItem, PosturePolicy};
use pos_domain::shop::ShopKind;
use pos_reports::Language;
use pos_reports::words::Words;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkup {
    pub sqlite_version: String,
    pub sqlcipher_version: String,
    /// Kinds of key slots by name, in the order they were made.
    pub slots: Vec<String>,
    pub files: Vec<FileFound>,
    pub warnings: Vec<String>,
}

/// One file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFound {
    pub name: String,
    pub bytes: u64,
    /// Unix mode bits; None on other systems.
    pub mode: Option<u32>,
}

/// Looks a folder over.
///
/// # Errors
/// The vault file cannot be read.
pub fn examine(dir: &Path) -> AppResult<Checkup> {
    let (sqlite_version, sqlcipher_version) = versions().map_err(AppError::internal)?;
    let mut warnings = Vec::new();
    let vault = Vault::at(dir);
    let slots = if vault.exists() {
        vault.slots().map_err(vault_error)?
    } else {
        warnings.push(format!("there is no shop in {}", dir.display()));
        Vec::new()
    };
    if slots.iter().any(|s| s.kind == SlotKind::KeyFile) {
        warnings.push(
            "a key file opens this shop for whoever can read it: fit for a demo and for tests"
                .into(),
        );
    }
    if !slots.is_empty() && slots.iter().all(|s| s.kind != SlotKind::RecoveryPhrase) {
        warnings.push("there is no recovery phrase: a lost key loses the shop".into());
    }
    let mut files = found(dir);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    for (name, mode) in open_files(&files) {
        warnings.push(format!("{name} is open to others (mode {mode:04o})"));
    }
    Ok(Checkup {
        sqlite_version,
        sqlcipher_version,
        slots: slots.iter().map(|s| s.kind.name().to_owned()).collect(),
        files,
        warnings,
    })
}

fn open_files(files: &[FileFound]) -> impl Iterator<Item = (&str, u32)> {
    let ours = files.iter().filter(|file| ours(&file.name));
    ours.filter_map(|file| {
        let mode = file.mode.filter(|mode| mode & 0o077 != 0)?;
        Some((file.name.as_str(), mode))
    })
}

/// The shop's files that others can read or write, each with its mode.
pub fn open_to_others(dir: &Path) -> Vec<String> {
    let mut files = found(dir);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let told = open_files(&files).map(|(name, mode)| format!("{name} {mode:04o}"));
    told.collect()
}

/// The computer's own facts; what the screens are drawn by is not this program's to know.
pub fn computer(dir: &Path) -> Vec<PostureFact> {
    posture::look(&Probe::live(dir))
}

/// What the books of an open shop add: with its policy, how each fact weighs.
///
/// # Errors
/// The file cannot be read.
pub fn weighed(
    store: &dyn Store,
    shop: &Shop,
    computer: &[PostureFact],
) -> AppResult<Vec<PostureItem>> {
    let mut facts = of_the_books(store, shop, now())?;
    facts.extend(computer.iter().cloned());
    Ok(items(&facts, &shop.posture))
}

/// How each fact weighs where no shop is open: as in a real one.
pub fn weighed_alone(computer: &[PostureFact]) -> Vec<PostureItem> {
    let policy: PosturePolicy = usual(ShopKind::Real);
    items(computer, &policy)
}

/// What is asked by a check, and what to do where the answer is bad, in `en` or `zh`.
pub fn said(check: PostureCheck, language: &str) -> (String, String) {
    let words = Words::of(match language {
        "zh" => Language::Zh,
        _ => Language::En,
    });
    let name = check.name();
    let asked = words.find(&format!("posture-{name}"));
    let todo = words.find(&format!("posture-{name}-todo"));
    (
        asked.unwrap_or_else(|| name.replace('_', " ")),
        todo.unwrap_or_default(),
    )
}

/// The files that hold the shop and its keys; others in the folder are not ours to judge.
fn ours(name: &str) -> bool {
    let stem = |file: &str| file.split('.').next().unwrap_or(file).to_owned();
    let beside = [
        DATABASE_FILE,
        LOCK_FILE,
        ANCHOR_FILE,
        MARK_FILE,
        RESERVE_FILE,
        "keys.ctk",
        "kek.key",
    ];
    beside.iter().any(|known| stem(known) == stem(name))
}

fn found(dir: &Path) -> Vec<FileFound> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let files = entries.filter_map(|entry| {
        let facts = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
        Some(FileFound {
            name: entry.file_name().to_string_lossy().into_owned(),
            bytes: facts.len(),
            mode: mode(&facts),
        })
    });
    files.collect()
}

#[cfg(unix)]
fn mode(facts: &std::fs::Metadata) -> Option<u32> {
    Some(std::os::unix::fs::PermissionsExt::mode(&facts.permissions()) & 0o777)
}

#[cfg(not(unix))]
fn mode(_facts: &std::fs::Metadata) -> Option<u32> {
    None
}
